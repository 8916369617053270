"""Scores of the last minute per person, in arrays a plot can take as they are. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from svfap_core.types import AffectResult
from svfap_gui.parts.facial_actions import NO_ACTIONS, OfferedActions

SPAN_S = 60.0
"""How far back curves go."""

_CAPACITY = 1800
"""Rows of a minute at 30 results per second."""


class PlotBuffer:
    """Times `(n,)` and values `(channels, n)` of the newest rows, contiguous per channel.

    Rows are appended to an array of twice the capacity and moved to its front when it is full, so
    that reading never copies and appending almost never does.
    """

    def __init__(self, channels: int, capacity: int = _CAPACITY) -> None:
        self._times = np.zeros(2 * capacity)
        self._values = np.zeros((channels, 2 * capacity))
        self._capacity = capacity
        self._begin = self._end = 0

    def append(self, t_s: float, values: Sequence[float]) -> None:
        """Add a row; NaN breaks the line."""
        if self._end == 2 * self._capacity:
            self._begin, self._end = 0, self._capacity
            self._times[: self._capacity] = self._times[self._capacity :]
            self._values[:, : self._capacity] = self._values[:, self._capacity :]
        self._times[self._end] = t_s
        self._values[:, self._end] = values
        self._end += 1
        self._begin = max(self._begin, self._end - self._capacity)

    def trim(self, before_s: float) -> None:
        """Forget rows earlier than a time."""
        self._begin += int(np.searchsorted(self.times, before_s))

    @property
    def times(self) -> NDArray[np.float64]:
        """Seconds, rising; a view."""
        return self._times[self._begin : self._end]

    def channel(self, index: int) -> NDArray[np.float64]:
        """Values of one channel; a view."""
        return self._values[index, self._begin : self._end]

    @property
    def newest_s(self) -> float:
        """Time of the newest row; call only when there is one."""
        return float(self._times[self._end - 1])

    def __len__(self) -> int:
        return self._end - self._begin


class AffectHistory:
    """A buffer per person; people unseen for the whole span are forgotten.

    Channels are emotions and dimensions by `names`, then all scores of facial actions.
    """

    def __init__(
        self,
        names: Sequence[str],
        actions: OfferedActions = NO_ACTIONS,
        span_s: float = SPAN_S,
    ) -> None:
        self.names = tuple(names)
        self._actions = actions
        self._span_s = span_s
        self._buffers: dict[int, PlotBuffer] = {}

    def append(self, result: AffectResult) -> None:
        """Add a row of a person; rows without scores break the line, rows of nobody are left."""
        if result.track_id is None:
            return
        scores = {**result.emotions, **result.dimensions}
        row = [scores.get(name, float("nan")) for name in self.names]
        row += self._actions.scores(result)
        buffer = self._buffers.setdefault(result.track_id, PlotBuffer(len(row)))
        buffer.append(result.t_s, row)
        self._forget(result.t_s - self._span_s)

    def of(self, track_id: int | None) -> PlotBuffer | None:
        """A person's rows, if any."""
        return None if track_id is None else self._buffers.get(track_id)

    def ways(
        self, track_id: int | None, names: Sequence[str]
    ) -> tuple[NDArray[np.float64], list[NDArray[np.float64]]]:
        """A person's times `(n,)` and channels `(n,)` by name; empty where any is missing."""
        buffer = self.of(track_id)
        if buffer is None or not set(names) <= set(self.names):
            return np.zeros(0), [np.zeros(0) for _ in names]
        return buffer.times, [buffer.channel(self.names.index(name)) for name in names]

    def _forget(self, before_s: float) -> None:
        for track_id, buffer in list(self._buffers.items()):
            if buffer.newest_s < before_s:
                del self._buffers[track_id]
            else:
                buffer.trim(before_s)
