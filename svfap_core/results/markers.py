"""Event markers as a small table beside a result: when, and what. Knows no session."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from svfap_core.atomic import whole_file
from svfap_core.errors import SvfapError
from svfap_core.results.layout import TIME_DECIMALS
from svfap_core.results.unreadable import unreadable

COLUMNS = ("timestamp_s", "text")


class TimedText(NamedTuple):
    """An event: seconds since the first picture, and its name."""

    t_s: float
    text: str


def write_markers(path: Path, markers: Iterable[TimedText]) -> None:
    """Write all markers in order of time, in place of those the file held.

    Raises:
        OutputError: The file cannot be written.
    """
    with whole_file(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows((f"{t_s:.{TIME_DECIMALS}f}", text) for t_s, text in sorted(markers))


def read_markers(path: Path) -> list[TimedText]:
    """The markers in a file; lines that are broken are left out.

    Raises:
        SvfapError: The file cannot be read or is of another kind.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            header, *lines = list(csv.reader(file)) or [[]]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise unreadable(
            path, "markers", error, if_damaged="It may be damaged: move it away."
        ) from error
    if tuple(header) != COLUMNS:
        raise SvfapError(
            f"{path} holds no markers", hint=f"Its first line must be {','.join(COLUMNS)}."
        )
    return [TimedText(t_s, line[1]) for line in lines if (t_s := _time(line)) is not None]


def _time(line: list[str]) -> float | None:
    try:
        t_s = float(line[0])
    except (ValueError, IndexError):
        return None
    return t_s if len(line) == len(COLUMNS) and math.isfinite(t_s) else None
