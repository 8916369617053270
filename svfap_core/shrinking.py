"""Pictures made smaller."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray


def shrunk(picture: NDArray[np.uint8], longer_side_px: int) -> NDArray[np.uint8]:
    """A picture, grey or RGB, with a longer side of this many pixels at most."""
    height, width = picture.shape[:2]
    scale = min(longer_side_px / max(height, width), 1.0)
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    if size == (width, height):
        return picture
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
