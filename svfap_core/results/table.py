"""Reads result tables back, CSV and Parquet alike. Knows nothing of how they were made."""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from svfap_core.errors import SvfapError
from svfap_core.results.schema import Row, arrow_type

TABLE_SUFFIXES = (".csv", ".parquet")


def read_table(path: Path) -> pa.Table:  # pyright: ignore[reportUnknownParameterType]  # pyarrow has no types
    """The table in a file, with the same columns and types from either format.

    Raises:
        SvfapError: The file is missing, of another kind, or damaged.
    """
    if path.suffix.lower() not in TABLE_SUFFIXES:
        raise SvfapError(
            f"{path} is not a result table",
            hint=f"Choose a file ending in {' or '.join(TABLE_SUFFIXES)}.",
        )
    try:
        table = _read_csv(path) if path.suffix.lower() == ".csv" else _read_parquet(path)
    except (OSError, pa.ArrowException, UnicodeDecodeError, StopIteration) as error:
        raise SvfapError(
            f"{path} cannot be read as a result table",
            hint="It may be missing or damaged: analyse the video again.",
        ) from error
    if "schema_version" not in table.column_names:
        raise SvfapError(
            f"{path} is not a result table",
            hint="Choose a table that this program has written.",
        )
    return table


def read_rows(path: Path) -> list[Row]:
    """The rows of a table as `ResultSchema.row` made them.

    Raises:
        SvfapError: As `read_table`.
    """
    return read_table(path).to_pylist()


def _read_parquet(path: Path) -> pa.Table:  # pyright: ignore[reportUnknownParameterType]  # pyarrow has no types
    with path.open("rb") as file:
        return pq.read_table(file)


def _read_csv(path: Path) -> pa.Table:  # pyright: ignore[reportUnknownParameterType]  # pyarrow has no types
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    with path.open("rb") as file:
        return pa_csv.read_csv(
            file,
            parse_options=pa_csv.ParseOptions(newlines_in_values=True),
            convert_options=pa_csv.ConvertOptions(
                column_types={name: arrow_type(name) for name in header},
                null_values=[""],
                strings_can_be_null=True,
            ),
        )
