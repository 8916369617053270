"""Bootstrap intervals over participants: equal to scipy's, honest where there is none."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from svfap_core.study.comparing.permutation import paired_difference
from svfap_core.study.comparing.resampling import (
    LEAST_FOR_INTERVAL,
    Resampling,
    estimate,
    estimate_over,
)

FEW = Resampling(resamples=999, permutations=999)
VALUES = np.random.default_rng(1).gamma(1, 1, 20)


def mean(values: np.ndarray, *, axis: int = -1) -> np.ndarray:
    return values.mean(axis=axis)


def test_it_is_the_bca_interval_of_scipy() -> None:
    found = estimate((VALUES,), mean, FEW)
    theirs = stats.bootstrap((VALUES,), np.mean, n_resamples=999, method="BCa", rng=FEW.rng())
    assert (found.low, found.high) == pytest.approx(tuple(theirs.confidence_interval))
    assert (found.value, found.n, found.note) == (pytest.approx(VALUES.mean()), 20, "")


def test_pooled_material_has_the_same_interval() -> None:
    found = estimate_over(20, lambda places: float(VALUES[places].mean()), FEW)
    assert (found.low, found.high) == pytest.approx(
        (estimate((VALUES,), mean, FEW).low, estimate((VALUES,), mean, FEW).high)
    )


def test_a_seed_decides_and_confidence_widens() -> None:
    assert estimate((VALUES,), mean, FEW) == estimate((VALUES,), mean, FEW)
    other = estimate((VALUES,), mean, Resampling(seed=1, resamples=999))
    assert other.low != estimate((VALUES,), mean, FEW).low
    wide = estimate((VALUES,), mean, Resampling(resamples=999, confidence=0.99))
    assert wide.low is not None
    assert other.low is not None
    assert wide.low < other.low


def test_a_pair_is_drawn_together() -> None:
    # A person effect that pairs cancel: without pairs the interval would be hundreds wide.
    a, b = VALUES + np.arange(20) * 100, np.arange(20.0) * 100
    found = estimate((a, b), paired_difference, FEW, paired=True)
    assert found.n == 20
    assert found.low is not None
    assert found.high is not None
    assert found.high - found.low < 2


def test_where_there_is_no_interval_a_note_says_why() -> None:
    few = estimate((VALUES[: LEAST_FOR_INTERVAL - 1],), mean, FEW)
    assert few.value is not None
    assert few.low is few.high is None
    assert "needs 10 participants" in few.note
    assert "agree" in estimate((np.ones(12),), mean, FEW).note
    undefined = estimate_over(12, lambda places: None if 3 not in places else 1.0, FEW)
    assert (undefined.value, undefined.low) == (1.0, None)
    assert "some resamples" in undefined.note
    assert estimate_over(12, lambda _: None, FEW).value is None
    assert estimate_over(0, lambda _: math.pi, FEW).note == "No participant"


def test_bad_settings_are_refused() -> None:
    with pytest.raises(ValueError, match="99 resamples"):
        Resampling(resamples=99)
    with pytest.raises(ValueError, match="5 permutations"):
        Resampling(permutations=5)
    with pytest.raises(ValueError, match="confidence"):
        Resampling(confidence=95)
    with pytest.raises(ValueError, match="seed"):
        Resampling(seed=-1)
