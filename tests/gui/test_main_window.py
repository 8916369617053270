from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QMessageBox

from svfap_core.errors import SourceError
from svfap_core.pipeline.stats import SessionStats
from svfap_core.sources.base import SourceKind
from svfap_core.types import AffectResult, FaceObservation, Frame
from svfap_gui.state import Phase, SourceRequest
from svfap_gui.theme import DARK, LIGHT, ThemeChoice
from tests.gui.fakes import Rig, row


def test_the_empty_window_teaches_the_first_step(rig: Rig) -> None:
    rig.window.show()
    empty = rig.live.empty
    assert empty.isVisible()
    assert not rig.live.actions_.start_stop.isEnabled()
    for button in (empty.file_button, empty.camera_button, empty.stream_button):
        assert button.isVisible()


def test_pictures_and_results_reach_the_view(playing: Rig) -> None:
    rig, live = playing, playing.live
    assert live.canvas.isVisible()
    assert rig.window.status.model.text() == "SVFAP tiny"
    assert "valence" in live.panel._caption.text()
    rig.run.score(*(row(t / 10) for t in range(30)))
    rig.run.show(3.0, [1, 2])
    # Rows and picture may come with different ticks of the window.
    marks = ["1 · happy 0.70", "2"]
    rig.qtbot.waitUntil(lambda: [mark.text for mark in live.canvas._marks] == marks)
    assert live.panel._stack.currentWidget() is live.panel.bars
    assert len(live._history.of(1) or ()) == 30
    assert rig.live.time.text() == "0:03"
    live.canvas.face_chosen.emit(2)
    assert live.panel._choice.currentText() == "Person 2"
    assert live.panel._stack.currentWidget() is not live.panel.bars


def test_the_newest_picture_wins(playing: Rig) -> None:
    shown: list[float] = []
    playing.session.pictured.connect(lambda s: shown.append(s.frame.t_s))
    for i in range(1, 200):
        playing.run.show(i / 100, [1])
    playing.qtbot.waitUntil(lambda: bool(shown) and shown[-1] == 1.99)
    assert len(shown) < 100


def test_figures_and_the_stalled_badge(playing: Rig) -> None:
    playing.run.figures = SessionStats(
        captured=9, analysed=9, dropped=2, capture_fps=25.0, analysis_fps=24.0, lag_s=0.05
    )
    status = playing.window.status
    playing.qtbot.waitUntil(lambda: status.lag.text() == "lag 50 ms")
    assert status.dropped.text() == "2 dropped"
    playing.qtbot.waitUntil(status.stalled.isVisible, timeout=4000)
    playing.run.show(5.0, [])
    playing.qtbot.waitUntil(lambda: not status.stalled.isVisible(), timeout=4000)


def test_stop_and_start_again(playing: Rig) -> None:
    action = playing.live.actions_.start_stop
    assert action.text() == "&Stop"
    with playing.qtbot.waitSignal(playing.session.ended):
        action.trigger()
    assert playing.state.phase is Phase.IDLE
    assert action.text() == "&Start"
    action.trigger()
    assert len(playing.analysis.runs) == 2


def test_another_source_follows_the_first(playing: Rig) -> None:
    playing.session.open(SourceRequest.parse("other.mp4"))
    playing.qtbot.waitUntil(lambda: len(playing.analysis.runs) == 2)
    assert playing.run.order.source == SourceRequest(SourceKind.FILE, "other.mp4")
    assert "other.mp4" in playing.window.windowTitle()


@pytest.mark.logs_warning
def test_a_failed_source_says_why_and_what_to_do(playing: Rig) -> None:
    error = SourceError("the camera is gone", hint="Plug it in again.")
    with playing.qtbot.waitSignal(playing.session.ended):
        playing.run.end(error)
    banner = playing.window.banner
    assert banner.isVisible()
    assert (banner.text.text(), banner.hint.text()) == ("the camera is gone", "Plug it in again.")
    banner.retry.click()
    assert len(playing.analysis.runs) == 2
    assert not banner.isVisible()


@pytest.mark.logs_warning
def test_a_bug_in_the_analysis_is_told_too(playing: Rig) -> None:
    with playing.qtbot.waitSignal(playing.session.ended):
        playing.run.end(ZeroDivisionError("oops"))
    assert "ZeroDivisionError" in playing.window.banner.text.text()


# -- recording ---------------------------------------------------------------------------------


class TableOnDisk:
    """Writes its rows' count on commit."""

    def __init__(self, path: Path) -> None:
        self.path, self.rows = path, 0

    def write_frame(self, frame: Frame, faces: Sequence[FaceObservation]) -> None:
        pass

    def write_results(self, results: Sequence[AffectResult]) -> None:
        self.rows += len(results)

    def commit(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(str(self.rows), encoding="utf-8")

    def discard(self) -> None:
        pass


def test_record_writes_a_table_and_says_where(playing: Rig) -> None:
    playing.run.do(lambda: playing.run.order.recording.bind(TableOnDisk))
    playing.live.actions_.record.trigger()
    playing.run.show(1.0, [1])
    playing.run.score(row(1.0), row(1.5))
    playing.qtbot.waitUntil(lambda: playing.live.time.text() == "0:01")
    playing.live.actions_.record.trigger()
    playing.run.show(2.0, [1])
    playing.qtbot.waitUntil(playing.window.banner.isVisible)
    [table] = (playing.folder / "tables").iterdir()
    assert table.read_text(encoding="utf-8") == "2"
    assert table.name.endswith("_talk.csv")
    assert str(table) in playing.window.banner.hint.text()


@pytest.mark.logs_warning
def test_a_session_that_ends_keeps_its_table(rig: Rig) -> None:
    rig.window.show()
    rig.live.actions_.record.trigger()
    rig.session.open(SourceRequest.parse("rtsp://10.0.0.1/live"))
    rig.run.do(lambda: rig.run.order.recording.bind(TableOnDisk))
    rig.run.show(0.0, [1])
    rig.run.score(row(0.0))
    with rig.qtbot.waitSignal(rig.session.ended):
        rig.run.end(SourceError("lost"))
    assert not rig.live.actions_.record.isChecked()
    [table] = (rig.folder / "tables").iterdir()
    assert table.read_text(encoding="utf-8") == "1"


# -- keyboard, drop, theme -----------------------------------------------------------------------


def test_every_shortcut_is_in_the_menu(rig: Rig) -> None:
    shortcuts = {
        action.shortcut().toString()
        for menu in rig.window.menuBar().actions()
        for action in menu.menu().actions()  # type: ignore[union-attr]
        if not action.shortcut().isEmpty()
    }
    assert {"Space", "Ctrl+O", "Ctrl+U", "Ctrl+R", "F", "Ctrl+Q"} <= shortcuts


def test_space_starts_and_stops(playing: Rig) -> None:
    playing.live.canvas.setFocus()
    with playing.qtbot.waitSignal(playing.session.ended):
        playing.qtbot.keyClick(playing.live.canvas, Qt.Key.Key_Space)


def test_space_presses_the_button_that_has_the_focus(playing: Rig) -> None:
    record = playing.live.record_button
    record.setFocus()
    playing.qtbot.keyClick(record, Qt.Key.Key_Space)
    assert playing.state.phase is Phase.RUNNING
    assert playing.state.recording


def test_f_fills_the_screen_and_escape_leaves_it(rig: Rig) -> None:
    rig.show()
    rig.qtbot.keyClick(rig.window, Qt.Key.Key_F)
    assert rig.window.isFullScreen()
    rig.qtbot.keyClick(rig.window, Qt.Key.Key_Escape)
    assert not rig.window.isFullScreen()


def test_ctrl_o_asks_for_a_file(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("/films/a.mp4", ""))
    rig.show()
    rig.qtbot.keyClick(rig.window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert rig.run.order.source.title == "a.mp4"


def test_a_file_may_be_dropped_anywhere(rig: Rig) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/films/b.mp4")])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    rig.window.dropEvent(event)
    assert rig.run.order.source.locator == "/films/b.mp4"


def test_cameras_are_offered_by_name(rig: Rig) -> None:
    rig.live._cameras.aboutToShow.emit()
    [action] = rig.live._cameras.actions()
    assert action.text() == "Built-in camera"
    action.trigger()
    assert rig.run.order.source == SourceRequest(SourceKind.CAMERA, "/dev/video0")


def test_the_theme_is_applied_and_remembered(rig: Rig, qapp: QApplication) -> None:
    dark = next(a for a in rig.window.actions_.themes.actions() if a.data() == "dark")
    dark.trigger()
    assert rig.state.theme is DARK
    assert qapp.palette().window().color().name().upper() == DARK.window
    assert rig.window._appearance.choice is ThemeChoice.DARK
    rig.window._appearance.choose(ThemeChoice.LIGHT)
    assert rig.state.theme is LIGHT


def test_every_button_has_a_name_and_takes_the_focus(playing: Rig) -> None:
    for button in playing.window.findChildren(QAbstractButton):
        if button.isVisible() and button.objectName() != "qt_menubar_ext_button":
            assert button.accessibleName() or button.text(), button
            assert button.focusPolicy() & Qt.FocusPolicy.TabFocus, button


def test_it_fits_a_small_screen(playing: Rig) -> None:
    hint = playing.window.minimumSizeHint()
    assert hint.width() <= 1280
    assert hint.height() <= 720


# -- closing -------------------------------------------------------------------------------------


def test_an_idle_window_closes_at_once(rig: Rig) -> None:
    rig.show()
    with rig.qtbot.waitSignal(rig.window.closed, timeout=500):
        rig.qtbot.keyClick(rig.window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert not rig.window.isVisible()


def test_a_running_window_closes_in_two_steps(playing: Rig) -> None:
    with playing.qtbot.waitSignal(playing.window.closed, timeout=1000):
        assert not playing.window.close(), "the first step only asks"
        assert not playing.window.isVisible()
        assert playing.session.active
    assert not playing.session.active
    assert not any(t.name.startswith("svfap") for t in threading.enumerate())


def test_a_hanging_source_is_offered_to_be_left(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("svfap_gui.main_window.GIVE_UP_CLOSING_MS", 50)
    yes = QMessageBox.StandardButton.Yes
    monkeypatch.setattr(QMessageBox, "question", lambda *_: yes)
    rig.analysis.hangs = True
    rig.window.show()
    rig.session.open(SourceRequest.parse("camera:0"))
    rig.run.be_ready()
    with rig.qtbot.waitSignal(rig.window.gave_up_closing, timeout=2000) as gave_up:
        rig.window.close()
    assert gave_up.args == [1]
    rig.analysis.release()
    rig.qtbot.waitUntil(lambda: not rig.session.active)


def test_closing_does_not_wait_for_models(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("svfap_gui.main_window.GIVE_UP_LOADING_MS", 50)
    rig.analysis.hangs = True
    rig.window.show()
    rig.session.open(SourceRequest.parse("talk.mp4"))
    with rig.qtbot.waitSignal(rig.window.gave_up_closing, timeout=2000) as gave_up:
        rig.window.close()
    assert gave_up.args == [0]
    rig.analysis.release()
    rig.qtbot.waitUntil(lambda: not rig.session.active)


def test_the_shortcut_text_is_native(rig: Rig) -> None:
    native = QKeySequence("Ctrl+O").toString(QKeySequence.SequenceFormat.NativeText)
    assert native in rig.window.actions_.open.toolTip()
