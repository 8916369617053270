"""The GUI's end of the pipeline: a sink whose results a timer fetches. Knows no Qt."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from svfap_core.types import AffectResult, FaceObservation, Frame

CAPACITY = 10_000
"""Results kept while nobody fetches them: minutes of a crowd."""


class ResultQueue:
    """A sink; the analysis thread appends, the GUI thread drains (deque ends are atomic)."""

    def __init__(self) -> None:
        self._results: deque[AffectResult] = deque(maxlen=CAPACITY)

    def write_frame(self, frame: Frame, faces: Sequence[FaceObservation]) -> None:
        """Frames come through the session's latest slot instead."""

    def write_results(self, results: Sequence[AffectResult]) -> None:
        """Append, in order; the oldest make room when full."""
        self._results.extend(results)

    def drain(self) -> list[AffectResult]:
        """Everything since the last call, in order."""
        drained: list[AffectResult] = []
        while self._results:
            drained.append(self._results.popleft())
        return drained

    def commit(self) -> None:
        """Nothing to keep."""

    def discard(self) -> None:
        """Nothing to undo: what was shown was shown."""
