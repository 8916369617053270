"""Permutation tests of levels, between and within participants.

A test compares the statistic with what it is when the labels of participants (between) or of the
values of each participant (within; with two levels: the signs of differences) are exchanged. Where
there are no more permutations than allowed all are counted, and the test is exact.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import stats

from svfap_core.results.agreement import Floats
from svfap_core.study.comparing.resampling import Resampling

_TINY = 1e-12
"""Of the spread of all values: less than that is rounding."""
_LEAST = 1e-200


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """The result of a permutation test.

    Attributes:
        statistic: Of the data.
        p: Two-sided for two levels, 0..1; never 0.
        exact: Whether all permutations were counted.
    """

    statistic: float
    p: float
    exact: bool


def permute_within(levels: tuple[Floats, ...], resampling: Resampling) -> Tested:
    """Test whether levels differ within participants.

    Two levels: mean difference by exchange of signs (R. A. Fisher (1935), The design of
    experiments, section 21). More: F of repeated measures by exchange of the values within each
    participant, which asks that all levels vary and correlate alike if none differs.

    Args:
        levels: Two or more, each `(n,)`, of the same participants in the same order.
        resampling: Permutations and seed.
    """
    count, n = len(levels), len(levels[0])
    statistic = paired_difference if count == 2 else repeated_f
    return _tested(
        levels,
        statistic,
        resampling,
        permutation_type="samples",
        total=math.factorial(count) ** n,
    )


def permute_between(groups: tuple[Floats, ...], resampling: Resampling) -> Tested:
    """Test whether groups of participants differ.

    The statistic is Welch's t of two groups and Welch's F of more, so that the test holds for large
    groups of unequal variances and sizes, too: E. Chung and J. P. Romano (2013), Exact and
    asymptotically robust permutation tests, Annals of Statistics 41, 484-507.

    Args:
        groups: Two or more, each `(n,)` of its own n, 2 or more.
        resampling: Permutations and seed.
    """
    sizes = [len(group) for group in groups]
    total = math.factorial(sum(sizes)) // math.prod(math.factorial(size) for size in sizes)
    statistic = welch_t if len(groups) == 2 else welch_f
    return _tested(groups, statistic, resampling, permutation_type="independent", total=total)


def paired_difference(a: Floats, b: Floats, *, axis: int = -1) -> Floats:
    """Mean of A - B, along `axis`."""
    return (a - b).mean(axis=axis)


def welch_t(a: Floats, b: Floats, *, axis: int = -1) -> Floats:
    """Welch's t of two groups, along `axis`; very large where neither varies but means differ."""
    errors = [_variance(group, axis) / group.shape[axis] for group in (a, b)]
    return (a.mean(axis=axis) - b.mean(axis=axis)) / np.sqrt(sum(errors))


def welch_f(*groups: Floats, axis: int = -1) -> Floats:
    """Welch's F of groups, along `axis`.

    B. L. Welch (1951), On the comparison of several mean values, Biometrika 38, 330-336.
    """
    count = len(groups)
    sizes = np.array([group.shape[axis] for group in groups], np.float64)
    means = np.stack([group.mean(axis=axis) for group in groups], axis=-1)
    weights = sizes / np.stack([_variance(group, axis) for group in groups], axis=-1)
    whole = weights.sum(axis=-1, keepdims=True)
    center = (weights * means).sum(axis=-1, keepdims=True) / whole
    above = (weights * (means - center) ** 2).sum(axis=-1) / (count - 1)
    spread = ((1 - weights / whole) ** 2 / (sizes - 1)).sum(axis=-1)
    return above / (1 + 2 * (count - 2) / (count**2 - 1) * spread)


def repeated_f(*levels: Floats, axis: int = -1) -> Floats:
    """F of the levels of an analysis of variance with repeated measures, along `axis`."""
    values = np.stack([np.moveaxis(level, axis, -1) for level in levels], axis=-1)
    n, count = values.shape[-2:]
    of_levels = values.mean(axis=-2, keepdims=True)
    of_persons = values.mean(axis=-1, keepdims=True)
    center = values.mean(axis=(-2, -1), keepdims=True)
    effect = n * ((of_levels - center) ** 2).sum(axis=(-2, -1))
    rest = ((values - of_levels - of_persons + center) ** 2).sum(axis=(-2, -1))
    floor = _TINY * ((values - center) ** 2).sum(axis=(-2, -1)) + _LEAST
    return effect / (count - 1) / (np.maximum(rest, floor) / ((n - 1) * (count - 1)))


def _variance(values: Floats, axis: int) -> Floats:
    """Of a sample; never 0, so that a permutation of equal values has a place among the others."""
    floor = _TINY * (values**2).mean(axis=axis) + _LEAST
    return np.maximum(values.var(axis=axis, ddof=1), floor)


def _tested(
    samples: tuple[Floats, ...],
    statistic: Callable[..., Floats],
    resampling: Resampling,
    *,
    permutation_type: str,
    total: int,
) -> Tested:
    # An offset says nothing, and without it equal values are exactly 0.
    least = min(float(sample.min()) for sample in samples)
    found = stats.permutation_test(
        tuple(sample - least for sample in samples),
        statistic,
        permutation_type=permutation_type,
        vectorized=True,
        n_resamples=resampling.permutations,
        batch=1000,
        alternative="two-sided" if len(samples) == 2 else "greater",
        axis=-1,
        rng=resampling.rng(),
    )
    return Tested(
        statistic=float(found.statistic),
        p=float(found.pvalue),
        exact=total <= resampling.permutations,
    )
