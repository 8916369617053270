"""Starts, stops, seeks and closes by chance: each session ends, once, and leaves nothing.

Drawn anew from a seed for each sequence, so that one that fails can be repeated by its number.
"""

from __future__ import annotations

import faulthandler
import random
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from svfap_core.errors import SourceError
from svfap_core.models import Head, HeadKind
from svfap_core.pipeline.analyzer import Analyzer
from svfap_core.pipeline.engine import Engine
from svfap_core.pipeline.identity import MethodIdentity
from svfap_core.pipeline.session import Ended, Outcome, Prepared, Session
from svfap_core.quality_curves import QualityCurves
from svfap_core.results.reading import read_result
from svfap_core.settings import AnalysisSettings, WindowSettings
from svfap_core.sources.base import Source, SourceInfo, SourceKind
from svfap_core.sources.video_file import VideoFile
from svfap_gui.analyse.player import PlayerController
from svfap_gui.live.analysis import AnalysisRun
from svfap_gui.live.session import SessionController
from svfap_gui.work.activities import Activities
from svfap_gui.work.engines import EngineOrder, Engines
from svfap_gui.work.state import AppState, SourceRequest
from tests.fakes import SPEC, CountingScorer, ListSink, ScriptedSource, ScriptedTracker, face
from tests.faults.conftest import Tally
from tests.identities import method
from tests.media import even_times, uneven_times, write_video
from tests.unit.inference.samples import model_card

LIMIT_S = 30.0
"""Of one sequence: what has not ended by then is a deadlock; all threads tell where they are."""

TORTURE = [pytest.mark.torture, pytest.mark.timeout(3000)]


def sequences(few: int, many: int) -> list[Any]:
    return [pytest.param(few, id="quick"), pytest.param(many, id="all", marks=TORTURE)]


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    assert faulthandler.is_enabled()
    before = set(threading.enumerate())
    yield
    left = [thread.name for thread in threading.enumerate() if thread not in before]
    assert not left, f"threads left: {left}"


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three that play and one that is none."""
    folder = tmp_path_factory.mktemp("films")
    broken = folder / "broken.mp4"
    broken.write_bytes(b"no film" * 1000)
    return [
        write_video(folder / "even.mp4", even_times(60)),
        write_video(folder / "uneven.mp4", uneven_times(60), gop=60),
        write_video(folder / "one.mp4", [0.0]),
        broken,
    ]


def in_time(number: int, done: Callable[[], bool]) -> None:
    if not done():
        faulthandler.dump_traceback(sys.__stderr__)
        pytest.fail(f"sequence {number} has not ended after {LIMIT_S} s")


# -- sessions of the core ------------------------------------------------------------------------


def session_sequence(number: int, films: list[Path]) -> str:
    """One session; gives how it ended."""
    rng = random.Random(number)
    opening_s, preparing_s = (rng.uniform(0, 0.02) for _ in range(2))
    film = rng.choice(films) if rng.random() < 0.3 else None
    trouble = rng.choice([{}, {}, {"fail_at": rng.choice([0, 5])}, {"hang_at": rng.choice([0, 5])}])
    scripted = ScriptedSource(
        frames=rng.choice([0, 50, 100_000, 100_000]),
        kind=rng.choice([SourceKind.FILE, SourceKind.CAMERA, SourceKind.STREAM]),
        **trouble,
    )
    no_model, full, paced, at_once = (rng.random() < share for share in (0.1, 0.1, 0.5, 0.1))
    ended: list[Ended] = []
    sink = ListSink(fail=OSError("disk full") if full else None)

    def open_source(_stop: threading.Event) -> Source:
        threading.Event().wait(opening_s)
        return scripted if film is None else VideoFile(film)

    def prepare(_info: SourceInfo) -> Prepared:
        threading.Event().wait(preparing_s)
        if no_model:
            raise ValueError("no model")
        tracker = ScriptedTracker(lambda _t_s: [face(1)])
        analyzer = Analyzer(
            tracker, CountingScorer(), WindowSettings(), QualityCurves(), batch_size=4
        )
        return Prepared(analyzer, [sink])

    running = Session(open_source, prepare, paced=paced, on_end=ended.append)
    if at_once:
        running.request_stop()
    running.start()
    for _ in range(rng.randint(0, 3)):
        threading.Event().wait(rng.uniform(0, 0.02))
        assert running.stats.dropped >= 0
        running.latest.take()
    stops = [threading.Thread(target=running.request_stop) for _ in range(rng.randint(1, 3))]
    for stop in stops:
        stop.start()
    in_time(number, lambda: running.join(LIMIT_S))
    for stop in stops:
        stop.join()
    running.request_stop()  # Of what has ended.
    assert len(ended) == 1, f"sequence {number} ended {len(ended)} times"
    [how] = ended
    if isinstance(how, BaseException):
        expected = isinstance(how, SourceError | RuntimeError | OSError | ValueError)
        assert expected, f"sequence {number}: {how!r}"
        assert sink.ended in {"", "discarded"}, number
    else:
        assert sink.ended in {"", "committed"}, number
    assert film is not None or scripted.closed
    return how.name if isinstance(how, Outcome) else type(how).__name__


@pytest.mark.parametrize("count", sequences(15, 500))
def test_sessions(films: list[Path], count: int, tally: Tally) -> None:
    ways = {session_sequence(number, films) for number in range(count)}
    assert len(ways) >= 3, f"they all ended alike: {ways}"
    tally("sequences of a session, each ended once", count)


# -- the player of the Analyse view --------------------------------------------------------------


def player_sequence(number: int, films: list[Path], player: PlayerController, bot: QtBot) -> None:
    rng = random.Random(number)
    acts: list[Callable[[], object]] = [
        lambda: player.open(rng.choice(films)),
        lambda: player.seek(rng.uniform(-1, 4)),
        lambda: player.seek(rng.uniform(-1, 4)),
        lambda: player.step(rng.randint(-5, 5)),
        player.play,
        player.pause,
        player.toggle,
        player.faster,
        player.slower,
        player.stop,
        lambda: player.fit(rng.randint(1, 400), rng.randint(1, 400)),
        player.close,
    ]
    player.open(films[0])
    for _ in range(rng.randint(3, 15)):
        rng.choice(acts)()
        bot.wait(rng.choice([0, 0, 1, 5, 20]))
    player.pause()
    bot.waitUntil(lambda: player.idle, timeout=round(1000 * LIMIT_S))
    if rng.random() < 0.5:
        player.close()
    assert player.position_s >= 0


@pytest.mark.parametrize("count", sequences(10, 250))
def test_players(films: list[Path], count: int, qtbot: QtBot, tally: Tally) -> None:
    player = PlayerController()
    try:
        for number in range(count):
            player_sequence(number, films, player, qtbot)
    finally:
        player.shut_down()
    assert not player._slot._leaving
    shiboken6.delete(player)
    tally("sequences of a player, each idle in the end", count)


# -- the live analysis of the window -------------------------------------------------------------


class NoNetworks(Engine):
    """All of an engine but the networks."""

    def expect(self, height_px: int, width_px: int) -> None:
        """There is nothing to get ready."""

    def method(self, *, live: bool = False) -> MethodIdentity:
        return method(live=live)

    def analyzer(
        self, *, live: bool = False, start_s: float = 0.0, features: bool = False
    ) -> Analyzer:
        assert live
        tracker = ScriptedTracker(lambda _t_s: [face(1)])
        return Analyzer(
            tracker, CountingScorer(), WindowSettings(hop_s=0.1), QualityCurves(), batch_size=1
        )


def engine(_order: EngineOrder) -> Engine:
    predictor: Any = SimpleNamespace(
        card=model_card(
            name="counting",
            title="Counting",
            heads=(Head(kind=HeadKind.CLASSES, names=("first", "last")),),
        ),
        device="CPU",
        sha256="ab" * 32,
        spec=SPEC,
        emotion_names=("first", "last"),
        dimension_names=(),
        dimensions_origin="learned",
        action_names=(),
    )
    detector: Any = SimpleNamespace(name="script", device="CPU")
    return NoNetworks(predictor, detector, AnalysisSettings(), detector_sha256="cd" * 32)


def live_sequence(number: int, films: list[Path], session: SessionController, bot: QtBot) -> None:
    rng = random.Random(number)
    outputs = session.outputs
    acts: list[Callable[[], object]] = [
        lambda: session.open(SourceRequest.parse(str(rng.choice(films)))),
        lambda: session.open(SourceRequest.parse(str(films[0]))),
        session.stop,
        session.toggle,
        session.start,
        lambda: outputs.set_recording(recording=rng.random() < 0.7),
        lambda: outputs.mark("now"),
        lambda: outputs.rename_person(1, "Ann"),
    ]
    records = number % 3 == 0
    outputs.set_recording(recording=records)
    session.open(SourceRequest.parse(str(films[0])))
    if records:
        bot.waitUntil(
            lambda: outputs._progress is not None and outputs._progress.seconds > 0,
            timeout=round(1000 * LIMIT_S),
        )
    for _ in range(rng.randint(2, 10)):
        bot.wait(rng.choice([0, 1, 20, 60]))
        rng.choice(acts)()

    def over() -> bool:
        session.stop()
        return not session.active

    bot.waitUntil(over, timeout=round(1000 * LIMIT_S))


@pytest.mark.logs_warning
@pytest.mark.parametrize("count", sequences(6, 250))
def test_live_analyses(
    films: list[Path], count: int, qtbot: QtBot, tmp_path: Path, tally: Tally
) -> None:
    root = QObject()
    state = AppState(root)
    order = EngineOrder("counting", "cpu", AnalysisSettings())
    engines = Engines(lambda: order, engine)
    session = SessionController(
        state,
        Activities(root),
        lambda run: AnalysisRun(run, engines),
        lambda: tmp_path / "recordings",
        root,
    )
    ends: list[None] = []
    session.ended.connect(lambda: ends.append(None))
    saved: list[Path] = []
    session.outputs.saved.connect(lambda folder, _text: saved.append(folder))
    for number in range(count):
        live_sequence(number, films, session, qtbot)
    assert len(ends) >= count
    assert len(saved) >= count // 3, "every third sequence records"
    recordings = list((tmp_path / "recordings").glob("*"))
    assert sorted(saved) == sorted(recordings), "each has a folder of its own"
    results = [read_result(folder) for folder in recordings]
    lengths = [result.sidecar["recording"]["frames"] for result in results]
    assert sum(length > 0 for length in lengths) >= count // 3
    for result in results:
        assert result.sidecar["outcome"] in {"completed", "interrupted"}, result.base
        assert result.sidecar["identity"]["mode"] == "live"
    assert len({result.recording.schema.identity for result in results}) == len(results)
    shiboken6.delete(root)
    tally("sequences of the live view, each ended", count)
    tally("recordings begun in them, all whole", len(recordings))
