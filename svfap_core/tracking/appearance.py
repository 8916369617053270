"""Tells whether two faces could be one person's, by looks alone, for a moment's comparison.

A blurred colour thumbnail of the aligned face, compared by correlation. It separates people who
pass in front of each other, whose hair, skin and pose differ; it is no face recognition: two
strangers who both look into the camera correlate at 0.6 and more.
"""

from __future__ import annotations

from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from svfap_core.tracking.align import align_face
from svfap_core.types import RGB, Points

Looks: TypeAlias = NDArray[np.float32]
"""A vector of length 1."""

_SIDE_PX = 16
_TEMPLATE = ((0.3, 0.35), (0.7, 0.35), (0.5, 0.6), (0.34, 0.8), (0.66, 0.8))
"""Tighter than any model's crop: background must not count."""
_KEEP = 0.8


def looks(rgb: RGB, points_px: Points) -> Looks:
    """How the face with these five points looks in a picture `(height, width, 3)`."""
    crop = align_face(rgb, points_px, _TEMPLATE, _SIDE_PX).astype(np.float32)
    blurred = cv2.GaussianBlur(crop, (3, 3), 0)
    return _unit((blurred - blurred.mean(axis=(0, 1))).ravel())


def resemblance(a: Looks, b: Looks) -> float:
    """Correlation, -1..1."""
    return float(a @ b)


def blend(known: Looks, new: Looks) -> Looks:
    """A running average, in which the last few looks count."""
    return _unit(known * _KEEP + new * (1 - _KEEP))


def _unit(vector: NDArray[np.floating]) -> Looks:
    return (vector / max(float(np.linalg.norm(vector)), 1e-6)).astype(np.float32)
