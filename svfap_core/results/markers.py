"""Event markers as a small table beside a result: when, and what. Knows no session."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from svfap_core.atomic import whole_file
from svfap_core.results.schema import TIME_DECIMALS

MARKERS_ENDING = ".markers.csv"
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
