from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor

import pytest

from svfap_core.inference.predictor import Scores
from svfap_core.pipeline.analyzer import MOST_WAITING, Analyzer
from svfap_core.settings import WindowSettings
from svfap_core.types import RGB, AffectResult, FaceObservation, Status
from tests.fakes import CountingScorer, ScriptedTracker, face, picture

Script = Callable[[float], Sequence[FaceObservation]]
RATE_FPS = 25


@pytest.fixture
def beside() -> Iterator[Executor]:
    """A thread to score in."""
    with ThreadPoolExecutor(1) as executor:
        yield executor


class HeldScorer(CountingScorer):
    """Waits with its scores until they are let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()

    def predict(self, windows: Sequence[RGB]) -> list[Scores]:
        assert self.let_go.wait(20)
        return super().predict(windows)


def analyse(
    script: Script,
    seconds: float,
    *,
    batch_size: int = 1,
    scorer: CountingScorer | None = None,
    executor: Executor | None = None,
) -> list[AffectResult]:
    settings = WindowSettings(hop_s=0.5, max_gap_s=0.5)
    scorer = scorer or CountingScorer()
    analyzer = Analyzer(ScriptedTracker(script), scorer, settings, batch_size=batch_size)
    if executor is not None:
        analyzer.score_in(executor)
    rows: list[AffectResult] = []
    for index in range(round(seconds * RATE_FPS)):
        rows += analyzer.step(picture(index, index / RATE_FPS)).results
    return [*rows, *analyzer.flush()]


def told(rows: list[AffectResult]) -> list[tuple[object, ...]]:
    """Rows so that they can be compared."""
    return [(r.t_s, r.track_id, r.status, dict(r.emotions)) for r in rows]


def between(start_s: float, end_s: float, track_id: int = 1, quality: float = 0.9) -> Script:
    return lambda t_s: [face(track_id, quality=quality)] if start_s <= t_s < end_s else []


def test_rows_lie_on_the_hop_grid_with_the_frames_own_time() -> None:
    rows = analyse(between(0, 99), 4)
    assert [row.t_s for row in rows] == pytest.approx([0.52, 1.0, 1.52, 2.0, 2.52, 3.0, 3.52])
    assert all(row.pts_s == pytest.approx(row.t_s + 100) for row in rows)
    assert [row.frame_index for row in rows] == [13, 25, 38, 50, 63, 75, 88]


def test_status_follows_the_face() -> None:
    """Warming up until a window is full, gone when out of sight, warm at once when back."""

    def script(t_s: float) -> list[FaceObservation]:
        return [] if 3 <= t_s < 4.2 else [face(1)]

    by_time = {row.t_s: row.status for row in analyse(script, 6)}
    assert by_time[0.52] is Status.WARMING_UP
    assert by_time[1.0] is Status.WARMING_UP
    assert by_time[1.52] is Status.OK
    assert by_time[3.0] is Status.OK
    assert by_time[3.52] is Status.NO_FACE
    assert by_time[4.0] is Status.NO_FACE
    assert by_time[4.52] is Status.GAP
    assert by_time[5.0] is Status.OK
    assert by_time[5.52] is Status.OK


def test_a_window_ends_at_its_row_and_starts_a_span_earlier() -> None:
    row = next(row for row in analyse(between(0, 99), 2) if row.status is Status.OK)
    assert row.window_end_s == row.t_s
    assert row.window_start_s == pytest.approx(row.t_s - 1.12, abs=0.02)
    assert row.num_frames == 8
    assert row.emotions["last"] == pytest.approx(row.frame_index)


def test_poor_faces_are_scored_but_marked() -> None:
    row = analyse(between(0, 99, quality=0.05), 2)[-1]
    assert row.status is Status.LOW_QUALITY
    assert row.emotions


def test_every_face_has_its_rows() -> None:
    rows = analyse(lambda _t: [face(1), face(2)], 2)
    assert [(row.t_s, row.track_id) for row in rows[-2:]] == [(rows[-1].t_s, 1), (rows[-1].t_s, 2)]


def test_a_short_video_gives_one_padded_score() -> None:
    rows = analyse(between(0, 99), 0.8)
    assert [row.status for row in rows] == [Status.WARMING_UP, Status.WARMING_UP]
    assert not rows[0].emotions
    assert rows[1].emotions["first"] == 0.0
    assert rows[1].num_frames < 8


def test_a_face_that_flickers_gives_no_score() -> None:
    rows = analyse(between(1.0, 1.2), 4)
    assert {row.track_id for row in rows if row.emotions} == set()


def test_a_face_that_was_scored_gets_no_padded_row() -> None:
    rows = analyse(between(0, 3), 6)
    assert not [row for row in rows if row.status is Status.WARMING_UP and row.emotions]


def test_a_video_without_faces_has_rows() -> None:
    assert {row.status for row in analyse(lambda _t: [], 2)} == {Status.NO_FACE}
    assert [row.status for row in analyse(lambda _t: [], 0.2)] == [Status.NO_FACE]


def test_batches_and_threads_change_no_row_and_no_order(beside: Executor) -> None:
    def script(t_s: float) -> list[FaceObservation]:
        return [face(1), face(2)] if t_s < 5 else [face(2)]

    scorer = CountingScorer()
    alone = told(analyse(script, 8))
    assert told(analyse(script, 8, batch_size=5, scorer=scorer)) == alone
    assert max(scorer.batches) == 5
    assert told(analyse(script, 8, batch_size=5, executor=beside)) == alone
    assert told(analyse(script, 8, executor=beside)) == alone


def test_tracking_goes_on_while_windows_are_scored_until_too_many_wait(beside: Executor) -> None:
    scorer = HeldScorer()
    settings = WindowSettings(hop_s=0.2)
    analyzer = Analyzer(ScriptedTracker(lambda _t: [face(1)]), scorer, settings, batch_size=1)
    analyzer.score_in(beside)
    rows: list[AffectResult] = []
    index = 0
    while sum(bool(r.window_end_s) for r in rows) + len(analyzer._waiting) < MOST_WAITING:
        rows += analyzer.step(picture(index, index / RATE_FPS)).results
        index += 1
    assert not any(row.emotions for row in rows)
    assert len(scorer.batches) == 0
    threading.Timer(0.2, scorer.let_go.set).start()
    for later in range(index, index + RATE_FPS):  # Waits for the first scores on the way.
        rows += analyzer.step(picture(later, later / RATE_FPS)).results
        assert len(analyzer._waiting) <= 2
    rows += analyzer.flush()
    assert [row.t_s for row in rows] == sorted(row.t_s for row in rows)
    assert sum(bool(row.emotions) for row in rows) == len(scorer.batches)


def test_a_scorer_that_fails_beside_is_heard(beside: Executor) -> None:
    class Failing(CountingScorer):
        def predict(self, windows: Sequence[RGB]) -> list[Scores]:
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        analyse(between(0, 99), 4, scorer=Failing(), executor=beside)


def test_a_slow_source_skips_ticks_but_no_row() -> None:
    analyzer = Analyzer(
        ScriptedTracker(lambda _t: []), CountingScorer(), WindowSettings(hop_s=0.5), batch_size=1
    )
    rows = [analyzer.step(picture(i, i * 2.0)).results for i in range(4)]
    assert [len(found) for found in rows] == [0, 1, 1, 1]
