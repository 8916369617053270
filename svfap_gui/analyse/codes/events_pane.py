"""The list of events beside the video: sorted, filtered, edited. Changes nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QSortFilterProxyModel, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from svfap_core.codes.coding import Code
from svfap_gui.analyse.codes.events import RANK, Column, Event, EventsModel
from svfap_gui.parts.text_size import scaled
from svfap_gui.parts.theme import CONTROL_PX, GRID_PX, PADDING_PX

_ROW_PX = 26
_WIDTHS_PX = {
    Column.BEGIN: 78,
    Column.END: 78,
    Column.DURATION: 72,
    Column.TIER: 84,
    Column.CODE: 104,
    Column.PERSON: 64,
    Column.COMMENT: 130,
    Column.CODER: 64,
}


class EventTable(QTableView):
    """Rows are chosen whole; Enter goes there, F2 or a double click edits the cell."""

    jump_wanted = Signal(object)
    """The `Event` that was clicked, or on which Enter was pressed."""
    remove_wanted = Signal(object)
    """The chosen `Event`s."""

    def __init__(self, edit: Callable[[Event, Column, str], bool], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("eventTable")
        self.setAccessibleName(self.tr("Events"))
        self.events = EventsModel(edit, self)
        self.proxy = QSortFilterProxyModel(self)
        self.proxy.setSourceModel(self.events)
        self.proxy.setSortRole(RANK)
        self.proxy.setFilterKeyColumn(-1)
        self.proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setModel(self.proxy)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(scaled(_ROW_PX))
        columns.setHighlightSections(False)
        columns.setSectionsMovable(True)
        for column, width_px in _WIDTHS_PX.items():
            self.setColumnWidth(column, scaled(width_px))
        self.setSortingEnabled(True)
        self.sortByColumn(Column.BEGIN, Qt.SortOrder.AscendingOrder)
        self.clicked.connect(self._on_clicked)

    @property
    def chosen(self) -> list[Event]:
        """The chosen events, in the order in which they are seen."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._event(row) for row in rows]

    def show_chosen(self, code: Code | None) -> None:
        """Choose the row of a code, unless rows are chosen among which it is."""
        if code is None or code in [event.what for event in self.chosen]:
            return
        for row, event in enumerate(self.events.rows):
            if event.what == code:
                index = self.proxy.mapFromSource(self.events.index(row, Column.BEGIN))
                self.setCurrentIndex(index)
                self.scrollTo(index)
                return

    def event(self, event: QEvent) -> bool:
        """F2 edits the cell here, whatever it is a shortcut of."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_F2
            and not event.modifiers()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Enter goes there, Delete removes; the rest is as in any table."""
        current = self.currentIndex()
        if self.state() is QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and current.isValid():
            self.jump_wanted.emit(self._event(current.row()))
        elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self.chosen:
            self.remove_wanted.emit(self.chosen)
        else:
            super().keyPressEvent(event)

    def _event(self, row: int) -> Event:
        source = self.proxy.mapToSource(self.proxy.index(row, 0))
        return self.events.rows[source.row()]

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        # With Ctrl or Shift rows are gathered.
        if len(self.selectionModel().selectedRows()) == 1:
            self.jump_wanted.emit(self._event(index.row()))


class EventsPane(QFrame):
    """A filter above the table, and how many rows it leaves.

    Args:
        edit: Takes what was typed into a cell; says whether it is a change.
        parent: The owner.
    """

    def __init__(self, edit: Callable[[Event, Column, str], bool], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.heading = QLabel(self)
        self.heading.setObjectName("title")
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(self.tr("Filter by code, tier, comment…"))
        self.filter.setAccessibleName(self.tr("Filter the events"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedHeight(scaled(CONTROL_PX))
        self.table = EventTable(edit, self)
        self.empty = QLabel(
            self.tr("Nothing is coded yet. Press F4, then the key of a code."), self
        )
        self.empty.setObjectName("muted")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.filter.textChanged.connect(self._filter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PADDING_PX - 4, GRID_PX // 2, PADDING_PX - 4, GRID_PX)
        layout.setSpacing(GRID_PX // 2)
        for widget in (self.heading, self.filter):
            layout.addWidget(widget)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.table, 1)
        self.show_events(())

    def show_events(self, events: Sequence[Event]) -> None:
        """List these."""
        self.table.events.show_events(events)
        self.table.setVisible(bool(events))
        self.empty.setVisible(not events)
        self.filter.setEnabled(bool(events))
        self._count()

    @Slot(str)
    def _filter(self, text: str) -> None:
        self.table.proxy.setFilterFixedString(text.strip())
        self._count()

    def _count(self) -> None:
        count, found = self.table.events.rowCount(), self.table.proxy.rowCount()
        text = self.tr("%n event(s)", "", count)
        if found < count:
            text = self.tr("%1 of %n event(s)", "", count).replace("%1", str(found))
        self.heading.setText(text if count else self.tr("Events"))
