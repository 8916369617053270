"""Cuts faces out of videos for training, with the tracker and the crop that analysis uses.

One video at a time, in whatever process calls. Knows nothing of labels, manifests or networks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path

import cv2
import numpy as np

from svfap_core.errors import SourceError
from svfap_core.settings import ClipSpec, TrackerSettings
from svfap_core.sources.opening import open_source
from svfap_core.tracking.align import align_face
from svfap_core.tracking.base import Detector
from svfap_core.tracking.tracker import FaceTracker
from svfap_core.types import FaceObservation, Frame

JPEG_QUALITY = 95
SHORTEST_S = 0.4
"""Faces seen for less than this are not worth a clip."""


@dataclass(slots=True, eq=False)
class Cropped:
    """One face of a video: its coded crops, their times in the source, its boxes in pixels."""

    jpegs: list[bytes] = field(default_factory=list[bytes])
    times_s: list[float] = field(default_factory=list[float])
    boxes: list[tuple[float, float, float, float]] = field(
        default_factory=list[tuple[float, float, float, float]]
    )

    @property
    def duration_s(self) -> float:
        """From the first crop to the last."""
        return self.times_s[-1] - self.times_s[0] if self.times_s else 0.0

    @property
    def prominence(self) -> float:
        """How much this face fills the video: the sum of its areas."""
        return sum(width * height for _, _, width, height in self.boxes)

    @property
    def median_box(self) -> tuple[float, float, float, float]:
        """x, y, width, height."""
        x, y, width, height = np.median(np.array(self.boxes), axis=0).tolist()
        return x, y, width, height


def crop_video(
    path: Path,
    detector: Detector,
    spec: ClipSpec,
    *,
    start_s: float = 0.0,
    end_s: float | None = None,
    every_face: bool = False,
) -> list[Cropped]:
    """The face of a video, or all of them, most prominent first.

    A face is followed until it is out of sight for long or the picture cuts; a labelled clip is
    about the most prominent one.

    Args:
        path: The video, or a folder of whole pictures.
        detector: Finds faces.
        spec: Size and template of the crops.
        start_s: Where to begin.
        end_s: Where to end; none: with the video.
        every_face: All faces seen for long enough, not only the most prominent.

    Raises:
        SourceError: The video cannot be read, or shows no face for long enough.
    """
    settings = TrackerSettings() if every_face else TrackerSettings(faces=3)
    tracker = FaceTracker(detector, settings, spec)
    found: dict[int, Cropped] = {}
    with open_source(path) as source:
        for frame in _part(source.frames(), start_s, end_s):
            for face in tracker.update(frame).faces:
                _add(found.setdefault(face.track_id, Cropped()), frame, face, spec)
    faces = sorted(found.values(), key=lambda face: -face.prominence)
    faces = [face for face in faces if face.duration_s >= SHORTEST_S]
    if not faces:
        raise SourceError(
            f"{path} shows no face for {SHORTEST_S:g} s", hint="Leave it out, or look at it."
        )
    return faces if every_face else faces[:1]


def _part(frames: Iterator[Frame], start_s: float, end_s: float | None) -> Iterator[Frame]:
    inside = takewhile(lambda frame: end_s is None or frame.t_s < end_s, frames)
    return (frame for frame in inside if frame.t_s >= start_s)


def _add(to: Cropped, frame: Frame, face: FaceObservation, spec: ClipSpec) -> None:
    crop = align_face(frame.rgb, face.points_px, spec.template, spec.size_px)
    bgr = cv2.cvtColor(crop, cv2.COLOR_RGB2BGR)
    _, jpeg = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    to.jpegs.append(jpeg.tobytes())
    to.times_s.append(frame.t_s)
    to.boxes.append((face.box.x0, face.box.y0, face.box.width, face.box.height))
