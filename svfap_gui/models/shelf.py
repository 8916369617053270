"""Cards in sections, one below the other, in the middle of a page that scrolls. Knows no card."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from svfap_gui.models.shelf_card import ShelfCard
from svfap_gui.parts.actions import Action
from svfap_gui.parts.text_size import scaled
from svfap_gui.parts.theme import GRID_PX, PADDING_PX
from svfap_gui.parts.words import without_mnemonic

WIDTH_PX = 1160


class Shelf(QScrollArea):
    """Filled section by section; filling a section again replaces what it held."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content = QWidget(self)
        content.setObjectName("frame")
        column = QWidget(content)
        column.setMaximumWidth(scaled(WIDTH_PX))
        column.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._column = QVBoxLayout(column)
        self._column.setContentsMargins(*(PADDING_PX,) * 4)
        self._column.setSpacing(GRID_PX)
        self._column.addStretch(1)
        layout = QHBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addStretch(1)
        layout.addWidget(column, 100)
        layout.addStretch(1)
        self.setWidget(content)

    def add_section(self, title: str, caption: str = "") -> QVBoxLayout:
        """A title; what belongs below it goes into the layout that comes back."""
        head = QLabel(title)
        head.setObjectName("headline")
        section = QVBoxLayout()
        section.setSpacing(GRID_PX + GRID_PX // 2)
        place = self._column.count() - 1
        if place:
            self._column.insertSpacing(place, PADDING_PX)
            place += 1
        self._column.insertWidget(place, head)
        if caption:
            words = QLabel(caption)
            words.setObjectName("muted")
            words.setWordWrap(True)
            self._column.insertWidget(place + 1, words)
            place += 1
        self._column.insertLayout(place + 1, section)
        return section

    def fill(self, section: QVBoxLayout, widgets: Sequence[QWidget]) -> None:
        """Show these in a section, and nothing else."""
        while (item := section.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for widget in widgets:
            section.addWidget(widget)

    def keep_in_sight(self, card: ShelfCard) -> None:
        """Scroll as far as needed to show a card."""
        self.ensureWidgetVisible(card, 0, PADDING_PX)


class EmptyPlace(QFrame):
    """Where cards will stand: what to do first, and a button that does it."""

    def __init__(self, text: str, action: Action, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dropZone")
        words = QLabel(text, self)
        words.setWordWrap(True)
        button = QPushButton(without_mnemonic(action.text()), self)
        button.setToolTip(action.toolTip())
        button.clicked.connect(action.trigger)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(*(2 * PADDING_PX,) * 4)
        layout.setSpacing(PADDING_PX)
        layout.addWidget(words, 1)
        layout.addWidget(button)
