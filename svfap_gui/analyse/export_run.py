"""Writes what the user takes out of a result, in a thread. Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from svfap_core.results.dialect import COMMAS, CsvDialect
from svfap_core.results.edits import TimeRange
from svfap_core.results.files import HIDING_ENDING
from svfap_core.settings import DEFAULT_DECODING, AnonymiseSettings, DecodingSettings

if TYPE_CHECKING:
    # It loads pyarrow.
    from svfap_core.results.people import Population
    from svfap_gui.work.task import Task


class ExportOrder(NamedTuple):
    """Which files (fields of `ExportChoice`, and `hidden`), of which time (all: `None`), where to.

    `out` is the path of the files without their endings; `decoding` is how the video was read;
    `dialect` is of CSV files; `hiding` says how faces are hidden in `hidden` videos.
    """

    kinds: Mapping[str, bool]
    range: TimeRange | None
    out: Path
    decoding: DecodingSettings = DEFAULT_DECODING
    dialect: CsvDialect = COMMAS
    hiding: AnonymiseSettings = AnonymiseSettings()


ENDINGS = {
    "csv": ".csv",
    "parquet": ".parquet",
    "xlsx": ".xlsx",
    "eaf": ".eaf",
    "png": ".curves.png",
    "svg": ".curves.svg",
    "overlay": ".overlay.mp4",
    "hidden": HIDING_ENDING,
    "markers": ".markers.csv",
    "statistics": ".statistics.csv",
}
"""What each kind adds to the name."""


def endings_of(kinds: Mapping[str, bool]) -> list[str]:
    """What the chosen kinds add to the name; where faces are hidden, there is no other overlay."""
    hides = kinds.get("hidden", False)
    return [
        ending
        for key, ending in ENDINGS.items()
        if kinds.get(key, False) and not (hides and key == "overlay")
    ]


def export(
    order: ExportOrder, population: Population, video: Path | None, task: Task[object]
) -> list[Path]:
    """Write; the files that lie there whole, which are fewer if the task was stopped.

    Args:
        order: What to write.
        population: The recording under the edits that hold now.
        video: Needed for videos only.
        task: Hears how far it is, and stops it between files and frames.

    Raises:
        SvfapError: A file cannot be written, or the video not be read.
    """
    from svfap_core.exports.selection import (  # noqa: PLC0415  # loads matplotlib
        ExportChoice,
        export_selection,
    )

    kinds = dict(order.kinds)
    hides = kinds.pop("hidden", False) and video is not None
    scored = kinds.get("overlay", False)
    files = export_selection(
        population,
        order.out,
        ExportChoice(**kinds | {"overlay": scored and not hides}),
        order.range,
        video,
        decoding=order.decoding,
        dialect=order.dialect,
        progress=(lambda _: None) if hides else task.progress,
        should_stop=task.stopped,
    )
    if hides and video is not None and not task.stopped():
        from svfap_core.anonymise.hide import hide_faces  # noqa: PLC0415  # loads matplotlib
        from svfap_core.exports.selection import exported_span  # noqa: PLC0415

        files += hide_faces(
            video,
            population,
            order.out,
            order.hiding,
            ("copy", "overlay") if scored else ("copy",),
            span=exported_span(population, order.range),
            decoding=order.decoding,
            progress=task.progress,
            should_stop=task.stopped,
        )
    return files
