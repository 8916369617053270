from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, QSettings, Qt
from PySide6.QtGui import QKeySequence
from pytestqt.qtbot import QtBot

from svfap_gui.parts.actions import Action
from svfap_gui.shell.shortcut_book import Scope, ShortcutBook
from svfap_gui.shell.shortcut_dialog import ShortcutDialog
from tests.gui.fakes import Rig


@pytest.fixture
def owner(qtbot: QtBot) -> QObject:
    return QObject()


def _scopes(owner: QObject) -> list[Scope]:
    return [
        Scope("Everywhere", (Action(owner, "open", "&Open…", shortcut="Ctrl+O"),), everywhere=True),
        Scope("Live", (Action(owner, "live/start", "Start", shortcut="Space"),)),
        Scope(
            "Analyse",
            (
                Action(owner, "analyse/play", "Play", shortcut="Space"),
                Action(owner, "analyse/mark", "Marker", shortcut="E"),
            ),
        ),
    ]


@pytest.fixture
def book(owner: QObject, settings: QSettings) -> ShortcutBook:
    return ShortcutBook(_scopes(owner), settings)


def _action(book: ShortcutBook, name: str) -> Action:
    return next(a for scope in book.scopes for a in scope.actions if a.objectName() == name)


def test_two_views_may_share_keys_but_not_with_the_frame(book: ShortcutBook) -> None:
    start, play, mark = (_action(book, n) for n in ("live/start", "analyse/play", "analyse/mark"))
    assert book.assign(start, QKeySequence("E")) is None
    assert book.assign(play, QKeySequence("E")) is mark
    assert play.shortcut() == QKeySequence("Space")
    assert book.assign(start, QKeySequence("Ctrl+O")) is _action(book, "open")
    assert book.assign(_action(book, "open"), QKeySequence("Space")) is play


def test_the_users_keys_are_there_at_the_next_start(
    book: ShortcutBook, settings: QSettings, owner: QObject
) -> None:
    book.assign(_action(book, "analyse/mark"), QKeySequence("M"))
    book.assign(_action(book, "open"), QKeySequence())
    later = ShortcutBook(_scopes(owner), settings)
    later.apply()
    assert _action(later, "analyse/mark").shortcut() == QKeySequence("M")
    assert _action(later, "open").shortcut().isEmpty()
    later.reset_all()
    assert _action(later, "open").shortcut() == QKeySequence("Ctrl+O")
    assert not settings.allKeys()


def test_a_default_is_not_stored(book: ShortcutBook, settings: QSettings) -> None:
    mark = _action(book, "analyse/mark")
    book.assign(mark, QKeySequence("M"))
    book.assign(mark, mark.default_shortcut)
    assert not settings.allKeys()


def test_stored_keys_that_another_action_has_now_are_left_out(
    book: ShortcutBook, settings: QSettings
) -> None:
    settings.setValue("shortcuts/analyse/mark", "Space")
    book.apply()
    assert _action(book, "analyse/mark").shortcut() == QKeySequence("E")


def test_the_sheet_finds_by_name_and_by_key(qtbot: QtBot, book: ShortcutBook) -> None:
    sheet = ShortcutDialog(book)
    qtbot.addWidget(sheet)
    sheet.show()
    for text, found in (("mark", {"Marker"}), ("space", {"Start", "Play"}), ("zzz", set())):
        sheet.search.clear()
        qtbot.keyClicks(sheet.search, text)
        shown = {item.text(0) for item in sheet._items.values() if not item.isHidden()}
        assert shown == found
        assert sheet.nothing.isVisible() is (not found)


def test_keys_are_changed_by_pressing_them(
    qtbot: QtBot, book: ShortcutBook, settings: QSettings
) -> None:
    sheet = ShortcutDialog(book)
    qtbot.addWidget(sheet)
    sheet.show()
    mark = _action(book, "analyse/mark")
    sheet.tree.setCurrentItem(sheet.item_of(mark))
    with qtbot.waitSignal(sheet.keys.editingFinished):
        qtbot.keyClick(sheet.keys, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert mark.shortcut() == QKeySequence("Ctrl+M")
    assert sheet.item_of(mark).text(1) == "Ctrl+M"
    with qtbot.waitSignal(sheet.keys.editingFinished):
        qtbot.keyClick(sheet.keys, Qt.Key.Key_Space)
    assert mark.shortcut() == QKeySequence("Ctrl+M")
    assert "Play" in sheet.problem.text()
    sheet.remove.click()
    assert mark.shortcut().isEmpty()
    sheet.reset.click()
    assert mark.shortcut() == QKeySequence("E")
    assert not settings.allKeys()


def test_no_defaults_of_the_window_contradict_each_other(rig: Rig) -> None:
    book = rig.window.shortcuts
    names: set[str] = set()
    for scope in book.scopes:
        for action in scope.actions:
            assert book.conflict(action, action.default_shortcut) is None, action.objectName()
            assert action.objectName() not in names
            assert action.text()
            names.add(action.objectName())


def test_a_question_mark_shows_the_sheet(rig: Rig) -> None:
    rig.show()
    rig.qtbot.keyClick(rig.window, Qt.Key.Key_Question)
    sheet = rig.window.dialogs.dialog("shortcuts")
    assert isinstance(sheet, ShortcutDialog)
    sheet.accept()
    assert rig.window.dialogs.dialog("shortcuts") is None
