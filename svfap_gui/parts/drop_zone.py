"""A large place to drop files on, which says what happens to them. Takes no drops itself.

Drops are the window's business, wherever they land; this shows that they are welcome.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
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
from svfap_gui.parts.theme import GRID_PX, PADDING_PX, Theme

_PICTURE_PX = 48


class DropZone(QWidget):
    """A headline, a few words, and a button for each action; the first is the next step."""

    def __init__(
        self, headline: str, text: str, actions: Sequence[Action], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._picture = QLabel(self)
        title = QLabel(headline, self)
        title.setObjectName("headline")
        words = QLabel(text, self)
        words.setObjectName("muted")
        self._buttons: list[tuple[QPushButton, Action]] = []
        line = QHBoxLayout()
        line.setSpacing(GRID_PX)
        line.addStretch(1)
        for action in actions:
            button = QPushButton(f" {action.text().replace('&', '')}", self)
            button.setToolTip(action.toolTip())
            button.setIconSize(QSize(16, 16))
            button.setMinimumWidth(128)
            button.clicked.connect(action.trigger)
            self._buttons.append((button, action))
            line.addWidget(button)
        self._buttons[0][0].setObjectName("primary")
        line.addStretch(1)
        zone = QFrame(self)
        zone.setObjectName("dropZone")
        layout = QVBoxLayout(zone)
        layout.setContentsMargins(*(5 * PADDING_PX,) * 4)
        layout.setSpacing(PADDING_PX)
        for label in (self._picture, title, words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        layout.addSpacing(GRID_PX)
        layout.addLayout(line)
        centred = QGridLayout(self)
        centred.addWidget(zone, 1, 1)
        for edge, stretch in ((0, 2), (2, 3)):
            centred.setRowStretch(edge, stretch)
            centred.setColumnStretch(edge, 1)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        size = QSize(_PICTURE_PX, _PICTURE_PX)
        self._picture.setPixmap(icon("drop", theme.muted, _PICTURE_PX).pixmap(size))
        for number, (button, action) in enumerate(self._buttons):
            colour = theme.text if number else theme.on_accent
            button.setIcon(icon(action.icon_name, colour))
