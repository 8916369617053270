"""What a second video has to show at a moment, and how two videos share a place. Knows no Qt."""

from __future__ import annotations

from enum import Enum

EPSILON_S = 0.0005
"""Times closer than this are the same, as in `seeking`."""
LATE_S = 0.5
"""A frame that should have been replaced so long ago is shown as one of the past."""

BEHIND_S = 2.5
"""So far behind, decoding jumps to a later key frame: further than `seeking` walks to a frame."""

AHEAD_S = 0.25
"""It jumps so far beyond the moment, as finding the frame takes time, too."""


class Moment(Enum):
    """Where a time lies."""

    BEFORE = "before"
    """The video has not started."""
    DURING = "during"
    AFTER = "after"
    """The video has ended."""


def moment_of(t_s: float, duration_s: float | None) -> Moment:
    """Where a media time lies in a video; one of unknown duration never ends."""
    if t_s < -EPSILON_S:
        return Moment.BEFORE
    if duration_s is not None and t_s >= duration_s - EPSILON_S:
        return Moment.AFTER
    return Moment.DURING


def patient(now_s: float, shown_s: float) -> float:
    """The time by which frames count as late, where nobody waits for them.

    Behind the clock by more than that, every frame would be late and none shown.
    """
    return min(now_s, shown_s + LATE_S / 2)


def side_by_side(room_px: tuple[int, int], first: float, second: float) -> bool:
    """Whether two frames are shown larger beside each other than one above the other.

    Args:
        room_px: Width and height of the place.
        first: The first one's width over its height.
        second: The other's.
    """
    width, height = room_px

    def area(room: tuple[float, float], aspect: float) -> float:
        across = min(room[0], room[1] * aspect)
        return across * across / aspect

    beside = sum(area((width / 2, height), aspect) for aspect in (first, second))
    above = sum(area((width, height / 2), aspect) for aspect in (first, second))
    return beside >= above
