"""A Parquet file that takes its name when it is whole. Knows no faces and no scores."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from svfap_core.atomic import PendingFile, close_unwanted, output_errors


class ParquetFile:
    """A file that grows by groups of rows.

    Args:
        path: The file.
        schema: Its columns.

    Raises:
        OutputError: The file cannot be made; in methods, not be written.
    """

    def __init__(self, path: Path, schema: Any) -> None:
        self._pending = PendingFile(path)
        self._schema = schema
        with output_errors(path):
            self._file = self._pending.part.open("wb")
            self._writer = pq.ParquetWriter(self._file, schema, compression="zstd")

    def write_group(self, columns: list[Any]) -> None:
        """Append one group of rows, given as columns in the order of the schema."""
        table = pa.Table.from_arrays(columns, schema=self._schema)
        with output_errors(self._pending.path):
            self._writer.write_table(table, row_group_size=max(1, len(table)))

    def commit(self) -> None:
        """Finish the file and give it its name."""
        with output_errors(self._pending.path):
            self._writer.close()
            self._file.close()
        self._pending.commit()

    def discard(self) -> None:
        """Remove what was written."""
        close_unwanted(self._writer, self._file)
        self._pending.discard()
