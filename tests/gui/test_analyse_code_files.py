"""Schemes, coders and files of codes on the Analyse page."""

# ruff: noqa: F811  # fixtures are asked for by their names

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
)

from svfap_core.codes.coding import Code, Coding
from svfap_core.codes.coding_file import read_coding, write_coding
from svfap_core.codes.document import Outcome, Save
from svfap_gui.analyse.codes.import_dialog import ImportDialog
from svfap_gui.analyse.codes.scheme_dialog import SchemeDialog
from svfap_gui.analyse.codes.scheme_table import Column
from tests.gui.analyse_rig import AnalyseRig, clip, done, model, rig  # noqa: F401  # fixtures
from tests.gui.coding_desk import SCHEME, Desk, coding, desk, listed, smile  # noqa: F401  # fixtures

# -- schemes, coders, files --------------------------------------------------------------------


def test_a_scheme_is_made_by_typing(done: AnalyseRig) -> None:
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
    done = coding.rig
    done.view.commands["coder"].trigger()
    done.answer("Bo")
    done.until(lambda: coding.codes.keeping.is_open)
    assert coding.coding.coder == "Bo"
    assert not coding.coding.codes
    assert coding.coding.scheme == SCHEME
    coding.codes.keeping.set_coder("Anna")
    done.until(lambda: coding.codes.keeping.is_open)
    assert [c.label for c in coding.coding.running] == ["smile"]


def test_codes_of_nobody_go_to_the_first_who_gives_a_name(done: AnalyseRig) -> None:
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


def test_a_video_opened_again_waits_for_its_codes_to_be_saved(
    coding: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_save, save = Event(), Save.run

    def slow(self: Save) -> Outcome:
        assert may_save.wait(30)
        return save(self)

    monkeypatch.setattr(Save, "run", slow)
    coding.key("s")
    expected = coding.coding
    coding.rig.view.commands["close"].trigger()
    coding.rig.open(coding.rig.folder / "talk.mp4")
    coding.rig.qtbot.wait(300)
    assert not coding.codes.keeping.is_open
    may_save.set()
    coding.rig.until(lambda: coding.codes.keeping.is_open)
    assert coding.coding.codes == expected.codes


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
