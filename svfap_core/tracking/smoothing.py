"""Steadies the five points of a face without making them late.

An average of the past lags behind a moving face, and the crop with it. A straight line fitted to
the last moments and read off at its end does not: for steady motion it is exact, and for a still
face it averages (local linear regression at the boundary, Fan and Gijbels 1996, section 2.2.3).

Knows nothing of pictures.
"""

from __future__ import annotations

from collections import deque

import numpy as np
from numpy.typing import NDArray

from svfap_core.types import Points


class PointsSmoother:
    """A line fitted to the latest positions of some points, the newer the weightier."""

    def __init__(self, span_s: float = 0.25) -> None:
        """Start without positions; those older than `span_s` no longer count."""
        self._span_s = span_s
        self._times: deque[float] = deque()
        self._positions: deque[NDArray[np.float64]] = deque()

    def reset(self) -> None:
        """Forget all positions, after a jump in time."""
        self._times.clear()
        self._positions.clear()

    def scale(self, factor_xy: NDArray[np.float64]) -> None:
        """Go over to a picture that is larger by these factors."""
        self._positions = deque(position * factor_xy for position in self._positions)

    def put(self, t_s: float, points_px: Points) -> None:
        """Take a position in, in place of one of the same time; times never fall."""
        if self._times and self._times[-1] == t_s:
            self._times.pop()
            self._positions.pop()
        self._times.append(t_s)
        self._positions.append(points_px.astype(np.float64))
        while t_s - self._times[0] > self._span_s:
            self._times.popleft()
            self._positions.popleft()

    def fit(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Where the points are at the last time, and their velocity in px/s, both `(n, 2)`.

        Up to three positions hold too little for a line; the last one stands, at rest.
        """
        positions = np.stack(self._positions)
        ages = np.asarray(self._times) - self._times[-1]
        if len(ages) < 4 or ages[0] == 0:
            return positions[-1], np.zeros_like(positions[-1])
        weights = 1 + ages / (self._span_s + 1e-3)
        weights /= weights.sum()
        mean_age = weights @ ages
        centred = weights * (ages - mean_age)
        slope = np.tensordot(centred, positions, 1) / (centred @ (ages - mean_age))
        return np.tensordot(weights, positions, 1) - slope * mean_age, slope
