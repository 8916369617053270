"""The file of a user's work beside a result, or beside where a result will lie.

It also holds where the faces were that the work is about, so that it finds them in another
analysis, whatever has become of the tracks of its own. Knows nothing of rows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import NamedTuple

from pydantic import Field, ValidationError

from svfap_core.atomic import whole_file
from svfap_core.errors import SvfapError
from svfap_core.messages import Message
from svfap_core.results.edits import Edits
from svfap_core.results.files import EDITS_ENDING
from svfap_core.results.trajectories import Trajectory
from svfap_core.results.unreadable import unreadable
from svfap_core.settings import Frozen


class SourceId(Frozen):
    """A video or folder of images, known by its content: the hash of its bytes, and their count."""

    content: str
    file_bytes: int


class SavedEdits(NamedTuple):
    """What a file holds: the work, the video it was done on, the faces it names by their tracks."""

    edits: Edits = Edits()
    source: SourceId | None = None
    tracks: Mapping[int, Trajectory] = {}


class _File(Edits):
    source: SourceId | None = None
    tracks: dict[int, Trajectory] = Field(default={}, description="Of the tracks that are named.")


def read_saved_edits(path: Path) -> SavedEdits:
    """What a file of edits holds; nothing where there is no file.

    Raises:
        SvfapError: The file is damaged or of a later version; it is left as it is.
    """
    try:
        found = _File.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return SavedEdits()
    except (OSError, ValidationError) as error:
        raise unreadable(
            path,
            Message("the work done on a result"),
            error,
            if_damaged="Move it away to start over, or put back an earlier copy.",
        ) from error
    edits = Edits.model_validate({name: getattr(found, name) for name in Edits.model_fields})
    return SavedEdits(edits, found.source, found.tracks)


def write_edits(
    path: Path,
    edits: Edits,
    source: SourceId | None = None,
    tracks: Mapping[int, Trajectory] | None = None,
    *,
    seen: str | None = None,
) -> str:
    """Write the edits, whole or not at all.

    What the file holds of another analysis or video, or of somebody else, is kept beside it: see
    `former_path`.

    Args:
        path: The file.
        edits: The work.
        source: The video, where it is known.
        tracks: Where the faces are that `edits` names.
        seen: The file's digest when it was last read or written, if it must not have changed since.

    Returns:
        The digest of the file.

    Raises:
        OutputError: The file cannot be written.
    """
    content = _text(edits, source, tracks or {}).encode()
    with whole_file(path) as part:
        part.write_bytes(content)
        there = digest_of(path)
        is_unseen = seen is not None and there not in {"", seen, _digest(content)}
        if is_unseen or _is_others(path, edits, source):
            with whole_file(former_path(path)) as former:
                former.write_bytes(path.read_bytes())
    return _digest(content)


def digest_of(path: Path) -> str:
    """Tells one content of a file from another; empty where there is no file.

    Raises:
        OSError: It cannot be read.
    """
    try:
        return _digest(path.read_bytes())
    except FileNotFoundError:
        return ""


def former_path(path: Path) -> Path:
    """Where a file of edits is kept whose place is taken, such as `talk.mp4.before-1.edits.json`.

    It may lie there already from an earlier time; then the next number is free.
    """
    base = path.name.removesuffix(EDITS_ENDING)
    names = (f"{base}.before-{number}{EDITS_ENDING}" for number in count(1))
    return next(place for name in names if not (place := path.with_name(name)).exists())


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def _is_others(path: Path, edits: Edits, source: SourceId | None) -> bool:
    """Whether a file holds work on another analysis or video than these edits."""
    try:
        former = read_saved_edits(path)
    except SvfapError:
        return path.exists()
    if former.edits.on("") == Edits():
        return False
    if source is not None and former.source is not None and former.source != source:
        return True
    # What was done before any analysis is about time, and goes on in that of the first.
    is_of_analysis = bool(former.edits.analysis or former.edits.numbers)
    return is_of_analysis and former.edits.analysis != edits.analysis


def _text(edits: Edits, source: SourceId | None, tracks: Mapping[int, Trajectory]) -> str:
    parts = [edits.model_dump_json(indent=1, exclude_none=True).removesuffix("\n}")]
    if source is not None:
        parts.append(f' "source": {source.model_dump_json()}')
    if tracks:
        # A line for each track: one for each number would be a book.
        lines = (f'  "{track}": {json.dumps(boxes)}' for track, boxes in tracks.items())
        parts.append(' "tracks": {\n' + ",\n".join(lines) + "\n }")
    return ",\n".join(parts) + "\n}\n"
