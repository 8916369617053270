"""The list of events: which codes are shown, in which order, and which is next. Changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from svfap_core.codes.coding import MAX_S, Code, Coding
from svfap_core.results.edits import ALL_TIME, TimeRange


class SortBy(StrEnum):
    """Columns of the list."""

    START = "start"
    END = "end"
    DURATION = "duration"
    TIER = "tier"
    LABEL = "label"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which codes are listed; an empty set means all.

    `words` is looked for in label, tier and comment, in any case; codes count that overlap `span`.
    """

    tiers: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    words: str = ""
    span: TimeRange = ALL_TIME

    def takes(self, code: Code) -> bool:
        """Whether a code is listed."""
        end_s = MAX_S if code.end_s is None else code.end_s
        is_in_span = self.span.holds(code.start_s) or code.start_s < self.span.start_s < end_s
        text = f"{code.label}\n{code.tier}\n{code.comment}".casefold()
        return (
            (not self.tiers or code.tier in self.tiers)
            and (not self.labels or code.label in self.labels)
            and self.words.casefold() in text
            and is_in_span
        )


ALL = Filter()

_KEYS: dict[SortBy, Callable[[Code], Any]] = {
    SortBy.START: lambda code: code.start_s,
    SortBy.END: lambda code: MAX_S if code.end_s is None else code.end_s,
    SortBy.DURATION: lambda code: MAX_S if code.duration_s is None else code.duration_s,
    SortBy.TIER: lambda code: code.tier.casefold(),
    SortBy.LABEL: lambda code: code.label.casefold(),
    SortBy.COMMENT: lambda code: code.comment.casefold(),
}


def listed(
    coding: Coding, which: Filter = ALL, by: SortBy = SortBy.START, *, descending: bool = False
) -> tuple[Code, ...]:
    """Codes as a list shows them; equal ones in order of time. What is running ends last."""
    return tuple(sorted(filter(which.takes, coding.codes), key=_KEYS[by], reverse=descending))


def next_code(coding: Coding, t_s: float, which: Filter = ALL) -> Code | None:
    """The first code that starts after a time."""
    return next((c for c in coding.codes if c.start_s > t_s and which.takes(c)), None)


def previous_code(coding: Coding, t_s: float, which: Filter = ALL) -> Code | None:
    """The last code that starts before a time."""
    found = (c for c in reversed(coding.codes) if c.start_s < t_s and which.takes(c))
    return next(found, None)
