"""Finds where faces lie in the pictures of a data set, so that crops of video can match them.

The template of a model's card says where five points of a face lie in its crop. For a model that
learned from ready-made crops it follows from these: the median place of each point. Knows nothing
of networks that are trained.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from svfap_core.tracking.align import fit_similarity
from svfap_core.tracking.base import Detector
from svfap_core.types import RGB
from trainer.data.frames import FrameReader
from trainer.data.manifest import Manifest

SIZE_PX, BORDER_PX = 240, 40
_MIN_SCORE = 0.5
"""Of what the detector is shown: it wants to see a little more than the face."""


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredTemplate:
    """Where faces lie in crops, and how much single faces differ from that.

    `points` `(5, 2)` are fractions of the crop. The spreads are standard deviations, made of
    quartiles so that wrong detections do not count, of the similarities between single faces and
    the template: shift x and y in crop sizes, scale as a ratio, rotation in degrees.
    """

    points: NDArray[np.float64]
    found: int
    asked: int
    spread_shift: tuple[float, float]
    spread_scale: float
    spread_rotation_deg: float


def measure_template(pictures: Iterable[RGB], detector: Detector) -> MeasuredTemplate:
    """The symmetric template of pictures of one face each, `(S, S, 3)` uint8 RGB.

    Raises:
        ValueError: No face was found in any of them.
    """
    candidates = [_points(picture, detector) for picture in pictures]
    found = [points for points in candidates if points is not None]
    if not found:
        raise ValueError("no face was found in any picture")
    points = _symmetric(np.median(np.stack(found), axis=0))
    centre = np.full(2, 0.5)
    shifts, log_scales, angles = [], [], []
    for face in found:
        turn = fit_similarity(points - centre, face - centre)
        shifts.append(turn[:, 2])
        log_scales.append(np.log(np.hypot(turn[0, 0], turn[1, 0])))
        angles.append(np.degrees(np.arctan2(turn[1, 0], turn[0, 0])))
    spread_x, spread_y = _deviation(np.array(shifts))
    return MeasuredTemplate(
        points=points,
        found=len(found),
        asked=len(candidates),
        spread_shift=(float(spread_x), float(spread_y)),
        spread_scale=float(_deviation(np.array(log_scales))),
        spread_rotation_deg=float(_deviation(np.array(angles))),
    )


def sample_pictures(manifest: Manifest, count: int) -> Iterator[RGB]:
    """The middle picture of so many clips to learn from, or of all of them, evenly chosen.

    Raises:
        SourceError: One cannot be read.
    """
    reader = FrameReader(manifest, "rgb", SIZE_PX)
    lengths, parts = manifest.column("num_frames"), manifest.column("split")
    rows = [row for row, part in enumerate(parts) if part in (None, "train")]
    for row in rows[:: max(1, len(rows) // count)]:
        yield reader.read(row, np.array([lengths[row] // 2]))[0]


def _points(picture: RGB, detector: Detector) -> NDArray[np.float64] | None:
    """Five points as fractions of the picture, of the best face whose middle lies in it."""
    smaller = len(picture) > SIZE_PX
    way = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
    shown = cv2.resize(picture, (SIZE_PX, SIZE_PX), interpolation=way)
    shown = cv2.copyMakeBorder(shown, *[BORDER_PX] * 4, borderType=cv2.BORDER_REPLICATE)
    detections = detector.detect(shown.astype(np.uint8), min_score=_MIN_SCORE)
    if not detections:
        return None
    return (detections[0].points_px.astype(np.float64) - BORDER_PX) / SIZE_PX


def _symmetric(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean of five points and their mirror image: training shows both."""
    mirrored = points[[1, 0, 2, 4, 3]] * (-1, 1) + (1, 0)
    return (points + mirrored) / 2


def _deviation(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Standard deviation of the normal distribution with the same quartiles, per column."""
    low, high = np.percentile(values, [25, 75], axis=0)
    return (high - low) / 1.349
