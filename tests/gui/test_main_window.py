from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QMessageBox,
    QPushButton,
)

from svfap_core.errors import OutputError, SourceError
from svfap_core.pipeline.stats import SessionStats
from svfap_core.sources.base import Outage, SourceKind
from svfap_core.types import AffectResult, FaceObservation, Frame
from svfap_gui.parts.theme import DARK, LIGHT, ThemeChoice, current_theme
from svfap_gui.work.state import CameraChoice, Phase, SourceRequest
from tests.gui.fakes import FACTS, Rig, newest, row


def test_the_empty_window_teaches_the_first_step(rig: Rig) -> None:
    rig.window.show()
    empty = rig.live.empty
    assert empty.isVisible()
    assert not rig.live.commands["start-stop"].isEnabled()
    buttons = empty.findChildren(QPushButton)
    assert [button.text().strip() for button in buttons] == [
        "Play a file…", "Open camera…", "Open stream…"
    ]  # fmt: skip
    assert all(button.isVisible() for button in buttons)
    buttons[1].setFocus()
    buttons[1].click()
    cameras = rig.live.sources.cameras
    assert cameras.isVisible()
    assert [action.text() for action in cameras.actions()] == ["Built-in camera"]
    cameras.close()


def test_pictures_and_results_reach_the_view(playing: Rig) -> None:
    rig, live = playing, playing.live
    assert live.canvas.isVisible()
    assert rig.window.status.model.text() == "SVFAP tiny"
    rig.run.score(*(row(t / 10) for t in range(30)))
    rig.run.show(3.0, [1, 2])
    # Rows and picture may come with different ticks of the window.
    marks = ["1 · happy 0.70", "2"]
    rig.qtbot.waitUntil(lambda: [mark.text for mark in live.canvas._marks] == marks)
    assert live.panel.shows_scores
    assert len(live._history.of(1) or ()) == 30
    assert rig.live.toolbar.time.text() == "0:03"
    live.canvas.face_chosen.emit(2)
    assert live.panel._choice.currentText() == "Person 2"
    assert not live.panel.shows_scores


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
    action = playing.live.commands["start-stop"]
    assert action.text() == "&Stop"
    with playing.qtbot.waitSignal(playing.session.ended):
        action.trigger()
    assert playing.state.phase is Phase.IDLE
    assert action.text() == "&Start"
    action.trigger()
    assert len(playing.analysis.runs) == 2


def test_a_stop_holds_while_the_source_is_changed(playing: Rig) -> None:
    playing.session.open(SourceRequest.parse("other.mp4"))
    playing.session.stop()
    playing.qtbot.waitUntil(lambda: not playing.session.active)
    assert len(playing.analysis.runs) == 1


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
    banner = newest(playing.live)
    assert banner.isVisible()
    assert (banner.text.text(), banner.hint.text()) == ("the camera is gone", "Plug it in again.")
    banner.retry.click()
    assert len(playing.analysis.runs) == 2
    assert not playing.live.notices.shown


@pytest.mark.logs_warning
def test_a_bug_in_the_analysis_is_told_too(playing: Rig) -> None:
    with playing.qtbot.waitSignal(playing.session.ended):
        playing.run.end(ZeroDivisionError("oops"))
    assert "ZeroDivisionError" in newest(playing.live).text.text()


# -- recording ---------------------------------------------------------------------------------


class Recorder:
    """Leaves its folder, and in it what it was told at its end."""

    work = None

    def __init__(self, folder: Path) -> None:
        self.folder, self.rows, self.lost, self.seconds = folder, 0, 0, 0.0
        self.markers: list[tuple[float, str]] = []
        self.names: dict[int, str] = {}
        folder.mkdir(parents=True)

    def capture(self, frame: Frame) -> None:
        self.seconds = frame.t_s

    def write_frame(self, frame: Frame, faces: Sequence[FaceObservation]) -> None:
        pass

    def write_results(self, results: Sequence[AffectResult]) -> None:
        self.rows += len(results)

    def set_markers(self, markers: Sequence[tuple[float, str]]) -> None:
        self.markers = list(markers)

    def set_names(self, names: Mapping[int, str]) -> None:
        self.names = dict(names)

    def finish(self, outcome: str) -> None:
        texts = ",".join(text for _, text in self.markers)
        told = f"{outcome} {self.rows} {texts} {self.names}"
        (self.folder / "told.txt").write_text(told, encoding="utf-8")


def recordings(rig: Rig) -> list[Path]:
    return sorted((rig.folder / "recordings").iterdir())


def test_record_fills_a_folder_and_says_where(playing: Rig) -> None:
    playing.run.do(lambda: playing.run.order.recording.bind(Recorder))
    toolbar = playing.live.toolbar
    assert not toolbar.recorded.isVisible()
    playing.live.commands["record"].trigger()
    playing.run.show(1.0, [1])
    playing.run.show(2.0, [1])
    playing.run.score(row(1.0), row(1.5))
    playing.qtbot.waitUntil(lambda: toolbar.recorded.text() == "0:02", timeout=3000)
    playing.qtbot.keyClick(playing.live.canvas, Qt.Key.Key_E)
    playing.session.outputs.rename_person(1, " Ann  B ")
    playing.live.commands["record"].trigger()
    playing.run.show(3.0, [1])
    playing.qtbot.waitUntil(lambda: bool(playing.window.toasts.shown))
    [folder] = recordings(playing)
    assert (folder / "told.txt").read_text("utf-8") == "completed 2 Marker 1 {1: 'Ann B'}"
    assert folder.name.endswith("_talk")
    [toast] = playing.window.toasts.shown
    assert toast.accessibleDescription() == f"Recording saved, rows: 2\n{folder.name}"
    assert not toolbar.recorded.isVisible()
    assert toast.button is not None
    assert toast.button.text() == "Open in Analyse"
    for way in (playing.live.commands["analyse-recording"].trigger, toast.button.click):
        with playing.qtbot.waitSignal(playing.live.open_wanted) as wanted:
            way()
        assert wanted.args == [folder / "session.mp4.csv"]


@pytest.mark.logs_warning
def test_a_session_that_ends_keeps_its_recording(rig: Rig) -> None:
    rig.window.show()
    rig.live.commands["record"].trigger()
    rig.session.open(SourceRequest.parse("rtsp://10.0.0.1/live"))
    rig.run.do(lambda: rig.run.order.recording.bind(Recorder))
    rig.run.show(0.0, [1])
    rig.run.score(row(0.0))
    with rig.qtbot.waitSignal(rig.session.ended):
        rig.run.end(SourceError("lost"))
    assert not rig.live.commands["record"].isChecked()
    [folder] = recordings(rig)
    assert (folder / "told.txt").read_text("utf-8") == "interrupted 1  {}"


def test_pictures_that_the_recording_lacks_are_told(playing: Rig) -> None:
    made: list[Recorder] = []

    def open_recording(folder: Path) -> Recorder:
        made.append(Recorder(folder))
        return made[-1]

    playing.run.do(lambda: playing.run.order.recording.bind(open_recording))
    playing.live.commands["record"].trigger()
    playing.run.show(1.0, [1])
    playing.qtbot.waitUntil(lambda: bool(made))
    made[0].lost = 3
    recorded = playing.live.toolbar.recorded
    playing.qtbot.waitUntil(lambda: recorded.text().endswith(", 3 dropped frames"), timeout=3000)
    playing.live.commands["record"].trigger()
    playing.run.show(2.0, [1])
    playing.qtbot.waitUntil(lambda: bool(playing.window.toasts.shown))
    assert "missing in its video: 3" in playing.window.toasts.shown[0].accessibleDescription()


# -- markers, names, lab stream ------------------------------------------------------------------


def test_markers_are_set_by_key_named_and_removed(playing: Rig) -> None:
    live, outputs = playing.live, playing.session.outputs
    assert not live.marker_list.isVisible()
    playing.qtbot.keyClick(live.canvas, Qt.Key.Key_E)
    name = live.toolbar.marker_name
    name.setFocus()
    playing.qtbot.keyClicks(name, "see")
    assert len(outputs.marks) == 1, "letters are typed, not obeyed"
    playing.qtbot.keyClick(name, Qt.Key.Key_Return)
    assert live.canvas.hasFocus()
    playing.qtbot.keyClick(live.canvas, Qt.Key.Key_E)
    assert [mark.text for mark in outputs.marks] == ["Marker 1", "see"]
    assert 0 <= outputs.marks[0].t_s < outputs.marks[1].t_s < 10
    table = live.marker_list.table
    assert live.marker_list.isVisible()
    table.item(0, 1).setText("smile")
    assert [mark.text for mark in outputs.marks] == ["smile", "see"]
    texts = live.plot._flags._texts
    assert [text.toPlainText() for text in texts if text.isVisible()] == ["smile", "see"]
    table.setCurrentCell(1, 1)
    playing.qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert [mark.text for mark in outputs.marks] == ["smile"]
    assert [text.toPlainText() for text in texts if text.isVisible()] == ["smile"]


def test_no_marker_without_a_picture(rig: Rig) -> None:
    rig.show()
    assert not rig.live.commands["marker"].isEnabled()
    assert rig.session.outputs.mark("early") is None


def test_an_unclear_emotion_is_not_named_over_the_face(rig: Rig) -> None:
    rig.show()
    rig.session.open(SourceRequest.parse("talk.mp4"))
    rig.run.be_ready(replace(FACTS, ambiguity_threshold=0.8))
    canvas, bars = rig.live.canvas, rig.live.panel.bars
    for t_s, ambiguity, text in (
        (1.0, 0.79, "1 · happy 0.70"),
        (3.0, 0.8, "1 · unclear"),
        (5.0, 0.5, "1 · happy 0.70"),
    ):
        rig.run.score(replace(row(t_s), ambiguity=ambiguity))
        rig.run.show(t_s, [1])

        def arrived(text: str = text) -> bool:
            said = "unclear" in bars.accessibleDescription()
            return [m.text for m in canvas._marks] == [text] and said is ("unclear" in text)

        rig.qtbot.waitUntil(arrived)


def test_a_person_gets_a_name_in_picture_and_panel(playing: Rig) -> None:
    panel, live = playing.live.panel, playing.live
    playing.run.show(0.2, [1])
    playing.qtbot.waitUntil(live.commands["rename"].isEnabled)
    playing.qtbot.keyClick(live.canvas, Qt.Key.Key_N)
    assert panel.name_field.hasFocus()
    playing.qtbot.keyClicks(panel.name_field, "Ann")
    playing.qtbot.keyClick(panel.name_field, Qt.Key.Key_Return)
    assert panel._choice.currentText() == "Ann"
    assert panel._choice.isVisible()
    playing.run.show(0.4, [1])
    playing.qtbot.waitUntil(lambda: [mark.text for mark in live.canvas._marks] == ["Ann"])
    panel.rename_button.click()
    playing.qtbot.keyClicks(panel.name_field, "Bea")
    playing.qtbot.keyClick(panel.name_field, Qt.Key.Key_Escape)
    assert playing.session.outputs.names == {1: "Ann"}


def test_the_lab_stream_is_switched_and_says_why_it_cannot_be(playing: Rig) -> None:
    def refuse() -> None:
        raise OutputError("no liblsl", hint="Install it.")

    playing.run.do(lambda: playing.run.order.stream.bind(refuse))
    playing.qtbot.keyClick(playing.live.canvas, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert playing.live.toolbar.lab_button.isChecked()
    playing.run.show(1.0, [1])
    playing.qtbot.waitUntil(lambda: bool(playing.live.notices.shown))
    banner = newest(playing.live)
    assert (banner.text.text(), banner.hint.text()) == ("no liblsl", "Install it.")
    assert not playing.live.toolbar.lab_button.isChecked()


# -- a lost source -------------------------------------------------------------------------------


def test_a_lost_stream_counts_down_and_comes_back(playing: Rig) -> None:
    notices, panel = playing.live.notices, playing.live.panel
    playing.run.lost = Outage("nothing arrives", time.perf_counter() + 1.4)
    playing.qtbot.waitUntil(lambda: bool(notices.shown), timeout=2000)
    banner = newest(playing.live)
    assert banner.text.text() == "talk.mp4 is lost: nothing arrives"
    assert banner.hint.text() in {"Next try in 1 s", "Next try in 2 s"}
    assert panel._message.heading.text() == "Waiting for the source…"
    playing.qtbot.waitUntil(lambda: banner.hint.text() == "Trying again…", timeout=4000)
    playing.run.lost = None
    playing.qtbot.waitUntil(lambda: not notices.shown, timeout=2000)
    assert panel._message.heading.text() != "Waiting for the source…"


def test_a_dismissed_outage_stays_away_until_the_next(playing: Rig) -> None:
    notices = playing.live.notices
    playing.run.lost = Outage("it is gone")
    playing.qtbot.waitUntil(lambda: bool(notices.shown), timeout=2000)
    banner = newest(playing.live)
    assert "this camera" in banner.hint.text()
    banner.close_button.click()
    playing.qtbot.wait(700)
    assert not notices.shown
    playing.run.lost = None
    playing.qtbot.waitUntil(lambda: not playing.session.lost, timeout=2000)
    playing.run.lost = Outage("it is gone")
    playing.qtbot.waitUntil(lambda: bool(notices.shown), timeout=2000)


def test_what_a_source_has_to_say_is_shown(rig: Rig) -> None:
    rig.window.show()
    rig.session.open(SourceRequest.parse("camera:0"))
    rig.run.be_ready(replace(FACTS, notes=("Asked for 1280x720, the camera gives 640x480.",)))
    rig.qtbot.waitUntil(lambda: bool(rig.live.notices.shown))
    assert "640x480" in newest(rig.live).text.text()


# -- keyboard, drop, theme -----------------------------------------------------------------------


def test_every_shortcut_is_in_the_menu(rig: Rig) -> None:
    shortcuts = {
        action.shortcut().toString()
        for menu in rig.window.menuBar().actions()
        for action in menu.menu().actions()  # type: ignore[union-attr]
        if not action.shortcut().isEmpty()
    }
    assert {"Space", "Ctrl+O", "Ctrl+U", "Ctrl+R", "E", "N", "Ctrl+L", "F", "Ctrl+Q"} <= shortcuts


def test_space_starts_and_stops(playing: Rig) -> None:
    playing.live.canvas.setFocus()
    with playing.qtbot.waitSignal(playing.session.ended):
        playing.qtbot.keyClick(playing.live.canvas, Qt.Key.Key_Space)


def test_space_presses_the_button_that_has_the_focus(playing: Rig) -> None:
    record = playing.live.toolbar.record_button
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


def test_cameras_are_offered_by_name_and_follow_what_is_plugged_in(rig: Rig) -> None:
    sources = rig.live.sources
    sources._look.setInterval(20)
    sources.cameras.aboutToShow.emit()
    [action] = sources.cameras.actions()
    assert action.text() == "Built-in camera"
    rig.cameras.append(CameraChoice("Desk camera", "/dev/video2"))
    rig.qtbot.waitUntil(lambda: len(sources.cameras.actions()) == 2)
    rig.cameras.clear()
    rig.qtbot.waitUntil(lambda: sources.cameras.actions()[0].text() == "No camera found")
    advice = " ".join(action.text() for action in sources.cameras.actions()[1:])
    assert all(word in advice for word in ("plugged in", "another program", "privacy"))
    rig.cameras.append(CameraChoice("Desk camera", "/dev/video2", "046d:0825:A1"))
    rig.qtbot.waitUntil(lambda: sources.cameras.actions()[0].text() == "Desk camera")
    sources.cameras.aboutToHide.emit()
    sources.cameras.actions()[0].trigger()
    camera = SourceRequest(SourceKind.CAMERA, "/dev/video2", "Desk camera", "046d:0825:A1")
    assert rig.run.order.source == camera
    assert "Desk camera" in rig.window.windowTitle()


def test_another_size_reopens_the_camera(rig: Rig) -> None:
    rig.session.open(SourceRequest(SourceKind.CAMERA, "/dev/video0", "Built-in camera"))
    sizes, rates = rig.live.sources._formats
    next(a for a in sizes.actions() if a.data() == "1280x720").trigger()
    next(a for a in rates.actions() if a.data() == "30").trigger()
    rig.qtbot.waitUntil(lambda: len(rig.analysis.runs) == 2)
    assert rig.run.order.source.size == (1280, 720)
    assert rig.run.order.source.rate_fps == 30


def test_the_mirror_turns_the_picture_and_nothing_else(playing: Rig) -> None:
    canvas = playing.live.canvas
    playing.run.show(0.5, [1])
    before = canvas._to_widget(canvas._marks[0].box)
    playing.live.commands["mirror"].trigger()
    after = canvas._to_widget(canvas._marks[0].box)
    target = canvas.picture_rect()
    assert after.center().x() - target.x() == pytest.approx(target.right() - before.center().x())
    assert after.size() == before.size()
    playing.live.commands["mirror"].trigger()


def test_the_theme_is_applied_and_remembered(rig: Rig, qapp: QApplication) -> None:
    dark = rig.window.commands["theme/dark"]
    dark.trigger()
    assert current_theme() is DARK
    assert qapp.palette().window().color().name().upper() == DARK.window
    assert rig.window.appearance.choice is ThemeChoice.DARK
    rig.window.appearance.choose(ThemeChoice.LIGHT)
    assert current_theme() is LIGHT


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


def test_a_recording_is_not_ended_without_a_question(playing: Rig) -> None:
    window = playing.window
    playing.live.commands["record"].trigger()
    assert not window.close()
    assert window.isVisible()
    dialog = window.closing.dialog
    assert dialog is not None
    assert any("Live: talk.mp4" in label.text() for label in dialog.findChildren(QLabel))
    playing.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert window.closing.dialog is None
    assert playing.session.active
    assert not window.close()
    again = window.closing.dialog
    assert again is not None
    with playing.qtbot.waitSignal(window.closed, timeout=1000):
        playing.qtbot.mouseClick(again.stop, Qt.MouseButton.LeftButton)
    assert not playing.session.active


def test_a_hanging_source_is_offered_to_be_left(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("svfap_gui.shell.closing.GIVE_UP_CLOSING_MS", 50)
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
    monkeypatch.setattr("svfap_gui.shell.closing.GIVE_UP_LOADING_MS", 50)
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
    assert native in rig.window.commands["open"].toolTip()
