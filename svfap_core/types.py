"""The values that travel through the pipeline and between threads. All frozen, arrays read-only.

Coordinates are pixels of the upright picture, origin top left, x to the right. Colours are RGB.
Times are seconds as float; `t_s` counts from the first frame of the source, `pts_s` is what the
container or the clock said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple, Protocol, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

RGB: TypeAlias = NDArray[np.uint8]
"""Picture(s) `(..., height, width, 3)`."""

Gray: TypeAlias = NDArray[np.uint8]
"""Luma of an image `(height, width)`."""

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


class Image(Protocol):
    """What a frame shows; from any thread."""

    @property
    def rgb(self) -> RGB:
        """As `Frame.rgb`; kept once it is made."""
        ...

    @property
    def gray(self) -> Gray:
        """As `Frame.gray`."""
        ...

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height."""
        ...

    @property
    def is_rgb(self) -> bool:
        """Whether `rgb` costs nothing."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One frame of a source.

    `index` counts the source's frames from 0, dropped and damaged ones included. `t_s` is media
    time: 0 for the first frame of the source, never falling. The frame is on screen from `t_s` to
    the next frame's; if it is the last one, to `end_s` (its own time and duration, added exactly),
    where the source knows that. `outages` counts those of a live source before this frame: where
    it rises, nothing was on screen just before. `image` is what it shows, of video files as
    decoded: then RGB is made when it is asked for.
    """

    index: int
    t_s: float
    pts_s: float
    image: RGB | Image
    end_s: float | None = None
    outages: int = 0

    @property
    def rgb(self) -> RGB:
        """Upright, pixels square, read-only."""
        return self.image if isinstance(self.image, np.ndarray) else self.image.rgb

    @property
    def has_rgb(self) -> bool:
        """Whether `rgb` is there already."""
        return isinstance(self.image, np.ndarray) or self.image.is_rgb

    @property
    def gray(self) -> Gray:
        """Luma with a longer side of `SMALL_PX` at most: to follow faces and notice cuts."""
        if not isinstance(self.image, np.ndarray):
            return self.image.gray
        from svfap_core.shrinking import small_gray  # noqa: PLC0415  # loads cv2

        return small_gray(self.image)

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height."""
        if isinstance(self.image, np.ndarray):
            return self.image.shape[1], self.image.shape[0]
        return self.image.size_px


@dataclass(frozen=True, slots=True, eq=False)
class Detection:
    """A face as a detector sees it in one picture; `score` in 0..1."""

    box: Box
    points_px: Points
    score: float


@dataclass(frozen=True, slots=True)
class FaceMeasures:
    """What decides how well a face can be judged, each in a unit of its own.

    Attributes:
        interocular_px: Distance between the eyes in the frame, in pixels.
        sharpness: Fine structure beyond noise, 0 (blurred) to 1.
        brightness: Mean luma of the face, 0 (black) to 1 (white).
        contrast: Standard deviation of the luma of the face, 0 to 0.5.
        yaw_deg: Turn of the head; positive towards the person's own left.
        pitch_deg: Nod of the head; positive up.
        roll_deg: Tilt of the head; positive towards the person's own left shoulder.
    """

    interocular_px: float
    sharpness: float
    brightness: float
    contrast: float
    yaw_deg: float
    pitch_deg: float
    roll_deg: float


@dataclass(frozen=True, slots=True, eq=False)
class FaceLandmarks:
    """What the face landmarker finds of a face in one frame.

    Attributes:
        points_px: `(478, 3)` float32: x, y in pixels of the frame, and depth on the same scale,
            smaller towards the camera.
        shapes: `(52,)` float32, 0..1, in the order of `facial_actions.SHAPES`.
        yaw_deg: Turn of the head; signed as in `FaceMeasures`, like the two others.
        pitch_deg: Nod of the head.
        roll_deg: Tilt of the head.
        presence: How sure it is that there is a face, 0..1.
    """

    points_px: NDArray[np.float32]
    shapes: NDArray[np.float32]
    yaw_deg: float
    pitch_deg: float
    roll_deg: float
    presence: float


@dataclass(frozen=True, slots=True, eq=False)
class FaceObservation:
    """A tracked face in one frame.

    `points_px` are smoothed for the crop. `score` is that of the track's last detection;
    `detected` is false where the face was followed from the frame before. `quality` (0 to 1) is
    what the model card's curves make of `measures`. `landmarks` are there where an analysis uses
    the face landmarker, and it finds the face.
    """

    track_id: int
    box: Box
    points_px: Points
    score: float
    detected: bool
    measures: FaceMeasures
    quality: float
    landmarks: FaceLandmarks | None = None


@dataclass(frozen=True, slots=True, eq=False)
class TrackedFaces:
    """Faces of one frame, by track id, and the ids that live: reported, or out of sight for now."""

    faces: tuple[FaceObservation, ...]
    alive: frozenset[int]
    cut: bool = False


class Status(StrEnum):
    """What a result row is; the first that applies, from the top."""

    NO_FACE = "no_face"
    """No track lives at the tick; the row has no track and no scores."""
    WARMING_UP = "warming_up"
    """Live only: the face has been seen for less than a quarter of the span; no scores yet."""
    GAP = "gap"
    """The face was out of sight in the window for longer than the settings allow."""
    LOW_QUALITY = "low_quality"
    """The face is too small, blurred, dark or turned away for this model."""
    SPARSE = "sparse"
    """The window is complete, but holds fewer distinct frames than half of what the model takes."""
    PARTIAL = "partial"
    """The window is shorter than the span, since the face was seen no longer."""
    OK = "ok"


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """The samples of one face that are scored together.

    The window is the interval from `start_s` to `end_s` (media time). `faces_rgb` is
    `(T, size, size, 3)`; `num_distinct` counts different frames among the T samples; `max_gap_s`
    is the longest time in the window in which frames exist but the face was not seen; `measures`
    are medians over the samples. `actions` are means over the time in the window, of the face
    landmarker's; empty without it.
    """

    start_s: float
    end_s: float
    faces_rgb: RGB
    num_distinct: int
    max_gap_s: float
    measures: FaceMeasures
    actions: Mapping[str, float] = field(default_factory=dict[str, float])


@dataclass(frozen=True, slots=True, eq=False)
class AffectResult:
    """Scores of one face at one tick; one row of the table.

    `t_s` is the tick in media time; `frame_index` and `pts_s` are those of the frame on screen
    then. `describes_s` is the time that the scores describe: the tick in a file, the middle of the
    window in a live analysis. `box` and `score` are `None` while the face is hidden; the window's
    bounds, `coverage` (its length over the span), `max_gap_s`, `measures` and `quality` where there
    is no window. `emotions` maps label -> probability, `dimensions` valence, arousal, dominance and
    Big-Five names -> value; both in the order of the model card, both empty without scores.
    `ambiguity` (0 to 1) is the expected disagreement of raters, of a model that learned from these.
    `classes` has the named class heads of the model: name -> label -> probability.
    `actions` are facial actions (`facial_actions.ACTIONS`), name -> 0..1: of the model if it gives
    them, else of the face landmarker. `landmarker` has the landmarker's where the model gives its
    own.
    `features` are what the encoder made of the window, `(D,)`, where an analysis was asked for
    them.
    """

    frame_index: int
    pts_s: float
    t_s: float
    describes_s: float
    status: Status
    track_id: int | None = None
    box: Box | None = None
    score: float | None = None
    quality: float | None = None
    measures: FaceMeasures | None = None
    window_start_s: float | None = None
    window_end_s: float | None = None
    coverage: float | None = None
    max_gap_s: float | None = None
    num_frames: int = 0
    emotions: Mapping[str, float] = field(default_factory=dict[str, float])
    dimensions: Mapping[str, float] = field(default_factory=dict[str, float])
    ambiguity: float | None = None
    classes: Mapping[str, Mapping[str, float]] = field(
        default_factory=dict[str, Mapping[str, float]]
    )
    features: NDArray[np.float32] | None = None
    actions: Mapping[str, float] = field(default_factory=dict[str, float])
    landmarker: Mapping[str, float] = field(default_factory=dict[str, float])

    @property
    def is_scored(self) -> bool:
        """Whether there are scores of any kind."""
        return bool(self.emotions or self.dimensions or self.classes or self.actions)

    @property
    def top_emotion(self) -> str | None:
        """The most probable label."""
        return max(self.emotions, key=self.emotions.__getitem__) if self.emotions else None
