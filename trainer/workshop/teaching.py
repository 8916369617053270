"""Lets trained networks say of face images what a student should say: makes lessons of a data set.

Emotions come from cnns (`teachers`), each also asked with the mirror image; over a clip their mean
is smoothed, as faces change slower than single images suggest. Facial actions come from the face
landmarker. What raters said of a still counts as much as all teachers together.

F frames, K emotions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from svfap_core.errors import ModelError, SourceError
from svfap_core.facial_actions import ACTIONS, actions_of
from svfap_core.messages import Message
from svfap_core.tracking.align import align_face
from svfap_core.tracking.landmarker import FaceLandmarker
from svfap_core.types import Points
from trainer.data.catalogue import Split
from trainer.data.frames import FrameReader
from trainer.data.layouts.ferplus import LABEL
from trainer.data.manifest import Manifest, read_manifest
from trainer.data.splits import SPLITS, parts_of
from trainer.specs import default_spec
from trainer.workshop.lessons import EMOTIONS, SIZE_PX, TEMPLATE, Lesson
from trainer.workshop.teachers import Teacher, read_teachers

SMOOTH_S = 0.15
"""Deviation of the bell by which answers are smoothed: below a half of the student's window."""
RATERS_SHARE, LABEL_SHARE = 0.5, 0.25
"""Of the target of a rated still, the rest is the teachers'; and of that the old label's share."""
UNSEEN_ACTIONS = frozenset({"cheek_puff", "cheek_squint", "jaw_forward", "nose_sneer"})
"""Those that the landmarker never scores above 0.01, whatever a face does: it cannot teach them."""
STUDENT = default_spec("tiny", 2)
"""A window of its frames is a lesson."""
_RGB = 3
_STILLS_TOGETHER = 64

Floats = NDArray[np.float64]


def lessons_of(
    manifest: Manifest,
    teachers: Sequence[Teacher],
    *,
    hop_s: float,
    split: Split | None = None,
    landmarker: FaceLandmarker | None = None,
) -> Iterator[Lesson]:
    """Lessons of all clips of a prepared data set.

    A still gives one. A moving clip gives one each `hop_s`, as far as whole windows lie in it. Of
    stills to judge by (`val`, `test`) the shares are what raters said alone.

    Args:
        manifest: Stills with votes, or crops of videos; its template must be known.
        teachers: Whose answers are averaged.
        hop_s: Between the starts of windows.
        split: Part of all lessons; none: each that of its clip.
        landmarker: Teaches the facial actions of moving clips, whose crops must show all of the
            head: prepared with a margin of 2.

    Raises:
        SourceError: It is not known how the images show faces, or one cannot be read.
    """
    template = manifest.info.crop.template
    if template is None:
        raise SourceError(
            f"nobody knows how the images of {manifest.info.data_set} show faces",
            hint="Prepare it from videos.",
        )
    reader, coloured = (FrameReader(manifest, colour, SIZE_PX) for colour in ("gray", "rgb"))
    points_px = (np.array(template) * reader.size_px).astype(np.float32)
    learned, judged = _raters(manifest, LABEL_SHARE), _raters(manifest, 0.0)
    clips = (replace(one, split=split or one.split) for one in _clips(manifest, reader, points_px))
    for row, clip, said in _told(clips, teachers):
        if len(clip.images) > 1:
            seen = {}
            if landmarker is not None:
                seen = _actions(landmarker, coloured.read(row, np.arange(len(said))), points_px)
            yield from _windows(clip, said, seen, hop_s)
        elif clip.split == "train":
            rated = RATERS_SHARE * learned[row].sum()
            yield replace(clip, shares=_named(rated * learned[row] + (1 - rated) * said[0]))
        else:
            yield replace(clip, shares=_named(judged[row]))


def _told(
    clips: Iterable[Lesson], teachers: Sequence[Teacher]
) -> Iterator[tuple[int, Lesson, Floats]]:
    """Numbered clips with what teachers say of their images on average, `(F, K)`.

    Stills are scored together, at half of what each alone would cost.
    """
    together: list[tuple[int, Lesson]] = []
    for row, clip in enumerate(clips):
        together.append((row, clip))
        if len(clip.images) > 1 or len(together) == _STILLS_TOGETHER:
            yield from _said_of(together, teachers)
            together = []
    yield from _said_of(together, teachers)


def _said_of(
    clips: Sequence[tuple[int, Lesson]], teachers: Sequence[Teacher]
) -> Iterator[tuple[int, Lesson, Floats]]:
    if not clips:
        return
    images = np.concatenate([clip.images for _, clip in clips])
    said = np.mean([teacher.say(images, TEMPLATE) for teacher in teachers], axis=0)
    ends = np.cumsum([len(clip.images) for _, clip in clips])
    for (row, clip), own in zip(clips, np.split(said, ends[:-1]), strict=True):
        yield row, clip, own


def _clips(manifest: Manifest, reader: FrameReader, points_px: Points) -> Iterator[Lesson]:
    """Whole clips in the geometry of lessons, without anything to say."""
    parts = _parts(manifest)
    columns = ("clip", "source", "subject", "num_frames")
    for row in range(len(manifest)):
        clip, source, subject, count = (manifest.table[name][row].as_py() for name in columns)
        seen = reader.read(row, np.arange(count))
        crops = [
            align_face(np.repeat(image, _RGB, axis=2), points_px, TEMPLATE, SIZE_PX)[..., 0]
            for image in seen
        ]
        yield Lesson(
            clip=clip,
            images=np.stack(crops),
            times_s=_times(manifest, row, count),
            source=source or "",
            subject=subject or (clip if count > 1 else None),
            split=parts[row],
        )


def _actions(
    landmarker: FaceLandmarker, images: NDArray[np.uint8], points_px: Points
) -> dict[str, Floats]:
    """What the landmarker sees in images `(F, H, H, 3)`: action -> `(F,)`, NaN without a face."""
    found = [landmarker.analyse(image, points_px) for image in images]
    nowhere = dict.fromkeys(ACTIONS, np.nan)
    each = [nowhere if one is None else actions_of(one.shapes.tolist()) for one in found]
    taught = [name for name in ACTIONS if name not in UNSEEN_ACTIONS]
    return {name: np.array([one[name] for one in each]) for name in taught}


def _windows(
    whole: Lesson, said: Floats, seen: Mapping[str, Floats], hop_s: float
) -> Iterator[Lesson]:
    """Windows of a moving clip, as long as the student's."""
    times_s = whole.times_s
    step_s = float(np.median(np.diff(times_s)))
    smooth = gaussian_filter1d(said, SMOOTH_S / step_s, axis=0, mode="nearest")
    for start_s in np.arange(0, times_s[-1] - STUDENT.span_s + step_s / 2, hop_s).tolist():
        inside = (times_s >= start_s - 1e-6) & (times_s < start_s + STUDENT.span_s)
        if inside.sum() < STUDENT.frames:
            continue
        middle_s = start_s + STUDENT.span_s / 2
        middle = np.array([np.interp(middle_s, times_s, one) for one in smooth.T])
        middle_frame = np.flatnonzero(inside)[inside.sum() // 2]
        yield replace(
            whole,
            clip=f"{whole.clip}@{start_s:.2f}",
            images=whole.images[inside],
            times_s=times_s[inside] - times_s[inside][0],
            shares=_named(middle / middle.sum()),
            actions=_known({name: _mean(one[inside]) for name, one in seen.items()}),
            middle_actions=_known({name: float(one[middle_frame]) for name, one in seen.items()}),
        )


def _mean(action: Floats) -> float:
    """Over the frames in which a face was found, NaN if these are less than half."""
    known = action[np.isfinite(action)]
    return float(known.mean()) if 2 * len(known) >= len(action) else np.nan


def _known(actions: Mapping[str, float]) -> dict[str, float]:
    return {name: value for name, value in actions.items() if np.isfinite(value)}


def _named(shares: Floats) -> dict[str, float]:
    return dict(zip(EMOTIONS, shares.tolist(), strict=True))


def _raters(manifest: Manifest, label_share: float) -> Floats:
    """`(N, K)` what raters said of each clip, and FER2013's label; zeros without a rater."""
    shares = manifest.shares(EMOTIONS).astype(np.float64)
    total = shares.sum(axis=1, keepdims=True)
    shares = np.divide(shares, total, out=np.zeros_like(shares), where=total > 0)
    labels = manifest.further_indices(LABEL, EMOTIONS)
    old = np.eye(len(EMOTIONS))[labels] * (labels >= 0)[:, None]
    both = (total[:, 0] > 0) & (labels >= 0)
    mixed = (1 - label_share) * shares + label_share * old
    return np.where(both[:, None], mixed, shares)


def _parts(manifest: Manifest) -> list[Split]:
    rows = parts_of(manifest, fold=None, val_share=0).rows
    parts: list[Split] = ["train"] * len(manifest)
    for split in SPLITS:
        for row in rows[split]:
            parts[row] = split
    return parts


def _times(manifest: Manifest, row: int, count: int) -> Floats:
    times = manifest.table["times_s"][row].as_py()
    if times is not None:
        return np.array(times)
    return np.arange(count) / (manifest.table["rate_fps"][row].as_py() or 25.0)


def teach(
    data: Path,
    teachers: Sequence[Path],
    *,
    hop_s: float,
    split: Split | None = None,
    landmarker_file: Path | None = None,
) -> tuple[Manifest, Iterator[Lesson]]:
    """A prepared data set and its lessons, which are made while they are taken.

    Raises:
        ModelError: There is a teacher that cannot be read, or scores other things than a student.
        SourceError: There is no such data set.
        DetectorError: The landmarker's file is not it.
    """
    manifest, found = read_manifest(data), read_teachers(teachers)
    if found[0].about.emotions != EMOTIONS:
        raise ModelError(
            Message("%1 cannot teach a student", teachers[0]),
            hint=Message("A teacher scores %1, in this order.", ", ".join(EMOTIONS)),
        )
    landmarker = FaceLandmarker(landmarker_file) if landmarker_file else None
    made = lessons_of(manifest, found, hop_s=hop_s, split=split, landmarker=landmarker)
    return manifest, made
