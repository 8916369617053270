"""The window over views that only remember: opening, closing, what is told where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QObject, QSettings, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from svfap_gui.parts.app_log import LogBook
from svfap_gui.parts.command import Commands
from svfap_gui.parts.notice import Notice
from svfap_gui.parts.page import Page
from svfap_gui.shell.appearance import AppearanceController
from svfap_gui.shell.closing_dialog import ClosingDialog
from svfap_gui.shell.main_window import MainWindow
from svfap_gui.work.activities import Activities, Activity
from svfap_gui.work.preferences import PreferencesStore
from svfap_gui.work.state import AppState
from tests.gui.fakes import newest


class MemoPage(Page):
    """Remembers what it was given."""

    icon_name = "analyse"

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.taken: list[list[Path]] = []
        self.unsaved: list[str] = []
        self.commands = Commands(name, (), self)

    def unfinished(self) -> Sequence[str]:
        return self.unsaved

    def takes(self, path: Path) -> bool:
        return path.suffix == ".mp4"

    def take(self, paths: Sequence[Path]) -> None:
        self.taken.append(list(paths))


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


@pytest.fixture
def house(qtbot: QtBot, qapp: QApplication, settings: QSettings) -> Iterator[House]:
    root = QObject()
    state, activities = AppState(root), Activities(root)
    appearance = AppearanceController(qapp, settings, root)
    appearance.apply()
    window = MainWindow(
        state,
        activities,
        [MemoPage("Analyse"), MemoPage("Batch")],
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
    for activity in (*activities.running, *activities.waited_for):
        activity.end()
    shiboken6.delete(window)
    shiboken6.delete(root)


FAILED = Notice(text="The batch cannot run", error=True, cause="run")

# -- notices of views that are not shown ---------------------------------------------------------


def test_an_error_of_one_view_stays_there(house: House, tmp_path: Path) -> None:
    analyse, batch = house.page(0), house.page(1)
    batch.notices.show(FAILED)
    house.window.open(tmp_path / "talk.mp4")
    assert analyse.taken == [[tmp_path / "talk.mp4"]]
    assert not analyse.notices.shown
    assert batch.notices.shown == (FAILED,)
    assert not newest(batch).isVisible()
    house.window.show_page(1)
    assert newest(batch).isVisible()


def test_an_error_elsewhere_is_told_in_passing_and_marked(house: House) -> None:
    window, batch = house.window, house.page(1)
    button = window.rail._group.button(1)
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
    page, window = house.page(0), house.window
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
    page = house.page(0)
    page.unsaved = ["The work on talk.mp4: the share is away"]
    house.window.close()
    dialog = house.window.closing.dialog
    assert dialog is not None
    dialog.cancel.click()
    page.unsaved = []
    assert house.window.close()
    assert house.closed == [None]
