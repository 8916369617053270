"""Which pictures make a window: times to indices. Knows nothing of pixels, tracks or models."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from svfap_core.settings import ClipSpec


class Sampled(NamedTuple):
    """Indices into the observed times, `(frames,)`, and the longest time without an observation."""

    indices: NDArray[np.intp]
    max_gap_s: float


def window_length_s(spec: ClipSpec) -> float:
    """Seconds from a window's first picture to its last: one step short of the span."""
    return spec.step_s * (spec.frames - 1)


def sample_window(times_s: NDArray[np.float64], end_s: float, spec: ClipSpec) -> Sampled:
    """The observations nearest to evenly spaced times that end at `end_s`.

    Sampling goes by time, never by count, so a dropped or late picture shifts no other. Times
    before the first observation repeat it, as the reference pads a short clip with one picture.

    Args:
        times_s: Times of the observations, rising, at least one.
        end_s: Time of the window's last picture.
        spec: Number of pictures and span.

    Returns:
        Indices, never falling; and the longest stretch inside the window (its end included) in
        which nothing was observed. A padded beginning is no gap.
    """
    targets_s = end_s - spec.step_s * np.arange(spec.frames - 1, -1, -1)
    after = np.searchsorted(times_s, targets_s).clip(1, max(1, len(times_s) - 1))
    before = after - 1
    after = after.clip(max=len(times_s) - 1)
    closer = targets_s - times_s[before] > times_s[after] - targets_s
    start_s = max(targets_s[0], times_s[0])
    inside_s = times_s[(times_s > start_s) & (times_s < end_s)]
    gaps_s = np.diff([start_s, *inside_s, end_s])
    return Sampled(np.where(closer, after, before), float(gaps_s.max()))
