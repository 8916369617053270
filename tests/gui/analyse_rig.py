"""A window with the Analyse page over the real pipeline, for tests: real clips, real keys."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QObject,
    QSettings,
    Qt,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QInputDialog,
    QLineEdit,
)
from pytestqt.qtbot import QtBot

from svfap_core.inference.store import add_model
from svfap_core.results.edits import Edits
from svfap_core.results.edits_file import read_saved_edits
from svfap_core.sources.video_file import VideoFile
from svfap_core.types import Box
from svfap_gui.analyse.document import AnalyseController
from svfap_gui.analyse.panes import make_analyse_view
from svfap_gui.analyse.phase import AnalysePhase
from svfap_gui.analyse.view import AnalyseView
from svfap_gui.parts.app_log import LogBook
from svfap_gui.shell.appearance import AppearanceController
from svfap_gui.shell.main_window import MainWindow
from svfap_gui.work.activities import Activities
from svfap_gui.work.engines import EngineOrder, Engines
from svfap_gui.work.preferences import PreferencesStore
from svfap_gui.work.state import AppState
from tests.gui.results import Appearance, recording_of, write_result
from tests.shared_data import shared
from tests.unit.inference.samples import model_card, network

SLOWEST_MS = 60_000


@dataclass
class AnalyseRig:
    """A window with the Analyse page only."""

    qtbot: QtBot
    window: MainWindow
    view: AnalyseView
    state: AppState
    activities: Activities
    folder: Path

    @property
    def document(self) -> AnalyseController:
        return self.view.document

    @property
    def edits(self) -> Edits:
        return self.document.edits

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=SLOWEST_MS)

    def settle(self) -> None:
        """Wait until nothing is decoded, read or counted any more."""
        view = self.view
        self.until(
            lambda: (
                view.player.idle
                and view.second.follower.idle
                and not self.document.active
                and not view.thumbnails.busy
            )
        )
        QCoreApplication.sendPostedEvents()
        QApplication.processEvents()

    def open(self, path: Path) -> None:
        self.window.door.open(path)
        done = {AnalysePhase.READY, AnalysePhase.DONE}
        self.until(lambda: self.document.phase in done)
        self.settle()

    def press(self, key: Qt.Key | str, modifier: Qt.KeyboardModifier | None = None) -> None:
        """A real key to the window."""
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)
        self.qtbot.keyClick(self.window, key, modifier or Qt.KeyboardModifier.NoModifier)
        QApplication.processEvents()

    def dialog(self, kind: type) -> object:
        """The open dialog of a kind."""
        found: list[object] = []

        def look() -> bool:
            found[:] = [d for d in self.window.findChildren(kind) if d.isVisible()]
            return bool(found)

        self.until(look)
        return found[0]

    def answer(self, text: str) -> None:
        """Type into the open question and accept it."""
        dialog = self.dialog(QInputDialog)
        assert isinstance(dialog, QInputDialog)
        line = dialog.findChild(QLineEdit)
        assert line is not None
        line.selectAll()
        QTest.keyClicks(line, text)
        QTest.keyClick(line, Qt.Key.Key_Return)
        self.until(lambda: not shiboken6.isValid(dialog) or not dialog.isVisible())


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    card = model_card()
    return add_model(network(card), card, folder=tmp_path_factory.mktemp("model") / "sample")


@pytest.fixture
def rig(
    qtbot: QtBot, qapp: QApplication, settings: QSettings, tmp_path: Path, model: Path
) -> Iterator[AnalyseRig]:
    root = QObject()
    state = AppState(root)
    activities = Activities(root)
    preferences = PreferencesStore(settings, root)
    preferences.update(model=str(model), results_folder=tmp_path / "results")

    def order() -> EngineOrder:
        chosen = preferences.value
        return EngineOrder(chosen.model, "cpu", chosen.analysis)

    view = make_analyse_view(
        state, activities, preferences, settings, Engines(order), engine_order=order, parent=root
    )
    appearance = AppearanceController(qapp, settings, root)
    appearance.apply()
    window = MainWindow(
        state,
        activities,
        [view],
        appearance,
        settings,
        preferences=preferences,
        log_book=LogBook(root),
    )
    window.closed.connect(view.shut_down)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    yield AnalyseRig(qtbot, window, view, state, activities, tmp_path)
    if window.isVisible():
        with qtbot.waitSignal(window.closed, timeout=SLOWEST_MS):
            window.close()
        shiboken6.delete(window)
    shiboken6.delete(root)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """Two small faces, 8.7 s, with sound."""
    return Path(shutil.copy(shared("data/clips/two_men_small.mp4"), tmp_path / "talk.mp4"))


@pytest.fixture
def done(rig: AnalyseRig, clip: Path) -> AnalyseRig:
    """The clip with a result, open."""
    with VideoFile(clip) as video:
        times_s = [frame.t_s for frame in video.frames()]
    faces = [
        Appearance(1, 0.0, 9.0, Box(60, 60, 110, 120)),
        Appearance(2, 0.0, 8.0, Box(200, 60, 250, 120)),
        Appearance(3, 6.0, 9.0, Box(130, 60, 170, 110)),
    ]
    write_result(rig.folder / "results", clip, recording_of("talk.mp4", times_s, faces))
    rig.open(clip)
    assert rig.document.phase is AnalysePhase.DONE
    return rig


def press_there(
    rig: AnalyseRig, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """A real key to the control that has the focus."""
    rig.window.activateWindow()
    rig.until(rig.window.isActiveWindow)
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifier)
    QApplication.processEvents()


def saved(rig: AnalyseRig) -> Edits:
    """What lies on the disk once the autosave has come round."""
    path = rig.folder / "results" / "talk.mp4.edits.json"
    rig.until(lambda: not rig.document.history.document.due and not rig.document.active)
    return read_saved_edits(path).edits
