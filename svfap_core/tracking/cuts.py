"""Notices hard cuts: from one picture to the next, everything is another scene.

Two things must come together. The picture, reduced to a thumbnail, changes far more than it has
been changing of late (which keeps pans and gestures out), and the layout of light and dark no
longer resembles the one before (which keeps flashes and exposure changes out). A dissolve is not
a hard cut. Knows nothing of faces.
"""

from __future__ import annotations

from collections import deque

import cv2
import numpy as np
from numpy.typing import NDArray

from svfap_core.types import Gray

_LONG_SIDE = 32
_MIN_CHANGE = 8.0
"""Mean absolute difference in grey levels; differences of noise and small motion stay below."""
_TIMES_RECENT = 3.0
_MAX_RESEMBLANCE = 0.6
"""Correlation of the thumbnails. Whip pans reach down to 0.7, cuts lie around 0.1."""
_FLAT_CONTRAST = 3.0


class CutDetector:
    """Compares each picture with the one before.

    Blank pictures (black, a flash) say nothing: what follows is compared with the last picture
    before them, so that faces keep their identity through a short blackout.
    """

    def __init__(self) -> None:
        self._last: NDArray[np.float32] | None = None
        self._recent: deque[float] = deque(maxlen=8)

    def is_cut(self, gray: Gray) -> bool:
        """Whether the frame `(height, width)`, already small or not, starts a new scene."""
        thumbnail = _thumbnail(gray)
        if float(thumbnail.std()) < _FLAT_CONTRAST:
            return False
        last, self._last = self._last, thumbnail
        if last is None:
            return False
        if last.shape != thumbnail.shape:
            self._recent.clear()
            return True
        change = float(np.abs(thumbnail - last).mean())
        usual = float(np.mean(self._recent)) if self._recent else 0.0
        if (
            change > _MIN_CHANGE + _TIMES_RECENT * usual
            and _resemblance(last, thumbnail) < _MAX_RESEMBLANCE
        ):
            self._recent.clear()
            return True
        self._recent.append(change)
        return False


def _thumbnail(gray: Gray) -> NDArray[np.float32]:
    height, width = gray.shape
    scale = _LONG_SIDE / max(height, width)
    size = max(round(width * scale), 2), max(round(height * scale), 2)
    return cv2.resize(gray, size, interpolation=cv2.INTER_AREA).astype(np.float32)


def _resemblance(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    """Correlation of brightness over the picture, -1..1; neither picture is flat."""
    a, b = a - a.mean(), b - b.mean()
    return float((a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum()))
