"""Hedges' g against a published example and its definition."""

from __future__ import annotations

import numpy as np
import pytest

from svfap_core.study.comparing.effect_sizes import correction, g_between, g_within

# D. Lakens (2013), Calculating and reporting effect sizes, table 1: ratings of two movies.
FIRST = np.array([9, 7, 8, 9, 8, 9, 9, 10, 9, 9], float)
SECOND = np.array([9, 6, 7, 8, 7, 9, 8, 8, 8, 7], float)


def test_the_example_of_lakens() -> None:
    assert (FIRST.mean(), SECOND.mean()) == (8.7, 7.7)
    assert g_between(FIRST, SECOND) == pytest.approx(1.08, abs=0.005), "d_s 1.13, g_s as published"
    assert g_within(FIRST, SECOND) / correction(9) == pytest.approx(1.13, abs=0.005), "d_av"


@pytest.mark.parametrize("freedom", [3, 9, 18, 60, 400])
def test_the_correction_is_near_the_usual_approximation(freedom: int) -> None:
    assert correction(freedom) == pytest.approx(1 - 3 / (4 * freedom - 1), abs=0.01)
    assert correction(freedom) < 1


def test_it_is_not_biased() -> None:
    rng = np.random.default_rng(3)
    a, b = rng.normal(0.8, 1, (40_000, 8)), rng.normal(0, 1, (40_000, 8))
    assert float(np.mean(g_between(a, b))) == pytest.approx(0.8, abs=0.01)
    # Within, freedom is n - 1 where levels are alike up to an offset; of independent ones it is up
    # to twice that, and g_av a little small.
    alike = a - 0.8 + rng.normal(0, 0.1, a.shape)
    assert float(np.mean(g_within(a, alike))) == pytest.approx(0.8, abs=0.01)
    assert 0.74 < float(np.mean(g_within(a, b))) < 0.8


def test_it_has_a_sign_and_no_unit() -> None:
    for of in (g_between, g_within):
        assert of(SECOND, FIRST) == -of(FIRST, SECOND)
        assert of(FIRST * 7 + 2, SECOND * 7 + 2) == pytest.approx(of(FIRST, SECOND))
