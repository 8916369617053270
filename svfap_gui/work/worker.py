"""One thing at a time in a thread, the newest of each kind; no thread while there is nothing to do.

For work of seconds at most that the window waits for without waiting: opening, reading, counting.
Knows no Qt and nothing of the work.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

HEAVY_IMPORTS = threading.Lock()
"""Held while a thread loads a large library: two at once hold the window up for a tenth of a
second."""

log = logging.getLogger(__name__)


class Worker:
    """Runs jobs in the order of their kinds' first wish.

    Args:
        name: Of the thread.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._waiting: dict[str, Callable[[], None]] = {}
        self._thread: threading.Thread | None = None
        self._closed = False

    def submit(self, kind: str, job: Callable[[], None]) -> None:
        """Do this, in place of a job of the same kind that has not begun; returns at once."""
        with self._lock:
            if self._closed:
                return
            self._waiting[kind] = job
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self._name)
                self._thread.start()

    @property
    def busy(self) -> bool:
        """Whether anything is done or waits."""
        with self._lock:
            return self._thread is not None

    def close(self) -> None:
        """Do what waits, take no more and wait until it is done."""
        with self._lock:
            self._closed = True
            thread = self._thread
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._thread = None
                    return
                kind = next(iter(self._waiting))
                job = self._waiting.pop(kind)
            try:
                job()
            except Exception:  # A job tells its own errors; this one is a bug, but not the last.
                log.exception("%s failed", kind)
