"""One-to-one matching of events or bouts in time. Knows no labels: match one label at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from svfap_core.results.agreement import Codes, Floats

_PER_S = 1_000_000
"""Codes lie on a grid of microseconds; compared in these, a tolerance is exact."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EventMatch:
    """Events of one side against those of a reference.

    Attributes:
        pairs: `(m, 2)`, places of the matched events in the reference and in the other side, in
            order of the reference.
        n_reference: Events of the reference.
        n_other: Events of the other side.
    """

    pairs: Codes
    n_reference: int
    n_other: int

    @property
    def n_matched(self) -> int:
        """Matched events."""
        return len(self.pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFigures:
    """How well events agree; each 0..1, `None` where nothing is divided.

    Attributes:
        precision: Share of the other side's events that are matched.
        recall: Share of the reference's events that are matched.
        f1: Harmonic mean of both; the same whichever side is the reference.
    """

    precision: float | None
    recall: float | None
    f1: float | None


def match_events(reference_s: Floats, other_s: Floats, tolerance_s: float) -> EventMatch:
    """Pair events so that most are matched, and of such pairings the one that lies closest.

    An optimal assignment (`scipy.optimize.linear_sum_assignment`): unlike a search for the nearest
    event, it does not depend on the order of events.

    Args:
        reference_s: `(n, 1)` times of events, or `(n, 2)` starts and ends of bouts, in seconds.
        other_s: `(m, 1)` or `(m, 2)`, likewise.
        tolerance_s: Events match up to this distance, bouts if both ends do; 0 or more.

    Raises:
        ValueError: A time is not finite, the tolerance is below 0, or shapes differ.
    """
    if not (np.isfinite(tolerance_s) and tolerance_s >= 0):
        raise ValueError(f"A tolerance of {tolerance_s} s: set 0 or more")
    if reference_s.ndim != 2 or reference_s.shape[1:] != other_s.shape[1:]:
        raise ValueError("Give times as (n, 1) for events or (n, 2) for bouts, the same of both")
    if not (np.isfinite(reference_s).all() and np.isfinite(other_s).all()):
        raise ValueError("A time is not a number: leave out codes without an end")
    first, second, most = (
        np.rint(np.asarray(times) * _PER_S).astype(np.int64)
        for times in (reference_s, other_s, tolerance_s)
    )
    apart = np.abs(first[:, None] - second[None]).max(axis=2, initial=0)
    near = apart <= most
    # More than all matches together can cost, so that no match is given up for closer ones.
    never = (min(near.shape) + 1) * (int(most) + 1)
    rows, columns = linear_sum_assignment(np.where(near, apart, never))
    kept = near[rows, columns]
    pairs = np.stack([rows[kept], columns[kept]], axis=1).astype(np.int64)
    return EventMatch(pairs=pairs, n_reference=len(first), n_other=len(second))


def event_figures(n_matched: int, n_reference: int, n_other: int) -> EventFigures:
    """Precision, recall and F1 of counts."""
    both = n_reference + n_other
    return EventFigures(
        precision=n_matched / n_other if n_other else None,
        recall=n_matched / n_reference if n_reference else None,
        f1=2 * n_matched / both if both else None,
    )
