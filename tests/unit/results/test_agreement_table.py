from __future__ import annotations

import numpy as np

from svfap_core.results.agreement import agreement_of
from svfap_core.results.agreement_table import (
    ConfusionSchema,
    LabelAgreementSchema,
    ScoreAgreementSchema,
    confusion_rows,
    label_agreement_rows,
    score_agreement_rows,
)
from svfap_core.results.comparison import OTHER, compare_results
from svfap_core.results.edits import TimeRange
from tests.scenes import people, talk


def test_scores_have_a_row_each() -> None:
    found = compare_results(people(talk()), people(talk()), (0, 0))
    rows = list(score_agreement_rows(found, [TimeRange(2, 4)]))
    assert [row["score"] for row in rows] == list(found.scores)
    assert all(tuple(row) == ScoreAgreementSchema().names for row in rows)
    assert {(row["n"], row["mean_abs_difference"]) for row in rows} == {(20, 0.0)}


def test_labels_come_together_and_one_by_one() -> None:
    found = agreement_of(np.array([[6, 1, 0], [2, 0, 0], [0, 0, 0]]), ("happy", OTHER, "sad"))
    rows = list(label_agreement_rows(found))
    assert [row["label"] for row in rows] == ["all", "happy", "other or none"]
    assert all(tuple(row) == LabelAgreementSchema().names for row in rows)
    together, happy, _ = rows
    assert (together["agreement"], together["n"]) == (round(6 / 9, 5), 9)
    assert (happy["n_a"], happy["n_b"], happy["n_both"]) == (7, 8, 6)
    assert happy["agreement"] == round(6 / 9, 5)


def test_the_confusion_matrix_has_a_column_for_each_label() -> None:
    found = agreement_of(np.array([[6, 1], [2, 0]]), ("happy", OTHER))
    rows = list(confusion_rows(found))
    assert rows == [
        {"a": "happy", "b_happy": 6, "b_other or none": 1},
        {"a": "other or none", "b_happy": 2, "b_other or none": 0},
    ]
    assert all(column.meaning for column in ConfusionSchema(found.labels).columns)
