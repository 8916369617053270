"""MAFW in miniature."""

from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.errors import SourceError
from tests.unit.trainer.data.layouts.tree import labels, pictures, reasons, write
from trainer.data.catalogue import Material
from trainer.data.layouts import mafw

WORDS = (
    "anger",
    "disgust",
    "fear",
    "happiness",
    "neutral",
    "sadness",
    "surprise",
    "contempt",
    "anxiety",
    "helplessness",
    "disappointment",
)


def write_lists(root: Path, extra: str = "") -> None:
    """Clip n has the n-th word and is tested in fold n mod 5, from 1."""
    rows = [f"{clip:05}.mp4 {word}\n" for clip, word in enumerate(WORDS)]
    for fold in range(1, 6):
        folder = root / "Train & Test Set/single/no_caption" / f"set_{fold}"
        write(folder / "test.txt", "".join(rows[fold - 1 :: 5]) + (extra if fold == 1 else ""))
        rest = [row for place, row in enumerate(rows) if place % 5 != fold - 1]
        write(folder / "train.txt", "".join(rest))


def test_frames_with_their_folds_in_the_order_of_the_published_models(root: Path) -> None:
    write_lists(root)
    for clip in range(11):
        pictures(root / f"data/frames/{clip:05}", ".png")
    found = mafw.read(root)
    assert found.classes == (
        "angry",
        "disgust",
        "fear",
        "happy",
        "neutral",
        "sad",
        "surprise",
        "contempt",
        "anxiety",
        "helplessness",
        "disappointment",
    )
    assert tuple(labels(found).values()) == found.classes
    assert [item.fold for item in found.items] == [1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1]
    assert {item.material for item in found.items} == {Material.FACES}
    assert found.problems == ()


@pytest.mark.parametrize("folder", ["data/clips", "clips"])
def test_videos_and_what_is_no_item(root: Path, folder: str) -> None:
    write_lists(root, extra="00020.mp4 1\n00021.mp4\tanger_fear\n")
    for clip in (0, 20, 21, 30):
        write(root / folder / f"{clip:05}.mp4")
    write(root / folder / "00001.mp4", "")
    found = mafw.read(root)
    assert labels(found) == {"00000": "angry"}
    assert found.items[0].material is Material.VIDEO
    problems = reasons(found)
    assert problems["00001"] == "is empty (0 bytes)"
    assert problems["00002"].startswith("is missing")
    assert problems["00020"] == "has the unknown label '1'"
    assert problems["00021"] == "has the unknown label 'anger_fear'"
    assert problems["00030"] == "has no label: it is in no list"


def test_training_lists_are_not_needed(root: Path) -> None:
    write_lists(root)
    for path in root.rglob("train.txt"):
        path.unlink()
    pictures(root / "data/frames/00000", ".png")
    assert labels(mafw.read(root)) == {"00000": "angry"}


def test_a_missing_fold_is_refused(root: Path) -> None:
    write_lists(root)
    pictures(root / "data/frames/00000", ".png")
    (root / "Train & Test Set/single/no_caption/set_5/test.txt").unlink()
    with pytest.raises(SourceError, match=r"does not hold MAFW.*Expected: Train & Test Set"):
        mafw.read(root)
