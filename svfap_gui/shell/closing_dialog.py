"""Asks before closing ends or loses something. Closes nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from svfap_gui.parts.text_size import scaled
from svfap_gui.parts.theme import GRID_PX, PADDING_PX

_WIDTH_PX = 480


class Answer(Enum):
    """What the user wants."""

    STOP = "stop"
    """End what runs, let go of what cannot be saved, and close."""
    LEAVE = "leave"
    """Close; what can goes on without the window."""


class ClosingDialog(QDialog):
    """Lists what is at stake; Return and Escape keep the window, unless nothing is.

    Args:
        ends: Work that closing would end, in words.
        goes_on: Work that goes on without the window.
        unsaved: Work that could not be saved, and why.
        parent: The window.
    """

    answered = Signal(Answer)

    def __init__(
        self,
        ends: Sequence[str],
        goes_on: Sequence[str],
        unsaved: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Close SVFAP?"))
        self.setMinimumWidth(scaled(_WIDTH_PX))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*(PADDING_PX,) * 4)
        self._column.setSpacing(PADDING_PX)
        self._list(self.tr("Not saved, and lost when you close"), unsaved)
        self._list(self.tr("Still running, and stopped when you close"), ends)
        self._list(self.tr("Still running, and can continue without the window"), goes_on)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(GRID_PX)
        self._buttons.addStretch(1)
        stop = self.tr("Close without saving") if unsaved else self.tr("Stop and close")
        self.stop = self._button(stop, Answer.STOP)
        self.leave: QPushButton | None = None
        if goes_on and not (ends or unsaved):
            self.leave = self._button(self.tr("Continue in the background"), Answer.LEAVE)
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.cancel.clicked.connect(self.reject)
        self._buttons.addWidget(self.cancel)
        self._column.addSpacing(GRID_PX)
        self._column.addLayout(self._buttons)
        safe = self.leave or self.cancel
        safe.setObjectName("primary")
        safe.setDefault(True)
        safe.setFocus()

    def _list(self, heading: str, lines: Sequence[str]) -> None:
        if not lines:
            return
        title = QLabel(heading, self)
        title.setObjectName("title")
        title.setWordWrap(True)
        words = QLabel("\n".join(f"\N{BULLET} {line}" for line in lines), self)
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        title.setBuddy(words)
        self._column.addWidget(title)
        self._column.addWidget(words)

    def _button(self, text: str, answer: Answer) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)

        def clicked() -> None:
            self.accept()
            self.answered.emit(answer)

        button.clicked.connect(clicked)
        self._buttons.addWidget(button)
        return button
