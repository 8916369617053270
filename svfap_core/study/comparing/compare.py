"""Comparison of the levels of an independent variable, with participants as units.

One value per participant and level goes in, such as the mean of a score; never windows, which
depend on each other. Knows no files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from svfap_core.errors import SvfapError
from svfap_core.messages import Message
from svfap_core.results.agreement import Floats
from svfap_core.study.comparing.effect_sizes import g_between, g_within
from svfap_core.study.comparing.family import holm
from svfap_core.study.comparing.permutation import (
    Tested,
    paired_difference,
    permute_between,
    permute_within,
)
from svfap_core.study.comparing.resampling import Estimate, Resampling, estimate

LEAST_WITHIN = 6
"""Participants: of fewer, no exact test of two levels can give a p of 0.05 (2 / 2 ** 5 = 0.06)."""

LEAST_BETWEEN = 4
"""Participants of each group: with three in each, 2 of 20 permutations are the least, p = 0.1."""


class Design(StrEnum):
    """Whether participants have values at several levels or at one."""

    WITHIN = "within"
    BETWEEN = "between"


class ComparisonError(SvfapError):
    """Levels cannot be compared, as too few participants have values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Of two levels, A - B.

    Attributes:
        levels: Names of A and B.
        n: Participants with values at A and at B; within, these are the same ones.
        left_out: Participants without the values that it takes; see `compare`.
        means: Of A and B, over the participants counted, in the unit of the values.
        difference: Mean of A - mean of B, with its interval, in the unit of the values.
        g: Hedges' g, without a unit: g_s between, g_av within participants.
        p: Two-sided, by permutation, 0..1.
        exact: Whether all permutations were counted.
        p_holm: Adjusted for all tests of the family, 0..1.
    """

    levels: tuple[str, str]
    n: tuple[int, int]
    left_out: int
    means: tuple[float, float]
    difference: Estimate
    g: Estimate
    p: float
    exact: bool
    p_holm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Omnibus:
    """Test of all levels together.

    Attributes:
        f: Of repeated measures within, Welch's between participants; 0 or more.
        n: Participants at each level.
        left_out: Participants without the values that it takes.
        p: By permutation, 0..1.
        exact: Whether all permutations were counted.
        p_holm: Adjusted for all tests of the family, 0..1.
    """

    f: float
    n: tuple[int, ...]
    left_out: int
    p: float
    exact: bool
    p_holm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One measure, compared between all levels.

    Attributes:
        design: Within or between participants.
        omnibus: Of three levels or more; `None` of two, where it is the test of their difference.
        differences: Each pair of levels, in the order of levels.
    """

    design: Design
    omnibus: Omnibus | None
    differences: tuple[Difference, ...]


def design_of(present: NDArray[np.bool_]) -> Design:
    """Within, if any participant has several levels, else between.

    Args:
        present: `(P, L)`, whether participant p was recorded at level l.
    """
    return Design.WITHIN if (present.sum(axis=1) > 1).any() else Design.BETWEEN


def compare(
    values: Floats, levels: Sequence[str], design: Design, resampling: Resampling
) -> Comparison:
    """Compare levels by one measure. Its tests are a family; for more measures, see `as_family`.

    Within participants, a difference takes those with values at both levels, the omnibus test those
    with values at all; the others are counted as left out. Between participants, left out are those
    without any value.

    Args:
        values: `(P, L)`, one value per participant and level; not-a-number where there is none.
        levels: Names of L levels, two or more, all different.
        design: See `design_of`.
        resampling: Draws, seed and confidence.

    Raises:
        ComparisonError: Too few participants have values.
        ValueError: The array has another shape, an infinite value, or a participant has values at
            several levels of a comparison between participants.
    """
    _check(values, levels, design)
    of_pairs = [
        _difference(values, levels, pair, design, resampling)
        for pair in combinations(range(len(levels)), 2)
    ]
    of_all = _omnibus(values, levels, design, resampling) if len(levels) > 2 else None
    whole = Comparison(design=design, omnibus=of_all, differences=tuple(of_pairs))
    return as_family([whole])[0]


def as_family(comparisons: Sequence[Comparison]) -> tuple[Comparison, ...]:
    """Adjust all p values of all comparisons that were asked for together, by Holm's method.

    Omnibus tests and differences alike count as tests: nothing is reported that is not counted.
    """
    tests = [test for each in comparisons for test in (each.omnibus, *each.differences)]
    adjusted = iter(holm([test.p for test in tests if test is not None]))
    return tuple(
        replace(
            each,
            omnibus=replace(each.omnibus, p_holm=next(adjusted)) if each.omnibus else None,
            differences=tuple(replace(test, p_holm=next(adjusted)) for test in each.differences),
        )
        for each in comparisons
    )


def _check(values: Floats, levels: Sequence[str], design: Design) -> None:
    if len(levels) < 2 or len(set(levels)) < len(levels):
        raise ValueError("Give two or more levels of different names")
    if values.ndim != 2 or values.shape[1] != len(levels):
        raise ValueError(f"Values of shape {values.shape}: give (participants, {len(levels)})")
    if np.isinf(values).any():
        raise ValueError("A value is infinite: mark missing values as not-a-number")
    if design is Design.BETWEEN and (np.isfinite(values).sum(axis=1) > 1).any():
        raise ValueError("A participant has values at several levels: compare within participants")


def _difference(
    values: Floats,
    levels: Sequence[str],
    pair: tuple[int, int],
    design: Design,
    resampling: Resampling,
) -> Difference:
    (a, b), left_out = _samples(values, levels, pair, design)
    within = design is Design.WITHIN
    tested = _tested((a, b), design, resampling)
    return Difference(
        levels=(levels[pair[0]], levels[pair[1]]),
        n=(len(a), len(b)),
        left_out=left_out,
        means=(float(a.mean()), float(b.mean())),
        difference=estimate(
            (a, b), paired_difference if within else _mean_difference, resampling, paired=within
        ),
        g=estimate((a, b), g_within if within else g_between, resampling, paired=within),
        p=tested.p,
        exact=tested.exact,
        p_holm=tested.p,
    )


def _omnibus(
    values: Floats, levels: Sequence[str], design: Design, resampling: Resampling
) -> Omnibus:
    samples, left_out = _samples(values, levels, range(len(levels)), design)
    tested = _tested(samples, design, resampling)
    return Omnibus(
        f=tested.statistic,
        n=tuple(len(sample) for sample in samples),
        left_out=left_out,
        p=tested.p,
        exact=tested.exact,
        p_holm=tested.p,
    )


def _tested(samples: tuple[Floats, ...], design: Design, resampling: Resampling) -> Tested:
    permute = permute_within if design is Design.WITHIN else permute_between
    return permute(samples, resampling)


def _samples(
    values: Floats, levels: Sequence[str], places: Sequence[int], design: Design
) -> tuple[tuple[Floats, ...], int]:
    """The values that count at some levels, and how many participants are left out."""
    known = np.isfinite(values)
    if design is Design.WITHIN:
        whole = known[:, places].all(axis=1)
        n = int(whole.sum())
        _refuse_few(n, LEAST_WITHIN, " + ".join(levels[place] for place in places))
        return tuple(values[whole][:, places].T), len(values) - n
    for place in places:
        _refuse_few(int(known[:, place].sum()), LEAST_BETWEEN, levels[place])
    samples = tuple(values[known[:, place], place] for place in places)
    return samples, int((~known.any(axis=1)).sum())


def _refuse_few(n: int, least: int, levels: str) -> None:
    if n < least:
        raise ComparisonError(
            Message("%1: %2 participants have values, %3 are needed", levels, n, least),
            hint="Add participants, or check in the list of exclusions why values are missing",
        )


def _mean_difference(a: Floats, b: Floats, *, axis: int = -1) -> Floats:
    return a.mean(axis=axis) - b.mean(axis=axis)
