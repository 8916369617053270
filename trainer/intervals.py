"""How sure figures are: 95 % intervals that count persons where persons repeat.

Knows no predictions. N clips, U units (subjects with all their clips, or single clips), R
resamples, M statistics, K proportions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from scipy import special

from svfap_core.settings import Frozen
from trainer.predictions import Floats, Integers

LEAST_UNITS = 10
"""Of fewer subjects or clips no bootstrap interval is given: their resamples are hardly different
from one another, and the interval comes out far too narrow."""

_TAIL = 0.025
_Z = float(special.ndtri(1 - _TAIL))
_DRAWS_AT_ONCE = 4_000_000
_SAME = 1e-12


class Figure(Frozen):
    """A figure, none where it is not defined, and its 95 % interval, where one can be given."""

    value: float | None
    n: Annotated[int, Field(description="Clips it is of.")]
    low: float | None = None
    high: float | None = None
    effective: Annotated[
        float | None,
        Field(description="Of a proportion: clips of different subjects that tell as much."),
    ] = None
    note: Annotated[str, Field(description="Why there is no interval.")] = ""


@dataclass(frozen=True, slots=True)
class Draws:
    """What the bootstrap draws.

    Attributes:
        units: `(N,)`, the unit that each clip belongs to, as numbers from 0 without gaps.
        resamples: How often all units are drawn anew; 0: never.
        seed: Every figure gets the same draws: differences of figures are of the same resamples.
        unit: What units are called.
    """

    units: Integers
    resamples: int
    seed: int
    unit: str = "clips"

    def __post_init__(self) -> None:
        if self.resamples < 0:
            raise ValueError(f"{self.resamples} resamples: give 0 for none, or more")

    def __len__(self) -> int:
        return int(self.units.max()) + 1

    def within(self, rows: Integers) -> Draws:
        """Draws of the units that some of the clips belong to, as if there were no others."""
        _, units = np.unique(self.units[rows], return_inverse=True)
        return replace(self, units=units.astype(np.int64))

    def times(self) -> Iterator[Floats]:
        """How often each unit is drawn, in blocks `(rows, U)` of resamples."""
        rng, count = np.random.default_rng(self.seed), len(self)
        block = max(1, _DRAWS_AT_ONCE // count)
        for start in range(0, self.resamples, block):
            rows = min(block, self.resamples - start)
            drawn = rng.integers(count, size=(rows, count)) + count * np.arange(rows)[:, None]
            times = np.bincount(drawn.ravel(), minlength=rows * count)
            yield times.reshape(rows, count).astype(np.float64)

    def sums(self, statistics: Floats) -> Floats:
        """Sums of rows `(N, M)` over all clips, then over each resample: `(1 + R, M)`."""
        by_unit = np.zeros((len(self), statistics.shape[1]))
        np.add.at(by_unit, self.units, statistics)
        resampled = [times @ by_unit for times in self.times()]
        return np.concatenate([by_unit.sum(axis=0, keepdims=True), *resampled])

    def figure(self, values: Floats, known: NDArray[np.bool_]) -> Figure:
        """The percentile bootstrap interval of a figure.

        There is none of fewer units than `LEAST_UNITS`, or where all resamples agree, as where all
        answers are right: that says nothing of how sure the figure is.

        Args:
            values: `(1 + R,)`, of all clips and of each resample; those not defined are left out.
            known: `(N,)`, the clips that the figure is of.
        """
        n, units = int(known.sum()), len(np.unique(self.units[known]))
        value, others = float(values[0]), values[1:][np.isfinite(values[1:])]
        if not np.isfinite(value):
            return Figure(value=None, n=n)
        if not self.resamples:
            return Figure(value=value, n=n)
        if units < LEAST_UNITS:
            few = f"{units} {self.unit if units != 1 else self.unit.removesuffix('s')}"
            return Figure(value=value, n=n, note=f"{few}: a bootstrap needs {LEAST_UNITS}")
        low, high = np.quantile(others, [_TAIL, 1 - _TAIL]).tolist() if len(others) else (0, 0)
        if high - low <= _SAME:
            return Figure(value=value, n=n, note="all resamples agree")
        return Figure(value=value, n=n, low=low, high=high)


def wilson(share: float, n: float) -> tuple[float, float]:
    """The 95 % score interval of a proportion (Wilson 1927).

    Args:
        share: The proportion, 0..1.
        n: Independent trials it is of; any number above 0.
    """
    middle = share + _Z**2 / (2 * n)
    half = _Z * np.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
    shrunk = 1 + _Z**2 / n
    return max(0.0, float((middle - half) / shrunk)), min(1.0, float((middle + half) / shrunk))


def effective_clips(right: NDArray[np.bool_], units: Integers) -> float:
    """How many independent clips tell as much of a proportion as these do.

    Clips over the design effect of clustering by unit (Kish 1965), the variance of the ratio
    estimator being Taylor's, with the degrees of freedom of the units (Korn & Graubard 1998; with
    Wilson's interval: Dean & Pagano 2015, Franco et al. 2019). It lies between two bounds: clips of
    one unit are no less alike than those of different ones, and no more alike than one clip is to
    itself. Where all clips are right, or none, or of one unit, nothing tells how alike they are:
    then the lower bound holds, by which each of equal units counts once.

    Args:
        right: `(n,)`, n above 0.
        units: `(n,)`.
    """
    _, places = np.unique(units, return_inverse=True)
    sizes, hits = np.bincount(places), np.bincount(places, weights=right)
    n, m, share = len(right), len(sizes), float(right.mean())
    least = n**2 / float((sizes**2).sum())
    if n == m:
        return float(n)
    if m == 1 or share in {0.0, 1.0}:
        return least
    variance = m / (m - 1) * float(((hits - share * sizes) ** 2).sum()) / n**2
    effect = max(1.0, variance / (share * (1 - share) / (n - 1)))
    freedom = special.stdtrit(n - 1, 1 - _TAIL) / special.stdtrit(m - 1, 1 - _TAIL)
    return max(least, n / effect * float(freedom) ** 2)


def proportion(right: NDArray[np.bool_], units: Integers) -> Figure:
    """A share of clips with Wilson's interval on the effective number of clips.

    Args:
        right: `(n,)`; with n of 0 there is no figure.
        units: `(n,)`.
    """
    if not len(right):
        return Figure(value=None, n=0)
    share, effective = float(right.mean()), effective_clips(right, units)
    low, high = wilson(share, effective)
    return Figure(value=share, n=len(right), low=low, high=high, effective=effective)


def mean_proportion(proportions: Sequence[Figure], errors: Floats) -> Figure:
    """The mean of proportions of different clips, from their intervals (MOVER; Zou & Donner 2008).

    Where units have clips of several proportions, these rise and fall together: the interval takes
    their correlation in, where it makes it wider.

    Args:
        proportions: K, all defined.
        errors: `(U, K)`, how far each unit moves each proportion: its hits beyond those expected,
            over the clips of the proportion.
    """
    values = np.array([figure.value for figure in proportions], float)
    covariance = errors.T @ errors
    spread = np.sqrt(np.diagonal(covariance))
    both = np.outer(spread, spread)
    alike = np.divide(covariance, both, out=np.zeros_like(both), where=both > 0)
    np.fill_diagonal(alike, 0)
    bounds: list[float] = []
    for side, sign in (("low", -1), ("high", 1)):
        apart = np.abs(np.array([getattr(figure, side) for figure in proportions]) - values)
        shared = max(0.0, float(apart @ alike @ apart))
        bounds.append(
            float(values.mean() + sign * np.sqrt((apart**2).sum() + shared) / len(values))
        )
    low, high = bounds
    n = sum(figure.n for figure in proportions)
    return Figure(value=float(values.mean()), n=n, low=max(0.0, low), high=min(1.0, high))
