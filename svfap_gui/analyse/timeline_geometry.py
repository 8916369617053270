"""Where times and lanes lie on the timeline, in pixels. Knows no Qt and draws nothing."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from svfap_core.results.edits import Marker

OVERVIEW_PX = 22
RULER_PX = 30
GAP_PX = 6
TOP_PX = OVERVIEW_PX + GAP_PX + RULER_PX
"""Above the lanes: the whole video and the ruler, which do not scroll."""

HEADER_PX = 124
"""Left of the lanes: who."""
GUTTER_PX = 136
"""Right of the lanes: which curve is which."""

RIBBON_PX = 14
EMOTIONS_PX = 88
DIMENSIONS_PX, LEAST_DIMENSIONS_PX = 52, 42
"""Of who is chosen; less than the first only where all lanes are in sight by that."""
ACTIONS_PX = 52
OTHER_RIBBON_PX = 9
"""The ribbon of what a result is compared with."""
APART_PX = 4
"""The bar below it that shows where both differ."""
DIFFERENCES_PX = 56
LABEL_STEP_PX = 13
"""From the name of a curve to the next, at the right."""
COMPACT_PX = 30
LEAST_COMPACT_PX = 12
"""Of the dimensions of who is not chosen; less where all lanes are in sight by that."""
LANE_GAP_PX = 10
LANES_PAD_PX = GAP_PX + LANE_GAP_PX
"""Above and below all lanes together."""
WAVEFORM_PX = 34
"""Below all lanes, which does not scroll: the sound."""

SHORTEST_S = 0.5
"""The closest view: single frames are far apart by then."""

_STEPS_S = (
    0.04, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600
)  # fmt: skip
_TICK_PX = 84


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """The part of a video that is shown, over a width that begins at `left_px`."""

    start_s: float
    end_s: float
    length_s: float
    left_px: int
    width_px: int

    @property
    def span_s(self) -> float:
        """How much is shown."""
        return self.end_s - self.start_s

    @property
    def right_px(self) -> int:
        """Where it ends."""
        return self.left_px + self.width_px

    def x(self, t_s: float) -> float:
        """Where a time lies."""
        return self.left_px + (t_s - self.start_s) / self.span_s * self.width_px

    def t(self, x_px: float) -> float:
        """Which time lies there, within the video."""
        t_s = self.start_s + (x_px - self.left_px) / self.width_px * self.span_s
        return min(max(t_s, 0.0), self.length_s)

    def whole(self) -> TimeWindow:
        """The whole video."""
        return replace(self, start_s=0.0, end_s=self.length_s)

    def anchor(self, t_s: float) -> float:
        """What stays in its place when one zooms: this time if it is in sight, else the middle."""
        seen = self.start_s <= t_s <= self.end_s
        return t_s if seen else (self.start_s + self.end_s) / 2

    def zoomed(self, around_s: float, factor: float) -> TimeWindow:
        """Show `factor` times as much, the given time staying where it is."""
        span_s = min(max(self.span_s * factor, min(SHORTEST_S, self.length_s)), self.length_s)
        share = (around_s - self.start_s) / self.span_s
        return self._from(around_s - share * span_s, span_s)

    def moved(self, by_s: float) -> TimeWindow:
        """Show what comes later or, below 0, earlier."""
        return self._from(self.start_s + by_s, self.span_s)

    def centred(self, t_s: float) -> TimeWindow:
        """Show the surroundings of a time."""
        return self._from(t_s - self.span_s / 2, self.span_s)

    def showing(self, start_s: float, end_s: float) -> TimeWindow:
        """Show a stretch with some room around it."""
        span_s = min(max((end_s - start_s) * 1.3, SHORTEST_S), self.length_s)
        return self._from((start_s + end_s - span_s) / 2, span_s)

    def following(self, t_s: float) -> TimeWindow:
        """Turn the page when a playhead leaves it."""
        if self.start_s <= t_s <= self.end_s:
            return self
        return self._from(t_s - 0.05 * self.span_s, self.span_s)

    def _from(self, start_s: float, span_s: float) -> TimeWindow:
        start_s = min(max(start_s, 0.0), self.length_s - span_s)
        return replace(self, start_s=start_s, end_s=start_s + span_s)


def ticks(window: TimeWindow) -> tuple[float, list[float]]:
    """The step of the ruler and its times: round ones, far enough apart to be labelled."""
    wanted_s = window.span_s * _TICK_PX / max(1, window.width_px)
    step_s = next((step for step in _STEPS_S if step >= wanted_s), _STEPS_S[-1])
    first = int(window.start_s / step_s)
    count = int(window.span_s / step_s) + 2
    times_s = [index * step_s for index in range(first, first + count + 1)]
    return step_s, [t_s for t_s in times_s if window.start_s <= t_s <= window.end_s]


@dataclass(frozen=True, slots=True)
class LanePlace:
    """Where the lane of a person lies, from the top of all lanes; heights of its parts."""

    person_id: int
    top_px: int
    emotions_px: int
    dimensions_px: int
    actions_px: int = 0
    other_px: int = 0
    """Of ribbon and bar of what the person is compared with, below its own ribbon."""
    differences_px: int = 0

    @property
    def other_ribbon_top_px(self) -> int:
        """Where the ribbon of what it is compared with begins."""
        return self.top_px + RIBBON_PX + 1

    @property
    def emotions_top_px(self) -> int:
        """Where the curves of the emotions begin."""
        return self.top_px + RIBBON_PX + 3 + self.other_px

    @property
    def dimensions_top_px(self) -> int:
        """Where the curves of the dimensions begin."""
        return self.emotions_top_px + (self.emotions_px + 4 if self.emotions_px else 0)

    @property
    def actions_top_px(self) -> int:
        """Where the curves of facial actions begin."""
        return self.dimensions_top_px + (self.dimensions_px + 4 if self.dimensions_px else 0)

    @property
    def differences_top_px(self) -> int:
        """Where the lane of differences begins."""
        return self._curves_bottom_px + 6

    @property
    def _curves_bottom_px(self) -> int:
        if self.actions_px:
            return self.actions_top_px + self.actions_px
        return self.dimensions_top_px + self.dimensions_px

    @property
    def bottom_px(self) -> int:
        """Where the lane ends."""
        if self.differences_px:
            return self.differences_top_px + self.differences_px
        return self._curves_bottom_px


def lane_places(
    persons: Sequence[int],
    chosen: int | None,
    room_px: int,
    *,
    has_dimensions: bool,
    action_curves: int = 0,
    compared: int | None = None,
    has_differences: bool = False,
) -> list[LanePlace]:
    """One lane below the other; the chosen one has all curves and takes the room that is left.

    Args:
        persons: Whose lanes they are, from the top.
        chosen: Who has all curves.
        room_px: The height of what is in sight.
        has_dimensions: Whether dimensions are drawn.
        action_curves: How many curves of facial actions are drawn.
        compared: Who is compared with another result: shown where it is the chosen one.
        has_differences: Whether differences of scores are drawn.
    """
    others = sum(1 for p in persons if p != chosen)
    dimensions_px = DIMENSIONS_PX if has_dimensions else 0
    # Each name has its line.
    actions_px = max(ACTIONS_PX, action_curves * LABEL_STEP_PX) if action_curves else 0
    least_px = EMOTIONS_PX + sum(px + 4 for px in (dimensions_px, actions_px) if px)
    is_compared = compared is not None and compared == chosen
    other_px = OTHER_RIBBON_PX + APART_PX + 3 if is_compared else 0
    differences_px = DIFFERENCES_PX if is_compared and has_differences else 0
    least_px += other_px + (differences_px + 6 if differences_px else 0)
    ribbon_px = RIBBON_PX + 3 + LANE_GAP_PX
    left_px = room_px - LANES_PAD_PX + LANE_GAP_PX - (others + 1) * ribbon_px - least_px
    compact_px = COMPACT_PX if has_dimensions else 0
    if has_dimensions and LEAST_COMPACT_PX * others <= left_px < COMPACT_PX * others:
        compact_px = left_px // others
    left_px -= compact_px * others
    if has_dimensions and LEAST_DIMENSIONS_PX - DIMENSIONS_PX <= left_px < 0:
        dimensions_px += left_px
    free_px = max(0, left_px)
    shares = 3, 2 if has_dimensions else 0, 2 if action_curves else 0
    more_px = [free_px * share // sum(shares) for share in shares]
    places: list[LanePlace] = []
    top_px = 0
    for person in persons:
        place = LanePlace(person, top_px, 0, compact_px)
        if person == chosen:
            place = LanePlace(
                person,
                top_px,
                EMOTIONS_PX + more_px[0],
                dimensions_px + more_px[1],
                actions_px + more_px[2],
                other_px=other_px,
                differences_px=differences_px,
            )
        places.append(place)
        top_px = places[-1].bottom_px + LANE_GAP_PX
    return places


def clock(t_s: float, step_s: float = 1.0) -> str:
    """`m:ss` or `h:mm:ss`, with as many decimals as the step has (up to three)."""
    decimals = 0 if step_s >= 1 else 1 if step_s >= 0.1 else 2 if step_s >= 0.01 else 3
    hundredths = round(t_s * 10**decimals)
    seconds, rest = divmod(hundredths, 10**decimals)
    hours, minutes = divmod(seconds // 60, 60)
    text = f"{minutes}:{seconds % 60:02d}"
    if hours:
        text = f"{hours}:{minutes:02d}:{seconds % 60:02d}"
    return f"{text}.{rest:0{decimals}d}" if decimals else text


def distinct_places(markers: Sequence[Marker], window: TimeWindow) -> Iterator[tuple[int, float]]:
    """Of markers in order of time the first in each pixel in sight, and the room to the next.

    Looks at few of them: there may be tens of thousands.

    Yields:
        The place among `markers`; the pixels to the next one that lies elsewhere.
    """
    place = bisect_left(markers, window.t(window.left_px), key=_time_of)
    while place < len(markers) and (x_px := window.x(markers[place].t_s)) <= window.right_px:
        other = bisect_right(markers, markers[place].t_s, lo=place, key=_time_of)
        room_px = window.x(markers[other].t_s) - x_px if other < len(markers) else float("inf")
        yield place, room_px
        place = max(other, bisect_right(markers, window.t(x_px + 1), lo=place, key=_time_of))


def _time_of(marker: Marker) -> float:
    return marker.t_s
