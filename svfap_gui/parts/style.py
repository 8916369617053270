"""Qt's Fusion style with the app's own icons, so that Qt's dialogs look like the app's."""

from __future__ import annotations

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleOption, QWidget

from svfap_gui.parts.icons import Tint, icon

_Pixmap = QStyle.StandardPixmap

_ICONS: dict[QStyle.StandardPixmap, tuple[str, Tint]] = {
    _Pixmap.SP_MessageBoxQuestion: ("help", "accent"),
    _Pixmap.SP_MessageBoxInformation: ("info", "accent"),
    _Pixmap.SP_MessageBoxWarning: ("row-incomplete", "danger"),
    _Pixmap.SP_MessageBoxCritical: ("row-failed", "danger"),
    _Pixmap.SP_DirIcon: ("folder", "accent"),
    _Pixmap.SP_DirOpenIcon: ("folder", "accent"),
    _Pixmap.SP_DirClosedIcon: ("folder", "accent"),
    _Pixmap.SP_DirHomeIcon: ("folder", "accent"),
    _Pixmap.SP_FileIcon: ("file", "muted"),
    _Pixmap.SP_FileDialogNewFolder: ("new-folder", "text"),
    _Pixmap.SP_FileDialogToParent: ("up", "text"),
    _Pixmap.SP_FileDialogBack: ("back", "text"),
    _Pixmap.SP_ArrowBack: ("back", "text"),
    _Pixmap.SP_ArrowForward: ("forward", "text"),
    _Pixmap.SP_FileDialogListView: ("list", "text"),
    _Pixmap.SP_FileDialogDetailedView: ("details", "text"),
    _Pixmap.SP_LineEditClearButton: ("close", "muted"),
}


class AppStyle(QProxyStyle):
    """Stock icons come from the app's own, in the theme's colours."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def standardIcon(  # noqa: N802  # Qt's name
        self,
        standardIcon: QStyle.StandardPixmap,  # noqa: N803  # Qt's name
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> QIcon:
        """The app's icon, or Qt's where the app has none."""
        if standardIcon in _ICONS:
            return icon(*_ICONS[standardIcon])
        return super().standardIcon(standardIcon, option, widget)
