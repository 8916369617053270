"""The Analyse page over the real pipeline: work on a result, saved and read back."""

# ruff: noqa: F811  # fixtures are asked for by their names

from __future__ import annotations

import pytest
from PySide6.QtCore import (
    QMimeData,
    QPoint,
    QPointF,
    Qt,
)
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
)

from svfap_core.errors import OutputError
from svfap_core.results.document import Kept, Outcome, Save
from svfap_core.results.edits import TimeRange
from svfap_core.results.edits_file import read_saved_edits
from svfap_gui.analyse.counting import Derived
from svfap_gui.analyse.merge_dialog import MergeDialog
from svfap_gui.analyse.phase import AnalysePhase
from svfap_gui.analyse.text_dialog import TextDialog
from tests.gui.analyse_rig import SLOWEST_MS, AnalyseRig, clip, done, model, rig, saved  # noqa: F401  # fixtures
from tests.gui.fakes import newest

# -- edits -------------------------------------------------------------------------------------


def test_in_out_exclude_and_undo(done: AnalyseRig) -> None:
    player = done.view.player
    player.seek(2.0)
    done.settle()
    done.press("i")
    player.seek(5.0)
    done.settle()
    done.press("o")
    done.settle()
    chosen = done.document.range
    assert chosen == (pytest.approx(2.0, abs=0.1), pytest.approx(5.0, abs=0.1))
    before = done.document.statistics
    assert before is not None
    done.press("x")
    done.settle()
    assert done.edits.excluded == (chosen,)
    after = done.document.statistics
    assert after is not None
    assert (after.rows, after.excluded) == (0, before.rows + sum(before.left_out.values()))
    assert saved(done).excluded == (chosen,)
    done.press("z", Qt.KeyboardModifier.ControlModifier)
    assert done.edits.excluded == ()
    assert saved(done).excluded == ()
    done.press("z", Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert done.edits.excluded == (chosen,)
    done.press("c")
    assert done.document.range is None


def test_a_marker_is_one_step_and_none_if_its_dialog_is_cancelled(done: AnalyseRig) -> None:
    done.view.player.seek(3.0)
    done.settle()
    here_s = done.view.player.position_s
    done.press("e")
    dialog = done.dialog(QInputDialog)
    assert isinstance(dialog, QInputDialog)
    dialog.reject()
    assert done.edits.markers == ()
    done.press("e")
    done.answer("question 1")
    [marker] = done.edits.markers
    assert (marker.t_s, marker.text) == (here_s, "question 1")
    done.view.commands["undo"].trigger()
    assert done.edits.markers == ()
    done.view.commands["redo"].trigger()
    timeline = done.view.timeline
    flag = QPoint(round(timeline.window_shown.x(here_s)) + 3, 34)
    QTest.mouseDClick(timeline.viewport(), Qt.MouseButton.LeftButton, pos=flag)
    dialog = done.dialog(QInputDialog)
    assert isinstance(dialog, QInputDialog)
    box = dialog.findChild(QDialogButtonBox)
    assert box is not None
    remove = next(button for button in box.buttons() if button.text() == "Remove")
    done.qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)
    assert done.edits.markers == ()
    assert saved(done).markers == ()


def drop(rig: AnalyseRig, dragged: int, target: int) -> None:
    """Drop one row of the list on another, as the end of a drag."""
    persons = rig.view.inspector.persons
    taken = persons.visualItemRect(persons.item(dragged)).center()
    QTest.mouseClick(persons.viewport(), Qt.MouseButton.LeftButton, pos=taken)
    where = persons.visualItemRect(persons.item(target)).center()
    event = QDropEvent(
        QPointF(where), Qt.DropAction.MoveAction, QMimeData(), Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    persons.dropEvent(event)


def merge_all_the_same(rig: AnalyseRig, *, yes: bool) -> None:
    """Answer the question about two persons who are in sight at the same time."""
    box = rig.dialog(MergeDialog)
    assert isinstance(box, MergeDialog)
    if yes:
        rig.qtbot.mouseClick(box.agree, Qt.MouseButton.LeftButton)
    else:
        box.reject()


def test_dropping_a_person_on_another_merges_them(done: AnalyseRig) -> None:
    first, second = (lane.person_id for lane in done.document.lanes.lanes[:2])
    drop(done, 1, 0)
    merge_all_the_same(done, yes=False)
    assert done.edits.persons == {}, "they are in sight together, so it was a slip"
    drop(done, 1, 0)
    merge_all_the_same(done, yes=True)
    done.settle()
    assert done.edits.person_of(second, 1.0) == first
    assert second not in [lane.person_id for lane in done.document.lanes.lanes]
    assert done.document.person == first
    assert saved(done).persons == {second: first}
    done.view.commands["undo"].trigger()
    done.settle()
    assert second in [lane.person_id for lane in done.document.lanes.lanes]


def test_merge_by_keyboard_rename_and_hide(done: AnalyseRig) -> None:
    first, second = (lane.person_id for lane in done.document.lanes.lanes[:2])
    done.document.choose(second)
    done.settle()
    done.press(Qt.Key.Key_F2)
    persons = done.view.inspector.persons
    editor = persons.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, "Ice hockey")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    done.settle()
    assert done.edits.name_of(second) == "Ice hockey"
    assert done.view.timeline.shown.names[second] == "Ice hockey"
    done.press("h")
    done.settle()
    assert done.edits.hidden == {second}
    assert second not in [lane.person_id for lane in done.document.lanes.lanes]
    assert done.view.inspector.persons.count() >= 2, "hidden persons stay in the list"
    done.view.commands["show-all"].trigger()
    done.document.choose(second)
    done.settle()
    done.press("m")
    dialog = done.dialog(QInputDialog)
    assert isinstance(dialog, QInputDialog)
    dialog.setTextValue(done.view.editing.name_of(first))
    dialog.accept()
    merge_all_the_same(done, yes=True)
    done.settle()
    assert done.edits.person_of(second, 1.0) == first


def test_the_picture_is_copied_as_it_is_shown(done: AnalyseRig) -> None:
    canvas = done.view.canvas
    done.press("c", Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().image()
    shown = canvas.picture_rect().toRect()
    assert copied.size() == shown.size() * canvas.devicePixelRatio()
    expected = canvas.grab(shown).toImage().convertToFormat(copied.format())
    assert copied == expected
    assert len({copied.pixel(x, copied.height() // 2) for x in range(copied.width())}) > 10


def test_an_answer_to_older_edits_leaves_the_chosen_person_alone(done: AnalyseRig) -> None:
    first, second = (lane.person_id for lane in done.document.lanes.lanes[:2])
    answers: list[Derived] = []
    done.document.derived.connect(answers.append)
    done.document.choose(second)
    done.press("h")
    done.settle()
    assert done.document.person == second, "so that the same key shows the person again"
    done.document.choose(first)
    done.view.commands["show-all"].trigger()
    done.document.choose(second)
    done.document._counting.counted.emit(answers[-1])
    assert done.document.person == second
    done.settle()
    assert done.document.person == second


def test_split_at_the_playhead(done: AnalyseRig) -> None:
    person = done.document.lanes.lanes[0].person_id
    done.document.choose(person)
    done.view.player.seek(4.0)
    done.settle()
    here_s = done.view.player.position_s
    count = len(done.document.lanes.lanes)
    done.press("s")
    done.settle()
    assert len(done.document.lanes.lanes) == count + 1
    [split] = done.edits.splits
    assert split.t_s == here_s
    lane = done.document.lanes.of(person)
    assert lane is not None
    assert float(lane.ends_s[-1]) <= here_s + 1e-6
    persons, tracks = done.view.inspector.persons, done.document.recording.track_ids
    names = {persons.item(row).text() for row in range(persons.count())}
    assert f"Person {max(tracks) + 1}" in names
    assert not any(name.startswith("Person 100") for name in names)
    tips = [persons.item(row).toolTip().splitlines()[2:] for row in range(persons.count())]
    assert sorted(filter(None, tips)) == [["Number 1001 in tables"]], "to find it in a table"


def test_splitting_who_is_not_there_says_what_to_do(done: AnalyseRig) -> None:
    person = done.document.lanes.lanes[0].person_id
    done.document.choose(person)
    done.document.change("hide", done.edits.hide(person))
    done.settle()
    done.document.choose(person)
    done.press("s")
    assert newest(done.view).isVisible()
    assert done.edits.splits == ()


def test_a_baseline_gives_z_scores(done: AnalyseRig) -> None:
    done.document.set_range(TimeRange(0.0, 6.0))
    done.settle()
    done.press("b")
    done.settle()
    figures = done.document.statistics
    assert figures is not None
    assert figures.baseline is not None
    header = done.view.inspector.table.horizontalHeaderItem(2)
    assert header is not None
    assert header.text() == "mean z"
    assert "Compared with" in done.view.inspector.figures.notes.text()


def test_edits_are_there_when_the_result_is_opened_again(done: AnalyseRig) -> None:
    person = done.document.lanes.lanes[0].person_id
    done.view.editing.rename(person, "Anna")
    done.view.commands["close"].trigger()
    done.settle()
    done.open(done.folder / "talk.mp4")
    assert done.edits.name_of(person) == "Anna"
    assert not done.view.commands["undo"].isEnabled()


def test_closing_the_window_saves_what_was_not_saved_yet(done: AnalyseRig) -> None:
    person = done.document.lanes.lanes[0].person_id
    done.view.editing.rename(person, "Anna")
    with done.qtbot.waitSignal(done.window.closed, timeout=SLOWEST_MS):
        done.window.close()
    path = done.folder / "results" / "talk.mp4.edits.json"
    assert read_saved_edits(path).edits.name_of(person) == "Anna"


@pytest.mark.logs_warning
def test_work_that_cannot_be_saved_at_closing_is_told(
    done: AnalyseRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = OutputError("cannot write talk.mp4.edits.json: the disk is full")

    def refuse(save: Save) -> Outcome:
        return Outcome(save, Kept.NOWHERE, "", full)

    with monkeypatch.context() as patch:
        patch.setattr(Save, "run", refuse)
        person = done.document.lanes.lanes[0].person_id
        done.view.editing.rename(person, "Anna")
        done.window.close()
        done.until(lambda: done.window.closing.dialog is not None)
        dialog = done.window.closing.dialog
        assert dialog is not None
        assert done.window.isVisible()
        told = [label.text() for label in dialog.findChildren(QLabel)]
        assert any("talk.mp4" in text and "the disk is full" in text for text in told)
        done.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    done.until(lambda: not done.view.unfinished())
    with done.qtbot.waitSignal(done.window.closed, timeout=SLOWEST_MS):
        done.window.close()
    path = done.folder / "results" / "talk.mp4.edits.json"
    assert read_saved_edits(path).edits.name_of(person) == "Anna"


def test_analysing_again_keeps_what_is_about_time_and_lists_whom_it_does_not_find(
    done: AnalyseRig,
) -> None:
    person = done.document.lanes.lanes[0].person_id
    done.document.change("out", done.edits.exclude(TimeRange(1.0, 2.0)).rename(person, "Anna"))
    done.view.commands["analyse"].trigger()
    box = done.dialog(QMessageBox)
    assert isinstance(box, QMessageBox)
    again = next(b for b in box.buttons() if b.text() == "Analyse again")
    done.qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    done.until(lambda: done.document.phase is AnalysePhase.DONE)
    assert done.edits.excluded == (TimeRange(1.0, 2.0),)
    assert done.edits.names == {}, "the made result has faces where the video has none"
    assert f'Person {person} ("Anna") was not found' in newest(done.view).hint.text()
    assert saved(done) == done.edits


def test_what_a_result_is_of_is_shown_and_copied(done: AnalyseRig) -> None:
    done.view.commands["about"].trigger()
    dialog = done.dialog(TextDialog)
    assert isinstance(dialog, TextDialog)
    shown = dialog.text.toPlainText()
    assert shown.startswith("Source:")
    assert "by rule" in shown or "Model:" in shown
    done.qtbot.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == shown
    dialog.accept()
    done.document.close_document()
    assert not done.view.commands["about"].isEnabled()
