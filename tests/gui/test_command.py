"""Commands: what follows from a row, which keys controls keep, and what old settings still say."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QMenu,
    QSlider,
    QSpinBox,
    QTableWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from svfap_gui.parts.command import Command, Commands, Menu
from svfap_gui.parts.focus_keys import is_own_key
from tests.gui.fakes import Rig


class Lamp:
    """Something with a state."""

    def __init__(self) -> None:
        self.on = False
        self.broken = False

    def turn(self) -> None:
        if not self.broken:
            self.on = not self.on


@pytest.fixture
def lamp() -> Lamp:
    return Lamp()


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(400, 300)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


@pytest.fixture
def commands(lamp: Lamp, window: QMainWindow) -> Commands:
    rows = (
        Command("turn", "&Turn", lamp.turn, keys="T", checked_when=lambda: lamp.on),
        None,
        Command(
            "dim",
            "&Dim",
            lambda: None,
            enabled_when=lambda: lamp.on,
            title_when=lambda: "&Dim it" if lamp.on else "&Dim",
        ),
        Menu("&More", (Command("smash", "Smash", lamp.turn, shown_when=lambda: lamp.on),)),
    )
    return Commands("lamp", (Menu("&Lamp", rows),), window)


def test_states_and_titles_follow_what_rows_say(commands: Commands, lamp: Lamp) -> None:
    commands.refresh()
    assert not commands["dim"].isEnabled()
    assert not commands["smash"].isVisible()
    commands["turn"].trigger()
    assert lamp.on
    assert commands["dim"].isEnabled()
    assert commands["dim"].text() == "&Dim it"
    assert commands["smash"].isVisible()
    assert [action.objectName() for action in commands.actions] == [
        "lamp/turn", "lamp/dim", "lamp/smash",
    ]  # fmt: skip


def test_a_mark_shows_what_is_so_even_where_it_was_refused(commands: Commands, lamp: Lamp) -> None:
    lamp.broken = True
    commands["turn"].trigger()
    assert not commands["turn"].isChecked()
    lamp.broken = False
    commands["turn"].trigger()
    assert commands["turn"].isChecked()


def test_menus_are_made_from_rows(commands: Commands, window: QMainWindow) -> None:
    menu = commands.add_menu(commands.menus[0], window.menuBar())
    texts = ["-" if action.isSeparator() else action.text() for action in menu.actions()]
    assert texts == ["&Turn", "-", "&Dim", "&More"]


def test_a_context_menu_offers_what_can_be_done(
    commands: Commands, window: QMainWindow, lamp: Lamp
) -> None:
    commands.refresh()
    commands.popup(("dim", None, "smash"), QPoint(10, 10), window)
    assert QApplication.activePopupWidget() is None
    commands["turn"].trigger()
    commands.popup(("dim", None, "turn", "smash"), QPoint(10, 10), window)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    offered = [action for action in menu.actions() if not action.isSeparator()]
    assert offered == list(commands.some("dim", "turn", "smash"))
    menu.close()


def test_keys_for_one_widget_hold_while_it_has_the_focus(qtbot: QtBot, window: QMainWindow) -> None:
    room = QWidget(window)
    here, there = QListWidget(room), QListWidget(room)
    window.setCentralWidget(room)
    room.show()
    done: list[str] = []
    row = Command("drop", "Drop", lambda: done.append("dropped"), keys="Del", focus=here)
    commands = Commands("x", (Menu("X", (row,)),), window)
    commands.add_menu(commands.menus[0], window.menuBar())
    there.setFocus()
    qtbot.keyClick(there, Qt.Key.Key_Delete)
    assert not done
    here.setFocus()
    qtbot.keyClick(here, Qt.Key.Key_Delete)
    assert done == ["dropped"]


NONE, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


@pytest.mark.parametrize("kind", [QListWidget, QTableWidget, QSpinBox, QSlider, QLineEdit])
def test_controls_keep_the_keys_that_move_within_them(qtbot: QtBot, kind: type[QWidget]) -> None:
    control = kind()
    qtbot.addWidget(control)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End):
        for modifier, own in ((NONE, True), (SHIFT, True), (CTRL, False)):
            event = QKeyEvent(QKeyEvent.Type.KeyPress, key, modifier)
            assert is_own_key(control, event) is own
    letter = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_E, NONE, "e")
    assert not is_own_key(control, letter)
    assert not is_own_key(None, letter)


def _leaves(menu: QMenu | None, actions: list[QAction]) -> Iterator[QAction]:
    if menu is not None:
        menu.aboutToShow.emit()
        actions = menu.actions()
    for action in actions:
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from _leaves(inner, [])
        elif not action.isSeparator():
            yield action


def test_macos_finds_only_the_frames_own_settings_about_and_quit(rig: Rig) -> None:
    for name in ("Settings.mp4", "About me.mp4", "Quit.mp4"):
        path = rig.folder / name
        path.touch()
        rig.window.door.recent.note(path)
    roles = QAction.MenuRole
    found = {
        action.objectName() or action.text(): action.menuRole()
        for action in _leaves(None, rig.window.menuBar().actions())
    }
    assert "Settings.mp4" in found
    named = {"settings": roles.PreferencesRole, "about": roles.AboutRole, "quit": roles.QuitRole}
    assert {name: role for name, role in found.items() if role is not roles.NoRole} == named


def test_every_action_of_the_menus_is_in_the_shortcut_sheet(rig: Rig) -> None:
    listed = {a.objectName() for scope in rig.window.shortcuts.scopes for a in scope.actions}
    shown = {a.objectName() for a in _leaves(None, rig.window.menuBar().actions())}
    assert shown - {""} == listed


OLD_NAMES = """
open settings quit full-screen activities log shortcuts intended-use about theme/switch
view-1 view-2 view-3 view-4 view-5
live/play-file live/cameras live/open-stream live/start-stop live/record live/marker live/lsl
live/rename live/mirror live/copy-picture live/analyse-recording live/recordings-folder
analyse/open-video analyse/find-video analyse/analyse analyse/cancel analyse/export analyse/about
analyse/close analyse/play analyse/stop analyse/faster analyse/slower analyse/back analyse/forward
analyse/long-back analyse/long-forward analyse/step-back analyse/step-forward analyse/to-start
analyse/to-end analyse/go-to analyse/copy-picture analyse/set-in analyse/set-out
analyse/clear-range analyse/marker analyse/exclude analyse/include analyse/baseline
analyse/no-baseline analyse/rename analyse/merge analyse/split analyse/hide analyse/show-all
analyse/undo analyse/redo analyse/zoom-in analyse/zoom-out analyse/fit
batch/start batch/cancel batch/add-files batch/add-folder batch/retry-all batch/remove batch/again
batch/settings batch/save-settings batch/load-settings batch/open batch/show-results batch/retry
batch/show-file
train/start train/copy-command train/stop-early train/cancel train/resume train/pause train/report
train/folder train/delete
models/import models/import-folder models/use models/verify models/copy-hash models/remove
models/choose-file models/download models/refresh
"""
"""By which the keys of users are stored; they must never change."""


_BUILT = """
import sys
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from svfap_gui.app import build
from svfap_gui.work.preferences import PreferencesStore
app = QApplication([])
settings = QSettings(sys.argv[1], QSettings.Format.IniFormat)
window, session = build(app, settings, PreferencesStore(settings, app))
for scope in window.shortcuts.scopes:
    for action in scope.actions:
        print(action.objectName(), action.shortcut().toString())
window.closed.connect(app.quit)
window.close()
"""


def test_keys_that_were_stored_before_still_hold(settings: QSettings) -> None:
    names = OLD_NAMES.split()
    keys = [f"{more}F{number}" for more in ("Alt+", "Ctrl+", "Shift+") for number in range(1, 36)]
    wanted = dict(zip(names, keys, strict=False))
    assert len(wanted) == len(names)
    for name, key in wanted.items():
        settings.setValue(f"shortcuts/{name}", key)
    settings.sync()
    done = subprocess.run(
        [sys.executable, "-c", _BUILT, settings.fileName()],
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    found = dict(line.split(" ", 1) for line in done.stdout.splitlines())
    assert {name: found.get(name) for name in names} == wanted
