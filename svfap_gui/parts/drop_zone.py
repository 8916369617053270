"""A large place to drop files on, which says what happens to them. Takes no drops itself.

Drops are the window's business, wherever they land; this shows that they are welcome.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from svfap_gui.parts.actions import Action
from svfap_gui.parts.icons import icon
from svfap_gui.parts.text_size import scaled, square
from svfap_gui.parts.theme import GRID_PX, PADDING_PX
from svfap_gui.parts.words import without_mnemonic

_WIDTH_PX, _PICTURE_PX = 760, 48


class DropZone(QWidget):
    """A headline, a few words, and a button for each action; the first is the next step."""

    def __init__(
        self, headline: str, text: str, actions: Sequence[Action], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        picture = _Picture(self)
        title = QLabel(headline, self)
        title.setObjectName("headline")
        words = QLabel(text, self)
        words.setObjectName("muted")
        line = QHBoxLayout()
        line.setSpacing(GRID_PX)
        line.addStretch(1)
        for number, action in enumerate(actions):
            button = QPushButton(f" {without_mnemonic(action.text())}", self)
            button.setToolTip(action.toolTip())
            button.setIconSize(square(16))
            button.setMinimumWidth(scaled(128))
            button.clicked.connect(action.trigger)
            if number == 0:
                button.setObjectName("primary")
            button.setIcon(icon(action.icon_name, "text" if number else "on_accent"))
            line.addWidget(button)
        line.addStretch(1)
        zone = QFrame(self)
        zone.setObjectName("dropZone")
        zone.setMaximumWidth(scaled(_WIDTH_PX))
        layout = QVBoxLayout(zone)
        layout.setContentsMargins(*(2 * PADDING_PX, 5 * PADDING_PX) * 2)
        layout.setSpacing(PADDING_PX)
        layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (title, words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addSpacing(GRID_PX)
        layout.addLayout(line)
        centred = QGridLayout(self)
        centred.addWidget(zone, 1, 1)
        centred.setColumnStretch(1, 20)
        for edge, stretch in ((0, 2), (2, 3)):
            centred.setRowStretch(edge, stretch)
            centred.setColumnStretch(edge, 1)


class _Picture(QWidget):
    """A large icon."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = icon("drop", "muted")
        self.setFixedSize(_PICTURE_PX, _PICTURE_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Nothing but the icon."""
        del event
        painter = QPainter(self)
        self._icon.paint(painter, self.rect())
        painter.end()
