"""Which stretch of time each row speaks for, and rows of equal meaning merged into stretches.

A row's scores belong to its whole window, so the row speaks for the time around the window's
middle, half way to its neighbours; the first and last rows of a run speak to their windows' edges.
Knows nothing of files or drawing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from svfap_core.types import AffectResult, Status

_RUN_BREAKS_AT_HOPS = 2.5
"""Rows whose middles lie further apart than this many hops are not neighbours."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `start_s` to `end_s` all rows have the same `label`."""

    start_s: float
    end_s: float
    label: str


def middle_s(result: AffectResult) -> float:
    """The middle of a row's window, or the row's own time where it has none."""
    if result.window_start_s is None or result.window_end_s is None:
        return result.t_s
    return (result.window_start_s + result.window_end_s) / 2


def hop_s(results: Sequence[AffectResult], *, default: float = 0.5) -> float:
    """The usual time between rows of one face, in order of time."""
    steps = [b.t_s - a.t_s for a, b in pairwise(results) if b.t_s > a.t_s]
    return median(steps) if steps else default


def runs(results: Sequence[AffectResult]) -> list[list[AffectResult]]:
    """Scored rows of one face, split where a row is missing between them."""
    longest_s = _RUN_BREAKS_AT_HOPS * hop_s(results)
    split: list[list[AffectResult]] = []
    for result in results:
        if not result.emotions and not result.dimensions:
            continue
        if split and middle_s(result) - middle_s(split[-1][-1]) <= longest_s:
            split[-1].append(result)
        else:
            split.append([result])
    return split


def stretches(
    results: Sequence[AffectResult], label: Callable[[AffectResult], str | None]
) -> list[Stretch]:
    """Merge scored rows of one face that have the same label and follow each other.

    Args:
        results: Rows of one track in order of time.
        label: What a row says; `None` leaves it out.
    """
    merged: list[Stretch] = []
    for run in runs(results):
        for row, (start, end) in zip(run, _bounds(run), strict=True):
            text = label(row)
            if text is None or end <= start:
                continue
            if merged and merged[-1].label == text and merged[-1].end_s == start:
                merged[-1] = replace(merged[-1], end_s=end)
            else:
                merged.append(Stretch(start, end, text))
    return merged


def emotion_stretches(results: Sequence[AffectResult]) -> list[Stretch]:
    """Stretches of the strongest emotion, of rows that can be trusted."""
    return stretches(results, lambda row: row.top_emotion if row.status is Status.OK else None)


def doubtful_stretches(results: Sequence[AffectResult]) -> list[Stretch]:
    """Stretches of scored rows that cannot be trusted, labelled by their status."""
    return stretches(results, lambda row: None if row.status is Status.OK else row.status.value)


def _bounds(run: Sequence[AffectResult]) -> list[tuple[float, float]]:
    middles = [middle_s(row) for row in run]
    first, last = run[0].window_start_s, run[-1].window_end_s
    edges = [
        middles[0] if first is None else first,
        *((a + b) / 2 for a, b in pairwise(middles)),
        middles[-1] if last is None else last,
    ]
    return list(pairwise(edges))
