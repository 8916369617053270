"""Krippendorff's alpha of any number of coders, with missing values.

K. Krippendorff (2019), Content analysis, 4th edition, chapter 12: 1 - observed over expected
disagreement, of all pairs of values that coders give to one unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from svfap_core.results.agreement import Floats

_SAME = 1e-12


class Scale(StrEnum):
    """What a difference of two values means."""

    NOMINAL = "nominal"
    """Equal or not, as of labels."""
    INTERVAL = "interval"
    """The square of the difference, as of scores."""


@dataclass(frozen=True, slots=True, eq=False)
class Disagreement:
    """What a part of the units adds to alpha; parts of one material can be added.

    Attributes:
        observed: Disagreement within units, each over its number of values - 1.
        moments: Of all values that can be paired, (L,). Nominal: how often each value occurs;
            interval: number, sum and sum of squares.
        scale: Of the values.
    """

    observed: float
    moments: Floats
    scale: Scale


def alpha(ratings: Floats, scale: Scale) -> float | None:
    """Krippendorff's alpha.

    Args:
        ratings: `(coders, units)`, labels as numbers or scores; not-a-number where a coder gave
            none. Units with fewer than two values are left out.
        scale: Of the values.

    Returns:
        At most 1, which is full agreement; 0: chance; `None` where values do not differ.
    """
    return alpha_of(disagreements([ratings], scale))


def disagreements(material: Sequence[Floats], scale: Scale) -> tuple[Disagreement, ...]:
    """What each part of the material adds to alpha.

    Args:
        material: Parts, such as participants, each `(coders, units)` as of `alpha`.
        scale: Of the values.
    """
    known = np.concatenate([np.zeros(0), *(part[np.isfinite(part)] for part in material)])
    if scale is Scale.NOMINAL:
        values = np.unique(known)
        return tuple(_nominal(_paired(part), values) for part in material)
    # Around their mean, as squares of distant values would lose digits.
    middle = float(known.mean()) if len(known) else 0.0
    return tuple(_interval(_paired(part) - middle) for part in material)


def alpha_of(parts: Sequence[Disagreement]) -> float | None:
    """Alpha of the units of all parts, as of `alpha`.

    Args:
        parts: One or more, of one call of `disagreements`; may repeat.
    """
    moments = np.sum([part.moments for part in parts], axis=0)
    if parts[0].scale is Scale.NOMINAL:
        n = moments.sum()
        expected, least = n**2 - (moments**2).sum(), 0.0
    else:
        n, total, squares = moments
        expected, least = 2 * (n * squares - total**2), _SAME * n * squares
    if not expected > least:
        return None
    return float(1 - (n - 1) * sum(part.observed for part in parts) / expected)


def _paired(ratings: Floats) -> Floats:
    return ratings[:, np.isfinite(ratings).sum(axis=0) > 1]


def _nominal(ratings: Floats, values: Floats) -> Disagreement:
    times = (ratings[:, :, None] == values).sum(axis=0)
    counts = times.sum(axis=1)
    unlike = (counts**2 - (times**2).sum(axis=1)) / (counts - 1)
    return Disagreement(float(unlike.sum()), times.sum(axis=0).astype(np.float64), Scale.NOMINAL)


def _interval(ratings: Floats) -> Disagreement:
    known = np.isfinite(ratings)
    counts = known.sum(axis=0)
    values = np.where(known, ratings, 0.0)
    centers = values.sum(axis=0) / counts
    unlike = 2 * counts * (np.where(known, ratings - centers, 0.0) ** 2).sum(axis=0) / (counts - 1)
    moments = np.array([counts.sum(), values.sum(), (values**2).sum()], np.float64)
    return Disagreement(float(unlike.sum()), moments, Scale.INTERVAL)
