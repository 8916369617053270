"""The frame of a card about one thing on the shelf: title, marks, facts, buttons, a message.

Knows not what the thing is.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from svfap_gui.parts.i18n import spoken
from svfap_gui.parts.text_size import scaled
from svfap_gui.parts.theme import GRID_PX, PADDING_PX, Theme, current_theme

NAMES_PX = 84
"""Width of the column of names, so that facts of all cards stand in line."""


class ShelfCard(QFrame):
    """Can have the focus; subclasses fill `body` and say what buttons ask for.

    Args:
        title: Of the thing.
        key: By which the view knows it.
        parent: The owner.
    """

    asked = Signal(str, str)
    """The key, and what a button asks for."""
    entered = Signal(str)
    """The key: the card, or something in it, got the focus."""

    def __init__(self, title: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.title = QLabel(title, self)
        self.title.setObjectName("title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.message = wrapped("", self)
        self.message.setObjectName("dangerText")
        self.message.hide()
        self._head = QHBoxLayout()
        self._head.setSpacing(GRID_PX)
        self._head.addWidget(self.title)
        self._marks = 1
        self._head.addStretch(1)
        self.body = QVBoxLayout()
        self.body.setSpacing(GRID_PX)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PADDING_PX, PADDING_PX - 4, PADDING_PX, PADDING_PX)
        layout.setSpacing(GRID_PX)
        layout.addLayout(self._head)
        layout.addWidget(self.message)
        layout.addLayout(self.body)

    def add_mark(self, text: str, *, on: bool = False) -> QLabel:
        """A word beside the title; one that is `on` has the accent's colour."""
        mark = QLabel(text, self)
        mark.setObjectName("markOn" if on else "mark")
        self._head.insertWidget(self._marks, mark, 0, Qt.AlignmentFlag.AlignVCenter)
        self._marks += 1
        return mark

    def add_button(self, text: str, verb: str, tip: str) -> QPushButton:
        """A button at the right of the title."""
        button = QPushButton(text, self)
        button.setToolTip(tip)
        button.setAccessibleName(f"{text}: {self.title.text()}")
        button.clicked.connect(lambda: self.asked.emit(self.key, verb))
        button.installEventFilter(self)
        self._head.addWidget(button)
        return button

    def say(self, problem: str, hint: str = "") -> None:
        """Show what is wrong and what to do, or nothing."""
        self.message.setText("\n".join(spoken(text) for text in (problem, hint) if text))
        self.message.setVisible(bool(problem))

    def event(self, event: QEvent) -> bool:
        """Notify when the card gets the focus."""
        if event.type() is QEvent.Type.FocusIn:
            self.entered.emit(self.key)
        return super().event(event)

    def eventFilter(self, watched: object, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Notify when a button in it gets the focus."""
        del watched
        if event.type() is QEvent.Type.FocusIn:
            self.entered.emit(self.key)
        return False


class Facts(QGridLayout):
    """Rows of a name and what it says, names in line."""

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalSpacing(GRID_PX)
        self.setVerticalSpacing(6)
        self.setColumnMinimumWidth(0, scaled(NAMES_PX))
        self.setColumnStretch(1, 1)

    def add(self, name: str, value: QWidget | str) -> QWidget:
        """One more row."""
        row = self.rowCount()
        # Made as the value is, so that both stand on one line.
        label = wrapped(name)
        label.setObjectName("muted")
        label.setWordWrap(False)
        shown = wrapped(value) if isinstance(value, str) else value
        shown.setAccessibleName(name)
        is_text = isinstance(shown, QLabel)
        side = Qt.AlignmentFlag.AlignTop if is_text else Qt.AlignmentFlag.AlignVCenter
        self.addWidget(label, row, 0, side)
        self.addWidget(shown, row, 1, Qt.AlignmentFlag.AlignTop)
        return shown


class ThemedLabel(QLabel):
    """Rich text with the theme's colours in it, rewritten when they change."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self._write: Callable[[Theme], str] | None = None

    def show_text(self, write: Callable[[Theme], str]) -> None:
        """Show what `write` makes of the theme in use, now and from now on."""
        self._write = write
        self.setText(write(current_theme()))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # Qt's name
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self._write is not None:
            self.setText(self._write(current_theme()))


def wrapped(text: str, parent: QWidget | None = None) -> QLabel:
    """Plain text that breaks lines and can be copied."""
    label = QLabel(text, parent)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
