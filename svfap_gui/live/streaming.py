"""The lab stream that the user switches on and off while results flow. Knows no Qt and no LSL."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from svfap_core.errors import OutputError
from svfap_core.sinks.base import Sink
from svfap_core.types import AffectResult, FaceObservation, Frame


class LabStream(Sink, Protocol):
    """What sends: `svfap_core.sinks.lsl.LslSink`."""

    def mark(self, text: str, at_s: float) -> None:
        """Send an event of a moment (`perf_counter`); from any thread."""
        ...


class StreamSwitch:
    """A sink that sends while it is `wanted`; the analysis thread opens and closes the stream.

    Args:
        wanted: Whether to send from the start.
        tell: Called in the analysis thread with the reason when there can be no stream.
    """

    def __init__(self, tell: Callable[[OutputError], None], *, wanted: bool) -> None:
        self.wanted = wanted
        """Set by the window, followed at the next frame."""
        self._tell = tell
        self._open: Callable[[], LabStream] | None = None
        self._stream: LabStream | None = None

    def mark(self, text: str, at_s: float) -> None:
        """Send an event of a moment (`perf_counter`), if a stream is open; from any thread."""
        if (stream := self._stream) is not None:
            stream.mark(text, at_s)

    def bind(self, open_stream: Callable[[], LabStream]) -> None:
        """How to open the stream, known once the model is; in the analysis thread."""
        self._open = open_stream
        self._follow()

    def write_frame(self, frame: Frame, faces: Sequence[FaceObservation]) -> None:
        """Follow the switch."""
        del frame, faces
        self._follow()

    def write_results(self, results: Sequence[AffectResult]) -> None:
        """Pass on."""
        if self._stream is not None:
            self._stream.write_results(results)

    def commit(self) -> None:
        """Take the stream off the network."""
        if self._stream is not None:
            self._stream.commit()
            self._stream = None

    def discard(self) -> None:
        """As `commit`: what was sent was sent."""
        self.commit()

    def _follow(self) -> None:
        if self.wanted and self._stream is None and self._open is not None:
            try:
                self._stream = self._open()
            except OutputError as error:
                self.wanted = False
                self._tell(error)
        elif not self.wanted:
            self.commit()
