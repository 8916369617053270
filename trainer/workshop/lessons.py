"""Windows of face images with what is to be said of them: what a student learns from.

Stills, crops of videos and renders are brought to one geometry, so that one run can mix them: the
frame of FER2013's stills with a margin for shifts and turns. A lesson is a clip of a prepared data
set like any other, as long as one window, so nothing but its making is special.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from svfap_core.facial_actions import ACTION_PREFIX, ACTIONS
from trainer.data.catalogue import CropGeometry, Split
from trainer.data.frames import FrameReader
from trainer.data.layouts.fer2013 import LABELS
from trainer.data.manifest import Manifest, ManifestInfo, write_manifest
from trainer.data.shards import ShardWriter
from trainer.specs import FACE_TEMPLATE, with_margin

EMOTIONS = LABELS
"""In the order of the student's outputs."""
ACTION_VALUES = tuple(f"{ACTION_PREFIX}{name}" for name in ACTIONS)
MARGIN = 1.25
SIZE_PX = 160
MIDDLE_ACTIONS = "middle_actions"
"""The `meta` column, in JSON, of what the frame in the middle shows."""
TEMPLATE = with_margin(FACE_TEMPLATE, MARGIN)
JPEG_QUALITY = 92

Images = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One window.

    Attributes:
        clip: Unique name.
        images: `(F, SIZE_PX, SIZE_PX)` grey, framed as `TEMPLATE` says.
        times_s: `(F,)` from 0 on, over about one window; of a still `(0,)`.
        source: What it was made of.
        shares: Emotion -> share of raters who would say so of the middle, summing to 1; empty where
            nobody knows.
        actions: Facial action (a key of `ACTIONS`) -> how strong it is, 0..1, the mean over the
            window, as a window network can know it; what is left out is not known.
        middle_actions: The same of the frame in the middle alone.
        subject: Who is seen.
        split: Official part.
        meta: What else is known, by name.
    """

    clip: str
    images: Images
    times_s: NDArray[np.float64]
    source: str
    shares: Mapping[str, float] = field(default_factory=dict[str, float])
    actions: Mapping[str, float] = field(default_factory=dict[str, float])
    middle_actions: Mapping[str, float] = field(default_factory=dict[str, float])
    subject: str | None = None
    split: Split | None = None
    meta: Mapping[str, str] = field(default_factory=dict[str, str])


def write_lessons(
    folder: Path,
    data_set: str,
    lessons: Iterable[Lesson],
    notes: tuple[str, ...] = (),
    meta: tuple[str, ...] = (),
) -> Manifest:
    """Write a prepared data set of lessons.

    Args:
        folder: Its folder, which must not hold one.
        data_set: Its name.
        lessons: What it is made of, taken one after another.
        notes: What a reader must know.
        meta: Names of what else is known of each.

    Raises:
        OutputError: The folder cannot be written.
    """
    info = ManifestInfo(
        data_set=data_set,
        classes=EMOTIONS,
        values=ACTION_VALUES,
        meta=(*meta, MIDDLE_ACTIONS),
        crop=CropGeometry(size_px=SIZE_PX, template=TEMPLATE),
        notes=notes,
        created=datetime.now(UTC),
    )
    with ShardWriter(folder) as shards:
        rows = _rows(lessons, shards)
        return write_manifest(folder, info, rows, with_shares=True)


def middles(manifest: Manifest) -> Iterator[Lesson]:
    """The frame in the middle of each lesson, of which it tells the truth, as a still.

    The first stage of the student learns from these at a tenth of what windows cost.

    Raises:
        SourceError: They cannot be read.
    """
    reader, table = FrameReader(manifest, "gray", SIZE_PX), manifest.table
    shares = manifest.shares(EMOTIONS)
    for row in range(len(manifest)):
        clip, source, subject, split, count = (
            table[name][row].as_py()
            for name in ("clip", "source", "subject", "split", "num_frames")
        )
        yield Lesson(
            clip=clip,
            images=reader.read(row, np.array([count // 2]))[..., 0],
            times_s=np.zeros(1),
            source=source,
            shares=dict(zip(EMOTIONS, shares[row].tolist(), strict=True)),
            actions=json.loads(table[f"meta_{MIDDLE_ACTIONS}"][row].as_py()),
            subject=subject,
            split=split,
        )


def _rows(lessons: Iterable[Lesson], shards: ShardWriter) -> Iterator[dict[str, Any]]:
    for lesson in lessons:
        packed = shards.add(lesson.clip, [_coded(image) for image in lesson.images])
        moves = len(lesson.images) > 1
        row: dict[str, Any] = {
            "clip": lesson.clip,
            "path": packed.path,
            "offset": packed.offset,
            "num_frames": len(lesson.images),
            "times_s": lesson.times_s.round(4).tolist() if moves else None,
            "source": lesson.source,
            "subject": lesson.subject,
            "split": lesson.split,
        }
        row |= {f"share_{name}": lesson.shares.get(name, 0.0) for name in EMOTIONS}
        row |= {f"value_{ACTION_PREFIX}{name}": value for name, value in lesson.actions.items()}
        row |= {f"meta_{name}": value for name, value in lesson.meta.items()}
        yield row | {f"meta_{MIDDLE_ACTIONS}": json.dumps(lesson.middle_actions)}


def _coded(image: Images) -> bytes:
    _, coded = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return coded.tobytes()
