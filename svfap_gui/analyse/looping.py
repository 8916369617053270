"""Where playing turns: at the end of a range, at the end of the video. Knows no Qt and no clock."""

from __future__ import annotations

from typing import NamedTuple

from svfap_core.results.edits import TimeRange


class Route(NamedTuple):
    """Which part of a video is played.

    `loops`: the part, or the whole video without one, is played again and again. `once`: playing
    ends with the part.
    """

    part: TimeRange | None = None
    loops: bool = False
    once: bool = False

    def start_s(self, here_s: float) -> float:
        """Where playing begins: here, unless only the part is played and this is outside of it."""
        part = self.part
        if part is None or not (self.loops or self.once) or part.start_s <= here_s < part.end_s:
            return here_s
        return part.start_s

    def leaves(self, before_s: float, now_s: float) -> bool:
        """Whether the part has come to its end; who begins behind it never does."""
        part = self.part
        return part is not None and (self.loops or self.once) and before_s < part.end_s <= now_s

    @property
    def back_s(self) -> float | None:
        """Where it continues after the end; `None`: it does not."""
        if not self.loops:
            return None
        return 0.0 if self.part is None else self.part.start_s
