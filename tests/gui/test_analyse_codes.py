"""Codes on the Analyse page: real keys and mouse on a real clip, files read back."""

# ruff: noqa: F811  # fixtures are asked for by their names

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QDialogButtonBox,
)

from svfap_core.codes.coding import Code
from svfap_core.codes.coding_file import read_coding
from svfap_core.results.edits import Marker, TimeRange
from svfap_gui.analyse.codes.code_dialog import CodeDialog
from tests.gui.analyse_rig import clip, done, model, rig  # noqa: F401  # fixtures
from tests.gui.coding_desk import FRAME_S, Desk, coding, desk, smile  # noqa: F401  # fixtures

# -- by keys -----------------------------------------------------------------------------------


def test_a_key_begins_a_code_and_ends_it_and_the_file_has_it(coding: Desk) -> None:
    coding.seek(1.0)
    begun_s = coding.codes.work.here_s
    coding.key("s")
    assert coding.labels() == [("smile", begun_s, None)]
    assert "smile" in coding.said
    coding.seek(2.0)
    coding.key("s")
    [(_, start_s, end_s)] = coding.labels()
    assert (start_s, end_s) == (begun_s, coding.codes.work.here_s)
    assert "smile" not in coding.said.partition("Keys")[0]
    coding.settle()
    saved = read_coding(coding.file).coding
    assert saved == coding.coding
    assert (saved.coder, saved.video) == ("Anna", "talk.mp4")
    assert saved.source is not None


def test_letters_of_the_scheme_are_no_shortcuts_while_coding_is_on(coding: Desk) -> None:
    """K stops the player, S splits a person, T does nothing, X excludes the range."""
    player = coding.rig.view.player
    coding.key(Qt.Key.Key_Space)
    assert player.playing
    for key in "stx":
        coding.key(key)
    assert not coding.rig.edits.splits
    assert "No code has the key x" in coding.said
    coding.key("k")
    assert player.playing, "K codes, so it does not stop the player"
    assert [c.label for c in coding.coding.running] == ["frown"], "the group holds one code"
    assert {c.label for c in coding.coding.codes} == {"smile", "touch", "frown"}
    coding.key("l")
    assert player.speed > 1.0, "the scheme has no use for L"
    coding.key(Qt.Key.Key_Space)
    assert not player.playing
    coding.key(Qt.Key.Key_F4)
    assert not coding.codes.work.on
    count = len(coding.coding.codes)
    coding.key("t")
    assert len(coding.coding.codes) == count


def test_a_key_codes_the_chosen_range(coding: Desk) -> None:
    coding.rig.document.set_range(TimeRange(1.0, 2.5))
    assert "A key codes the range" in coding.said
    coding.key("s")
    coding.key("s")
    coding.key("t")
    assert sorted(coding.labels()) == [("smile", 1.0, 2.5), ("touch", 1.0, 1.0)]
    coding.rig.document.set_range(TimeRange(2.0, 4.0))
    coding.key("k")
    assert ("smile", 1.0, 2.0) in coding.labels()


def test_case_matters_only_where_the_scheme_says_so(coding: Desk) -> None:
    coding.key("g")
    coding.key("S")
    assert {c.label for c in coding.coding.running} == {"gaze", "smile"}


def test_a_field_of_text_keeps_its_letters(coding: Desk) -> None:
    field = coding.rig.view.inspector.people.filter
    field.setFocus()
    coding.key("s")
    assert field.text() == "s"
    assert not coding.coding.codes


def test_a_list_with_the_focus_does_not_take_the_keys(coding: Desk) -> None:
    coding.rig.view.inspector.persons.setFocus()
    coding.key("s")
    assert [c.label for c in coding.coding.running] == ["smile"]


def test_undo_takes_back_codes_and_markers_in_the_order_they_were_made(coding: Desk) -> None:
    rig = coding.rig
    coding.key("t")
    rig.document.change("Add marker", rig.edits.add_marker(Marker(t_s=1.0, text="x")))
    coding.seek(3.0)
    coding.key("t")
    undo, redo = rig.view.commands.some("undo", "redo")
    assert undo.text() == "&Undo Code touch"
    control = Qt.KeyboardModifier.ControlModifier
    rig.press(Qt.Key.Key_Z, control)
    assert (len(coding.coding.codes), len(rig.edits.markers)) == (1, 1)
    rig.press(Qt.Key.Key_Z, control)
    assert (len(coding.coding.codes), len(rig.edits.markers)) == (1, 0)
    rig.press(Qt.Key.Key_Z, control)
    assert (len(coding.coding.codes), len(rig.edits.markers)) == (0, 0)
    redo.trigger()
    redo.trigger()
    assert (len(coding.coding.codes), len(rig.edits.markers)) == (1, 1)
    assert redo.text() == "&Redo Code touch"
    coding.settle()


def test_all_open_codes_end_at_once(coding: Desk) -> None:
    coding.seek(1.0)
    coding.key("s")
    coding.key("G")
    coding.seek(2.0)
    coding.rig.press(Qt.Key.Key_F4, Qt.KeyboardModifier.ShiftModifier)
    assert not coding.coding.running
    assert all(c.end_s == coding.codes.work.here_s for c in coding.coding.codes)


# -- with the mouse ----------------------------------------------------------------------------


def test_an_edge_is_dragged_to_a_frame(desk: Desk, smile: Code) -> None:
    strip, work = desk.codes.strip, desk.codes.work
    port = strip.viewport()
    start, end = strip.place_of(smile, t_s=3.0), strip.place_of(smile, t_s=4.013)
    qtbot = desk.rig.qtbot
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(port, start + QPoint(20, 0))
    QTest.mouseMove(port, end)
    assert work.shown != work.coding, "the lane shows where it is going"
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)
    desk.rig.settle()
    [moved] = desk.coding.codes
    frame = desk.rig.view.frames.frame
    assert frame is not None
    assert moved.end_s == pytest.approx(frame.t_s, abs=1e-6)
    assert moved.end_s == pytest.approx(4.013, abs=2 * FRAME_S + 0.02)
    assert work.shown == work.coding
    assert work.chosen == moved
    desk.rig.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.coding.codes == (smile,)


def test_escape_leaves_an_edge_where_it_was(desk: Desk, smile: Code) -> None:
    strip = desk.codes.strip
    port, at = strip.viewport(), strip.place_of(smile, t_s=1.0)
    strip.setFocus()
    desk.rig.qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseMove(port, at + QPoint(60, 0))
    desk.key(Qt.Key.Key_Escape)
    desk.rig.qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=at + QPoint(60, 0))
    desk.rig.settle()
    assert desk.coding.codes == (smile,)
    assert desk.codes.work.shown == desk.coding


def test_a_click_chooses_a_code_and_delete_removes_it(desk: Desk, smile: Code) -> None:
    strip = desk.codes.strip
    desk.rig.qtbot.mouseClick(
        strip.viewport(), Qt.MouseButton.LeftButton, pos=strip.place_of(smile)
    )
    assert desk.codes.work.chosen == smile
    desk.rig.settle()
    assert desk.codes.work.here_s == pytest.approx(1.0, abs=FRAME_S)
    strip.setFocus()
    desk.key(Qt.Key.Key_Delete)
    assert not desk.coding.codes
    assert desk.codes.work.chosen is None


def test_a_double_click_changes_label_times_and_comment(desk: Desk, smile: Code) -> None:
    strip = desk.codes.strip
    desk.rig.qtbot.mouseDClick(
        strip.viewport(), Qt.MouseButton.LeftButton, pos=strip.place_of(smile)
    )
    dialog = desk.rig.dialog(CodeDialog)
    assert isinstance(dialog, CodeDialog)
    QTest.keyClicks(dialog.comment, "with teeth")
    dialog.end.setText("0:02.5")
    ok = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)
    dialog.start.setText("0:09")
    desk.rig.qtbot.mouseClick(ok, Qt.MouseButton.LeftButton)
    assert dialog.problem.isVisible(), "the end would be before the start"
    dialog.start.setText("0:01.000")
    desk.rig.qtbot.mouseClick(ok, Qt.MouseButton.LeftButton)
    assert desk.coding.codes == (smile.changed(end_s=2.5, comment="with teeth"),)


def test_keys_go_from_code_to_code(desk: Desk, smile: Code) -> None:
    later = Code(tier="child", label="gaze", start_s=5.0, end_s=6.0)
    keeping = desk.codes.keeping
    keeping.change("Code", keeping.coding.with_codes([smile, later]))
    alt = Qt.KeyboardModifier.AltModifier
    for key, code in ((Qt.Key.Key_Down, smile), (Qt.Key.Key_Down, later), (Qt.Key.Key_Up, smile)):
        desk.rig.press(key, alt)
        desk.rig.settle()
        assert desk.codes.work.chosen == code
        assert desk.codes.work.here_s == pytest.approx(code.start_s, abs=FRAME_S)
