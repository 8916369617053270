"""Spreads codes that overlap over several tiers, for formats whose tiers hold one at a time."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable


def spread(spans: Iterable[tuple[float, float]]) -> list[int]:
    """The lane of each span, so that none overlap on a lane; few lanes, the first preferred.

    Args:
        spans: Start and end, in order of starts. The end is no part of a span.
    """
    busy: list[tuple[float, int]] = []
    free: list[int] = []
    lanes: list[int] = []
    for start, end in spans:
        while busy and busy[0][0] <= start:
            heapq.heappush(free, heapq.heappop(busy)[1])
        lane = heapq.heappop(free) if free else len(busy)
        heapq.heappush(busy, (end, lane))
        lanes.append(lane)
    return lanes


def lane_names(tier: str, count: int, taken: Collection[str]) -> list[str]:
    """Names of lanes: that of the tier, then `tier (2)` and so on, without those taken."""
    names, number = [tier], 2
    while len(names) < count:
        name = f"{tier} ({number})"
        if name not in taken:
            names.append(name)
        number += 1
    return names
