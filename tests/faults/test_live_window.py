"""A window that gets no time: what waits for it does not grow, and the recording lacks nothing."""

from __future__ import annotations

import threading

from svfap_core.pipeline.live_recording import LiveRecording
from svfap_core.pipeline.session import Shown
from svfap_core.results.reading import read_result
from svfap_core.results.schema import ResultSchema
from svfap_core.types import AffectResult
from svfap_gui.live.result_queue import CAPACITY
from tests.fakes import ScriptedSource
from tests.faults.conftest import Tally
from tests.faults.victims import facts_of
from tests.gui.conftest import playing, rig, settings  # noqa: F401  # fixtures
from tests.gui.fakes import DIMENSIONS, EMOTIONS, Rig, row

ROWS, PICTURES = 12_000, 300


def test_a_window_that_gets_no_time_catches_up(
    playing: Rig,  # noqa: F811  # the fixture
    tally: Tally,
) -> None:
    """As many rows as hours bring come while the window's thread stands still."""
    schema = ResultSchema(EMOTIONS, DIMENSIONS, "derived", "talk.mp4")
    info = ScriptedSource(frames=1).info
    run, session = playing.run, playing.session
    run.do(
        lambda: run.order.recording.bind(
            lambda folder: LiveRecording(folder, schema, lambda: facts_of(info), print)
        )
    )
    shown: list[Shown] = []
    scored: list[AffectResult] = []
    session.outputs.set_recording(recording=True)
    run.show(0.04, [1])
    playing.qtbot.waitUntil(lambda: session.outputs._recording.progress is not None)
    session.pictured.connect(shown.append)
    session.scored.connect(scored.extend)
    for number in range(1, PICTURES + 1):
        run.show(number, [1])
        times_s = (number + i * PICTURES / ROWS for i in range(ROWS // PICTURES))
        run.score(*(row(t_s) for t_s in times_s))
    done = threading.Event()
    run.do(done.set)
    assert done.wait(60), "the analysis waits for nobody"
    assert not shown
    assert len(session._results._results) == CAPACITY
    playing.qtbot.waitUntil(lambda: bool(shown) and bool(scored))
    assert len(shown) == 1
    assert shown[0].frame.t_s == PICTURES
    assert len(scored) == CAPACITY
    assert scored[-1].t_s > PICTURES
    session.outputs.set_recording(recording=False)
    run.show(PICTURES + 1, [1])
    playing.qtbot.waitUntil(lambda: bool(playing.window.toasts.shown))
    [folder] = (playing.folder / "recordings").iterdir()
    assert len(read_result(folder).recording.results) == ROWS
    tally("rows come while a window stood still, all recorded", ROWS)
