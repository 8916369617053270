"""The window over the real pipeline: real files, a real (untrained) model, no stand-in."""

from __future__ import annotations

import json
import math
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import av
import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from svfap_core.inference.store import add_model
from svfap_core.pipeline.session import Shown
from svfap_core.results.reading import read_result
from svfap_core.sources.base import SourceKind
from svfap_core.types import AffectResult
from svfap_gui.app import build
from svfap_gui.live.session import SessionController
from svfap_gui.live.view import LiveView
from svfap_gui.shell.main_window import MainWindow
from svfap_gui.work.preferences import PreferencesStore
from svfap_gui.work.state import Phase, SourceRequest
from tests.gui.fakes import newest
from tests.shared_data import shared
from tests.unit.inference.samples import model_card, network

SLOWEST_MS = 60_000


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    card = model_card()
    return add_model(network(card), card, folder=tmp_path_factory.mktemp("model") / "sample")


@pytest.fixture
def app_window(
    qtbot: QtBot, qapp: QApplication, settings: QSettings, tmp_path: Path, model: Path
) -> Iterator[tuple[MainWindow, SessionController]]:
    preferences = PreferencesStore(settings)
    preferences.update(model=str(model), recordings_folder=tmp_path / "recordings")
    window, session = build(qapp, settings, preferences)
    yield window, session
    session.stop()
    qtbot.waitUntil(lambda: not session.active, timeout=SLOWEST_MS)
    window.close()
    shiboken6.delete(window)
    for child in (session, *qapp.children()):
        if shiboken6.isValid(child) and type(child).__module__.startswith("svfap_gui"):
            shiboken6.delete(child)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_a_film_plays_with_boxes_and_bars_and_its_recording_opens(
    qtbot: QtBot, app_window: tuple[MainWindow, SessionController], tmp_path: Path
) -> None:
    window, session = app_window
    window.show()
    window.show_page(0)
    window.page.commands["record"].trigger()
    clip = shutil.copy(shared("data/clips/single_face.mp4"), tmp_path / "film.mp4")
    boxes: list[int] = []
    session.pictured.connect(lambda shown: boxes.append(len(shown.faces)))

    def take_notes(shown: Shown) -> None:
        if shown.frame.t_s > 1 and not session.outputs.marks:
            session.outputs.mark("smile")
            session.outputs.rename_person(shown.faces[0].track_id, "Ann")

    session.pictured.connect(take_notes)
    with qtbot.waitSignal(session.ended, timeout=SLOWEST_MS):
        session.open(SourceRequest.parse(str(clip)))
    assert max(boxes) == 1
    assert window.page.panel.shows_scores
    window.page.commands["copy-picture"].trigger()
    shown_size = window.page.canvas.picture_rect().toRect().size()
    assert QGuiApplication.clipboard().image().size() == shown_size
    assert "film.mp4" in window.windowTitle()
    assert window.status.model.text() == "A sample"
    qtbot.waitUntil(lambda: bool(window.toasts.shown))
    [folder] = (tmp_path / "recordings").glob("*_film")
    names = {path.name.removeprefix("session.mp4") for path in folder.iterdir()}
    assert names == {"", ".csv", ".json", ".markers.csv", ".edits.json", ".tracks.parquet"}
    opened = read_result(folder)
    assert opened.notes == ()
    assert opened.sidecar["outcome"] == "completed"
    assert opened.recording.results
    assert list(opened.edits.names.values()) == ["Ann"]
    [marker] = opened.edits.markers
    assert marker.text == "smile"
    assert 1 < marker.t_s < 2.5
    assert opened.video is not None
    with av.open(str(opened.video)) as video:
        times_s = [float(picture.time or 0) for picture in video.decode(video=0)]
    assert len(times_s) == 72, "every picture, also those that analysis had no time for"
    assert times_s == pytest.approx([i / 30 for i in range(72)], abs=0.002)
    faces = opened.recording.faces.view()
    assert set(faces["frame"].tolist()) <= set(range(72))
    assert all(abs(face["t_s"] - times_s[face["frame"]]) < 0.001 for face in faces)


def test_a_running_film_closes_at_once_and_leaves_no_thread(
    qtbot: QtBot, app_window: tuple[MainWindow, SessionController]
) -> None:
    window, session = app_window
    window.show()
    phases: list[Phase] = []
    window._state.phase_changed.connect(phases.append)
    session.open(SourceRequest.parse(str(shared("data/clips/expression_change.mp4"))))
    qtbot.waitUntil(lambda: Phase.RUNNING in phases, timeout=SLOWEST_MS)
    with qtbot.waitSignal(window.closed, timeout=5000):
        window.close()
    assert not [t.name for t in threading.enumerate() if t.name.startswith("svfap")]


def test_scores_and_markers_reach_the_lab_with_the_time_of_their_picture(
    qtbot: QtBot, app_window: tuple[MainWindow, SessionController]
) -> None:
    pylsl = pytest.importorskip("pylsl")
    window, session = app_window
    window.show()
    session.outputs.set_streaming(streaming=True)
    rows: list[AffectResult] = []
    session.scored.connect(rows.extend)
    session.open(SourceRequest.parse(str(shared("data/clips/expression_change.mp4"))))
    found: dict[str, Any] = {}

    def resolved() -> bool:
        for stream in pylsl.resolve_streams(0.1):
            found.setdefault(stream.name(), stream)
        return {"SVFAP", "SVFAP markers"} <= found.keys()

    qtbot.waitUntil(resolved, timeout=SLOWEST_MS)
    affect, markers = (pylsl.StreamInlet(found[n], recover=False) for n in sorted(found))
    affect.open_stream(10.0)
    markers.open_stream(10.0)
    seen = len(rows)
    qtbot.waitUntil(lambda: any(row.emotions for row in rows[seen + 1 :]), timeout=SLOWEST_MS)
    before_s = pylsl.local_clock()
    assert session.outputs.mark("stimulus") is not None
    after_s = pylsl.local_clock()
    samples, stamps = affect.pull_chunk(1.0)
    qtbot.wait(100)  # The window hears of rows a little later.
    zero_s = session._run.zero_at_s + pylsl.local_clock() - perf_counter()  # type: ignore[union-attr]
    captured_s = [zero_s + row.t_s for row in rows]
    assert len(samples) >= 2
    for stamp in stamps:
        assert min(abs(stamp - at_s) for at_s in captured_s) < 0.002
    labels = affect.info().get_channel_labels()
    scored = next(sample for sample in samples if not math.isnan(sample[-1]))
    emotions = [v for name, v in zip(labels, scored, strict=True) if name.startswith("emo_")]
    assert sum(emotions) == pytest.approx(1, abs=1e-3)
    [text], stamp = markers.pull_sample(5.0)
    assert text == "stimulus"
    assert before_s - 0.001 <= stamp <= after_s + 0.001  # It comes from another clock.


def live_of(window: MainWindow) -> LiveView:
    return next(page for page in window.pages if isinstance(page, LiveView))


@pytest.mark.logs_warning
def test_a_broken_file_says_what_to_do(
    qtbot: QtBot, app_window: tuple[MainWindow, SessionController], tmp_path: Path
) -> None:
    window, session = app_window
    window.show()
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"this is no film" * 100)
    with qtbot.waitSignal(session.ended, timeout=SLOWEST_MS):
        session.open(SourceRequest.parse(str(broken)))
    live = live_of(window)
    assert newest(live).hint.text()
    assert not live.empty.isHidden(), "nothing was seen: the first step again"


RECORD = """
import sys
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from svfap_gui.app import build
from svfap_gui.work.preferences import PreferencesStore
from svfap_gui.work.state import SourceRequest

clip, model, folder = sys.argv[1:]
app = QApplication([])
settings = QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat)
preferences = PreferencesStore(settings, app)
preferences.update(model=model, recordings_folder=Path(folder) / "recordings")
window, session = build(app, settings, preferences)
window.show()

def pictured(shown):
    if shown.frame.t_s > 2 and not session.outputs.marks:
        session.outputs.mark("stimulus")
        session.outputs.rename_person(shown.faces[0].track_id, "Ann")
    print("picture", shown.frame.t_s, flush=True)

def scored(rows):
    for row in rows:
        print("row", row.t_s, flush=True)

session.pictured.connect(pictured)
session.scored.connect(scored)
session.outputs.set_recording(recording=True)
session.open(SourceRequest.parse(clip))
app.exec()
"""


def test_killed_while_recording_all_is_there_up_to_the_last_second(
    tmp_path: Path, model: Path
) -> None:
    clip = shared("data/clips/expression_change.mp4")
    command = [sys.executable, "-c", RECORD, str(clip), str(model), str(tmp_path)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    told: dict[str, list[float]] = {"picture": [], "row": []}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        for line in process.stdout:
            what, _, time_s = line.partition(" ")
            if what in told:
                told[what].append(float(time_s))
            if told["picture"] and told["picture"][-1] > 6:
                process.kill()
                break
    assert process.returncode == -signal.SIGKILL
    [folder] = (tmp_path / "recordings").iterdir()
    with av.open(str(folder / "session.mp4")) as video:
        times_s = [float(picture.time or 0) for picture in video.decode(video=0)]
    assert times_s[0] == 0
    assert told["picture"][-1] - times_s[-1] < 1
    opened = read_result(folder)
    rows = [row.t_s for row in opened.recording.results]
    assert rows[: len(told["row"])] == pytest.approx(told["row"])
    [marker] = opened.edits.markers
    assert marker.text == "stimulus"
    assert list(opened.edits.names.values()) == ["Ann"]
    facts = json.loads((folder / "session.mp4.json").read_text("utf-8"))
    assert facts["outcome"] == "recording", "so that everybody sees how it ended"


@pytest.mark.logs_warning
def test_a_camera_that_is_not_there_is_never_replaced_by_another(
    qtbot: QtBot, app_window: tuple[MainWindow, SessionController]
) -> None:
    window, session = app_window
    window.show()
    camera = SourceRequest(SourceKind.CAMERA, "/dev/video0", "Desk camera", "046d:0825:A1")
    with qtbot.waitSignal(session.ended, timeout=SLOWEST_MS):
        session.open(camera)
    assert "Desk camera is not plugged in" in newest(live_of(window)).text.text()
