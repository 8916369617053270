"""The edits that lie beside a result, as they are on its tracks, whichever they were made on.

Every way to a result's edits leads through here, so that none are shown on other faces. Reading
changes no file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from svfap_core.messages import Message
from svfap_core.results.carrying import CarriedOver, edits_for
from svfap_core.results.edits import Edits, Marker
from svfap_core.results.edits_file import SavedEdits, SourceId, former_path, read_saved_edits
from svfap_core.results.files import (
    EDITS_ENDING,
    MARKERS_ENDING,
    SIDECAR_ENDING,
    TABLE_ENDINGS,
    with_ending,
)
from svfap_core.results.markers import read_markers
from svfap_core.results.recording import Recording

_COPIED_TOGETHER_S = 2.0
"""Files of one copy differ by so much at most, also on disks that count in even seconds."""


def edits_beside(
    base: Path, facts: dict[str, Any], recording: Recording, notes: list[str]
) -> Edits:
    """The edits of a result.

    Args:
        base: The path of its files without their endings.
        facts: Its sidecar.
        recording: Its rows and faces.
        notes: Sentences for the user are added to it.

    Raises:
        SvfapError: The file of edits is damaged.
    """
    path, source = with_ending(base, EDITS_ENDING), source_of(facts)
    analysis = recording.schema.identity.analysis
    saved = _saved(base)
    if source is not None and saved.source is not None and saved.source != source:
        # Boxes alone would give its names to whoever sits in the same place.
        notes.append(
            Message("%1 holds work on another video of this name: it is left alone.", path.name)
        )
        return Edits(analysis=analysis)
    carried = edits_for(
        saved,
        analysis,
        recording.faces.view(),
        # Persons of a live recording are named while its rows still come.
        table_is_newer="recording" not in facts and _is_newer(base, path),
    )
    if carried.moved:
        notes += _about_moving(saved, carried, path)
    return carried.edits


def source_of(facts: dict[str, Any]) -> SourceId | None:
    """The video that a sidecar is of, by its content, where the facts say it."""
    content, size = (facts.get("source", {}).get(key) for key in ("content", "file_bytes"))
    return SourceId(content=content, file_bytes=size) if content and size is not None else None


def _saved(base: Path) -> SavedEdits:
    """What the file of edits holds; to begin with, the markers of a live recording."""
    path, markers = with_ending(base, EDITS_ENDING), with_ending(base, MARKERS_ENDING)
    if path.is_file() or not markers.is_file():
        return read_saved_edits(path)
    found = tuple(Marker(t_s=t, text=text) for t, text in read_markers(markers))
    return SavedEdits(Edits(markers=found))


def _is_newer(base: Path, edits: Path) -> bool:
    """Whether an analysis was written after the edits, not copied at the same time."""
    written = [with_ending(base, ending) for ending in (SIDECAR_ENDING, *TABLE_ENDINGS)]
    newest = next((path.stat().st_mtime for path in written if path.is_file()), 0.0)
    return edits.is_file() and newest > edits.stat().st_mtime + _COPIED_TOGETHER_S


def _about_moving(saved: SavedEdits, carried: CarriedOver, path: Path) -> list[str]:
    how = (
        Message("They are carried over to the tracks that show the same faces.")
        if saved.tracks
        else Message(
            "Where the faces were is not known: only markers and excluded ranges are kept."
        )
    )
    return [
        Message(
            "The names and other edits of persons in %1 are from another analysis. %2",
            path.name,
            how,
        ),
        Message(
            "When it is saved again, the file as it is now is kept as %1.", former_path(path).name
        ),
        *carried.lost,
    ]
