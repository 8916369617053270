"""What lies where on the timeline: lanes, flags, ribbons. Knows no widget and draws nothing."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import Qt

from svfap_core.results.edits import TimeRange
from svfap_gui.analyse.timeline_geometry import (
    GAP_PX,
    HEADER_PX,
    OVERVIEW_PX,
    RIBBON_PX,
    TOP_PX,
    LanePlace,
)
from svfap_gui.analyse.timeline_mouse import Grip, Spot
from svfap_gui.analyse.timeline_picture import Shown


def spot_at(shown: Shown, x_px: float, y_px: float, *, overview: bool = False) -> Spot:
    """What is at a point of the timeline, in pixels from its top left.

    `overview`: time is that of the overview wherever the point is, as while it is dragged.
    """
    grip = _grip_at(x_px, y_px)
    window = shown.window.whole() if overview or grip is Grip.OVERVIEW else shown.window
    t_s = window.t(x_px)
    place = _place_at(shown, y_px) if grip in {Grip.HEADER, Grip.LANES} else None
    stretch = None
    if place is not None and grip is Grip.LANES:
        inner_px = y_px - TOP_PX + shown.scrolled_px
        lane = shown.lanes.of(place.person_id) if inner_px < place.top_px + RIBBON_PX else None
        stretch = lane.stretch_at(t_s) if lane is not None else None
    return Spot(
        x_px, y_px, grip, t_s, place.person_id if place is not None else None,
        _marker_at(shown, x_px) if grip is Grip.RULER else None,
        TimeRange(*stretch) if stretch is not None else None,
    )  # fmt: skip


def spot_of_chosen(shown: Shown, marker: int | None, t_s: float) -> Spot:
    """The flag of the chosen marker, else the chosen person's lane at a time, else the ruler."""
    window = shown.window
    x_px = min(max(window.x(t_s), HEADER_PX + 1), window.right_px - 1)
    y_px = TOP_PX - 2.0
    if marker is not None:
        x_px = window.x(shown.edits.markers[marker].t_s) + 1
    else:
        for place in shown.places:
            if place.person_id == shown.chosen:
                y_px = max(place.top_px + TOP_PX - shown.scrolled_px + RIBBON_PX / 2, TOP_PX + 1)
    spot = spot_at(shown, x_px, y_px)
    return spot if marker is None else spot._replace(marker=marker)


def cursor_at(spot: Spot) -> Qt.CursorShape:
    """What the mouse looks like there."""
    if spot.marker is not None or spot.grip in {Grip.OVERVIEW, Grip.HEADER}:
        return Qt.CursorShape.PointingHandCursor
    return Qt.CursorShape.IBeamCursor if spot.grip is Grip.RULER else Qt.CursorShape.ArrowCursor


def _grip_at(x_px: float, y_px: float) -> Grip:
    if x_px < HEADER_PX:
        return Grip.HEADER
    if y_px < OVERVIEW_PX + GAP_PX / 2:
        return Grip.OVERVIEW
    return Grip.RULER if y_px < TOP_PX else Grip.LANES


def _place_at(shown: Shown, y_px: float) -> LanePlace | None:
    if y_px >= shown.lanes_end_px:
        return None
    inner_px = y_px - TOP_PX + shown.scrolled_px
    return next((p for p in shown.places if p.top_px <= inner_px < p.bottom_px), None)


def _marker_at(shown: Shown, x_px: float) -> int | None:
    """The last marker whose flag is near; there may be tens of thousands, in order of time."""
    markers, window = shown.edits.markers, shown.window
    place = bisect_right(markers, x_px + 4, key=lambda marker: window.x(marker.t_s)) - 1
    return place if place >= 0 and x_px - window.x(markers[place].t_s) <= 11 else None
