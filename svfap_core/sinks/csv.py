"""Writes the result table as CSV while it grows: UTF-8, decimal points, LF line ends."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from svfap_core.atomic import PendingFile, close_unwanted, output_errors
from svfap_core.results.schema import ResultSchema
from svfap_core.types import AffectResult, FaceObservation, Frame

FLUSH_EVERY_S = 1.0
"""Media time after which rows are handed to the system, so that others can read along."""


class CsvSink:
    """A `Sink` that streams rows to `NAME.part` and renames it in `commit`.

    Args:
        path: The file; its folder is made.
        schema: Its columns.
        live: Write to the final name at once and hand over every row as it comes, so that a
            process that is killed leaves all rows up to then. `discard` then removes nothing.

    Raises:
        OutputError: The file cannot be made or written.
    """

    def __init__(self, path: Path, schema: ResultSchema, *, live: bool = False) -> None:
        self._schema = schema
        self._live = live
        self._pending = PendingFile(path)
        self._flushed_s = 0.0
        with output_errors(path):
            target = path if live else self._pending.part
            self._file = target.open("w", encoding="utf-8", newline="")
            self._writer = csv.writer(self._file, lineterminator="\n")
            self._writer.writerow(schema.names)
            if live:
                self._file.flush()

    def write_frame(self, frame: Frame, faces: Sequence[FaceObservation]) -> None:
        """Nothing: the table holds results only."""

    def write_results(self, results: Sequence[AffectResult]) -> None:
        """Append rows."""
        with output_errors(self._pending.path):
            for result in results:
                row = self._schema.row(result)
                self._writer.writerow(c.text(row[c.name]) for c in self._schema.columns)
            if results and (self._live or results[-1].t_s - self._flushed_s >= FLUSH_EVERY_S):
                self._file.flush()
                self._flushed_s = results[-1].t_s

    def commit(self) -> None:
        """Finish the file and give it its name."""
        with output_errors(self._pending.path):
            self._file.close()
        if not self._live:
            self._pending.commit()

    def discard(self) -> None:
        """Remove what was written."""
        close_unwanted(self._file)
        self._pending.discard()
