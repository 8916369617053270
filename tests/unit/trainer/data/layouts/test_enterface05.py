"""eNTERFACE'05 in miniature."""

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
from trainer.data.layouts import enterface05

WORDS = ("anger", "disgust", "fear", "happiness", "sadness", "surprise")


def test_labels_and_subjects_come_from_folders(root: Path) -> None:
    for place, word in enumerate(WORDS, 1):
        write(root / f"enterface database/subject 1/{word}/sentence 1/s_{place}.avi")
    write(root / "enterface database/subject 6/anger/s6_an_1.avi")
    write(root / "enterface database/Subject_023/Fear/sentence 2/s_3_su_1.avi")
    found = enterface05.read(root)
    assert found.classes == ("angry", "disgust", "fear", "happy", "sad", "surprise")
    clips = by_clip(found)
    assert clips["subject 1/happiness/sentence 1/s_4"].label == "happy"
    assert clips["subject 6/anger/s6_an_1"].subject == "subject 6"
    odd = clips["Subject_023/Fear/sentence 2/s_3_su_1"]
    assert (odd.subject, odd.label) == ("subject 23", "fear")
    assert set(labels(found).values()) == set(found.classes)
    assert found.problems == ()


def test_folds_keep_subjects_whole(root: Path) -> None:
    for subject in range(1, 45):
        for sentence in (1, 2):
            write(root / f"subject {subject}/fear/sentence {sentence}/x.avi")
    sides = sides_of_subjects(enterface05.read(root))
    assert sides["subject 1"] == {1}
    assert sides["subject 10"] == {5}
    assert sides["subject 44"] == {4}
    assert all(len(folds) == 1 for folds in sides.values())


def test_what_is_no_item_is_named(root: Path) -> None:
    write(root / "subject 1/fear/sentence 1/a.avi")
    write(root / "subject 1/fear/sentence 1/b.avi", "")
    write(root / "subject 1/boredom/sentence 1/a.avi")
    write(root / "subject 1/lost.avi")
    write(root / "demo.avi")
    found = enterface05.read(root)
    assert labels(found) == {"subject 1/fear/sentence 1/a": "fear"}
    problems = reasons(found)
    assert problems["subject 1/fear/sentence 1/b"] == "is empty (0 bytes)"
    assert problems["subject 1/boredom/sentence 1/a"] == "has the unknown label 'boredom'"
    assert problems["subject 1/lost"] == "does not lie in SUBJECT/EMOTION"
    assert problems["demo"] == "does not lie in SUBJECT/EMOTION"


def test_other_folders_are_refused(root: Path) -> None:
    write(root / "happy/a.avi")
    with pytest.raises(SourceError, match=r"eNTERFACE05: happy/a does not.*Expected: subject 1"):
        enterface05.read(root)
