"""Dialects of CSV: how columns are separated and decimals marked. Knows no tables.

Files are UTF-8 with LF line ends. A file needs no word of its dialect: its first lines show it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from svfap_core.settings import OutputSettings

BYTE_ORDER_MARK = b"\xef\xbb\xbf"

_DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}
_DECIMALS = {"point": ".", "comma": ","}

_FIRST_BYTES = 1 << 16
"""Enough for the names of all columns and a row."""

_ENDING_OF_SECONDS = "_s"
"""Every table of ours has a column of seconds, whose first cell is never empty."""


class CsvDialect(NamedTuple):
    """How a CSV file is written; decimals are marked by a comma only beside another delimiter."""

    delimiter: str = ","
    decimal: str = "."
    bom: bool = False

    def number(self, text: str) -> str:
        """A number that is written with a decimal point, in this dialect."""
        return text.replace(".", self.decimal)

    def plain_number(self, text: str) -> str:
        """A number of this dialect, with a decimal point."""
        return text.replace(self.decimal, ".")


COMMAS = CsvDialect()
"""What programs read, in every country."""


def dialect_of_settings(outputs: OutputSettings) -> CsvDialect:
    """The dialect that a user chose."""
    return CsvDialect(
        _DELIMITERS[outputs.csv_delimiter], _DECIMALS[outputs.csv_decimal], outputs.csv_bom
    )


def dialect_of(content: bytes) -> CsvDialect:
    """The dialect of a table of ours, whose first line names its columns.

    Raises:
        UnicodeDecodeError: It is not UTF-8.
    """
    head = content.removeprefix(BYTE_ORDER_MARK)
    line = head.partition(b"\n")[0].decode("utf-8")
    delimiter = max(_DELIMITERS.values(), key=line.count)
    decimal = "."
    # A text cell may hold line ends, so what follows is read by the rules of CSV, one row of it.
    start = head[:_FIRST_BYTES].decode("utf-8", errors="replace")
    lines = csv.reader(io.StringIO(start, newline=""), delimiter=delimiter)
    with suppress(csv.Error):
        names, cells = next(lines, []), next(lines, [])
        seconds = (c for n, c in zip(names, cells, strict=False) if n.endswith(_ENDING_OF_SECONDS))
        decimal = "," if delimiter != "," and any("," in cell for cell in seconds) else "."
    return CsvDialect(delimiter, decimal, content.startswith(BYTE_ORDER_MARK))


def read_lines(content: bytes) -> list[list[str]]:
    """The cells of all lines as they are written, the names of columns first.

    Raises:
        UnicodeDecodeError: It is not UTF-8.
        csv.Error: It is not CSV.
    """
    text = content.removeprefix(BYTE_ORDER_MARK).decode("utf-8")
    delimiter = dialect_of(content).delimiter
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def write_lines(path: Path, dialect: CsvDialect, lines: Iterable[Sequence[str]]) -> None:
    """Write cells, the names of columns first; numbers are in the dialect already.

    Raises:
        OSError: The file cannot be written.
    """
    encoding = "utf-8-sig" if dialect.bom else "utf-8"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=dialect.delimiter, lineterminator="\n").writerows(lines)
