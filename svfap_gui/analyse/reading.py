"""Reads in a worker thread and answers in the window's; answers that nobody waits for are dropped.

Knows nothing of what is read.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from svfap_gui.analyse.results import Opened
from svfap_gui.work.task import Task, Tasks


class Reading(QObject):
    """One question at a time: another one, or `forget`, takes the place of the last.

    Args:
        tasks: Run it.
        parent: The owner.
    """

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._asked: Task[object] | None = None

    def ask(self, read: Callable[[], Opened], then: Callable[[Opened], None]) -> None:
        """Read, then go on with what was found; returns at once."""
        self.forget()
        self._asked = self._tasks.run(lambda _task: read(), then)

    def forget(self) -> None:
        """Nobody waits any more."""
        if self._asked is not None:
            self._asked.forget()
