"""CREMA-D in miniature."""

from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.errors import SourceError
from tests.unit.trainer.data.layouts.tree import (
    by_clip,
    labels,
    reasons,
    sides_of_subjects,
    write,
)
from trainer.data.layouts import crema_d


def test_emotions_by_their_codes(root: Path) -> None:
    for code in ("SAD", "NEU", "HAP", "FEA", "DIS", "ANG"):
        write(root / f"VideoFlash/1001_DFA_{code}_XX.flv")
    found = crema_d.read(root)
    assert found.classes == ("angry", "disgust", "fear", "happy", "neutral", "sad")
    assert tuple(labels(found).values()) == found.classes
    assert labels(found)["1001_DFA_HAP_XX"] == "happy"
    assert found.problems == ()


def test_folds_of_consecutive_actors_the_last_with_one_more(root: Path) -> None:
    for actor in range(1001, 1092):
        write(root / f"VideoFlash/{actor}_IEO_SAD_LO.flv")
        write(root / f"VideoFlash/{actor}_ITH_ANG_XX.flv")
    found = crema_d.read(root)
    sides = sides_of_subjects(found)
    assert len(sides) == 91
    assert all(len(folds) == 1 for folds in sides.values())
    folds = [next(iter(side)) for side in sides.values()]
    assert [folds.count(fold) for fold in range(1, 6)] == [18, 18, 18, 18, 19]
    assert by_clip(found)["1018_IEO_SAD_LO"].fold == 1
    assert by_clip(found)["1019_IEO_SAD_LO"].fold == 2
    assert any(note.startswith("UNVERIFIED: folds 2 to 4.") for note in found.notes)


def test_votes_of_those_who_saw_the_face_alone_and_what_is_known_of_actors(root: Path) -> None:
    write(root / "VideoFlash/1001_DFA_ANG_XX.flv")
    write(root / "VideoFlash/1002_DFA_SAD_XX.flv")
    assert by_clip(crema_d.read(root))["1001_DFA_ANG_XX"].votes == {}
    assert any("tabulatedVotes.csv is not there" in note for note in crema_d.read(root).notes)
    write(
        root / "processedResults/tabulatedVotes.csv",
        '"","A","D","F","H","N","S","fileName","numResponses"\n'
        '"100001",9,0,0,0,0,0,"1001_DFA_ANG_XX",9\n'
        '"200001",2,1,0,0,4,0,"1001_DFA_ANG_XX",7\n'
        '"300001",0,0,9,0,0,0,"1001_DFA_ANG_XX",9\n'
        '"200002",0,0,0,0,x,1,"1002_DFA_SAD_XX",1\n',
    )
    write(
        root / "VideoDemographics.csv",
        '"ActorID","Age","Sex","Race","Ethnicity"\n1001,51,"Male","Caucasian","Not Hispanic"\n',
    )
    for place in (root, root / "VideoFlash"):
        found = crema_d.read(place)
        first, second = found.items
        assert first.votes == {
            "angry": 2,
            "disgust": 1,
            "fear": 0,
            "happy": 0,
            "neutral": 4,
            "sad": 0,
        }
        assert (first.label, second.votes, second.meta) == ("angry", {}, {})
        assert first.meta == {
            "age": "51",
            "sex": "Male",
            "race": "Caucasian",
            "ethnicity": "Not Hispanic",
        }
        (reason,) = reasons(found).values()
        assert reason == "has 'x' in N, which is no number of raters"
        assert any("without hearing the voice" in note for note in found.notes)


def test_what_is_no_item_is_named(root: Path) -> None:
    write(root / "VideoFlash/1001_DFA_ANG_XX.flv")
    write(root / "mp4 [new]/1001_DFA_ANG_XX.mp4")
    write(root / "VideoFlash/1002_DFA_JOY_XX.flv")
    write(root / "VideoFlash/1003_DFA_ANG_XX.flv", "")
    write(root / "VideoFlash/1000_DFA_ANG_XX.flv")
    write(root / "VideoFlash/intro.flv")
    found = crema_d.read(root)
    assert list(labels(found)) == ["1001_DFA_ANG_XX"]
    problems = reasons(found)
    assert "occurs twice" in problems["1001_DFA_ANG_XX"]
    assert problems["1002_DFA_JOY_XX"] == "has the unknown label 'JOY'"
    assert problems["1003_DFA_ANG_XX"] == "is empty (0 bytes)"
    assert problems["1000_DFA_ANG_XX"].startswith("is not named")
    assert problems["intro"].startswith("is not named")


def test_other_videos_are_refused(root: Path) -> None:
    write(root / "holiday.mp4")
    with pytest.raises(SourceError, match=r"CREMA-D: holiday is not named.*Expected: VideoFlash"):
        crema_d.read(root)
