"""Plays the sound of one video, and says which moment of it is being heard.

Decodes in a thread of its own into a ring, from which the device's thread takes samples. While it
plays, its position is the clock that frames follow: what a device plays cannot be hurried. Knows no
Qt and no frames.
"""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from svfap_gui.analyse.sound.output import Problem, SoundError, SoundOutput
from svfap_gui.analyse.sound.ring import Samples, SoundRing

if TYPE_CHECKING:
    # It loads PyAV.
    from svfap_gui.analyse.sound.reader import SoundReader

log = logging.getLogger(__name__)

SLOWEST, FASTEST = 0.5, 2.0
"""Speeds at which the pitch can be kept; at others a video is silent."""

AHEAD_S = 0.6
PRIMED_S = 0.1
"""So much is decoded before it is heard."""

PATIENCE_S = 0.5
"""Decoding that takes longer leaves a silence; until then the clock waits for it."""

STALLED_S = 2.0
"""A device that asks for nothing for so long is gone, or hangs."""
OPENING_S = 5.0
"""So long it may take to open one."""


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """One playing from a moment on."""

    from_s: float
    speed: float
    asked_at_s: float


class SoundEngine:
    """The sound of one open video. All methods return at once and may be called by any thread.

    Args:
        path: The video.
        begins_s: The container's time of its first frame.
        make_output: Opens a device; called in the engine's thread.
        failed: Called in the engine's thread: from now on there is no sound.
        now_s: The clock of the output's times.
    """

    def __init__(
        self,
        path: Path,
        begins_s: float,
        make_output: Callable[[], SoundOutput],
        failed: Callable[[Problem], None],
        now_s: Callable[[], float] = perf_counter,
    ) -> None:
        self._path = path
        self._begins_s = begins_s
        self._make_output = make_output
        self._failed = failed
        self._now_s = now_s
        self._changed = threading.Condition()
        self._run: _Run | None = None
        self._closing = False
        self._broken = False
        self._gain = self._last_gain = 1.0
        self._ring = SoundRing(1)
        self._rate_hz = 1
        self._ended = self._started = False
        self._owed = 0
        # Of the media: what was handed over, when the last of it began to be heard, the earliest.
        self._handed_s = self._floor_s = 0.0
        self._anchor = (0.0, 0.0)
        self._held = False
        self._waits = True
        self._fed_at_s, self._called_at_s = 0.0, -math.inf
        # A read that hangs must not keep the process alive.
        self._thread = threading.Thread(target=self._work, name="svfap-sound", daemon=True)

    # -- for the player --------------------------------------------------------------------------

    def play(self, from_s: float, speed: float) -> None:
        """Play from a moment on, in place of what is played now; at a speed that it can play."""
        with self._changed:
            if self._closing or self._broken or not SLOWEST <= speed <= FASTEST:
                self._run = None
            else:
                self._begin(_Run(from_s, speed, self._now_s()))
            self._changed.notify_all()
        if self._run is not None and self._thread.ident is None:
            self._thread.start()

    def pause(self) -> None:
        """Fall silent."""
        with self._changed:
            self._run = None
            self._changed.notify_all()

    def hold(self, *, held: bool) -> None:
        """Wait where it is, in silence: frames cannot follow."""
        with self._changed:
            self._held = held

    def set_gain(self, gain: float) -> None:
        """How loud it is, from 0 to 1."""
        with self._changed:
            self._gain = gain

    def position_s(self) -> float | None:
        """The media time that is heard now; `None` while nothing is played.

        It waits where sound cannot be decoded in time, and at the beginning until it is heard.
        """
        with self._changed:
            run = self._run
            if run is None or self._broken:
                return None
            t_s, heard_at_s = self._anchor
            heard_s = t_s + (self._now_s() - heard_at_s) * run.speed
            return min(self._handed_s, max(self._floor_s, heard_s))

    def check(self) -> None:
        """Give a device up that no longer asks for samples; called now and then while playing."""
        with self._changed:
            run = self._run
            if run is None or self._broken:
                return
            was_called = self._called_at_s >= run.asked_at_s
            stalled_s = self._now_s() - max(run.asked_at_s, self._called_at_s)
        if stalled_s > (STALLED_S if was_called else OPENING_S):
            self._give_up(Problem.LOST)

    def close(self) -> None:
        """End soon."""
        with self._changed:
            self._closing = True
            self._run = None
            self._changed.notify_all()

    def join(self, timeout_s: float) -> bool:
        """Wait for the thread; false if it still runs."""
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    # -- the device's thread ---------------------------------------------------------------------

    def fill(self, out: Samples, heard_at_s: float) -> None:
        """Hand over what comes next; silence where there is nothing."""
        with self._changed:
            run, now_s = self._run, self._now_s()
            self._called_at_s = now_s
            count = self._take(out, now_s) if run is not None else 0
            out[count:] = 0.0
            out *= _ramp(self._last_gain, self._gain, len(out))
            self._last_gain = self._gain
            if run is not None and count:
                if self._waits:
                    self._floor_s = self._handed_s
                self._anchor = self._handed_s, heard_at_s
                self._handed_s += count / self._rate_hz * run.speed
            self._waits = count < len(out)
            self._changed.notify_all()

    def _take(self, out: Samples, now_s: float) -> int:
        """Take samples from the ring; return how many count as played."""
        patient = now_s - self._fed_at_s < PATIENCE_S
        primed = self._ended or self._ring.filled >= PRIMED_S * self._rate_hz
        if self._held or (self._waits and not primed and patient):
            return 0
        count = self._ring.read(out)
        if count == len(out):
            self._fed_at_s = now_s
        elif self._ended or not patient:
            # What is decoded too late is not heard any more.
            self._owed += len(out) - count
            out[count:] = 0.0
            return len(out)
        return count

    # -- the engine's thread ---------------------------------------------------------------------

    def _work(self) -> None:
        output: SoundOutput | None = None
        try:
            output = self._make_output()
            self._rate_hz = output.rate_hz
            self._ring = SoundRing(round(AHEAD_S * self._rate_hz))
            with _reader(self._path, self._begins_s, output.rate_hz) as reader:
                self._serve(output, reader)
        except SoundError as error:
            self._give_up(error.problem)
        except (OSError, ValueError) as error:
            log.info("the sound of %s cannot be played: %s", self._path.name, error)
            self._give_up(Problem.UNREADABLE)
        except Exception:  # thread entry: the picture does without
            log.exception("the sound of %s failed", self._path.name)
            self._give_up(Problem.UNREADABLE)
        finally:
            if output is not None:
                output.stop()
                output.close()

    def _serve(self, output: SoundOutput, reader: SoundReader) -> None:
        served: _Run | None = None
        blocks: Iterator[Samples] = iter(())
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._has_work(served))  # noqa: B023  # is now
                if self._closing or self._broken:
                    return
                run = self._run
            if run is not served:
                served = run
                output.stop()
                blocks = _blocks(reader, run) if run is not None else iter(())
                if run is not None and self._began(run):
                    output.start(self.fill)
                continue
            self._store(next(blocks, None), served)

    def _has_work(self, served: _Run | None) -> bool:
        hungry = served is not None and not self._ended and self._ring.room > self._ring.filled
        return self._closing or self._broken or self._run is not served or hungry

    def _begin(self, run: _Run) -> None:
        self._run = run
        self._ended = self._held = False
        self._owed = 0
        self._handed_s = self._floor_s = run.from_s
        self._anchor = run.from_s, run.asked_at_s
        self._waits, self._fed_at_s = True, run.asked_at_s
        self._ring.clear()

    def _began(self, run: _Run) -> bool:
        """Whether it is still wanted; time is counted from here, as opening a device takes long."""
        with self._changed:
            if self._run is not run:
                return False
            self._fed_at_s = self._now_s()
            return True

    def _store(self, block: Samples | None, run: _Run | None) -> None:
        while block is not None and len(block):
            with self._changed:
                self._changed.wait_for(
                    lambda: self._ring.room or self._run is not run or self._broken
                )
                if self._run is not run or self._broken:
                    return
                dropped = min(self._owed, len(block))
                self._owed -= dropped
                block = block[dropped:]
                block = block[self._ring.write(block) :]
        if block is None:
            with self._changed:
                self._ended = self._ended or self._run is run

    def _give_up(self, problem: Problem) -> None:
        with self._changed:
            told, self._broken = self._broken, True
            self._changed.notify_all()
        if not told and not self._closing:
            self._failed(problem)


def _ramp(first: float, last: float, count: int) -> Samples | float:
    """A change of the volume that does not click."""
    if first == last:
        return last
    return np.linspace(first, last, count, dtype=np.float32)[:, None]


def _reader(path: Path, begins_s: float, rate_hz: int) -> SoundReader:
    from svfap_gui.analyse.sound.reader import SoundReader  # noqa: PLC0415  # loads PyAV

    return SoundReader(path, begins_s, rate_hz)


def _blocks(reader: SoundReader, run: _Run) -> Iterator[Samples]:
    from svfap_gui.analyse.sound.reader import contiguous, stretched  # noqa: PLC0415  # loads PyAV

    rate_hz = reader.rate_hz
    return stretched(contiguous(reader.chunks(run.from_s), run.from_s, rate_hz), rate_hz, run.speed)
