"""Writes what the user takes out of a result, in a thread. Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from svfap_core.results.dialect import COMMAS, CsvDialect
from svfap_core.results.edits import TimeRange
from svfap_core.settings import DEFAULT_DECODING, DecodingSettings

if TYPE_CHECKING:
    # It loads pyarrow.
    from svfap_core.results.people import Population
    from svfap_gui.work.task import Task


class ExportOrder(NamedTuple):
    """Which files (fields of `ExportChoice`), of which time (all: `None`), where to.

    `out` is the path of the files without their endings; `decoding` is how the video was read;
    `dialect` is of CSV files.
    """

    kinds: Mapping[str, bool]
    range: TimeRange | None
    out: Path
    decoding: DecodingSettings = DEFAULT_DECODING
    dialect: CsvDialect = COMMAS


ENDINGS = {
    "csv": ".csv",
    "parquet": ".parquet",
    "xlsx": ".xlsx",
    "eaf": ".eaf",
    "png": ".curves.png",
    "svg": ".curves.svg",
    "overlay": ".overlay.mp4",
    "markers": ".markers.csv",
    "statistics": ".statistics.csv",
}
"""What each kind adds to the name."""


def export(
    order: ExportOrder, population: Population, video: Path | None, task: Task[object]
) -> list[Path]:
    """Write; the files that lie there whole, which are fewer if the task was stopped.

    Args:
        order: What to write.
        population: The recording under the edits that hold now.
        video: Needed for the overlay only.
        task: Hears how far it is, and stops it between files and frames.

    Raises:
        SvfapError: A file cannot be written, or the video not be read.
    """
    from svfap_core.exports.selection import (  # noqa: PLC0415  # loads matplotlib
        ExportChoice,
        export_selection,
    )

    return export_selection(
        population,
        order.out,
        ExportChoice(**order.kinds),
        order.range,
        video,
        decoding=order.decoding,
        dialect=order.dialect,
        progress=task.progress,
        should_stop=task.stopped,
    )
