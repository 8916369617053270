"""Tries inputs in processes of their own, so that one that dies or hangs is known by its input.

Knows nothing of what is done with an input.
"""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from multiprocessing.connection import Connection, wait
from pathlib import Path
from time import monotonic
from typing import Any, Protocol, Self

START_LIMIT_S = 300.0
"""Loading the libraries may take long on a busy computer; no input is at work meanwhile."""


class Verdict(StrEnum):
    """How it went with an input."""

    RESULTS = "results"
    ERROR = "clear error"
    WRONG = "wrong answer"
    """Neither results nor a clear error, or something was left behind."""
    CRASH = "crash"
    HANG = "hang"


GOOD = frozenset({Verdict.RESULTS, Verdict.ERROR})


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one input."""

    name: str
    verdict: Verdict
    detail: str = ""


class Tell(Protocol):
    """How work on a batch speaks to the pool: an input's turn has come, or it is dealt with."""

    def turn(self, name: str) -> None: ...

    def answer(self, answer: Answer) -> None: ...


class Named(Protocol):
    """An input; its name is its own among all of a pool."""

    @property
    def name(self) -> str: ...


Work = Callable[[Sequence[Any], Tell], None]
Prepare = Callable[[], Work]
"""Called once in each process; must be a function of a module, or a `partial` of one."""


class Pool:
    """Processes that work off batches of inputs; one that dies or hangs is replaced.

    Args:
        prepare: Makes the work, in the process that will do it.
        folder: Where the processes' last words go.
        processes: How many.
        limit_s: How long an input may take.
    """

    def __init__(
        self, prepare: Prepare, folder: Path, *, processes: int = 2, limit_s: float = 30.0
    ) -> None:
        self._prepare = prepare
        self._folder = folder
        self._limit_s = limit_s
        self._started = 0
        self._workers = [self._start() for _ in range(processes)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        for worker in self._workers:
            worker.end()

    def answers(self, batches: Iterable[Sequence[Named]]) -> Iterator[Answer]:
        """What became of each input; those after one that broke its process are tried all the
        same."""
        waiting = deque(list(batch) for batch in batches)
        while waiting or any(worker.busy for worker in self._workers):
            for worker in self._workers:
                if waiting and not worker.busy:
                    worker.give(waiting.popleft())
            wait([w.connection for w in self._workers if w.busy], timeout=0.5)
            for place, worker in enumerate(self._workers):
                yield from worker.heard()
                broken = worker.broken(self._limit_s)
                if broken is not None:
                    yield broken
                    rest = [one for one in worker.batch if one.name != broken.name]
                    worker.end()
                    self._workers[place] = self._start()
                    if rest:
                        waiting.appendleft(rest)

    def _start(self) -> _Worker:
        self._started += 1
        return _Worker(self._prepare, self._folder / f"worker-{self._started}.log")


@dataclass
class _Worker:
    prepare: Prepare
    log: Path
    batch: list[Any] = field(default_factory=list)
    busy: bool = False
    gone: bool = False
    at_work: str | None = None
    since_s: float = field(default_factory=monotonic)

    def __post_init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(
            target=_serve, args=(self.prepare, theirs, self.log), daemon=True
        )
        self.process.start()
        theirs.close()

    def give(self, batch: list[Any]) -> None:
        with suppress(OSError):  # One that died meanwhile is found broken.
            self.connection.send(batch)
        self.batch, self.busy, self.at_work, self.since_s = batch, True, None, monotonic()

    def heard(self) -> Iterator[Answer]:
        """Answers that have come."""
        try:
            while not self.gone and self.connection.poll():
                message = self.connection.recv()
                self.since_s = monotonic()
                if isinstance(message, Answer):
                    self.batch = [one for one in self.batch if one.name != message.name]
                    self.at_work = None
                    yield message
                elif message is None:
                    assert not self.batch, f"left out: {self.batch}"
                    self.busy = False
                else:
                    self.at_work = message
        except (EOFError, ConnectionResetError):
            self.gone = True
            self.process.join(10)

    def broken(self, limit_s: float) -> Answer | None:
        """The input that this process died of or hangs at."""
        if not self.busy:
            return None
        if self.gone:
            return self._blamed(Verdict.CRASH, f"exit code {self.process.exitcode}")
        took_s = monotonic() - self.since_s
        if took_s > (limit_s if self.at_work is not None else START_LIMIT_S):
            return self._blamed(Verdict.HANG, f"no answer for {took_s:.0f} s")
        return None

    def _blamed(self, verdict: Verdict, what: str) -> Answer:
        words = self.log.read_text(errors="replace")[-3000:] if self.log.exists() else ""
        if self.at_work is None:
            raise RuntimeError(f"between two inputs: {what}\n{words}")
        return Answer(self.at_work, verdict, f"{what}\n{words}")

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()


class _Voice:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def turn(self, name: str) -> None:
        self._connection.send(name)

    def answer(self, answer: Answer) -> None:
        self._connection.send(answer)


def _serve(prepare: Prepare, connection: Connection, log: Path) -> None:
    """The life of a process: batches in, answers out. It ends when the pool does."""
    with log.open("wb") as words:
        os.dup2(words.fileno(), 1)
        os.dup2(words.fileno(), 2)
    faulthandler.enable()
    work = prepare()
    while True:
        try:
            batch = connection.recv()
        except EOFError:
            return
        work(batch, _Voice(connection))
        connection.send(None)


def batches(inputs: Sequence[Any], size: int) -> list[Sequence[Any]]:
    """The inputs, so many at a time."""
    return [inputs[start : start + size] for start in range(0, len(inputs), size)]


def counted(answers: Iterable[Answer]) -> Counter[str]:
    """How many inputs had which verdict."""
    return Counter(answer.verdict.value for answer in answers)


def told(answers: Iterable[Answer]) -> str:
    """The inputs that were not answered well, one each line."""
    bad = [answer for answer in answers if answer.verdict not in GOOD]
    return "\n".join(f"{a.name}: {a.verdict}: {a.detail}" for a in bad)
