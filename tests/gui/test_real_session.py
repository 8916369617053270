"""The window over the real pipeline: real files, a real (untrained) model, no stand-in."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from svfap_core.inference.store import add_model
from svfap_gui.app import build
from svfap_gui.controllers.session import SessionController
from svfap_gui.main_window import MainWindow
from svfap_gui.preferences import PreferencesStore
from svfap_gui.state import Phase, SourceRequest
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
    preferences.update(model=str(model), recordings_folder=tmp_path / "tables")
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


def test_a_film_plays_with_boxes_bars_and_a_table(
    qtbot: QtBot, app_window: tuple[MainWindow, SessionController], tmp_path: Path
) -> None:
    window, session = app_window
    window.show()
    window.page.actions_.record.trigger()
    clip = shutil.copy(shared("data/clips/single_face.mp4"), tmp_path / "film.mp4")
    boxes: list[int] = []
    session.pictured.connect(lambda shown: boxes.append(len(shown.faces)))
    with qtbot.waitSignal(session.ended, timeout=SLOWEST_MS):
        session.open(SourceRequest.parse(str(clip)))
    assert max(boxes) == 1
    assert window.page.panel._stack.currentWidget() is window.page.panel.bars
    assert "film.mp4" in window.windowTitle()
    assert window.status.model.text() == "A sample"
    qtbot.waitUntil(window.banner.isVisible)
    [table] = (tmp_path / "tables").glob("*_film.csv")
    lines = table.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("schema_version,video,frame,pts_s")
    assert len(lines) >= 2
    assert not list((tmp_path / "tables").glob("*.part"))


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
    assert window.banner.isVisible()
    assert window.banner.hint.text()
    assert window.page.empty.isVisible(), "nothing was seen: the first step again"
