"""Which frames a window shows: the one rule of training and analysis. Knows no pixels or tracks.

A window is an interval of time, and its T samples are taken in the middle of T equal parts of it.
A frame is on screen from its own time to the next frame's; the frame at a time is the one on screen
then. Sampling goes by time, never by count: a lost or late frame shifts no other.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_ROUNDING_S = 1e-6
"""Times of frames and samples are rounded to binary floats; a frame that begins so shortly after a
sample is on screen at it."""


def sample_times(start_s: float, length_s: float, count: int) -> NDArray[np.float64]:
    """When a window is sampled: `start + (i + 1/2) * length / count`.

    Args:
        start_s: Start of the window.
        length_s: Its length; a window shorter than the model's span is sampled more densely.
        count: Number of samples T.

    Returns:
        `(count,)` seconds, rising.
    """
    return start_s + (np.arange(count, dtype=np.float64) + 0.5) * (length_s / count)


def frames_at(
    starts_s: NDArray[np.float64], ends_s: NDArray[np.float64], times_s: NDArray[np.float64]
) -> NDArray[np.intp]:
    """The frames on screen at some times or, where there is none, those nearest to them.

    Args:
        starts_s: When each frame comes on screen `(n,)`, never falling; at least one.
        ends_s: When each leaves it `(n,)`; the next frame may come later.
        times_s: Any times `(m,)`.

    Returns:
        Indices `(m,)`; halfway between two frames, the earlier.
    """
    before = np.searchsorted(starts_s, times_s + _ROUNDING_S, side="right") - 1
    after = (before + 1).clip(max=len(starts_s) - 1)
    before = before.clip(min=0)
    late_s = (times_s - ends_s[before]).clip(min=0)
    early_s = np.where(after > before, starts_s[after] - times_s, np.inf)
    first = times_s + _ROUNDING_S < starts_s[before]
    return np.where((late_s <= early_s) | first, before, after)
