"""How long persons are on screen, and where that time goes: trusted, left out and why.

Knows no Qt and no drawing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from svfap_core.results.edits import ALL_TIME, TimeRange
from svfap_core.results.intervals import common, length_s
from svfap_core.results.trust import is_trusted
from svfap_core.types import Status

if TYPE_CHECKING:
    # It loads pyarrow.
    from svfap_core.results.people import Population


class Seen(NamedTuple):
    """A person's time on screen: from when on, and for how long in all."""

    first_s: float
    seconds: float


class TimeAccount(NamedTuple):
    """Where a person's time on screen goes, in seconds; the others add up to `seen_s`.

    `left_out` is scored time that cannot be trusted, by its status; `unscored_s` has no scores.
    """

    seen_s: float
    trusted_s: float
    excluded_s: float
    left_out: Mapping[Status, float]
    unscored_s: float


def seen_of_all(population: Population) -> dict[int, Seen]:
    """Of each person, hidden or not."""
    seen: dict[int, Seen] = {}
    for person in population.persons:
        parts = _on_screen(population, person, ALL_TIME)
        seen[person] = Seen(parts[0].start_s if parts else 0.0, length_s(parts))
    return seen


def account(
    population: Population,
    person: int,
    range: TimeRange | None = None,  # noqa: A002  # the word of the interface
) -> TimeAccount:
    """Where the time of a person goes, in a range or in all of the recording."""
    chosen, excluded = range or ALL_TIME, population.edits.excluded
    parts = _on_screen(population, person, chosen)
    excluded_s = length_s(common(parts, excluded))
    by_status: dict[Status | None, list[TimeRange]] = {}
    for span in population.spans(person):
        why = None if is_trusted(span.row) else span.row.status
        by_status.setdefault(why, []).append(TimeRange(span.start_s, span.end_s))
    left_out: dict[Status, float] = {}
    trusted_s = 0.0
    for why, spans in by_status.items():
        inside = common(spans, [chosen])
        kept_s = length_s(inside) - length_s(common(inside, excluded))
        if why is None:
            trusted_s = kept_s
        elif kept_s > 0:
            left_out[why] = kept_s
    scored_s = trusted_s + sum(left_out.values())
    seen_s = max(length_s(parts), scored_s + excluded_s)
    return TimeAccount(
        seen_s, trusted_s, excluded_s, left_out, max(0.0, seen_s - excluded_s - scored_s)
    )


def _on_screen(population: Population, person: int, chosen: TimeRange) -> list[TimeRange]:
    parts = [TimeRange(part.start_s, part.end_s) for part in population.on_screen(person)]
    if not all(math.isfinite(end) for part in parts for end in part):
        # Nobody wrote down how long the faces lived: as far as rows speak for it.
        parts = [TimeRange(span.start_s, span.end_s) for span in population.spans(person)]
    return common(parts, [chosen])
