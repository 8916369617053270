from __future__ import annotations

import threading
from collections.abc import Iterator
from time import perf_counter, sleep

import pytest

from svfap_core.errors import OutputError, SourceError
from svfap_core.pipeline.analyzer import Analyzer
from svfap_core.pipeline.session import Ended, Outcome, Prepared, Session
from svfap_core.quality_curves import QualityCurves
from svfap_core.settings import WindowSettings
from svfap_core.sources.base import SourceInfo, SourceKind
from svfap_core.types import FaceObservation, Frame
from tests.fakes import CountingScorer, ListSink, ScriptedSource, ScriptedTracker, face


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    assert set(threading.enumerate()) <= before


def analyzer(tracker: ScriptedTracker | None = None) -> Analyzer:
    tracker = tracker or ScriptedTracker(lambda _t: [face(1)])
    return Analyzer(tracker, CountingScorer(), WindowSettings(), QualityCurves(), batch_size=4)


def session(source: ScriptedSource, sink: ListSink, **options: object) -> Session:
    return Session(lambda _stop: source, lambda _info: Prepared(analyzer(), [sink]), **options)  # type: ignore[arg-type]


def test_a_file_is_analysed_whole() -> None:
    source, sink = ScriptedSource(frames=200), ListSink()
    running = session(source, sink)
    assert running.run() is Outcome.COMPLETED
    assert sink.frames == list(range(200))
    assert len(sink.results) == 16
    assert sink.ended == "committed"
    assert source.closed
    stats = running.stats
    assert (stats.captured, stats.analysed, stats.rows, stats.dropped) == (200, 200, 16, 0)


def test_an_error_of_the_source_reaches_the_caller_and_discards() -> None:
    error = SourceError("the file broke")
    sink, whole = ListSink(), ListSink()
    session(ScriptedSource(frames=60), whole).run()
    with pytest.raises(SourceError, match="broke"):
        session(ScriptedSource(frames=90, fail_at=60, error=error), sink).run()
    assert sink.ended == "discarded"
    assert sink.frames == list(range(60))
    assert [row.t_s for row in sink.results] == [row.t_s for row in whole.results]


def test_an_error_on_opening_reaches_the_caller() -> None:
    def cannot_open(_stop: threading.Event) -> ScriptedSource:
        raise SourceError("no such file")

    with pytest.raises(SourceError, match="no such file"):
        Session(cannot_open, lambda _info: Prepared(analyzer(), [])).run()


def test_an_error_while_preparing_ends_the_capture() -> None:
    def cannot_prepare(_info: object) -> Prepared:
        raise ValueError("no model")

    source = ScriptedSource(frames=1000, kind=SourceKind.CAMERA)
    with pytest.raises(ValueError, match="no model"):
        Session(lambda _stop: source, cannot_prepare).run()
    assert source.closed


def test_an_error_of_a_sink_discards_all() -> None:
    good, bad = ListSink(), ListSink(fail=OSError("disk full"))
    source = ScriptedSource(frames=500)
    running = Session(lambda _stop: source, lambda _info: Prepared(analyzer(), [good, bad]))
    with pytest.raises(OSError, match="disk full"):
        running.run()
    assert (good.ended, bad.ended) == ("discarded", "discarded")
    assert source.closed


@pytest.mark.logs_warning
def test_a_sink_that_cannot_be_discarded_keeps_neither_the_others_nor_the_first_error() -> None:
    class Stuck(ListSink):
        def discard(self) -> None:
            raise OutputError("the disk is read-only now")

    other = ListSink()
    source = ScriptedSource(frames=50, fail_at=30, error=SourceError("the file broke"))
    running = Session(lambda _stop: source, lambda _info: Prepared(analyzer(), [Stuck(), other]))
    with pytest.raises(SourceError, match="broke"):
        running.run()
    assert other.ended == "discarded"


def test_stop_frees_a_hanging_source_and_keeps_the_results() -> None:
    source, sink = ScriptedSource(frames=500, hang_at=100), ListSink()
    ended: list[Ended] = []
    running = session(source, sink, on_end=ended.append)
    running.start()
    while running.stats.analysed < 100:
        threading.Event().wait(0.001)
    running.request_stop()
    assert running.join(5)
    assert ended == [Outcome.STOPPED]
    assert sink.ended == "committed"


def test_a_failed_thread_tells_its_error() -> None:
    ended: list[Ended] = []
    running = session(ScriptedSource(frames=5, fail_at=2), ListSink(), on_end=ended.append)
    running.start()
    assert running.join(5)
    assert [type(end) for end in ended] == [RuntimeError]


def test_a_live_source_never_waits_for_analysis() -> None:
    gate = threading.Event()

    class SlowTracker(ScriptedTracker):
        def update(self, frame: Frame) -> object:
            gate.wait(5)
            return super().update(frame)

    class ReadySource(ScriptedSource):
        def frames(self) -> Iterator[Frame]:
            running._prepared.wait(5)
            return super().frames()

    source, sink = ReadySource(frames=100, kind=SourceKind.CAMERA), ListSink()
    tracker = SlowTracker(lambda _t: [])
    running = Session(lambda _stop: source, lambda _info: Prepared(analyzer(tracker), [sink]))
    running.start()
    while not source.closed:
        threading.Event().wait(0.001)
    gate.set()
    assert running.join(5)
    assert running.stats.dropped == 100 - len(sink.frames)
    assert sink.frames[-8:] == list(range(92, 100))


def test_live_pictures_from_before_the_models_are_ready_are_not_kept() -> None:
    halfway = threading.Event()

    class EarlySource(ScriptedSource):
        def frames(self) -> Iterator[Frame]:
            for frame in super().frames():
                if frame.index == 50:
                    halfway.set()
                    running._prepared.wait(5)
                if frame.index >= 50:
                    threading.Event().wait(0.002)
                yield frame

    def prepare(_info: SourceInfo) -> Prepared:
        assert halfway.wait(5)
        return Prepared(analyzer(), [sink])

    source, sink = EarlySource(frames=60, kind=SourceKind.CAMERA), ListSink()
    running = Session(lambda _stop: source, prepare)
    assert running.run() is Outcome.COMPLETED
    assert sink.frames == list(range(50, 60))
    assert (running.stats.captured, running.stats.dropped) == (60, 0)


def test_a_paced_file_plays_at_its_own_speed() -> None:
    started_s = perf_counter()
    running = session(ScriptedSource(frames=11, rate_fps=50), ListSink(), paced=True)
    assert running.run() is Outcome.COMPLETED
    assert perf_counter() - started_s >= 0.2


def test_a_paced_file_waits_for_slow_models() -> None:
    sink = ListSink()

    def prepare_slowly(_info: object) -> Prepared:
        threading.Event().wait(0.4)
        return Prepared(analyzer(), [sink])

    # No more frames than fit into the channel: a busy computer must not drop any here.
    source = ScriptedSource(frames=8, rate_fps=50)
    running = Session(lambda _stop: source, prepare_slowly, paced=True)
    running.run()
    assert sink.frames == list(range(8))


def test_the_newest_frame_is_shown_with_its_faces() -> None:
    running = session(ScriptedSource(frames=10), ListSink())
    running.run()
    shown = running.latest.take()
    assert shown is not None
    assert shown.frame.index == 9
    assert [seen.track_id for seen in shown.faces] == [1]
    assert running.latest.take() is None


def test_stop_at_any_moment_ends() -> None:
    for delay_ms in range(0, 30, 2):
        running = session(ScriptedSource(frames=100_000), ListSink())
        running.start()
        threading.Event().wait(delay_ms / 1000)
        running.request_stop()
        assert running.join(5), f"still running, stopped after {delay_ms} ms"


def test_every_captured_frame_is_heard_of_though_analysis_loses_some() -> None:
    captured: list[int] = []

    def slow(_t_s: float) -> list[FaceObservation]:
        sleep(0.02)
        return [face(1)]

    sink = ListSink()
    running = Session(
        lambda _stop: ScriptedSource(frames=100, rate_fps=500),
        lambda _info: Prepared(analyzer(ScriptedTracker(slow)), [sink]),
        paced=True,
        on_capture=lambda frame: captured.append(frame.index),
    )
    before_s = perf_counter()
    assert running.zero_at_s is None
    running.run()
    assert captured == list(range(100))
    assert len(sink.frames) < 100
    assert running.zero_at_s is not None
    assert before_s < running.zero_at_s < perf_counter()


@pytest.mark.parametrize("live", [False, True])
def test_sinks_get_rows_that_never_go_back(live: bool) -> None:  # noqa: FBT001
    """Files, streams and windows are written in the order of these calls."""

    def script(t_s: float) -> list[FaceObservation]:
        return [face(n) for n in (1, 2, 3) if int(t_s * 1.7) % (n + 1) and t_s > 0.4 * n]

    rows = Analyzer(
        ScriptedTracker(script, keep_s=0.5),
        CountingScorer(),
        WindowSettings(hop_s=0.04),
        QualityCurves(),
        batch_size=4,
        live=live,
    )
    sink = ListSink()
    source = ScriptedSource(frames=200)
    Session(lambda _stop: source, lambda _info: Prepared(rows, [sink])).run()
    places = [(row.t_s, row.track_id or 0) for row in sink.results]
    assert len(places) > 200
    assert places == sorted(set(places))
