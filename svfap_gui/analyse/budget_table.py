"""Rows of figures as a Qt table: names of columns in words, numbers short. Counts nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from svfap_gui.parts.text_size import scaled
from svfap_gui.parts.words import affect_name

if TYPE_CHECKING:
    # It loads pyarrow.
    from svfap_core.results.layout import Cell, Row

_AnyIndex = QModelIndex | QPersistentModelIndex

RANK = Qt.ItemDataRole.UserRole
"""What a column is sorted by."""

_ROW_PX = 24
_WIDEST_PX = 220
_MARGIN_PX = 18
_OF_RANGE = ("start_s", "end_s", "range_s")
"""Columns that are shown only where they tell rows apart."""
_OF_PERSON = ("subject", "person_id")
"""Columns that show the person's name."""
_NONE = "\N{EN DASH}"
_EMOTION = "emo_"


class Heading(NamedTuple):
    """A column in words: its name, what it means, and how its numbers are shown."""

    text: str
    tip: str
    shown: str = ""
    """A format of numbers; empty for text."""


class FigureRows(QAbstractTableModel):
    """Rows as they were counted; columns without any value are left out."""

    def __init__(self, headings: Mapping[str, Heading], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headings = headings
        self._rows: Sequence[Row] = ()
        self._names: Mapping[int, str] = {}
        self.columns: tuple[str, ...] = ()

    def set_headings(self, headings: Mapping[str, Heading]) -> None:
        """Columns of another kind of rows, which come next."""
        self._headings = headings
        self.show_rows(())

    def show_rows(self, rows: Sequence[Row], names: Mapping[int, str] | None = None) -> None:
        """Hold these; `names` are those of persons by their numbers."""
        self.beginResetModel()
        self._rows, self._names = rows, names or {}
        several = len({tuple(row.get(name) for name in _OF_RANGE) for row in rows}) > 1
        self.columns = tuple(
            name
            for name in self._headings
            if any(row[name] is not None for row in rows) and (several or name not in _OF_RANGE)
        )
        self.endResetModel()

    def heading(self, name: str) -> str:
        """What a column is called."""
        return self._headings[name].text

    def rowCount(self, parent: _AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802  # Qt's
        """How many."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802  # Qt's
        """Those with values."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(  # noqa: N802  # Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Names of columns; rows have none."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        heading = self._headings[self.columns[section]]
        if role == Qt.ItemDataRole.DisplayRole:
            return heading.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return heading.tip
        return _side(heading) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell says."""
        name = self.columns[index.column()]
        row = self._rows[index.row()]
        heading, value = self._headings[name], row[name]
        if name in _OF_PERSON and row.get("person_id") in self._names:
            value = self._names[int(row["person_id"] or 0)]
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(heading, value, name)
        if role == RANK:
            return ("" if not heading.shown else float("-inf")) if value is None else value
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(heading)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{heading.text}: {_text(heading, value, name)}"
        return None


class FigureRowsTable(QTableView):
    """Read only; a click on a heading sorts, a third one gives back the order of rows."""

    def __init__(self, headings: Mapping[str, Heading], name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.figures = FigureRows(headings, self)
        self.proxy = QSortFilterProxyModel(self)
        self.proxy.setSourceModel(self.figures)
        self.proxy.setSortRole(RANK)
        self.setModel(self.proxy)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(scaled(_ROW_PX))
        columns.setHighlightSections(False)
        columns.setSortIndicatorClearable(True)
        self.setSortingEnabled(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)

    def set_headings(self, headings: Mapping[str, Heading]) -> None:
        """Columns of another kind of rows, which come next."""
        self.figures.set_headings(headings)

    def show_rows(self, rows: Sequence[Row], names: Mapping[int, str] | None = None) -> None:
        """Show these, each column as wide as it must be.

        Args:
            rows: The rows.
            names: Of persons, by their numbers.
        """
        before = self.figures.columns, self.figures.rowCount()
        self.figures.show_rows(rows, names)
        if (self.figures.columns, self.figures.rowCount()) != before:
            self._fit()

    def _fit(self) -> None:
        """Less wide than Qt would have it, which keeps room for an arrow in every heading."""
        metrics = self.horizontalHeader().fontMetrics()
        for column, name in enumerate(self.figures.columns):
            word_px = metrics.horizontalAdvance(self.figures.heading(name)) + scaled(_MARGIN_PX)
            width_px = max(word_px, self.sizeHintForColumn(column) + scaled(_MARGIN_PX) // 2)
            self.setColumnWidth(column, min(width_px, scaled(_WIDEST_PX)))


def _text(heading: Heading, value: Cell, column: str) -> str:
    if value is None:
        return "" if not heading.shown else _NONE
    if heading.shown and not isinstance(value, str):
        return format(value, heading.shown).replace("-", "\N{MINUS SIGN}")
    text = str(value)
    if column in {"label", "score", "a"}:
        return affect_name(text.removeprefix(_EMOTION))
    return text


def _side(heading: Heading) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if heading.shown else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
