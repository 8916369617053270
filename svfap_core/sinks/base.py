"""What every sink of results offers. Knows nothing of sources, models or threads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from svfap_core.types import AffectResult, FaceObservation, Frame


class Sink(Protocol):
    """Takes the results of one session, in order. Ends in `commit` or `discard`, once.

    Files appear under their final name in `commit` only, whole.
    """

    def write_frame(self, frame: Frame, faces: Sequence[FaceObservation]) -> None:
        """A frame and the faces tracked in it, before any result that ends with it."""
        ...

    def write_results(self, results: Sequence[AffectResult]) -> None:
        """New rows, in order of time."""
        ...

    def commit(self) -> None:
        """Finish and keep what was written.

        Raises:
            OutputError: It could not be kept.
        """
        ...

    def discard(self) -> None:
        """Give up and leave nothing under a final name; more than once is fine."""
        ...
