"""Processes that are none: work is done in that of the test."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Self


class AtOnce:
    """In place of a pool: does the work when it is asked for, in this process."""

    def __init__(self, workers: int, context: object, begin: Callable[[], None]) -> None: ...

    def submit(self, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(work(*arguments))
        except BaseException as error:  # noqa: BLE001  # a pool hands it on, too
            done.set_exception(error)
        return done

    def shutdown(self, **_: bool) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...
