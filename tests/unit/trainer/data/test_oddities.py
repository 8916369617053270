"""What is odd about a data set."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.unit.trainer.miniature import CREATED
from trainer.data.catalogue import Problem, write_problems
from trainer.data.manifest import CropGeometry, Manifest, ManifestInfo, write_manifest
from trainer.data.oddities import (
    copy_texts,
    find_copies,
    odd_classes,
    odd_texts,
    why_left_out,
)
from trainer.folder import PROBLEMS_FILE

INFO = ManifestInfo(data_set="Mini", crop=CropGeometry(size_px=None), created=CREATED)


def manifest(folder: Path, rows: Sequence[dict[str, Any]] = ()) -> Manifest:
    named = [{"clip": str(number), "path": "x", "num_frames": 9} | row
             for number, row in enumerate(rows)]  # fmt: skip
    return write_manifest(folder, INFO, named)


def test_names_of_classes_that_may_be_none() -> None:
    found = odd_classes({"Bored": 5, "bored": 1, "happy": 4, "hapy": 2, "nan": 1, "N/A": 0})
    assert found.near_equal == (("Bored", "bored"), ("happy", "hapy"))
    assert found.nan_like == ("nan", "N/A")
    assert found.lone == ("bored", "nan")
    assert found.empty == ("N/A",)
    texts = odd_texts("Mini", found)
    assert len(texts) == 7
    assert texts[1].endswith("happy and hapy have nearly the same name: are they one?")
    assert "Mini: the class nan is named as a label that is missing" in texts


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("happiness", "happines", True),
        ("surprise", "suprise", True),
        ("surprise", "surpirse", True),
        ("self-conscious", "self conscious", True),
        ("happy", "hippo", False),
        ("happy", "sappy", True),
        ("sad", "mad", False),
        ("fear", "tear", True),
        ("class_1", "class_2", False),
        ("level 10", "level 11", False),
        ("anger", "angry", False),
        ("contempt", "content", True),
        ("angry", "anxiety", False),
        ("", "-", True),
    ],
)
def test_names_are_near_by_a_letter_or_two(one: str, other: str, *, near: bool) -> None:
    for pair in ((one, other), (other, one)):
        assert bool(odd_classes(dict.fromkeys(pair, 9)).near_equal) is near


def test_emotions_of_the_product_are_never_taken_for_each_other() -> None:
    from svfap_core.labels import EMOTIONS

    assert odd_classes(dict.fromkeys(EMOTIONS, 9)) == odd_classes({})


def test_copies_are_found_by_content(tmp_path: Path) -> None:
    rows = [
        {"source": "a.mp4", "content": "a", "start_s": 0.0},
        {"source": "a.mp4", "content": "a", "start_s": 9.0},
        {"source": "copy of a.mp4", "content": "a"},
        {"source": "b.mp4", "content": "b"},
        {"source": "set.parquet", "content": "c", "num_frames": 1},
        {"source": "set.parquet", "content": "c", "num_frames": 1},
        {"source": "old.mp4"},
        {"source": "older.mp4"},
    ]
    data = manifest(tmp_path, rows)
    found = find_copies(data, np.array([0, 0, 1, 1, 0, 0, -1, -1]))
    assert found.clips == 2
    assert found.contradicting == 1
    assert found.first == (("0", "2"), ("4", "5"))
    assert copy_texts("Mini", found) == [
        "Mini: 2 clip(s) are copies of others, such as 0 = 2: copies stay in one part",
        "Mini: 1 source(s) have copies in another class",
    ]
    none = find_copies(data, np.array([-1] * 8))
    assert none.contradicting == 0
    assert copy_texts("Mini", find_copies(manifest(tmp_path), np.array([]))) == []


def test_what_was_left_out_is_counted_by_its_reason(tmp_path: Path) -> None:
    data = manifest(tmp_path)
    assert why_left_out(data) == (0, {})
    root = "/data/my clips [1]"
    problems = [
        *(
            (f"happy/a {n}.mp4", f"{root}/happy/a {n}.mp4 shows no face for 0.4 s. Leave it out.")
            for n in range(3)
        ),
        ("sad/b.mp4", "breaks off after 1.5 of 12.0 s; its clip is what could be read"),
        ("sad/c.mp4", "breaks off after 3.5 of 9.0 s; its clip is what could be read"),
        ("sad/d.mp4", f"is missing: {root}/sad/d.mp4"),
        ("e", "is empty (0 bytes)"),
    ]
    write_problems(
        tmp_path / PROBLEMS_FILE, [Problem(name=name, reason=reason) for name, reason in problems]
    )
    count, reasons = why_left_out(data)
    assert count == 7
    assert reasons == {
        "… shows no face for … s. Leave it out.": 3,
        "breaks off after … of … s; its clip is what could be read": 2,
        "is missing: …": 1,
        "is empty (… bytes)": 1,
    }
    (tmp_path / PROBLEMS_FILE).write_bytes(b"name\n\xff")
    assert why_left_out(data) == (0, {})
