"""The user is told what work is not safe, and names and merges land where they were meant."""

from __future__ import annotations

import pytest

from svfap_core.errors import OutputError
from svfap_core.results import document as work
from svfap_core.results.document import Kept
from svfap_core.results.edits_file import read_saved_edits
from svfap_gui.analyse import saving
from svfap_gui.analyse.editing import Editing
from svfap_gui.analyse.player import PlayerController
from svfap_gui.analyse.unsafe import unsafe_notice, unsafe_title
from tests.gui.test_analyse_edits import (  # noqa: F401  # fixtures
    LEFT,
    MARKER,
    RIGHT,
    Desk,
    desk,
    named,
    two_faces,
)


def refuse(*_: object, **__: object) -> str:
    raise OutputError("cannot write: the share is gone", hint="Plug it in.")


def test_a_share_that_is_lost_is_told_until_it_is_back(
    named: Desk,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(saving, "TRY_AGAIN_MS", 20)
    history = named.document.history
    with monkeypatch.context() as lost:
        lost.setattr(work, "write_edits", refuse)
        named.document.change("name", named.document.edits.rename(1, "Eva"))
        named.qtbot.waitUntil(lambda: history.document.error is not None)
        assert history.document.kept is Kept.DRAFT
        notice = unsafe_notice(history.troubles())
        assert notice is not None
        assert "saved on this computer only" in notice.text
        assert "Plug it in." in notice.hint
        assert "this computer only" in unsafe_title("talk.mp4", [history.document])
        assert named.draft.work.edits.names == {1: "Eva", 2: "Right"}
    named.settle()
    assert unsafe_notice(history.troubles()) is None
    assert unsafe_title("talk.mp4", [history.document]) == "talk.mp4"
    assert read_saved_edits(named.edits_file).edits.names == {1: "Eva", 2: "Right"}


def test_what_could_not_be_saved_is_tried_again_after_another_video_was_opened(
    named: Desk,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(saving, "TRY_AGAIN_MS", 20)
    other = named.folder / "other.mp4"
    other.write_bytes(b"another")
    with monkeypatch.context() as lost:
        lost.setattr(work, "write_edits", refuse)
        named.document.change("name", named.document.edits.rename(1, "Eva"))
        named.document.open_video(other)
        named.qtbot.waitUntil(lambda: bool(named.document.history.troubles()))
        notice = unsafe_notice(named.document.history.troubles())
        assert notice is not None
        assert "talk.mp4" in notice.text
    named.qtbot.waitUntil(lambda: not named.document.history.troubles())
    assert read_saved_edits(named.edits_file).edits.names == {1: "Eva", 2: "Right"}


def test_a_name_typed_while_an_analysis_ends_goes_to_the_face_it_was_typed_for(
    named: Desk,  # noqa: F811
) -> None:
    editing = Editing(named.document, PlayerController(), named.document)
    editing.begin_renaming(1)
    named.analyse()
    named.finish(two_faces(2, 1), "second")
    editing.rename(1, "Anna")
    assert (named.name_at(LEFT), named.name_at(RIGHT)) == ("Anna", "Right")


def test_a_name_typed_for_who_is_gone_is_told(named: Desk) -> None:  # noqa: F811
    editing = Editing(named.document, PlayerController(), named.document)
    told: list[str] = []
    editing.told.connect(lambda notice: told.append(notice.text))
    editing.begin_renaming(2)
    named.analyse()
    named.finish(two_faces(1, 2, right_until_s=1.0), "second")
    before = named.document.edits
    editing.rename(2, "Bert")
    assert named.document.edits == before
    assert told == ["The name Bert was not given"]


def test_several_persons_are_merged_in_one_step(named: Desk) -> None:  # noqa: F811
    editing = Editing(named.document, PlayerController(), named.document)
    editing.merge((2,), 1)
    assert named.document.edits.person_of(2, 1.0) == 1
    named.undo()
    assert named.document.edits.names == {1: "Left", 2: "Right"}
    assert named.document.edits.markers == (MARKER,)
