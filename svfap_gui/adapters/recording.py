"""The table that the user starts and stops while results flow. Knows no Qt and no table format."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from svfap_core.errors import OutputError
from svfap_core.sinks.base import Sink
from svfap_core.types import AffectResult, FaceObservation, Frame


@dataclass(frozen=True, slots=True)
class TableSaved:
    """A table lies under its final name."""

    path: Path
    rows: int


@dataclass(frozen=True, slots=True)
class TableFailed:
    """A table could not be written; nothing lies under its name."""

    error: OutputError


class RecordingSwitch:
    """A sink that writes to a table while it is switched on.

    `switch_on` and `switch_off` only leave a wish; the analysis thread opens and closes the table
    at its next picture, so that no other thread waits for a disk. A session that ends or fails
    closes the table and keeps it: the rows up to there are good.

    Args:
        tell: Called with `TableSaved` or `TableFailed` in the analysis thread.
    """

    def __init__(self, tell: Callable[[TableSaved | TableFailed], None]) -> None:
        self._tell = tell
        self._lock = threading.Lock()
        self._wanted: Path | None = None
        self._open_table: Callable[[Path], Sink] | None = None
        self._path: Path | None = None
        self._table: Sink | None = None
        self._rows = 0

    def switch_on(self, path: Path) -> None:
        """Write rows from now on; from any thread."""
        with self._lock:
            self._wanted = path

    def switch_off(self) -> None:
        """Finish the table; from any thread."""
        with self._lock:
            self._wanted = None

    def bind(self, open_table: Callable[[Path], Sink]) -> None:
        """How to make a table, known once the model is; in the analysis thread."""
        self._open_table = open_table

    def write_frame(self, frame: Frame, faces: Sequence[FaceObservation]) -> None:
        """Follow the switch, then pass on."""
        self._follow()
        if self._table is not None:
            self._guarded(lambda table: table.write_frame(frame, faces))

    def write_results(self, results: Sequence[AffectResult]) -> None:
        """Pass on."""
        if self._table is not None:
            self._rows += len(results)
            self._guarded(lambda table: table.write_results(results))

    def commit(self) -> None:
        """Finish what is open."""
        self._finish()

    def discard(self) -> None:
        """As `commit`: a lost source is no reason to lose the rows before it."""
        self._finish()

    def _follow(self) -> None:
        with self._lock:
            wanted = self._wanted
        if wanted == self._path:
            return
        self._finish()
        self._path = wanted
        if wanted is None or self._open_table is None:
            return
        self._rows = 0
        try:
            self._table = self._open_table(wanted)
        except OutputError as error:
            self._tell(TableFailed(error))

    def _finish(self) -> None:
        table, path = self._table, self._path
        if table is None or path is None:
            return
        self._guarded(lambda table: table.commit())
        if self._table is not None:
            self._table = None
            self._tell(TableSaved(path, self._rows))

    def _guarded(self, act: Callable[[Sink], None]) -> None:
        """Act on the table; a full disk ends the table, not the session."""
        table = self._table
        if table is None:
            return
        try:
            act(table)
        except OutputError as error:
            self._table = None
            table.discard()
            self._tell(TableFailed(error))
