"""Works on items in several processes, in order; one that crashes a process costs only itself.

Knows nothing of what is done with an item.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TypeVar

from svfap_core.errors import SourceError

AHEAD = 64
"""Items per process that are under way: one that takes long does not keep the others waiting."""
MOST_CRASHES = 3
"""So many in a row are no fault of the items."""

Item = TypeVar("Item")
Result = TypeVar("Result")


def worked(
    items: Iterable[Item],
    work: Callable[[Item], Result],
    crashed: Callable[[Item], Result],
    workers: int,
) -> Iterator[tuple[Item, Result]]:
    """Items with their results, in order, while they come.

    Args:
        items: Each is asked for when its turn is near.
        work: Done in another process; it and its results must be picklable.
        crashed: The result of an item whose process ended with it, alone as it was.
        workers: How many processes.

    Raises:
        Exception: Of `work`, as it is.
        SourceError: Processes end whatever they work on.
    """
    rest = iter(items)
    while lost := (yield from _together(rest, work, workers)):
        yield from _one_by_one(lost, work, crashed)


def _together(
    items: Iterator[Item], work: Callable[[Item], Result], workers: int
) -> Generator[tuple[Item, Result], None, list[Item]]:
    """Results until one process crashes; returns the items that were under way then."""
    todo: deque[Item] = deque()
    results: deque[Future[Result]] = deque()
    with _pool(workers) as pool:
        try:
            for item in items:
                todo.append(item)
                results.append(pool.submit(work, item))
                if len(todo) == AHEAD * workers:
                    yield todo[0], results.popleft().result()
                    todo.popleft()
            while todo:
                yield todo[0], results.popleft().result()
                todo.popleft()
        except BrokenProcessPool:
            return list(todo)
    return []


def _one_by_one(
    items: Iterable[Item], work: Callable[[Item], Result], crashed: Callable[[Item], Result]
) -> Iterator[tuple[Item, Result]]:
    """One of these has ended a process; which one shows where each has a process to itself."""
    todo = deque(items)
    crashes = 0
    while todo:
        with _pool(1) as pool:
            while todo:
                item = todo.popleft()
                try:
                    result = pool.submit(work, item).result()
                except BrokenProcessPool as error:
                    crashes += 1
                    if crashes == MOST_CRASHES:
                        raise SourceError(
                            "the processes that prepare clips are ended from outside or crash",
                            hint="Run the command again: it resumes where it stopped. Use fewer "
                            "workers if memory is short.",
                        ) from error
                    yield item, crashed(item)
                    break
                crashes = 0
                yield item, result


@contextmanager
def _pool(workers: int) -> Generator[ProcessPoolExecutor]:
    context = multiprocessing.get_context("spawn")  # Threads of libraries do not survive a fork.
    with ProcessPoolExecutor(workers, context, end_with_parent) as pool:
        try:
            yield pool
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def end_with_parent() -> None:
    """A process whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    assert parent is not None  # noqa: S101  # this is a worker

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()
