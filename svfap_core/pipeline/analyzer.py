"""From frames to result rows: track, align, window, score.

Steps without files or clocks, so that live, file and batch analysis and the tests all run this very
code. Windows are scored in the caller's thread, or in one that it lends; rows are the same. Knows
nothing of where frames come from or rows go to.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from svfap_core.clips.ring import FaceRing, SeenFace
from svfap_core.inference.predictor import Scores
from svfap_core.settings import ClipSpec, WindowSettings
from svfap_core.tracking.align import align_face
from svfap_core.tracking.quality import overall_quality
from svfap_core.types import (
    RGB,
    AffectResult,
    FaceObservation,
    Frame,
    Status,
    TrackedFaces,
    Window,
)

MOST_WAITING = 2
"""Batches handed to the executor and not yet back: one at work, one ready for it."""

MIN_PADDED_SHARE = 0.25
"""A face that left before its first full window is scored if it was seen for this share of one."""


class Tracker(Protocol):
    """Finds the faces of each frame in turn."""

    def update(self, frame: Frame) -> TrackedFaces:
        """Faces of the next frame."""
        ...


class Scorer(Protocol):
    """Scores windows together."""

    @property
    def spec(self) -> ClipSpec:
        """What a window must look like."""
        ...

    def predict(self, windows: Sequence[RGB]) -> list[Scores]:
        """Scores of windows `(T, size, size, 3)`, in their order."""
        ...


class Step(NamedTuple):
    """What one frame brought: its faces, and rows that became known."""

    faces: tuple[FaceObservation, ...]
    results: tuple[AffectResult, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Pending:
    """A row that waits for its scores, or for an earlier row that does."""

    row: AffectResult
    window: Window | None


@dataclass(frozen=True, slots=True, eq=False)
class _Batch:
    """Rows in their order, and the scores of those that have a window."""

    rows: tuple[_Pending, ...]
    scores: Future[list[Scores]]


class Analyzer:
    """Analyses one source from its first frame to its last.

    Rows come on a grid of `hop_s`: at the first frame at or after each tick, one row for every
    face in sight, or one `no_face` row. A row's time is that frame's own.

    Args:
        tracker: Finds the faces.
        scorer: Scores their windows.
        settings: When windows are scored.
        batch_size: Windows scored together.
    """

    def __init__(
        self,
        tracker: Tracker,
        scorer: Scorer,
        settings: WindowSettings,
        *,
        batch_size: int,
    ) -> None:
        self._tracker = tracker
        self._scorer = scorer
        self._settings = settings
        self._batch_size = batch_size
        self._executor: Executor | None = None
        self._waiting: deque[_Batch] = deque()
        self._rings: dict[int, FaceRing] = {}
        self._scored: set[int] = set()
        self._pending: list[_Pending] = []
        self._next_tick_s = settings.hop_s
        self._last_frame: Frame | None = None
        self._any_row = False
        self._gap_limit_s = settings.gap_limit_s(scorer.spec.span_s)

    def score_in(self, executor: Executor) -> None:
        """From now on score windows there, while later frames are tracked here.

        It must have one thread, since a scorer serves one at a time, and stay till after `flush`.
        """
        self._executor = executor

    def step(self, frame: Frame) -> Step:
        """Track, then score: the whole way of one frame."""
        tracked = self.track(frame)
        return Step(tracked.faces, self.score(frame, tracked))

    def track(self, frame: Frame) -> TrackedFaces:
        """The quick part: faces of the next frame, fit to be shown at once."""
        return self._tracker.update(frame)

    def score(self, frame: Frame, tracked: TrackedFaces) -> tuple[AffectResult, ...]:
        """The slower part: remember the faces, and where a tick is due, score windows.

        Rows of up to `batch_size` windows are held back to be scored together, and until their
        scores are there.
        """
        spec = self._scorer.spec
        for face in tracked.faces:
            ring = self._rings.setdefault(face.track_id, FaceRing(face.track_id, spec))
            face_rgb = align_face(frame.rgb, face.points_px, spec.template, spec.size_px)
            ring.push(frame, face, face_rgb)
        self._last_frame = frame
        for track_id in self._rings.keys() - tracked.alive:
            self._close(self._rings.pop(track_id))
        if frame.t_s >= self._next_tick_s:
            hop_s = self._settings.hop_s
            self._next_tick_s = (frame.t_s // hop_s + 1) * hop_s
            self._tick(frame)
        return self._release()

    @property
    def waiting(self) -> bool:
        """Whether rows of earlier frames are still to come."""
        return bool(self._pending or self._waiting)

    def flush(self) -> tuple[AffectResult, ...]:
        """The rows still due at the end of the source."""
        for track_id in sorted(self._rings):
            self._close(self._rings.pop(track_id))
        if self._last_frame is not None and not self._any_row:
            self._tick(self._last_frame)
        return self._release(everything=True)

    def _tick(self, frame: Frame) -> None:
        in_sight = [
            ring
            for _, ring in sorted(self._rings.items())
            if frame.t_s - ring.last.t_s <= self._gap_limit_s
        ]
        for ring in in_sight:
            if ring.is_full(frame.t_s):
                window = ring.window(frame.t_s)
                self._add_window(frame, ring, window, self._judge(window))
            else:
                self._add(_face_row(frame, ring, Status.WARMING_UP))
        if not in_sight:
            self._add(AffectResult(frame.index, frame.pts_s, frame.t_s, frame.t_s, Status.NO_FACE))

    def _close(self, ring: FaceRing) -> None:
        """A face is gone for good: score it once if it never filled a window."""
        long_enough = ring.seen_s >= MIN_PADDED_SHARE * self._scorer.spec.span_s
        if ring.track_id not in self._scored and long_enough:
            window = ring.window(ring.last.t_s)
            self._add_window(ring.last, ring, window, Status.WARMING_UP)

    def _add_window(
        self, at: Frame | SeenFace, ring: FaceRing, window: Window, status: Status
    ) -> None:
        self._scored.add(ring.track_id)
        row = replace(
            _face_row(at, ring, status),
            quality=overall_quality(window.measures),
            measures=window.measures,
            describes_s=(window.start_s + window.end_s) / 2,
            window_start_s=window.start_s,
            window_end_s=window.end_s,
            num_frames=window.num_distinct,
        )
        self._add(row, window)

    def _judge(self, window: Window) -> Status:
        if window.max_gap_s > self._gap_limit_s:
            return Status.GAP
        if overall_quality(window.measures) < (self._settings.min_quality or 0.0):
            return Status.LOW_QUALITY
        return Status.OK

    def _add(self, row: AffectResult, window: Window | None = None) -> None:
        self._any_row = True
        self._pending.append(_Pending(row, window))

    def _release(self, *, everything: bool = False) -> tuple[AffectResult, ...]:
        """Score the pending windows once a batch is full; hand out the rows that are known."""
        count = sum(p.window is not None for p in self._pending)
        if everything or not 0 < count < self._batch_size:
            self._submit()
        rows: list[AffectResult] = []
        while self._waiting:
            batch = self._waiting[0]
            if not (everything or batch.scores.done() or len(self._waiting) > MOST_WAITING):
                break
            rows += _scored(self._waiting.popleft())
        return tuple(rows)

    def _submit(self) -> None:
        """Hand the pending rows on, in parts of at most `batch_size` windows."""
        part: list[_Pending] = []
        windows: list[RGB] = []
        for pending in self._pending:
            part.append(pending)
            if pending.window is not None:
                windows.append(pending.window.faces_rgb)
            if len(windows) == self._batch_size:
                self._waiting.append(_Batch(tuple(part), self._scores(windows)))
                part, windows = [], []
        if part:
            self._waiting.append(_Batch(tuple(part), self._scores(windows)))
        self._pending.clear()

    def _scores(self, windows: Sequence[RGB]) -> Future[list[Scores]]:
        if windows and self._executor is not None:
            return self._executor.submit(self._scorer.predict, windows)
        done: Future[list[Scores]] = Future()
        done.set_result(self._scorer.predict(windows) if windows else [])
        return done


def _scored(batch: _Batch) -> list[AffectResult]:
    """The rows of a batch; waits for its scores."""
    found = iter(batch.scores.result())
    rows: list[AffectResult] = []
    for pending in batch.rows:
        row = pending.row
        if pending.window is not None:
            score = next(found)
            row = replace(row, emotions=score.emotions, dimensions=score.dimensions)
        rows.append(row)
    return rows


def _face_row(at: Frame | SeenFace, ring: FaceRing, status: Status) -> AffectResult:
    face = ring.last.face
    return AffectResult(
        frame_index=at.index,
        pts_s=at.pts_s,
        t_s=at.t_s,
        describes_s=at.t_s,
        status=status,
        track_id=ring.track_id,
        box=face.box,
        score=face.score,
        quality=face.quality,
    )
