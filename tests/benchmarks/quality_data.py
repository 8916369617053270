"""Scores of damaged faces beside those of the same faces undamaged, and the faces' measures.

Three kinds of items, each of which gives one `Sample` per damage:

* Stills: FER2013's public_test as motionless clips, with their labels. The whole still is the face;
  to be turned in the plane it is laid on a larger canvas, where the face is detected.
* Clips: windows of real video, damaged frame by frame and tracked from the first frame on.
* Heads: the faces of those clips on rendered heads, turned and nodding, and detected there.

Knows nothing of curves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass
from functools import partial
from itertools import takewhile
from pathlib import Path

import cv2
import numpy as np
import pyarrow.parquet as pq

from svfap_core.clips.life import Life
from svfap_core.errors import SvfapError
from svfap_core.inference.predictor import Predictor
from svfap_core.settings import TrackerSettings
from svfap_core.sources.video_file import VideoFile
from svfap_core.tracking.align import align_face
from svfap_core.tracking.base import Detector
from svfap_core.tracking.pose import HeadPose, head_pose
from svfap_core.tracking.quality import face_measures, measure_texture
from svfap_core.tracking.tracker import FaceTracker
from svfap_core.types import RGB, FaceMeasures, FaceObservation, Frame, Points
from tests import heads
from tests.damage import DAMAGES, Damaged, eyes_px, h264, shrunk, turned

LEAD_S, MOST_S = 0.3, 1.0
"""A window starts so long after a clip's first frame; of which so much is looked at."""
LEAST_FRAMES = 12
"""In a clip; of those with twice as many or more, only every second or third frame is taken."""
LEAST_EYES_PX, MOST_EYES_PX = 40.0, 90.0
"""Faces of clips have at least so much between the eyes; larger ones are made smaller first."""
FRONTAL_DEG = 20.0
ROTATIONS_DEG = (10.0, 20.0, 30.0, 40.0, 50.0, 60.0)
STILL_ROTATIONS_DEG = ROTATIONS_DEG[1::2]
CRFS = (28.0, 34.0, 39.0, 44.0, 51.0)
YAWS_DEG = tuple(float(d) for d in range(-80, 81, 10) if d)
PITCHES_DEG = (-45.0, -30.0, -15.0, 15.0, 30.0, 45.0)
BATCH = 8


@dataclass(frozen=True, slots=True)
class Sample:
    """One face under one damage; without one, strength 0. `scores` are `None` where it was lost."""

    damage: str
    strength: float
    measures: tuple[float, ...] | None
    scores: tuple[float, ...] | None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Face:
    """What is scored: a window `(T, S, S, 3)`, and its measures."""

    window: RGB
    measures: FaceMeasures


Named = tuple[str, float]
"""A damage and its strength."""
Faces = dict[Named, Face | None]
"""Nothing where a face was lost."""


@dataclass(frozen=True, slots=True)
class Clip:
    """Frames around one face, from a video's first second, and its points in each, `(5, 2)`."""

    name: str
    frames: tuple[RGB, ...]
    points_px: tuple[Points, ...]


Item = tuple[str, Callable[[], list[Sample]]]
"""What is damaged, and the work of scoring it under all damages."""


class Collector:
    """Scores faces with one model."""

    def __init__(self, predictor: Predictor, detector: Detector) -> None:
        self._predictor = predictor
        self._detector = detector
        self._spec = predictor.spec

    def stills(self, file: Path, count: int) -> Iterator[Item]:
        """So many stills of public_test, drawn once for all."""
        columns = pq.read_table(file, filters=[("split", "=", "public_test")]).to_pydict()
        for i in np.random.default_rng(0).permutation(len(columns["jpeg"]))[:count].tolist():
            still = cv2.imdecode(np.frombuffer(columns["jpeg"][i], np.uint8), cv2.IMREAD_COLOR)
            rgb, label = np.asarray(still, np.uint8), columns["label"][i]
            yield f"still {i}", partial(self._still, rgb, label)

    def videos(self, folders: Sequence[Path], count: int) -> Iterator[Item]:
        """So many clips with a large frontal face at their start, and those faces on heads."""
        files = [file for folder in folders for file in sorted(folder.iterdir())]
        for i in np.random.default_rng(1).permutation(len(files)).tolist():
            if count and (clip := self._fit_clip(files[i])) is not None:
                count -= 1
                yield f"clip {clip.name}", partial(self._clip, clip)
                yield f"head {clip.name}", partial(self._head, clip)

    def _still(self, rgb: RGB, label: str) -> list[Sample]:
        points_px = (np.array(self._spec.template) * rgb.shape[0]).astype(np.float32)
        faces: Faces = {("none", 0.0): self._motionless(rgb, points_px)}
        for damage in DAMAGES:
            for strength in damage.strengths:
                changed = damage.apply(rgb, points_px, strength)
                faces[damage.name, strength] = self._motionless(*changed)
        large = cv2.resize(rgb, None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC)
        canvas = np.asarray(cv2.copyMakeBorder(large, *(60,) * 4, cv2.BORDER_REPLICATE), np.uint8)
        middle = np.full((5, 2), canvas.shape[0] / 2, np.float32)
        faces["canvas", 0.0] = self._found(canvas)
        for angle in STILL_ROTATIONS_DEG:
            faces["rotation", angle] = self._found(turned(canvas, middle, angle)[0])
        return self._scored(faces, label)

    def _clip(self, clip: Clip) -> list[Sample]:
        def tracked(
            change: Callable[[RGB, Points, float], Damaged], strength: float
        ) -> Face | None:
            pairs = zip(clip.frames, clip.points_px, strict=True)
            return self._tracked([change(rgb, points, strength)[0] for rgb, points in pairs])

        faces: Faces = {("none", 0.0): self._tracked(clip.frames)}
        for damage in DAMAGES:
            for strength in damage.strengths:
                faces[damage.name, strength] = tracked(damage.apply, strength)
        for angle in ROTATIONS_DEG:
            faces["rotation", angle] = tracked(turned, angle)
        for crf in CRFS:
            faces["H.264", crf] = self._tracked(h264(clip.frames, crf))
        return self._scored(faces)

    def _head(self, clip: Clip) -> list[Sample]:
        colours = heads.textured(clip.frames[0], clip.points_px[0])

        def seen(pose: HeadPose) -> Face | None:
            return self._found(heads.render(colours, pose, eyes_px=MOST_EYES_PX).rgb)

        faces: Faces = {("none", 0.0): seen(HeadPose(0, 0, 0))}
        faces |= {("yaw", yaw): seen(HeadPose(yaw, 0, 0)) for yaw in YAWS_DEG}
        faces |= {("pitch", pitch): seen(HeadPose(0, pitch, 0)) for pitch in PITCHES_DEG}
        return self._scored(faces)

    def _motionless(self, rgb: RGB, points_px: Points) -> Face:
        spec = self._spec
        crop = align_face(rgb, points_px, spec.template, spec.size_px)
        shown = measure_texture(rgb, points_px, spec.template, spec.size_px)
        return Face(np.stack([crop] * spec.frames), face_measures(points_px, shown))

    def _found(self, rgb: RGB) -> Face | None:
        found = self._detector.detect(rgb)
        return self._motionless(rgb, found[0].points_px) if found else None

    def _tracked(self, frames: Sequence[RGB]) -> Face | None:
        """The largest face's window, as analysis of a file cuts it; `None` where it was lost."""
        spec, step_s = self._spec, MOST_S / len(frames)
        life: Life | None = None
        for index, face in enumerate(self._observed(frames)):
            t_s = index * step_s
            if life is not None:
                life.frame_left(t_s - step_s, t_s)
            if face is not None:
                life = life or Life(t_s, MOST_S)
                crop = align_face(frames[index], face.points_px, spec.template, spec.size_px)
                life.see(t_s, face, crop)
        if life is None:
            return None
        life.frame_left(MOST_S - step_s, MOST_S)
        length_s = min(spec.span_s, MOST_S)
        window = life.window(min(LEAD_S, MOST_S - length_s), length_s, spec.frames)
        if window is None or window.max_gap_s > length_s / 2:
            return None
        return Face(window.faces_rgb, window.measures)

    def _observed(self, frames: Sequence[RGB]) -> Iterator[FaceObservation | None]:
        """The largest face of each frame."""
        settings = TrackerSettings(faces="largest", min_size_px=8)
        tracker = FaceTracker(self._detector, settings, self._spec)
        for index, rgb in enumerate(frames):
            t_s = index * MOST_S / len(frames)
            faces = tracker.update(Frame(index, t_s, t_s, rgb)).faces
            yield faces[0] if faces else None

    def _scored(self, faces: Faces, label: str = "") -> list[Sample]:
        there = [(named, face) for named, face in faces.items() if face is not None]
        known: dict[Named, tuple[float, ...]] = {}
        for first in range(0, len(there), BATCH):
            batch = there[first : first + BATCH]
            scores = self._predictor.predict([face.window for _, face in batch])
            for (named, _), score in zip(batch, scores, strict=True):
                known[named] = tuple(round(p, 5) for p in score.emotions.values())
        return [
            Sample(
                *named,
                None if face is None else tuple(round(m, 4) for m in astuple(face.measures)),
                known.get(named),
                label,
            )
            for named, face in faces.items()
        ]

    def _fit_clip(self, file: Path) -> Clip | None:
        """A clip with a large frontal face at its start, cut around it; `None` for others."""
        try:
            with VideoFile(file) as video:
                early = list(takewhile(lambda frame: frame.t_s < MOST_S, video.frames()))
                frames = [frame.rgb for frame in early[:: max(len(early) // LEAST_FRAMES, 1)]]
        except SvfapError:
            return None
        found = self._detector.detect(frames[0])
        if not found or len(frames) < LEAST_FRAMES:
            return None
        points_px = max(found, key=lambda detection: detection.box.width).points_px
        if eyes_px(points_px) < LEAST_EYES_PX or max(map(abs, head_pose(points_px))) > FRONTAL_DEG:
            return None
        frames = _cut(frames, points_px)
        faces = list(self._observed(frames))
        if any(face is None for face in faces):
            return None
        return Clip(file.name, tuple(frames), tuple(f.points_px for f in faces if f is not None))


def _cut(frames: Sequence[RGB], points_px: Points) -> list[RGB]:
    """The part of each frame around a face, smaller where the face is large."""
    half_px = 3 * eyes_px(points_px)
    x, y = points_px.mean(axis=0).tolist()
    rows = slice(max(int(y - half_px), 0), int(y + half_px))
    columns = slice(max(int(x - half_px), 0), int(x + half_px))
    return [
        shrunk(np.ascontiguousarray(rgb[rows, columns]), points_px, MOST_EYES_PX)[0]
        for rgb in frames
    ]
