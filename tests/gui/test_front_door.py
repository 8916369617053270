"""The window over views that only remember: opening, closing, what is told where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import av
import pytest
import shiboken6
from PySide6.QtCore import QMimeData, QObject, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from svfap_core import demo
from svfap_gui.parts.app_log import LogBook
from svfap_gui.parts.command import Commands
from svfap_gui.parts.notice import Notice
from svfap_gui.parts.page import Page
from svfap_gui.shell import front_door
from svfap_gui.shell.appearance import AppearanceController
from svfap_gui.shell.closing_dialog import ClosingDialog
from svfap_gui.shell.main_window import MainWindow
from svfap_gui.shell.start_page import StartPage
from svfap_gui.work.activities import Activities, Activity
from svfap_gui.work.preferences import PreferencesStore
from svfap_gui.work.state import AppState, Figures
from tests.gui.fakes import newest

LIVE, ANALYSE, BATCH = range(3)


class MemoPage(Page):
    """Remembers what it was given."""

    icon_name = "analyse"
    endings: tuple[str, ...] = (".mp4",)
    takes_folders = False

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.taken: list[list[Path]] = []
        self.unsaved: list[str] = []
        self.kept: list[tuple[Path, float]] = []
        self.commands = Commands(name, (), self)

    def unfinished(self) -> Sequence[str]:
        return self.unsaved

    def takes(self, path: Path) -> bool:
        return self.takes_folders if path.is_dir() else path.suffix in self.endings

    def take(self, paths: Sequence[Path]) -> None:
        self.taken.append(list(paths))

    def drafts(self) -> Sequence[tuple[Path, float]]:
        return self.kept

    def welcome(self, start: QWidget) -> None:
        QVBoxLayout(self).addWidget(start)
        start.show()


@dataclass
class House:
    qtbot: QtBot
    state: AppState
    activities: Activities
    window: MainWindow
    closed: list[None] = field(default_factory=list)

    def page(self, index: int) -> MemoPage:
        page = self.window.pages[index]
        assert isinstance(page, MemoPage)
        return page

    @property
    def start(self) -> StartPage:
        return self.window.door.start


@pytest.fixture
def house(qtbot: QtBot, qapp: QApplication, settings: QSettings) -> Iterator[House]:
    root = QObject()
    state, activities = AppState(root), Activities(root)
    live, analyse, batch = MemoPage("Live"), MemoPage("Analyse"), MemoPage("Batch")
    live.endings = ()
    analyse.keeps_work = True
    batch.takes_many, batch.takes_folders = True, True
    appearance = AppearanceController(qapp, settings, root)
    appearance.apply()
    window = MainWindow(
        state,
        activities,
        [live, analyse, batch],
        appearance,
        settings,
        preferences=PreferencesStore(settings, root),
        log_book=LogBook(root),
    )
    house = House(qtbot, state, activities, window)
    window.closed.connect(lambda: house.closed.append(None))
    with qtbot.waitExposed(window):
        window.show()
    yield house
    window.door.shut_down()
    for activity in (*activities.running, *activities.waited_for):
        activity.end()
    shiboken6.delete(window)
    shiboken6.delete(root)


FAILED = Notice(text="The batch cannot run", error=True, cause="run")

# -- notices of views that are not shown ---------------------------------------------------------


def test_an_error_of_one_view_stays_there(house: House, tmp_path: Path) -> None:
    analyse, batch = house.page(ANALYSE), house.page(BATCH)
    batch.notices.show(FAILED)
    house.window.door.open(tmp_path / "talk.mp4")
    assert analyse.taken == [[tmp_path / "talk.mp4"]]
    assert not analyse.notices.shown
    assert batch.notices.shown == (FAILED,)
    assert not newest(batch).isVisible()
    house.window.show_page(BATCH)
    assert newest(batch).isVisible()


def test_an_error_elsewhere_is_told_in_passing_and_marked(house: House) -> None:
    window, batch = house.window, house.page(BATCH)
    button = window.rail._group.button(BATCH)
    before = button.grab().toImage()
    batch.notices.show(FAILED)
    [toast] = window.toasts.shown
    assert toast.accessibleDescription() == "Batch: The batch cannot run"
    assert button.accessibleName() == "Batch: something failed"
    assert button.grab().toImage() != before
    assert toast.button is not None
    toast.button.click()
    assert window.page is batch
    batch.notices.retract("run")
    assert button.accessibleName() == ""
    batch.notices.show(FAILED)
    assert not window.toasts.shown, "it is in sight"


# -- closing -------------------------------------------------------------------------------------


def words(dialog: ClosingDialog | None) -> str:
    assert dialog is not None, "nobody asked"
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_closing_asks_while_something_runs(house: House) -> None:
    stopped: list[str] = []
    activity = house.activities.begin("Batch", lambda: stopped.append("batch"))
    activity.tell(0.5, "3 of 6 files")
    house.activities.begin("Reading models", lambda: None, abandonable=lambda: True)
    assert not house.window.close()
    dialog = house.window.closing.dialog
    assert "Batch (3 of 6 files)" in words(dialog)
    assert "Reading models" not in words(dialog)
    assert dialog is not None
    assert dialog.leave is None, "it does not go on"
    assert not house.window.close(), "asked once"
    dialog.cancel.click()
    assert house.window.isVisible()
    assert not stopped
    house.window.close()
    assert house.window.closing.dialog is not None
    house.window.closing.dialog.stop.click()
    assert stopped == ["batch"]
    assert not house.window.isVisible()
    assert not house.closed
    for left in house.activities.waited_for:
        left.end()
    assert house.closed == [None]


@pytest.mark.parametrize("leaves", [True, False])
def test_a_training_can_go_on_in_the_background(house: House, *, leaves: bool) -> None:
    stopped: list[str] = []
    house.activities.begin("Training a", lambda: stopped.append("a"), detached=True)
    house.window.close()
    dialog = house.window.closing.dialog
    assert "Training a" in words(dialog)
    assert dialog is not None
    assert dialog.leave is not None
    button = dialog.leave if leaves else dialog.stop
    house.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert house.closed == [None]
    assert stopped == ([] if leaves else ["a"])


def test_a_save_that_fails_at_closing_is_told_before_the_window_is_gone(house: House) -> None:
    page, window = house.page(ANALYSE), house.window
    saving: list[Activity] = []

    def leave() -> None:
        if not saving:
            saving.append(house.activities.begin("Saving", lambda: None, quiet=True))

    page.leave = leave
    assert not window.close(), "it waits for the save"
    assert not window.isVisible()
    page.unsaved = ["The work on talk.mp4: the disk is full"]
    saving[0].end()
    assert window.isVisible()
    assert not house.closed
    assert "talk.mp4: the disk is full" in words(window.closing.dialog)
    assert window.closing.dialog is not None
    house.qtbot.keyClick(window.closing.dialog, Qt.Key.Key_Escape)
    assert window.isVisible()
    window.close()
    assert window.closing.dialog is not None, "still not saved"
    window.closing.dialog.stop.click()
    assert house.closed == [None]


def test_what_is_saved_in_the_end_is_not_asked_about(house: House) -> None:
    page = house.page(ANALYSE)
    page.unsaved = ["The work on talk.mp4: the share is away"]
    house.window.close()
    dialog = house.window.closing.dialog
    assert dialog is not None
    dialog.cancel.click()
    page.unsaved = []
    assert house.window.close()
    assert house.closed == [None]


# -- opening -------------------------------------------------------------------------------------


def drop(window: MainWindow, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    window.dropEvent(
        QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def touch(path: Path) -> Path:
    path.touch()
    return path


def test_a_video_dropped_on_live_opens_where_work_is_kept(house: House, tmp_path: Path) -> None:
    house.window.show_page(LIVE)
    video = touch(tmp_path / "a talk #2 50%20.mp4")
    drop(house.window, video)
    assert house.page(ANALYSE).taken == [[video]]
    assert house.window.page is house.page(ANALYSE)


def test_several_files_and_folders_go_to_the_batch_with_a_word(
    house: House, tmp_path: Path
) -> None:
    several = [touch(tmp_path / "a.mp4"), touch(tmp_path / "b.mp4")]
    drop(house.window, *several)
    folder = tmp_path / "study.v2"
    folder.mkdir()
    house.window.show_page(LIVE)
    drop(house.window, folder)
    assert house.page(BATCH).taken == [several, [folder]]
    told = [toast.accessibleDescription() for toast in house.window.toasts.shown]
    assert told == [
        "Added to the batch: a.mp4, b.mp4. Press Start to analyse.",
        "Added to the batch: study.v2. Press Start to analyse.",
    ]


def test_what_cannot_be_opened_is_told_and_the_view_stays(house: House, tmp_path: Path) -> None:
    house.window.show_page(LIVE)
    drop(house.window, touch(tmp_path / "notes.txt"))
    assert house.window.page is house.page(LIVE)
    notice = newest(house.page(LIVE))
    assert notice.text.text() == "notes.txt cannot be opened"
    assert "a folder of videos" in notice.hint.text()
    house.window.door.open(touch(tmp_path / "a.mp4"))
    assert not house.page(LIVE).notices.shown


def test_of_several_files_those_left_out_are_named(house: House, tmp_path: Path) -> None:
    videos = [touch(tmp_path / "a.mp4"), touch(tmp_path / "b.mp4")]
    drop(house.window, *videos, touch(tmp_path / "notes.txt"))
    assert house.page(BATCH).taken == [videos]
    assert newest(house.page(BATCH)).text.text() == "notes.txt cannot be opened"


def test_ctrl_o_asks_for_a_file(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    video = touch(tmp_path / "a.mp4")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(video), ""))
    house.window.activateWindow()
    house.qtbot.waitUntil(house.window.isActiveWindow)
    house.qtbot.keyClick(house.window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert house.page(ANALYSE).taken == [[video]]


# -- the start page ------------------------------------------------------------------------------


def test_the_window_begins_with_the_start_page(house: House) -> None:
    assert house.window.page is house.page(ANALYSE)
    assert house.start.isVisible()
    house.qtbot.mouseClick(house.start.live, Qt.MouseButton.LeftButton)
    assert house.window.page is house.page(LIVE)


def test_it_lists_what_can_be_gone_on_with(house: House, tmp_path: Path) -> None:
    start, analyse = house.start, house.page(ANALYSE)
    assert not start.files.isVisible()
    there = touch(tmp_path / "talk.mp4")
    drafted = touch(tmp_path / "interview.mp4")
    analyse.kept = [(drafted, 1_700_000_000.0), (tmp_path / "moved.mp4", 1.0)]
    house.state.opened.emit(tmp_path / "gone.mp4")
    house.state.opened.emit(there)
    house.qtbot.waitUntil(start.files.isVisible)
    assert [row.accessibleName() for row in start.files.buttons] == ["talk.mp4"]
    assert [row.accessibleName() for row in start.unfinished.buttons] == ["interview.mp4"]
    told = [label.text() for label in start.unfinished.buttons[0].findChildren(QLabel)]
    assert told[:2] == ["interview.mp4", tmp_path.name]
    assert "23" in told[2], "the date of 2023"
    house.qtbot.mouseClick(start.unfinished.buttons[0], Qt.MouseButton.LeftButton)
    assert analyse.taken == [[drafted]]


def test_a_file_is_recent_once_the_view_says_that_it_is_open(house: House, tmp_path: Path) -> None:
    house.window.door.open(touch(tmp_path / "broken.mp4"))
    assert not house.window.door.recent.all
    house.state.opened.emit(tmp_path / "talk.mp4")
    [one] = house.window.door.recent.all
    assert one.path == tmp_path / "talk.mp4"
    assert one.at is not None


def test_a_sample_is_made_once_and_opened(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = tmp_path / "new" / "Sample.mp4"
    monkeypatch.setattr(front_door, "sample_file", lambda: sample)
    shot = demo._SHOTS[0]
    monkeypatch.setattr(demo, "_SHOTS", (replace(shot, views=shot.views[:2]),))
    analyse = house.page(ANALYSE)
    for count in (1, 2):
        house.start.sample.click()
        house.qtbot.waitUntil(lambda count=count: len(analyse.taken) == count, timeout=60_000)
    assert analyse.taken == [[sample], [sample]]
    with av.open(str(sample)) as video:
        assert video.duration is not None
        assert video.duration / 1e6 == pytest.approx(2.2, abs=0.1)


# -- the frame -----------------------------------------------------------------------------------


def test_leaving_full_screen_keeps_maximised(house: House) -> None:
    window = house.window
    window.showMaximized()
    for leave in (window.commands["full-screen"].trigger, lambda: escape(house)):
        window.commands["full-screen"].trigger()
        assert window.isFullScreen()
        leave()
        assert not window.isFullScreen()
        assert window.isMaximized()


def escape(house: House) -> None:
    house.qtbot.keyClick(house.window, Qt.Key.Key_Escape)


def test_rates_are_told_of_the_view_that_plays(house: House) -> None:
    window = house.window
    house.page(LIVE).captures = True
    house.state.set_figures(Figures(capture_fps=30.0, dropped=3, stalled=True))
    rates = (window.status.capture, window.status.dropped, window.status.stalled)
    for index in (ANALYSE, LIVE, BATCH):
        window.show_page(index)
        assert [item.isVisible() for item in rates] == [index == LIVE] * 3
