"""Lists of the reference repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.errors import SourceError
from tests.unit.trainer.data.layouts.tree import labels, pictures, reasons, write
from trainer.data.catalogue import Material
from trainer.data.layouts import reference


def test_paths_of_every_kind(root: Path) -> None:
    pictures(root / "my clips [1]/00010")
    pictures(root / "my clips [1]/00009")
    write(root / "b.mp4")
    write(root.parent / "outside/c d.mp4")
    write(
        root / "train.csv",
        f'"my clips [1]/00010" 2\nmy clips [1]/00009 0\n{root}/b.mp4 1\n'
        f"{root.parent}/outside/c d.mp4 0\n",
    )
    found = reference.read(root)
    assert found.classes == ("class_0", "class_1", "class_2")
    named = labels(found)
    assert named["my clips [1]/00010"] == "class_2"
    assert named["b.mp4"] == "class_1"
    assert any(name.endswith("outside/c d.mp4") for name in named)
    assert [n for n in named if "my" in n] == ["my clips [1]/00009", "my clips [1]/00010"]
    assert {item.split for item in found.items} == {"train"}
    assert {item.material for item in found.items} == {Material.FACES, Material.VIDEO}
    assert found.problems == ()


def test_classes_are_named_by_their_list(root: Path) -> None:
    write(root / "1.mp4")
    write(root / "test.csv", "1.mp4 1\n")
    write(root / "labels.txt", "Happiness\nsad\nboredom\n")
    found = reference.read(root)
    assert found.classes == ("happy", "sad", "boredom")
    assert labels(found) == {"1.mp4": "sad"}
    write(root / "labels.txt", "Happiness\nhappy\n")
    with pytest.raises(SourceError, match="names a class twice"):
        reference.read(root)


def test_a_validation_list_that_is_the_test_list_is_no_validation_list(root: Path) -> None:
    for name in "abc":
        write(root / f"{name}.mp4")
    write(root / "train.csv", "a.mp4 0\n")
    write(root / "val.csv", "b.mp4 0\nc.mp4 1\n")
    write(root / "test.csv", "c.mp4 1\nb.mp4 0\n")
    found = reference.read(root)
    assert [item.split for item in found.items] == ["train", "test", "test"]
    assert any("no model is chosen by them" in note for note in found.notes)
    assert found.problems == ()
    write(root / "test.csv", "")
    assert [item.split for item in reference.read(root).items] == ["train", "val", "val"]


def test_a_clip_of_the_test_list_is_a_test_clip_whatever_else_names_it(root: Path) -> None:
    for name in "abcd":
        write(root / f"{name}.mp4")
    write(root / "train.csv", "a.mp4 0\nd.mp4 1\n")
    write(root / "val.csv", "b.mp4 0\nc.mp4 1\n")
    write(root / "test.csv", "./c.mp4 1\nd.mp4 1\n")
    found = reference.read(root)
    assert [item.split for item in found.items] == ["train", "val", "test", "test"]
    assert any(note.startswith("1 clips of val.csv are in test.csv too") for note in found.notes)
    assert reasons(found) == {"d.mp4": "is in test.csv too: it is `test` only"}


def test_what_is_no_item_is_named(root: Path) -> None:
    write(root / "a.mp4")
    write(root / "empty.mp4", "")
    (root / "bare").mkdir()
    write(
        root / "train.csv",
        "a.mp4 1\nempty.mp4 0\nbare 0\ngone.mp4 0\nscore.mp4 0.5\nhuge.mp4 20240131\nlone\n",
    )
    write(root / "test.csv", "a.mp4 1\n")
    found = reference.read(root)
    assert labels(found) == {"a.mp4": "class_1"}
    assert found.classes == ("class_0", "class_1")
    problems = reasons(found)
    assert "is in test.csv too" in problems["a.mp4"]
    assert problems["empty.mp4"] == "is empty (0 bytes)"
    assert problems["bare"] == "holds no image"
    assert problems["gone.mp4"].startswith("is missing")
    assert problems["score.mp4"] == "has the unknown label '0.5'"
    assert problems["huge.mp4"] == "has the unknown label '20240131'"
    assert problems["lone"] == "has the unknown label ''"


def test_labels_beyond_the_named_classes_are_unknown(root: Path) -> None:
    write(root / "a.mp4")
    write(root / "b.mp4")
    write(root / "labels.txt", "happy\n")
    write(root / "train.csv", "a.mp4 0\nb.mp4 1\n")
    found = reference.read(root)
    assert labels(found) == {"a.mp4": "happy"}
    assert reasons(found) == {"b.mp4": "has the unknown label '1'"}


def test_a_folder_without_lists_is_refused(root: Path) -> None:
    write(root / "a.mp4")
    with pytest.raises(SourceError, match=r"does not hold lists.*Expected: train.csv"):
        reference.read(root)


def test_paths_of_another_computer_are_mapped_by_their_prefix(root: Path) -> None:
    for name in ("clips/a b.mp4", "clips/c.mp4", "d.mp4"):
        write(root / name)
    write(
        root / "train.csv",
        '"/old/DFEW/clips/a b.mp4" 0\n/old/DFEW/clips/c.mp4 1\nd.mp4 1\n/old/DFEW2/d.mp4 0\n',
    )
    write(root / "alone/train.csv", "/old/DFEW/clips/a.mp4 0\n")
    with pytest.raises(SourceError, match="set prefix to what this folder is called there"):
        reference.read(root / "alone")
    for prefix in ("/old/DFEW", "/old/DFEW/"):
        found = reference.read(root, prefix)
        assert labels(found) == {
            "clips/a b.mp4": "class_0",
            "clips/c.mp4": "class_1",
            "d.mp4": "class_1",
        }
        assert list(reasons(found)) == ["old/DFEW2/d.mp4"]
