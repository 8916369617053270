"""From media time to the clocks of other programs: the one place that converts.

Knows no files. Lab Streaming Layer counts by the capture of frames, see `Session.zero_at_s`.
"""

from __future__ import annotations

from typing import NamedTuple


class MediaClock(NamedTuple):
    """Where media time 0, the first frame of the analysed stream, lies for others.

    `first_pts_s` is the container's time of that frame; `file_start_s`, on the same clock, is where
    players and ELAN begin to count: the earliest presented sample of any stream.
    """

    first_pts_s: float = 0.0
    file_start_s: float = 0.0

    def container_s(self, t_s: float) -> float:
        """A media time on the container's clock."""
        return t_s + self.first_pts_s

    def file_s(self, t_s: float) -> float:
        """A media time as players and ELAN show it."""
        return self.container_s(t_s) - self.file_start_s
