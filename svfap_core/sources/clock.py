"""From the times that a container gives to frames, to times that never fall. All sums are exact.

Knows no container and no decoder.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from math import lcm
from statistics import median_low
from typing import NamedTuple

from svfap_core.messages import Message

SPLICE_S = Fraction(1)
"""A time that falls back by at least this much is a splice in every format."""

LOOK_AHEAD = 3
"""How many frames after one whose time fell say whether that was a glitch or a splice."""

_MOST_OUT_OF_ORDER = 2
"""So many frames in a row may carry a wrong time; more of them are of another part."""

_UNEVEN = Fraction(3, 2)
"""Steps of one part that follow each other differ by less than this ratio."""

JUMP_S = Fraction(10)
"""Where a format's clock may be set anew within a file, a longer step ahead is a splice too; the
program ffmpeg draws the line at the same place (`dts_delta_threshold`).

In other formats a longer step must fit into the length that the file announces, to within as much.
"""

LONGEST_HOLD_S = Fraction(24 * 3600)
"""No frame stays on screen for longer, whatever a file announces: its time is damaged."""

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


class ClockShift(NamedTuple):
    """From the frame that the container shows at `from_s` on, `shift_s` is added to its times."""

    from_s: float
    shift_s: float


class FrameClock:
    """Turns display times into times that never fall; media time is always PTS less the first PTS.

    - A frame without a time comes one duration (or usual gap) after the one before it.
    - A time that falls by less than `SPLICE_S` is a glitch: the frame gets the time of the one
      before it, and later ones keep their own. Where `may_jump`, it is one only if the frames after
      it soon recover; else it is a splice.
    - One that leaps by more, either way, is astray if the frames after it return to where it leapt
      from; the frame is put one duration (or usual gap) after the one before it.
    - Else one that falls by more, or jumps ahead where `may_jump`, is a wrap of the clock if that
      explains it, or a splice: what follows goes on one gap after the frame before.
    - So does what follows a step ahead that the file cannot hold: one above `JUMP_S` that ends as
      much after the announced length, or one above `LONGEST_HOLD_S`. Of the last frame, a duration
      like that counts as unknown.

    It counts in whole parts of a tick, so that the gaps between frames are whole numbers too.

    Args:
        base_s: Seconds that a tick of the container's clock lasts.
        rate_fps: Frames per second, where known.
        may_jump: The format allows its clock to be set anew (MPEG systems).
        wrap_s: When the clock begins again from 0.
        by_decoding: Times follow from the order of decoding; the last frames, which come out when
            nothing more goes in, are without one, and that is nothing to tell of.
        length_s: How long the file, as far as it was read, says that it is, if it does. Asked only
            where it matters, since a file of fragments announces one after the other.
    """

    def __init__(
        self,
        base_s: Fraction,
        rate_fps: Fraction | None,
        *,
        may_jump: bool = False,
        wrap_s: Fraction | None = None,
        by_decoding: bool = False,
        length_s: Callable[[], Fraction | None] = lambda: None,
    ) -> None:
        rate_gap_s = 1 / rate_fps if rate_fps else _FALLBACK_GAP_S
        gaps = (rate_gap_s, _FALLBACK_GAP_S, SPLICE_S, JUMP_S, LONGEST_HOLD_S)
        self._parts = lcm(*((gap_s / base_s).denominator for gap_s in gaps))
        self._part_s = base_s / self._parts
        self._rate_gap, self._fallback_gap, self._splice, self._jump, self._longest = (
            int(gap_s / self._part_s) for gap_s in gaps
        )
        self._length_s = length_s
        self._knows_rate = rate_fps is not None
        self._may_jump = may_jump
        self._wrap = int(wrap_s / self._part_s) if wrap_s else 0
        self._by_decoding = by_decoding
        self._first: int | None = None
        self._last = self._step = self._shift = self._told_shift = 0
        self._said: tuple[int, int] = (0, 0)
        self._gaps: deque[int] = deque(maxlen=_MEDIAN_OF)
        self._stamped = self._untimed = self._held = self._astray = 0
        self._ends_unknown = False
        self._splices_s: list[float] = []
        self._leaps_s: list[float] = []
        self._shifts: list[ClockShift] = []

    def stamp(
        self,
        time: int | None,
        duration: int,
        ahead: Callable[[], Sequence[int | None]] = tuple,
    ) -> Stamp:
        """The times of the next frame in display order.

        Args:
            time: When the container shows it in ticks, if it says so.
            duration: For how many ticks; 0 where unknown.
            ahead: Gives the times of the next `LOOK_AHEAD` frames, fewer at the end. Asked only
                where they matter.
        """
        if self._first is None:
            self._first = self._last = shown = (time or 0) * self._parts
            self._said = shown, shown
            self._shifts.append(ClockShift(self._seconds(shown), 0.0))
        else:
            shown = self._shown(time, ahead)
            self._gaps.append(shown - self._last)
        self._stamped += 1
        self._untimed += time is None and not self._by_decoding
        self._last = shown
        lasts = duration * self._parts
        self._ends_unknown = not self._can_hold(lasts)
        if duration <= 0:
            lasts = self._usual_gap()
        elif self._ends_unknown:
            lasts = min(self._usual_gap(), self._jump)
        self._step = self._nominal_gap() if duration <= 0 and self._knows_rate else lasts
        return Stamp(
            self._seconds(shown - self._first),
            self._seconds(shown),
            self._seconds(shown + lasts - self._first),
        )

    @property
    def usual_gap_s(self) -> Fraction:
        """The median gap between the last frames; before there is one, what the rate says."""
        return self._usual_gap() * self._part_s

    @property
    def shifts(self) -> tuple[ClockShift, ...]:
        """How the container's clock leads to `pts_s`, from the first frame and each jump on.

        Sound of the file, which has no splices of its own, is placed by it.
        """
        return tuple(self._shifts)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was repaired, in sentences."""
        notes: list[str] = []
        if self._untimed and self._untimed == self._stamped:
            notes.append(
                Message(
                    "The file carries no times; its frames are taken at %1 per second.",
                    f"{1 / self._seconds(self._step):.6g}",
                )
            )
        elif self._untimed:
            notes.append(
                Message(
                    "%1 frame(s) carry no time; each was put one frame after the one before it.",
                    self._untimed,
                )
            )
        if self._held:
            notes.append(
                Message(
                    "%1 frame(s) carry a time before that of the frame ahead of them; they "
                    "were given its time.",
                    self._held,
                )
            )
        if self._astray:
            notes.append(
                Message(
                    "%1 frame(s) carry a time far from that of the frames around them; "
                    "each was put one frame after the one before it.",
                    self._astray,
                )
            )
        if self._splices_s:
            notes.append(
                Message(
                    "The file's clock jumps at %1, as in files that were joined; time "
                    "goes on there without a gap.",
                    _told(self._splices_s),
                )
            )
        if self._leaps_s:
            notes.append(
                Message(
                    "The file's times are damaged: they leap at %1 by more than the file can "
                    "hold; time goes on there without a gap.",
                    _told(self._leaps_s),
                )
            )
        if self._ends_unknown:
            notes.append(
                Message(
                    "The last frame is marked as longer than the file can hold; it was taken to "
                    "be as long as the others."
                )
            )
        return tuple(notes)

    def _shown(self, time: int | None, ahead: Callable[[], Sequence[int | None]]) -> int:
        """When a frame is shown that is not the first."""
        if time is None:
            return self._untold()
        step = time * self._parts + self._shift - self._last
        wrapped = self._wrapped(step) if self._jumps(step) else step
        if abs(wrapped) >= self._splice and self._is_astray(wrapped, ahead):
            self._astray += 1
            return self._untold()
        self._shift -= step - wrapped
        step = wrapped
        if self._jumps(step) or (step < 0 and self._may_jump and self._is_splice(step, ahead)):
            step = self._go_on_from(step, self._splices_s)
        elif not self._can_hold(step):
            step = self._go_on_from(step, self._leaps_s)
        if self._shift != self._told_shift:
            self._told_shift = self._shift
            from_s, shift_s = time * self._parts, self._shift
            self._shifts.append(ClockShift(self._seconds(from_s), self._seconds(shift_s)))
        self._said = self._said[1], self._last + step
        if step < 0:
            self._held += 1
            step = 0
        return self._last + step

    def _untold(self) -> int:
        """When a frame is shown whose time is missing or wrong."""
        shown = self._last + self._step
        self._said = self._said[1], shown
        return shown

    def _go_on_from(self, step: int, told_s: list[float]) -> int:
        """Shift what follows to come one gap after the last frame, and take note of when."""
        self._shift += self._step - step
        told_s.append(self._seconds(self._last + self._step - (self._first or 0)))
        return self._step

    def _can_hold(self, step: int) -> bool:
        """Whether the file has room for a frame that stays on screen for so long."""
        if step <= self._jump or step > self._longest:
            return step <= self._jump
        # Of parts that were joined, a file announces one.
        length_s = None if self._may_jump else self._length_s()
        ends_s = (self._last + step - (self._first or 0)) * self._part_s
        return length_s is None or ends_s <= length_s + JUMP_S

    def _jumps(self, step: int) -> bool:
        return step <= -self._splice or (self._may_jump and step > self._jump)

    def _wrapped(self, step: int) -> int:
        """The same step with whole rounds of the clock taken out."""
        if not self._wrap:
            return step
        return step - (step + self._wrap // 2) // self._wrap * self._wrap

    def _is_astray(self, step: int, ahead: Callable[[], Sequence[int | None]]) -> bool:
        """Whether the frames after one that leapt return to where it leapt from.

        Args:
            step: From the last frame; at least `SPLICE_S`, either way.
            ahead: See `stamp`.
        """
        steps = self._steps_ahead(ahead)
        if step > 0:
            return any(0 <= each <= step - self._splice for each in steps)
        soon = any(
            each > 0 and not self._jumps(each) and self._can_hold(each)
            for each in steps[:_MOST_OUT_OF_ORDER]
        )
        return soon and not (self._may_jump and _are_even([step, *steps]))

    def _is_splice(self, step: int, ahead: Callable[[], Sequence[int | None]]) -> bool:
        """Whether a small fall is of another part.

        Args:
            step: From the last frame as it was shown; less than 0.
            ahead: See `stamp`.
        """
        before, last = self._said
        if self._last + step > (last if last < self._last else before):
            # It goes on from a frame that was held, or from the one before a frame that was early.
            return False
        steps = [step, *self._steps_ahead(ahead)]
        fallen = next((n for n, each in enumerate(steps) if each > 0), len(steps))
        return fallen > _MOST_OUT_OF_ORDER or _are_even(steps)

    def _steps_ahead(self, ahead: Callable[[], Sequence[int | None]]) -> list[int]:
        """Of the next frames, from the last one as it was shown."""
        offset = self._shift - self._last
        return [self._wrapped(t * self._parts + offset) for t in ahead() if t is not None]

    def _usual_gap(self) -> int:
        return (median_low(self._gaps) if self._gaps else 0) or self._nominal_gap()

    def _nominal_gap(self) -> int:
        """What the rate says, if it can be meant."""
        fits = self._knows_rate and self._can_hold(self._rate_gap)
        return self._rate_gap if fits else self._fallback_gap

    def _seconds(self, parts: int) -> float:
        # The quotient of two whole numbers is rounded once.
        return parts * self._part_s.numerator / self._part_s.denominator


def _are_even(steps: Sequence[int]) -> bool:
    """Whether times rise evenly: a part at a low rate may pass the last one in few steps."""
    rises = [after - before for before, after in pairwise(steps)]
    return len(rises) > 1 and max(rises) < _UNEVEN * min(rises)


def _told(times_s: Sequence[float]) -> str:
    told = ", ".join(f"{at_s:.2f} s" for at_s in times_s[:_MOST_TOLD])
    more = len(times_s) - _MOST_TOLD
    return Message("%1 and %2 more place(s)", told, more) if more > 0 else told
