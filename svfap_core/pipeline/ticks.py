"""The grid that rows stand on. Knows nothing of frames or faces."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction


class Ticks:
    """Exact multiples of a hop, from 0 on, each given out once.

    Args:
        hop: Seconds between ticks, as an exact fraction.
    """

    def __init__(self, hop: Fraction) -> None:
        self._hop = hop
        self._next = 0
        self._origin_s = 0.0
        self._later_origin_s: float | None = None

    def count_from(self, origin_s: float) -> None:
        """From this time on ticks are multiples of the hop from there; earlier ones stay due."""
        self._later_origin_s = origin_s

    def before(self, t_s: float) -> Iterator[float]:
        """The ticks still due before a time."""
        while (tick_s := self._due_s()) < t_s:
            self._next += 1
            yield tick_s

    def skip_before(self, t_s: float) -> None:
        """Pass over the ticks before a time."""
        for _ in self.before(t_s):
            pass

    def at(self, t_s: float) -> bool:
        """Whether a tick is due at this very time; it is then given out."""
        due = self._due_s() == t_s
        self._next += due
        return due

    def _due_s(self) -> float:
        tick_s = self._origin_s + float(self._next * self._hop)
        if self._later_origin_s is None or tick_s < self._later_origin_s:
            return tick_s
        self._origin_s, self._later_origin_s, self._next = self._later_origin_s, None, 0
        return self._origin_s
