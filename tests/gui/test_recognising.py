"""Who is who: asked first, computed once, accepted or rejected by the user, one step each."""

from __future__ import annotations

from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from svfap_gui.analyse.find_persons_dialog import FindPersonsDialog
from svfap_gui.analyse.suggestions_dialog import SuggestionsDialog
from tests.gui.test_analyse import AnalyseRig, model, rig  # noqa: F401  # fixtures
from tests.rendered_film import ONE_PERSON, write_film_result

LEFT = Qt.MouseButton.LeftButton
FILE = "talk.mp4.face-embeddings.parquet"


@pytest.fixture
def opened(rig: AnalyseRig) -> AnalyseRig:  # noqa: F811  # the fixture
    table = write_film_result(rig.folder)
    rig.open(table)
    return rig


def find(rig: AnalyseRig) -> SuggestionsDialog:  # noqa: F811
    """Ask, agree, wait for the suggestions."""
    rig.view.commands["find-persons"].trigger()
    asked = rig.dialog(FindPersonsDialog)
    assert isinstance(asked, FindPersonsDialog)
    QTest.mouseClick(asked.agree, LEFT)
    found = rig.dialog(SuggestionsDialog)
    assert isinstance(found, SuggestionsDialog)
    return found


def persons(rig: AnalyseRig) -> tuple[int, ...]:  # noqa: F811
    rig.settle()
    assert rig.document.population is not None
    return rig.document.population.persons


def test_nothing_is_made_before_the_user_agrees(opened: AnalyseRig) -> None:
    opened.view.commands["find-persons"].trigger()
    asked = opened.dialog(FindPersonsDialog)
    assert isinstance(asked, FindPersonsDialog)
    asked.reject()
    opened.settle()
    assert not (opened.folder / FILE).exists()
    assert not opened.view.commands["delete-embeddings"].isEnabled()


def test_all_groups_are_merged_in_one_step_and_back(opened: AnalyseRig) -> None:
    assert len(persons(opened)) == 6
    dialog = find(opened)
    assert [row.suggestion.persons for row in dialog.rows] in (
        [ONE_PERSON["a"], ONE_PERSON["b"]],
        [ONE_PERSON["b"], ONE_PERSON["a"]],
    )
    QTest.mouseClick(dialog.all, LEFT)
    assert persons(opened) == (1, 2, 4)
    assert dialog.rows == ()
    assert not dialog.all.isVisible()
    opened.view.commands["undo"].trigger()
    assert len(persons(opened)) == 6
    assert len(dialog.rows) == 2
    dialog.close()


def test_a_face_that_is_left_out_is_kept_apart(opened: AnalyseRig) -> None:
    dialog = find(opened)
    (row,) = (row for row in dialog.rows if len(row.faces) == 3)
    QTest.mouseClick(row.faces[3], LEFT)
    QTest.mouseClick(row.merge, LEFT)
    assert opened.edits.person_of(6, 0.0) == 1
    assert opened.edits.person_of(3, 0.0) == 3
    assert opened.edits.apart == ((1, 3),)
    opened.settle()
    assert all(row.suggestion.persons == ONE_PERSON["b"] for row in dialog.rows)
    dialog.close()


def test_one_face_alone_cannot_be_merged(opened: AnalyseRig) -> None:
    dialog = find(opened)
    (row,) = (row for row in dialog.rows if len(row.faces) == 2)
    assert row.merge.isEnabled()
    QTest.mouseClick(row.faces[2], LEFT)
    assert not row.merge.isEnabled()
    dialog.close()


def test_rejected_groups_stay_away_also_after_saving(opened: AnalyseRig) -> None:
    dialog = find(opened)
    for _ in range(2):
        QTest.mouseClick(dialog.rows[0].apart, LEFT)
        opened.settle()
    assert dialog.rows == ()
    dialog.close()
    opened.view.leave()
    opened.settle()
    opened.document.close_document()
    opened.open(opened.folder / "talk.mp4.csv")
    assert opened.edits.apart == ((1, 3), (1, 6), (2, 5), (3, 6))
    # The embeddings are there: nothing is asked, nothing read again.
    opened.view.commands["find-persons"].trigger()
    again = opened.dialog(SuggestionsDialog)
    assert isinstance(again, SuggestionsDialog)
    assert again.rows == ()
    again.close()


def test_embeddings_are_deleted_when_asked(opened: AnalyseRig) -> None:
    find(opened).close()
    assert (opened.folder / FILE).is_file()
    command = opened.view.commands["delete-embeddings"]
    opened.until(command.isEnabled)
    command.trigger()
    assert not (opened.folder / FILE).exists()
    assert not command.isEnabled()


def test_another_result_closes_the_suggestions(opened: AnalyseRig, tmp_path: Path) -> None:
    dialog = find(opened)
    other = tmp_path / "other"
    other.mkdir()
    opened.open(write_film_result(other))
    opened.until(lambda: not shiboken6.isValid(dialog) or not dialog.isVisible())


def test_insightface_needs_consent(opened: AnalyseRig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(opened.folder))
    monkeypatch.setenv("USERPROFILE", str(opened.folder))
    opened.view.commands["find-persons"].trigger()
    asked = opened.dialog(FindPersonsDialog)
    assert isinstance(asked, FindPersonsDialog)
    asked.insightface.setChecked(True)
    assert not asked.agree.isEnabled()
    asked.licence.setChecked(True)
    assert asked.agree.isEnabled()
    assert asked.recogniser == "insightface"
    asked.reject()
