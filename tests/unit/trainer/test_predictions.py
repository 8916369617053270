"""Predictions: what is refused at birth, what a file holds, how folds and groups are pooled."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from svfap_core.errors import OutputError
from trainer.pooling import average_groups, pool
from trainer.predictions import Predictions, write_predictions

CLIPS = ("a/1", "a/2", "b/1")


def predictions(clips: tuple[str, ...] = CLIPS, **changed: Any) -> Predictions:
    n = len(clips)
    rng = np.random.default_rng(n)
    given: dict[str, Any] = {
        "clips": clips,
        "subjects": tuple(clip.split("/")[0] for clip in clips),
        "folds": (1,) * n,
        "groups": (None,) * n,
        "classes": ("happy", "sad"),
        "log_probabilities": np.log(rng.dirichlet((1, 1), n)),
        "labels": np.arange(n, dtype=np.int64) % 3 - 1,
        "values": ("valence", "openness"),
        "predicted": rng.normal(size=(n, 2)),
        "truth": np.where(rng.random((n, 2)) < 0.3, np.nan, rng.random((n, 2))),
    }
    return Predictions(**(given | changed))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"clips": ("a", "b", "a")}, "clips must have different names, but 'a' repeats"),
        ({"subjects": ("x",)}, "1 subjects for 3 clips"),
        ({"folds": (1, 2)}, "2 folds for 3 clips"),
        ({"groups": ()}, "0 groups for 3 clips"),
        ({"classes": ("happy", "happy")}, "'p_happy' repeats"),
        ({"values": ("valence", "label")}, "'label' repeats"),
        ({"log_probabilities": np.zeros((3, 3))}, r"log_probabilities is float64 \(3, 3\)"),
        ({"log_probabilities": np.zeros((3, 2))}, "clip a/1 has probabilities that do not sum"),
        ({"log_probabilities": np.full((3, 2), 0.5)}, "clip a/1 has a log-probability outside"),
        ({"log_probabilities": np.array([[-0.7, -0.7], [0, -np.inf], [0, -9]])}, "clamp"),
        ({"log_probabilities": np.full((3, 2), np.nan)}, "log-probability outside"),
        ({"labels": np.array([0, 2, 0])}, "clip a/2 has a label outside -1..1"),
        ({"labels": np.array([0, -2, 0])}, "clip a/2 has a label outside -1..1"),
        ({"labels": np.zeros(3, np.int32)}, r"labels is int32 \(3,\); it must be int64"),
        ({"predicted": np.array([[0, 0], [0, np.nan], [0, 0]])}, "clip a/2 .* diverged"),
        ({"truth": np.array([[0, 0], [0, 0], [1.01, 0]])}, "clip b/1 has a true value out of"),
        ({"truth": np.array([[0, 0], [0, -0.5], [0, 0]])}, "clip a/2 has a true value out of"),
        ({"truth": np.array([[0, 0], [np.inf, 0], [0, 0]])}, "clip a/2 has a true value out of"),
        ({"classes": (), "log_probabilities": np.zeros((3, 0))}, "label outside"),
        ({"shares": np.array([[0, 0], [0.6, 0.3], [0, 1]])}, "clip a/2 has shares of raters that"),
        ({"shares": np.array([[0, 0], [0, 1], [1.5, -0.5]])}, "clip b/1 has shares of raters that"),
        ({"shares": np.zeros((3, 3))}, r"shares is float64 \(3, 3\)"),
    ],
)
def test_what_cannot_be_is_refused_and_named(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        predictions(**changed)


def test_nothing_to_predict_is_refused() -> None:
    nothing = {"classes": (), "log_probabilities": np.zeros((3, 0)), "labels": np.full(3, -1)}
    none = {"values": (), "predicted": np.zeros((3, 0)), "truth": np.zeros((3, 0))}
    assert len(predictions(**nothing)) == 3
    with pytest.raises(ValueError, match="at least one"):
        predictions(**nothing, **none)
    with pytest.raises(ValueError, match="at least one"):
        predictions(())


def test_arrays_cannot_be_changed_any_more() -> None:
    made = predictions()
    for array in (made.log_probabilities, made.labels, made.predicted, made.truth, made.shares):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_clips_of_a_subject_count_together_and_those_of_nobody_alone() -> None:
    assert predictions().units().tolist() == [0, 0, 1]
    assert predictions(subjects=("b", None, "b")).units().tolist() == [0, 1, 0]
    nobody = predictions(subjects=(None, None, None))
    assert nobody.units().tolist() == [0, 1, 2]
    assert not nobody.has_subjects


def test_a_file_can_be_read_by_others(tmp_path: Path) -> None:
    made = predictions(truth=np.array([[0.5, np.nan], [np.nan, 0.25], [-1, 1]]))
    write_predictions(tmp_path / "p.parquet", made)
    rows = pq.read_table(tmp_path / "p.parquet").to_pylist()
    assert list(rows[0]) == [
        "clip", "subject", "fold", "group", "label", "p_happy", "p_sad",
        "valence", "openness", "true_valence", "true_openness",
    ]  # fmt: skip
    assert [row["label"] for row in rows] == [None, "happy", "sad"]
    assert [row["true_valence"] for row in rows] == [0.5, None, -1]
    assert rows[0]["p_happy"] + rows[0]["p_sad"] == pytest.approx(1)


def test_shares_of_raters_are_in_the_file_where_they_are_known(tmp_path: Path) -> None:
    made = predictions(shares=np.array([[0.25, 0.75], [0, 0], [1, 0]]))
    assert made.rated().tolist() == [True, False, True]
    write_predictions(tmp_path / "p.parquet", made)
    rows = pq.read_table(tmp_path / "p.parquet").to_pylist()
    assert list(rows[0])[-2:] == ["share_happy", "share_sad"]
    assert [row["share_sad"] for row in rows] == [0.75, None, 0]
    assert not predictions().rated().any()


def test_a_place_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "p.parquet").mkdir()
    with pytest.raises(OutputError, match="choose another"):
        write_predictions(tmp_path / "p.parquet", predictions())
    assert [p.name for p in tmp_path.iterdir()] == ["p.parquet"]


def test_pool_lays_folds_end_to_end() -> None:
    parts = [predictions(("a", "b"), folds=(1, 1)), predictions(("c", "d", "e"), folds=(2, 2, 2))]
    whole = pool(parts)
    assert whole.clips == ("a", "b", "c", "d", "e")
    assert whole.folds == (1, 1, 2, 2, 2)
    assert whole.subjects == whole.clips
    assert whole.labels.tolist() == [-1, 0, -1, 0, 1]
    np.testing.assert_array_equal(whole.truth[2:], parts[1].truth)
    np.testing.assert_array_equal(whole.predicted[:2], parts[0].predicted)
    np.testing.assert_array_equal(whole.log_probabilities[2:], parts[1].log_probabilities)
    rated = [parts[0], predictions(("c", "d", "e"), shares=np.eye(3)[:, :2])]
    assert pool(rated).shares.tolist() == [[0, 0], [0, 0], [1, 0], [0, 1], [0, 0]]


def test_pool_refuses_what_is_not_one_cross_validation() -> None:
    first = predictions(("a", "b"))
    with pytest.raises(ValueError, match="nothing to pool"):
        pool([])
    with pytest.raises(ValueError, match="'b' repeats"):
        pool([first, predictions(("c", "b"))])
    with pytest.raises(ValueError, match=r"classes of part 2 \(sad, happy\)"):
        pool([first, predictions(("c",), classes=("sad", "happy"))])
    with pytest.raises(ValueError, match=r"dimensions of part 3 \(arousal, openness\)"):
        pool([first, predictions(("c",)), predictions(("d",), values=("arousal", "openness"))])


def test_a_copy_with_other_answers_is_checked_again() -> None:
    with pytest.raises(ValueError, match="label outside"):
        replace(predictions(), labels=np.array([5, 5, 5]))


def test_scores_of_a_group_are_averaged_and_count_once() -> None:
    p, predicted = np.array([[0.9, 0.1], [0.4, 0.6], [0.2, 0.8]]), np.array([[0.2], [0.6], [-0.5]])
    made = predictions(
        groups=("a", "a", None),
        log_probabilities=np.log(p),
        labels=np.array([1, 1, 0]),
        values=("valence",),
        predicted=predicted,
        truth=np.array([[0.5], [0.5], [np.nan]]),
        shares=np.array([[0, 0], [0.2, 0.8], [0, 0]]),
    )
    found = average_groups(made)
    assert found.shares.tolist() == [[0.2, 0.8], [0, 0]]
    assert (found.clips, found.subjects, found.folds) == (("a", "b/1"), ("a", "b"), (1, 1))
    assert np.exp(found.log_probabilities) == pytest.approx(np.array([[0.65, 0.35], [0.2, 0.8]]))
    assert found.labels.tolist() == [1, 0]
    assert found.predicted == pytest.approx(np.array([[0.4], [-0.5]]))
    np.testing.assert_array_equal(found.truth, [[0.5], [np.nan]])


@pytest.mark.parametrize(
    "changed", [{"labels": np.array([0, 1, 1])}, {"truth": np.array([[0, 0], [0, 0.1], [0, 0]])}]
)
def test_a_group_has_one_truth(changed: dict[str, Any]) -> None:
    same = {"labels": np.zeros(3, np.int64), "truth": np.zeros((3, 2))}
    made = predictions(groups=("task", "task", None), **(same | changed))
    with pytest.raises(ValueError, match="the clips of task do not have one truth"):
        average_groups(made)
