"""Persons as a list or as a grid of faces; several can be selected, one is chosen.

Dropping persons on another merges them. Knows no recording: it shows entries and emits what the
user wants.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal, Slot
from PySide6.QtGui import QDragMoveEvent, QDropEvent, QIcon, QMouseEvent, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListView, QListWidget, QListWidgetItem, QWidget

from svfap_core.types import RGB
from svfap_gui.analyse.person_delegate import (
    CAPTION,
    HIDDEN,
    PERSON,
    PersonDelegate,
    cell_size,
    row_px,
)
from svfap_gui.parts.qimage import to_qimage


class PersonEntry(NamedTuple):
    """One row or cell; `first_s` and `seen_s` say when first, and for how long, on screen.

    `hint` is one more line of the tool tip.
    """

    person_id: int
    name: str
    caption: str
    image: RGB | None
    hidden: bool
    first_s: float = 0.0
    seen_s: float = 0.0
    hint: str = ""


class PersonList(QListWidget):
    """One person is chosen; F2 or a double-click renames."""

    chosen = Signal(int)
    renaming = Signal(int)
    """An editor for a name has opened."""
    renamed = Signal(int, str)
    merge_wanted = Signal(int, int)
    """Who was dropped, and on whom."""
    many_merge_wanted = Signal(object, int)
    """The same, of several persons at once: a tuple, and on whom."""
    show_wanted = Signal(int)
    """A hidden person is to be shown again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[PersonEntry, ...] = ()
        self._filling = False
        self._delegate = PersonDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(self.tr("Persons"))
        self.setToolTip(self.tr("Drop a person on another to say that both are the same"))
        self.currentRowChanged.connect(self._on_current)
        self.itemChanged.connect(self._on_changed)
        self._delegate.editing.connect(self.renaming)

    def show_entries(self, entries: Sequence[PersonEntry], chosen: int | None) -> None:
        """Show these; only rows that have changed are touched."""
        if self.state() is QAbstractItemView.State.EditingState:
            return
        self._filling = True
        selected, was_chosen = self.selected, self.current
        before = {entry.person_id: entry for entry in self._entries}
        self._entries = tuple(entries)
        self._arrange([entry.person_id for entry in entries])
        for row, entry in enumerate(entries):
            if entry.person_id not in before or not _same(entry, before[entry.person_id]):
                self._fill(self.item(row), entry)
        persons = [entry.person_id for entry in self._entries]
        row = persons.index(chosen) if chosen in persons else -1
        if chosen == was_chosen:
            # Who is selected stays so: rows may have moved, or the mouse is about to select more.
            self.setCurrentRow(row, QItemSelectionModel.SelectionFlag.NoUpdate)
            for place, person in enumerate(persons):
                if person in selected:
                    self.item(place).setSelected(True)  # Qt's
        else:
            self.setCurrentRow(row, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._filling = False

    def _arrange(self, persons: Sequence[int]) -> None:
        """Bring the items into the order of these persons, with as few moves as can be."""
        wanted, spare = set(persons), dict[int, QListWidgetItem]()
        for row in range(self.count() - 1, -1, -1):
            if self.item(row).data(PERSON) not in wanted:
                self.takeItem(row)
        places = {self.item(row).data(PERSON): self.item(row) for row in range(self.count())}
        for row, person in enumerate(persons):
            if row + 1 < self.count() and self.item(row + 1).data(PERSON) == person:
                # The one before it goes elsewhere; all others can stay.
                item = self.takeItem(row)
                spare[item.data(PERSON)] = item
            elif row >= self.count() or self.item(row).data(PERSON) != person:
                item = spare.pop(person, None) or places.get(person)
                if item is None:
                    item = QListWidgetItem()
                    item.setData(PERSON, person)
                elif self.row(item) >= 0:
                    self.takeItem(self.row(item))
                self.insertItem(row, item)

    def set_grid(self, *, grid: bool) -> None:
        """Show faces in a grid, or rows with captions."""
        self._delegate.grid = grid
        self.setFlow(QListView.Flow.LeftToRight if grid else QListView.Flow.TopToBottom)
        self.setWrapping(grid)
        self.setResizeMode(QListView.ResizeMode.Adjust if grid else QListView.ResizeMode.Fixed)
        self.setGridSize(cell_size() if grid else QSize())
        self.scheduleDelayedItemsLayout()

    @property
    def current(self) -> int | None:
        """Who has the focus among them."""
        row = self.currentRow()
        return self._entries[row].person_id if 0 <= row < len(self._entries) else None

    @property
    def selected(self) -> tuple[int, ...]:
        """Who is selected, in order of rows."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        return tuple(self._entries[row].person_id for row in rows if row < len(self._entries))

    def edit_name(self) -> None:
        """Let the user type a name for the chosen person."""
        if self.currentRow() >= 0:
            self.setFocus()
            self.editItem(self.currentItem())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """A click on "Show" shows a hidden person again."""
        point = event.position().toPoint()
        item = self.itemAt(point)
        if (
            event.button() is Qt.MouseButton.LeftButton
            and item is not None
            and item.data(HIDDEN)
            and self._delegate.show_rect(self.visualItemRect(item)).contains(point)
        ):
            self.show_wanted.emit(item.data(PERSON))
        else:
            super().mousePressEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802  # Qt's name
        """Welcome on another person only."""
        super().dragMoveEvent(event)
        target, dragged = self.itemAt(event.position().toPoint()), self.currentItem()
        if event.source() is self and target is not None and target is not dragged:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802  # Qt's name
        """Merge; the list itself is filled again by whoever keeps the persons."""
        target, dragged = self.itemAt(event.position().toPoint()), self.currentItem()
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if target is None or target is dragged:
            return
        selected, into = self.selected, target.data(PERSON)
        if len(selected) > 1 and dragged.data(PERSON) in selected:
            self.many_merge_wanted.emit(tuple(dict.fromkeys((*selected, into))), into)
        else:
            self.merge_wanted.emit(dragged.data(PERSON), into)

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """A few rows."""
        return QSize(226, 3 * row_px())

    def _fill(self, item: QListWidgetItem, entry: PersonEntry) -> None:
        item.setText(entry.name)
        item.setData(PERSON, entry.person_id)
        item.setData(CAPTION, entry.caption)
        item.setData(HIDDEN, entry.hidden)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{entry.name}, {entry.caption}")
        item.setToolTip("\n".join(filter(None, (entry.name, entry.caption, entry.hint))))
        icon = QIcon()
        if entry.image is not None:
            icon.addPixmap(QPixmap.fromImage(to_qimage(entry.image)))
        item.setIcon(icon)
        item.setFlags(
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsEditable
            | Qt.ItemFlag.ItemIsDragEnabled
            | Qt.ItemFlag.ItemIsDropEnabled
        )

    @Slot(int)
    def _on_current(self, row: int) -> None:
        if not self._filling and row >= 0:
            self.chosen.emit(self._entries[row].person_id)

    @Slot(QListWidgetItem)
    def _on_changed(self, item: QListWidgetItem) -> None:
        if not self._filling:
            self.renamed.emit(item.data(PERSON), item.text())


def _same(one: PersonEntry, other: PersonEntry) -> bool:
    """Images are compared by identity: they are arrays."""
    return one.image is other.image and one._replace(image=None) == other._replace(image=None)
