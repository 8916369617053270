"""Images made smaller."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

SMALL_PX = 640
"""Longer side of what is small: enough to follow faces and to notice cuts."""


def small_gray(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Luma of an image `(height, width, 3)` with a longer side of `SMALL_PX` at most, read-only."""
    gray = cv2.cvtColor(shrunk(rgb, SMALL_PX), cv2.COLOR_RGB2GRAY).astype(np.uint8, copy=False)
    gray.flags.writeable = False
    return gray


def shrunk(image: NDArray[np.uint8], longer_side_px: int) -> NDArray[np.uint8]:
    """A image, grey or RGB, with a longer side of this many pixels at most."""
    height, width = image.shape[:2]
    scale = min(longer_side_px / max(height, width), 1.0)
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    if size == (width, height):
        return image
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
