"""Cuts faces out of videos for training, with the tracker and the crop that analysis uses.

One video at a time, in whatever process calls. Crops go to the disk as they are made: of an hour of
video only times and boxes are kept. Knows nothing of labels, manifests or networks.
"""

from __future__ import annotations

import shutil
from array import array
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from svfap_core.atomic import output_errors
from svfap_core.errors import SourceError
from svfap_core.messages import Message
from svfap_core.settings import ClipSpec, TrackerSettings
from svfap_core.sources.base import SourceCounts, SourceInfo
from svfap_core.sources.opening import open_source
from svfap_core.tracking.align import align_face
from svfap_core.tracking.base import Detector
from svfap_core.tracking.tracker import FaceTracker
from svfap_core.types import FaceObservation, Frame

JPEG_QUALITY = 95
SHORTEST_S = 0.4
"""Faces seen for less than this are not worth a clip."""


BREAKS_OFF_S, BREAKS_OFF_SHARE = 0.5, 0.05
"""A video that ends before its container says by more than both of these is not whole."""


@dataclass(slots=True, eq=False)
class Cropped:
    """One face of a video: the folder of its crops, their times in the source, its boxes in pixels.

    `boxes` are x, y, width and height, one after the other.
    """

    folder: Path
    times_s: array[float] = field(default_factory=lambda: array("d"))
    boxes: array[float] = field(default_factory=lambda: array("f"))

    @property
    def duration_s(self) -> float:
        """From the first crop to the last."""
        return self.times_s[-1] - self.times_s[0] if self.times_s else 0.0

    @property
    def prominence(self) -> float:
        """How much this face fills the video: the sum of its areas."""
        _, _, width, height = self._boxes.T
        return float((width * height).sum())

    @property
    def median_box(self) -> tuple[float, float, float, float]:
        """x, y, width, height."""
        x, y, width, height = np.median(self._boxes, axis=0).tolist()
        return x, y, width, height

    @property
    def _boxes(self) -> NDArray[np.float64]:
        return np.array(self.boxes).reshape(-1, 4)


@dataclass(frozen=True, slots=True)
class Crops:
    """What was cut out of a video.

    Attributes:
        faces: The most prominent first.
        damage: Why they are not of the whole video; nothing where they are.
    """

    faces: list[Cropped]
    damage: str | None


def crop_video(
    path: Path,
    detector: Detector,
    spec: ClipSpec,
    into: Path,
    *,
    start_s: float = 0.0,
    end_s: float | None = None,
    every_face: bool = False,
) -> Crops:
    """Crop the face of a video, or all of them, into folders named 1, 2, ...

    A face is followed until it is out of sight for long or the picture cuts; a labelled clip is
    about the most prominent one.

    Args:
        path: The video, or a folder of whole pictures.
        detector: Finds faces.
        spec: Size and template of the crops.
        into: Where the folders go; it is made.
        start_s: Where to begin.
        end_s: Where to end; none: with the video.
        every_face: All faces seen for long enough, not only the most prominent.

    Raises:
        SourceError: The video cannot be read, or shows no face for long enough.
        OutputError: The disk refuses.
    """
    tracker = FaceTracker(detector, tracker_settings(every_face=every_face), spec)
    found: dict[int, Cropped] = {}
    times_s = array("d")
    last_s = 0.0
    with open_source(path) as source:
        for frame in source.frames():
            if end_s is not None and frame.t_s >= end_s:
                break
            last_s = frame.t_s if frame.end_s is None else frame.end_s
            if frame.t_s < start_s:
                continue
            times_s.append(frame.t_s)
            for face in tracker.update(frame).faces:
                folder = into / f"track-{face.track_id}"
                _add(found.setdefault(face.track_id, Cropped(folder)), frame, face, spec)
        damage = _damage(source.info, source.counts, last_s, end_s)
    faces = sorted(found.values(), key=lambda face: -face.prominence)
    kept = [face for face in faces if face.duration_s >= SHORTEST_S]
    if not kept:
        raise _no_clip(path, times_s, start_s, seen=bool(found))
    kept = kept if every_face else kept[:1]
    with output_errors(into):
        for face in faces:
            if face not in kept:
                shutil.rmtree(face.folder)
        for number, face in enumerate(kept, 1):
            face.folder = face.folder.replace(into / str(number))
    return Crops(kept, damage)


def _no_clip(path: Path, times_s: array[float], start_s: float, *, seen: bool) -> SourceError:
    """Why there is no clip of a video with frames at these times, `seen` faces or not."""
    if not times_s:
        return SourceError(Message("%1 has no frame after %2 s", path, f"{start_s:g}"))
    if seen and (span_s := times_s[-1] - times_s[0]) < SHORTEST_S:
        return SourceError(
            Message(
                "%1 lasts only %2 s by its timestamps (%3 frames); a clip needs %4 s",
                path,
                f"{span_s:.2g}",
                len(times_s),
                f"{SHORTEST_S:g}",
            ),
            hint="If it is longer, its timestamps are damaged: encode it again with a fixed rate.",
        )
    return SourceError(
        Message("%1 shows no face for %2 s", path, f"{SHORTEST_S:g}"),
        hint="Leave it out, or look at it.",
    )


def tracker_settings(*, every_face: bool) -> TrackerSettings:
    """How faces are followed; beside the most prominent one a few more, to know that it is."""
    return TrackerSettings() if every_face else TrackerSettings(faces=3)


def _damage(
    info: SourceInfo, counts: SourceCounts, last_s: float, end_s: float | None
) -> str | None:
    if info.duration_s is not None:
        wanted_s = info.duration_s if end_s is None else min(end_s, info.duration_s)
        if wanted_s - last_s > max(BREAKS_OFF_S, BREAKS_OFF_SHARE * wanted_s):
            return Message("breaks off after %1 of %2 s", f"{last_s:.1f}", f"{wanted_s:.1f}")
    if counts.damaged_packets:
        return Message("is damaged: %1 packets of it cannot be decoded", counts.damaged_packets)
    return None


def _add(to: Cropped, frame: Frame, face: FaceObservation, spec: ClipSpec) -> None:
    crop = align_face(frame.rgb, face.points_px, spec.template, spec.size_px)
    bgr = cv2.cvtColor(crop, cv2.COLOR_RGB2BGR)
    _, jpeg = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    path = to.folder / f"{len(to.times_s):06d}.jpg"
    with output_errors(path.parent):
        if not to.times_s:
            to.folder.mkdir(parents=True)
        path.write_bytes(jpeg.tobytes())
    to.times_s.append(frame.t_s)
    to.boxes.extend((face.box.x0, face.box.y0, face.box.width, face.box.height))
