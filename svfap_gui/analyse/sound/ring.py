"""A ring buffer of stereo samples between the thread that decodes and the one that plays.

Not locked: who shares it holds a lock.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Samples: TypeAlias = NDArray[np.float32]
"""`(n, 2)`, from -1 to 1."""

CHANNELS = 2


class SoundRing:
    """Holds at most `capacity` samples, first in, first out."""

    def __init__(self, capacity: int) -> None:
        self._buffer: Samples = np.zeros((capacity, CHANNELS), np.float32)
        self._start = 0
        self.filled = 0
        """How many samples it holds."""

    @property
    def room(self) -> int:
        """How many samples can be written now."""
        return len(self._buffer) - self.filled

    def clear(self) -> None:
        """Forget all samples."""
        self._start = self.filled = 0

    def write(self, samples: Samples) -> int:
        """Add samples as far as there is room; return how many were taken."""
        count = min(len(samples), self.room)
        places = np.arange(self._start + self.filled, self._start + self.filled + count)
        self._buffer[places % len(self._buffer)] = samples[:count]
        self.filled += count
        return count

    def read(self, into: Samples) -> int:
        """Move samples to the beginning of an array; return how many there were."""
        count = min(len(into), self.filled)
        places = np.arange(self._start, self._start + count)
        into[:count] = self._buffer[places % len(self._buffer)]
        self._start += count
        self.filled -= count
        return count
