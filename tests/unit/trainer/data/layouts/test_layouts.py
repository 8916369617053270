"""The table of adapters."""

from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.errors import SourceError
from tests.unit.trainer.data.layouts.tree import write
from trainer.data.layouts import LAYOUTS, read


def test_names_are_those_of_the_command_line() -> None:
    assert list(LAYOUTS) == [
        "dfew",
        "ferv39k",
        "mafw",
        "crema-d",
        "ravdess",
        "enterface05",
        "werewolf-xl",
        "avcaffe",
        "first-impressions",
        "fer2013",
        "ferplus",
        "voxceleb2",
        "videos",
        "folder",
        "csv",
        "reference",
    ]
    assert len(set(LAYOUTS.values())) == len(LAYOUTS)


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_adapter_refuses_what_is_not_there_or_empty(name: str, root: Path) -> None:
    for wrong in (root / "gone", root):
        with pytest.raises(SourceError) as caught:
            LAYOUTS[name](wrong)
        assert str(wrong) in str(caught.value)
        assert caught.value.hint


@pytest.mark.parametrize("name", ["folder", "videos", "csv", "reference", "ravdess"])
def test_however_a_path_is_written_the_same_is_found(
    name: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for video in ("happy/Actor_01/01-01-03-01-01-01-01.mp4", "Sad/b.mp4"):
        write(root / "clips" / video)
    write(root / "clips/t.csv", "path,label\nSad/b.mp4,sad\n../clips/happy/../Sad/b.mp4,happy\n")
    write(root / "clips/train.csv", f"Sad/b.mp4 1\n{root}/clips/Sad/b.mp4 0\n")
    (root / "inner").mkdir()
    (root / "link").symlink_to(root / "clips")
    monkeypatch.chdir(root / "inner")
    typed = (str(root / "clips"), "../clips", "../clips/", "./../inner/../clips/.", "../link")
    end = "/t.csv" * (name == "csv")
    first, *others = [read(name, Path(path + end)) for path in typed]
    assert first.items
    assert all(other == first for other in others)
    assert all(not item.clip.startswith("clips") for item in first.items)


def test_only_lists_have_a_prefix(root: Path) -> None:
    write(root / "happy/b.mp4")
    assert read("folder", root).items
    with pytest.raises(SourceError, match="prefix cannot be set for folder"):
        read("folder", root, prefix="/old")
