"""Folders of classes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from svfap_core.errors import SourceError
from tests.unit.trainer.data.layouts.tree import labels, pictures, reasons, write
from trainer.data.catalogue import Material
from trainer.data.layouts import folder


def test_videos_by_class_however_deep(root: Path) -> None:
    write(root / "sad/10.mp4")
    write(root / "sad/9.MOV")
    write(root / "happy/day 1 [x]/(a).mkv")
    found = folder.read(root)
    assert labels(found) == {
        "happy/day 1 [x]/(a).mkv": "happy",
        "sad/9.MOV": "sad",
        "sad/10.mp4": "sad",
    }
    assert list(labels(found)) == ["happy/day 1 [x]/(a).mkv", "sad/9.MOV", "sad/10.mp4"]
    assert found.classes == ("happy", "sad")
    assert found.data_set == root.name
    assert found.problems == ()
    assert {item.subject for item in found.items} == {None}
    assert {(item.split, item.fold) for item in found.items} == {(None, None)}


def test_folders_of_pictures(root: Path) -> None:
    pictures(root / "a/clip 1")
    pictures(root / "b/deep/clip", ".png")
    found = folder.read(root)
    assert labels(found) == {"a/clip 1": "a", "b/deep/clip": "b"}
    assert {item.material for item in found.items} == {Material.FACES}


def test_emotions_bear_the_names_of_the_product_and_other_classes_their_own(root: Path) -> None:
    for name in ("Sadness", "anger", "happiness", "Boredom"):
        write(root / name / "1.mp4")
    found = folder.read(root)
    assert found.classes == ("angry", "Boredom", "happy", "sad")
    assert labels(found)["Sadness/1.mp4"] == "sad"
    assert "Sadness is sad" in found.notes[-1]


def test_what_is_no_item_is_named(root: Path) -> None:
    write(root / "a/1.mp4")
    write(root / "a/empty.mp4", "")
    write(root / "a/notes.txt")
    write(root / "a/still.jpg")
    (root / "a/nothing").mkdir()
    pictures(root / "b/clip")
    write(root / "b/clip/hidden inside.mp4")
    write(root / "beside.mp4")
    write(root / "README.txt")
    (root / "c").mkdir()
    found = folder.read(root)
    assert list(labels(found)) == ["a/1.mp4", "b/clip"]
    assert found.classes == ("a", "b")
    problems = reasons(found)
    assert problems["a/empty.mp4"] == "is empty (0 bytes)"
    assert "by its ending" in problems["a/notes.txt"]
    assert problems["a/nothing"] == "holds no image"
    assert problems["a"].startswith("holds 1 single images")
    assert problems["b/clip/hidden inside.mp4"].startswith("lies in a folder of pictures")
    assert problems["beside.mp4"].startswith("has no class")
    assert problems["c"] == "holds no clip"
    assert len(problems) == 7


def test_a_link_to_a_folder_above_is_not_followed(root: Path) -> None:
    write(root / "a/deep/1.mp4")
    for name, target in (("a/deep/class", "a"), ("a/deep/self", "a/deep"), ("a/all", ".")):
        (root / name).symlink_to(root / target)
    write(root / "elsewhere/2.mp4").parent.rename(root.parent / "elsewhere")
    (root / "b").symlink_to(root.parent / "elsewhere")
    found = folder.read(root)
    assert labels(found) == {"a/deep/1.mp4": "a", "b/2.mp4": "b"}
    assert set(reasons(found)) == {"a/all", "a/deep/class", "a/deep/self"}
    assert "is a link to a folder that it lies in" in reasons(found)["a/all"]


def test_parts_of_a_split_are_no_classes(root: Path) -> None:
    write(root / "train/happy/1.mp4")
    write(root / "Test/happy/1.mp4")
    with pytest.raises(SourceError, match=r"parts of a split.*CSV"):
        folder.read(root)


def test_a_folder_of_videos_has_no_classes(root: Path) -> None:
    write(root / "1.mp4")
    with pytest.raises(SourceError, match=r"1.mp4 has no class.*Expected: one folder per class"):
        folder.read(root)


def test_a_folder_that_may_not_be_read_costs_no_other(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a/1.mp4", "a/secret/2.mp4", "secret/3.mp4", "b/4.mp4"):
        write(root / name)
    listing = Path.iterdir

    def refuse(path: Path) -> Iterator[Path]:
        if path.name == "secret":
            raise PermissionError(13, "Permission denied")
        return listing(path)

    monkeypatch.setattr(Path, "iterdir", refuse)
    found = folder.read(root)
    assert list(labels(found)) == ["a/1.mp4", "b/4.mp4"]
    assert list(reasons(found)) == ["a/secret", "secret"]
    assert all("may not be read" in reason for reason in reasons(found).values())
