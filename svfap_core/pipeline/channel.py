"""A bounded queue between two threads that ends well. Knows nothing of what it carries."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from enum import Enum, auto
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Overflow(Enum):
    """What a full channel does with one more item."""

    WAIT = auto()
    """The producer waits: nothing is lost (files)."""
    DROP_OLDEST = auto()
    """The oldest item goes: the producer never waits (live)."""


class Channel(Generic[Item]):
    """One producer, one consumer.

    The producer ends it with `close`, giving its error if it had one; the consumer then drains
    what is left and sees the end or that error. Either side may `abandon` it at any time.
    """

    def __init__(self, capacity: int, overflow: Overflow) -> None:
        if capacity < 1:
            raise ValueError(f"capacity must be at least 1, got {capacity}")
        self._capacity = capacity
        self._overflow = overflow
        self._items: deque[Item] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self._error: BaseException | None = None
        self._dropped = 0

    @property
    def dropped(self) -> int:
        """Items that overflow has cost so far."""
        return self._dropped

    def __len__(self) -> int:
        return len(self._items)

    def put(self, item: Item) -> bool:
        """Add an item; false once the channel has ended, and the item is not kept."""
        with self._changed:
            if self._overflow is Overflow.WAIT:
                self._changed.wait_for(lambda: len(self._items) < self._capacity or self._closed)
            if self._closed:
                return False
            if len(self._items) == self._capacity:
                self._items.popleft()
                self._dropped += 1
            self._items.append(item)
            self._changed.notify_all()
            return True

    def close(self, error: BaseException | None = None) -> None:
        """No more items; the first call counts."""
        with self._changed:
            if not self._closed:
                self._closed = True
                self._error = error
                self._changed.notify_all()

    def abandon(self) -> None:
        """End at once: drop what is queued, free a waiting producer or consumer."""
        with self._changed:
            self._closed = True
            self._items.clear()
            self._changed.notify_all()

    def __iter__(self) -> Iterator[Item]:
        """Items until the end.

        Raises:
            BaseException: What the producer gave to `close`, after the items before it.
        """
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._items or self._closed)
                if not self._items:
                    if self._error is not None:
                        raise self._error
                    return
                item = self._items.popleft()
                self._changed.notify_all()
            yield item
