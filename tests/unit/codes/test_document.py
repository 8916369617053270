"""Steps can be taken back, and no work of anybody is lost by saving."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svfap_core.codes import document as module
from svfap_core.codes.coding import Code, Coding
from svfap_core.codes.coding_file import read_coding, write_coding
from svfap_core.codes.document import CodingDocument
from svfap_core.codes.editing import add
from svfap_core.errors import OutputError, SvfapError
from svfap_core.results.edits_file import SourceId

NEW = Coding(coder="Bo", video="talk.mp4")


def at(t_s: float) -> Code:
    return Code(tier="t", label="x", start_s=t_s, end_s=t_s)


def save(document: CodingDocument) -> None:
    due = document.save()
    assert due is not None
    document.saved(due.run())


def test_work_is_in_the_file_once_it_is_saved(tmp_path: Path) -> None:
    document = CodingDocument.opened(tmp_path / "a.codes.json", NEW)
    assert document.save() is None, "nothing was coded yet"
    assert document.change("Code", add(NEW, at(1)))
    assert not document.change("Code", add(NEW, at(1)))
    assert document.unsaved
    save(document)
    assert not document.unsaved
    again = CodingDocument.opened(tmp_path / "a.codes.json", Coding())
    assert again.coding == document.coding
    assert again.save() is None


def test_what_is_coded_while_a_save_runs_is_saved_next(tmp_path: Path) -> None:
    document = CodingDocument(tmp_path / "a.codes.json", NEW)
    document.change("Code", add(NEW, at(1)))
    due = document.save()
    assert due is not None
    document.change("Code", add(document.coding, at(2)))
    document.saved(due.run())
    assert document.unsaved
    save(document)
    assert read_coding(document.path).coding == document.coding
    assert [p.name for p in tmp_path.iterdir()] == ["a.codes.json"]


def test_a_disk_that_refuses_costs_nothing(tmp_path: Path) -> None:
    document = CodingDocument(tmp_path / "a.codes.json", NEW)
    document.change("Code", add(NEW, at(1)))
    with mock.patch.object(module, "write_coding", side_effect=OutputError("full")):
        save(document)
    assert document.unsaved
    assert isinstance(document.error, OutputError)
    save(document)
    assert document.error is None
    assert read_coding(document.path).coding == document.coding


def test_work_of_somebody_else_is_kept_beside(tmp_path: Path) -> None:
    path = tmp_path / "a.codes.json"
    document = CodingDocument(path, NEW)
    document.change("Code", add(NEW, at(1)))
    save(document)
    theirs = add(NEW, at(9))
    write_coding(path, theirs)
    document.change("Code", add(document.coding, at(2)))
    save(document)
    assert read_coding(path).coding == document.coding
    assert read_coding(tmp_path / "a.before-1.codes.json").coding == theirs


def test_a_damaged_file_is_not_opened_as_a_new_one(tmp_path: Path) -> None:
    (tmp_path / "a.codes.json").write_bytes(b"{")
    with pytest.raises(SvfapError):
        CodingDocument.opened(tmp_path / "a.codes.json", NEW)


@given(st.lists(st.one_of(st.integers(0, 9), st.sampled_from(["undo", "redo"])), max_size=20))
def test_undo_and_redo_walk_the_steps(steps: list[int | str]) -> None:
    document = CodingDocument(Path("a.codes.json"), NEW)
    before, after = [NEW], list[Coding]()
    for step in steps:
        if step == "undo":
            document.undo()
            if len(before) > 1:
                after.append(before.pop())
        elif step == "redo":
            document.redo()
            if after:
                before.append(after.pop())
        elif document.change(str(step), add(document.coding, at(float(step)))):
            before.append(document.coding)
            after.clear()
        assert document.coding == before[-1]
        assert (document.undo_text is None) == (len(before) == 1)
        assert (document.redo_text is None) == (not after)


def test_which_video_it_is_outlives_undo_and_is_no_step() -> None:
    source = SourceId(content="abc", file_bytes=3)
    document = CodingDocument(Path("a.codes.json"), NEW)
    document.change("Code", add(NEW, at(1)))
    document.identify(source)
    assert document.undo_text == "Code"
    document.undo()
    assert document.coding == NEW.changed(source=source)
    document.redo()
    assert document.coding == add(NEW, at(1)).changed(source=source)
