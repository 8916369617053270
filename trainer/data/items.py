"""Makes the clips of one item of a catalogue. Runs in worker processes.

Whatever goes wrong with an item is a problem of its own; only what would go wrong with every other
one as well is an error. Knows nothing of manifests or of other items.
"""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
import traceback
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeAlias, cast

import numpy as np
from av.error import FFmpegError

from svfap_core.atomic import output_errors
from svfap_core.errors import DetectorError, OutputError, SourceError, SvfapError
from svfap_core.failures import reason_of
from svfap_core.messages import Message
from svfap_core.names import plain
from svfap_core.settings import ClipSpec
from svfap_core.sources.content import bytes_hash, content_hash, content_stamp
from svfap_core.sources.images import find_images
from svfap_core.system import replace
from svfap_core.tracking.base import Detector
from trainer.data.catalogue import Item, Material, Problem
from trainer.data.cropping import JPEG_QUALITY, SHORTEST_S, Cropped, crop_video, tracker_settings
from trainer.data.frames import is_readable
from trainer.folder import PROBLEMS_LOG

CLIP_FOLDER, ITEM_FILE = "clips", "item.json"
EVEN_S = 0.002
"""Pictures whose times differ by less from a constant rate are taken as evenly spaced."""
_DETECTOR = "CenterFace"
_OF_THE_NAME = frozenset({errno.ENAMETOOLONG, errno.EILSEQ, errno.EINVAL})
"""What a disk answers that cannot have a file of such a name, while it can have others."""

Row: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Made:
    """What became of an item; `trace` is where an error of this program happened."""

    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()
    trace: str = ""


def failed(item: Item, reason: str, trace: str = "") -> Made:
    """An item of which there is no clip."""
    return Made(problems=(Problem(name=item.clip, reason=reason),), trace=trace)


def make(
    item: Item, out: Path, spec: ClipSpec, rate_fps: float | None, *, every_face: bool
) -> Made:
    """Make the clips of a video or of a folder of face pictures.

    Args:
        item: What to make them of.
        out: Folder of the prepared data set.
        spec: Size and template of the crops.
        rate_fps: Of folders of pictures, where it is known.
        every_face: All faces of a video, not only the most prominent one.

    Raises:
        OutputError: The folder cannot be written.
        DetectorError: There is no detector.
        SourceError: Memory ran out.
    """
    try:
        if item.material is Material.VIDEO:
            return _crop_item(item, out, spec, every_face=every_face)
        return _face_row(item, rate_fps)
    except OutputError as error:
        if getattr(error.__cause__, "errno", None) not in _OF_THE_NAME:
            raise
        return failed(item, str(error))
    except DetectorError:
        raise
    except SvfapError as error:
        return failed(item, str(error))
    except Exception as error:
        # FFmpeg also says so of a damaged file that announces more than there can be.
        if isinstance(error, MemoryError) and not isinstance(error, FFmpegError):
            raise SourceError(
                Message("memory ran out while %1 was prepared", item.source),
                hint="Use fewer workers (--set workers=1), or leave this one out.",
            ) from error
        reason = Message(
            "internal error: %1: %2 (see %3)", type(error).__name__, error, PROBLEMS_LOG
        )
        return failed(item, reason, traceback.format_exc())


def labels(item: Item) -> Row:
    """The columns of a manifest that do not depend on frames."""
    row: Row = {
        "clip": item.clip,
        "source": plain(str(item.source)),
        "start_s": item.start_s,
        "label": item.label,
        "subject": item.subject,
        "group": item.group,
        "split": item.split,
        "fold": item.fold,
    }
    named = {
        "share": item.shares,
        "votes": item.votes,
        "value": item.values,
        "label": item.labels,
        "meta": item.meta,
    }
    for prefix, columns in named.items():
        row |= {f"{prefix}_{name}": value for name, value in columns.items()}
    return row


def still_row(item: Item) -> Row:
    """The columns of a clip of one image that the item holds itself."""
    return labels(item) | {"num_frames": 1, "content": bytes_hash(item.data)}


@cache
def _detector() -> Detector:
    """One per process."""
    from svfap_core.tracking.centerface import CenterFace  # noqa: PLC0415  # in workers only

    return CenterFace()


# -- folders of face pictures --------------------------------------------------------------------


def _face_row(item: Item, rate_fps: float | None) -> Made:
    """A folder of face pictures, every one of which was decoded."""
    if item.start_s or item.end_s is not None:
        reason = "cannot be cut by time: put the pictures into a folder of their own"
        return failed(item, f"{item.source} {reason}")
    pictures = find_images(item.source)
    if not pictures:
        return failed(item, Message("%1 holds no image", item.source))
    torn = [path for path in pictures if not is_readable(path)]
    if torn:
        return Made(
            problems=tuple(
                Problem(name=f"{item.clip}/{path.name}", reason=_why_unreadable(path))
                for path in torn
            )
        )
    path = str(item.source.resolve())
    if plain(path) != path:
        return failed(item, Message("%1 has a name that is no text: rename it", path))
    row = {
        "path": path,
        "num_frames": len(pictures),
        "rate_fps": rate_fps,
        "content": content_hash(item.source),
    }
    return Made((labels(item) | row,))


def _why_unreadable(path: Path) -> str:
    try:
        reason = (
            "is no picture that training can read, or damaged"
            if path.read_bytes()
            else "is empty (0 bytes)"
        )
    except OSError as error:
        reason = Message("cannot be read: %1", reason_of(error))
    return Message("%1; its clip is left out", reason)


# -- videos --------------------------------------------------------------------------------------


def _crop_item(item: Item, out: Path, spec: ClipSpec, *, every_face: bool) -> Made:
    """Crop one video, or see that it was cropped before."""
    folder = out / CLIP_FOLDER / item.clip
    key = _key(item, spec, every_face=every_face)
    known = _known(folder, key) or _crop(item, folder, spec, key, every_face=every_face)
    # Older versions did not keep it.
    content = known.get("content") or _content(item)
    rows = [labels(item) | {"content": content} | fact for fact in known["faces"]]
    for number, row in enumerate(rows, 1):
        row["path"] = f"{CLIP_FOLDER}/{item.clip}/{number}"
        if len(rows) > 1:
            row["clip"] = f"{item.clip}/{number}"
    problems: tuple[Problem, ...] = ()
    if known["damage"]:
        reason = Message("%1; its clip is what could be read", known["damage"])
        problems = (Problem(name=item.clip, reason=reason),)
    return Made(tuple(rows), problems)


def _key(item: Item, spec: ClipSpec, *, every_face: bool) -> str:
    """Of all that decides what the crops are."""
    try:
        stat = item.source.stat()
    except OSError as error:
        raise SourceError(
            Message("%1 cannot be read: %2", item.source, reason_of(error))
        ) from error
    source = str(item.source.resolve())
    parts = (
        version("svfap"),
        source,
        stat.st_size,
        stat.st_mtime_ns,
        item.start_s,
        item.end_s,
        every_face,
        spec,
        _DETECTOR,
        tracker_settings(every_face=every_face),
        SHORTEST_S,
        JPEG_QUALITY,
    )
    return hashlib.sha256(repr(parts).encode(errors="surrogateescape")).hexdigest()


def _known(folder: Path, key: str) -> dict[str, Any] | None:
    """What is known of an item's faces, if it was cropped in this way and all of it is there."""
    try:
        found = json.loads((folder / ITEM_FILE).read_text(encoding="utf-8"))
        if found["key"] != key:
            return None
        faces = cast("list[Row]", found["faces"])
        there = [len(list((folder / str(n)).glob("*.jpg"))) for n in range(1, len(faces) + 1)]
        whole = there == [face["num_frames"] for face in faces] and "damage" in found
    except (OSError, ValueError, LookupError, TypeError):  # Damaged, or of another version.
        return None
    return found if whole else None


def _crop(
    item: Item, folder: Path, spec: ClipSpec, key: str, *, every_face: bool
) -> dict[str, Any]:
    content = _content(item)
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        crops = crop_video(
            item.source,
            _detector(),
            spec,
            part,
            start_s=item.start_s,
            end_s=item.end_s,
            every_face=every_face,
        )
    except Exception:
        shutil.rmtree(part, ignore_errors=True)
        raise
    faces = [_facts(face) for face in crops.faces]
    known = {"key": key, "content": content, "damage": crops.damage, "faces": faces}
    with output_errors(folder):
        (part / ITEM_FILE).write_text(json.dumps(known), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        replace(part, folder)
    return known


def _content(item: Item) -> str:
    return _hash_of(item.source, content_stamp(item.source))


@lru_cache
def _hash_of(source: Path, stamp: str) -> str:  # noqa: ARG001  # as long as it lasts
    """Once for all stretches of one video."""
    return content_hash(source)


def _facts(face: Cropped) -> Row:
    times_s = np.array(face.times_s) - face.times_s[0]
    count = len(times_s)
    even = np.linspace(0, times_s[-1], count)
    box = dict(zip(("box_x", "box_y", "box_w", "box_h"), face.median_box, strict=True))
    return box | {
        "num_frames": count,
        "rate_fps": (count - 1) / face.duration_s,
        "times_s": None if np.abs(times_s - even).max() < EVEN_S else times_s.round(4).tolist(),
        "start_s": face.times_s[0],
    }
