"""Hedges' g of two levels, between and within participants. Arrays in, arrays out."""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln

from svfap_core.results.agreement import Floats


def g_between(a: Floats, b: Floats, *, axis: int = -1) -> Floats:
    """Hedges' g_s of two groups: mean A - mean B over the pooled standard deviation, corrected.

    L. V. Hedges (1981), Distribution theory for Glass's estimator of effect size and related
    estimators, Journal of Educational Statistics 6, 107-128, with the exact correction for
    n_A + n_B - 2 degrees of freedom.

    Args:
        a: Values of group A, along `axis`.
        b: Values of group B.
        axis: Of participants.

    Returns:
        Without `axis`; no unit; not finite where no value differs from its group's mean.
    """
    n_a, n_b = a.shape[axis], b.shape[axis]
    squares = (n_a - 1) * _variance(a, axis) + (n_b - 1) * _variance(b, axis)
    freedom = n_a + n_b - 2
    return _standardized(_difference(a, b, axis), squares / freedom, freedom)


def g_within(a: Floats, b: Floats, *, axis: int = -1) -> Floats:
    """Hedges' g_av of two levels of the same participants.

    Mean difference over the root of the mean variance of both levels: G. Cumming (2012),
    Understanding the new statistics, chapter 11, named g_av by D. Lakens (2013), Calculating and
    reporting effect sizes, Frontiers in Psychology 4, 863. Unlike g_z it does not grow with the
    correlation of the levels, so it compares with g of groups. Corrected for n - 1 degrees of
    freedom, exactly.

    Args:
        a: Values of level A, along `axis`.
        b: Values of level B, of the same participants in the same order.
        axis: Of participants.

    Returns:
        Without `axis`; no unit; not finite where no value differs from its level's mean.
    """
    variance = (_variance(a, axis) + _variance(b, axis)) / 2
    return _standardized(_difference(a, b, axis), variance, a.shape[axis] - 1)


def correction(freedom: int) -> float:
    """What takes the bias from Cohen's d, 0..1: exact, by Hedges (1981)."""
    half = freedom / 2
    return float(np.exp(gammaln(half) - gammaln(half - 0.5)) / np.sqrt(half))


def _difference(a: Floats, b: Floats, axis: int) -> Floats:
    return a.mean(axis=axis) - b.mean(axis=axis)


def _variance(values: Floats, axis: int) -> Floats:
    """Of a sample; exactly 0 for equal values, which rounding of their mean might miss."""
    return (values - values.take([0], axis=axis)).var(axis=axis, ddof=1)


def _standardized(difference: Floats, variance: Floats, freedom: int) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return correction(freedom) * difference / np.sqrt(variance)
