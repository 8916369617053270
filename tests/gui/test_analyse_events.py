"""The list of codes and markers on the Analyse page."""

# ruff: noqa: F811  # fixtures are asked for by their names

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from svfap_core.codes.coding import Code
from svfap_core.results.edits import Marker
from svfap_gui.analyse.codes.events import Column as EventColumn
from tests.gui.analyse_rig import clip, done, model, rig  # noqa: F401  # fixtures
from tests.gui.coding_desk import FRAME_S, Desk, coding, desk, listed, rows_of, smile, type_into  # noqa: F401  # fixtures


def test_codes_and_markers_are_listed_sorted_and_filtered(listed: Desk) -> None:
    pane = listed.codes.events.pane
    assert rows_of(listed) == [
        ["0:01.000", "0:03.000", "2.000", "mother", "smile", "M1", "broad", "Anna"],
        ["0:01.500", "0:01.500", "0.000", "Marker", "toy", "", "", ""],
        ["0:02.000", "", "", "child", "gaze", "", "", "Anna"],
    ]
    pane.table.sortByColumn(EventColumn.CODE, Qt.SortOrder.AscendingOrder)
    assert [row[EventColumn.CODE] for row in rows_of(listed)] == ["gaze", "smile", "toy"]
    QTest.keyClicks(pane.filter, "BROAD")
    assert [row[EventColumn.CODE] for row in rows_of(listed)] == ["smile"]
    assert pane.heading.text() == "1 of 3 event(s)"


def test_a_click_and_enter_go_to_an_event(listed: Desk) -> None:
    table, view = listed.codes.events.pane.table, listed.rig.view
    index = table.model().index(0, EventColumn.TIER)
    at = table.visualRect(index).center()
    listed.rig.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    listed.rig.settle()
    assert listed.codes.work.here_s == pytest.approx(1.0, abs=FRAME_S)
    assert listed.codes.work.chosen is not None
    assert listed.codes.work.chosen.label == "smile"
    table.setFocus()
    listed.key(Qt.Key.Key_Down)
    listed.key(Qt.Key.Key_Return)
    listed.rig.settle()
    assert view.timeline.marker == 0
    assert listed.codes.work.here_s == pytest.approx(1.5, abs=FRAME_S)


def test_events_are_edited_in_place(listed: Desk) -> None:
    type_into(listed, 0, EventColumn.CODE, "laugh")
    type_into(listed, 0, EventColumn.COMMENT, "loud")
    type_into(listed, 0, EventColumn.END, "0:04.5")
    type_into(listed, 1, EventColumn.CODE, "ball")
    type_into(listed, 1, EventColumn.BEGIN, "0:00.5")
    code = Code(tier="mother", label="laugh", start_s=1.0, end_s=4.5, comment="loud")
    assert code in listed.coding.codes
    assert listed.rig.edits.markers == (Marker(t_s=0.5, text="ball"),)
    type_into(listed, 1, EventColumn.BEGIN, "0:09")
    assert code in listed.coding.codes
    assert "before the start" in listed.rig.view.notices.shown[-1].text
    type_into(listed, 1, EventColumn.BEGIN, "soon")
    assert "soon is no time" in listed.rig.view.notices.shown[-1].text
    type_into(listed, 1, EventColumn.BEGIN, "2")
    assert not listed.rig.view.notices.shown
    assert code.changed(start_s=2.0) in listed.coding.codes


def test_chosen_events_are_removed_together(listed: Desk) -> None:
    table = listed.codes.events.pane.table
    table.setFocus()
    table.selectAll()
    listed.key(Qt.Key.Key_Delete)
    assert not listed.coding.codes
    assert not listed.rig.edits.markers
    assert listed.codes.events.pane.empty.isVisible()
    control = Qt.KeyboardModifier.ControlModifier
    listed.rig.press(Qt.Key.Key_Z, control)
    listed.rig.press(Qt.Key.Key_Z, control)
    assert len(listed.coding.codes) == 2
    assert len(rows_of(listed)) == 3


def test_the_list_follows_the_lanes_and_keeps_its_place(listed: Desk) -> None:
    table = listed.codes.events.pane.table
    listed.codes.work.choose(listed.coding.codes[1])
    assert [event.label for event in table.chosen] == ["gaze"]
    keeping = listed.codes.keeping
    first = Code(tier="child", label="gaze", start_s=0.0, end_s=0.5)
    keeping.change("Code", keeping.coding.with_codes([first, *keeping.coding.codes]))
    assert [event.what for event in table.chosen] == [listed.coding.codes[2]]
    listed.rig.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert listed.rig.view.inspector.isVisible()
