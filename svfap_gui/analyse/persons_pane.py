"""Everybody in the video: how many, filtered and sorted, as a list or a grid of faces.

Shows what it is given; the actions are the view's.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSettings, Qt, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from svfap_gui.analyse.person_entries import PersonOrder, arranged
from svfap_gui.analyse.person_list import PersonEntry, PersonList
from svfap_gui.parts.actions import Action
from svfap_gui.parts.text_size import scaled, square
from svfap_gui.parts.theme import CONTROL_PX, GRID_PX, PADDING_PX

WIDTH_PX, _LEAST_PX = 252, 170
_ORDER, _GRID = "analyse/person_order", "analyse/person_grid"


class PersonsPane(QFrame):
    """Sorts and filters the entries; remembers how.

    Args:
        settings: Where order and grid are remembered.
        parent: The owner.
    """

    def __init__(self, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._settings = settings
        self._entries: tuple[PersonEntry, ...] = ()
        self._chosen: int | None = None
        order = str(settings.value(_ORDER, PersonOrder.FIRST.value))
        self.order = PersonOrder(order) if order in list(PersonOrder) else PersonOrder.FIRST
        self.grid = settings.value(_GRID, "false") == "true"
        self.persons = PersonList(self)
        self.persons.setFrameShape(QFrame.Shape.NoFrame)
        self.persons.setObjectName("flatList")
        self.persons.set_grid(grid=self.grid)
        self.heading = QLabel(self)
        self.heading.setObjectName("title")
        self.empty = QLabel(self)
        self.empty.setObjectName("muted")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(self.tr("Filter by name"))
        self.filter.setAccessibleName(self.tr("Filter by name"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedHeight(scaled(CONTROL_PX))
        self.filter.textChanged.connect(self._show)
        self._head, self._tools, self._find = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        self._head.addWidget(self.heading, 1)
        self._find.addWidget(self.filter, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PADDING_PX - 4, GRID_PX // 2, PADDING_PX - 4, GRID_PX)
        layout.setSpacing(GRID_PX // 2)
        for row in (self._head, self._tools, self._find):
            row.setSpacing(2)
            layout.addLayout(row)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.persons, 1)
        self.setMinimumWidth(scaled(_LEAST_PX))
        self.show_persons((), None)

    def add_actions(self, work: Sequence[Action], sorts: Sequence[Action], grid: Action) -> None:
        """Buttons for what is done with the chosen persons, for the order, and for the grid."""
        for action in work:
            self._tools.addWidget(self._button(action))
        self._tools.addStretch(1)
        menu = QMenu(self)
        menu.addActions(sorts)
        self.sort_button = QToolButton(self)
        self.sort_button.setMenu(menu)
        self.sort_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.sort_button.setText(self.tr("Sort") + "  ▾")
        self.sort_button.setAccessibleName(self.tr("Sort"))
        self.sort_button.setToolTip(self.tr("What the persons are sorted by"))
        self.sort_button.setFixedHeight(scaled(CONTROL_PX))
        self.sort_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._find.addWidget(self.sort_button)
        self._head.addWidget(self._button(grid))

    def sort_by(self, order: PersonOrder) -> None:
        """Another order."""
        self.order = order
        self._settings.setValue(_ORDER, order.value)
        self._show()

    def turn_grid(self) -> None:
        """A grid of faces, or a list again."""
        self.grid = not self.grid
        self._settings.setValue(_GRID, "true" if self.grid else "false")
        self.persons.set_grid(grid=self.grid)

    def show_persons(self, entries: Sequence[PersonEntry], chosen: int | None) -> None:
        """Who there is."""
        self._entries, self._chosen = tuple(entries), chosen
        self._show()

    def tell(self, text: str) -> None:
        """Why nobody is there yet."""
        self.empty.setText(text)

    @Slot()
    def _show(self) -> None:
        found = arranged(self._entries, self.order, self.filter.text())
        self.persons.show_entries(found, self._chosen)
        self.heading.setText(self._count(len(found)))
        self.heading.setToolTip(self.heading.text())
        self.persons.setVisible(bool(self._entries))
        self.filter.setEnabled(bool(self._entries))
        self.empty.setVisible(not self._entries)

    def _count(self, found: int) -> str:
        count = len(self._entries)
        if not count:
            return self.tr("Persons")
        text = self.tr("%n person(s)", "", count)
        if found < count:
            text = self.tr("%1 of %n person(s)", "", count).replace("%1", str(found))
        hidden = sum(entry.hidden for entry in self._entries)
        if hidden:
            text = self.tr("%1 (%2 hidden)").replace("%1", text).replace("%2", str(hidden))
        return text

    def _button(self, action: Action) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setObjectName("iconButton")
        button.setIconSize(square(16))
        button.setFixedSize(square(CONTROL_PX))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(action.iconText())
        return button
