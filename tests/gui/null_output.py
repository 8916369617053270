"""Outputs of sound without a device: one in real time, one whose time a test moves."""

from __future__ import annotations

import threading
from time import perf_counter, sleep

import numpy as np

from svfap_gui.analyse.sound.output import Fill, Problem, SoundError
from svfap_gui.analyse.sound.ring import CHANNELS, Samples

RATE_HZ = 48_000


class NullOutput:
    """Takes samples as a device does and notes when each would be heard.

    Args:
        latency_s: From a call until its first sample is heard.
        block: Samples of one call.
        fails: Raised when it is opened.
        keeps_silence: Whether silent blocks are noted, too: ten minutes of them take 230 MB.
    """

    def __init__(
        self,
        latency_s: float = 0.1,
        block: int = 480,
        fails: Problem | None = None,
        *,
        keeps_silence: bool = True,
    ) -> None:
        if fails is not None:
            raise SoundError(fails)
        self.rate_hz = RATE_HZ
        self.latency_s = latency_s
        self.heard: list[tuple[float, Samples]] = []
        """When a block is heard, and its samples; those that `stop` has dropped are not there."""
        self.vanished = False
        self.closed = False
        self._block = block
        self._keeps_silence = keeps_silence
        self._ends: threading.Event | None = None
        self._thread: threading.Thread | None = None

    def start(self, fill: Fill) -> None:
        assert self._thread is None
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(fill, self._ends), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        if self._thread is not None and self._ends is not None:
            self._ends.set()
            self._thread.join()
            self._thread = None
            now_s = perf_counter()
            self.heard = [block for block in self.heard if block[0] < now_s]

    def close(self) -> None:
        self.closed = True

    def onsets(self, level: float = 0.05, silence_s: float = 0.2) -> list[float]:
        """When sound is heard after a silence."""
        if not self.heard:
            return []
        times_s = np.concatenate(
            [at_s + np.arange(len(samples)) / RATE_HZ for at_s, samples in self.heard]
        )
        loud = np.abs(np.concatenate([samples for _, samples in self.heard])).max(axis=1) > level
        loud_s = times_s[loud]
        return loud_s[np.diff(loud_s, prepend=-1e9) > silence_s].tolist()

    def _run(self, fill: Fill, ends: threading.Event) -> None:
        start_s, played = perf_counter(), 0
        while not ends.is_set() and not self.vanished:
            samples = np.empty((self._block, CHANNELS), np.float32)
            heard_at_s = start_s + played / RATE_HZ + self.latency_s
            fill(samples, heard_at_s)
            if self._keeps_silence or samples.any():
                self.heard.append((heard_at_s, samples))
            played += self._block
            sleep(max(0.0, start_s + played / RATE_HZ - perf_counter()))


class SteppedOutput:
    """Takes samples only when a test moves its time."""

    def __init__(self, latency_s: float = 0.1) -> None:
        self.rate_hz = RATE_HZ
        self.latency_s = latency_s
        self.now_s = 0.0
        self.fill: Fill | None = None

    def start(self, fill: Fill) -> None:
        self.fill = fill

    def stop(self) -> None:
        self.fill = None

    def close(self) -> None:
        pass

    def clock_s(self) -> float:
        return self.now_s

    def step(self, count: int = 4800) -> Samples:
        """Let so many samples be taken."""
        samples = np.zeros((count, CHANNELS), np.float32)
        if self.fill is not None:
            self.fill(samples, self.now_s + self.latency_s)
        self.now_s += count / RATE_HZ
        return samples
