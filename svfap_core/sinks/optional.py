"""A sink whose failure costs nobody else anything. Knows nothing of what the sink writes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from svfap_core.sinks.base import Sink
from svfap_core.types import AffectResult, FaceObservation, Frame


class OptionalSink:
    """Hands everything on until the sink fails, then discards it.

    Args:
        sink: The sink.
        failed: Called once, with the reason, if it fails.
    """

    def __init__(self, sink: Sink, failed: Callable[[Exception], None]) -> None:
        self._sink = sink
        self._failed = failed
        self._works = True

    def write_frame(self, frame: Frame, faces: Sequence[FaceObservation]) -> None:
        """A frame and the faces tracked in it."""
        self._try(lambda: self._sink.write_frame(frame, faces))

    def write_results(self, results: Sequence[AffectResult]) -> None:
        """New rows."""
        self._try(lambda: self._sink.write_results(results))

    def commit(self) -> None:
        """Finish and keep what was written, if all of it could be."""
        self._try(self._sink.commit)

    def discard(self) -> None:
        """Give up and leave nothing."""
        self._sink.discard()

    def _try(self, step: Callable[[], None]) -> None:
        if not self._works:
            return
        try:
            step()
        except Exception as error:  # noqa: BLE001  # whatever it is, tables come first
            self._works = False
            self._sink.discard()
            self._failed(error)
