"""Codes on the Analyse page: real keys and mouse on a real clip, files read back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
)

from svfap_core.codes.coding import Code, CodeDefinition, Coding, Scheme, Tier
from svfap_core.codes.coding_file import read_coding, write_coding
from svfap_core.results.edits import Marker, TimeRange
from svfap_gui.analyse.codes.assembly import Codes
from svfap_gui.analyse.codes.code_dialog import CodeDialog
from svfap_gui.analyse.codes.events import Column as EventColumn
from svfap_gui.analyse.codes.import_dialog import ImportDialog
from svfap_gui.analyse.codes.scheme_dialog import SchemeDialog
from svfap_gui.analyse.codes.scheme_table import Column
from tests.gui.test_analyse import (  # noqa: F401  # fixtures
    AnalyseRig,
    clip,
    done,
    model,
    rig,
)

SCHEME = Scheme(
    name="play",
    tiers=(
        Tier(
            name="mother",
            participant="M1",
            definitions=(
                CodeDefinition(name="smile", key="s", group="face", color="#b26b00"),
                CodeDefinition(name="frown", key="k", group="face"),
                CodeDefinition(name="touch", key="t", kind="point"),
            ),
        ),
        Tier(name="child", definitions=(CodeDefinition(name="gaze", key="G"),)),
    ),
)
FRAME_S = 0.04


class Desk:
    """The page with a scheme, coded by Anna."""

    def __init__(self, rig: AnalyseRig) -> None:  # noqa: F811
        self.rig = rig

    @property
    def codes(self) -> Codes:
        return self.rig.view.codes

    @property
    def coding(self) -> Coding:
        return self.codes.work.coding

    @property
    def file(self) -> Path:
        return self.rig.folder / "results" / "talk.mp4.Anna.codes.json"

    @property
    def said(self) -> str:
        return self.codes.bar.text.toolTip()

    def labels(self) -> list[tuple[str, float, float | None]]:
        return [(c.label, c.start_s, c.end_s) for c in self.coding.codes]

    def key(self, key: Qt.Key | str) -> None:
        """A real key to whatever has the focus."""
        self.rig.window.activateWindow()
        self.rig.until(self.rig.window.isActiveWindow)
        focus = QApplication.focusWidget()
        assert focus is not None
        self.rig.qtbot.keyClick(focus, key)
        QApplication.processEvents()

    def seek(self, t_s: float) -> None:
        self.rig.view.player.seek(t_s)
        self.rig.settle()

    def settle_closed(self) -> None:
        self.rig.until(lambda: not self.codes.keeping.busy)

    def settle(self) -> None:
        self.rig.settle()
        keeping = self.codes.keeping
        self.rig.until(
            lambda: keeping.document is not None and not keeping.document.due and not keeping.busy
        )


@pytest.fixture
def desk(done: AnalyseRig) -> Desk:  # noqa: F811
    desk = Desk(done)
    done.until(lambda: desk.codes.keeping.is_open)
    desk.codes.keeping.set_coder("Anna")
    done.until(lambda: desk.codes.keeping.is_open)
    document = desk.codes.keeping
    assert document.change("scheme", document.coding.changed(scheme=SCHEME))
    done.view.timeline.setFocus()
    return desk


@pytest.fixture
def coding(desk: Desk) -> Desk:
    """Keys code."""
    desk.key(Qt.Key.Key_F4)
    assert desk.codes.work.on
    return desk


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
    rig = coding.rig  # noqa: F811
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


@pytest.fixture
def smile(desk: Desk) -> Code:
    code = Code(tier="mother", label="smile", start_s=1.0, end_s=3.0)
    keeping = desk.codes.keeping
    keeping.change("Code", keeping.coding.with_codes([code]))
    desk.seek(0.0)
    return code


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


# -- schemes, coders, files --------------------------------------------------------------------


def test_a_scheme_is_made_by_typing(done: AnalyseRig) -> None:  # noqa: F811
    desk = Desk(done)
    done.until(lambda: desk.codes.keeping.is_open)
    assert not desk.codes.pane.isVisible()
    done.view.timeline.setFocus()
    desk.key(Qt.Key.Key_F4)
    done.answer("Anna")
    dialog = done.dialog(SchemeDialog)
    assert isinstance(dialog, SchemeDialog)
    table = dialog.table
    for column, text in ((Column.CODE, "smile"), (Column.KEY, "j"), (Column.TIER, "mother")):
        table.setCurrentIndex(dialog.model.index(0, column))
        QTest.keyClick(table, Qt.Key.Key_Return)
        editor = table.viewport().findChild(QLineEdit)
        assert editor is not None
        editor.selectAll()
        QTest.keyClicks(editor, text)
        QTest.keyClick(editor, Qt.Key.Key_Return)
        done.until(lambda: table.viewport().findChild(QLineEdit) is None)
    ok = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)
    done.qtbot.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
    editor = table.viewport().findChild(QLineEdit)
    assert editor is not None
    QTest.keyClicks(editor, "smile")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    done.until(lambda: table.viewport().findChild(QLineEdit) is None)
    done.qtbot.mouseClick(ok, Qt.MouseButton.LeftButton)
    assert dialog.problem.isVisible(), "smile stands twice"
    done.qtbot.mouseClick(dialog.remove, Qt.MouseButton.LeftButton)
    done.qtbot.mouseClick(ok, Qt.MouseButton.LeftButton)
    [tier] = desk.coding.scheme.tiers
    assert (tier.name, tier.definitions[0].name, tier.definitions[0].key) == (
        "mother", "smile", "j",
    )  # fmt: skip
    assert desk.codes.work.on
    assert desk.codes.pane.isVisible()
    done.view.timeline.setFocus()
    desk.key("j")
    assert [c.label for c in desk.coding.running] == ["smile"]
    desk.settle()
    assert read_coding(desk.file).coding.scheme == desk.coding.scheme


def test_each_coder_has_a_file_and_the_scheme_goes_along(coding: Desk) -> None:
    coding.key("s")
    coding.settle()
    done = coding.rig  # noqa: F811
    done.view.commands["coder"].trigger()
    done.answer("Bo")
    done.until(lambda: coding.codes.keeping.is_open)
    assert coding.coding.coder == "Bo"
    assert not coding.coding.codes
    assert coding.coding.scheme == SCHEME
    coding.codes.keeping.set_coder("Anna")
    done.until(lambda: coding.codes.keeping.is_open)
    assert [c.label for c in coding.coding.running] == ["smile"]


def test_codes_of_nobody_go_to_the_first_who_gives_a_name(done: AnalyseRig) -> None:  # noqa: F811
    keeping = done.view.codes.keeping
    done.until(lambda: keeping.is_open)
    code = Code(tier="mother", label="smile", start_s=1.0, end_s=3.0)
    keeping.change("Import", keeping.coding.changed(scheme=SCHEME, codes=(code,)))
    keeping.set_coder("Anna")
    done.until(lambda: keeping.is_open)
    assert keeping.coding.coder == "Anna"
    assert keeping.coding.codes == (code,)
    assert keeping.coding.scheme.tiers == SCHEME.tiers


def test_codes_are_there_again_when_the_video_is_opened(coding: Desk) -> None:
    coding.key("s")
    expected = coding.coding
    coding.rig.view.commands["close"].trigger()
    assert not coding.codes.keeping.is_open
    assert not coding.codes.work.on
    coding.rig.open(coding.rig.folder / "talk.mp4")
    coding.rig.until(lambda: coding.codes.keeping.is_open)
    assert coding.coding.codes == expected.codes
    assert coding.codes.pane.isVisible()


def test_codes_of_another_video_of_that_name_are_left_alone(coding: Desk) -> None:
    other = coding.coding.changed(source={"content": "0" * 64, "file_bytes": 1})
    coding.rig.view.commands["close"].trigger()
    coding.settle_closed()
    write_coding(coding.file, other)
    coding.rig.open(coding.rig.folder / "talk.mp4")
    coding.rig.until(lambda: coding.codes.keeping.is_open)
    document = coding.codes.keeping.document
    assert document is not None
    assert document.path != coding.file
    assert not coding.coding.codes


def test_a_damaged_file_of_codes_is_named_and_left_alone(coding: Desk) -> None:
    coding.rig.view.commands["close"].trigger()
    coding.settle_closed()
    coding.file.write_bytes(b"{")
    coding.rig.open(coding.rig.folder / "talk.mp4")
    coding.rig.until(lambda: bool(coding.rig.view.notices.shown))
    assert "codes.json" in coding.rig.view.notices.shown[-1].text
    assert not coding.rig.view.commands["coding"].isEnabled()
    assert coding.file.read_bytes() == b"{"


# -- the list of events ------------------------------------------------------------------------


def rows_of(desk: Desk) -> list[list[str]]:
    """What the table shows."""
    model_ = desk.codes.events.pane.table.model()
    columns = range(model_.columnCount())
    return [
        [str(model_.index(row, column).data() or "") for column in columns]
        for row in range(model_.rowCount())
    ]


def type_into(desk: Desk, row: int, column: EventColumn, text: str) -> None:
    """Edit a cell by F2, as a user does."""
    table = desk.codes.events.pane.table
    table.setCurrentIndex(table.model().index(row, column))
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = table.viewport().findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    desk.rig.until(lambda: table.viewport().findChild(QLineEdit) is None)


@pytest.fixture
def listed(desk: Desk) -> Desk:
    """Two codes and a marker, in the list."""
    keeping, edits = desk.codes.keeping, desk.rig.edits
    smile_ = Code(tier="mother", label="smile", start_s=1.0, end_s=3.0, comment="broad")
    gaze = Code(tier="child", label="gaze", start_s=2.0, end_s=None)
    keeping.change("Code", keeping.coding.with_codes([smile_, gaze]))
    desk.rig.document.change("Add marker", edits.add_marker(Marker(t_s=1.5, text="toy")))
    desk.rig.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert desk.codes.events.pane.isVisible()
    assert not desk.rig.view.inspector.isVisible()
    return desk


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


# -- files of other programs -------------------------------------------------------------------


def choose(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """The next dialogs for files give this one."""
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_, **__: (str(path), ""))


def exported(desk: Desk, kind: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Write a file by the menu; what it was said to lose."""
    choose(monkeypatch, path)
    desk.rig.view.commands[f"export-codes-{kind}"].trigger()
    box = desk.rig.dialog(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert not path.exists(), "nothing is written before the user has agreed"
    said = box.informativeText()
    [write] = [b for b in box.buttons() if box.buttonRole(b) is QMessageBox.ButtonRole.AcceptRole]
    desk.rig.qtbot.mouseClick(write, Qt.MouseButton.LeftButton)
    desk.rig.until(lambda: path.exists() and not desk.codes.exchange.busy)
    return said


@pytest.mark.parametrize(
    ("kind", "ending", "lost"),
    [
        ("elan", ".eaf", "intervals without an end: 1 codes"),
        ("praat", ".TextGrid", "cannot store comments: 1 codes"),
        ("csv", ".csv", "cannot store all of the coding scheme"),
        ("boris", ".csv", "cannot store the name of the coder"),
    ],
)
def test_an_export_says_first_what_it_loses_and_is_imported_again(
    listed: Desk, kind: str, ending: str, lost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = listed.rig.folder / f"out{ending}"
    assert lost in exported(listed, kind, path, monkeypatch)
    before = listed.coding
    keeping = listed.codes.keeping
    keeping.change("clear", Coding(coder="Anna", source=before.source))
    listed.rig.view.commands["import-codes"].trigger()
    dialog = listed.rig.dialog(ImportDialog)
    assert isinstance(dialog, ImportDialog)
    listed.rig.qtbot.mouseClick(dialog.agree, Qt.MouseButton.LeftButton)
    labels = [(c.tier, c.label) for c in listed.coding.codes]
    if kind != "praat":  # It holds nothing that is still open.
        assert ("child", "gaze") in labels
    assert ("mother", "smile") in labels
    [smile_] = [c for c in listed.coding.codes if c.label == "smile"]
    assert (smile_.start_s, smile_.end_s) == pytest.approx((1.0, 3.0), abs=1e-6)
    if kind == "elan":
        assert listed.coding.codes == before.codes
        assert listed.coding.scheme.tiers == before.scheme.tiers
    assert listed.rig.view.steps.undo_text == f"Import out{ending}"


def test_an_export_that_is_cancelled_writes_nothing(
    listed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = listed.rig.folder / "out.eaf"
    choose(monkeypatch, path)
    listed.rig.view.commands["export-codes-elan"].trigger()
    box = listed.rig.dialog(QMessageBox)
    assert isinstance(box, QMessageBox)
    QTest.keyClick(box, Qt.Key.Key_Escape)
    listed.rig.until(lambda: not listed.codes.exchange.busy)
    assert not path.exists()


def test_an_import_shifts_times_only_on_request(
    listed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = listed.rig.folder / "lines.srt"
    path.write_text("1\n01:00:02,000 --> 01:00:03,000\nhello\n", encoding="utf-8")
    choose(monkeypatch, path)
    listed.rig.view.commands["import-codes"].trigger()
    dialog = listed.rig.dialog(ImportDialog)
    assert isinstance(dialog, ImportDialog)
    assert dialog.offset.value() == 0.0
    assert "start after the end of the video" in dialog.notes.toPlainText()
    assert dialog.suggested.isVisible()
    listed.rig.qtbot.mouseClick(dialog.suggested, Qt.MouseButton.LeftButton)
    assert "start after the end of the video" not in dialog.notes.toPlainText()
    listed.rig.qtbot.mouseClick(dialog.agree, Qt.MouseButton.LeftButton)
    [hello] = [c for c in listed.coding.codes if c.label == "hello"]
    assert (hello.start_s, hello.end_s) == (2.0, 3.0)


def test_a_file_that_holds_no_codes_says_so(listed: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    path = listed.rig.folder / "talk.mp4"
    before = listed.coding
    choose(monkeypatch, path)
    listed.rig.view.commands["import-codes"].trigger()
    listed.rig.until(lambda: bool(listed.rig.view.notices.shown))
    assert "not a file of codes" in listed.rig.view.notices.shown[-1].text
    assert listed.coding == before
