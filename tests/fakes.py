"""Stand-ins where a test needs events that no real video gives on demand."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Self

import numpy as np

from svfap_core.inference.predictor import Scores
from svfap_core.settings import ClipSpec
from svfap_core.sources.base import SourceCounts, SourceInfo, SourceKind
from svfap_core.types import (
    RGB,
    AffectResult,
    Box,
    FaceMeasures,
    FaceObservation,
    Frame,
    TrackedFaces,
)

TEMPLATE = ((0.3, 0.4), (0.7, 0.4), (0.5, 0.6), (0.35, 0.8), (0.65, 0.8))

SPEC = ClipSpec(
    frames=8,
    span_s=1.28,
    size_px=16,
    template=TEMPLATE,
    colour="rgb",
    mean=(0.5, 0.5, 0.5),
    std=(0.5, 0.5, 0.5),
)

MEASURES = FaceMeasures(40.0, 0.9, 0.5, 0.2, 0.0, 0.0, 0.0)
"""Of a face in good light, seen from the front."""


def picture(index: int, t_s: float, *, value: int | None = None) -> Frame:
    """A small even picture whose gray tells its index."""
    rgb = np.full((32, 32, 3), index % 256 if value is None else value, np.uint8)
    rgb.flags.writeable = False
    return Frame(index, t_s, t_s + 100.0, rgb)


def face(track_id: int, *, quality: float = 0.9) -> FaceObservation:
    """A face in the middle of a `picture`."""
    return FaceObservation(
        track_id=track_id,
        box=Box(8, 8, 24, 24),
        points_px=np.array(TEMPLATE, np.float32) * 16 + 8,
        score=0.9,
        detected=True,
        measures=MEASURES,
        quality=quality,
    )


class ScriptedTracker:
    """Sees the faces that a script names for a time."""

    def __init__(
        self, script: Callable[[float], Sequence[FaceObservation]], *, keep_s: float = 1.5
    ):
        self._script = script
        self._keep_s = keep_s
        self._last: dict[int, float] = {}

    def update(self, frame: Frame) -> TrackedFaces:
        faces = tuple(self._script(frame.t_s))
        self._last |= {face.track_id: frame.t_s for face in faces}
        alive = {i for i, t_s in self._last.items() if frame.t_s - t_s <= self._keep_s}
        return TrackedFaces(faces, frozenset(alive))


class CountingScorer:
    """Gives the mean gray of a window's first and last picture as its scores."""

    spec = SPEC

    def __init__(self) -> None:
        self.batches: list[int] = []

    def predict(self, windows: Sequence[RGB]) -> list[Scores]:
        self.batches.append(len(windows))
        return [
            Scores({"first": float(w[0].mean()), "last": float(w[-1].mean())}, {}) for w in windows
        ]


class ScriptedSource:
    """Gives pictures at a rate; may fail or hang at one of them."""

    def __init__(
        self,
        *,
        frames: int,
        rate_fps: float = 25.0,
        kind: SourceKind = SourceKind.FILE,
        fail_at: int | None = None,
        hang_at: int | None = None,
        error: Exception | None = None,
    ) -> None:
        self._frames = frames
        self._rate_fps = rate_fps
        self._fail_at = fail_at
        self._hang_at = hang_at
        self._error = error or RuntimeError("scripted failure")
        self._interrupted = threading.Event()
        self.closed = False
        self.counts = SourceCounts()
        self.info = SourceInfo(
            kind=kind,
            name="scripted",
            width_px=32,
            height_px=32,
            rate_fps=rate_fps,
            duration_s=frames / rate_fps,
            frame_count=frames,
            rotation_deg=0,
            codec="none",
            has_audio=False,
            path=None,
            opened_at=datetime.now(UTC),
        )

    def frames(self) -> Iterator[Frame]:
        for index in range(self._frames):
            if index == self._fail_at:
                raise self._error
            if index == self._hang_at:
                self._interrupted.wait()
            if self._interrupted.is_set():
                return
            yield picture(index, index / self._rate_fps)

    def interrupt(self) -> None:
        self._interrupted.set()

    def close(self) -> None:
        self.closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()


class ListSink:
    """Keeps what it is given, and how it ended."""

    def __init__(self, *, fail: Exception | None = None) -> None:
        self.frames: list[int] = []
        self.results: list[AffectResult] = []
        self.ended = ""
        self._fail = fail

    def write_frame(self, frame: Frame, faces: Sequence[FaceObservation]) -> None:
        self.frames.append(frame.index)

    def write_results(self, results: Sequence[AffectResult]) -> None:
        if self._fail is not None:
            raise self._fail
        self.results += results

    def commit(self) -> None:
        self.ended = "committed"

    def discard(self) -> None:
        self.ended = self.ended or "discarded"
