"""Reads in a worker thread and answers in the window's; answers that nobody waits for are dropped.

Knows nothing of what is read.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from svfap_gui.analyse.results import Opened
from svfap_gui.work.worker import Worker


class Reading(QObject):
    """One question at a time: another one, or `forget`, takes the place of the last.

    Args:
        worker: Reads.
        parent: The owner.
    """

    # From the worker's thread.
    _read = Signal(int, object, object)

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._turn = 0
        self._read.connect(self._on_read)

    def ask(self, read: Callable[[], Opened], then: Callable[[Opened], None]) -> None:
        """Read, then go on with what was found; returns at once."""
        self.forget()
        turn = self._turn
        self._worker.submit("open", lambda: self._read.emit(turn, read(), then))

    def forget(self) -> None:
        """Nobody waits any more."""
        self._turn += 1

    @Slot(int, object, object)
    def _on_read(self, turn: int, opened: Opened, then: Callable[[Opened], None]) -> None:
        if turn == self._turn:
            then(opened)
