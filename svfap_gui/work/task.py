"""Functions in threads, and what they give, in the window's thread. Knows not what they do.

A function gets its `Task`, by which it learns that it is to stop and reports how far it is. Results
and failures come as calls in the thread that asked. A failure that nobody takes becomes a notice.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from svfap_gui.parts.notice import Notice, notice_of
from svfap_gui.work.activities import Activities, Activity

CLOSE_S = 2.0
"""So long, in all, closing waits for threads."""

T = TypeVar("T")
N = TypeVar("N")


class Task(Generic[N]):
    """One function under way; made by `Tasks.run`.

    `stopped`, `progress`, `tell` and `when_stopped` are for its thread, the rest for the window's.
    """

    activity: Activity | None = None
    """As which it is entered, if it is, until it has ended."""

    def __init__(
        self,
        name: str,
        kind: str,
        body: Callable[[Task[N]], Callable[[], object]],
        told: Callable[[list[N]], object] | None,
        report: Callable[[Task[Any]], None],
        *,
        saves: bool,
    ) -> None:
        self.kind = kind
        self.saves = saves
        self.wanted = True
        """Whether anybody waits for what it gives; see `forget`."""
        self.thread = threading.Thread(target=self._run, name=name, daemon=not saves)
        """What may be left in the middle does not keep the process alive."""
        self._answer: Callable[[], object] | None = None
        self._body = body
        self._told = told
        self._reported = report
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._interrupts: list[Callable[[], object]] = []
        self._progress: tuple[float | None, str] | None = None
        self._values: list[N] = []
        self._announced = False

    # -- for its thread --------------------------------------------------------------------------

    def stopped(self) -> bool:
        """Whether it is to end soon."""
        return self._stopped.is_set()

    def when_stopped(self, interrupt: Callable[[], object]) -> None:
        """Call this, from the thread that asks, when it is to stop; at once if it is already."""
        with self._lock:
            self._interrupts.append(interrupt)
            late = self._stopped.is_set()
        if late:
            interrupt()

    def progress(self, share: float | None, text: str = "") -> None:
        """How far it is: the share done, 0 to 1 or `None` where nobody knows, and in words."""
        with self._lock:
            self._progress = share, text
        self._announce()

    def tell(self, value: N) -> None:
        """Something that it gives before it has ended; what comes fast arrives in one list."""
        with self._lock:
            self._values.append(value)
        self._announce()

    def _announce(self) -> None:
        with self._lock:
            announced, self._announced = self._announced, True
        if not announced:
            self._reported(self)

    # -- for the window's ------------------------------------------------------------------------

    def stop(self) -> None:
        """Ask it to end soon; returns at once. What it gives still arrives."""
        with self._lock:
            interrupts = () if self._stopped.is_set() else tuple(self._interrupts)
            self._stopped.set()
        for interrupt in interrupts:
            interrupt()

    def forget(self) -> None:
        """Ask it to end, and hear no more of it; one that has not begun never does."""
        self.wanted = False
        self.stop()
        self._announce()

    @property
    def ended(self) -> bool:
        """Whether its thread has nothing left to do but to report."""
        return self._answer is not None

    def hand_over(self) -> None:
        """Pass on what it has reported since."""
        with self._lock:
            values, self._values = self._values, []
            progress, self._progress = self._progress, None
            self._announced = False
        if progress is not None and self.activity is not None:
            self.activity.tell(*progress)
        if values and self._told is not None and self.wanted:
            self._told(values)

    def answer(self) -> None:
        """Pass on all that came of it, once it has ended; its thread is gone then."""
        self.thread.join()
        self.hand_over()
        if self._answer is not None and self.wanted:
            self._answer()

    def _run(self) -> None:
        self._answer = self._body(self)
        self._reported(self)


class Tasks(QObject):
    """Tasks of one owner.

    Args:
        name: Of their threads.
        notify: Shows a failure that nobody takes.
        parent: The owner; what is under way when it is deleted notifies nobody.
        activities: Where tasks with a title are entered.
        in_turn: One at a time, in order, rather than all at once. One that is forgotten holds up
            no other, even if it hangs.
    """

    # From any thread; queued.
    _reported = Signal(object)

    def __init__(
        self,
        name: str,
        notify: Callable[[Notice], object],
        parent: QObject | None = None,
        *,
        activities: Activities | None = None,
        in_turn: bool = False,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._notify = notify
        self._activities = activities
        self._in_turn = in_turn
        self._waiting: list[Task[Any]] = []
        self._running: list[Task[Any]] = []
        self._closed = False
        self._reported.connect(self._on_report, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[Task[N]], T],
        done: Callable[[T], object] | None = None,
        *,
        failed: Callable[[Exception], object] | None = None,
        told: Callable[[list[N]], object] | None = None,
        latest: str = "",
        title: str = "",
        quiet: bool = False,
        abandonable: Callable[[], bool] | None = None,
        saves: bool = False,
    ) -> Task[N]:
        """Run this in a thread; returns at once.

        Args:
            work: Called in the thread.
            done: Gets what it returned.
            failed: Gets what it raised.
            told: Gets what it reported on the way, in lists.
            latest: A kind: takes the place of one of the same kind that waits for its turn.
            title: Of the activity as which it is entered; none: it is not.
            quiet: The activity is for closing only, not for the list of what is being done.
            abandonable: Whether the app may quit in the middle; if not given, unless it `saves`.
            saves: Writes the user's work: it is done even if the app closes.
        """

        def body(task: Task[N]) -> Callable[[], object]:
            try:
                value = work(task)
            except BaseException as error:  # noqa: BLE001  # thread entry: handed over, not lost
                # Some libraries' panics are no exceptions.
                failure = error if isinstance(error, Exception) else RuntimeError(repr(error))
                return lambda: (failed or self._show)(failure)
            return lambda: done(value) if done is not None else None

        task = Task(self._name, latest, body, told, self._tell, saves=saves)
        if self._closed and not saves:
            task.forget()
            return task
        if title and self._activities is not None:
            task.activity = self._activities.begin(
                title, task.stop, quiet=quiet, abandonable=abandonable or (lambda: not saves)
            )
        if latest:
            for older in [waiting for waiting in self._waiting if waiting.kind == latest]:
                self._waiting.remove(older)
                _leave(older)
        self._waiting.append(task)
        self._advance()
        return task

    @property
    def busy(self) -> bool:
        """Whether anything that is wanted is done or waits."""
        return any(task.wanted for task in (*self._running, *self._waiting))

    def close(self, deadline_s: float | None = None) -> bool:
        """Let go of all but what saves, and wait; whether all of that is written.

        Args:
            deadline_s: By `time.monotonic`; `CLOSE_S` from now unless given.
        """
        deadline_s = monotonic() + CLOSE_S if deadline_s is None else deadline_s
        self._closed = True
        for task in (*self._running, *self._waiting):
            if not task.saves:
                task.forget()
        self._advance()
        # First what saves: a read that hangs must not take its time.
        while left := sorted(self._running, key=lambda task: not task.saves):
            left[0].thread.join(max(0.0, deadline_s - monotonic()))
            if left[0].thread.is_alive():
                break
            self._end(left[0])
        return not any(task.saves for task in (*self._running, *self._waiting))

    def _advance(self) -> None:
        """Begin what can be begun."""
        for task in tuple(self._waiting):
            if not task.wanted:
                self._waiting.remove(task)
                _leave(task)
            elif not (self._in_turn and any(other.wanted for other in self._running)):
                self._waiting.remove(task)
                self._running.append(task)
                task.thread.start()

    def _tell(self, task: Task[Any]) -> None:
        with suppress(RuntimeError):  # Qt has deleted this object: nobody listens any more.
            self._reported.emit(task)

    @Slot(object)
    def _on_report(self, task: Task[Any]) -> None:
        if task in self._running:
            task.hand_over()
        if task.ended and task in self._running:
            self._end(task)
        self._advance()

    def _end(self, task: Task[Any]) -> None:
        self._running.remove(task)
        try:
            task.answer()
        finally:
            _leave(task)
            self._advance()

    def _show(self, error: Exception) -> None:
        self._notify(notice_of(error))


def _leave(task: Task[Any]) -> None:
    if task.activity is not None:
        task.activity.end()
        task.activity = None
