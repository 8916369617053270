"""Parts of a data set: whole subjects, never a test clip among those that a model learns by."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

import pyarrow as pa
import pytest

from svfap_core.errors import SourceError
from tests.unit.trainer.miniature import CREATED
from trainer.data.catalogue import Split
from trainer.data.manifest import CropGeometry, Manifest, ManifestInfo, manifest_schema
from trainer.data.splits import divide

INFO = ManifestInfo(data_set="Mini", crop=CropGeometry(size_px=None), created=CREATED)
LABELS = ("happy", "sad", "angry")


def manifest(rows: Sequence[dict[str, Any]]) -> Manifest:
    named = [{"clip": f"clip{number}"} | row for number, row in enumerate(rows)]
    schema = manifest_schema(INFO, with_shares=False)
    return Manifest(Path(), INFO, pa.Table.from_pylist(named, schema=schema))


def persons(count: int, clips: int = 6, **columns: Any) -> list[dict[str, Any]]:
    """Clips of persons who take turns."""
    return [
        {"subject": f"person{number}", "label": LABELS[turn % 3], **columns}
        for turn in range(clips)
        for number in range(count)
    ]


def parts(
    data: Manifest, *, fold: int | None = None, val_share: float = 0.2
) -> dict[str, list[int]]:
    found = divide(data, fold=fold, val_share=val_share)
    return {split: rows.tolist() for split, rows in found.items()}


def subjects(data: Manifest, rows: Sequence[int]) -> set[str]:
    return {data.column("subject")[row] for row in rows}


def check_apart(data: Manifest, found: dict[str, list[int]]) -> None:
    """Every clip in one part, every subject too."""
    assert sorted(itertools.chain(*found.values())) == list(range(len(data)))
    for one, other in itertools.combinations(found.values(), 2):
        assert not subjects(data, one) & subjects(data, other)


@pytest.mark.parametrize("val_share", [0.1, 0.2, 0.5])
def test_val_is_cut_out_of_train_by_whole_subjects(val_share: float) -> None:
    data = manifest([*persons(20, split="train"), *({"split": "test", "subject": "Eve"},) * 5])
    found = parts(data, val_share=val_share)
    check_apart(data, found)
    assert found["test"] == list(range(120, 125))
    assert len(found["val"]) == val_share * 120


def test_parts_are_in_the_order_of_the_manifest() -> None:
    for rows in parts(manifest(persons(9))).values():
        assert rows == sorted(rows)


@pytest.mark.parametrize("fold", [1, 2, 3])
def test_a_fold_is_tested_and_the_others_are_learned(fold: int) -> None:
    rows = [row | {"fold": number % 3 + 1} for number, row in enumerate(persons(12))]
    data = manifest(rows)
    found = parts(data, fold=fold)
    check_apart(data, found)
    assert found["test"] == [row for row in range(len(data)) if row % 3 + 1 == fold]
    assert found["val"]


def test_the_val_part_of_a_fold_never_holds_what_other_folds_decide() -> None:
    """Its clips come from the training folds, whichever subjects these hold."""
    rows = [row | {"fold": number % 2 + 1} for number, row in enumerate(persons(10))]
    for fold in (1, 2):
        assert not set(parts(manifest(rows), fold=fold)["val"]) & set(range(fold - 1, 60, 2))


def test_an_official_val_part_is_kept() -> None:
    rows = [row | {"split": ("train", "val", "test")[n % 3]} for n, row in enumerate(persons(9))]
    found = parts(manifest(rows))
    assert found == {part: list(range(n, 54, 3)) for n, part in enumerate(("train", "val", "test"))}


def test_without_parts_everything_is_train_and_val() -> None:
    data = manifest(persons(10))
    found = parts(data)
    check_apart(data, found)
    assert not found["test"]
    assert len(found["val"]) == 12


def test_without_subjects_every_label_gives_its_share() -> None:
    rows = [{"label": LABELS[n % 3 if n % 4 else 0]} for n in range(200)]
    data = manifest(rows)
    found = parts(data, val_share=0.1)
    for label in LABELS:
        total = sum(row["label"] == label for row in rows)
        taken = sum(rows[n]["label"] == label for n in found["val"])
        assert taken == pytest.approx(0.1 * total, abs=0.5)


def test_clips_of_nobody_stand_for_themselves_among_subjects() -> None:
    data = manifest([*persons(5), *({"label": "sad"},) * 30])
    found = parts(data)
    known = {part: subjects(data, rows) - {None} for part, rows in found.items()}
    assert not known["train"] & known["val"]
    assert {None} < subjects(data, found["train"]) | subjects(data, found["val"])
    assert 0 < len(found["val"]) < 30


def test_the_order_of_clips_does_not_matter() -> None:
    """Names decide, whatever the order on disk."""
    rows = [{"clip": f"c{n}"} | row for n, row in enumerate(persons(15))]
    one, other = manifest(rows), manifest(rows[::-1])
    first, second = parts(one), parts(other)
    for split in get_args(Split):
        found = {rows[::-1][n]["clip"] for n in second[split]}
        assert {rows[n]["clip"] for n in first[split]} == found


def test_a_larger_share_keeps_the_subjects_of_a_smaller_one() -> None:
    data = manifest(persons(20))
    assert set(parts(data, val_share=0.1)["val"]) < set(parts(data, val_share=0.3)["val"])


@pytest.mark.parametrize("count", [2, 3, 4])
def test_of_a_few_subjects_one_is_kept_back(count: int) -> None:
    data = manifest(persons(count))
    found = parts(data, val_share=0.1)
    check_apart(data, found)
    assert len(subjects(data, found["val"])) == 1


def test_a_subject_with_most_clips_is_learned_from() -> None:
    """Whatever order the names give: somebody of about the wanted size is kept back."""
    for name in map(str, range(20)):
        large = [{"subject": name}] * 90
        data = manifest([*large, *persons(5, clips=2)])
        found = parts(data, val_share=0.1)
        assert name not in subjects(data, found["val"])
        assert 8 <= len(found["val"]) <= 10


def test_of_a_single_subject_nothing_is_kept_back() -> None:
    assert not parts(manifest(persons(1)))["val"]


def test_of_every_label_with_two_clips_one_is_kept_back() -> None:
    rows = [{"label": label} for label in ("happy", "happy", "sad", "sad", "angry")]
    found = parts(manifest(rows), val_share=0.1)
    assert sorted(rows[n]["label"] for n in found["val"]) == ["happy", "sad"]
    assert sorted(rows[n]["label"] for n in found["train"]) == ["angry", "happy", "sad"]


def test_never_all_of_train_is_kept_back() -> None:
    assert parts(manifest(persons(3)), val_share=0.99)["train"]


def test_a_missing_fold_is_an_error() -> None:
    data = manifest([row | {"fold": n % 2 + 1} for n, row in enumerate(persons(4))])
    with pytest.raises(SourceError, match=r"folds \[1, 2\].*data.fold"):
        parts(data)
    with pytest.raises(SourceError, match=r"no fold 3, but \[1, 2\]"):
        parts(data, fold=3)


def test_a_fold_is_of_no_account_where_there_are_none() -> None:
    data = manifest(persons(4))
    assert parts(data, fold=1) == parts(data)


def test_official_parts_keep_their_meaning_beside_folds() -> None:
    """Rows without a fold keep their part; test clips are tested whatever the fold."""
    rows = [
        {"split": split, "fold": fold}
        for fold in (None, 1, 2)
        for split in ("train", "val", "test", None)
    ]
    found = parts(manifest(rows), fold=1)
    assert found == {"train": [0, 3, 8, 11], "val": [1, 9], "test": [2, 4, 5, 6, 7, 10]}


def test_with_no_share_all_of_the_training_part_is_learned_from() -> None:
    found = parts(manifest([*persons(8), *persons(4, split="test")]), val_share=0.0)
    assert [len(found[split]) for split in ("train", "val", "test")] == [48, 0, 24]
    official = parts(manifest([*persons(4), *persons(2, split="val")]), val_share=0.0)
    assert official["val"]
