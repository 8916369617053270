"""The list of a batch as a Qt table: what is known of each file, in words. Knows no thread.

Ten thousand rows are fine: a change concerns its row only, and no row has a widget.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from svfap_gui.batch.updates import MADE, Advanced, Ended, Found, RowState
from svfap_gui.parts.i18n import spoken
from svfap_gui.parts.words import minutes

ROW = Qt.ItemDataRole.UserRole
"""The `BatchRow` itself, for whoever paints it."""

NOTHING = "\N{EN DASH}"

_TABLES = (".csv", ".parquet", ".json")
_NO_TABLE = ".tracks.parquet"

_AnyIndex = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """From left to right."""

    FILE = 0
    LENGTH = 1
    FACES = 2
    STATE = 3
    SPEED = 4
    LEFT = 5


@dataclass(slots=True, eq=False)
class BatchRow:
    """A file of the list; lives in the GUI thread."""

    path: Path
    output: str
    state: RowState = RowState.WAITING
    length_s: float | None = None
    faces: int | None = None
    position_s: float = 0.0
    elapsed_s: float = 0.0
    drawing: bool = False
    held: bool = False
    reason: str = ""
    files: tuple[Path, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def at_work(self) -> bool:
        """Whether the batch is at it."""
        return self.state in {RowState.PREPARING, RowState.RUNNING}

    @property
    def table(self) -> Path | None:
        """What Analyse opens; `None` without results."""
        files = [file for file in self.files if not file.name.endswith(_NO_TABLE)]
        found = (file for ending in _TABLES for file in files if file.suffix == ending)
        return next(found, None)

    @property
    def share(self) -> float | None:
        """How much of the present step is done, 0 to 1."""
        if self.state is not RowState.RUNNING or not self.length_s:
            return None
        return min(self.position_s / self.length_s, 1.0)

    @property
    def speed(self) -> float | None:
        """Seconds of video in a second of work; `None` where nothing was analysed."""
        is_made = self.state in MADE
        done_s = self.length_s if is_made else self.position_s
        if not (is_made or self.state is RowState.RUNNING) or self.drawing:
            return None
        return done_s / self.elapsed_s if done_s and self.elapsed_s else None

    @property
    def left_s(self) -> float | None:
        """How long the file at work will take, as its speed suggests."""
        speed = self.speed
        if self.state is not RowState.RUNNING or not speed or self.length_s is None:
            return None
        return max(0.0, self.length_s - self.position_s) / speed

    def advance(self, update: Advanced, *, held: bool) -> None:
        """Be at work, so far."""
        self.state, self.held = RowState.RUNNING, held
        self.position_s, self.elapsed_s = update.position_s, update.elapsed_s
        self.faces, self.drawing = update.faces, update.drawing
        self.length_s = update.length_s or self.length_s

    def end(self, ended: Ended) -> None:
        """Be dealt with, or given back: then earlier results are still there."""
        self.reset(keep_files=ended.state is RowState.WAITING)
        self.state, self.reason, self.notes = ended.state, ended.reason, ended.notes
        self.files = ended.files or self.files
        self.elapsed_s, self.faces = ended.elapsed_s, ended.faces

    def reset(self, *, keep_files: bool = False) -> None:
        """Wait (again); what is known of the file itself stays."""
        self.state, self.reason, self.notes = RowState.WAITING, "", ()
        self.files = self.files if keep_files else ()
        self.position_s = self.elapsed_s = 0.0
        self.drawing = self.held = False


class BatchModel(QAbstractTableModel):
    """Rows in the order in which they are analysed, which sorting changes."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[BatchRow] = []
        self._places: dict[str, int] = {}
        self._headers = {
            Column.FILE: self.tr("File"),
            Column.LENGTH: self.tr("Length"),
            Column.FACES: self.tr("Faces"),
            Column.STATE: self.tr("State"),
            Column.SPEED: self.tr("Speed"),
            Column.LEFT: self.tr("Time left"),
        }
        self._tips = {
            Column.FILE: self.tr("The video, with its place below the folder that was added"),
            Column.LENGTH: self.tr("How long the video is"),
            Column.FACES: self.tr(
                "Faces followed through the video; one person may be counted more than once"
            ),
            Column.STATE: self.tr("How far the analysis is"),
            Column.SPEED: self.tr("Seconds of video analysed in a second; 1 is real time"),
            Column.LEFT: self.tr("How long this file will still take"),
        }
        self._states = {
            RowState.WAITING: self.tr("Pending"),
            RowState.PREPARING: self.tr("Getting ready…"),
            RowState.RUNNING: self.tr("Running"),
            RowState.DONE: self.tr("Done"),
            RowState.INCOMPLETE: self.tr("Incomplete"),
            RowState.SKIPPED: self.tr("Done before"),
            RowState.BUSY: self.tr("Busy elsewhere"),
            RowState.FAILED: self.tr("Failed"),
            RowState.MISSING: self.tr("File not found"),
        }

    # -- what it holds ---------------------------------------------------------------------------

    def row_of(self, output: str) -> BatchRow | None:
        """A file by the path of its results; `None` if it is not (any more) in the list."""
        place = self._places.get(output)
        return None if place is None else self.rows[place]

    def in_state(self, *states: RowState) -> Iterator[BatchRow]:
        """The rows in one of these states, in order."""
        return (row for row in self.rows if row.state in states)

    def add(self, files: Sequence[Found]) -> None:
        """Append files that are not in the list."""
        if not files:
            return
        first = len(self.rows)
        self.beginInsertRows(QModelIndex(), first, first + len(files) - 1)
        self.rows += [BatchRow(file.path, file.output) for file in files]
        self._places.update({row.output: i for i, row in enumerate(self.rows[first:], first)})
        self.endInsertRows()

    def remove(self, outputs: Collection[str]) -> None:
        """Take files out of the list, whole stretches at a time."""
        places = sorted(self._places[output] for output in outputs if output in self._places)
        stretches: list[tuple[int, int]] = []
        for place in places:
            joins = bool(stretches) and stretches[-1][1] == place - 1
            stretches.append((stretches.pop()[0] if joins else place, place))
        for first, last in reversed(stretches):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self.rows[first : last + 1]
            self.endRemoveRows()
        self._number()

    def touch(self, row: BatchRow) -> None:
        """A row has changed."""
        place = self._places[row.output]
        self.dataChanged.emit(self.index(place, 0), self.index(place, len(Column) - 1))

    def touch_all(self) -> None:
        """Many rows have changed."""
        if self.rows:
            last = self.index(len(self.rows) - 1, len(Column) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def _number(self) -> None:
        self._places = {row.output: place for place, row in enumerate(self.rows)}

    # -- what Qt asks ----------------------------------------------------------------------------

    def rowCount(self, parent: _AnyIndex = QModelIndex()) -> int:  # noqa: N802, B008  # Qt's
        """How many files."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _AnyIndex = QModelIndex()) -> int:  # noqa: N802, B008  # Qt's
        """As `Column`."""
        return 0 if parent.isValid() else len(Column)

    def headerData(  # noqa: N802  # Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Names of columns; rows have none."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headers[Column(section)]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tips[Column(section)]
        return _alignment(Column(section)) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell says, in full where the mouse rests and for screen readers."""
        row, column = self.rows[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            tips = {Column.FILE: str(row.path), Column.STATE: self.explanation(row)}
            return tips.get(column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._headers[column]}: {self.text(row, column)}"
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Reorder the list itself, so that it is analysed as it is seen; -1 leaves it as it is."""
        if column < 0:
            return
        kind = Column(column)
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [(self.rows[index.row()], index.column()) for index in before]
        self.rows.sort(
            key=lambda row: _rank(row, kind), reverse=order is Qt.SortOrder.DescendingOrder
        )
        self._number()
        after = [self.index(self._places[row.output], place) for row, place in kept]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    # -- words -----------------------------------------------------------------------------------

    def text(self, row: BatchRow, column: Column) -> str:
        """What a cell says."""
        if column is Column.FILE:
            return row.output
        if column is Column.LENGTH:
            return NOTHING if row.length_s is None else minutes(row.length_s)
        if column is Column.FACES:
            return "" if row.faces is None else str(row.faces)
        if column is Column.STATE:
            return self._state_text(row)
        if column is Column.SPEED:
            return times_real_time(row.speed)
        return time_left(row.left_s)

    def _state_text(self, row: BatchRow) -> str:
        if row.reason and row.state in {RowState.FAILED, RowState.INCOMPLETE}:
            failed = row.state is RowState.FAILED
            text = self.tr("Failed: %1") if failed else self.tr("Incomplete: %1")
            # The name stands beside it already.
            return text.replace("%1", spoken(row.reason).removeprefix(f"{row.path.name} "))
        if row.at_work and row.held:
            return self.tr("Paused at %1").replace("%1", minutes(row.position_s))
        if row.share is None:
            state = self._states[row.state]
            return self.tr("%1, with notes").replace("%1", state) if row.notes else state
        text = self.tr("Drawing, %1 %") if row.drawing else self.tr("%1 %")
        return text.replace("%1", str(int(100 * row.share)))

    def explanation(self, row: BatchRow) -> str:
        """More than the state's name, where there is more to say: a line for each thing."""
        said = spoken(row.reason)
        if row.state is RowState.BUSY:
            said = self.tr(
                "Another run, here or on another computer, is at this file. "
                "Try again when it has ended."
            )
        elif row.state is RowState.SKIPPED:
            said = self.tr("Its results are there: same video, same model, same settings.")
        elif row.state is RowState.MISSING:
            said = self.tr(
                "It was moved or deleted, or its disk is not connected: %1. "
                "Try again when it is back, or remove it from the list."
            ).replace("%1", str(row.path))
        return "\n".join(filter(None, (said, *map(spoken, row.notes))))


def times_real_time(speed: float | None) -> str:
    """A speed without false digits."""
    if speed is None:
        return ""
    return f"{speed:.{1 if speed < 10 else 0}f}\N{MULTIPLICATION SIGN}"


def time_left(left_s: float | None) -> str:
    """The seconds rounded up: work that is not done never has 0:00 left."""
    return "" if left_s is None else minutes(math.ceil(left_s))


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft
    if column in {Column.LENGTH, Column.FACES, Column.SPEED, Column.LEFT}:
        side = Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter


_STATE_ORDER = tuple(RowState)


def _rank(row: BatchRow, column: Column) -> tuple[float, str]:
    figures = {
        Column.FILE: 0.0,
        Column.LENGTH: row.length_s,
        Column.FACES: row.faces,
        Column.STATE: float(_STATE_ORDER.index(row.state)),
        Column.SPEED: row.speed,
        Column.LEFT: row.left_s,
    }
    figure = figures[column]
    return (-1.0 if figure is None else float(figure), row.output.casefold())
