"""Comparisons of levels: figures, missing values, families, errors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from svfap_core.study.comparing.compare import (
    ComparisonError,
    Design,
    as_family,
    compare,
    design_of,
)
from svfap_core.study.comparing.effect_sizes import g_between, g_within
from svfap_core.study.comparing.permutation import permute_between, permute_within
from svfap_core.study.comparing.resampling import Resampling

FEW = Resampling(resamples=199, permutations=199)
LEVELS = ("rest", "film", "talk")


def within(n: int = 12, effect: float = 0.8) -> np.ndarray:
    """Persons differ much more than conditions."""
    rng = np.random.default_rng(2)
    return rng.normal(0, 3, (n, 1)) + rng.normal(0, 0.5, (n, 3)) + np.array([0, 0, effect])


def between(sizes: tuple[int, ...] = (11, 12, 13)) -> np.ndarray:
    values = np.full((sum(sizes), len(sizes)), np.nan)
    start = 0
    for place, size in enumerate(sizes):
        values[start : start + size, place] = np.random.default_rng(place).normal(place, 1, size)
        start += size
    return values


def test_two_levels_within() -> None:
    values = within()[:, 1:]
    found = compare(values, LEVELS[1:], Design.WITHIN, FEW)
    assert found.omnibus is None
    (difference,) = found.differences
    film, talk = values.T
    assert difference.levels == ("film", "talk")
    assert difference.n == (12, 12)
    assert difference.means == pytest.approx((film.mean(), talk.mean()))
    assert difference.difference.value == pytest.approx(film.mean() - talk.mean())
    assert difference.g.value == pytest.approx(float(g_within(film, talk)))
    assert difference.p == difference.p_holm == permute_within((film, talk), FEW).p
    for figure in (difference.difference, difference.g):
        assert figure.low is not None
        assert figure.high is not None
        assert figure.value is not None
        assert figure.low < figure.value < figure.high < 0, "as talk was raised"


def test_three_levels_between() -> None:
    values = between()
    found = compare(values, LEVELS, Design.BETWEEN, FEW)
    groups = tuple(column[np.isfinite(column)] for column in values.T)
    assert found.omnibus is not None
    assert found.omnibus.n == (11, 12, 13)
    assert found.omnibus.p == permute_between(groups, FEW).p
    assert [each.levels for each in found.differences] == [
        ("rest", "film"),
        ("rest", "talk"),
        ("film", "talk"),
    ]
    last = found.differences[-1]
    assert last.n == (12, 13)
    assert last.left_out == 0
    assert last.g.value == pytest.approx(float(g_between(*groups[1:])))
    assert last.difference.n == 25


def test_missing_values_are_counted_and_used_where_they_can_be() -> None:
    values = within()
    values[0, 0] = values[1, 2] = np.nan
    values[2] = np.nan
    found = compare(values, LEVELS, Design.WITHIN, FEW)
    assert found.omnibus is not None
    assert (found.omnibus.n, found.omnibus.left_out) == ((9, 9, 9), 3)
    assert [each.n[0] for each in found.differences] == [10, 9, 10]
    assert [each.left_out for each in found.differences] == [2, 3, 2]
    groups = between()
    groups[0] = np.nan
    assert [x.left_out for x in compare(groups, LEVELS, Design.BETWEEN, FEW).differences] == [1] * 3


def test_all_tests_of_a_family_are_adjusted_together() -> None:
    several = [compare(within(effect=by), LEVELS, Design.WITHIN, FEW) for by in (0.8, 0.0)]
    several.append(compare(within()[:, 1:], LEVELS[1:], Design.WITHIN, FEW))
    found = as_family(several)
    tests = [test for each in found for test in (each.omnibus, *each.differences) if test]
    assert len(tests) == 4 + 4 + 1
    theirs = multipletests([test.p for test in tests], method="holm")[1]
    assert [test.p_holm for test in tests] == pytest.approx(theirs)
    assert as_family(found) == found, "adjusted from p, however often"


def test_the_seed_decides() -> None:
    first, again = (compare(within(), LEVELS, Design.WITHIN, FEW) for _ in range(2))
    assert first == again
    other = Resampling(seed=1, resamples=199, permutations=199)
    assert compare(within(), LEVELS, Design.WITHIN, other) != first


def test_few_participants_have_no_interval_but_a_p() -> None:
    (found,) = compare(within(6)[:, 1:], LEVELS[1:], Design.WITHIN, FEW).differences
    assert found.exact
    assert found.p >= 2 / 64
    assert found.difference.low is None
    assert "10 participants" in found.difference.note


def test_too_few_are_refused() -> None:
    values = within(6)
    values[0, 1] = np.nan
    with pytest.raises(ComparisonError, match=r"rest \+ film: 5 participants .* 6 are needed"):
        compare(values, LEVELS, Design.WITHIN, FEW)
    with pytest.raises(ComparisonError, match="film: 3 participants have values, 4 are needed"):
        compare(between((5, 3, 5)), LEVELS, Design.BETWEEN, FEW)


def test_wrong_input_is_refused() -> None:
    with pytest.raises(ValueError, match="several levels: compare within"):
        compare(within(), LEVELS, Design.BETWEEN, FEW)
    with pytest.raises(ValueError, match="different names"):
        compare(within(), ("a", "a", "b"), Design.WITHIN, FEW)
    with pytest.raises(ValueError, match=r"give \(participants, 2\)"):
        compare(within(), ("a", "b"), Design.WITHIN, FEW)
    with pytest.raises(ValueError, match="infinite"):
        compare(np.full((9, 2), np.inf), "ab", Design.WITHIN, FEW)


def test_the_design_follows_from_who_was_recorded_where() -> None:
    assert design_of(np.isfinite(within())) is Design.WITHIN
    assert design_of(np.isfinite(between())) is Design.BETWEEN


@settings(max_examples=6, deadline=None)
@given(scale=st.sampled_from([0.01, 1.0, 100.0]), offset=st.sampled_from([-5.0, 0.0, 1e4]))
def test_units_change_no_test(scale: float, offset: float) -> None:
    for values, design in ((within(), Design.WITHIN), (between(), Design.BETWEEN)):
        plain, other = (compare(x, LEVELS, design, FEW) for x in (values, values * scale + offset))
        for a, b in zip(plain.differences, other.differences, strict=True):
            assert a.p == b.p
            assert a.g.value == pytest.approx(b.g.value)
            assert a.difference.value is not None
            assert b.difference.value == pytest.approx(a.difference.value * scale)
        assert plain.omnibus is not None
        assert other.omnibus is not None
        assert plain.omnibus.p == other.omnibus.p


def test_equal_values_are_no_error() -> None:
    (found,) = compare(np.full((12, 2), 0.3), "ab", Design.WITHIN, FEW).differences
    assert (found.p, found.difference.value, found.g.value) == (1, 0, None)
    assert found.difference.low is None
