"""Names of a result's files: the video's name and an ending for each kind. Knows no contents."""

from __future__ import annotations

from pathlib import Path

from svfap_core import names
from svfap_core.settings import OutputSettings

TABLE_ENDINGS = (".parquet", ".csv")
"""Both hold the same; the first is read sooner."""

SIDECAR_ENDING = ".json"
TRACKS_ENDING = ".tracks.parquet"
FEATURES_ENDING = ".features.parquet"
WORKBOOK_ENDING = ".xlsx"
SUMMARY_ENDING = ".summary.csv"
BATCH_SUMMARY = "summary.csv"
"""Of all results of a batch, in its output folder."""
STATISTICS_ENDING = ".statistics.csv"
EDITS_ENDING = ".edits.json"
MARKERS_ENDING = ".markers.csv"
CURVES_ENDING = names.CURVES_ENDING
DRAWN_CURVES_ENDING = ".curves.svg"
OVERLAY_ENDING = names.OVERLAY_ENDING
EAF_ENDING = ".eaf"

ENDINGS = (
    TRACKS_ENDING,
    FEATURES_ENDING,
    SUMMARY_ENDING,
    STATISTICS_ENDING,
    EDITS_ENDING,
    MARKERS_ENDING,
    CURVES_ENDING,
    DRAWN_CURVES_ENDING,
    OVERLAY_ENDING,
    EAF_ENDING,
    WORKBOOK_ENDING,
    SIDECAR_ENDING,
    *TABLE_ENDINGS,
)
"""All of them; those that end in another come before it."""


def endings_of(outputs: OutputSettings) -> tuple[str, ...]:
    """What an analysis leaves with these outputs, the sidecar last."""
    wanted = {
        **{f".{table}": True for table in outputs.tables},
        names.FACES_ENDING: outputs.faces,
        FEATURES_ENDING: outputs.features,
        TRACKS_ENDING: True,
        SUMMARY_ENDING: outputs.summary,
        CURVES_ENDING: outputs.curves,
        EAF_ENDING: outputs.eaf,
        OVERLAY_ENDING: outputs.overlay,
        SIDECAR_ENDING: True,
    }
    return tuple(ending for ending, is_wanted in wanted.items() if is_wanted)


def with_ending(base: Path, ending: str) -> Path:
    """A file of a result; `base` is the path of all its files without their endings."""
    return base.with_name(base.name + ending)


def base_of(file: Path) -> Path:
    """The base of a result's file; a path without such an ending is one itself."""
    ending = next((ending for ending in ENDINGS if file.name.endswith(ending)), "")
    return file.with_name(file.name.removesuffix(ending))
