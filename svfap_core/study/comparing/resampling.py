"""Confidence intervals by the bootstrap over participants. Knows no figure.

Windows and time units of one participant depend on each other, so whole participants are drawn:
A. C. Davison and D. V. Hinkley (1997), Bootstrap methods and their application, section 3.8.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from svfap_core.messages import Message
from svfap_core.results.agreement import Floats

LEAST_FOR_INTERVAL = 10
"""Participants, in each group: an interval of fewer is far too narrow."""

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resampling:
    """How intervals and p values are computed. Equal values give equal results.

    Attributes:
        seed: Of all random draws, 0 or more.
        resamples: Of the bootstrap, 100 or more.
        permutations: Of a test, 100 or more; where there are no more in all, each is counted once
            and the test is exact.
        confidence: Of intervals, above 0 and below 1.
    """

    seed: int = 0
    resamples: int = 9999
    permutations: int = 9999
    confidence: float = 0.95

    def __post_init__(self) -> None:
        for name in ("resamples", "permutations"):
            if getattr(self, name) < 100:
                raise ValueError(f"{getattr(self, name)} {name} are too few: set 100 or more")
        if not 0 < self.confidence < 1:
            raise ValueError(f"A confidence of {self.confidence}: set one between 0 and 1")
        if self.seed < 0:
            raise ValueError(f"A seed of {self.seed}: set 0 or more")

    def rng(self) -> np.random.Generator:
        """A new generator, so that no result depends on what was computed before it."""
        return np.random.default_rng(self.seed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure and its confidence interval, in the unit of the figure.

    Attributes:
        value: The figure; `None` where it is not defined.
        low: Lower end of the interval; `None` where there is none.
        high: Upper end.
        n: Participants.
        note: Why there is no interval; empty where there is one.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int
    note: str = ""


def estimate(
    groups: tuple[NDArray[Any], ...],
    statistic: Callable[..., Floats],
    resampling: Resampling,
    *,
    paired: bool = False,
) -> Estimate:
    """A figure of one or more groups of participants, with its BCa interval.

    The interval is bias-corrected and accelerated: B. Efron (1987), Better bootstrap confidence
    intervals, Journal of the American Statistical Association 82, 171-185.

    Args:
        groups: Each `(n,)`, a value per participant; of equal length if `paired`.
        statistic: `statistic(*groups, axis=)`, vectorized; not finite where it is not defined.
        resampling: Draws, seed and confidence.
        paired: Whether values at one place are of one participant, drawn together.
    """
    value = float(statistic(*groups, axis=-1))
    sizes = [len(group) for group in groups]
    n = sizes[0] if paired else sum(sizes)
    if not math.isfinite(value):
        return Estimate(value=None, n=n, note=Message("Not defined for these values"))
    if min(sizes) < LEAST_FOR_INTERVAL:
        note = Message("An interval needs %1 participants in each group", LEAST_FOR_INTERVAL)
        return Estimate(value=value, n=n, note=note)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        # Degenerate data, which are answered below.
        warnings.simplefilter("ignore")
        found = stats.bootstrap(
            groups,
            statistic,
            paired=paired,
            vectorized=True,
            n_resamples=resampling.resamples,
            batch=1000,
            confidence_level=resampling.confidence,
            method="BCa",
            rng=resampling.rng(),
        )
    if not np.isfinite(found.bootstrap_distribution).all():
        return Estimate(value=value, n=n, note=Message("Not defined in some resamples"))
    low, high = (float(end) for end in found.confidence_interval)
    if not (math.isfinite(low) and math.isfinite(high)):
        return Estimate(value=value, n=n, note=Message("All resamples agree"))
    return Estimate(value=value, low=low, high=high, n=n)


def estimate_over(
    n: int, figure: Callable[[Places], float | None], resampling: Resampling
) -> Estimate:
    """A figure of the pooled material of participants, with its BCa interval over participants.

    Args:
        n: Participants.
        figure: The figure of those at these places, `(n,)` with repeats; `None`: not defined.
        resampling: Draws, seed and confidence.
    """

    def each(places: Places, *, axis: int) -> Floats:
        del axis  # The last, as always.
        found = np.empty(places.shape[:-1])
        for place in np.ndindex(found.shape):
            value = figure(places[place])
            found[place] = math.nan if value is None else value
        return found

    if not n:
        return Estimate(value=None, n=0, note=Message("No participant"))
    return estimate((np.arange(n),), each, resampling)
