"""Makes clips and a manifest of a data set: crops videos in parallel, goes on where it stopped.

    DIR/clips/ITEM/1/000000.jpg   crops of a video's face, or faces
    DIR/clips/ITEM/item.json      what they were made of; written last

A video that was cropped before with the same settings is not cropped again. Knows nothing of how
data sets are laid out (`layouts/`) or of networks.
"""

from __future__ import annotations

import csv
import hashlib
import json
import multiprocessing
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, cast

import numpy as np
from pydantic import Field

from svfap_core.atomic import output_errors, whole_file
from svfap_core.errors import OutputError, SourceError, SvfapError
from svfap_core.settings import ClipSpec, Frozen
from svfap_core.sources.images import find_images, read_rgb
from svfap_core.tracking.base import Detector
from trainer.data import fer2013
from trainer.data.catalogue import Catalogue, Item, Material, Problem
from trainer.data.cropping import Cropped, crop_video
from trainer.data.manifest import (
    MANIFEST_FILE,
    CropGeometry,
    Manifest,
    ManifestInfo,
    write_manifest,
)
from trainer.data.shards import ShardWriter
from trainer.specs import FACE_TEMPLATE, with_margin

CLIP_FOLDER, ITEM_FILE, PROBLEMS_FILE = "clips", "item.json", "problems.csv"
EVEN_S = 0.002
"""Pictures whose times differ by less from a constant rate are taken as evenly spaced."""

Row = dict[str, Any]
ItemListener = Callable[[int, int, str], None]
"""Called with how many items are done, how many there are, and the name of the last."""


class PrepareConfig(Frozen):
    """How clips are made of videos."""

    size_px: Annotated[int, Field(ge=32, le=1024, description="Side of the crops in pixels.")] = 200
    margin: Annotated[
        float,
        Field(
            ge=1,
            le=2,
            description="How much more than a model's input the crops show, so that training can "
            "shift and turn them.",
        ),
    ] = 1.25
    every_face: Annotated[
        bool | None,
        Field(description="All faces of a video, not only the most prominent one; left open: of "
        "data sets without labels."),
    ] = None  # fmt: skip
    shards: Annotated[
        bool, Field(description="Pack clips into tar files (WebDataset): for very many clips.")
    ] = False
    workers: Annotated[int, Field(ge=1, description="Videos cropped at the same time.")] = 2

    @property
    def spec(self) -> ClipSpec:
        """The crop, as alignment takes it; its times and colours are of no account."""
        return ClipSpec(
            frames=1,
            span_s=1.0,
            size_px=self.size_px,
            template=with_margin(FACE_TEMPLATE, self.margin),
            colour="rgb",
            mean=(0.0, 0.0, 0.0),
            std=(1.0, 1.0, 1.0),
        )


@dataclass(frozen=True, slots=True)
class Prepared:
    """A prepared data set, and what is not in it."""

    manifest: Manifest
    problems: tuple[Problem, ...]


def prepare(
    catalogue: Catalogue, out: Path, config: PrepareConfig, progress: ItemListener | None = None
) -> Prepared:
    """Make the clips of a catalogue and their manifest.

    Raises:
        SourceError: Not one clip could be made, or the catalogue mixes materials.
        OutputError: The folder cannot be written, or holds packed clips already.
    """
    if config.shards and (out / MANIFEST_FILE).exists():
        raise OutputError(
            f"{out} holds a prepared data set already",
            hint="Choose another folder, or delete it to prepare the data set again.",
        )
    info = _info(catalogue, config)
    every_face = config.every_face
    if every_face is None:
        every_face = not (catalogue.classes or catalogue.values)
    found: dict[str, list[Row] | Problem] = {}
    for done, (item, result) in enumerate(_results(catalogue, out, config, every_face), 1):
        found[item.clip] = result
        if progress is not None:
            progress(done, len(catalogue.items), item.clip)
    results = [found[item.clip] for item in catalogue.items]
    rows = [row for result in results if not isinstance(result, Problem) for row in result]
    problems = [*catalogue.problems, *(made for made in results if isinstance(made, Problem))]
    _write_problems(out / PROBLEMS_FILE, problems)
    if not rows:
        first = f"; {problems[0].name}: {problems[0].reason}" if problems else ""
        raise SourceError(f"no clip could be made of {catalogue.data_set}{first}")
    if config.shards:
        rows = list(_packed(rows, out))
    manifest = write_manifest(out, info, rows)
    if config.shards:
        shutil.rmtree(out / CLIP_FOLDER, ignore_errors=True)
    return Prepared(manifest, tuple(problems))


def prepare_fer2013(file: Path, out: Path) -> Prepared:
    """The same for the stills of FER2013, which are packed as they are.

    Raises:
        SourceError: The file is not FER2013.
        OutputError: The folder cannot be written.
    """
    info = ManifestInfo(
        data_set=fer2013.DATA_SET,
        classes=fer2013.LABELS,
        crop=CropGeometry(size_px=fer2013.SIZE_PX, template=fer2013.TEMPLATE),
        protocol=fer2013.PROTOCOL,
        notes=("Stills: clips of one picture, shown in synthetic motion.",),
        software=_software(),
        created=datetime.now(UTC),
    )
    rows = list(fer2013.pack(fer2013.read_fer2013(file), out))
    return Prepared(write_manifest(out, info, rows), ())


def _info(catalogue: Catalogue, config: PrepareConfig) -> ManifestInfo:
    cropped = any(item.material is Material.VIDEO for item in catalogue.items)
    ready = any(item.material is Material.FACES for item in catalogue.items)
    if cropped and ready:
        raise SourceError(
            f"{catalogue.data_set} mixes videos and folders of face pictures",
            hint="Prepare them as two data sets: their faces are framed differently.",
        )
    geometry = (
        CropGeometry(size_px=config.size_px, template=config.spec.template)
        if cropped
        else CropGeometry(size_px=None)
    )
    return ManifestInfo(
        data_set=catalogue.data_set,
        classes=catalogue.classes,
        values=catalogue.values,
        crop=geometry,
        protocol=catalogue.protocol,
        notes=catalogue.notes,
        software=_software(),
        created=datetime.now(UTC),
    )


def _software() -> dict[str, str]:
    return {name: version(name) for name in ("svfap", "av", "opencv-python")}


# -- items to rows -------------------------------------------------------------------------------


def _results(
    catalogue: Catalogue,
    out: Path,
    config: PrepareConfig,
    every_face: bool,  # noqa: FBT001
) -> Iterator[tuple[Item, list[Row] | Problem]]:
    context = multiprocessing.get_context("spawn")  # Threads of libraries do not survive a fork.
    workers = min(config.workers, len(catalogue.items))
    with ProcessPoolExecutor(workers, context, _end_with_parent) as pool:
        waiting: dict[Future[list[Row] | Problem], Item] = {
            pool.submit(_crop_item, item, out, config.spec, every_face)
            if item.material is Material.VIDEO
            else pool.submit(_face_row, item, catalogue.rate_fps): item
            for item in catalogue.items
        }
        try:
            for future in as_completed(waiting):
                yield waiting[future], future.result()
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


def _face_row(item: Item, rate_fps: float | None) -> list[Row] | Problem:
    """What is known of a folder of face pictures, every one of which was read."""
    if item.start_s or item.end_s is not None:
        reason = f"{item.source} cannot be cut by time: put the pictures into a folder of their own"
        return Problem(name=item.clip, reason=reason)
    try:
        pictures = find_images(item.source)
        if not pictures:
            raise SourceError(f"{item.source} holds no picture")
        for picture in pictures:
            if read_rgb(picture) is None:
                raise SourceError(f"{picture} cannot be read as a picture")
    except SvfapError as error:
        return Problem(name=item.clip, reason=str(error))
    path = str(item.source.resolve())
    return [_labels(item) | {"path": path, "num_frames": len(pictures), "rate_fps": rate_fps}]


def _crop_item(
    item: Item,
    out: Path,
    spec: ClipSpec,
    every_face: bool,  # noqa: FBT001
) -> list[Row] | Problem:
    """Crop one video, or see that it was cropped before.

    Raises:
        OutputError: The folder cannot be written, which is no fault of the video.
    """
    folder = out / CLIP_FOLDER / item.clip
    try:
        key = _key(item, spec, every_face)
        facts = _known(folder, key)
        if facts is None:
            faces = crop_video(
                item.source,
                _detector(),
                spec,
                start_s=item.start_s,
                end_s=item.end_s,
                every_face=every_face,
            )
            facts = _write(folder, faces, key)
    except SourceError as error:
        return Problem(name=item.clip, reason=str(error))
    rows = [_labels(item) | fact for fact in facts]
    for number, row in enumerate(rows, 1):
        row["path"] = f"{CLIP_FOLDER}/{item.clip}/{number}"
        if len(rows) > 1:
            row["clip"] = f"{item.clip}/{number}"
    return rows


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
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _known(folder: Path, key: str) -> list[Row] | None:
    """What is known of an item's faces, if it was cropped in this way and all of it is there."""
    try:
        found = json.loads((folder / ITEM_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if found["key"] != key:
        return None
    faces = cast("list[Row]", found["faces"])
    there = [len(list((folder / str(n)).glob("*.jpg"))) for n in range(1, len(faces) + 1)]
    return faces if there == [face["num_frames"] for face in faces] else None


def _write(folder: Path, faces: list[Cropped], key: str) -> list[Row]:
    part = folder.with_name(folder.name + ".part")
    facts = [_facts(face) for face in faces]
    with output_errors(folder):
        shutil.rmtree(part, ignore_errors=True)
        for number, face in enumerate(faces, 1):
            (part / str(number)).mkdir(parents=True)
            for index, jpeg in enumerate(face.jpegs):
                (part / str(number) / f"{index:06d}.jpg").write_bytes(jpeg)
        (part / ITEM_FILE).write_text(json.dumps({"key": key, "faces": facts}), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        part.replace(folder)
    return facts


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


# -- packing -------------------------------------------------------------------------------------


def _packed(rows: list[Row], out: Path) -> Iterator[Row]:
    with ShardWriter(out) as shards:
        for row in rows:
            pictures = find_images(out / row["path"])
            coded = [_read(path) for path in pictures]
            packed = shards.add(row["clip"], coded, pictures[0].suffix.lower())
            yield row | {"path": packed.path, "offsets": packed.offsets, "sizes": packed.sizes}


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}") from error


def _write_problems(path: Path, problems: list[Problem]) -> None:
    with whole_file(path) as part, part.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["name", "reason"])
        table.writerows([problem.name, problem.reason] for problem in problems)
