"""What presses and drags on the timeline mean, as intents that somebody else carries out.

In the ruler: a click seeks, a drag draws a range. In a lane: a click seeks and chooses the person,
a drag seeks along; with Shift it draws a range; a double-click on the ribbon chooses that stretch.
A click on a marker chooses it, a double-click changes it. In the overview: moves the view there.
Knows no widget.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from typing import NamedTuple

from svfap_core.results.edits import TimeRange
from svfap_gui.analyse.timeline_geometry import LanePlace

DRAG_PX = 4
"""Less is a click with an unsteady hand."""


class Grip(Enum):
    """What the mouse has taken hold of."""

    HEADER = auto()
    OVERVIEW = auto()
    RULER = auto()
    LANES = auto()
    RANGE = auto()


class Spot(NamedTuple):
    """What is under the mouse."""

    x_px: float
    y_px: float
    grip: Grip
    t_s: float
    """The time there: of the part in sight, in the overview of the whole video."""
    person: int | None = None
    marker: int | None = None
    """The place of the marker whose flag is there, among the edits' markers."""
    stretch: TimeRange | None = None
    """What a ribbon shows there in one colour."""


class Seek(NamedTuple):
    """Show this moment."""

    t_s: float


class SelectRange(NamedTuple):
    """This stretch of time is meant from now on."""

    range: TimeRange


class ChoosePerson(NamedTuple):
    """This person is meant from now on."""

    person_id: int


class ChooseMarker(NamedTuple):
    """Go to the marker at a place among the edits' markers."""

    place: int


class EditMarker(NamedTuple):
    """Change the marker at a place among the edits' markers."""

    place: int


class CentreView(NamedTuple):
    """Show the surroundings of a time."""

    t_s: float


Intent = Seek | SelectRange | ChoosePerson | ChooseMarker | EditMarker | CentreView


class TimelineMouse:
    """The left button over one timeline, from press to release."""

    def __init__(self) -> None:
        self.grip: Grip | None = None
        self.dragging = False
        self._pressed = Spot(0.0, 0.0, Grip.HEADER, 0.0)

    def press(self, spot: Spot, *, shift: bool = False) -> tuple[Intent, ...]:
        """Take hold."""
        self._pressed, self.grip, self.dragging = spot, spot.grip, False
        if shift and spot.grip is Grip.LANES:
            self.grip = Grip.RANGE
        elif spot.grip is Grip.OVERVIEW:
            return (CentreView(spot.t_s),)
        elif spot.grip is Grip.HEADER:
            return _person(spot)
        return ()

    def move(self, spot: Spot) -> tuple[Intent, ...]:
        """Drag."""
        moved_px = abs(spot.x_px - self._pressed.x_px) + abs(spot.y_px - self._pressed.y_px)
        self.dragging = self.grip is not None and (self.dragging or moved_px >= DRAG_PX)
        if not self.dragging:
            return ()
        if self.grip is Grip.OVERVIEW:
            return (CentreView(spot.t_s),)
        if self.grip is Grip.LANES:
            return (Seek(spot.t_s),)
        drawn = TimeRange(self._pressed.t_s, spot.t_s).ordered()
        if self.grip in {Grip.RULER, Grip.RANGE} and drawn.end_s > drawn.start_s:
            return (SelectRange(drawn),)
        return ()

    def release(self, spot: Spot) -> tuple[Intent, ...]:
        """Let go; where nothing was dragged, it was a click."""
        grip, clicked = self.grip, not self.dragging
        self.grip, self.dragging = None, False
        if not clicked or grip not in {Grip.RULER, Grip.LANES, Grip.RANGE}:
            return ()
        return _click(spot)

    def point_at(self, spot: Spot) -> tuple[Intent, ...]:
        """The right button: choose what is there, so that a menu speaks of it."""
        if spot.grip is Grip.OVERVIEW:
            return ()
        if spot.grip is Grip.HEADER:
            return _person(spot)
        return _click(spot)

    def double_click(self, spot: Spot) -> tuple[Intent, ...]:
        """Choose a stretch, or change a marker."""
        if spot.marker is not None:
            return (EditMarker(spot.marker),)
        return (SelectRange(spot.stretch),) if spot.stretch is not None else ()


def person_beside(places: Sequence[LanePlace], chosen: int | None, step: int) -> int:
    """The person below (1) or above (-1) the chosen one; the first, if none is chosen."""
    persons = [place.person_id for place in places]
    now = persons.index(chosen) if chosen in persons else -1
    return persons[min(max(now + step, 0), len(persons) - 1)]


def _person(spot: Spot) -> tuple[Intent, ...]:
    return (ChoosePerson(spot.person),) if spot.person is not None else ()


def _click(spot: Spot) -> tuple[Intent, ...]:
    if spot.marker is not None:
        return (ChooseMarker(spot.marker),)
    return (*_person(spot), Seek(spot.t_s))
