"""The window over views that only remember: opening, closing, what is told where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from svfap_gui.parts.app_log import LogBook
from svfap_gui.parts.command import Commands
from svfap_gui.parts.notice import Notice
from svfap_gui.parts.page import Page
from svfap_gui.shell.appearance import AppearanceController
from svfap_gui.shell.main_window import MainWindow
from svfap_gui.work.activities import Activities
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
        self.commands = Commands(name, (), self)

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
