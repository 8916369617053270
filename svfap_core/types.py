"""The values that travel through the pipeline and between threads. All frozen, arrays read-only.

Coordinates are pixels of the upright picture, origin top left, x to the right. Colours are RGB.
Times are seconds as float; `t_s` counts from the first frame of the source, `pts_s` is what the
container or the clock said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

RGB: TypeAlias = NDArray[np.uint8]
"""Picture(s) `(..., height, width, 3)`."""

Points: TypeAlias = NDArray[np.float32]
"""Five points `(5, 2)`: eye, eye, nose tip, mouth corner, mouth corner; of each pair the one
further left in an upright picture first."""

Array = TypeVar("Array", bound=NDArray[Any])


class Box(NamedTuple):
    """A rectangle in pixels; x1 and y1 are exclusive."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """In pixels."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """In pixels."""
        return self.y1 - self.y0


def frozen(array: Array) -> Array:
    """The same array, from now on read-only."""
    array.flags.writeable = False
    return array


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture of a source. `index` counts the source's frames, dropped ones included."""

    index: int
    t_s: float
    pts_s: float
    rgb: RGB


@dataclass(frozen=True, slots=True, eq=False)
class Detection:
    """A face as a detector sees it in one picture; `score` in 0..1."""

    box: Box
    points_px: Points
    score: float


@dataclass(frozen=True, slots=True)
class FaceQuality:
    """How well a face can be judged, each figure in 0..1 and `overall` the lowest of them.

    `size` falls below 1 when the face is smaller than the model's crop, `sharpness` with blur,
    `pose` as the head turns from the camera.
    """

    size: float
    sharpness: float
    pose: float

    @property
    def overall(self) -> float:
        """The weakest of the three."""
        return min(self.size, self.sharpness, self.pose)


@dataclass(frozen=True, slots=True, eq=False)
class FaceObservation:
    """A tracked face in one frame.

    `points_px` are smoothed for the crop. `score` is that of the track's last detection;
    `detected` is false where the face was followed from the frame before.
    """

    track_id: int
    box: Box
    points_px: Points
    score: float
    detected: bool
    quality: FaceQuality


@dataclass(frozen=True, slots=True, eq=False)
class TrackedFaces:
    """Faces of one frame, by track id, and the ids that can still come back."""

    faces: tuple[FaceObservation, ...]
    alive: frozenset[int]
    cut: bool = False


class Status(StrEnum):
    """What a result row can be trusted for."""

    OK = "ok"
    WARMING_UP = "warming_up"
    """The face has been seen for less than the window's span: no scores yet, or, when the face
    left or the video ended before that, scores of a window padded with its last picture."""
    GAP = "gap"
    """The face was out of sight in the window for longer than the settings allow."""
    LOW_QUALITY = "low_quality"
    """The faces of the window are too small, blurred or turned away."""
    NO_FACE = "no_face"
    """No face in sight; the row has no track and no scores."""


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """The pictures of one face that are scored together.

    `faces_rgb` is `(T, size, size, 3)`; `start_s` and `end_s` bound the sampled times;
    `num_distinct` counts different source frames among the T.
    """

    track_id: int
    start_s: float
    end_s: float
    faces_rgb: RGB
    num_distinct: int
    max_gap_s: float
    quality: float


@dataclass(frozen=True, slots=True, eq=False)
class AffectResult:
    """Scores of one face at one time; one row of the table.

    `emotions` maps label -> probability, `dimensions` valence, arousal, dominance and Big-Five
    names -> value; both in the order of the model card, both empty where there are no scores.
    Window bounds are `None` for rows without a face.
    """

    frame_index: int
    pts_s: float
    t_s: float
    status: Status
    track_id: int | None = None
    box: Box | None = None
    score: float | None = None
    quality: float | None = None
    window_start_s: float | None = None
    window_end_s: float | None = None
    num_frames: int = 0
    emotions: Mapping[str, float] = field(default_factory=dict[str, float])
    dimensions: Mapping[str, float] = field(default_factory=dict[str, float])

    @property
    def top_emotion(self) -> str | None:
        """The most probable label."""
        return max(self.emotions, key=self.emotions.__getitem__) if self.emotions else None
