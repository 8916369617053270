"""Decides which detection is which face. Knows nothing of pictures."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from svfap_core.types import Box

_MAX_SIZE_RATIO = 2.0


def misfit(expected: Box, seen: Box, reach: float) -> float:
    """How badly a box fits where one is expected; 0 perfectly, above 1 not at all.

    The distance of the centres, in units of face size, counts against `reach`; so does the
    difference in size, of which a factor of 2 is too much. Unlike the overlap of boxes, this
    still ranks small faces that have moved by more than their width.
    """
    expected_size, seen_size = size_px(expected), size_px(seen)
    if expected_size <= 0 or seen_size <= 0:
        return math.inf
    distance = math.dist(centre(expected), centre(seen)) / max(expected_size, seen_size)
    ratio = abs(math.log(seen_size / expected_size)) / math.log(_MAX_SIZE_RATIO)
    return math.hypot(distance / reach, ratio)


def overlap(a: Box, b: Box) -> float:
    """Intersection over union, 0..1."""
    width = min(a.x1, b.x1) - max(a.x0, b.x0)
    height = min(a.y1, b.y1) - max(a.y0, b.y0)
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / (a.width * a.height + b.width * b.height - shared)


def assign(costs: NDArray[np.float64] | Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Pairs (row, column) of the least total cost, none of them above 1.

    Args:
        costs: `(n, m)`; where above 1, the two cannot be one.
    """
    table = np.asarray(costs, np.float64)
    if table.size == 0:
        return []
    if min(table.shape) == 1:  # One face: no library, whose import takes 0.3 s.
        row, column = np.unravel_index(int(table.argmin()), table.shape)
        return [(int(row), int(column))] if table[row, column] <= 1 else []
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415  # see above

    # To stay alone costs as much as the worst pair: no pair is bought by spoiling a better one.
    rows, columns = linear_sum_assignment(np.minimum(table, 1.0))
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return [(row, column) for row, column in pairs if table[row, column] <= 1]


def centre(box: Box) -> tuple[float, float]:
    """The middle of a box, x and y."""
    return (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2


def size_px(box: Box) -> float:
    """The side of the square as large as the box."""
    return math.sqrt(max(box.width, 0.0) * max(box.height, 0.0))
