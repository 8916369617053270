"""What the state machine does not tell by itself: see test_document_machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.errors import OutputError
from svfap_core.results import document as module
from svfap_core.results.document import Document, Kept, arrival
from svfap_core.results.drafts import Drafts
from svfap_core.results.edits import Edits, Marker
from svfap_core.results.edits_file import read_saved_edits, write_edits
from svfap_core.results.reading import FinishedResult, read_result
from svfap_core.results.table import write_table
from svfap_core.results.tracks import write_tracks
from tests.scenes import talk
from tests.unit.results.test_document_machine import KNOWN

MARKER = Marker(t_s=1.0, text="bell")


@pytest.fixture
def result(tmp_path: Path) -> FinishedResult:
    recording, base = talk(seconds=3), tmp_path / "out" / "talk.mp4"
    base.parent.mkdir()
    write_table(base.with_name("talk.mp4.csv"), recording.schema, recording.rows())
    write_tracks(base.with_name("talk.mp4.tracks.parquet"), recording)
    base.with_name("talk.mp4.json").write_text("{}")
    return read_result(base)


@pytest.fixture
def document(tmp_path: Path, result: FinishedResult) -> Document:
    document = Document(Drafts(tmp_path / "data", KNOWN), base=result.base)
    document.take(arrival(result))
    return document


def save(document: Document) -> None:
    order = document.save()
    assert order is not None
    document.saved(order.run())


def test_opening_a_result_writes_nothing(document: Document) -> None:
    assert document.save() is None
    assert not document.unsaved


def test_a_step_that_changes_nothing_is_none(document: Document) -> None:
    assert not document.change("nothing", document.edits)
    assert (document.undo_text, document.redo_text) == (None, None)
    document.change("mark", document.edits.add_marker(MARKER))
    assert document.undo_text == "mark"
    document.undo()
    assert (document.undo_text, document.redo_text) == (None, "mark")
    document.change("name", document.edits.rename(0, "Anna"))
    assert document.redo_text is None


def test_a_lost_share_is_said_and_made_good(
    document: Document, result: FinishedResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = OutputError("gone", hint="Plug it in.")

    def refuse(*_: object, **__: object) -> str:
        raise gone

    document.change("mark", document.edits.add_marker(MARKER))
    with monkeypatch.context() as lost:
        lost.setattr(module, "write_edits", refuse)
        save(document)
        assert (document.kept, document.error) == (Kept.DRAFT, gone)
        assert document.due
        assert not document.unsaved
        again = Document(Drafts(tmp_path / "data", KNOWN), base=result.base)
        found = Drafts(tmp_path / "data", KNOWN).find(None, result.base, None)
        again.take(arrival(read_result(result.base), found.values()), found)
        assert again.edits.markers == (MARKER,)
    save(document)
    assert (document.kept, document.error, document.due) == (Kept.RESULT, None, False)
    assert read_saved_edits(result.edits_path).edits.markers == (MARKER,)
    assert not list((tmp_path / "data").iterdir())


def test_work_that_came_from_elsewhere_meanwhile_is_kept_beside(
    document: Document, result: FinishedResult
) -> None:
    theirs = Edits().rename(0, "of another computer")
    write_edits(result.edits_path, theirs)
    document.change("mark", document.edits.add_marker(MARKER))
    save(document)
    assert read_saved_edits(result.edits_path).edits.markers == (MARKER,)
    former = result.edits_path.with_name("talk.mp4.before-1.edits.json")
    assert read_saved_edits(former).edits == theirs
    document.change("mark", document.edits.add_marker(Marker(t_s=2.0, text="door")))
    save(document)
    assert not result.edits_path.with_name("talk.mp4.before-2.edits.json").exists()


def test_persons_made_on_two_sides_under_one_number_stay_apart() -> None:
    mine = Edits().split(1, 5.0, 1001).rename(1001, "Mine")
    theirs = Edits().split(2, 5.0, 1001).rename(1001, "Theirs")
    both = mine.over(theirs)
    assert both.name_of(both.person_of(1, 6.0)) == "Mine"
    assert both.name_of(both.person_of(2, 6.0)) == "Theirs"
    assert mine.over(mine) == mine
