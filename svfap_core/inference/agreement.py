"""How far scores in coarser numbers are from the exact ones, and how far they may be.

Needs numpy alone. Knows no models.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from svfap_core.runtime.window_network import Numbers


class Apart(NamedTuple):
    """How far scores are apart; also how far they may be.

    Probabilities count as they are, other scores as shares of their range.
    """

    most: float
    mean: float
    other_labels: float
    """Share of windows with another strongest emotion."""

    def within(self, limit: Apart) -> bool:
        """Whether nothing is above a limit; scores that are no numbers are above all."""
        return all(found <= allowed for found, allowed in zip(self, limit, strict=True))


LIMITS: Mapping[Numbers, Apart] = {
    # The same sums in another order. Between equals the strongest may change by any rounding.
    "float32": Apart(most=1e-4, mean=1e-4, other_labels=1.0),
    "float16": Apart(most=0.01, mean=0.0005, other_labels=1 / 48),
    "bfloat16": Apart(most=0.05, mean=0.003, other_labels=2 / 48),
    "int8": Apart(most=0.05, mean=0.003, other_labels=2 / 48),
}
"""Of the shipped faces. docs/performance.md says where they are from: what svfap-tiny needs on real
windows, and what storing these as JPEG does (`python -m tests.benchmarks.precision`)."""


def apart(
    found: NDArray[np.float64], exact: NDArray[np.float64], classes: slice = slice(None)
) -> Apart:
    """Compare scores `(windows, scores)`.

    Args:
        found: Those in question.
        exact: Those in float32.
        classes: Columns that are probabilities of emotions; an empty slice where there are none.
    """
    gaps = np.abs(found - exact)
    first, second = found[:, classes], exact[:, classes]
    other = first.argmax(axis=1) != second.argmax(axis=1) if first.shape[1] else np.zeros(1)
    return Apart(float(gaps.max()), float(gaps.mean()), float(other.mean()))
