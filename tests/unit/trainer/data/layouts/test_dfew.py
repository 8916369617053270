"""DFEW in miniature."""

from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.errors import SourceError
from tests.unit.trainer.data.layouts.test_workbook import write_sheet
from tests.unit.trainer.data.layouts.tree import by_clip, labels, pictures, reasons, write
from trainer.data.catalogue import Material
from trainer.data.layouts import dfew


def write_lists(root: Path, extra: str = "") -> None:
    """Clip n is tested in fold n, with label n; clip 6 and 7 in fold 1."""
    tests = {fold: [fold] for fold in range(1, 6)} | {1: [1, 6, 7]}
    for fold, clips in tests.items():
        rows = "".join(f"{clip},{clip}\n" for clip in clips)
        rest = "".join(f"{clip},{clip}\n" for clip in range(1, 8) if clip not in clips)
        more = extra if fold == 1 else ""
        lists = root / "EmoLabel_DataSplit"
        write(lists / f"test(single-labeled)/set_{fold}.csv", f"video_name,label\n{rows}{more}")
        write(lists / f"train(single-labeled)/set_{fold}.csv", f"video_name,label\n{rest}")


def test_clips_with_their_folds_in_the_published_order_of_classes(root: Path) -> None:
    write_lists(root)
    for clip in range(1, 8):
        pictures(root / f"Clip/clip_224x224/{clip:05}")
    found = dfew.read(root)
    assert found.classes == ("happy", "sad", "neutral", "angry", "surprise", "disgust", "fear")
    names = [f"{clip:05}" for clip in range(1, 8)]
    assert labels(found) == dict(zip(names, found.classes, strict=True))
    assert [item.fold for item in found.items] == [1, 2, 3, 4, 5, 1, 1]
    assert {item.material for item in found.items} == {Material.FACES}
    assert found.problems == ()


def test_what_is_assumed_of_the_published_forms_is_told(root: Path) -> None:
    """Sixteen pictures spread over a clip have no rate; the others have one that nobody states."""
    write_lists(root)
    for clip in range(1, 8):
        pictures(root / f"Clip/clip_224x224_16f/{clip:05}")
    spread = dfew.read(root)
    assert spread.rate_fps is None
    assert not any("assumed" in note for note in spread.notes)
    for clip in range(1, 8):
        pictures(root / f"Clip/clip_224x224/{clip:05}")
    every = dfew.read(root)
    assert every.rate_fps == 25
    assert any(note.startswith("UNVERIFIED: the frame rate") for note in every.notes)
    assert "7 clips are there; 11,697 are published." in every.notes


@pytest.mark.parametrize("place", ["annotation.xlsx", "Annotation/annotation.xlsx"])
def test_votes_of_ten_raters(root: Path, place: str) -> None:
    write_lists(root)
    for clip in range(1, 8):
        pictures(root / f"Clip/clip_224x224/{clip:05}")
    assert dfew.read(root).items[0].votes == {}
    assert any("annotation.xlsx was not found" in note for note in dfew.read(root).notes)
    (root / place).parent.mkdir(exist_ok=True)
    names = ("happy", "sad", "neutral", "angry", "surprise", "disgust", "fear")
    columns = [f"{number}{name}" for number, name in enumerate(names, 1)]
    write_sheet(
        root / place,
        (*columns, "order", "label"),
        (0, 1, 2, 0, 0, 7, 0, 6, 6),
        (0, 0, 0, 0, 0, 0, 10, 16372, 0),
        (0, 0, 0, 0, -1, 0, 10, 7, 7),
    )
    found = by_clip(dfew.read(root))
    assert {name: n for name, n in found["00006"].votes.items() if n} == {
        "sad": 1,
        "neutral": 2,
        "disgust": 7,
    }
    assert (found["00006"].label, found["00001"].votes, found["00007"].votes) == ("disgust", {}, {})
    problems = reasons(dfew.read(root))
    assert problems["annotation.xlsx: 00007"].startswith("has '-1' in 5surprise")
    assert any("votes of ten raters" in note for note in dfew.read(root).notes)


def test_what_is_no_item_is_named(root: Path) -> None:
    write_lists(root, extra="8,8\n16372,1\n")
    for clip in (1, 2, 3, 4, 5, 6, 8, 99):
        pictures(root / f"Clip/clip_224x224/{clip:05}")
    (root / "Clip/clip_224x224/00007").mkdir()
    found = dfew.read(root)
    assert len(found.items) == 6
    problems = reasons(found)
    assert problems["00007"] == "holds no image"
    assert problems["00008"] == "has the unknown label '8'"
    assert problems["00099"] == "has no label: it is in no list"
    assert problems["16372"].startswith("is missing")
    assert len(problems) == 4


def test_original_videos_where_there_are_no_faces(root: Path) -> None:
    write_lists(root)
    for clip in range(1, 7):
        write(root / f"Clip/original/part {clip % 2}/{clip}.mp4")
    write(root / "Clip/original/part 2/1.mp4")
    write(root / "Clip/original/7.mp4", "")
    found = dfew.read(root)
    assert by_clip(found)["00002"].source == root / "Clip/original/part 0/2.mp4"
    assert {item.material for item in found.items} == {Material.VIDEO}
    assert reasons(found)["00007"] == "is empty (0 bytes)"
    assert "occurs twice" in reasons(found)["00001"]
    assert found.notes[0].startswith("UNVERIFIED: ")


def test_the_best_form_is_taken_whole(root: Path) -> None:
    write_lists(root)
    pictures(root / "Clip/clip_224x224/00001")
    for clip in range(1, 8):
        pictures(root / f"Clip/clip_224x224_16f/{clip:05}")
    found = dfew.read(root)
    assert list(labels(found)) == ["00001"]
    assert len(found.problems) == 6


@pytest.mark.parametrize("missing", ["EmoLabel_DataSplit/test(single-labeled)/set_3.csv", "Clip"])
def test_half_a_data_set_is_refused(root: Path, missing: str) -> None:
    write_lists(root)
    if missing != "Clip":
        pictures(root / "Clip/clip_224x224/00001")
        (root / missing).unlink()
    with pytest.raises(SourceError, match=r"does not hold DFEW.*Expected: EmoLabel_DataSplit"):
        dfew.read(root)
