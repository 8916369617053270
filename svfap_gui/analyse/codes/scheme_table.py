"""A coding scheme as a Qt table that is edited in place, a row per code. Checks nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from svfap_core.codes.scheme_rows import SchemeRow
from svfap_gui.parts.theme import current_theme

_AnyIndex = QModelIndex | QPersistentModelIndex
_KEYS = "abcdefghijklmnopqrstuvwxyz0123456789"


class Column(IntEnum):
    """From left to right."""

    CODE = 0
    KEY = 1
    TIER = 2
    GROUP = 3
    POINT = 4
    COLOUR = 5
    PERSON = 6


_FIELDS = {
    Column.CODE: "name",
    Column.KEY: "key",
    Column.TIER: "tier",
    Column.GROUP: "group",
    Column.PERSON: "participant",
}


class SchemeModel(QAbstractTableModel):
    """Rows in the order of their lanes."""

    def __init__(self, rows: Sequence[SchemeRow], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows = list(rows)
        self._headers = {
            Column.CODE: (self.tr("Code"), self.tr("What is coded; empty: a tier for free text")),
            Column.KEY: (self.tr("Key"), self.tr("Begins and ends the code while coding is on")),
            Column.TIER: (self.tr("Tier"), self.tr("The row of codes it belongs to")),
            Column.GROUP: (
                self.tr("Exclusive group"),
                self.tr("Of codes of one group on a tier, one holds at a time"),
            ),
            Column.POINT: (self.tr("Point"), self.tr("A moment, without a duration")),
            Column.COLOUR: (self.tr("Colour"), self.tr("Double-click or Enter: choose another")),
            Column.PERSON: (self.tr("Person"), self.tr("Who is coded on this tier")),
        }

    # -- what Qt asks ----------------------------------------------------------------------------

    def rowCount(self, parent: _AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802  # Qt's
        """One for each code."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802  # Qt's
        """See `Column`."""
        return 0 if parent.isValid() else len(Column)

    def headerData(  # noqa: N802  # Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Names of the columns, and what they are for."""
        if orientation is Qt.Orientation.Vertical:
            return None
        text, tip = self._headers[Column(section)]
        return {Qt.ItemDataRole.DisplayRole: text, Qt.ItemDataRole.ToolTipRole: tip}.get(
            Qt.ItemDataRole(role)
        )

    def flags(self, index: _AnyIndex) -> Qt.ItemFlag:
        """Texts are typed, points are ticked, colours are chosen in a dialog."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == Column.POINT:
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags if index.column() == Column.COLOUR else flags | Qt.ItemFlag.ItemIsEditable

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        row, column = self.rows[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.CheckStateRole and column is Column.POINT:
            is_point = row.kind == "point"
            return Qt.CheckState.Checked if is_point else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DecorationRole and column is Column.COLOUR:
            return QColor(row.color or current_theme().action(index.row()))
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole} and column in _FIELDS:
            return getattr(row, _FIELDS[column])
        return None

    def setData(  # noqa: N802  # Qt's name
        self, index: _AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        """Take what was typed or ticked."""
        column, row = Column(index.column()), self.rows[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole and column is Column.POINT:
            is_point = Qt.CheckState(value) is Qt.CheckState.Checked
            self._put(index.row(), replace(row, kind="point" if is_point else "interval"))
            return True
        if role != Qt.ItemDataRole.EditRole or column not in _FIELDS:
            return False
        text = str(value).strip()
        if column is Column.KEY and len(text) > 1 and not text.startswith("F"):
            text = text[-1]  # A key is one character: the one that was typed last.
        if column is Column.PERSON:
            # It holds for the tier, whichever row it was typed in.
            for place, other in enumerate(self.rows):
                if other.tier == row.tier:
                    self._put(place, replace(other, participant=text))
        else:
            self._put(index.row(), replace(row, **{_FIELDS[column]: text}))
        return True

    # -- what the dialog does --------------------------------------------------------------------

    def set_colour(self, place: int, colour: str) -> None:
        """Give a code a colour, as `#rrggbb`."""
        self._put(place, replace(self.rows[place], color=colour))

    def add(self, after: int, name: str, tier: str) -> int:
        """Add a code on the tier of a row, or on a first one; where it is now."""
        place = after + 1
        known = self.rows[after] if 0 <= after < len(self.rows) else None
        if known is not None:
            tier = known.tier
        taken = {row.key for row in self.rows}
        new = SchemeRow(
            tier=tier,
            name=name,
            key=next((key for key in _KEYS if key not in taken), ""),
            participant="" if known is None else known.participant,
            group="" if known is None else known.group,
        )
        self.beginInsertRows(QModelIndex(), place, place)
        self.rows.insert(place, new)
        self.endInsertRows()
        return place

    def remove(self, place: int) -> None:
        """Remove a code."""
        self.beginRemoveRows(QModelIndex(), place, place)
        del self.rows[place]
        self.endRemoveRows()

    def move(self, place: int, step: int) -> int:
        """Move a code up (-1) or down (1); where it is now."""
        to = place + step
        if not 0 <= to < len(self.rows):
            return place
        self._reset(lambda: self.rows.insert(to, self.rows.pop(place)))
        return to

    def load(self, rows: Sequence[SchemeRow]) -> None:
        """Another scheme. A code of the same name on the same tier is taken for the same."""
        origins = {row.origin for row in self.rows}

        def replace_all() -> None:
            self.rows = [
                row if row.origin in origins else replace(row, origin=None) for row in rows
            ]

        self._reset(replace_all)

    def _put(self, place: int, row: SchemeRow) -> None:
        self.rows[place] = row
        self.dataChanged.emit(self.index(place, 0), self.index(place, len(Column) - 1))

    def _reset(self, change: Callable[[], object]) -> None:
        self.beginResetModel()
        change()
        self.endResetModel()
