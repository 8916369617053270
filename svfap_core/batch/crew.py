"""Several workers that take files from one list until all are dealt with.

Knows nothing of what is done with a file, except that a lost worker gives it back.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from queue import SimpleQueue
from typing import Generic, TypeAlias, TypeVar

from svfap_core.batch.plan import Planned
from svfap_core.batch.worker import Worker, WorkerLost

log = logging.getLogger(__name__)

LOOK_EVERY_S = 0.5

Event = TypeVar("Event")


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that a worker has; `losses` is how many were lost over it."""

    planned: Planned
    number: int
    losses: int = 0


class Crew(Generic[Event]):
    """Runs once.

    One worker works in the thread of `run`, several in threads of their own. No more files are
    asked for than there are workers, so nothing grows with their number.

    Args:
        workers: Who analyses.
        deal_with: Deals with one file, reporting what happens; raises `WorkerLost` to give it back.
        stop: Ends the run soon when it is set.
    """

    def __init__(
        self,
        workers: Sequence[Worker],
        deal_with: Callable[[Worker, Taken, Callable[[Event], None]], None],
        stop: threading.Event,
    ) -> None:
        self._workers = workers
        self._deal_with = deal_with
        self._stop = stop

    def run(self, files: Iterable[Planned], tell: Callable[[Event], None]) -> None:
        """Deal with all files.

        Args:
            files: Each is asked for when its turn has come.
            tell: Called with each event in this thread.

        Raises:
            BaseException: Of `deal_with`, if it is no `WorkerLost`: it ends the run.
        """
        todo = _List(files, self._stop)
        if len(self._workers) == 1:
            self._work(self._workers[0], todo, tell)
            return
        updates: SimpleQueue[_Update[Event]] = SimpleQueue()
        for number, worker in enumerate(self._workers, start=1):
            threading.Thread(
                target=self._work_and_tell,
                args=(worker, todo, updates),
                name=f"svfap-worker-{number}",
                daemon=True,  # A second Ctrl-C ends the process at once.
            ).start()
        self._hear(updates, tell)

    def _hear(self, updates: SimpleQueue[_Update[Event]], tell: Callable[[Event], None]) -> None:
        working = len(self._workers)
        failure: BaseException | None = None
        while working:
            heard = updates.get()
            if not isinstance(heard, _Left):
                tell(heard)
                continue
            working -= 1
            failure = failure or heard.error
        if failure is not None:
            raise failure

    def _work_and_tell(
        self, worker: Worker, todo: _List, updates: SimpleQueue[_Update[Event]]
    ) -> None:
        error: BaseException | None = None
        try:
            self._work(worker, todo, updates.put)
        except BaseException as caught:  # noqa: BLE001  # thread entry: reported, not lost
            error = caught
            self._stop.set()
            for other in self._workers:  # It is reported when all have ended, so they end soon.
                other.request_stop()
        updates.put(_Left(error))

    def _work(self, worker: Worker, todo: _List, tell: Callable[[Event], None]) -> None:
        try:
            # Ready before it takes: a worker that waits for its place keeps no file waiting.
            while worker.wait(todo.has_more) and (taken := todo.take()) is not None:
                try:
                    self._deal_with(worker, taken, tell)
                except WorkerLost as lost:
                    log.warning("%s is given to another worker: %s", taken.planned.path, lost)
                    todo.give_back(taken)
                else:
                    todo.done()
        finally:
            worker.close()


@dataclass(frozen=True, slots=True)
class _Left:
    """A worker has ended."""

    error: BaseException | None


_Update: TypeAlias = Event | _Left


class _List:
    """The files of a run; those at work may come back."""

    def __init__(self, files: Iterable[Planned], stop: threading.Event) -> None:
        self._fresh = enumerate(files, start=1)
        self._back: deque[Taken] = deque()
        self._at_work = 0
        self._exhausted = False
        self._stop = stop
        self._changed = threading.Condition()

    def has_more(self) -> bool:
        """Whether there may be a file to take, now or later."""
        with self._changed:
            return not self._stop.is_set() and (
                bool(self._back) or self._at_work > 0 or not self._exhausted
            )

    def take(self) -> Taken | None:
        """The next file; waits while those at work may come back."""
        with self._changed:
            while not self._stop.is_set():
                taken = self._back.popleft() if self._back else self._next()
                if taken is not None:
                    self._at_work += 1
                    return taken
                if not self._at_work:
                    return None
                self._changed.wait(LOOK_EVERY_S)
        return None

    def _next(self) -> Taken | None:
        if self._exhausted:
            return None
        for number, planned in self._fresh:
            return Taken(planned, number)
        self._exhausted = True
        return None

    def give_back(self, taken: Taken) -> None:
        """It was not dealt with: somebody is to start it again."""
        self._end(replace(taken, losses=taken.losses + 1))

    def done(self) -> None:
        """One less is at work."""
        self._end(None)

    def _end(self, back: Taken | None) -> None:
        with self._changed:
            if back is not None:
                self._back.append(back)
            self._at_work -= 1
            self._changed.notify_all()
