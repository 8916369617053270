"""Intervals against scipy's, against what they promise, and where there must be none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from trainer import intervals
from trainer.intervals import (
    LEAST_UNITS,
    Draws,
    Figure,
    effective_clips,
    mean_proportion,
    proportion,
    wilson,
)


def held(figure: Figure, truth: float) -> bool:
    assert figure.low is not None
    assert figure.high is not None
    return figure.low <= truth <= figure.high


def persons_right(
    rng: np.random.Generator, persons: int, each: float, chance: float, alike: float
) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Clips of persons who differ: chances are beta, `alike` is the correlation within one."""
    sizes = np.maximum(1, rng.poisson(each, persons))
    units = np.repeat(np.arange(persons), sizes)
    spread = 1 / alike - 1
    chances = rng.beta(chance * spread, (1 - chance) * spread, persons)
    return rng.random(len(units)) < chances[units], units


@given(st.integers(1, 400), st.data())
def test_of_different_persons_it_is_wilsons(n: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, n))
    right = np.arange(n) < hits
    figure = proportion(right, np.arange(n))
    expected = stats.binomtest(hits, n).proportion_ci(method="wilson")
    assert (figure.value, figure.n, figure.effective) == (hits / n, n, n)
    assert (figure.low, figure.high) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_six_of_six() -> None:
    right, units = np.ones(6, bool), np.arange(6)
    figure = proportion(right, units)
    assert (figure.value, figure.high) == (1, 1)
    assert figure.low == pytest.approx(0.61, abs=0.005)
    # The same of two persons: nothing tells how alike their clips are, so each counts once.
    of_two = proportion(right, units // 3)
    assert of_two.effective == 2
    assert of_two.low == pytest.approx(wilson(1, 2)[0])
    assert proportion(right, np.zeros(6, np.int64)).effective == 1
    assert proportion(right[:0], units[:0]) == Figure(value=None, n=0)


@pytest.mark.parametrize(
    ("persons", "each", "chance", "alike"),
    [(12, 4, 0.85, 0.02), (12, 10, 0.6, 0.2), (40, 4, 0.6, 0.2), (40, 10, 0.85, 0.1)],
)
def test_a_proportion_holds_the_truth_where_persons_repeat(
    persons: int, each: int, chance: float, alike: float
) -> None:
    rng, worlds = np.random.default_rng(1), 800
    found = [
        held(proportion(*persons_right(rng, persons, each, chance, alike)), chance)
        for _ in range(worlds)
    ]
    assert 0.92 <= np.mean(found) <= 0.98


def test_taken_one_by_one_it_would_not() -> None:
    rng = np.random.default_rng(1)
    found = []
    for _ in range(400):
        right, _ = persons_right(rng, 15, 12, 0.7, 0.2)
        found.append(held(proportion(right, np.arange(len(right))), 0.7))
    assert np.mean(found) < 0.8


@given(st.integers(1, 12), st.integers(1, 9), st.integers(0, 2**32 - 1))
def test_clips_are_worth_between_one_of_each_person_and_all(
    persons: int, each: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    right = rng.random(persons * each) < 0.7
    units = np.repeat(np.arange(persons), each)
    found = effective_clips(right, units)
    assert persons - 1e-9 <= found <= persons * each
    # What persons are called, and in which order clips come, is nothing to it.
    order = rng.permutation(len(right))
    assert effective_clips(right[order], 7 * units[order] + 3) == pytest.approx(found)


@pytest.mark.parametrize("together", [False, True])
def test_a_mean_of_proportions_holds_the_truth(*, together: bool) -> None:
    rng, chances, worlds = np.random.default_rng(2), (0.9, 0.6, 0.75), 400
    persons, each, alike = 20, 3, 0.3
    units = np.repeat(np.arange(persons), each)
    found = []
    for _ in range(worlds):
        ranks = rng.random((len(chances), persons))
        figures, errors = [], np.zeros((persons, len(chances)))
        for k, chance in enumerate(chances):
            spread = 1 / alike - 1
            of_person = stats.beta.ppf(
                ranks[0 if together else k], chance * spread, (1 - chance) * spread
            )
            right = rng.random(len(units)) < of_person[units]
            figures.append(proportion(right, units))
            np.add.at(errors[:, k], units, (right - right.mean()) / len(units))
        found.append(held(mean_proportion(figures, errors), np.mean(chances)))
    assert 0.92 <= np.mean(found) <= 0.98


def test_a_mean_of_proportions_is_never_narrower_than_if_they_were_strangers() -> None:
    figures = [Figure(value=0.5, n=20, low=0.3, high=0.7), Figure(value=0.9, n=20, low=0.7, high=1)]
    alone = mean_proportion(figures, np.eye(2))
    assert (alone.value, alone.n) == (pytest.approx(0.7), 40)
    assert alone.low == pytest.approx(0.7 - (0.2**2 + 0.2**2) ** 0.5 / 2)
    assert alone.high == pytest.approx(0.7 + (0.2**2 + 0.1**2) ** 0.5 / 2)
    against = mean_proportion(figures, np.array([[1.0, -1.0], [-1.0, 1.0]]))
    assert against == alone
    same = mean_proportion(figures, np.array([[1.0, 1.0], [-1.0, -1.0]]))
    assert same.low == pytest.approx(0.7 - (0.2 + 0.2) / 2)


def test_a_bootstrap_needs_units_and_says_so() -> None:
    draws = Draws(np.arange(30) // 3, resamples=200, seed=0, unit="subjects")
    values = np.linspace(0.2, 0.4, 201)
    known = np.ones(30, bool)
    assert draws.figure(values, known).low == pytest.approx(np.quantile(values[1:], 0.025))
    known[-3:] = False
    few = draws.figure(values, known)
    assert (few.value, few.n, few.low, few.high) == (0.2, 27, None, None)
    assert few.note == f"9 subjects: a bootstrap needs {LEAST_UNITS}"
    known[3:] = False
    assert draws.figure(values, known).note.startswith("1 subject:")


def test_resamples_that_agree_are_no_interval() -> None:
    draws = Draws(np.arange(30), resamples=50, seed=0)
    known = np.ones(30, bool)
    same = draws.figure(np.ones(51), known)
    assert same == Figure(value=1, n=30, note="all resamples agree")
    nearly = np.ones(51)
    nearly[-25:] = 0.9
    assert draws.figure(nearly, known).low == 0.9
    assert draws.figure(np.full(51, np.nan), known) == Figure(value=None, n=30)
    # One value without a resample in which it is defined.
    alone = np.full(51, np.nan)
    alone[0] = 0.4
    assert draws.figure(alone, known).low is None


def test_draws_are_the_same_each_time_and_come_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    draws = Draws(np.array([0, 0, 1, 2, 2, 2]), resamples=100, seed=5)
    ones = np.ones((6, 1))
    sums = draws.sums(ones)
    assert sums.shape == (101, 1)
    assert sums[0, 0] == 6
    np.testing.assert_array_equal(sums, draws.sums(ones))
    assert (np.concatenate(list(draws.times())).sum(axis=1) == 3).all()
    monkeypatch.setattr(intervals, "_DRAWS_AT_ONCE", 7 * 3)
    assert len(list(draws.times())) == 15
    assert draws.sums(ones).shape == (101, 1)
    with pytest.raises(ValueError, match="give 0 for none"):
        Draws(np.zeros(1, np.int64), resamples=-1, seed=0)
