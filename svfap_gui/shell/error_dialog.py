"""Says that the app has a fault, what to do, and the details to copy. Sends nothing anywhere."""

from __future__ import annotations

from importlib.metadata import version
from platform import platform, python_version

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from svfap_gui.parts.fold import Fold
from svfap_gui.parts.text_size import scaled
from svfap_gui.parts.theme import GRID_PX, PADDING_PX

_WIDTH_PX = 560
_MOST_DETAILS = 20


class ErrorDialog(QDialog):
    """Further faults while it is open are added to its details, not shown on top."""

    log_folder_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Unexpected error"))
        self.setMinimumWidth(scaled(_WIDTH_PX))
        self._count = 0
        headline = QLabel(self.tr("Something went wrong that should not have"), self)
        headline.setObjectName("title")
        self.what = QLabel(self)
        self.what.setWordWrap(True)
        self.what.setTextFormat(Qt.TextFormat.PlainText)
        self.what.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.more = QLabel(self)
        self.more.setObjectName("muted")
        to_do = QLabel(
            self.tr(
                "The app continues, and files that were finished are safe. If something no longer "
                "reacts, close the app and start it again. To report the fault, copy the details; "
                "nothing is sent by itself."
            ),
            self,
        )
        to_do.setWordWrap(True)
        self.details = QPlainTextEdit(self)
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setAccessibleName(self.tr("Details"))
        self.details.setMinimumHeight(160)
        self.fold = Fold(self.tr("Details"), self.details, self)
        copy = QPushButton(self.tr("Copy details"), self)
        copy.clicked.connect(self.copy)
        folder = QPushButton(self.tr("Open log folder"), self)
        folder.clicked.connect(self.log_folder_wanted)
        close = QPushButton(self.tr("Close"), self)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID_PX)
        buttons.addWidget(copy)
        buttons.addWidget(folder)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(PADDING_PX,) * 4)
        layout.setSpacing(PADDING_PX)
        for widget in (headline, self.what, self.more, to_do):
            layout.addWidget(widget)
        layout.addWidget(self.fold, 1)
        layout.addLayout(buttons)
        close.setFocus()

    @Slot(str, str)
    def tell(self, what: str, details: str) -> None:
        """One more fault; shows the dialog when it is not open."""
        if not self.isVisible():
            self._count = 0
            self.details.setPlainText(_about_this_computer())
            self.what.setText(what)
        self._count += 1
        if self._count <= _MOST_DETAILS:
            self.details.appendPlainText(f"\n{details}")
        self.more.setVisible(self._count > 1)
        self.more.setText(self.tr("%n more since then", "", self._count - 1))
        self.open()

    @Slot()
    def copy(self) -> None:
        """Put the details on the clipboard."""
        QGuiApplication.clipboard().setText(self.details.toPlainText())


def _about_this_computer() -> str:
    return f"svfap {version('svfap')}, Python {python_version()}, {platform()}"
