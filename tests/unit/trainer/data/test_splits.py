"""Parts of a data set: connected clips stay together, no test clip is learned from."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svfap_core.errors import SourceError
from tests.unit.trainer.miniature import CREATED
from trainer.data.catalogue import Split
from trainer.data.manifest import CropGeometry, Manifest, ManifestInfo, manifest_schema
from trainer.data.splits import BONDS, Leak, parts_of

LABELS = ("happy", "sad", "angry")
INFO = ManifestInfo(
    data_set="Mini", classes=LABELS, crop=CropGeometry(size_px=None), created=CREATED
)


def manifest(rows: Sequence[dict[str, Any]]) -> Manifest:
    named = [{"clip": f"clip{number}"} | row for number, row in enumerate(rows)]
    schema = manifest_schema(INFO, with_shares=False)
    return Manifest(Path(), INFO, pa.Table.from_pylist(named, schema=schema))


def persons(count: int, clips: int = 6, **columns: Any) -> list[dict[str, Any]]:
    """Clips of persons who take turns."""
    return [
        {"subject": f"person{number}", "label": LABELS[turn % 3]} | columns
        for turn in range(clips)
        for number in range(count)
    ]


def parts(
    data: Manifest,
    *,
    fold: int | None = None,
    val_share: float = 0.2,
    test_share: float = 0.0,
) -> dict[str, list[int]]:
    found = parts_of(data, fold=fold, val_share=val_share, test_share=test_share)
    return {split: rows.tolist() for split, rows in found.rows.items()}


def found_warnings(data: Manifest, *, fold: int | None = None) -> tuple[str, ...]:
    return parts_of(data, fold=fold, val_share=0.2).warnings


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
        data = manifest([*large, *persons(5, clips=2, label=None)])
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


# -- what connects clips -------------------------------------------------------------------------


def test_stretches_of_one_video_stay_together() -> None:
    """Of a table with start_s and end_s, as of several faces in one video."""
    rows = [
        {"source": f"{video}.mp4", "start_s": start, "label": LABELS[video % 2]}
        for video in range(6)
        for start in (0.0, 10.0, 20.0)
    ]
    found = parts(manifest(rows))
    sources = {part: {rows[n]["source"] for n in numbers} for part, numbers in found.items()}
    assert sources["val"]
    assert not sources["val"] & sources["train"]


@pytest.mark.parametrize("bond", BONDS)
def test_each_bond_connects(bond: str) -> None:
    """Clips alternate between things of a kind; what is unknown connects nothing."""
    rows = [{bond: f"{n % 5}" if n < 30 else (None, "")[n % 2]} for n in range(60)]
    found = parts(manifest(rows), val_share=0.5)
    known = {part: {rows[n][bond] for n in found[part] if n < 30} for part in ("train", "val")}
    assert known["val"]
    assert not known["val"] & known["train"]
    assert 0 < sum(n >= 30 for n in found["val"]) < 30


def test_bonds_form_chains() -> None:
    """A copy under another name ties its subject to another one."""
    rows = [
        {"subject": "Ann", "content": "x"},
        {"subject": "Bob", "content": "x"},
        {"subject": "Bob", "source": "b.mp4"},
        {"source": "b.mp4", "group": "g"},
        {"group": "g"},
    ]
    chain = manifest([*rows, *({"subject": f"{n}"} for n in range(5))])
    for share in (0.1, 0.3, 0.5, 0.7):
        held = set(parts(chain, val_share=share)["val"])
        assert held & set(range(5)) in (set(), set(range(5)))


def test_stills_of_one_file_are_not_connected_by_it() -> None:
    rows = [{"source": "fer2013.parquet", "num_frames": 1, "content": f"{n}"} for n in range(50)]
    assert len(parts(manifest(rows))["val"]) == 10


CLIP = st.fixed_dictionaries(
    {
        "label": st.sampled_from((*LABELS, None)),
        "subject": st.sampled_from((None, "", *(f"p{n}" for n in range(12)))),
        "group": st.sampled_from((None, None, None, *(f"g{n}" for n in range(12)))),
        "source": st.sampled_from([f"{n}.mp4" for n in range(40)]),
        "content": st.sampled_from((None, *(f"c{n}" for n in range(60)))),
        "num_frames": st.sampled_from((1, 16)),
    }
)
SHARES = st.sampled_from((0.0, 0.05, 0.2, 0.5, 0.9))


@settings(deadline=None)
@given(st.lists(CLIP, max_size=80), SHARES, SHARES)
def test_no_two_parts_share_anything_and_no_class_is_lost(
    rows: list[dict[str, Any]], val_share: float, test_share: float
) -> None:
    data = manifest(rows)
    divided = parts_of(data, fold=None, val_share=val_share, test_share=test_share)
    found = divided.rows
    assert sorted(itertools.chain(*(r.tolist() for r in found.values()))) == [*range(len(rows))]
    for one, other in itertools.combinations(found.values(), 2):
        for bond in BONDS:
            first, second = (
                {
                    rows[n][bond]
                    for n in numbers
                    if rows[n][bond] and not (bond == "source" and rows[n]["num_frames"] == 1)
                }
                for numbers in (one, other)
            )
            assert not first & second
    assert {rows[n]["label"] for n in found["train"]} == {row["label"] for row in rows}
    assert not divided.leaks
    if not val_share:
        assert not len(found["val"])


@settings(deadline=None)
@given(
    st.integers(0, 10**6),
    st.lists(st.integers(1, 20), min_size=3, max_size=3),
    st.sampled_from((0.1, 0.2, 0.5)),
)
def test_classes_keep_their_shares(seed: int, weights: list[int], share: float) -> None:
    """Within what whole groups allow: a few clips of each class."""
    rng = random.Random(seed)
    people = [rng.choices(LABELS, weights, k=rng.randint(1, 4)) for _ in range(rng.randint(40, 90))]
    rows = [{"label": label, "subject": f"{n}"} for n, own in enumerate(people) for label in own]
    found = parts(manifest(rows), val_share=share)
    for label in LABELS:
        total = sum(row["label"] == label for row in rows)
        held = sum(rows[n]["label"] == label for n in found["val"])
        most = max(own.count(label) for own in people)
        assert -most - 2 <= held - share * total <= most


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 5), st.integers(0, 1000), st.sampled_from((0.1, 0.2, 0.5)))
def test_unrelated_clips_move_few_others(more: int, seed: int, share: float) -> None:
    def held(rows: list[dict[str, Any]]) -> set[str]:
        return {rows[n]["clip"] for n in parts(manifest(rows), val_share=share)["val"]}

    old = [{"clip": f"{seed}/{n}", "label": LABELS[n % 3]} for n in range(90)]
    new = [{"clip": f"{seed}/more {n}", "label": LABELS[0]} for n in range(more)]
    before, after = held(old), held([*new, *old])
    moved = before ^ {name for name in after if "more" not in name}
    assert len(moved) <= more


# -- what is reported ----------------------------------------------------------------------------


def test_a_class_of_one_subject_is_learned_and_its_absence_reported() -> None:
    rows = [row for row in persons(10) if row["label"] != "angry"]
    rows += [{"subject": "person3", "label": "angry"}] * 4
    for share in (0.1, 0.3, 0.9):
        divided = parts_of(manifest(rows), fold=None, val_share=share)
        assert divided.counts["train"]["angry"] == 4
        (text,) = divided.warnings
        assert text == "Mini: no clip of val is of the class angry, which has 4 in other parts"


def test_counts_are_by_label_or_most_of_the_raters() -> None:
    info = INFO.model_copy(update={"classes": ("happy", "sad")})
    schema = manifest_schema(info, with_votes=True)
    rows = [{"label": "sad", "votes_happy": 9}, {"votes_happy": 2, "votes_sad": 3}, {}]
    named = [{"clip": str(n), "split": "train"} | row for n, row in enumerate(rows)]
    data = Manifest(Path(), info, pa.Table.from_pylist(named, schema=schema))
    counts = parts_of(data, fold=None, val_share=0).counts
    assert counts["train"] == {"happy": 0, "sad": 2}
    assert counts["val"] == counts["test"] == {"happy": 0, "sad": 0}


def test_leaks_of_official_parts_are_reported_and_nothing_is_moved() -> None:
    rows = [
        {"split": "train", "subject": "Ann", "source": "a.mp4", "content": "a"},
        {"split": "train", "subject": "Bob", "source": "b.mp4", "content": "b"},
        {"split": "test", "subject": "Ann", "source": "c.mp4", "content": "b"},
        {"split": "test", "subject": "Ann", "source": "a.mp4", "content": "d", "group": "g"},
        {"split": "val", "group": "g"},
    ]
    divided = parts_of(manifest(rows), fold=None, val_share=0.5, test_share=0.5)
    assert {part: rows.tolist() for part, rows in divided.rows.items()} == {
        "train": [0, 1],
        "val": [4],
        "test": [2, 3],
    }
    assert divided.leaks == (
        Leak("subject", ("train", "test"), 1, 2),
        Leak("source", ("train", "test"), 1, 1),
        Leak("content", ("train", "test"), 1, 1),
        Leak("group", ("val", "test"), 1, 1),
    )
    assert divided.warnings[:2] == (
        "Mini: 1 subject(s) are in both train and test (2 clips of test)",
        "Mini: 1 source(s) are in both train and test (1 clips of test)",
    )


def test_folds_that_leak_are_reported() -> None:
    rows = [{"fold": n % 2 + 1, "content": f"{n // 3}"} for n in range(12)]
    (text,) = found_warnings(manifest(rows), fold=1)
    assert text == "Mini: copies of 4 source(s) are in both train and test (6 clips of test)"


# -- a test part of one's own --------------------------------------------------------------------


def test_the_test_part_is_cut_out_first() -> None:
    data = manifest(persons(20))
    found = parts(data, val_share=0.25, test_share=0.2)
    check_apart(data, found)
    assert (len(found["test"]), len(found["val"])) == (24, 24)
    assert parts(data, val_share=0, test_share=0.2)["test"] == found["test"]


def test_an_official_test_part_is_no_larger_for_a_share() -> None:
    data = manifest([*persons(9, split="train"), {"split": "test", "subject": "Eve"}])
    assert parts(data, test_share=0.5)["test"] == [54]
    folds = manifest([row | {"fold": n % 9 + 1} for n, row in enumerate(persons(9))])
    assert parts(folds, fold=1, test_share=0.5)["test"] == list(range(0, 54, 9))


def test_a_test_part_shares_nothing_with_an_official_val_part() -> None:
    """Whoever is in both stays: moving them would make a leak."""
    rows = [row | {"split": ("train", "val")[n % 7 == 0]} for n, row in enumerate(persons(10))]
    data = manifest(rows)
    found = parts(data, test_share=0.9)
    assert found["test"]
    assert found["val"] == [n for n in range(60) if n % 7 == 0]
    assert not subjects(data, found["test"]) & subjects(data, found["val"])


def test_a_share_of_nothing_holds_nothing_back() -> None:
    found = parts(manifest(persons(5)), val_share=0)
    assert (found["val"], found["test"]) == ([], [])
