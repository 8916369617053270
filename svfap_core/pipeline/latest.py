"""A one-slot mailbox for what only the newest of matters. Knows nothing of what it carries."""

from __future__ import annotations

import threading
from typing import Generic, TypeVar

Item = TypeVar("Item")


class LatestSlot(Generic[Item]):
    """Holds the newest item until it is taken; a newer one replaces it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._item: Item | None = None

    def offer(self, item: Item) -> None:
        """Put an item in, over whatever is there."""
        with self._lock:
            self._item = item

    def take(self) -> Item | None:
        """The newest item, once; `None` when nothing came since."""
        with self._lock:
            item, self._item = self._item, None
            return item
