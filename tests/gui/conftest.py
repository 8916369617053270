"""A window without a screen, with scripted analyses; nothing may be left running after a test."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from svfap_gui.live.session import SessionController
from svfap_gui.live.view import LiveView
from svfap_gui.parts.app_log import LogBook
from svfap_gui.parts.theme import LIGHT, Theme, palette, style_sheet
from svfap_gui.shell.appearance import AppearanceController
from svfap_gui.shell.main_window import MainWindow
from svfap_gui.work.activities import Activities
from svfap_gui.work.preferences import PreferencesStore
from svfap_gui.work.state import AppState, CameraChoice, Phase, SourceRequest
from tests.gui.fakes import Rig, ScriptedAnalysis


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform has no window manager and says so for every window."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


def running_timers() -> set[QTimer]:
    return {
        thing
        for thing in gc.get_objects()
        # Not isinstance, which asks proxies of other libraries for their class.
        if issubclass(type(thing), QTimer) and shiboken6.isValid(thing) and thing.isActive()
    }


@pytest.fixture(autouse=True)
def nothing_left_running() -> Iterator[None]:
    """No thread and no active timer outlives its test."""
    gc.collect()
    # What there is already is searched no more; once torch is among it that is a million objects.
    gc.freeze()
    threads = set(threading.enumerate())
    yield
    left = [thread.name for thread in threading.enumerate() if thread not in threads]
    ticking = [timer.parent() for timer in running_timers()]
    assert not left, f"threads left: {left}"
    assert not ticking, f"timers left, of {ticking}"


@pytest.fixture
def wear(qapp: QApplication) -> Iterator[Callable[[Theme], None]]:
    """Puts a theme on the application, as a choice in the menu does."""

    def put_on(theme: Theme) -> None:
        qapp.setPalette(palette(theme))
        qapp.setStyleSheet(style_sheet(theme))

    yield put_on
    put_on(LIGHT)


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def rig(qtbot: QtBot, qapp: QApplication, settings: QSettings, tmp_path: Path) -> Iterator[Rig]:
    """The whole window over scripted analyses; closed, with its analysis, at the end."""
    root = QObject()
    state = AppState(root)
    analysis = ScriptedAnalysis()
    activities = Activities(root)
    session = SessionController(state, activities, analysis, lambda: tmp_path / "recordings", root)
    appearance = AppearanceController(qapp, settings, root)
    appearance.apply()
    cameras = [CameraChoice("Built-in camera", "/dev/video0")]
    live = LiveView(state, session, settings, lambda: cameras)
    preferences = PreferencesStore(settings, root)
    window = MainWindow(
        state,
        activities,
        [live],
        appearance,
        settings,
        preferences=preferences,
        log_book=LogBook(root),
    )
    rig = Rig(qtbot, window, live, state, session, analysis, tmp_path, cameras)
    yield rig
    analysis.release()
    session.stop()
    qtbot.waitUntil(lambda: not session.active, timeout=5000)
    window.close()
    shiboken6.delete(window)
    shiboken6.delete(root)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def playing(rig: Rig) -> Rig:
    """The window while a source plays, with one picture shown."""
    rig.show()
    rig.session.open(SourceRequest.parse("talk.mp4"))
    rig.run.be_ready()
    rig.run.show(0.0, [1])
    rig.qtbot.waitUntil(lambda: rig.state.phase is Phase.RUNNING)
    return rig


@pytest.fixture(autouse=True)
def no_key_stays_pressed() -> Iterator[None]:
    """Qt holds Ctrl or Shift for pressed once a test has sent a shortcut with it.

    Selecting a row then means something else in the tests after it.
    """
    yield
    if QApplication.keyboardModifiers() != Qt.KeyboardModifier.NoModifier:
        QTest.keyClick(QWidget(), Qt.Key.Key_Escape)
    assert QApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier
