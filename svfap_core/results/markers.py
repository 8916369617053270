"""Event markers as a small table beside a result: when, and what. Knows no session."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

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
from svfap_core.results.layout import TIME_DECIMALS
from svfap_core.results.unreadable import unreadable

COLUMNS = ("timestamp_s", "text")


class TimedText(NamedTuple):
    """An event: seconds since the first frame, and its name."""

    t_s: float
    text: str


def write_markers(path: Path, markers: Iterable[TimedText], dialect: CsvDialect = COMMAS) -> None:
    """Write all markers in order of time, in place of those the file held.

    Raises:
        OutputError: The file cannot be written.
    """
    lines = [(dialect.number(f"{t_s:.{TIME_DECIMALS}f}"), text) for t_s, text in sorted(markers)]
    with whole_file(path) as part:
        write_lines(part, dialect, [COLUMNS, *lines])


def read_markers(path: Path) -> list[TimedText]:
    """The markers in a file; lines that are broken are left out.

    Raises:
        SvfapError: The file cannot be read or is of another kind.
    """
    try:
        content = path.read_bytes()
        header, *lines = read_lines(content) or [[]]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise unreadable(
            path, Message("markers"), error, if_damaged="It may be damaged: move it away."
        ) from error
    if tuple(header) != COLUMNS:
        raise SvfapError(
            Message("%1 holds no markers", path),
            hint=Message("Its first line must be %1.", ",".join(COLUMNS)),
        )
    dialect = dialect_of(content)
    return [TimedText(t_s, line[1]) for line in lines if (t_s := _time(line, dialect)) is not None]


def _time(line: list[str], dialect: CsvDialect) -> float | None:
    try:
        t_s = float(dialect.plain_number(line[0]))
    except (ValueError, IndexError):
        return None
    return t_s if len(line) == len(COLUMNS) and math.isfinite(t_s) else None
