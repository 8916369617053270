"""Rows from frames: where they stand, what they are, and that no way of running changes them."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis.strategies import booleans, integers, lists, sampled_from, tuples

from svfap_core.clips.life import Life
from svfap_core.inference.predictor import Scores
from svfap_core.pipeline.analyzer import Analyzer
from svfap_core.pipeline.scoring import MOST_WAITING
from svfap_core.quality_curves import QualityCurves
from svfap_core.settings import WindowSettings
from svfap_core.types import RGB, AffectResult, FaceObservation, Frame, Status, Window
from tests.fakes import SPEC, CountingScorer, ScriptedTracker, face, picture

Script = Callable[[float], Sequence[FaceObservation]]
RATE_FPS = 25
SPAN_S = SPEC.span_s
HOP_S = 0.5


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


def frames_of(times: Sequence[Fraction], end: Fraction) -> list[Frame]:
    """Frames that come on screen at exact times, the last one leaving it at `end`."""
    frames = [picture(index, float(t)) for index, t in enumerate(times)]
    frames[-1] = replace(frames[-1], end_s=float(end))
    return frames


def at_rate(count: int, rate: Fraction | int = RATE_FPS) -> list[Frame]:
    return frames_of([Fraction(n) / rate for n in range(count)], Fraction(count) / rate)


def analyse(
    script: Script,
    frames: Sequence[Frame] | float,
    *,
    settings: WindowSettings | None = None,
    batch_size: int = 1,
    live: bool = False,
    scorer: CountingScorer | None = None,
    executor: Executor | None = None,
    keep_s: float = 1.5,
    start_s: float = 0.0,
) -> list[AffectResult]:
    """The rows of a source; of so many seconds at 25 fps where no frames are given."""
    if isinstance(frames, float | int):
        frames = at_rate(round(frames * RATE_FPS))
    analyzer = Analyzer(
        ScriptedTracker(script, keep_s=keep_s),
        scorer or CountingScorer(),
        settings or WindowSettings(hop_s=HOP_S),
        QualityCurves(),
        batch_size=batch_size,
        live=live,
        start_s=start_s,
    )
    if executor is not None:
        analyzer.score_in(executor)
    rows = [row for frame in frames for row in analyzer.step(frame).results]
    rows += analyzer.flush()
    assert not analyzer.waiting
    return rows


def summary(rows: list[AffectResult]) -> list[tuple[object, ...]]:
    """Rows so that they can be compared."""
    return [(r.t_s, r.track_id, r.status, dict(r.emotions)) for r in rows]


def between(start_s: float, end_s: float, track_id: int = 1) -> Script:
    return lambda t_s: [face(track_id)] if start_s <= t_s < end_s else []


def always(_t_s: float) -> list[FaceObservation]:
    return [face(1)]


# -- the grid ------------------------------------------------------------------------------------

RATES = sampled_from(
    [Fraction(n) for n in (1, 5, 12, 15, 24, 25, 30, 50, 60, 120, 240)]
    + [Fraction(24000, 1001), Fraction(30000, 1001), Fraction(60000, 1001)]
)
HOPS = sampled_from(["0.04", "0.1", "0.2", "0.3", "1/3", "0.5", "0.7", "1", "2.5", "10"])


@pytest.mark.parametrize(("hop_s", "rows"), [(0.1, 600), (0.2, 300), (0.3, 200)])
@pytest.mark.parametrize("rate", [Fraction(25), Fraction(30), Fraction(30000, 1001)])
def test_a_minute_has_the_rows_that_arithmetic_gives(
    hop_s: float, rows: int, rate: Fraction
) -> None:
    count = -(-60 * rate // 1)
    found = analyse(lambda _t: [], at_rate(int(count), rate), settings=WindowSettings(hop_s=hop_s))
    end = Fraction(int(count)) / rate
    assert len(found) == -(-end // Fraction(str(hop_s))) >= rows
    assert [row.t_s for row in found[:rows]] == [
        float(k * Fraction(str(hop_s))) for k in range(rows)
    ]


@given(
    rate=RATES,
    hop=HOPS,
    steps=lists(tuples(integers(-3, 3), booleans(), integers(0, 20)), min_size=1, max_size=60),
)
def test_rows_stand_on_exact_multiples_of_the_hop_whatever_the_frames_do(
    rate: Fraction, hop: str, steps: list[tuple[int, bool, int]]
) -> None:
    """Frames jitter, are dropped or held; each tick has the frame on screen then."""
    times: list[Fraction] = []
    slot = 0
    for jitter, dropped, held in steps:
        if not dropped or not times:
            times.append((slot + Fraction(jitter, 8) if times else Fraction(0)) / rate)
        slot += 1 + held // 15
    times.sort()
    end = times[-1] + 1 / rate
    exact = Fraction(hop)
    hop_s = WindowSettings(hop_s=float(exact))
    exact = hop_s.hop
    rows = analyse(always, frames_of(times, end), settings=hop_s)
    ticks = [k * exact for k in range(int(-(-end // exact)))]
    assert [row.t_s for row in rows] == [float(tick) for tick in ticks]
    on_screen = [max(n for n, t in enumerate(times) if t <= tick) for tick in ticks]
    assert [row.frame_index for row in rows] == on_screen
    assert all(row.pts_s == float(times[n]) + 100 for row, n in zip(rows, on_screen, strict=True))
    assert all(row.emotions and row.box for row in rows)


@pytest.mark.parametrize("live", [False, True])
def test_rows_and_lives_begin_with_the_part_that_is_analysed(live: bool) -> None:  # noqa: FBT001
    frames = at_rate(100)[35:]  # From 1.4 s on; at 1.42 the first of them is on screen.
    rows = analyse(always, frames, start_s=1.42, settings=WindowSettings(hop_s=0.01), live=live)
    assert [row.t_s for row in rows[:3]] == [1.42, 1.43, 1.44]
    assert min(row.window_start_s for row in rows if row.window_start_s is not None) == 1.42


def test_an_end_that_the_source_does_not_know_is_one_usual_frame_later() -> None:
    frames = [replace(frame, end_s=None) for frame in at_rate(50)]
    assert [row.t_s for row in analyse(always, frames)] == [0, 0.5, 1, 1.5]
    assert [row.t_s for row in analyse(always, [replace(frames[0], end_s=None)])] == [0]


# -- files ---------------------------------------------------------------------------------------


def test_in_a_file_every_row_of_a_long_life_has_a_whole_window_around_it() -> None:
    rows = analyse(always, 4)
    assert {row.status for row in rows} == {Status.OK}
    assert {row.coverage for row in rows} == {1.0}
    assert [row.describes_s for row in rows] == [row.t_s for row in rows]
    starts_s = [0, 0, 0.36, 0.86, 1.36, 1.86, 2.36, 2.72]
    assert [row.window_start_s for row in rows] == pytest.approx(starts_s)
    assert [row.window_end_s for row in rows] == pytest.approx([s + SPAN_S for s in starts_s])
    assert rows[3].emotions == {"first": 23, "last": 51}


def test_rows_run_over_the_life_of_a_face_also_while_it_is_hidden() -> None:
    def script(t_s: float) -> list[FaceObservation]:
        return [] if t_s < 0.6 or 3 <= t_s < 4.2 or t_s >= 5.3 else [face(1)]

    rows = {row.t_s: row for row in analyse(script, 8)}
    assert {t for t, row in rows.items() if row.track_id == 1} == {k / 2 for k in range(2, 11)}
    assert {t: row.status for t, row in rows.items() if row.status is not Status.OK} == {
        0.0: Status.NO_FACE, 0.5: Status.NO_FACE, 3.0: Status.GAP, 3.5: Status.GAP,
        4.0: Status.GAP, 4.5: Status.GAP, 5.5: Status.NO_FACE, 6.0: Status.NO_FACE,
        6.5: Status.NO_FACE, 7.0: Status.NO_FACE, 7.5: Status.NO_FACE,
    }  # fmt: skip
    assert rows[3.5].box is None
    assert rows[3.5].emotions
    assert rows[3.5].max_gap_s == pytest.approx(1.14)
    assert rows[4.5].box is not None


def test_a_face_hidden_for_a_whole_window_has_a_row_without_scores() -> None:
    def script(t_s: float) -> list[FaceObservation]:
        return [] if 2 <= t_s < 5 else [face(1)]

    row = next(row for row in analyse(script, 8, keep_s=4) if row.t_s == 3.5)
    assert (row.status, row.emotions, row.num_frames) == (Status.GAP, {}, 0)


def test_a_short_appearance_is_scored_over_all_of_it() -> None:
    rows = [row for row in analyse(between(0.9, 1.5), 4) if row.track_id]
    assert [row.t_s for row in rows] == [1.0, 1.5]
    assert rows[1].emotions == rows[0].emotions
    assert rows[0].status is Status.PARTIAL
    assert rows[0].coverage == pytest.approx(0.6 / SPAN_S, abs=0.04)
    assert (rows[0].window_start_s, rows[0].window_end_s) == pytest.approx((0.92, 1.52))
    assert rows[0].emotions == {"first": 23, "last": 37}


def test_three_frames_are_scored() -> None:
    (row,) = analyse(always, at_rate(3))
    assert (row.status, row.num_frames) == (Status.PARTIAL, 3)
    assert row.emotions == {"first": 0, "last": 2}


def test_a_still_image_is_a_whole_window() -> None:
    (row,) = analyse(always, at_rate(1))
    assert (row.status, row.coverage, row.num_frames) == (Status.OK, 1.0, 1)
    assert row.emotions == {"first": 0, "last": 0}


def test_few_distinct_frames_are_sparse() -> None:
    rows = analyse(always, at_rate(10, 1))
    assert {row.status for row in rows} == {Status.SPARSE}
    assert {row.max_gap_s for row in rows} == {0}


def test_a_held_frame_has_rows() -> None:
    times = [Fraction(n, 25) for n in (*range(30), *range(130, 160))]
    rows = analyse(always, frames_of(times, Fraction(160, 25)))
    assert [row.t_s for row in rows] == [k * 0.5 for k in range(13)]
    assert {row.status for row in rows if 1.9 < row.t_s < 4.5} == {Status.SPARSE}


def test_poor_faces_are_scored_but_marked() -> None:
    poor = replace(face(1), measures=replace(face(1).measures, sharpness=0.01))
    row = analyse(lambda _t: [poor], 2)[-1]
    assert row.status is Status.LOW_QUALITY
    assert row.emotions
    assert row.quality == pytest.approx(QualityCurves().overall(poor.measures))
    assert row.measures == poor.measures


def test_a_video_without_faces_has_rows() -> None:
    rows = analyse(lambda _t: [], 2)
    assert [(row.t_s, row.status) for row in rows] == [(k / 2, Status.NO_FACE) for k in range(4)]
    assert [row.status for row in analyse(lambda _t: [], 0.2)] == [Status.NO_FACE]


# -- live ----------------------------------------------------------------------------------------


def test_a_live_window_ends_at_its_tick_and_grows_to_the_span() -> None:
    rows = analyse(always, 3, live=True)
    assert [row.t_s for row in rows] == [0, 0.5, 1, 1.5, 2, 2.5]
    assert [row.status for row in rows] == [
        Status.WARMING_UP, Status.PARTIAL, Status.PARTIAL, Status.OK, Status.OK, Status.OK
    ]  # fmt: skip
    assert [row.window_end_s for row in rows] == [row.t_s for row in rows]
    assert rows[1].coverage == pytest.approx(0.5 / SPAN_S)
    assert rows[3].describes_s == pytest.approx(1.5 - SPAN_S / 2)
    assert rows[3].emotions == {"first": 7, "last": 35}
    assert not rows[0].emotions


def test_a_live_row_comes_with_the_frame_of_its_tick() -> None:
    analyzer = Analyzer(
        ScriptedTracker(always), CountingScorer(), WindowSettings(), QualityCurves(),
        batch_size=1, live=True,
    )  # fmt: skip
    came = {row.t_s: frame.t_s for frame in at_rate(60) for row in analyzer.step(frame).results}
    assert came == pytest.approx({0: 0, 0.5: 0.52, 1: 1, 1.5: 1.52, 2: 2})


def test_a_live_face_out_of_sight_for_too_long_has_no_rows_until_it_is_back() -> None:
    def script(t_s: float) -> list[FaceObservation]:
        return [] if 2.1 <= t_s < 3.3 else [face(1)]

    settings = WindowSettings(hop_s=HOP_S, max_gap_s=0.5)
    by_time = {row.t_s: row.status for row in analyse(script, 6, settings=settings, live=True)}
    assert by_time[2.0] is Status.OK
    assert by_time[2.5] is Status.OK
    assert by_time[3.0] is Status.NO_FACE
    assert by_time[3.5] is Status.GAP
    assert by_time[5.0] is Status.OK


def test_a_live_outage_has_no_rows() -> None:
    before, after = at_rate(50), at_rate(250)[200:]
    frames = [*before, *(replace(frame, outages=1) for frame in after)]
    rows = analyse(always, [replace(frame, end_s=None) for frame in frames], live=True)
    assert [row.t_s for row in rows] == [0, 0.5, 1, 1.5, 8, 8.5, 9, 9.5]


@pytest.mark.parametrize("rate", [Fraction(25), Fraction(30000, 1001)])
def test_live_and_file_agree_half_a_span_apart(rate: Fraction) -> None:
    """hop = span / 8, complete windows; a face that comes, is hidden for a moment, and goes."""

    def script(t_s: float) -> list[FaceObservation]:
        return [] if t_s < 0.5 or 3 <= t_s < 3.2 or t_s > 7 else [face(1)]

    settings = WindowSettings(hop_s=SPAN_S / 8)
    frames = at_rate(round(9 * rate), rate)
    offline, live = (
        analyse(script, frames, settings=settings, live=live) for live in (False, True)
    )
    by_window = {round(r.window_start_s, 6): r for r in offline if r.window_start_s is not None}
    whole = [row for row in live if row.coverage == 1 and row.t_s <= 7]
    assert len(whole) > 30
    for row in whole:
        same = by_window[round(row.window_start_s or 0, 6)]
        assert same.t_s == pytest.approx(row.describes_s)
        assert (same.emotions, same.status) == (row.emotions, row.status)


class MeanScorer(CountingScorer):
    """Gives the share of samples that are bright."""

    def predict(self, windows: Sequence[RGB]) -> list[Scores]:
        return [Scores({"bright": float((w > 99).mean())}, {}) for w in windows]


@given(
    rate=sampled_from([Fraction(25), Fraction(30), Fraction(30000, 1001), Fraction(60)]),
    hop=sampled_from(["0.04", "0.1", "0.25"]),
    change=integers(60, 120),
    live=booleans(),
)
def test_a_score_is_half_risen_when_the_face_changed_in_a_file_and_half_a_span_later_live(
    *, rate: Fraction, hop: str, change: int, live: bool
) -> None:
    """The step response, of a model that averages: within half a hop and one frame."""
    frames = [
        replace(frame, image=picture(0, 0, value=200 if frame.index >= change else 0).rgb)
        for frame in at_rate(240, rate)
    ]
    settings = WindowSettings(hop_s=float(Fraction(hop)))
    rows = analyse(always, frames, settings=settings, live=live, scorer=MeanScorer())
    half_s = next(row.t_s for row in rows if row.emotions and row.emotions["bright"] >= 0.5)
    expected_s = float(change / rate) + (SPAN_S / 2 if live else 0)
    assert abs(half_s - settings.hop_s / 2 - expected_s) <= settings.hop_s / 2 + float(1 / rate) + (
        SPAN_S / SPEC.frames / 2
    )


# -- running -------------------------------------------------------------------------------------


@given(
    lives=lists(tuples(integers(0, 60), integers(1, 80)), min_size=1, max_size=6),
    hop=HOPS,
    batch_size=integers(1, 9),
    live=booleans(),
)
def test_rows_come_in_order_of_tick_and_track_and_batches_change_none(
    *, lives: list[tuple[int, int]], hop: str, batch_size: int, live: bool
) -> None:
    def script(t_s: float) -> list[FaceObservation]:
        index = round(t_s * RATE_FPS)
        return [
            face(n) for n, (start, length) in enumerate(lives, 1) if start <= index < start + length
        ]

    settings = WindowSettings(hop_s=float(Fraction(hop)))
    rows = analyse(script, 5, settings=settings, live=live)
    places = [(row.t_s, row.track_id or 0) for row in rows]
    assert places == sorted(set(places))
    assert all(row.status is not Status.NO_FACE or row.track_id is None for row in rows)
    assert summary(
        analyse(script, 5, settings=settings, live=live, batch_size=batch_size)
    ) == summary(rows)
    if not live:
        for n, (start, length) in enumerate(lives, 1):
            ticks = [r.t_s for r in rows if r.track_id == n]
            expected = [
                t
                for t in dict.fromkeys(r.t_s for r in rows)
                if start / 25 <= t < min((start + length) / 25, 5)
            ]
            assert ticks == expected


def test_batches_and_threads_change_no_row_and_no_order(beside: Executor) -> None:
    def script(t_s: float) -> list[FaceObservation]:
        return [face(1), face(2)] if t_s < 5 else [face(2)]

    scorer = CountingScorer()
    alone = summary(analyse(script, 8))
    assert summary(analyse(script, 8, batch_size=5, scorer=scorer)) == alone
    assert max(scorer.batches) == 5
    assert summary(analyse(script, 8, batch_size=5, executor=beside)) == alone
    assert summary(analyse(script, 8, executor=beside)) == alone


def test_tracking_goes_on_while_windows_are_scored_until_too_many_wait(beside: Executor) -> None:
    scorer = HeldScorer()
    analyzer = Analyzer(
        ScriptedTracker(always), scorer, WindowSettings(hop_s=0.7), QualityCurves(), batch_size=1
    )
    analyzer.score_in(beside)
    frames = at_rate(100)
    ready = round((MOST_WAITING - 1) * 0.7 * RATE_FPS + SPAN_S / 2 * RATE_FPS) + 3
    rows = [row for frame in frames[:ready] for row in analyzer.step(frame).results]
    assert not rows
    threading.Timer(0.2, scorer.let_go.set).start()
    rows += [row for frame in frames[ready:] for row in analyzer.step(frame).results]
    rows += analyzer.flush()
    assert len(rows) == 6 == len(scorer.batches)
    assert all(row.emotions for row in rows)


@pytest.mark.parametrize("batch_size", [1, 5])
def test_a_held_frame_is_scored_once_with_equal_results(
    beside: Executor, monkeypatch: pytest.MonkeyPatch, batch_size: int
) -> None:
    """Two faces on one frame for ten minutes, between two seconds of others."""
    times = [Fraction(n, 25) for n in (*range(50), *range(15_050, 15_100))]
    frames, scorer, alone = frames_of(times, Fraction(604)), CountingScorer(), CountingScorer()

    def script(_t_s: float) -> list[FaceObservation]:
        return [face(1), face(2)]

    rows = analyse(script, frames, scorer=scorer, batch_size=batch_size, executor=beside)
    assert [row.t_s for row in rows if row.track_id == 2] == [n / 2 for n in range(1208)]
    assert sum(scorer.batches) < 50
    window = Life.window

    def another(*args: Any) -> Window | None:
        found = window(*args)
        return None if found is None else replace(found, faces_rgb=found.faces_rgb.copy())

    monkeypatch.setattr(Life, "window", another)
    assert summary(analyse(script, frames, scorer=alone)) == summary(rows)
    assert sum(alone.batches) == len(rows)


def test_a_scorer_that_fails_beside_is_heard(beside: Executor) -> None:
    class Failing(CountingScorer):
        def predict(self, windows: Sequence[RGB]) -> list[Scores]:
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        analyse(always, 4, scorer=Failing(), executor=beside)


def test_rows_are_handed_out_as_soon_as_they_are_known() -> None:
    analyzer = Analyzer(
        ScriptedTracker(always), CountingScorer(), WindowSettings(), QualityCurves(), batch_size=1
    )
    held = Counter(len(analyzer._due) for frame in at_rate(500) if analyzer.step(frame))
    assert max(held) <= SPAN_S / 0.5 + 2
