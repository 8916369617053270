"""Folds of a cross-validation: every clip is tested once, by what shares nothing with it."""

from __future__ import annotations

import random
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from svfap_core.errors import SourceError
from tests.unit.trainer.data.test_splits import CLIP, LABELS, manifest, persons
from trainer.data.bonds import BONDS
from trainer.data.catalogue import Split
from trainer.data.folds import folds_of, known_folds
from trainer.data.splits import parts_of


def shared(rows: list[dict[str, Any]], numbers: list[int], bond: str) -> set[str]:
    """What is in two folds."""
    of: dict[str, set[int]] = {}
    for row, number in zip(rows, numbers, strict=True):
        still = bond == "source" and row.get("num_frames") == 1
        if number and row.get(bond) and not still:
            of.setdefault(row[bond], set()).add(number)
    return {value for value, found in of.items() if len(found) > 1}


@given(st.lists(CLIP, min_size=2, max_size=60), st.integers(2, 6))
def test_no_two_folds_share_anything(rows: list[dict[str, Any]], count: int) -> None:
    data = manifest(rows)
    try:
        numbers = folds_of(data, count).tolist()
    except SourceError as error:
        assert "too few" in str(error)  # noqa: PT017
        assume(False)  # noqa: FBT003
        raise
    assert {*numbers} == {*range(1, count + 1)}
    assert not any(shared(rows, numbers, bond) for bond in BONDS)


def test_folds_have_the_classes_of_the_whole() -> None:
    numbers = folds_of(manifest(persons(20)), 5)
    labels = np.array([row["label"] for row in persons(20)])
    for fold in range(1, 6):
        assert [int((labels[numbers == fold] == label).sum()) for label in LABELS] == [8, 8, 8]


def test_the_order_of_clips_does_not_move_them() -> None:
    rows = [row | {"clip": f"c{n}"} for n, row in enumerate(persons(11, clips=4))]
    found = {}
    for seed in range(3):
        random.Random(seed).shuffle(rows)
        data = manifest(rows)
        for name, fold in zip(data.column("clip"), folds_of(data, 4).tolist(), strict=True):
            found.setdefault(name, set()).add(fold)
    assert all(len(folds) == 1 for folds in found.values())


def test_each_subject_is_left_out_once_in_the_order_of_names() -> None:
    rows = persons(12, clips=3)
    found = dict(
        zip(
            (row["subject"] for row in rows),
            folds_of(manifest(rows), "subject").tolist(),
            strict=True,
        )
    )
    assert found == {f"person{number}": number + 1 for number in range(12)}


def test_subjects_in_one_video_are_left_out_together() -> None:
    rows = [{"subject": name, "source": f"{name[0]}.mp4"} for name in ("ann", "amy", "ben", "cem")]
    assert folds_of(manifest(rows), "subject").tolist() == [1, 1, 2, 3]


@pytest.mark.parametrize(
    ("rows", "folds", "said"),
    [
        (persons(3), 4, "3 subjects or unconnected clips: too few for 4 folds"),
        ([*persons(3), {"label": "sad"}], "subject", "does not say whom 1 clips show"),
        (persons(1), "subject", "no subject can be left out"),
    ],
)
def test_what_cannot_be_divided_is_refused(
    rows: list[dict[str, Any]], folds: Any, said: str
) -> None:
    with pytest.raises(SourceError, match=said):
        folds_of(manifest(rows), folds)


def test_an_official_test_part_is_in_no_fold() -> None:
    rows = [*persons(6), {"split": "test"}, {"split": "val", "subject": "person0"}]
    data = manifest(rows)
    numbers = folds_of(data, 3)
    assert numbers[-2] == 0
    assert numbers[-1] == numbers[0]
    for fold in known_folds(data, 3):
        parts = parts_of(data, fold=fold, folds=3, val_share=0.0).rows
        assert not any(len(rows) - 2 in rows_of for rows_of in parts.values())
        assert parts["test"].tolist() == np.flatnonzero(numbers == fold).tolist()
        assert parts["train"].tolist() == np.flatnonzero((numbers != fold) & (numbers > 0)).tolist()


@pytest.mark.parametrize("folds", [None, 3, "subject"])
def test_fold_0_learns_from_all_folds(folds: Any) -> None:
    rows = [{"subject": f"p{n}", "fold": n % 3 + 1} for n in range(9)]
    found = parts_of(manifest(rows), fold=0, folds=folds, val_share=0.0).rows
    sizes: dict[Split, int] = {name: len(found[name]) for name in get_args(Split)}
    assert sizes == {"train": 9, "val": 0, "test": 0}


def test_own_folds_take_the_place_of_official_ones() -> None:
    rows = [{"subject": f"p{n}", "fold": n % 3 + 1} for n in range(8)]
    assert known_folds(manifest(rows)) == [1, 2, 3]
    assert known_folds(manifest(rows), 2) == [1, 2]
