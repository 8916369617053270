"""All faces of a video, frame by frame: those that were tracked, and fainter ones.

Reads the video and looks for faces in every frame, with a lower threshold than tracking has.
Knows nothing of what is done with them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from svfap_core.results.edits import TimeRange
from svfap_core.results.recording import Recording
from svfap_core.settings import DecodingSettings
from svfap_core.sources.opening import open_source
from svfap_core.tracking.association import overlap
from svfap_core.tracking.base import Detector
from svfap_core.tracking.cuts import CutDetector
from svfap_core.types import Box, Detection

SMALLEST_PX = 24
"""Shorter side of the smallest face that is looked for. With a low threshold most faces of three
quarters of it are found, too."""

SAME_FACE_IOU = 0.3
"""Two boxes in one frame that overlap at least this much show one face."""


@dataclass(frozen=True, slots=True)
class SeenFace:
    """A face in a frame.

    Attributes:
        box: Around the detection and, of a tracked face, where it was followed to.
        score: Of the detection in this very frame, 0..1; 0 where the face was only followed.
        track_id: The track of the analysis; `None` where no track is here.
    """

    box: Box
    score: float
    track_id: int | None = None


@dataclass(frozen=True, slots=True)
class FrameFaces:
    """The faces of a frame.

    Attributes:
        index: The frame's number.
        t_s: Its media time.
        size_px: Its width and height.
        cut: Whether a new scene begins with it.
        faces: In no order.
    """

    index: int
    t_s: float
    size_px: tuple[int, int]
    cut: bool
    faces: tuple[SeenFace, ...]


def find_faces(
    video_path: Path,
    recording: Recording,
    detector: Detector,
    *,
    span: TimeRange,
    min_score: float,
    decoding: DecodingSettings,
    progress: Callable[[float], None],
    should_stop: Callable[[], bool],
) -> list[FrameFaces] | None:
    """The faces of each frame of a span, in order.

    Args:
        video_path: The video that was analysed.
        recording: Its analysis.
        detector: Looks at each frame.
        span: Which time, in media time.
        min_score: Lowest score of a face that counts, 0..1.
        decoding: How the video was read when it was analysed.
        progress: Called with the share done, 0..1, after each frame.
        should_stop: Asked before each frame.

    Returns:
        `None` where that was stopped.

    Raises:
        SourceError: The video cannot be read.
    """
    found: list[FrameFaces] = []
    cuts = CutDetector()
    start_s, end_s = max(span.start_s, 0.0), min(span.end_s, recording.end_s)
    with open_source(video_path, decoding=decoding.whole) as source:
        for frame in source.frames():
            if should_stop():
                return None
            if frame.t_s >= span.end_s:
                break
            if frame.t_s < span.start_s:
                continue
            detections = detector.detect(frame.rgb, smallest_px=SMALLEST_PX, min_score=min_score)
            faces = together(recording.faces.in_frame(frame.index), detections)
            cut = cuts.is_cut(frame.gray)
            found.append(FrameFaces(frame.index, frame.t_s, frame.size_px, cut, faces))
            if end_s > start_s:
                progress(min(max((frame.t_s - start_s) / (end_s - start_s), 0.0), 1.0))
    return found


def together(tracked: NDArray[Any], detections: Sequence[Detection]) -> tuple[SeenFace, ...]:
    """The faces of one frame: each tracked one with its detections, and those without a track.

    Args:
        tracked: Faces of the frame, of type `FACE`.
        detections: All detections in the frame.
    """
    boxes = [Box(*box) for box in tracked["box_xyxy_px"].tolist()]
    whole = list(boxes)
    scores = [float(face["score"]) if face["detected"] else 0.0 for face in tracked]
    alone: list[SeenFace] = []
    for seen in detections:
        shared = [overlap(box, seen.box) for box in boxes]
        best = max(range(len(shared)), key=shared.__getitem__, default=None)
        if best is None or shared[best] < SAME_FACE_IOU:
            alone.append(SeenFace(seen.box, seen.score))
        else:
            whole[best] = hull(whole[best], seen.box)
            scores[best] = max(scores[best], seen.score)
    tracks = tracked["track_id"].tolist()
    return (*map(SeenFace, whole, scores, tracks), *alone)


def hull(a: Box, b: Box) -> Box:
    """The smallest box around two."""
    return Box(min(a.x0, b.x0), min(a.y0, b.y0), max(a.x1, b.x1), max(a.y1, b.y1))
