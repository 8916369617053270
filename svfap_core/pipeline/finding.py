"""Finds the result of a source, known by its content, whatever its name.

Knows nothing of rows or faces.
"""

from __future__ import annotations

from pathlib import Path

from svfap_core.names import plain
from svfap_core.results.edits_beside import source_of
from svfap_core.results.edits_file import SourceId
from svfap_core.results.files import (
    CODES_ENDING,
    EDITS_ENDING,
    SIDECAR_ENDING,
    TABLE_ENDINGS,
    base_of,
    with_ending,
)
from svfap_core.results.reading import read_sidecar
from svfap_core.sources.content import content_bytes, content_hash


def source_id(video: Path) -> SourceId:
    """A video or folder of images by its content; gigabytes take a while.

    Raises:
        SourceError: It cannot be read.
    """
    return SourceId(content=content_hash(video), file_bytes=content_bytes(video))


def result_of(video: Path, folder: Path) -> Path | None:
    """The sidecar of a finished result of this very video in a folder or below it, if any.

    One of the video's name goes before others, and the newest before older ones: there may be
    thousands, and none is read after the one that is found.
    """
    if not video.exists() or not folder.is_dir():
        return None
    usual = plain(video.name) + SIDECAR_ENDING
    size, this = content_bytes(video), None
    others = (EDITS_ENDING, CODES_ENDING)
    sidecars = (p for p in folder.rglob(f"*{SIDECAR_ENDING}") if not p.name.endswith(others))
    for path in sorted(sidecars, key=lambda p: (p.name == usual, _written_s(p)), reverse=True):
        source = _analysed(path)
        if source is not None and source.file_bytes == size:
            this = this or source_id(video)
            if source == this:
                return path
    return None


def _written_s(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # It is gone, or nobody may look.
        return 0.0


def _analysed(path: Path) -> SourceId | None:
    """The video of a sidecar, if its result is finished and there."""
    facts = read_sidecar(path, [])
    is_finished = facts.get("outcome") == "completed" and _has_table(base_of(path))
    return source_of(facts) if is_finished else None


def _has_table(base: Path) -> bool:
    return any(with_ending(base, ending).is_file() for ending in TABLE_ENDINGS)
