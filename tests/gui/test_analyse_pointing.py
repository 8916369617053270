"""The Analyse page over the real pipeline: by keys, and by menus where one points."""

# ruff: noqa: F811  # fixtures are asked for by their names

from __future__ import annotations

import pytest
from PySide6.QtCore import (
    QPoint,
    QPointF,
    Qt,
)
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QMenu,
    QWidget,
)

from svfap_core.results.edits import Marker
from svfap_gui.analyse.timeline_geometry import TOP_PX
from tests.gui.analyse_rig import (
    AnalyseRig,
    clip,  # noqa: F401
    done,  # noqa: F401
    model,  # noqa: F401
    press_there,
    rig,  # noqa: F401
)

# -- by keys, and by menus where one points ------------------------------------------------------


def menu_of(rig: AnalyseRig) -> list[str]:
    """What the open context menu offers, by ids."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    names = [a.objectName().removeprefix("analyse/") for a in menu.actions() if a.text()]
    menu.close()
    return names


def ask_for_menu(widget: QWidget, point: QPoint) -> None:
    """As the right button does: a press, then the request for a menu."""
    QTest.mouseClick(widget, Qt.MouseButton.RightButton, pos=point)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, widget.mapToGlobal(point))
    QApplication.sendEvent(widget, event)


def test_lists_and_tables_keep_the_keys_that_move_within_them(done: AnalyseRig) -> None:
    view, persons = done.view, done.view.inspector.persons
    view.player.seek(4.0)
    done.settle()
    before_s = view.player.position_s
    persons.setFocus()
    persons.setCurrentRow(0)
    press_there(done, Qt.Key.Key_End)
    assert persons.currentRow() == persons.count() - 1
    press_there(done, Qt.Key.Key_Home)
    assert persons.currentRow() == 0
    table = view.inspector.table
    table.setFocus()
    table.setCurrentCell(0, 0)
    press_there(done, Qt.Key.Key_Right)
    assert table.currentColumn() == 1
    for widget in (persons, table):
        widget.setFocus()
        for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_End):
            press_there(done, key)
    done.settle()
    assert view.player.position_s == before_s
    assert not view.player.playing
    view.timeline.setFocus()
    press_there(done, Qt.Key.Key_Home)
    done.until(lambda: view.player.position_s == 0.0)


def test_markers_are_reached_changed_and_removed_by_keys(done: AnalyseRig) -> None:
    view, alt = done.view, Qt.KeyboardModifier.AltModifier
    edits = done.edits.add_marker(Marker(t_s=2.0, text="begin"))
    done.document.change("Markers", edits.add_marker(Marker(t_s=5.0, text="end")))
    view.timeline.setFocus()
    press_there(done, Qt.Key.Key_Delete)
    assert len(done.edits.markers) == 2, "none is chosen"
    for key, t_s in ((Qt.Key.Key_Right, 2.0), (Qt.Key.Key_Right, 5.0), (Qt.Key.Key_Left, 2.0)):
        press_there(done, key, alt)
        done.settle()
        assert view.player.position_s == pytest.approx(t_s, abs=0.05)
    assert view.timeline.marker == 0
    press_there(done, Qt.Key.Key_Return)
    done.answer("question")
    assert [marker.text for marker in done.edits.markers] == ["question", "end"]
    press_there(done, Qt.Key.Key_Right, alt)
    done.settle()
    view.inspector.persons.setFocus()
    press_there(done, Qt.Key.Key_Delete)
    assert len(done.edits.markers) == 2, "the list has the focus"
    view.timeline.setFocus()
    press_there(done, Qt.Key.Key_Delete)
    assert [marker.text for marker in done.edits.markers] == ["question"]


def test_a_range_is_what_the_ribbon_shows_here(done: AnalyseRig) -> None:
    person = done.document.person
    lane = done.document.lanes.of(person)
    assert lane is not None
    done.view.player.seek(4.0)
    done.settle()
    done.press(Qt.Key.Key_R)
    assert done.document.range == lane.stretch_at(done.view.player.position_s)


def test_what_is_pointed_at_offers_what_can_be_done_with_it(done: AnalyseRig) -> None:
    view = done.view
    done.document.change("Marker", done.edits.add_marker(Marker(t_s=5.0, text="end")))
    persons = view.inspector.persons
    ask_for_menu(persons.viewport(), persons.visualItemRect(persons.item(2)).center())
    assert done.document.person == done.document.population.persons[2]  # type: ignore[union-attr]
    assert menu_of(done)[:4] == ["rename", "merge", "split", "hide"]
    timeline = view.timeline
    window = timeline.window_shown
    flag = QPoint(round(window.x(5.0)) + 2, TOP_PX - 12)
    ask_for_menu(timeline.viewport(), flag)
    assert menu_of(done) == ["edit-marker", "remove-marker", "previous-marker", "next-marker"]
    ask_for_menu(timeline.viewport(), QPoint(round(window.x(3.0)), TOP_PX - 12))
    assert menu_of(done)[:2] == ["set-in", "set-out"]
    assert {"set-in", "rename", "merge"} <= set(menu_of_lane(done))
    view.player.seek(1.0)
    done.settle()
    done.document.choose(done.document.population.persons[0])  # type: ignore[union-attr]
    face = view.canvas.picture_rect()
    scale = face.width() / 320
    point = QPointF(face.x() + 225 * scale, face.y() + 90 * scale)
    wanted = view.canvas.face_at(point)
    assert wanted is not None
    ask_for_menu(view.canvas, point.toPoint())
    assert done.document.person == wanted
    assert {"rename", "hide", "copy-picture"} <= set(menu_of(done))


def menu_of_lane(rig: AnalyseRig) -> list[str]:
    timeline = rig.view.timeline
    x = round(timeline.window_shown.x(3.0))
    shown = timeline.shown
    place = next(place for place in shown.places if place.person_id == shown.chosen)
    ask_for_menu(timeline.viewport(), QPoint(x, TOP_PX + place.top_px - shown.scrolled_px + 8))
    return menu_of(rig)


def test_the_statistics_are_copied_for_a_spreadsheet(done: AnalyseRig) -> None:
    table, clipboard = done.view.inspector.table, QGuiApplication.clipboard()
    clipboard.clear()
    table.setFocus()
    press_there(done, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    rows = [line.split("\t") for line in clipboard.text().splitlines()]
    assert len(rows) == table.rowCount() + 1
    assert rows[0][1:] == ["strongest", "mean", "SD", "now"]
    assert rows[1][0] == table.item(0, 0).text()  # type: ignore[union-attr]
    assert all(len(row) == 5 for row in rows)
    assert "\N{MINUS SIGN}" not in clipboard.text()
    clipboard.clear()
    done.view.commands["copy-figures"].trigger()
    assert len(clipboard.text().splitlines()) == len(rows)
    ask_for_menu(table.viewport(), QPoint(20, 20))
    assert menu_of(done) == ["copy-figures", "time-budget", "export"]


def test_the_menu_bar_has_the_menus_of_the_view(rig: AnalyseRig) -> None:
    titles = [a.text() for a in rig.window.menuBar().actions() if a.isVisible()]
    own = ["Analyse", "&Playback", "&Range", "Co&des", "P&ersons", "S&tatistics", "&View"]
    assert titles == ["&File", *own, "&Help"]
