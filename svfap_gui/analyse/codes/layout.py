"""Where codes lie in their lanes: tiers below each other, codes that overlap on lanes of their own.

Knows no Qt and draws nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from svfap_core.codes.coding import MAX_S, Code, Coding
from svfap_core.codes.editing import Edge
from svfap_core.codes.lanes import spread
from svfap_gui.analyse.timeline_geometry import TimeWindow

LANE_PX = 18
GAP_PX = 4
"""Between tiers."""
EDGE_PX = 4
"""So near to an edge the mouse takes hold of it."""
POINT_PX = 6
"""Half the width of the mark of a point."""
_POINT_S = 1e-6
"""So long a point keeps its lane: two at one time lie below each other."""


class TierPlace(NamedTuple):
    """A tier, from the top of all."""

    name: str
    top_px: int
    height_px: int


class CodePlace(NamedTuple):
    """A code and the top of its lane."""

    code: Code
    top_px: int


class Hit(NamedTuple):
    """What is under the mouse: a code, and which edge of it, if one is near."""

    code: Code
    edge: Edge | None


@dataclass(frozen=True, slots=True)
class CodesLayout:
    """All tiers and codes of a coding."""

    tiers: tuple[TierPlace, ...]
    places: tuple[CodePlace, ...]
    """In order of time, tier by tier."""

    @property
    def height_px(self) -> int:
        """Of all tiers."""
        return self.tiers[-1].top_px + self.tiers[-1].height_px + GAP_PX if self.tiers else 0

    def tier_at(self, y_px: float) -> str | None:
        """The tier at a height."""
        found = (t for t in self.tiers if t.top_px <= y_px < t.top_px + t.height_px)
        return next((tier.name for tier in found), None)

    def top_of(self, code: Code) -> int | None:
        """Where the lane of a code begins."""
        return next((place.top_px for place in self.places if place.code == code), None)

    def hit(
        self, window: TimeWindow, x_px: float, y_px: float, here_s: float, chosen: Code | None
    ) -> Hit | None:
        """The code at a point.

        Args:
            window: The time in sight.
            x_px: From the left of the timeline.
            y_px: From the top of all tiers.
            here_s: Where the playhead is: so far running codes reach.
            chosen: The chosen code, whose edges go before those of its neighbours.
        """
        best: tuple[tuple[bool, bool, float], Hit] | None = None
        for code, top_px in self.places:
            if not top_px <= y_px < top_px + LANE_PX:
                continue
            left, right = span_px(code, window, here_s)
            reach_px = POINT_PX if code.is_point else EDGE_PX
            if not left - reach_px <= x_px <= right + reach_px:
                continue
            edge = _edge_at(code, left, right, x_px)
            # The chosen code first, then what lies right under the mouse, then what is near.
            rank = (code != chosen, not left <= x_px < right, abs(x_px - (left + right) / 2))
            if best is None or rank < best[0]:
                best = rank, Hit(code, edge)
        return None if best is None else best[1]


def layout_of(coding: Coding) -> CodesLayout:
    """Where everything lies."""
    tiers: list[TierPlace] = []
    places: list[CodePlace] = []
    top_px = GAP_PX
    for name in coding.tier_names:
        codes = coding.on_tier(name)
        lanes = spread([(code.start_s, _busy_until_s(code)) for code in codes])
        places += [
            CodePlace(code, top_px + lane * LANE_PX)
            for code, lane in zip(codes, lanes, strict=True)
        ]
        height_px = (max(lanes, default=0) + 1) * LANE_PX
        tiers.append(TierPlace(name, top_px, height_px))
        top_px += height_px + GAP_PX
    return CodesLayout(tuple(tiers), tuple(places))


def span_px(code: Code, window: TimeWindow, here_s: float) -> tuple[float, float]:
    """Where a code begins and ends; one that runs ends at the playhead."""
    end_s = max(here_s, code.start_s) if code.end_s is None else code.end_s
    return window.x(code.start_s), window.x(end_s)


def _busy_until_s(code: Code) -> float:
    if code.end_s is None:
        return MAX_S
    return code.start_s + _POINT_S if code.is_point else code.end_s


def _edge_at(code: Code, left: float, right: float, x_px: float) -> Edge | None:
    if code.is_point:
        return "start"
    # Between the edges of a narrow code there is room to choose it.
    inside_px = min(EDGE_PX, (right - left) / 3)
    if left - EDGE_PX <= x_px <= left + inside_px:
        return "start"
    if not code.is_running and right - inside_px <= x_px <= right + EDGE_PX:
        return "end"
    return None
