"""Whole result tables, written and read back, CSV and Parquet alike.

Knows nothing of how rows are made.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from svfap_core.atomic import whole_file
from svfap_core.errors import SvfapError
from svfap_core.messages import Message
from svfap_core.results.dialect import (
    COMMAS,
    CsvDialect,
    dialect_of,
    read_lines,
    write_lines,
)
from svfap_core.results.layout import Layout, Row
from svfap_core.results.schema import arrow_type
from svfap_core.results.unreadable import unreadable

TABLE_SUFFIXES = (".csv", ".parquet")


_PART = 256
"""Rows turned into plain values at a time."""


class WholeRows(NamedTuple):
    """The rows of a table, and whether a last one was cut off and is left out."""

    rows: list[Row]
    cut: bool


def read_table(path: Path) -> pa.Table:  # pyright: ignore[reportUnknownParameterType]  # pyarrow has no types
    """The table in a file, with the same columns and types from either format.

    Raises:
        SvfapError: The file is missing, of another kind, or damaged.
    """
    return _read(path, path.read_bytes if _is_csv(path) else None)


def read_rows(path: Path) -> list[Row]:
    """The rows of a table as `ResultSchema.row` made them.

    Raises:
        SvfapError: As `read_table`.
    """
    return _plain(read_table(path))


def read_whole_rows(path: Path) -> WholeRows:
    """The rows of a table that may end in the middle of one, as a killed recording leaves it.

    Raises:
        SvfapError: As `read_table`.
    """
    if not _is_csv(path):
        return WholeRows(read_rows(path), cut=False)
    cut = False

    def whole_lines() -> bytes:
        nonlocal cut
        # After a power failure some file systems leave zeros where the last lines should be.
        written = path.read_bytes()
        whole = written[: written.rstrip(b"\0").rfind(b"\n") + 1]
        cut = len(whole) < len(written)
        return whole

    return WholeRows(_plain(_read(path, whole_lines)), cut)


def _plain(table: pa.Table) -> list[Row]:  # pyright: ignore[reportUnknownParameterType]  # pyarrow has no types
    """Plain values, made in parts: Python's lock is held for each, and a window waits for it."""
    return [row for part in table.to_batches(max_chunksize=_PART) for row in part.to_pylist()]


def write_table(
    path: Path, schema: Layout, rows: Iterable[Row], dialect: CsvDialect = COMMAS
) -> None:
    """Write a table, as CSV in a dialect or as Parquet, by the ending of its name.

    Raises:
        OutputError: The file cannot be written.
    """
    with whole_file(path) as part:
        if _is_csv(path):
            cells = ([c.text(row[c.name], dialect) for c in schema.columns] for row in rows)
            write_lines(part, dialect, chain([schema.names], cells))
        else:
            with part.open("wb") as file:
                table = pa.Table.from_pylist(list(rows), schema=schema.arrow)
                pq.write_table(table, file, compression="zstd")


def _is_csv(path: Path) -> bool:
    return path.suffix.lower() == ".csv"


def _read(path: Path, csv_text: Callable[[], bytes] | None) -> pa.Table:  # pyright: ignore[reportUnknownParameterType]  # pyarrow has no types
    if path.suffix.lower() not in TABLE_SUFFIXES:
        raise SvfapError(
            Message("%1 is not a result table", path),
            hint=Message("Choose a file ending in %1.", " or ".join(TABLE_SUFFIXES)),
        )
    try:
        table = _read_parquet(path) if csv_text is None else _read_csv(csv_text())
    except (OSError, pa.ArrowException, UnicodeDecodeError, IndexError) as error:
        raise unreadable(
            path,
            Message("a result table"),
            error,
            if_damaged="It may be missing or damaged: analyse the video again.",
        ) from error
    if "schema_version" not in table.column_names:
        raise SvfapError(
            Message("%1 is not a result table", path),
            hint="Choose a table that this program has written.",
        )
    return table


def _read_parquet(path: Path) -> pa.Table:  # pyright: ignore[reportUnknownParameterType]  # pyarrow has no types
    with path.open("rb") as file:
        return pq.read_table(file)


def _read_csv(text: bytes) -> pa.Table:  # pyright: ignore[reportUnknownParameterType]  # pyarrow has no types
    dialect = dialect_of(text)
    header = read_lines(text.partition(b"\n")[0])[0]
    return pa_csv.read_csv(
        io.BytesIO(text),
        parse_options=pa_csv.ParseOptions(delimiter=dialect.delimiter, newlines_in_values=True),
        convert_options=pa_csv.ConvertOptions(
            column_types={name: arrow_type(name) for name in header},
            null_values=[""],
            strings_can_be_null=True,
            decimal_point=dialect.decimal,
        ),
    )
