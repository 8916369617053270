"""Finds what belongs to a source: its result, or work on it that no analysis has followed yet.

Known by the content of the source, whatever its name. Knows nothing of rows or faces.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from svfap_core.errors import SvfapError
from svfap_core.results.edits_beside import source_of
from svfap_core.results.edits_file import SourceId, read_saved_edits
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
    return _newest_of(video, folder, _analysed)


def edits_without_result(video: Path, folder: Path) -> Path | None:
    """The file of work on this very video that lies without a result in a folder or below it."""
    return _newest_of(video, folder, _worked_on)


def _newest_of(
    video: Path, folder: Path, source_of: Callable[[Path], SourceId | None]
) -> Path | None:
    if not video.exists() or not folder.is_dir():
        return None
    size = content_bytes(video)
    found = ((path, source_of(path)) for path in folder.rglob(f"*{SIDECAR_ENDING}"))
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


def _worked_on(path: Path) -> SourceId | None:
    """The video of a file of edits that lies without a result."""
    if not path.name.endswith(EDITS_ENDING) or _has_table(base_of(path)):
        return None
    try:
        return read_saved_edits(path).source
    except SvfapError:
        return None


def _has_table(base: Path) -> bool:
    return any(with_ending(base, ending).is_file() for ending in TABLE_ENDINGS)
