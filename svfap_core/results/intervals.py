"""Sets of time as ranges in order and apart: what they share, what is left, how long they are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from svfap_core.results.edits import TimeRange


def union(ranges: Iterable[TimeRange]) -> tuple[TimeRange, ...]:
    """All time in any of them; ranges that touch or overlap become one, empty ones go."""
    found: list[TimeRange] = []
    for start_s, end_s in sorted(ranges):
        if end_s <= start_s:
            continue
        if found and start_s <= found[-1].end_s:
            found[-1] = TimeRange(found[-1].start_s, max(end_s, found[-1].end_s))
        else:
            found.append(TimeRange(start_s, end_s))
    return tuple(found)


def common(parts: Sequence[TimeRange], others: Sequence[TimeRange]) -> list[TimeRange]:
    """What lies in both; each of them in order, its ranges apart from each other or touching.

    Ranges that touch stay two, so that bouts stay apart.
    """
    shared: list[TimeRange] = []
    place = other = 0
    while place < len(parts) and other < len(others):
        start_s = max(parts[place].start_s, others[other].start_s)
        end_s = min(parts[place].end_s, others[other].end_s)
        if end_s > start_s:
            shared.append(TimeRange(start_s, end_s))
        if parts[place].end_s < others[other].end_s:
            place += 1
        else:
            other += 1
    return shared


def less(parts: Sequence[TimeRange], out: Sequence[TimeRange]) -> list[TimeRange]:
    """What lies in the first and not in the second; both in order and apart or touching."""
    left: list[TimeRange] = []
    for start_s, end_s in parts:
        for out_start_s, out_end_s in out:
            if out_end_s > start_s and out_start_s < end_s:
                if out_start_s > start_s:
                    left.append(TimeRange(start_s, out_start_s))
                start_s = out_end_s  # noqa: PLW2901  # what is left begins after it
        if start_s < end_s:
            left.append(TimeRange(start_s, end_s))
    return left


def length_s(parts: Iterable[TimeRange]) -> float:
    """Seconds in all of them together."""
    return sum(end_s - start_s for start_s, end_s in parts)


def holds(parts: Sequence[TimeRange], t_s: float) -> bool:
    """Whether a time lies in one of them; they are in order and apart or touching."""
    place = bisect_right(parts, t_s, key=_start) - 1
    return place >= 0 and parts[place].holds(t_s)


def _start(part: TimeRange) -> float:
    return part.start_s
