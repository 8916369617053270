"""Shows lines of text, to read and to copy. Knows nothing of what they say."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from svfap_gui.parts.text_size import on_screen
from svfap_gui.parts.theme import GRID_PX, PADDING_PX

_SIZE_PX = (760, 320)


class TextDialog(QDialog):
    """Deletes itself when it is closed."""

    def __init__(self, title: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.resize(on_screen(self, _SIZE_PX))
        self.text = QPlainTextEdit(text, self)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(title)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.copy = QPushButton(self.tr("Copy"), self)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
        close = QPushButton(self.tr("Close"), self)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID_PX)
        buttons.addWidget(self.copy)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(PADDING_PX,) * 4)
        layout.setSpacing(PADDING_PX)
        layout.addWidget(self.text, 1)
        layout.addLayout(buttons)
        close.setFocus()


def show_text(page: QWidget, title: str, text: str) -> TextDialog:
    """Open a dialog over a page; it blocks nothing."""
    dialog = TextDialog(title, text, page)
    dialog.open()
    return dialog
