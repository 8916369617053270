"""Writes the result table as Parquet, a row group at a time. Knows nothing of CSV."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from svfap_core.atomic import PendingFile, close_unwanted, output_errors
from svfap_core.results.layout import Row
from svfap_core.results.schema import ResultSchema
from svfap_core.types import AffectResult, FaceObservation, Frame

ROWS_PER_GROUP = 8192


class ParquetSink:
    """A `Sink` that streams row groups to `NAME.part` and renames it in `commit`.

    Raises:
        OutputError: The file cannot be made or written.
    """

    def __init__(self, path: Path, schema: ResultSchema) -> None:
        self._schema = schema
        self._pending = PendingFile(path)
        self._rows: list[Row] = []
        with output_errors(path):
            # Our own file object keeps the system's error number, which Arrow's would hide.
            self._file = self._pending.part.open("wb")
            self._writer = pq.ParquetWriter(self._file, schema.arrow, compression="zstd")

    def write_frame(self, frame: Frame, faces: Sequence[FaceObservation]) -> None:
        """Nothing: the table holds results only."""

    def write_results(self, results: Sequence[AffectResult]) -> None:
        """Append rows; they reach the file a group at a time."""
        for result in results:
            self._rows.append(self._schema.row(result))
            if len(self._rows) == ROWS_PER_GROUP:
                self._write_group()

    def commit(self) -> None:
        """Finish the file and give it its name."""
        if self._rows:
            self._write_group()
        with output_errors(self._pending.path):
            self._writer.close()
            self._file.close()
        self._pending.commit()

    def discard(self) -> None:
        """Remove what was written."""
        close_unwanted(self._writer, self._file)
        self._pending.discard()

    def _write_group(self) -> None:
        table = pa.Table.from_pylist(self._rows, schema=self._schema.arrow)
        with output_errors(self._pending.path):
            self._writer.write_table(table, row_group_size=ROWS_PER_GROUP)
        self._rows.clear()
