"""Tables as a workbook for spreadsheets: numbers as numbers in every country, columns explained.

Knows nothing of how rows are made.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from svfap_core.atomic import close_unwanted, whole_file
from svfap_core.errors import OutputError
from svfap_core.messages import Message
from svfap_core.results.layout import Column, Layout, Row

MOST_ROWS = 1_048_576
"""Of a sheet, the names of columns included: a limit of the format."""

_FIXED_DATE = datetime(2000, 1, 1)  # noqa: DTZ001  # the format has no zone
"""In place of now: equal tables give equal files."""

_OF_SHEET = ("Sheet", 16)
_DESCRIPTION = (("Column", 22), ("Unit", 8), ("Meaning", 100))


class Sheet(NamedTuple):
    """A table of a workbook, and what its sheet is called."""

    name: str
    schema: Layout
    rows: Sequence[Row]


def write_workbook(path: Path, schema: Layout, rows: Sequence[Row]) -> None:
    """Write a sheet with the rows and one that explains their columns.

    Raises:
        OutputError: There are more rows than a sheet holds, or the file cannot be written.
    """
    write_sheets(path, [Sheet("Results", schema, rows)])


def write_sheets(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write a sheet for each table and one that explains all columns.

    Raises:
        OutputError: There are more rows than a sheet holds, or the file cannot be written.
    """
    most = max(len(sheet.rows) for sheet in sheets)
    if most >= MOST_ROWS:
        raise OutputError(
            Message(
                "%1 would need %2 rows, a sheet holds %3",
                path.name,
                f"{most:,}",
                f"{MOST_ROWS - 1:,}",
            ),
            hint="Use the CSV or Parquet table, or more time between rows.",
        )
    with (
        whole_file(path) as part,
        part.open("wb") as file,
        tempfile.TemporaryDirectory(prefix="svfap-") as room,
    ):
        # Row by row, so that hours of rows need little memory.
        book = Workbook(file, {"constant_memory": True, "tmpdir": room})
        try:
            _fill(book, sheets)
            book.close()
        except FileCreateError as error:
            # It holds the system's own error, of which `whole_file` makes words for the user.
            raise error.args[0] from error
        finally:
            close_unwanted(*(s.row_data_fh for s in book.worksheets() if s.row_data_fh))


def _fill(book: Any, sheets: Sequence[Sheet]) -> None:
    book.use_zip64()
    book.set_properties({"created": _FIXED_DATE})
    for table in sheets:
        for key, value in table.schema.metadata.items():
            book.set_custom_property(key, value)
    bold = book.add_format({"bold": True})
    for table in sheets:
        _write_rows(book, bold, table)
    _write_columns(book, bold, sheets)


def _write_rows(book: Any, bold: Any, table: Sheet) -> None:
    name, schema, rows = table
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    formats: dict[int | None, Any] = {
        decimals: book.add_format({"num_format": f"0.{'0' * decimals}"})
        for decimals in sorted({c.decimals for c in schema.columns if c.decimals is not None})
    }
    for place, column in enumerate(schema.columns):
        shown = formats.get(column.decimals)
        sheet.set_column(place, place, _width(column, rows), shown)
        sheet.write_string(0, place, column.name, bold)
    for number, row in enumerate(rows, 1):
        for place, column in enumerate(schema.columns):
            value = row[column.name]
            if value is None:
                continue
            if column.kind == "text":
                sheet.write_string(number, place, str(value))
            else:
                sheet.write_number(number, place, value, formats.get(column.decimals))


def _width(column: Column, rows: Sequence[Row]) -> int:
    """Characters that the name and the first cell need."""
    first = column.text(rows[0][column.name]) if rows else ""
    return max(len(column.name), min(len(first), 40)) + 2


def _write_columns(book: Any, bold: Any, sheets: Sequence[Sheet]) -> None:
    sheet = book.add_worksheet("Columns")
    sheet.freeze_panes(1, 0)
    # A single table needs no word on which one a column is of.
    named = len(sheets) > 1
    for place, (name, width) in enumerate((*((_OF_SHEET,) if named else ()), *_DESCRIPTION)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, name, bold)
    columns = ((table.name, column) for table in sheets for column in table.schema.columns)
    for number, (of, column) in enumerate(columns, 1):
        texts = (column.name, column.unit, column.meaning)
        for place, text in enumerate((of, *texts) if named else texts):
            sheet.write_string(number, place, text)
