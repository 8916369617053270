"""From the times that a container gives to frames, to times that never fall. All sums are exact.

Knows no container and no decoder.
"""

from __future__ import annotations

from collections import deque
from fractions import Fraction
from statistics import median_low
from typing import NamedTuple

SPLICE_S = Fraction(1)
"""A time that falls back by at least this much is a splice, below it a glitch."""

JUMP_S = Fraction(10)
"""Where a format's clock may be set anew within a file, a longer step ahead is a splice too; the
program ffmpeg draws the line at the same place (`dts_delta_threshold`)."""

MPEG_WRAP_S = Fraction(2**33, 90_000)
"""When the 33 bits of the clock of MPEG systems begin again (ISO/IEC 13818-1)."""

_FALLBACK_GAP_S = Fraction(1, 25)
_MEDIAN_OF = 99
_MOST_TOLD = 3


class Stamp(NamedTuple):
    """When a frame is shown: media time, the container's time, and its end if none follows."""

    t_s: float
    pts_s: float
    end_s: float


class FrameClock:
    """Turns display times into times that never fall; media time is always PTS less the first PTS.

    - A frame without a time comes one duration (or usual gap) after the one before it.
    - A time that falls by less than `SPLICE_S` is a glitch: the frame gets the time of the one
      before it, and later ones keep their own.
    - One that falls by more, or jumps ahead where `may_jump`, is a wrap of the clock if that
      explains it, else a splice: what follows goes on one gap after the frame before.

    Args:
        rate_fps: Frames per second, where known.
        may_jump: The format allows its clock to be set anew (MPEG systems).
        wrap_s: When the clock begins again from 0.
        by_decoding: Times follow from the order of decoding; the last frames, which come out when
            nothing more goes in, are without one, and that is nothing to tell of.
    """

    def __init__(
        self,
        rate_fps: Fraction | None,
        *,
        may_jump: bool = False,
        wrap_s: Fraction | None = None,
        by_decoding: bool = False,
    ) -> None:
        self._rate_gap_s = 1 / rate_fps if rate_fps else None
        self._may_jump = may_jump
        self._wrap_s = wrap_s
        self._by_decoding = by_decoding
        self._first_s: Fraction | None = None
        self._last_s = Fraction(0)
        self._step_s = Fraction(0)
        self._shift_s = Fraction(0)
        self._gaps_s: deque[Fraction] = deque(maxlen=_MEDIAN_OF)
        self._median_s: Fraction | None = None
        self._stamped = self._untimed = self._held = 0
        self._splices_s: list[float] = []

    def stamp(self, time_s: Fraction | None, duration_s: Fraction) -> Stamp:
        """The times of the next frame in display order.

        Args:
            time_s: When the container shows it, if it says so.
            duration_s: For how long; 0 where unknown.
        """
        if self._first_s is None:
            self._first_s = self._last_s = shown_s = time_s or Fraction(0)
        else:
            shown_s = self._shown_s(time_s)
            self._gaps_s.append(shown_s - self._last_s)
        self._stamped += 1
        self._untimed += time_s is None and not self._by_decoding
        self._last_s = shown_s
        self._step_s = duration_s if duration_s > 0 else self._rate_gap_s or self.usual_gap_s
        end_s = shown_s + (duration_s if duration_s > 0 else self.usual_gap_s)
        first_s = self._first_s
        return Stamp(float(shown_s - first_s), float(shown_s), float(end_s - first_s))

    @property
    def usual_gap_s(self) -> Fraction:
        """The median gap between the last frames; before there is one, what the rate says."""
        if self._median_s is None or self._stamped % 16 == 0 or len(self._gaps_s) < 16:
            self._median_s = median_low(self._gaps_s) if self._gaps_s else None
        return self._median_s or self._rate_gap_s or _FALLBACK_GAP_S

    @property
    def last_end_s(self) -> Fraction:
        """When the last frame ends, on the container's clock."""
        return self._last_s + self._step_s

    @property
    def notes(self) -> tuple[str, ...]:
        """What was repaired, in sentences."""
        notes: list[str] = []
        if self._untimed and self._untimed == self._stamped:
            notes.append(
                "The file carries no times; its frames are taken at "
                f"{float(1 / self._step_s):.6g} per second."
            )
        elif self._untimed:
            notes.append(
                f"{self._untimed} frame(s) carry no time; each was put one frame after the one "
                "before it."
            )
        if self._held:
            notes.append(
                f"{self._held} frame(s) carry a time before that of the frame ahead of them; they "
                "were given its time."
            )
        if self._splices_s:
            told = ", ".join(f"{at_s:.2f} s" for at_s in self._splices_s[:_MOST_TOLD])
            more = len(self._splices_s) - _MOST_TOLD
            and_more = f" and {more} more place(s)" if more > 0 else ""
            notes.append(
                f"The file's clock jumps at {told}{and_more}, as in files that were joined; time "
                "goes on there without a gap."
            )
        return tuple(notes)

    def _shown_s(self, time_s: Fraction | None) -> Fraction:
        """When a frame is shown that is not the first."""
        if time_s is None:
            return self._last_s + self._step_s
        step_s = time_s + self._shift_s - self._last_s
        if self._jumps(step_s) and self._wrap_s:
            wraps = round(step_s / self._wrap_s)
            self._shift_s -= wraps * self._wrap_s
            step_s -= wraps * self._wrap_s
        if self._jumps(step_s):
            self._shift_s += self._step_s - step_s
            step_s = self._step_s
            self._splices_s.append(float(self._last_s + step_s - (self._first_s or 0)))
        if step_s < 0:
            self._held += 1
            step_s = Fraction(0)
        return self._last_s + step_s

    def _jumps(self, step_s: Fraction) -> bool:
        return step_s <= -SPLICE_S or (self._may_jump and step_s > JUMP_S)
