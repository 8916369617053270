"""The outline of a sound: the least and the greatest sample of each moment, for drawing.

Knows no Qt. Loads PyAV only to read a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Levels: TypeAlias = NDArray[np.int8]

PER_S = 400
"""Moments of a second: at the closest view one is a few pixels wide."""

_SAMPLES = 20
_TELL_EVERY_S = 0.5
_SOFTEST_SCALE = 6
"""Of 127: silence with a little noise is not drawn as if it were loud."""


@dataclass(frozen=True, slots=True, eq=False)
class Peaks:
    """Levels from -127 to 127, `PER_S` a second from media time 0 on; `whole` once it is read."""

    low: Levels
    high: Levels
    whole: bool = False

    def columns(
        self, start_s: float, end_s: float, count: int
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The outline in so many columns of equal time, as shares of the loudest moment.

        There are fewer where the sound ends, or is read, before `end_s`.
        """
        edges = (start_s + np.arange(count + 1) / count * (end_s - start_s)) * PER_S
        firsts = edges[:-1].astype(np.intp)
        firsts = firsts[firsts < len(self.low)]
        if not len(firsts):
            return np.zeros(0), np.zeros(0)
        last = min(len(self.low), max(int(edges[-1]), int(firsts[-1]) + 1))
        # Closer than one moment a column, several columns show the same one.
        low = np.minimum.reduceat(self.low[:last], firsts)
        high = np.maximum.reduceat(self.high[:last], firsts)
        loudest = max(int(self.high.max()), -int(self.low.min()), _SOFTEST_SCALE)
        return low / loudest, high / loudest


NO_PEAKS = Peaks(np.zeros(0, np.int8), np.zeros(0, np.int8))


def read_peaks(
    path: Path, begins_s: float, tell: Callable[[Peaks], object], stopped: Callable[[], bool]
) -> Peaks:
    """Read all sound of a file.

    Args:
        path: The file.
        begins_s: The container's time of the first frame of its video.
        tell: Gets what there is, twice a second.
        stopped: Whether nobody waits for it any more.

    Raises:
        OSError, ValueError: There is no sound that can be read.
    """
    from svfap_gui.analyse.sound.reader import SoundReader, contiguous  # noqa: PLC0415  # PyAV

    parts: list[NDArray[np.int8]] = []
    due_s = monotonic() + _TELL_EVERY_S
    with SoundReader(path, begins_s, PER_S * _SAMPLES) as reader:
        for part in _outlines(contiguous(reader.chunks(), 0.0, reader.rate_hz)):
            parts.append(part)
            if stopped():
                break
            if monotonic() >= due_s:
                parts = [np.concatenate(parts, axis=1)]
                tell(Peaks(parts[0][0], parts[0][1]))
                due_s = monotonic() + _TELL_EVERY_S
    low, high = np.concatenate([np.zeros((2, 0), np.int8), *parts], axis=1)
    return Peaks(low, high, whole=True)


def _outlines(blocks: Iterator[NDArray[np.float32]]) -> Iterator[NDArray[np.int8]]:
    """Of all channels together, `(2, n)`: the least and the greatest level of each moment."""
    rest = np.zeros(0, np.float32)
    for block in blocks:
        samples = np.concatenate((rest, block.reshape(-1)))
        count = len(samples) // (2 * _SAMPLES)
        moments = samples[: count * 2 * _SAMPLES].reshape(count, -1)
        rest = samples[count * 2 * _SAMPLES :]
        if count:
            levels = np.stack((moments.min(axis=1), moments.max(axis=1)))
            yield np.clip(np.rint(levels * 127), -127, 127).astype(np.int8)
