"""Which stretch of time each row speaks for, and rows of equal meaning merged into stretches.

A row speaks for the time around the one that its scores describe, from halfway to its neighbours;
the first and last rows of a face to the ends of its life. Knows nothing of files or drawing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TypeAlias

from svfap_core.results.trust import is_trusted
from svfap_core.types import AffectResult

_NEIGHBOURS_WITHIN_HOPS = 2.5
"""Rows further apart than this many hops are no neighbours."""

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
    longest_s = _NEIGHBOURS_WITHIN_HOPS * hop_s(results)
    split: list[list[AffectResult]] = []
    for result in results:
        if not result.is_scored:
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
    results: Sequence[AffectResult], limits: Limits | None = None, *, scored: bool = True
) -> list[Span]:
    """The time that each row of one person speaks for, in order; no two of them overlap.

    Args:
        results: Rows of one or more tracks in order of time.
        limits: Between which times a row's face lives and belongs to the person; by default to the
            edges of its first and last windows.
        scored: Leave out rows without scores.
    """
    if scored:
        results = [row for row in results if row.is_scored]
    parts: dict[tuple[int | None, float, float], list[AffectResult]] = {}
    for row in results:
        low, high = (-math.inf, math.inf) if limits is None else limits(row)
        parts.setdefault((row.track_id, low, high), []).append(row)
    all_spans = [span for (_, *ends), rows in parts.items() for span in _part(rows, *ends)]
    found: list[Span] = []
    for span in sorted(all_spans, key=_start):
        before = found[-1] if found else None
        if before is None or span.start_s >= before.end_s:
            found.append(span)
        elif span.end_s > before.start_s:
            # Faces of one person seen at once: each speaks for its half of what they share.
            border = (max(span.start_s, before.start_s) + min(before.end_s, span.end_s)) / 2
            found[-1] = replace(before, end_s=border)
            found.append(replace(span, start_s=border))
    return found


def _part(rows: Sequence[AffectResult], low: float, high: float) -> list[Span]:
    """The spans of one track's rows between two times."""
    longest_s = _NEIGHBOURS_WITHIN_HOPS * hop_s(rows)
    found: list[Span] = []
    for place, row in enumerate(rows):
        before = rows[place - 1] if place else None
        after = rows[place + 1] if place + 1 < len(rows) else None
        start_s = _edge(row, before, row.window_start_s, low, longest_s)
        end_s = _edge(row, after, row.window_end_s, high, longest_s)
        start_s, end_s = max(start_s, low), min(end_s, high)
        if start_s < end_s:
            found.append(Span(row, start_s, end_s))
    return found


def _edge(
    row: AffectResult,
    neighbour: AffectResult | None,
    window_edge_s: float | None,
    life_edge_s: float,
    longest_s: float,
) -> float:
    own_s = row.describes_s if window_edge_s is None else window_edge_s
    if neighbour is None:
        return life_edge_s if math.isfinite(life_edge_s) else own_s
    if abs(neighbour.describes_s - row.describes_s) > longest_s:
        return own_s
    return (row.describes_s + neighbour.describes_s) / 2


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


def without(stretches: Iterable[Stretch], excluded: Sequence[tuple[float, float]]) -> list[Stretch]:
    """Stretches less excluded ranges `(start_s, end_s)`, which are in order and apart."""
    left: list[Stretch] = []
    for stretch in stretches:
        start_s = stretch.start_s
        for out_start_s, out_end_s in excluded:
            if out_end_s > start_s and out_start_s < stretch.end_s:
                if out_start_s > start_s:
                    left.append(replace(stretch, start_s=start_s, end_s=out_start_s))
                start_s = out_end_s
        if start_s < stretch.end_s:
            left.append(replace(stretch, start_s=start_s))
    return left


def trusted_emotion(row: AffectResult) -> str | None:
    """A row's strongest emotion, if it can be trusted."""
    return row.top_emotion if is_trusted(row) else None


def doubt(row: AffectResult) -> str | None:
    """Why a row cannot be trusted: its status."""
    return None if is_trusted(row) else row.status.value


def _start(span: Span) -> float:
    return span.start_s
