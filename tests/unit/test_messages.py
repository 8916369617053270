from __future__ import annotations

import copy
import json
import pickle

import pytest

from svfap_core.errors import SourceError
from svfap_core.messages import Message, joined, packed, unpacked


def test_a_message_is_its_english_sentence() -> None:
    message = Message("%1 ends at %2 s", "a.mp4", 1.5)
    assert message == "a.mp4 ends at 1.5 s"
    assert json.dumps([message]) == '["a.mp4 ends at 1.5 s"]'
    assert (message.template, message.values) == ("%1 ends at %2 s", ("a.mp4", "1.5"))


def test_values_are_not_taken_for_places() -> None:
    assert Message("%1 and %2", "%2", "100 %1") == "%2 and 100 %1"
    assert Message("38 %1 of it") == "38 %1 of it"


def test_names_can_be_shown_anywhere() -> None:
    assert Message("%1 is empty", "a\x1bb\udcff.mp4") == "a%1Bb%FF.mp4 is empty"


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda m: pickle.loads(pickle.dumps(m))])
def test_copies_keep_their_template(copied: object) -> None:
    message = Message("%1 is lost: %2", "A", Message("no frame for %1 s", 3))
    again = copied(message)  # type: ignore[operator]
    assert again == message
    assert again.template == message.template
    assert again.values[1].template == "no frame for %1 s"


def test_an_error_among_values_stands_for_what_it_says() -> None:
    error = SourceError(Message("%1 is empty", "a.mp4"), hint="Copy it again.")
    message = Message("the first: %1", error)
    assert message == "the first: a.mp4 is empty. Copy it again."
    inner = message.values[0]
    assert isinstance(inner, Message)
    assert [value.template for value in inner.values if isinstance(value, Message)] == [
        "%1 is empty",
        "Copy it again.",
    ]


def test_several_are_one() -> None:
    several = joined(["a", Message("%1 b", 2), "c"])
    assert several == "a; 2 b; c"
    assert joined(["a"]) == "a"
    assert joined([]) == ""


def test_a_file_keeps_what_sentences_are_made_of() -> None:
    notes = ["plain", Message("%1 is lost: %2", "A", Message("no frame for %1 s", 3))]
    known = json.loads(json.dumps(packed(notes)))
    again = [unpacked(str(note), known) for note in notes]
    assert again == notes
    assert isinstance(again[1], Message)
    assert again[1].template == "%1 is lost: %2"
    assert again[1].values[1].template == "no frame for %1 s"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "known", [None, [], {"a": 1}, {"a": []}, {"a": ["%1 %2", "x"]}, {"a": ["b"]}, {"a": [[], "x"]}]
)
def test_a_file_that_says_something_else_is_not_believed(known: object) -> None:
    said = unpacked("a", known)
    assert said == "a"
    assert not isinstance(said, Message)
