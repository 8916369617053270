"""An action with a stable name, keys that the user may change and an icon of the theme."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from svfap_gui.parts.icons import icon
from svfap_gui.parts.words import without_mnemonic


class Action(QAction):
    """An action with a name that settings know it by, and a shortcut that the user may change."""

    def __init__(
        self,
        parent: QObject,
        name: str,
        text: str,
        *,
        shortcut: str = "",
        tip: str = "",
        icon_name: str = "",
        checkable: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setObjectName(name)
        # Else macOS moves what is called "Settings" or "About" into the application's own menu.
        self.setMenuRole(QAction.MenuRole.NoRole)
        self.default_shortcut = QKeySequence(shortcut)
        self.icon_name = ""
        self.set_icon(icon_name)
        self._tip = tip or self.iconText()
        self.setCheckable(checkable)
        self.set_shortcut(self.default_shortcut)

    def setText(self, text: str) -> None:  # noqa: N802  # Qt's name
        """Take a text for menus; buttons show it without the underlined letter and dots."""
        super().setText(text)
        self.setIconText(without_mnemonic(text).rstrip("…"))

    def set_shortcut(self, sequence: QKeySequence) -> None:
        """Take a shortcut and name it in the tooltip."""
        self.setShortcut(sequence)
        native = sequence.toString(QKeySequence.SequenceFormat.NativeText)
        tip = f"{self._tip} ({native})" if native else self._tip
        self.setToolTip(tip)
        self.setStatusTip(tip)

    def set_icon(self, name: str) -> None:
        """Take an icon by its file's name; that of a recording at work is red."""
        if name and name != self.icon_name:
            self.icon_name = name
            self.setIcon(icon(name, "danger" if name == "record" else "text"))
