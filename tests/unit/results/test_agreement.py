"""Agreement against published worked examples, other libraries, and what must hold."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import pearsonr
from torchmetrics.functional import (
    cohen_kappa,
    concordance_corrcoef,
)

from svfap_core.results.agreement import agreement_of, label_agreement, score_agreement

# J. M. Bland and D. G. Altman (1986), Statistical methods for assessing agreement between two
# methods of clinical measurement, Lancet 327, 307-310, table 1: first readings, in l/min.
WRIGHT = np.array(
    [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427], float
)
MINI = np.array(
    [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451], float
)

# J. Cohen (1960), table 2: two judges, 200 patients, three diagnoses.
COHEN = np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]])


def test_scores_of_bland_and_altman() -> None:
    found = score_agreement(WRIGHT, MINI)
    assert found.n == 17
    assert found.r == pytest.approx(0.94, abs=0.005), "as published"
    assert found.mean_difference == pytest.approx(-2.1, abs=0.05), "as published"
    assert found.ccc == pytest.approx(
        float(concordance_corrcoef(torch.tensor(WRIGHT), torch.tensor(MINI))), abs=0.002
    )
    assert found.mean_abs_difference == pytest.approx(np.mean(np.abs(WRIGHT - MINI)))


def test_kappa_and_its_maximum_of_cohen() -> None:
    found = agreement_of(COHEN, ("schizophrenia", "neurosis", "psychopathy"))
    assert found.n == 200
    assert found.agreement == pytest.approx(0.70)
    assert found.kappa == pytest.approx(0.492, abs=0.001)
    assert found.kappa_max == pytest.approx(0.831, abs=0.001)
    assert [(one.n_a, one.n_b, one.n_both) for one in found.each] == [
        (120, 100, 88), (60, 60, 40), (20, 40, 12),
    ]  # fmt: skip


def test_kappa_is_that_of_torchmetrics() -> None:
    rng = np.random.default_rng(1)
    a, b = rng.integers(0, 4, 500), rng.integers(0, 4, 500)
    b[:300] = a[:300]
    found = label_agreement(a, b, "wxyz")
    expected = cohen_kappa(torch.tensor(a), torch.tensor(b), task="multiclass", num_classes=4)
    assert found.kappa == pytest.approx(float(expected), abs=1e-5)
    for place, one in enumerate(found.each):
        binary = cohen_kappa(torch.tensor(a == place), torch.tensor(b == place), task="binary")
        assert one.kappa == pytest.approx(float(binary), abs=1e-5)


def test_what_is_not_known_is_left_out() -> None:
    a, b = np.array([1.0, np.nan, 3.0, 4.0]), np.array([1.0, 2.0, np.nan, 4.0])
    assert score_agreement(a, b).n == 2
    labels = label_agreement(np.array([0, -1, 1, 1]), np.array([0, 1, -1, 0]), "xy")
    assert (labels.n, labels.confusion.tolist()) == (2, [[1, 0], [1, 0]])


def test_nothing_and_what_never_changes_have_no_coefficient() -> None:
    empty = score_agreement(np.zeros(0), np.zeros(0))
    assert (empty.n, empty.ccc, empty.mean_abs_difference) == (0, None, None)
    flat = np.full(1000, 0.1)
    same = score_agreement(flat, flat)
    assert (same.ccc, same.r, same.mean_abs_difference) == (None, None, 0.0)
    assert score_agreement(flat, np.full(1000, 0.3)).ccc == pytest.approx(0.0, abs=1e-12)
    one = label_agreement(np.zeros(5, np.int64), np.zeros(5, np.int64), "xy")
    assert (one.agreement, one.kappa, one.kappa_max) == (1.0, None, None)
    nothing = label_agreement(np.zeros(0, np.int64), np.zeros(0, np.int64), "xy")
    assert (nothing.n, nothing.agreement, nothing.kappa) == (0, None, None)


scores = st.lists(
    st.tuples(st.floats(-1, 1, width=32), st.floats(-1, 1, width=32)), min_size=2, max_size=40
)


@given(scores)
def test_concordance_never_exceeds_correlation(pairs: list[tuple[float, float]]) -> None:
    a, b = np.array(pairs, np.float64).T
    found, back = score_agreement(a, b), score_agreement(b, a)
    assert found.ccc == (None if back.ccc is None else pytest.approx(back.ccc, abs=1e-9))
    if found.r is not None and min(a.std(), b.std()) > 1e-4:
        assert found.r == pytest.approx(pearsonr(a, b).statistic, abs=1e-6)
        assert found.ccc is not None
        assert abs(found.ccc) <= abs(found.r) + 1e-9
    if a.std() > 1e-4:
        assert score_agreement(a, a).ccc == pytest.approx(1)


@given(st.lists(st.integers(0, 30), min_size=9, max_size=9))
def test_kappa_stays_below_its_maximum(counts: list[int]) -> None:
    confusion = np.array(counts).reshape(3, 3)
    found, turned = agreement_of(confusion, "xyz"), agreement_of(confusion.T, "xyz")
    assert (found.kappa, found.kappa_max) == (turned.kappa, turned.kappa_max)
    if found.kappa is not None and found.kappa_max is not None:
        assert -1 - 1e-9 <= found.kappa <= found.kappa_max + 1e-9
        assert found.kappa_max <= 1 + 1e-9
    assert sum(one.n_both for one in found.each) == np.trace(confusion)
