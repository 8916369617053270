"""Correction for several tests. Knows no test."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Adjusted p values of a family, in its order: those at most 0.05 hold together at 5 %.

    S. Holm (1979), A simple sequentially rejective multiple test procedure, Scandinavian Journal of
    Statistics 6, 65-70. It needs no assumption on how the tests depend on each other.

    Args:
        p_values: Each 0..1.

    Returns:
        Each 0..1, never below the p value that it adjusts.

    Raises:
        ValueError: A p value is outside 0..1.
    """
    values = np.array(p_values, np.float64)
    if not ((values >= 0) & (values <= 1)).all():
        raise ValueError("A p value lies outside 0 to 1")
    order = np.argsort(values, kind="stable")
    stepped = np.maximum.accumulate(values[order] * np.arange(len(values), 0, -1))
    adjusted = np.empty_like(values)
    adjusted[order] = np.minimum(stepped, 1)
    return tuple(adjusted.tolist())
