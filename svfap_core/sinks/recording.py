"""Keeps an analysis in memory, for exports and for a window that draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from svfap_core.results.recording import Recording
from svfap_core.types import AffectResult, FaceObservation, Frame


class RecordingSink:
    """A `Sink` that fills a `Recording`; what was recorded stays, however the session ends."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording

    def write_frame(self, frame: Frame, faces: Sequence[FaceObservation]) -> None:
        """Remember where the faces were; the picture itself is let go."""
        self._recording.add_frame(frame, faces)

    def write_results(self, results: Sequence[AffectResult]) -> None:
        """Remember the rows, without features, of which hours would fill the memory."""
        self._recording.add_results(
            [r if r.features is None else replace(r, features=None) for r in results]
        )

    def commit(self) -> None:
        """Nothing to finish."""

    def discard(self) -> None:
        """Nothing to remove."""
