"""The list of events as a Qt table: all codes and markers, edited in place. Changes no code itself.

A change concerns the rows that differ, so that choice and place in the list stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from itertools import takewhile
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from svfap_core.codes.coding import MAX_S, Code, Coding
from svfap_core.results.edits import Marker
from svfap_gui.analyse.codes.words import time_text

_AnyIndex = QModelIndex | QPersistentModelIndex

RANK = Qt.ItemDataRole.UserRole
"""What a column is sorted by."""


class Column(IntEnum):
    """From left to right."""

    BEGIN = 0
    END = 1
    DURATION = 2
    TIER = 3
    CODE = 4
    PERSON = 5
    COMMENT = 6
    CODER = 7


class Event(NamedTuple):
    """A row: a code or a marker."""

    what: Code | Marker
    start_s: float
    end_s: float | None
    label: str
    tier: str = ""
    person: str = ""
    comment: str = ""
    coder: str = ""

    @property
    def duration_s(self) -> float | None:
        """Nothing while it is open."""
        return self.what.duration_s if isinstance(self.what, Code) else 0.0


def events_of(coding: Coding, markers: Iterable[Marker]) -> tuple[Event, ...]:
    """All codes and markers, in order of time."""
    persons = {tier.name: tier.participant for tier in coding.scheme.tiers}
    codes = (
        Event(
            code,
            code.start_s,
            code.end_s,
            code.label,
            code.tier,
            persons.get(code.tier, ""),
            code.comment,
            coding.coder,
        )
        for code in coding.codes
    )
    marks = (Event(marker, marker.t_s, marker.t_s, marker.text) for marker in markers)
    return tuple(sorted((*codes, *marks), key=lambda event: event.start_s))


class EventsModel(QAbstractTableModel):
    """Rows in order of time; a proxy sorts and filters.

    Args:
        edit: Takes what was typed into a cell; says whether it is a change.
        parent: The owner.
    """

    def __init__(
        self, edit: Callable[[Event, Column, str], bool], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.rows: list[Event] = []
        self._edit = edit
        self._headers = {
            Column.BEGIN: self.tr("Begin"),
            Column.END: self.tr("End"),
            Column.DURATION: self.tr("Duration"),
            Column.TIER: self.tr("Tier"),
            Column.CODE: self.tr("Code"),
            Column.PERSON: self.tr("Person"),
            Column.COMMENT: self.tr("Comment"),
            Column.CODER: self.tr("Coder"),
        }

    def show_events(self, events: Sequence[Event]) -> None:
        """Hold these; rows before and after those that differ stay as they are."""
        old, new = self.rows, list(events)
        first = _shared(old, new)
        last = min(_shared(reversed(old), reversed(new)), len(old) - first, len(new) - first)
        old_end, new_end = len(old) - last, len(new) - last
        both = min(old_end, new_end)
        if both > first:
            old[first:both] = new[first:both]
            self.dataChanged.emit(self.index(first, 0), self.index(both - 1, len(Column) - 1))
        if old_end > both:
            self.beginRemoveRows(QModelIndex(), both, old_end - 1)
            del old[both:old_end]
            self.endRemoveRows()
        elif new_end > both:
            self.beginInsertRows(QModelIndex(), both, new_end - 1)
            old[both:both] = new[both:new_end]
            self.endInsertRows()

    # -- what Qt asks ----------------------------------------------------------------------------

    def rowCount(self, parent: _AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802  # Qt's
        """How many events."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802  # Qt's
        """As `Column`."""
        return 0 if parent.isValid() else len(Column)

    def headerData(  # noqa: N802  # Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Names of columns; rows have none."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            # At the right the arrow of the sorted column would lie over the name.
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return self._headers[Column(section)] if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: _AnyIndex) -> Qt.ItemFlag:
        """Times, labels and comments are typed."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        typed = {Column.BEGIN, Column.CODE}
        if isinstance(self.rows[index.row()].what, Code):
            typed |= {Column.END, Column.COMMENT}
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() in typed else flags

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell says."""
        event, column = self.rows[index.row()], Column(index.column())
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            return self.text(event, column)
        if role == RANK:
            return _rank(event, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return event.comment or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._headers[column]}: {self.text(event, column)}"
        return None

    def setData(  # noqa: N802  # Qt's name
        self, index: _AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        """Hand on what was typed."""
        event, column, text = self.rows[index.row()], Column(index.column()), str(value).strip()
        if role != Qt.ItemDataRole.EditRole or text == self.text(event, column):
            return False
        return self._edit(event, column, text)

    def text(self, event: Event, column: Column) -> str:
        """What a cell says."""
        if column is Column.TIER:
            return event.tier if isinstance(event.what, Code) else self.tr("Marker")
        if column is Column.DURATION:
            return "" if event.duration_s is None else f"{event.duration_s:.3f}"
        return {
            Column.BEGIN: time_text(event.start_s),
            Column.END: "" if event.end_s is None else time_text(event.end_s),
            Column.CODE: event.label,
            Column.PERSON: event.person,
            Column.COMMENT: event.comment,
            Column.CODER: event.coder,
        }[column]


def _shared(one: Iterable[Event], other: Iterable[Event]) -> int:
    """How many of the first are the same."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _rank(event: Event, column: Column) -> float | str:
    numbers = {
        Column.BEGIN: event.start_s,
        Column.END: event.end_s,
        Column.DURATION: event.duration_s,
    }
    if column in numbers:
        number = numbers[column]
        return MAX_S if number is None else number
    texts = {
        Column.TIER: event.tier,
        Column.CODE: event.label,
        Column.PERSON: event.person,
        Column.COMMENT: event.comment,
        Column.CODER: event.coder,
    }
    return texts[column].casefold()


def _alignment(column: Column) -> Qt.AlignmentFlag:
    numbers = {Column.BEGIN, Column.END, Column.DURATION}
    side = Qt.AlignmentFlag.AlignRight if column in numbers else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
