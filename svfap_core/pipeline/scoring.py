"""Windows scored together, here or in a thread that the caller lends. Knows no rows."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Executor, Future
from typing import Protocol

from svfap_core.inference.predictor import Scores
from svfap_core.settings import ClipSpec
from svfap_core.types import RGB

MOST_WAITING = 2
"""Batches handed to the executor and not yet back: one at work, one ready for it."""


class Scorer(Protocol):
    """Scores windows together."""

    @property
    def spec(self) -> ClipSpec:
        """What a window must look like."""
        ...

    def predict(self, windows: Sequence[RGB]) -> list[Scores]:
        """Scores of windows `(T, size, size, 3)`, in their order."""
        ...


class Batches:
    """Fills batches of windows and gives a future for each window's scores.

    Args:
        scorer: Scores them.
        size: Windows of a batch.
    """

    def __init__(self, scorer: Scorer, size: int) -> None:
        self._scorer = scorer
        self._size = size
        self._executor: Executor | None = None
        self._open: list[tuple[RGB, Future[Scores]]] = []
        self._running: deque[Future[None]] = deque()

    def score_in(self, executor: Executor) -> None:
        """From now on score there. It must have one thread, since a scorer serves one at a time."""
        self._executor = executor

    def add(self, faces_rgb: RGB) -> Future[Scores]:
        """Score a window `(T, size, size, 3)` with the next batch.

        Waits for the oldest batch where more than `MOST_WAITING` are under way.

        Raises:
            Exception: Whatever the scorer raised for an earlier batch.
        """
        scores: Future[Scores] = Future()
        self._open.append((faces_rgb, scores))
        if len(self._open) == self._size:
            self._submit()
        return scores

    def finish(self) -> None:
        """Score what is left and wait for all of it."""
        if self._open:
            self._submit()
        while self._running:
            self._running.popleft().result()

    def _submit(self) -> None:
        batch, self._open = self._open, []
        if self._executor is None:
            self._score(batch)
            return
        self._running.append(self._executor.submit(self._score, batch))
        while self._running[0].done() or len(self._running) > MOST_WAITING:
            self._running.popleft().result()
            if not self._running:
                return

    def _score(self, batch: Sequence[tuple[RGB, Future[Scores]]]) -> None:
        found = self._scorer.predict([faces_rgb for faces_rgb, _ in batch])
        for (_, scores), score in zip(batch, found, strict=True):
            scores.set_result(score)
