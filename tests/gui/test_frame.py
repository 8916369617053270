"""What belongs to the whole window: recent files, running work, toasts, log, faults and more."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QEnterEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QSplitter, QWidget
from pytestqt.qtbot import QtBot

from svfap_gui.parts.app_log import FILE_NAME, LogBook
from svfap_gui.shell.about_dialog import PACKAGES, AboutDialog, facts_of
from svfap_gui.shell.activity_list import ActivityList
from svfap_gui.shell.error_dialog import ErrorDialog
from svfap_gui.shell.first_start import FirstStart, is_first_start
from svfap_gui.shell.log_panel import LogPanel
from svfap_gui.shell.recent import MOST_OF_A_KIND, RecentFiles
from svfap_gui.shell.recent_menu import RecentMenu
from svfap_gui.shell.toast import ToastStack
from svfap_gui.shell.unexpected import UnexpectedErrors
from svfap_gui.work.activities import Activities
from svfap_gui.work.state import Phase, SourceRequest, Toast
from tests.gui.fakes import Rig

# -- recent files --------------------------------------------------------------------------------


def _texts(menu: RecentMenu) -> list[str]:
    menu.aboutToShow.emit()
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def test_recent_files_stand_by_kind_and_only_while_they_exist(
    qtbot: QtBot, settings: QSettings, tmp_path: Path
) -> None:
    files = RecentFiles(settings)
    menu = RecentMenu(files)
    qtbot.addWidget(menu)
    assert len(_texts(menu)) == 1, "says that there is nothing yet"
    for name in ("a.mp4", "b.mp4.csv", "m.safetensors", "c.mp4"):
        path = tmp_path / name
        path.touch()
        files.note(path)
    files.note(tmp_path / "gone.mp4")
    files.note(tmp_path)
    assert _texts(menu)[:-1] == [
        "Videos", "c.mp4", "a.mp4", "Results", "b.mp4.csv", "Models", "m.safetensors",
        "Folders", tmp_path.name,
    ]  # fmt: skip
    again = RecentMenu(RecentFiles(settings))
    qtbot.addWidget(again)
    assert _texts(again) == _texts(menu)
    with qtbot.waitSignal(menu.chosen) as chosen:
        next(action for action in menu.actions() if action.text() == "a.mp4").trigger()
    assert chosen.args == [tmp_path / "a.mp4"]
    files.forget()
    assert len(_texts(menu)) == 1


def test_of_each_kind_only_some_are_kept(qtbot: QtBot, settings: QSettings, tmp_path: Path) -> None:
    files = RecentFiles(settings)
    menu = RecentMenu(files)
    qtbot.addWidget(menu)
    (tmp_path / "r.csv").touch()
    files.note(tmp_path / "r.csv")
    for number in range(MOST_OF_A_KIND + 3):
        path = tmp_path / f"{number}.mp4"
        path.touch()
        files.note(path)
    names = _texts(menu)
    assert "r.csv" in names
    assert [name for name in names if name.endswith(".mp4")] == [
        f"{number}.mp4" for number in range(MOST_OF_A_KIND + 2, 2, -1)
    ]


def test_broken_settings_are_no_recent_files(qtbot: QtBot, settings: QSettings) -> None:
    settings.setValue("files/recent", "{nonsense")
    files = RecentFiles(settings)
    menu = RecentMenu(files)
    qtbot.addWidget(menu)
    assert len(_texts(menu)) == 1


def test_what_plays_is_recent_and_what_fails_is_not(rig: Rig, tmp_path: Path) -> None:
    video = tmp_path / "talk.mp4"
    video.touch()
    rig.session.open(SourceRequest.parse(str(video)))
    assert len(_texts(rig.window.recent)) == 1, "nothing is seen of it yet"
    rig.run.be_ready()
    rig.run.show(0.0, [1])
    rig.qtbot.waitUntil(lambda: rig.state.phase is Phase.RUNNING)
    assert _texts(rig.window.recent)[:2] == ["Videos", "talk.mp4"]


# -- running work --------------------------------------------------------------------------------


def test_running_work_is_listed_with_a_way_to_stop_it(qtbot: QtBot) -> None:
    activities = Activities()
    popup = ActivityList(activities)
    qtbot.addWidget(popup)
    popup.open_above(QPoint(420, 300))
    assert popup.nothing.isVisible()
    stopped: list[str] = []
    first = activities.begin("Analysing a.mp4", lambda: stopped.append("a"))
    activities.begin("Training", lambda: stopped.append("t"), detached=True)
    assert not popup.nothing.isVisible()
    row, detached = popup.rows.values()
    assert row.bar.maximum() == 0, "nobody knows how much there is"
    first.tell(0.42, "1 min left")
    assert row.bar.value() / row.bar.maximum() == pytest.approx(0.42)
    assert row.text.text() == "42 % · 1 min left"
    assert detached.text.text() == "Continues when the app is closed"
    assert "Analysing a.mp4" in row.stop.accessibleName()
    qtbot.mouseClick(row.stop, Qt.MouseButton.LeftButton)
    assert stopped == ["a"]
    assert not row.stop.isEnabled()
    assert row.text.text() == "Stopping…"
    first.end()
    assert list(popup.rows.values()) == [detached]
    popup.hide()


def test_the_status_bar_counts_running_work(rig: Rig) -> None:
    rig.show()
    assert not rig.window.status.activity.isVisible()
    activity = rig.window._activities.begin("Import", lambda: None)
    assert rig.window.status.activity.text() == "activity (1)"
    rig.window.status.activity.click()
    assert rig.window.activity_list.isVisible()
    rig.qtbot.keyClick(rig.window.activity_list, Qt.Key.Key_Escape)
    assert not rig.window.activity_list.isVisible()
    activity.end()
    assert not rig.window.status.activity.isVisible()


# -- toasts --------------------------------------------------------------------------------------


@pytest.fixture
def stack(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[ToastStack]:
    monkeypatch.setattr("svfap_gui.shell.toast.SHOWN_MS", 60)
    window = QWidget()
    window.resize(800, 500)
    qtbot.addWidget(window)
    has_the_focus = QPushButton("Begin", window)
    window.show()
    has_the_focus.setFocus()
    stack = ToastStack(window, 28)
    yield stack
    stack.clear()


def test_a_toast_goes_by_itself_and_lies_at_the_bottom_right(
    qtbot: QtBot, stack: ToastStack
) -> None:
    stack.show_toast(Toast(text="Done"))
    [toast] = stack.shown
    assert toast.geometry().right() == 800 - 16 - 1
    assert toast.geometry().bottom() == 500 - 28 - 16 - 1
    assert toast.accessibleDescription() == "Done"
    qtbot.waitUntil(lambda: not stack.shown, timeout=2000)


def test_a_toast_stays_under_the_pointer(qtbot: QtBot, stack: ToastStack) -> None:
    stack.show_toast(Toast(text="Done"))
    [toast] = stack.shown
    inside = QPointF(5, 5)
    QApplication.sendEvent(toast, QEnterEvent(inside, inside, inside))
    qtbot.wait(150)
    assert stack.shown
    QApplication.sendEvent(toast, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: not stack.shown, timeout=2000)


def test_a_toast_stays_while_it_has_the_keyboard(qtbot: QtBot, stack: ToastStack) -> None:
    stack.show_toast(Toast(text="Done"))
    [toast] = stack.shown
    toast.close_button.setFocus()
    qtbot.wait(150)
    assert stack.shown
    qtbot.keyClick(toast.close_button, Qt.Key.Key_Space)
    assert not stack.shown


def test_a_toast_leads_to_what_it_tells(qtbot: QtBot, stack: ToastStack, tmp_path: Path) -> None:
    shown: list[bool] = []
    stack.show_toast(Toast(text="Done", show=lambda: shown.append(True)))
    button = stack.shown[0].button
    assert button is not None
    button.click()
    assert shown == [True]
    assert not stack.shown
    stack.show_toast(Toast(text="Written", path=tmp_path / "a.csv"))
    button = stack.shown[0].button
    assert button is not None
    with qtbot.waitSignal(stack.folder_wanted) as wanted:
        button.click()
    assert wanted.args == [tmp_path]


def test_the_oldest_of_many_toasts_goes(qtbot: QtBot, stack: ToastStack) -> None:
    for number in range(5):
        stack.show_toast(Toast(text=str(number)))
    assert [toast.accessibleDescription() for toast in stack.shown] == ["2", "3", "4"]
    tops = [toast.geometry().top() for toast in stack.shown]
    assert tops == sorted(tops)
    assert not stack.shown[0].geometry().intersects(stack.shown[1].geometry())


def test_the_state_sends_toasts_to_the_window(rig: Rig) -> None:
    rig.show()
    rig.state.toast("a.mp4 is analysed", Path("/x/a.mp4.csv"))
    [toast] = rig.window.toasts.shown
    assert toast.isVisible()
    assert toast.findChildren(QLabel)[0].text() == "a.mp4 is analysed"


# -- log and faults ------------------------------------------------------------------------------


@pytest.fixture
def book(qtbot: QtBot, tmp_path: Path) -> Iterator[LogBook]:
    book = LogBook()
    book.start(tmp_path / "log")
    yield book
    book.stop()


@pytest.mark.logs_warning
def test_the_log_panel_filters_and_copies(qtbot: QtBot, book: LogBook, tmp_path: Path) -> None:
    panel = LogPanel(book)
    qtbot.addWidget(panel)
    ours = logging.getLogger("svfap_core.somewhere")
    logging.getLogger("matplotlib").info("not of interest")
    ours.info("opened")
    thread = threading.Thread(target=lambda: ours.warning("slow disk"))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(book.lines) == 2)
    text = panel.lines.toPlainText()
    assert "opened" in text
    assert "slow disk" in text
    panel.level.setCurrentIndex(1)
    assert "opened" not in panel.lines.toPlainText()
    panel.copy()
    assert "slow disk" in QGuiApplication.clipboard().text()
    written = (tmp_path / "log" / FILE_NAME).read_text(encoding="utf-8")
    assert "INFO  svfap_core.somewhere: opened" in written
    assert "not of interest" not in written


@pytest.mark.logs_warning
def test_a_log_folder_that_refuses_is_noted(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    book = LogBook()
    book.start(tmp_path / "file" / "log")
    assert any("no log file" in line.text for line in book.lines)
    book.stop()
    assert logging.getLogger("svfap_core").level == logging.NOTSET


def test_the_log_is_shown_and_hidden_from_menu_and_panel(rig: Rig) -> None:
    rig.show()
    log, action = rig.window.log, rig.window.commands["log"]
    assert not log.isVisible()
    action.trigger()
    assert log.isVisible()
    log.close_button.click()
    assert not log.isVisible()
    assert not action.isChecked()


@pytest.mark.logs_warning
def test_faults_of_all_kinds_are_told(qtbot: QtBot) -> None:
    errors = UnexpectedErrors()
    told: list[tuple[str, str]] = []
    errors.raised.connect(lambda what, details: told.append((what, details)))
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    errors.install()

    class Leaky:
        def __del__(self) -> None:
            raise RuntimeError("in the end")

    def fail() -> None:
        raise ValueError("in a thread")

    try:
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        leaky = Leaky()
        del leaky
        sys.excepthook(KeyError, KeyError("in a slot"), None)
    finally:
        errors.remove()
    qtbot.waitUntil(lambda: len(told) == 3)
    assert {what for what, _ in told} == {
        "ValueError: in a thread",
        "RuntimeError: in the end",
        "KeyError: 'in a slot'",
    }
    assert any("Traceback" in details for _, details in told)
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before


def test_one_dialog_takes_all_faults(rig: Rig) -> None:
    rig.show()
    tell = rig.window.dialogs.tell_unexpected
    tell("ValueError: one", "Traceback one")
    dialog = rig.window.dialogs.dialog("error")
    assert isinstance(dialog, ErrorDialog)
    assert dialog.what.text() == "ValueError: one"
    assert not dialog.details.isVisible()
    dialog.fold.button.click()
    assert dialog.details.isVisible()
    tell("KeyError: two", "Traceback two")
    assert rig.window.dialogs.dialog("error") is dialog
    assert dialog.more.text().startswith("1 ")
    dialog.copy()
    copied = QGuiApplication.clipboard().text()
    assert "Traceback one" in copied
    assert "Traceback two" in copied
    assert "Python" in copied
    dialog.accept()
    assert rig.window.dialogs.dialog("error") is None


# -- first start, about, memory ------------------------------------------------------------------


def test_the_first_start_says_what_matters_once(qtbot: QtBot, settings: QSettings) -> None:
    dialog = FirstStart(settings)
    qtbot.addWidget(dialog)
    dialog.show()
    shown: list[str] = []
    for _ in range(3):
        panel = dialog.panels.currentWidget()
        shown.append(" ".join(label.text() for label in panel.findChildren(QLabel)))
        assert is_first_start(settings) is (dialog.panels.currentIndex() < 2)
        if dialog.panels.currentIndex() < 2:
            qtbot.keyClick(dialog.next, Qt.Key.Key_Space)
    assert "not what people feel" in shown[0]
    for words in ("agreed", "Article 5(1)(f)", "medical or safety", "stays on this computer"):
        assert words in shown[1]
    with qtbot.waitSignal(dialog.file_wanted):
        dialog.open_file.click()
    assert not dialog.isVisible()
    assert not is_first_start(settings)


def test_the_panels_can_be_seen_again(rig: Rig) -> None:
    rig.show()
    rig.window.commands["intended-use"].trigger()
    dialog = rig.window.dialogs.dialog("intended-use")
    assert isinstance(dialog, FirstStart)
    dialog.reject()


def test_about_names_versions_and_licences(qtbot: QtBot) -> None:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    names = {dialog.table.item(row, 0).text() for row in range(dialog.table.rowCount())}
    assert names == set(PACKAGES)
    assert facts_of("PySide6") is not None
    assert "LGPL" in (facts_of("PySide6") or ("", ""))[1]
    assert facts_of("no-such-package") is None


def test_splitters_and_log_are_remembered(rig: Rig) -> None:
    rig.show()
    rig.window.commands["log"].trigger()
    rig.window._memory.save()
    splitter = rig.window.findChildren(QSplitter)[0]
    kept = splitter.saveState()
    splitter.setSizes([1, 10_000])
    rig.window.commands["log"].trigger()
    assert splitter.saveState() != kept
    rig.window._restore()
    assert splitter.saveState() == kept
    assert rig.window.log.isVisible()
    assert rig.window.commands["log"].isChecked()


def test_the_keyboard_goes_through_the_frame_in_the_order_of_reading(rig: Rig) -> None:
    rig.show()
    rail = rig.window.rail.findChildren(QWidget)
    first = next(button for button in rail if button.focusPolicy() & Qt.FocusPolicy.TabFocus)
    first.setFocus()
    seen: list[QWidget] = []
    while (now := QApplication.focusWidget()) not in seen and now is not None:
        seen.append(now)
        rig.qtbot.keyClick(now, Qt.Key.Key_Tab)
    in_rail = [rig.window.rail.isAncestorOf(widget) for widget in seen]
    assert in_rail.index(False) == sum(in_rail), "the rail is left once, not visited again"
    assert any(rig.live.isAncestorOf(widget) for widget in seen)
