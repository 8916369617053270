"""Permutation tests against statsmodels, scipy, all permutations by hand, and null studies."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.anova import AnovaRM
from statsmodels.stats.oneway import anova_oneway

from svfap_core.study.comparing.compare import Design
from svfap_core.study.comparing.permutation import (
    permute_between,
    permute_within,
    repeated_f,
    welch_f,
    welch_t,
)
from svfap_core.study.comparing.resampling import Resampling
from tests.benchmarks.false_positives import Kind, false_positives

FEW = Resampling(permutations=999)
RNG = np.random.default_rng(7)
A, B, C = RNG.normal(0, 1, 9), RNG.normal(0.5, 2, 14), RNG.normal(1, 1, 11)


def test_welch_of_scipy_and_statsmodels() -> None:
    assert float(welch_t(A, B)) == pytest.approx(stats.ttest_ind(A, B, equal_var=False).statistic)
    assert float(welch_f(A, B)) == pytest.approx(float(welch_t(A, B)) ** 2)
    theirs = anova_oneway([A, B, C], use_var="unequal").statistic
    assert float(welch_f(A, B, C)) == pytest.approx(theirs)


def test_repeated_measures_of_statsmodels() -> None:
    values = RNG.normal(0, 1, (8, 3)) + RNG.normal(0, 2, (8, 1))
    table = pd.DataFrame(
        [(p, level, values[p, level]) for p in range(8) for level in range(3)],
        columns=["person", "level", "value"],
    )
    theirs = AnovaRM(table, "value", "person", within=["level"]).fit().anova_table["F Value"]
    assert float(repeated_f(*values.T)) == pytest.approx(theirs.iloc[0])


def test_within_is_exact_by_all_signs() -> None:
    differences = RNG.normal(0.6, 1, 7)
    other = RNG.normal(0, 1, 7)
    sums = [abs(differences @ np.array(signs)) for signs in product((1, -1), repeat=7)]
    by_hand = np.mean([found >= abs(differences.sum()) - 1e-9 for found in sums])
    found = permute_within((other + differences, other), FEW)
    assert found.p == pytest.approx(by_hand)
    assert found.exact


def test_between_is_exact_by_all_groups() -> None:
    a, b = RNG.normal(1, 1, 5), RNG.normal(0, 2, 5)
    whole = np.concatenate([a, b])
    found = permute_between((a, b), FEW)
    t = [
        float(welch_t(whole[list(of_a)], np.delete(whole, of_a)))
        for of_a in combinations(range(10), 5)
    ]
    above, below = (np.mean([side * x >= side * t[0] - 1e-9 for x in t]) for side in (1, -1))
    assert found.p == pytest.approx(min(1, 2 * min(above, below)))
    assert found.exact


def test_many_permutations_are_drawn_and_no_p_is_0() -> None:
    a = np.arange(20.0)
    found = permute_within((a + 5 + a / 100, a), FEW)
    assert found.p == pytest.approx(2 / 1000)
    assert not found.exact
    assert permute_within((a + 5 + a / 100, a), FEW) == found, "same seed"


@pytest.mark.parametrize("offset", [0.0, 0.1, 1e6])
def test_equal_values_give_a_p_of_1(offset: float) -> None:
    same = np.full(6, offset)
    assert permute_within((same, same), FEW).p == 1
    assert permute_within((same, same, same), FEW).p == 1
    assert permute_between((same, same), FEW).p == 1
    assert permute_between((same, same, same), FEW).p == 1


def test_groups_that_do_not_vary_can_differ() -> None:
    assert permute_between((np.zeros(5), np.ones(5)), FEW).p == pytest.approx(2 / 252)


@pytest.mark.parametrize("levels", [2, 3])
@pytest.mark.parametrize("design", list(Design))
def test_studies_without_effect(design: Design, levels: int) -> None:
    kind = Kind(design=design, levels=levels, participants=12)
    ours, by_windows = false_positives(kind, 200, Resampling(permutations=399))
    assert 0.02 <= ours <= 0.09
    assert by_windows > 0.4
