"""The command that does the same as a form, to read and to copy. Runs nothing."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QSizePolicy, QWidget

from svfap_gui.parts.text_size import caption
from svfap_gui.parts.theme import GRID_PX, PADDING_PX

_LINES = 3


class CommandLine(QFrame):
    """Wraps at words; can be selected by mouse and keyboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        title = QLabel(self.tr("Command"), self)
        title.setObjectName("caption")
        self._text = QPlainTextEdit(self)
        self._text.setObjectName("command")
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(self.tr("Command line that does the same"))
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self._text.setFont(caption(fixed))
        self._text.setFixedHeight(_LINES * self._text.fontMetrics().lineSpacing() + 2 * GRID_PX)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._buttons = QHBoxLayout()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(PADDING_PX, GRID_PX, GRID_PX, GRID_PX)
        layout.setSpacing(GRID_PX)
        layout.addWidget(title)
        layout.addWidget(self._text, 1)
        layout.addLayout(self._buttons)

    @property
    def text(self) -> str:
        """The command; empty while the form is not complete."""
        return self._command

    _command = ""

    def show_command(self, command: str, missing: str = "") -> None:
        """Show a command, or what is missing for one."""
        self._command = command
        self._text.setPlaceholderText(missing)
        if self._text.toPlainText() != command:
            self._text.setPlainText(command)

    def add_button(self, button: QWidget) -> None:
        """A control beside the text."""
        self._buttons.addWidget(button)

    @Slot()
    def copy(self) -> None:
        """Put the command into the clipboard."""
        QGuiApplication.clipboard().setText(self._command)
