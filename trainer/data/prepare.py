"""Makes clips and a manifest of a data set: crops videos in parallel, goes on where it stopped.

    DIR/clips/ITEM/1/000000.jpg   crops of a video's face, or faces
    DIR/clips/ITEM/item.json      what they were made of; written last

A video that was cropped before with the same settings is not cropped again. Rows of the manifest
are written while clips are made, in the catalogue's order. Knows nothing of how data sets are laid
out (`layouts/`) or of networks.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import shutil
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

import cv2
import numpy as np

from svfap_core.atomic import output_errors
from svfap_core.errors import OutputError, SourceError, SvfapError
from svfap_core.settings import ClipSpec
from svfap_core.sources.images import find_images, read_rgb
from svfap_core.tracking.base import Detector
from trainer.data.catalogue import Catalogue, CropGeometry, Item, Material, Problem, write_problems
from trainer.data.cropping import JPEG_QUALITY, SHORTEST_S, Cropped, crop_video, tracker_settings
from trainer.data.manifest import Manifest, ManifestInfo, write_manifest
from trainer.data.shards import pack_clips
from trainer.folder import MANIFEST_FILE, PROBLEMS_FILE
from trainer.steps import PrepareConfig

CLIP_FOLDER, ITEM_FILE = "clips", "item.json"
EVEN_S = 0.002
"""Pictures whose times differ by less from a constant rate are taken as evenly spaced."""
_DETECTOR = "CenterFace"
_AHEAD = 64
"""Items per process that are under way: one that takes long does not keep the others waiting."""

Row = dict[str, Any]
ItemListener = Callable[[int, int, str], None]
"""Called with how many items are done, how many there are, and the name of the last."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A prepared data set, and what is not in it, or not whole."""

    manifest: Manifest
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Made:
    """What became of an item."""

    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()


def prepare(
    catalogue: Catalogue, out: Path, config: PrepareConfig, progress: ItemListener | None = None
) -> Prepared:
    """Make the clips of a catalogue and their manifest.

    Raises:
        SourceError: Not one clip could be made, the catalogue mixes materials, or a setting is
            without effect on them.
        OutputError: The folder cannot be written, or holds packed clips already.
    """
    material = _material(catalogue)
    _check_settings(catalogue, material, config)
    packed = material is Material.STILL if config.shards is None else config.shards
    if packed and (out / MANIFEST_FILE).exists():
        raise OutputError(
            f"{out} holds a prepared data set already",
            hint="Choose another folder, or delete it to prepare the data set again.",
        )
    geometry = catalogue.crop
    if material is Material.VIDEO:
        geometry = CropGeometry(size_px=config.size_px, template=config.spec.template)
    info = ManifestInfo(
        data_set=catalogue.data_set,
        classes=catalogue.classes,
        values=catalogue.values,
        crop=geometry,
        protocol=catalogue.protocol,
        notes=catalogue.notes,
        software={name: version(name) for name in ("svfap", "av", "opencv-python")},
        created=datetime.now(UTC),
    )
    problems = list(catalogue.problems)
    made = _stills(catalogue) if material is Material.STILL else _results(catalogue, out, config)
    clips = _clips(made, catalogue, out, problems, progress)
    manifest = write_manifest(
        out,
        info,
        pack_clips(clips, out) if packed else (row for _, row in clips),
        with_shares=any(item.shares for item in catalogue.items),
    )
    if packed:
        shutil.rmtree(out / CLIP_FOLDER, ignore_errors=True)
    return Prepared(manifest, tuple(problems))


def _material(catalogue: Catalogue) -> Material:
    materials = {item.material for item in catalogue.items}
    if len(materials) > 1:
        raise SourceError(
            f"{catalogue.data_set} mixes videos and folders of face pictures",
            hint="Prepare them as two data sets: their faces are framed differently.",
        )
    return materials.pop()


def _check_settings(catalogue: Catalogue, material: Material, config: PrepareConfig) -> None:
    idle: set[str] = set()
    if material is not Material.VIDEO:
        idle |= {"size_px", "margin", "every_face"}
    if material is Material.STILL:
        idle |= {"workers"} | ({"shards"} if config.shards is False else set())
    if vain := idle & config.model_fields_set:
        raise SourceError(
            f"{', '.join(sorted(vain))} cannot be set for {catalogue.data_set}: its pictures are "
            "taken as they are",
            hint="Leave it out.",
        )


# -- items to rows -------------------------------------------------------------------------------


def _clips(
    made: Iterator[tuple[Item, _Made]],
    catalogue: Catalogue,
    out: Path,
    problems: list[Problem],
    progress: ItemListener | None,
) -> Iterator[tuple[Item, Row]]:
    """Items with the rows of their clips; at the end, problems are written."""
    empty = True
    for done, (item, result) in enumerate(made, 1):
        problems += result.problems
        for row in result.rows:
            empty = False
            yield item, row
        if progress is not None:
            progress(done, len(catalogue.items), item.clip)
    write_problems(out / PROBLEMS_FILE, problems)
    if empty:
        first = f"; {problems[0].name}: {problems[0].reason}" if problems else ""
        raise SourceError(f"no clip could be made of {catalogue.data_set}{first}")


def _stills(catalogue: Catalogue) -> Iterator[tuple[Item, _Made]]:
    """Decoded here: that is sooner done than a process is started."""
    side_px = catalogue.crop.size_px
    for item in catalogue.items:
        picture = cv2.imdecode(np.frombuffer(item.data, np.uint8), 0) if item.data else None
        if picture is None or picture.shape != (side_px, side_px):
            reason = f"is not a still of {side_px} x {side_px} pixels"
            yield item, _Made(problems=(Problem(name=item.clip, reason=reason),))
        else:
            yield item, _Made((_labels(item) | {"num_frames": 1},))


def _results(
    catalogue: Catalogue, out: Path, config: PrepareConfig
) -> Iterator[tuple[Item, _Made]]:
    every_face = config.every_face
    if every_face is None:
        every_face = not (catalogue.classes or catalogue.values)
    context = multiprocessing.get_context("spawn")  # Threads of libraries do not survive a fork.
    workers = min(config.workers, len(catalogue.items))
    waiting: deque[tuple[Item, Future[_Made]]] = deque()
    with ProcessPoolExecutor(workers, context, _end_with_parent) as pool:
        try:
            for item in catalogue.items:
                if len(waiting) == _AHEAD * workers:
                    first, future = waiting.popleft()
                    yield first, future.result()
                future = (
                    pool.submit(_crop_item, item, out, config.spec, every_face)
                    if item.material is Material.VIDEO
                    else pool.submit(_face_row, item, catalogue.rate_fps)
                )
                waiting.append((item, future))
            while waiting:
                first, future = waiting.popleft()
                yield first, future.result()
        except BrokenProcessPool as error:
            raise SourceError(
                "a process that prepares clips was ended from outside or crashed",
                hint="Run the command again: it goes on where it stopped. Use fewer workers if "
                "memory is short.",
            ) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _labels(item: Item) -> Row:
    row: Row = {
        "clip": item.clip,
        "source": str(item.source),
        "start_s": item.start_s,
        "label": item.label,
        "subject": item.subject,
        "group": item.group,
        "split": item.split,
        "fold": item.fold,
    }
    row |= {f"share_{name}": share for name, share in item.shares.items()}
    return row | {f"value_{name}": value for name, value in item.values.items()}


# -- in the worker processes ---------------------------------------------------------------------


@cache
def _detector() -> Detector:
    """One per process."""
    from svfap_core.tracking.centerface import CenterFace  # noqa: PLC0415  # in workers only

    return CenterFace()


def _end_with_parent() -> None:
    """A process whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    assert parent is not None  # noqa: S101  # this is a worker

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()


def _face_row(item: Item, rate_fps: float | None) -> _Made:
    """A folder of face pictures, every one of which was decoded."""
    if item.start_s or item.end_s is not None:
        reason = "cannot be cut by time: put the pictures into a folder of their own"
        return _failed(item, f"{item.source} {reason}")
    try:
        pictures = find_images(item.source)
    except SvfapError as error:
        return _failed(item, str(error))
    if not pictures:
        return _failed(item, f"{item.source} holds no picture")
    torn = [path for path in pictures if read_rgb(path) is None]
    if torn:
        return _Made(
            problems=tuple(
                Problem(name=f"{item.clip}/{path.name}", reason=_why_unreadable(path))
                for path in torn
            )
        )
    path = str(item.source.resolve())
    row = {"path": path, "num_frames": len(pictures), "rate_fps": rate_fps}
    return _Made((_labels(item) | row,))


def _failed(item: Item, reason: str) -> _Made:
    return _Made(problems=(Problem(name=item.clip, reason=reason),))


def _why_unreadable(path: Path) -> str:
    try:
        reason = "is no picture, or damaged" if path.read_bytes() else "is empty (0 bytes)"
    except OSError as error:
        reason = f"cannot be read: {error.strerror}"
    return f"{reason}; its clip is left out"


def _crop_item(
    item: Item,
    out: Path,
    spec: ClipSpec,
    every_face: bool,  # noqa: FBT001
) -> _Made:
    """Crop one video, or see that it was cropped before.

    Raises:
        OutputError: The folder cannot be written, which is no fault of the video.
    """
    folder = out / CLIP_FOLDER / item.clip
    try:
        key = _key(item, spec, every_face)
        known = _known(folder, key) or _crop(item, folder, spec, every_face, key)
    except SourceError as error:
        return _failed(item, str(error))
    rows = [_labels(item) | fact for fact in known["faces"]]
    for number, row in enumerate(rows, 1):
        row["path"] = f"{CLIP_FOLDER}/{item.clip}/{number}"
        if len(rows) > 1:
            row["clip"] = f"{item.clip}/{number}"
    problems: tuple[Problem, ...] = ()
    if known["damage"]:
        reason = f"{known['damage']}; its clip is what could be read"
        problems = (Problem(name=item.clip, reason=reason),)
    return _Made(tuple(rows), problems)


def _key(item: Item, spec: ClipSpec, every_face: bool) -> str:  # noqa: FBT001
    """Of all that decides what the crops are."""
    try:
        stat = item.source.stat()
    except OSError as error:
        raise SourceError(f"{item.source} cannot be read: {error.strerror}") from error
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
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _known(folder: Path, key: str) -> dict[str, Any] | None:
    """What is known of an item's faces, if it was cropped in this way and all of it is there."""
    try:
        found = json.loads((folder / ITEM_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if found["key"] != key:
        return None
    faces = cast("list[Row]", found["faces"])
    there = [len(list((folder / str(n)).glob("*.jpg"))) for n in range(1, len(faces) + 1)]
    return found if there == [face["num_frames"] for face in faces] else None


def _crop(
    item: Item,
    folder: Path,
    spec: ClipSpec,
    every_face: bool,  # noqa: FBT001
    key: str,
) -> dict[str, Any]:
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
    except SourceError:
        shutil.rmtree(part, ignore_errors=True)
        raise
    faces = [_facts(face) for face in crops.faces]
    known = {"key": key, "damage": crops.damage, "faces": faces}
    with output_errors(folder):
        (part / ITEM_FILE).write_text(json.dumps(known), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        part.replace(folder)
    return known


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
