"""Which number a decoded frame has among all frames of a stream, damaged ones included.

Knows no times but as keys that rise in the order of display.
"""

from __future__ import annotations

from heapq import heappop, heappush


class FrameNumbers:
    """Numbers from 0, in the order of display.

    Every packet that holds a frame is entered under its key before it is decoded, every frame that
    comes out asks for its number by its key. A key that has passed without a frame is that of a
    frame that could not be decoded: it keeps its number, and is counted as missing.

    Args:
        joined: Whether what comes before the first frame is no frame at all, as where keys stand
            for the moments at which frames come out of the decoder.
    """

    def __init__(self, *, joined: bool = False) -> None:
        self._joined = joined
        self._waiting: list[tuple[int, int]] = []
        self._first_key: int | None = None
        self._last_key: int | None = None
        self._apart = 0
        self._next = 0
        self._entered = self._given = 0
        self.missing = 0

    def enter(self, key: int | None, order: int, *, is_key_frame: bool) -> None:
        """A packet is about to be decoded.

        Args:
            key: When its frame is shown; a packet without is not numbered.
            order: Which packet it is.
            is_key_frame: Whether decoding can begin at it. What is shown before the first such one
                cannot be decoded by anybody, and is no part of the video.
        """
        if key is None:
            return
        self._entered += 1
        if self._first_key is None and is_key_frame:
            self._first_key = key
        heappush(self._waiting, (key, order))

    def number(self, key: int | None, order: int, *, reordered: bool, apart: int = 0) -> int:
        """The number of a frame that was decoded.

        Args:
            key: When it is shown, if known.
            order: Which packet it came from.
            reordered: Whether packets come in another order than they are shown in. If not, one
                that comes later and is shown earlier has a wrong time, and is not missing.
            apart: A packet that is nearer to a frame than this is a part of it, as the second field
                of an interlaced frame is.
        """
        self._apart = apart
        self._given += 1
        if key is not None:
            self._pass_by(key, order, reordered=reordered)
            if self._waiting and self._waiting[0][0] == key:
                heappop(self._waiting)
            self._last_key = key
        self._next += 1
        return self._next - 1

    def close(self) -> None:
        """No frame follows: what still waits is missing."""
        if self._joined:
            # The last frames come out without a key, in place of those that were late at the start.
            self.missing = max(self.missing, self._entered - self._given)
            return
        while self._waiting:
            key, _ = heappop(self._waiting)
            last_key = self._last_key
            self.missing += last_key is not None and key > last_key + self._apart

    def _pass_by(self, key: int, order: int, *, reordered: bool) -> None:
        while self._waiting and self._waiting[0][0] < key:
            if not reordered and self._waiting[0][1] > order:
                return
            passed, _ = heappop(self._waiting)
            if self._is_frame(passed, key):
                self._next += 1
                self.missing += 1

    def _is_frame(self, passed: int, key: int) -> bool:
        """Whether a packet that gave no frame, and is shown before `key`, should have given one."""
        if key - passed < self._apart:
            return False
        if self._last_key is not None:
            return passed - self._last_key >= self._apart
        return not self._joined and self._first_key is not None and passed >= self._first_key
