"""Which stretch of time each row speaks for, and rows of equal meaning merged into stretches.

A row's scores belong to its whole window, so the row speaks for the time around the window's
middle, half way to its neighbours; the first and last rows of a run speak to their windows' edges.
Knows nothing of files or drawing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TypeAlias

from svfap_core.results.trust import is_trusted
from svfap_core.types import AffectResult

_RUN_BREAKS_AT_HOPS = 2.5
"""Rows whose middles lie further apart than this many hops are not neighbours."""

Limits: TypeAlias = Callable[[AffectResult], tuple[float, float]]
"""Earliest and latest time that a row may speak for."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `start_s` to `end_s` all rows have the same `label`."""

    start_s: float
    end_s: float
    label: str


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
        if split and result.describes_s - split[-1][-1].describes_s <= longest_s:
            split[-1].append(result)
        else:
            split.append([result])
    return split


@dataclass(frozen=True, slots=True)
class Span:
    """A scored row and the time it speaks for."""

    row: AffectResult
    start_s: float
    end_s: float


def spans(
    results: Sequence[AffectResult],
    limits: Limits | None = None,
) -> list[Span]:
    """The time that each scored row of one face speaks for; no two of them overlap.

    Args:
        results: Rows of one track or person in order of time.
        limits: Where a track belongs to a person for a part of its time only.
    """
    found: list[Span] = []
    for run in runs(results):
        bounds = _bounds(run)
        if found and bounds[0][0] < found[-1].end_s:
            # Windows of two runs overlap: each speaks for its half of what they share.
            border = (bounds[0][0] + found[-1].end_s) / 2
            border = min(max(border, found[-1].start_s), bounds[0][1])
            found[-1] = replace(found[-1], end_s=border)
            bounds[0] = (border, bounds[0][1])
        found += [Span(row, *edges) for row, edges in zip(run, bounds, strict=True)]
    return found if limits is None else [_limited(span, *limits(span.row)) for span in found]


def merged(rows: Iterable[Span], label: Callable[[AffectResult], str | None]) -> list[Stretch]:
    """Merge rows that have the same label and follow each other.

    Args:
        rows: As `spans` gives them.
        label: What a row says; `None` leaves it out.
    """
    found: list[Stretch] = []
    for span in rows:
        text = label(span.row)
        if text is None or span.end_s <= span.start_s:
            continue
        if found and found[-1].label == text and found[-1].end_s == span.start_s:
            found[-1] = replace(found[-1], end_s=span.end_s)
        else:
            found.append(Stretch(span.start_s, span.end_s, text))
    return found


def trusted_emotion(row: AffectResult) -> str | None:
    """A row's strongest emotion, if it can be trusted."""
    return row.top_emotion if is_trusted(row) else None


def doubt(row: AffectResult) -> str | None:
    """Why a row cannot be trusted: its status."""
    return None if is_trusted(row) else row.status.value


def _limited(span: Span, earliest_s: float, latest_s: float) -> Span:
    start_s = min(max(span.start_s, earliest_s), latest_s)
    return Span(span.row, start_s, max(start_s, min(span.end_s, latest_s)))


def _bounds(run: Sequence[AffectResult]) -> list[tuple[float, float]]:
    middles = [row.describes_s for row in run]
    first, last = run[0].window_start_s, run[-1].window_end_s
    edges = [
        middles[0] if first is None else first,
        *((a + b) / 2 for a, b in pairwise(middles)),
        middles[-1] if last is None else last,
    ]
    return list(pairwise(edges))
