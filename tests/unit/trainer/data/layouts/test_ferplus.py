"""FER+: votes laid onto the stills of FER2013."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from svfap_core.errors import SourceError
from tests.shared_data import shared
from tests.unit.trainer.data.layouts.tree import by_clip, reasons, write
from tests.unit.trainer.miniature import write_fer2013
from trainer.data.layouts import ferplus
from trainer.data.prepare import prepare
from trainer.steps import PrepareConfig

COPIES = 692
"""Of the 703 training stills with the pixels of a judged one, those with a vote for an emotion."""
HEADER = (
    "parquet_row,name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF"
)


def write_votes(root: Path, *rows: str) -> Path:
    return write(root / "votes [10].csv", "\n".join((HEADER, *rows)) + "\n")


def test_votes_are_those_of_the_row(root: Path) -> None:
    write_fer2013(root / "mini.parquet", 1)
    write_votes(
        root,
        "20,x,0,0,0,0,0,0,0,10,0,0",
        "0,x,4,3,0,0,2,0,0,0,1,0",
        "1,x,,,,,,,,,,",
        "2,x,0,0,0,0,0,0,0,0,3,7",
        "3,x,1.5,0,0,0,0,0,0,0,0,0",
    )
    found = ferplus.read(root)
    assert found.classes == (
        *("neutral", "happy", "surprise", "sad", "angry", "disgust", "fear", "contempt"),
    )
    first, last = found.items
    assert first.labels == {"fer2013": "angry"}
    assert first.meta == {"unknown": "1", "not_a_face": "0"}
    assert (first.clip, first.split, first.label) == ("train/00000", "train", None)
    assert {name: count for name, count in first.votes.items() if count} == {
        "neutral": 4,
        "happy": 3,
        "angry": 2,
    }
    assert (last.clip, last.split, last.votes["contempt"]) == ("private_test/00006", "test", 10)
    problems = reasons(found)
    assert len(problems) == 19
    assert problems["train/00001"] == problems["train/00002"] == "has no vote for an emotion"
    assert problems["train/00003"] == "has '1.5' in neutral, which is no number of raters"
    manifest = prepare(found, root / "out", PrepareConfig()).manifest
    assert manifest.votes(("happy", "contempt")).tolist() == [[3, 0], [0, 10]]
    assert manifest.shares(("happy", "contempt"))[0, 0] == pytest.approx(1 / 3)
    assert manifest.choices().tolist() == [0, 7]


def test_the_votes_at_hand(root: Path) -> None:
    (root / "fer2013.parquet").symlink_to(shared("data/fer2013.parquet"))
    (root / "votes.csv").symlink_to(shared("data/ferplus/ferplus_by_parquet_row.csv"))
    found = ferplus.read(root)
    assert len(found.items) == 35_709 - COPIES
    assert len(found.problems) == 178 + COPIES
    assert any(f"{COPIES:,} training stills are left out" in note for note in found.notes)
    assert by_clip(found)["train/00000"].votes["sad"] == 1
    sums = Counter(sum(item.votes.values()) for item in found.items)
    assert (sums[10], max(sums), min(sums)) == (23_280, 10, 2)


@pytest.mark.parametrize("files", [("a.parquet",), ("a.csv",), ("a.parquet", "a.csv", "b.csv")])
def test_one_file_of_each_kind_is_needed(root: Path, files: tuple[str, ...]) -> None:
    for name in files:
        write(root / name, HEADER)
    with pytest.raises(SourceError, match=r"does not hold FER\+.*Expected: one Parquet file"):
        ferplus.read(root)


def test_a_table_of_no_still_is_refused(root: Path) -> None:
    write_fer2013(root / "mini.parquet", 1)
    write_votes(root)
    with pytest.raises(SourceError, match=r"FER\+: private_test/00000 has no vote"):
        ferplus.read(root)
