"""Codes that cannot be written are safe in the user's data folder, and come back from there."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest

from svfap_core.codes import document as module
from svfap_core.codes.coding import Code, Coding
from svfap_core.codes.coding_file import read_coding, write_coding
from svfap_core.codes.document import CodingDocument
from svfap_core.codes.drafts import CodingDrafts
from svfap_core.codes.editing import add
from svfap_core.errors import OutputError
from svfap_core.results.document import Kept

NEW = Coding(coder="Bo", video="talk.mp4")
CODED = add(NEW, Code(tier="t", label="x", start_s=1, end_s=2))
MORE = add(CODED, Code(tier="t", label="y", start_s=3, end_s=4))


@pytest.fixture
def drafts(tmp_path: Path) -> CodingDrafts:
    return CodingDrafts(tmp_path / "drafts")


def save(document: CodingDocument) -> None:
    due = document.save()
    assert due is not None
    document.saved(due.run())


def refused(document: CodingDocument) -> None:
    with mock.patch.object(module, "write_coding", side_effect=OutputError("the share is gone")):
        save(document)


def test_codes_that_cannot_be_written_are_safe_and_come_back(
    tmp_path: Path, drafts: CodingDrafts
) -> None:
    path = tmp_path / "a.codes.json"
    write_coding(path, NEW)
    document = CodingDocument.opened(path, Coding(), drafts)
    assert document.change("Code", CODED)
    assert document.kept is Kept.NOWHERE
    refused(document)
    assert document.kept is Kept.DRAFT
    assert not document.unsaved
    assert document.due
    assert isinstance(document.error, OutputError)
    again = CodingDocument.opened(path, Coding(), drafts)
    assert again.coding == CODED
    assert again.due
    save(again)
    assert again.kept is Kept.RESULT
    assert read_coding(path).coding == CODED
    assert not list((tmp_path / "drafts").iterdir())
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["a.codes.json"]


def test_a_draft_loses_no_work_that_somebody_else_wrote_meanwhile(
    tmp_path: Path, drafts: CodingDrafts
) -> None:
    path = tmp_path / "a.codes.json"
    write_coding(path, NEW)
    document = CodingDocument.opened(path, Coding(), drafts)
    document.change("Code", CODED)
    refused(document)
    write_coding(path, MORE)
    again = CodingDocument.opened(path, Coding(), drafts)
    save(again)
    assert read_coding(path).coding == CODED
    assert read_coding(tmp_path / "a.before-1.codes.json").coding == MORE


def test_a_draft_that_cannot_be_written_does_not_keep_the_file_from_it(tmp_path: Path) -> None:
    (tmp_path / "drafts").write_bytes(b"no folder")
    document = CodingDocument.opened(
        tmp_path / "a.codes.json", NEW, CodingDrafts(tmp_path / "drafts")
    )
    document.change("Code", CODED)
    refused(document)
    assert document.kept is Kept.NOWHERE
    save(document)
    assert read_coding(document.path).coding == CODED
    assert not document.unsaved
    assert document.error is None


def test_a_damaged_draft_is_left_alone(tmp_path: Path, drafts: CodingDrafts) -> None:
    path = tmp_path / "a.codes.json"
    drafts.write(path, CODED, "")
    [file] = (tmp_path / "drafts").iterdir()
    file.write_bytes(b"{")
    assert drafts.find(path) is None
    assert CodingDocument.opened(path, NEW, drafts).coding == NEW
