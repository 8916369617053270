"""FERV39k in miniature."""

from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.errors import SourceError
from tests.unit.trainer.data.layouts.tree import by_clip, labels, pictures, reasons, write
from trainer.data.catalogue import Material
from trainer.data.layouts import ferv39k


def write_lists(root: Path, train: str, test: str) -> None:
    write(root / "4_setups/All_scenes/train_All.csv", train)
    write(root / "4_setups/All_scenes/test_All.csv", test)


def test_official_parts_in_the_published_order_of_classes(root: Path) -> None:
    write_lists(root, "Action/Happy/0267 Happy\nOld War/Fear/0001 Fear\n", "Crime/Sad/0010 Sad\n")
    for clip in ("Action/Happy/0267", "Old War/Fear/0001", "Crime/Sad/0010"):
        pictures(root / "2_ClipsforFaceCrop" / clip)
    found = ferv39k.read(root)
    assert found.classes == ("happy", "sad", "neutral", "angry", "surprise", "disgust", "fear")
    parts = {item.clip: (item.label, item.split) for item in found.items}
    assert parts == {
        "Action/Happy/0267": ("happy", "train"),
        "Crime/Sad/0010": ("sad", "test"),
        "Old War/Fear/0001": ("fear", "train"),
    }
    assert {item.material for item in found.items} == {Material.FACES}
    assert found.problems == ()


def test_what_is_no_item_is_named(root: Path) -> None:
    write_lists(
        root,
        "Action/Happy/0001 Happy\nAction/Sad/0002 Bored\nAction/Sad/0003 Sad\n",
        "Action/Happy/0001 Happy\nAction/Sad/0004 Sad\nlone\n",
    )
    for clip in ("Happy/0001", "Sad/0002", "Fear/0009"):
        pictures(root / "2_ClipsforFaceCrop/Action" / clip)
    (root / "2_ClipsforFaceCrop/Action/Sad/0003").mkdir()
    found = ferv39k.read(root)
    assert labels(found) == {"Action/Happy/0001": "happy"}
    problems = reasons(found)
    assert "occurs twice" in problems["Action/Happy/0001"]
    assert problems["Action/Sad/0002"] == "has the unknown label 'Bored'"
    assert problems["Action/Sad/0003"] == "holds no image"
    assert problems["Action/Sad/0004"].startswith("is missing")
    assert problems["Action/Fear/0009"] == "has no label: it is in no list"
    assert problems["lone"] == "has the unknown label ''"


def test_videos_where_there_are_no_face_crops(root: Path) -> None:
    write_lists(root, "Action/Happy/0001 Happy\n", "")
    path = write(root / "0_7_LabelClips/Action/Happy/0001.mp4")
    found = ferv39k.read(root)
    assert by_clip(found)["Action/Happy/0001"].source == path
    assert found.items[0].material is Material.VIDEO


def test_a_missing_list_is_refused(root: Path) -> None:
    write_lists(root, "Action/Happy/0001 Happy\n", "")
    pictures(root / "2_ClipsforFaceCrop/Action/Happy/0001")
    (root / "4_setups/All_scenes/test_All.csv").unlink()
    with pytest.raises(SourceError, match=r"does not hold FERV39k.*Expected: 4_setups"):
        ferv39k.read(root)
