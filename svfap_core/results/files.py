"""Names of a result's files: the video's name and an ending for each kind. Knows no contents."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from svfap_core import names
from svfap_core.atomic import PART_ENDING
from svfap_core.errors import OutputError
from svfap_core.messages import Message
from svfap_core.settings import OutputSettings
from svfap_core.system import file_name, is_path_too_long

TABLE_ENDINGS = (".parquet", ".csv")
"""Both hold the same; the first is read sooner."""

SIDECAR_ENDING = ".json"
TRACKS_ENDING = ".tracks.parquet"
FEATURES_ENDING = ".features.parquet"
LANDMARKS_ENDING = ".landmarks.parquet"
EMBEDDINGS_ENDING = ".face-embeddings.parquet"
"""Personal data: see `recognition.embeddings`."""
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
HIDING_ENDING = ".hidden-faces.json"
"""The report on videos with hidden faces; these have names that follow from it."""
HIDING_LIST_ENDING = ".hidden-faces.csv"
CODES_ENDING = ".codes.json"
"""Of a coder's codes, whose name stands before it; no part of a result."""

ENDINGS = (
    TRACKS_ENDING,
    FEATURES_ENDING,
    LANDMARKS_ENDING,
    EMBEDDINGS_ENDING,
    SUMMARY_ENDING,
    STATISTICS_ENDING,
    EDITS_ENDING,
    MARKERS_ENDING,
    CURVES_ENDING,
    DRAWN_CURVES_ENDING,
    ".overlay" + names.ANONYMISED_ENDING,
    ".overlay" + names.FACES_HIDDEN_ENDING,
    names.ANONYMISED_ENDING,
    names.FACES_HIDDEN_ENDING,
    OVERLAY_ENDING,
    EAF_ENDING,
    WORKBOOK_ENDING,
    HIDING_ENDING,
    HIDING_LIST_ENDING,
    SIDECAR_ENDING,
    *TABLE_ENDINGS,
)
"""All of them; those that end in another come before it."""

_WITHOUT = Message('Choose one without < > : " / \\ | ? * and with more than dots and spaces.')


def endings_of(outputs: OutputSettings) -> tuple[str, ...]:
    """What an analysis leaves with these outputs, the sidecar last.

    Where faces are hidden, so are those of the overlay: there is no other.
    """
    wanted = {
        **{f".{table}": True for table in outputs.tables},
        names.FACES_ENDING: outputs.faces,
        FEATURES_ENDING: outputs.features,
        LANDMARKS_ENDING: outputs.landmarks,
        TRACKS_ENDING: True,
        SUMMARY_ENDING: outputs.summary,
        CURVES_ENDING: outputs.curves,
        EAF_ENDING: outputs.eaf,
        OVERLAY_ENDING: outputs.overlay and outputs.anonymise.effect == "off",
        HIDING_ENDING: outputs.anonymise.effect != "off",
        SIDECAR_ENDING: True,
    }
    return tuple(ending for ending, is_wanted in wanted.items() if is_wanted)


def with_ending(base: Path, ending: str) -> Path:
    """A file of a result; `base` is the path of all its files without their endings."""
    return base.with_name(base.name + ending)


def check_name(folder: Path, name: str, endings: Iterable[str]) -> None:
    """Refuse a name whose files some system would not take, before anything is written.

    Args:
        folder: Where the files are to lie. Of it, what is to be made is looked at too.
        name: Of the files, without endings, as a user has entered it.
        endings: Of the files.

    Raises:
        OutputError: Some system does not take it, or the path of a file is too long.
    """
    new = (each.name for each in (folder, *folder.parents) if not os.path.lexists(each))
    for part in (name, *new):
        if part != (good := file_name(part, otherwise="")):
            raise OutputError(
                Message("%1 is not a name that files can have on every system", part),
                hint=Message("Call it %1, for example.", good) if good else _WITHOUT,
            )
    longest = folder / (name + max(endings, key=len, default="") + PART_ENDING)
    if is_path_too_long(longest):
        raise OutputError(
            Message("the path of %1 is too long", name),
            hint="Choose a shorter name, or a folder nearer to the root of the disk.",
        )


def base_of(file: Path) -> Path:
    """The base of a result's file; a path without such an ending is one itself."""
    ending = next((ending for ending in ENDINGS if file.name.endswith(ending)), "")
    return file.with_name(file.name.removesuffix(ending))
