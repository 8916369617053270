"""ICC(2,1) against the published example, and what must hold."""

from __future__ import annotations

import numpy as np
import pytest

from svfap_core.study.comparing.icc import icc

# P. E. Shrout and J. L. Fleiss (1979), table 2: six targets, four judges.
SHROUT_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float
)


def test_the_example_of_shrout_and_fleiss() -> None:
    found = icc(SHROUT_FLEISS)
    assert found.icc == pytest.approx(0.29, abs=0.005), "as published"
    # As R's psych::ICC gives it.
    assert (found.low, found.high) == pytest.approx((0.019, 0.761), abs=0.0005)
    assert (found.n, found.left_out) == (6, 0)


def test_missing_values_are_counted() -> None:
    more = np.vstack([SHROUT_FLEISS, [1, np.nan, 2, 3]])
    found = icc(more)
    assert found.icc == icc(SHROUT_FLEISS).icc
    assert (found.n, found.left_out) == (6, 1)


def test_an_offset_of_a_coder_counts_as_disagreement() -> None:
    values = np.arange(12.0)
    alike, shifted = (icc(np.stack([values, values + by], 1)) for by in (0, 3))
    assert (alike.icc, alike.low) == (1.0, None)
    assert shifted.icc is not None
    assert shifted.icc == pytest.approx(13 / (13 + 4.5)), "variances of persons and of coders"
    assert shifted.low is not None
    assert shifted.low < shifted.icc


def test_the_interval_covers_what_it_should() -> None:
    rng = np.random.default_rng(5)
    hits = 0
    for _ in range(400):
        persons, coders = rng.normal(0, 1, (20, 1)), rng.normal(0, 0.5, (1, 4))
        found = icc(persons + coders + rng.normal(0, 0.7, (20, 4)))
        assert found.low is not None
        assert found.high is not None
        hits += found.low <= 1 / (1 + 0.25 + 0.49) <= found.high
    assert 0.92 <= hits / 400 <= 0.98


def test_what_is_not_defined() -> None:
    assert icc(np.full((5, 2), 3.0)).icc is None
    assert icc(np.full((5, 2), np.nan)).icc is None
    with pytest.raises(ValueError, match="2 coders or more"):
        icc(np.zeros((5, 1)))
