"""Finds the result of a source, known by its content, whatever its name.

Knows nothing of rows or faces.
"""

from __future__ import annotations

from pathlib import Path

from svfap_core.results.edits_beside import source_of
from svfap_core.results.edits_file import SourceId
from svfap_core.results.files import (
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

    The newest of several is taken.
    """
    if not video.exists() or not folder.is_dir():
        return None
    size = content_bytes(video)
    found = ((path, _analysed(path)) for path in folder.rglob(f"*{SIDECAR_ENDING}"))
    likely = [(path, source) for path, source in found if source and source.file_bytes == size]
    if not likely:
        return None
    this = source_id(video)
    same = [path for path, source in likely if source == this]
    return max(same, key=lambda path: path.stat().st_mtime, default=None)


def _analysed(path: Path) -> SourceId | None:
    """The video of a sidecar, if its result is finished and there."""
    if path.name.endswith(EDITS_ENDING):
        return None
    facts = read_sidecar(path, [])
    is_finished = facts.get("outcome") == "completed" and _has_table(base_of(path))
    return source_of(facts) if is_finished else None


def _has_table(base: Path) -> bool:
    return any(with_ending(base, ending).is_file() for ending in TABLE_ENDINGS)
