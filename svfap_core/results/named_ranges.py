"""Ranges of which figures are made: the whole video, a chosen range, between markers, codes.

A range may have several parts, such as all intervals of one code. Knows neither rows nor files.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple, TypeAlias

from svfap_core.results.edits import Marker, TimeRange
from svfap_core.results.intervals import length_s

RangeKind: TypeAlias = Literal["video", "range", "markers", "code"]


class NamedRange(NamedTuple):
    """A range and what it is called; `parts` are in order and apart, within the video."""

    kind: RangeKind
    name: str
    parts: tuple[TimeRange, ...]

    @property
    def start_s(self) -> float | None:
        """Start of the first part; nothing where it is empty."""
        return self.parts[0].start_s if self.parts else None

    @property
    def end_s(self) -> float | None:
        """End of the last part; nothing where it is empty."""
        return self.parts[-1].end_s if self.parts else None

    @property
    def length_s(self) -> float:
        """Seconds in all parts together."""
        return length_s(self.parts)


def whole_video(end_s: float) -> NamedRange:
    """From the first frame to the end of the last one."""
    return NamedRange("video", "", _within(TimeRange(0.0, end_s), end_s))


def chosen_range(chosen: TimeRange, end_s: float) -> NamedRange:
    """A range as the user drew it, as far as it lies in the video."""
    return NamedRange("range", "", _within(chosen.ordered(), end_s))


def between_markers(markers: Sequence[Marker], end_s: float) -> tuple[NamedRange, ...]:
    """From each marker to the next, the last one's to the end; each has the name of its marker.

    What lies before the first marker has no name. Markers at one time make one range, with the
    words of all of them.
    """
    named: dict[float, list[str]] = {}
    for marker in markers:
        if 0 <= marker.t_s < end_s:
            named.setdefault(marker.t_s, []).append(marker.text)
    if not named:
        return ()
    named = {0.0: [], **named}
    times_s = [*named, end_s]
    ranges = (
        NamedRange(
            "markers", ", ".join(filter(None, named[start_s])), (TimeRange(start_s, stop_s),)
        )
        for start_s, stop_s in pairwise(times_s)
    )
    return tuple(found for found in ranges if found.length_s > 0)


def _within(span: TimeRange, end_s: float) -> tuple[TimeRange, ...]:
    start_s, stop_s = max(0.0, span.start_s), min(end_s, span.end_s)
    return (TimeRange(start_s, stop_s),) if start_s < stop_s and math.isfinite(stop_s) else ()
