"""Makes clips and a manifest of a data set: crops videos in parallel, resumes where it stopped.

    DIR/clips/ITEM/1/000000.jpg   crops of a video's face, or faces
    DIR/clips/ITEM/item.json      what they were made of; written last
    DIR/problems.csv              what is not in the manifest, or not whole, and why
    DIR/problems.log              where errors of this program happened, if there were any

A video that was cropped before with the same settings is not cropped again. An item that cannot be
prepared costs no other one. Rows of the manifest are written while clips are made, in the
catalogue's order. Knows nothing of how data sets are laid out (`layouts/`) or of networks.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path

import cv2
import numpy as np

from svfap_core.atomic import whole_file
from svfap_core.errors import OutputError, SourceError
from svfap_core.messages import Message
from svfap_core.names import plain
from trainer.data.catalogue import Catalogue, CropGeometry, Item, Material, Problem, write_problems
from trainer.data.items import CLIP_FOLDER, Made, Row, failed, make, still_row
from trainer.data.manifest import Manifest, ManifestInfo, write_manifest
from trainer.data.shards import pack_clips
from trainer.data.workers import worked
from trainer.folder import MANIFEST_FILE, PROBLEMS_FILE, PROBLEMS_LOG
from trainer.steps import PrepareConfig

ItemListener = Callable[[int, int, str], None]
"""Called with how many items are done, how many there are, and the name of the last."""

ProblemListener = Callable[[Problem], None]
"""Called with what is wrong with an item, when it is found."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A prepared data set, and what is not in it, or not whole; of `failed` items there is nothing.

    Problems that the catalogue had before are among `problems`, not among `failed`.
    """

    manifest: Manifest
    problems: tuple[Problem, ...]
    failed: int


def prepare(
    catalogue: Catalogue,
    out: Path,
    config: PrepareConfig,
    progress: ItemListener | None = None,
    on_problem: ProblemListener | None = None,
) -> Prepared:
    """Make the clips of a catalogue and their manifest.

    Args:
        catalogue: What there is.
        out: Folder of the prepared data set.
        config: How.
        progress: Called after every item.
        on_problem: Called with every problem that is found while clips are made.

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
            Message("%1 holds a prepared data set already", out),
            hint="Choose another folder, or delete it to prepare the data set again.",
        )
    geometry = catalogue.crop
    if material is Material.VIDEO:
        geometry = CropGeometry(size_px=config.size_px, template=config.spec.template)
    info = ManifestInfo(
        data_set=catalogue.data_set,
        classes=catalogue.classes,
        values=catalogue.values,
        labels=dict(catalogue.labels),
        meta=tuple(dict.fromkeys(name for item in catalogue.items for name in item.meta)),
        crop=geometry,
        protocol=catalogue.protocol,
        notes=catalogue.notes,
        software={name: version(name) for name in ("svfap", "av", "opencv-python")},
        created=datetime.now(UTC),
    )
    report = _Report(list(catalogue.problems), on_problem)
    made = _stills(catalogue) if material is Material.STILL else _results(catalogue, out, config)
    clips = _clips(made, catalogue, report, progress)

    def miss(item: Item, reason: str) -> None:
        report.take(item, failed(item, reason))

    rows = pack_clips(clips, out, miss) if packed else (row for _, row in clips)
    manifest = write_manifest(
        out,
        info,
        _reported(rows, catalogue, out, report),
        with_shares=any(item.shares for item in catalogue.items),
        with_votes=any(item.votes for item in catalogue.items),
    )
    if packed:
        shutil.rmtree(out / CLIP_FOLDER, ignore_errors=True)
    return Prepared(manifest, tuple(report.problems), report.failed)


def _material(catalogue: Catalogue) -> Material:
    materials = {item.material for item in catalogue.items}
    if len(materials) > 1:
        raise SourceError(
            Message("%1 mixes videos and folders of face images", catalogue.data_set),
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
            Message(
                "%1 cannot be set for %2: its images are taken as they are",
                ", ".join(sorted(vain)),
                catalogue.data_set,
            ),
            hint="Leave it out.",
        )


# -- items to rows -------------------------------------------------------------------------------


@dataclass(slots=True)
class _Report:
    """What went wrong, while it does."""

    problems: list[Problem]
    listener: ProblemListener | None
    failed: int = 0
    traces: list[str] = field(default_factory=list[str])

    def take(self, item: Item, made: Made) -> None:
        """What became of an item."""
        self.failed += not made.rows
        if made.trace:
            self.traces.append(f"{item.clip}: {item.source}\n{made.trace}")
        self.problems += made.problems
        for problem in made.problems:
            if self.listener is not None:
                self.listener(problem)

    def write(self, out: Path) -> None:
        """Put it into the folder of the data set.

        Raises:
            OutputError: That cannot be written.
        """
        write_problems(out / PROBLEMS_FILE, self.problems)
        if self.traces:
            with whole_file(out / PROBLEMS_LOG) as part:
                part.write_text(plain("\n".join(self.traces)), encoding="utf-8")
        else:
            (out / PROBLEMS_LOG).unlink(missing_ok=True)


def _clips(
    made: Iterator[tuple[Item, Made]],
    catalogue: Catalogue,
    report: _Report,
    progress: ItemListener | None,
) -> Iterator[tuple[Item, Row]]:
    """Items with the rows of their clips."""
    for done, (item, result) in enumerate(made, 1):
        report.take(item, result)
        for row in result.rows:
            yield item, row
        if progress is not None:
            progress(done, len(catalogue.items), item.clip)


def _reported(
    rows: Iterable[Row], catalogue: Catalogue, out: Path, report: _Report
) -> Iterator[Row]:
    """The rows; at the end, problems are written.

    Raises:
        SourceError: There is not one.
    """
    empty = True
    for row in rows:
        empty = False
        yield row
    report.write(out)
    if empty:
        problems = report.problems
        first = f"; {problems[0].name}: {problems[0].reason}" if problems else ""
        raise SourceError(Message("no clip could be made of %1%2", catalogue.data_set, first))


def _stills(catalogue: Catalogue) -> Iterator[tuple[Item, Made]]:
    """Decoded here: that is sooner done than a process is started."""
    side_px = catalogue.crop.size_px
    for item in catalogue.items:
        if _is_still(item.data, side_px):
            yield item, Made((still_row(item),))
        else:
            yield item, failed(item, Message("is not a still of %1 x %1 pixels", side_px))


def _is_still(data: bytes, side_px: int | None) -> bool:
    try:
        picture = cv2.imdecode(np.frombuffer(data, np.uint8), 0) if data else None
    except cv2.error:  # It announces more pixels than any picture has.
        return False
    return picture is not None and picture.shape == (side_px, side_px)


def _results(catalogue: Catalogue, out: Path, config: PrepareConfig) -> Iterator[tuple[Item, Made]]:
    every_face = config.every_face
    if every_face is None:
        every_face = not (catalogue.classes or catalogue.values)
    work = partial(
        make, out=out, spec=config.spec, rate_fps=catalogue.rate_fps, every_face=every_face
    )
    workers = min(config.workers, len(catalogue.items))
    return worked(catalogue.items, work, _crashed, workers)


def _crashed(item: Item) -> Made:
    return failed(
        item, Message("%1 ended the process that read it: it crashed or was killed", item.source)
    )
