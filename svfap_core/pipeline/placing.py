"""Where the window of a tick lies, and what status it gives. Knows no frames or models.

The definitions are those of docs/measurement.md.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

from svfap_core.types import Status, Window

MIN_LIVE_COVERAGE = 0.25
"""A live face is scored once it has been seen for this share of the span."""


class Seen(NamedTuple):
    """From when to when a face has been observed; `over` once no more can come."""

    start_s: float
    end_s: float
    over: bool


class Interval(NamedTuple):
    """A window's place."""

    start_s: float
    length_s: float


class Placing(Protocol):
    """How windows lie around ticks."""

    def interval(self, tick_s: float, seen: Seen, span_s: float) -> Interval | None:
        """The window of a tick in the life of a face; `None` while that cannot be known."""
        ...


class Centred:
    """For files: the window lies around its tick, pushed inside the life of the face."""

    def interval(self, tick_s: float, seen: Seen, span_s: float) -> Interval | None:
        """Known once the face was observed to the window's end, or its life is over.

        A life shorter than the span is the window.
        """
        start_s = max(tick_s - span_s / 2, seen.start_s)
        if not seen.over:
            return Interval(start_s, span_s) if start_s + span_s <= seen.end_s else None
        length_s = min(span_s, seen.end_s - seen.start_s)
        return Interval(min(start_s, seen.end_s - length_s), length_s)


class Causal:
    """For live sources: the window ends at its tick, and is shorter while the face is new."""

    def interval(self, tick_s: float, seen: Seen, span_s: float) -> Interval | None:
        """Known at once."""
        length_s = min(span_s, tick_s - seen.start_s)
        return Interval(tick_s - length_s, length_s)


class Judge(NamedTuple):
    """What decides the status of a scored row.

    Attributes:
        gap_limit_s: Longest time out of sight in a window.
        min_quality: Lowest face quality.
        min_distinct: Fewest distinct frames of a complete window.
    """

    gap_limit_s: float
    min_quality: float
    min_distinct: float

    def status(self, window: Window, coverage: float, quality: float) -> Status:
        """The first status that applies to a window of this coverage and face quality."""
        if window.max_gap_s > self.gap_limit_s:
            return Status.GAP
        if quality < self.min_quality:
            return Status.LOW_QUALITY
        if coverage < 1:
            return Status.PARTIAL
        return Status.SPARSE if window.num_distinct < self.min_distinct else Status.OK
