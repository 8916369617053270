"""What detectors share: a picture scaled to their liking, and the way back to its own pixels."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from svfap_core.types import RGB, Box, Detection, frozen

MULTIPLE_PX = 32
"""The networks halve their input five times."""
_MAX_ENLARGEMENT = 2.0


def scaled(
    rgb: RGB, longer_side_px: int, *, enlarge: bool = True
) -> tuple[RGB, NDArray[np.float64]]:
    """A picture with a longer side of this many pixels, and its scale in x and y.

    Small pictures are at most doubled, or left as they are if not to `enlarge`.
    """
    height, width = rgb.shape[:2]
    scale = min(longer_side_px / max(height, width), _MAX_ENLARGEMENT if enlarge else 1.0)
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    if size != (width, height):
        method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        rgb = cv2.resize(rgb, size, interpolation=method).astype(np.uint8, copy=False)
    return rgb, np.array(size) / (width, height)


def padded(rgb: RGB) -> RGB:
    """The picture with black right and below, up to multiples of 32 px."""
    height, width = rgb.shape[:2]
    canvas = np.zeros((round_up(height), round_up(width), 3), np.uint8)
    canvas[:height, :width] = rgb
    return canvas


def round_up(length_px: int) -> int:
    """The next multiple of 32."""
    return -(-length_px // MULTIPLE_PX) * MULTIPLE_PX


def to_detection(
    corners: ArrayLike, points_px: ArrayLike, score: float, size: tuple[int, int]
) -> Detection | None:
    """A detection in a picture of size (height, width); `None` where its box lies outside.

    Args:
        corners: x0, y0, x1, y1 in pixels of the picture; cut at its edges.
        points_px: `(5, 2)`, likewise; kept as they are.
        score: 0..1.
        size: Of the picture.
    """
    x0, y0, x1, y1 = np.asarray(corners, np.float64).tolist()
    height, width = size
    box = Box(max(x0, 0.0), max(y0, 0.0), min(x1, float(width)), min(y1, float(height)))
    if box.width <= 0 or box.height <= 0:
        return None
    return Detection(box, frozen(np.array(points_px, np.float32).reshape(5, 2)), float(score))
