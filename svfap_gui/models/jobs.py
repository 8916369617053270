"""Runs functions in threads, each entered as an activity. Knows not what they do, and no widget."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from PySide6.QtCore import QObject, Signal, Slot

from svfap_core.errors import SvfapError
from svfap_gui.work.activities import Activities, Activity

log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """One function under way in its thread.

    Attributes:
        activity: As which it is entered.
        stopped: Set when the function is asked to end.
    """

    activity: Activity
    stopped: threading.Event


@dataclass(frozen=True, slots=True, eq=False)
class _Outcome:
    job: Job
    thread: threading.Thread
    value: object
    then: Callable[[Any], object]


class Jobs(QObject):
    """Functions under way, and what is to be done with what they give.

    Args:
        activities: Where they are entered.
        parent: The owner.
    """

    # From the threads; connected to a slot of this object, so that Qt queues it.
    _ended = Signal(object)

    def __init__(self, activities: Activities, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._activities = activities
        self._ended.connect(self._on_ended)

    def run(
        self,
        title: str,
        work: Callable[[Callable[[], bool]], T],
        then: Callable[[T | Exception], object],
        *,
        abandonable: bool = True,
    ) -> Job:
        """Begin at once, in a thread of its own.

        Args:
            title: Of the activity.
            work: Gets a function that says whether to stop; called in the thread.
            then: Gets what `work` returned or raised; called in this object's thread.
            abandonable: Whether the app may quit in the middle of it.
        """
        stopped = threading.Event()
        activity = self._activities.begin(title, stopped.set, abandonable=lambda: abandonable)
        job = Job(activity, stopped)

        def body() -> None:
            value: object
            try:
                value = work(stopped.is_set)
            except Exception as error:
                if not isinstance(error, SvfapError):
                    log.exception("%s failed", title)
                value = error
            self._ended.emit(_Outcome(job, threading.current_thread(), value, then))

        threading.Thread(target=body, name="svfap-job").start()
        return job

    @Slot(object)
    def _on_ended(self, outcome: object) -> None:
        ended = cast("_Outcome", outcome)
        ended.thread.join()
        try:
            ended.then(ended.value)
        finally:
            ended.job.activity.end()


def words_of(error: Exception) -> tuple[str, str]:
    """What happened, and what to do about it."""
    if isinstance(error, SvfapError):
        return str(error.args[0]), error.hint
    return f"{type(error).__name__}: {error}", ""
