"""From frames to result rows: track, align, window, score.

Steps without files or clocks, so that live, file and batch analysis and the tests all run this very
code. Knows nothing of where frames come from or rows go to.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from statistics import median
from typing import NamedTuple, Protocol
from weakref import WeakKeyDictionary

from svfap_core.clips.life import Life
from svfap_core.inference.predictor import Scores
from svfap_core.pipeline.crops import CropMaker
from svfap_core.pipeline.placing import (
    MIN_LIVE_COVERAGE,
    Causal,
    Centred,
    Interval,
    Judge,
    Placing,
    Seen,
)
from svfap_core.pipeline.scoring import Batches, Scorer
from svfap_core.pipeline.ticks import Ticks
from svfap_core.quality_curves import QualityCurves
from svfap_core.settings import WindowSettings
from svfap_core.tracking.landmarker import FaceLandmarker
from svfap_core.types import RGB, AffectResult, FaceObservation, Frame, Status, TrackedFaces

LONE_FRAME_S = 1 / 25
"""How long the last frame stays on screen where neither it nor its neighbours say so."""


class Tracker(Protocol):
    """Finds the faces of each frame in turn."""

    def update(self, frame: Frame) -> TrackedFaces:
        """Faces of the next frame."""
        ...


class Step(NamedTuple):
    """What one frame brought: its faces, and rows that became known."""

    faces: tuple[FaceObservation, ...]
    results: tuple[AffectResult, ...]


@dataclass(slots=True, eq=False)
class _Row:
    """A row on its way: placed once its window is known, whole once that is scored."""

    result: AffectResult
    life: Life | None
    placed: bool = False
    dropped: bool = False
    scores: Future[Scores] | None = None

    @property
    def known(self) -> bool:
        return self.placed and (self.scores is None or self.scores.done())

    def whole(self, *, features: bool) -> AffectResult:
        if self.scores is None:
            return self.result
        scores = self.scores.result()
        return replace(
            self.result,
            emotions=scores.emotions,
            dimensions=scores.dimensions,
            ambiguity=scores.ambiguity,
            classes=scores.classes,
            actions=scores.actions or self.result.landmarker,
            landmarker=self.result.landmarker if scores.actions else {},
            features=scores.features if features else None,
        )


@dataclass(slots=True, eq=False)
class _Tick:
    """All rows of a tick, by track; `nobody` is its row if none of them comes true."""

    nobody: AffectResult
    rows: list[_Row] = field(default_factory=list[_Row])

    @property
    def known(self) -> bool:
        return all(row.known for row in self.rows)

    def results(self, *, features: bool) -> list[AffectResult]:
        rows = [row.whole(features=features) for row in self.rows if not row.dropped]
        return rows or [self.nobody]


class Analyzer:
    """Analyses one source from its first frame to its last.

    Rows stand on exact multiples of the hop and come in order of tick, then track: one for each
    face that lives at the tick, or one `no_face` row.

    Args:
        tracker: Finds the faces.
        scorer: Scores their windows.
        settings: When windows are scored.
        quality: What measures of a face say about its scores, for the scorer's model.
        batch_size: Windows scored together.
        live: Windows end at their tick, and rows come as soon as it has passed; otherwise windows
            lie around their tick, and rows come when the future of their face is known.
        features: Whether rows carry the encoder's features.
        start_s: Rows and lives begin no earlier, though the frame that is on screen then may.
        landmarker: Finds points and facial actions of each face.
    """

    def __init__(
        self,
        tracker: Tracker,
        scorer: Scorer,
        settings: WindowSettings,
        quality: QualityCurves,
        *,
        batch_size: int,
        live: bool = False,
        features: bool = False,
        start_s: float = 0.0,
        landmarker: FaceLandmarker | None = None,
    ) -> None:
        self._features = features
        self._tracker = tracker
        self._landmarker = landmarker
        self._spec = spec = scorer.spec
        self._crops = CropMaker(spec)
        self._batches = Batches(scorer, batch_size)
        self._live = live
        self._start_s = start_s
        self._placing: Placing = Causal() if live else Centred()
        self._quality = quality
        min_quality = settings.min_quality
        self._judge = Judge(
            settings.gap_limit_s(spec.span_s),
            quality.threshold if min_quality is None else min_quality,
            spec.frames / 2,
        )
        self._ticks = Ticks(settings.hop)
        self._lives: dict[int, Life] = {}
        self._last_scored: WeakKeyDictionary[Life, tuple[RGB, Future[Scores]]] = WeakKeyDictionary()
        self._due: deque[_Tick] = deque()
        self._frame: Frame | None = None
        self._frames = 0
        self._steps_s: deque[float] = deque(maxlen=99)

    def score_in(self, executor: Executor) -> None:
        """From now on score windows there, while later frames are tracked here.

        It must have one thread, since a scorer serves one at a time, and stay till after `flush`.
        """
        self._batches.score_in(executor)

    def count_ticks_from(self, t_s: float) -> None:
        """Let rows from `t_s` on stand on multiples of the hop from there.

        Call it before `score` gets a frame later than that: for a recording, whose time is its own.
        """
        self._ticks.count_from(t_s)

    def step(self, frame: Frame) -> Step:
        """Track, then score: the whole way of one frame."""
        tracked = self.track(frame)
        return Step(tracked.faces, self.score(frame, tracked))

    def track(self, frame: Frame) -> TrackedFaces:
        """The quick part: faces of the next frame, fit to be shown at once."""
        tracked = self._tracker.update(frame)
        if self._landmarker is None:
            return tracked
        return self._landmarker.with_landmarks(frame.rgb, tracked)

    def score(self, frame: Frame, tracked: TrackedFaces) -> tuple[AffectResult, ...]:
        """The slower part: remember the faces, place windows around ticks and score them.

        Returns:
            The rows that are now known, none before all rows of earlier ticks.
        """
        if self._frame is None:
            self._ticks.skip_before(max(frame.t_s, self._start_s))
        elif frame.outages > self._frame.outages:
            self._frame_left(self._end_s(self._frame))
            self._ticks.skip_before(frame.t_s)
        else:
            self._frame_left(frame.t_s)
        crops = self._crops.of(frame, tracked.faces)
        for face, crop in zip(tracked.faces, crops, strict=True):
            life = self._lives.setdefault(
                face.track_id, Life(max(frame.t_s, self._start_s), self._spec.span_s)
            )
            life.see(frame.t_s, face, crop)
        if self._frame is not None:
            self._steps_s.append(frame.t_s - self._frame.t_s)
        self._frame = frame
        self._frames += 1
        over = [self._lives.pop(track_id) for track_id in self._lives.keys() - tracked.alive]
        if self._ticks.at(frame.t_s):
            self._begin_tick(frame.t_s, frame)
        self._place(over)
        for life in self._lives.values():
            life.forget()
        return tuple(self._release())

    @property
    def waiting(self) -> bool:
        """Whether rows of earlier frames are still to come."""
        return bool(self._due)

    def flush(self) -> tuple[AffectResult, ...]:
        """The rows still due at the end of the source."""
        if self._frame is not None:
            self._frame_left(self._end_s(self._frame))
        over = list(self._lives.values())
        self._lives.clear()
        self._place(over)
        self._batches.finish()
        return tuple(self._release())

    def _end_s(self, last: Frame) -> float:
        """When the last frame leaves the screen."""
        if last.end_s is not None:
            return last.end_s
        return last.t_s + (median(self._steps_s) if self._steps_s else LONE_FRAME_S)

    def _frame_left(self, t_s: float) -> None:
        """The newest frame leaves the screen: its faces were on it until then."""
        if self._frame is None:
            return
        for life in self._lives.values():
            life.frame_left(self._frame.t_s, t_s)
        for tick_s in self._ticks.before(t_s):
            self._begin_tick(tick_s, self._frame)

    def _begin_tick(self, tick_s: float, frame: Frame) -> None:
        """Rows of a tick at which a frame is on screen."""
        nobody = AffectResult(frame.index, frame.pts_s, tick_s, tick_s, Status.NO_FACE)
        tick = _Tick(nobody)
        for track_id, life in sorted(self._lives.items()):
            if self._live and tick_s - life.end_s > self._judge.gap_limit_s:
                continue  # Nobody knows whether the face comes back.
            face = life.face_at(frame.t_s)
            row = replace(
                nobody,
                track_id=track_id,
                box=None if face is None else face.box,
                score=None if face is None else face.score,
            )
            tick.rows.append(_Row(row, life))
        self._due.append(tick)

    def _place(self, over: list[Life]) -> None:
        """Give windows to the rows for which enough is known, and drop those after a life."""
        for row in self._unplaced():
            life = row.life
            if life is None:
                continue
            tick_s, is_over = row.result.t_s, life in over
            if is_over and not self._live and tick_s >= life.end_s:
                row.placed = row.dropped = True
                continue
            seen = Seen(life.start_s, life.end_s, is_over)
            interval = self._placing.interval(tick_s, seen, self._spec.span_s)
            if interval is not None:
                self._score_window(row, life, interval)

    def _unplaced(self) -> Iterator[_Row]:
        return (row for tick in self._due for row in tick.rows if not row.placed)

    def _score_window(self, row: _Row, life: Life, interval: Interval) -> None:
        row.placed, row.life = True, None
        start_s, length_s = interval
        still = self._frames == 1 and not self._live
        coverage = 1.0 if still else length_s / self._spec.span_s
        bounds = replace(
            row.result,
            window_start_s=start_s,
            window_end_s=start_s + length_s,
            coverage=coverage,
            describes_s=start_s + length_s / 2 if self._live else row.result.t_s,
        )
        if self._live and coverage < MIN_LIVE_COVERAGE:
            row.result = replace(bounds, status=Status.WARMING_UP)
            return
        window = life.window(start_s, length_s, self._spec.frames)
        if window is None:
            row.result = replace(bounds, status=Status.GAP, max_gap_s=length_s)
            return
        quality = self._quality.overall(window.measures)
        status = self._judge.status(window, coverage, quality)
        row.result = replace(
            bounds,
            status=Status.OK if still and status is Status.SPARSE else status,
            quality=quality,
            measures=window.measures,
            max_gap_s=window.max_gap_s,
            num_frames=window.num_distinct,
            landmarker=window.actions,
        )
        row.scores = self._scored(life, window.faces_rgb)

    def _scored(self, life: Life, faces_rgb: RGB) -> Future[Scores]:
        """The scores of a window, which are those of the last one if it shows the same frames."""
        last = self._last_scored.get(life)
        if last is None or last[0] is not faces_rgb:
            last = self._last_scored[life] = faces_rgb, self._batches.add(faces_rgb)
        return last[1]

    def _release(self) -> Iterator[AffectResult]:
        while self._due and self._due[0].known:
            yield from self._due.popleft().results(features=self._features)
