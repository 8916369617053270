"""RAVDESS in miniature."""

from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.errors import SourceError
from tests.unit.trainer.data.layouts.tree import labels, reasons, sides_of_subjects, write
from trainer.data.layouts import ravdess


def test_emotions_in_the_order_of_their_codes(root: Path) -> None:
    for code in range(1, 9):
        write(root / f"Video Speech [1]/Actor_01/01-01-{code:02}-01-01-01-01.mp4")
    found = ravdess.read(root)
    assert found.classes == (
        "neutral",
        "calm",
        "happy",
        "sad",
        "angry",
        "fear",
        "disgust",
        "surprise",
    )
    assert tuple(labels(found).values()) == found.classes
    assert not any("UNVERIFIED" in note for note in found.notes)
    assert found.items[0].clip == "Actor_01/01-01-01-01-01-01-01"


def test_each_recording_of_speech_is_used_once(root: Path) -> None:
    write(root / "Actor_01/01-01-03-01-01-01-01.mp4")
    write(root / "Actor_01/02-01-03-01-01-01-01.mp4")
    write(root / "Actor_01/02-01-03-01-02-01-01.mp4")
    write(root / "Actor_01/01-02-03-01-01-01-01.mp4")
    found = ravdess.read(root)
    assert [item.source.name for item in found.items] == [
        "01-01-03-01-01-01-01.mp4",
        "02-01-03-01-02-01-01.mp4",
    ]
    assert found.problems == ()
    assert "1 video-only files" in found.notes[-1]
    assert "1 songs" in found.notes[-1]


def test_folds_of_four_consecutive_actors(root: Path) -> None:
    for actor in range(1, 25):
        for take in (1, 2):
            name = f"01-01-03-01-01-{take:02}-{actor:02}.mp4"
            write(root / f"Actor_{actor:02}" / name)
    found = ravdess.read(root)
    sides = sides_of_subjects(found)
    expected = {f"Actor_{n:02}": {(n - 1) // 4 + 1} for n in range(1, 25)}
    assert sides == expected
    assert set().union(*expected.values()) == {1, 2, 3, 4, 5, 6}


def test_what_is_no_item_is_named(root: Path) -> None:
    write(root / "Actor_01/01-01-03-01-01-01-01.mp4")
    write(root / "copy/01-01-03-01-01-01-01.mp4")
    write(root / "Actor_01/01-01-09-01-01-01-01.mp4")
    write(root / "Actor_25/01-01-01-01-01-01-25.mp4")
    write(root / "Actor_01/01-01-04-01-01-01-01.mp4", "")
    write(root / "Actor_01/02-01-04-01-01-01-01.mp4")
    write(root / "Actor_01/talk.mp4")
    found = ravdess.read(root)
    assert list(labels(found)) == ["Actor_01/01-01-03-01-01-01-01"]
    problems = reasons(found)
    assert "occurs twice" in problems["01-01-03-01-01-01-01"]
    assert "unknown label '09'" in problems["01-01-09-01-01-01-01"]
    assert "actor '25'" in problems["01-01-01-01-01-01-25"]
    assert problems["Actor_01/01-01-04-01-01-01-01"] == "is empty (0 bytes)"
    assert problems["talk"].startswith("is not named")


def test_songs_alone_are_refused(root: Path) -> None:
    write(root / "Actor_01/01-02-03-01-01-01-01.mp4")
    with pytest.raises(SourceError, match=r"does not hold RAVDESS.*Expected: Actor_01"):
        ravdess.read(root)
