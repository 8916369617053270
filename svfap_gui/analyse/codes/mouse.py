"""What presses and drags on the lanes of codes mean, as intents that somebody else carries out.

A click on a code chooses it, a double-click edits it, its edges can be dragged. Elsewhere as on
curves: a click seeks, a drag seeks along; with Shift it draws a range. Knows no widget.
"""

from __future__ import annotations

from typing import NamedTuple

from svfap_core.codes.coding import Code
from svfap_core.codes.editing import Edge
from svfap_core.results.edits import TimeRange
from svfap_gui.analyse.codes.layout import Hit
from svfap_gui.analyse.timeline_mouse import DRAG_PX, Seek, SelectRange


class CodeSpot(NamedTuple):
    """What is under the mouse."""

    x_px: float
    t_s: float
    in_header: bool = False
    hit: Hit | None = None


class ChooseCode(NamedTuple):
    """This code is meant from now on; nothing: none."""

    code: Code | None


class EditCode(NamedTuple):
    """Change label, times or comment of this code."""

    code: Code


class EditScheme(NamedTuple):
    """Change tiers and their codes."""


class DragEdge(NamedTuple):
    """An edge is on its way to a time."""

    code: Code
    edge: Edge
    t_s: float


class DropEdge(NamedTuple):
    """An edge has been let go at a time; nothing: it stays where it was."""

    code: Code
    edge: Edge
    t_s: float | None


CodeIntent = Seek | SelectRange | ChooseCode | EditCode | EditScheme | DragEdge | DropEdge


class CodesMouse:
    """The left button over the lanes, from press to release."""

    def __init__(self) -> None:
        self._pressed: CodeSpot | None = None
        self._draws_range = False
        self.dragging = False

    @property
    def edge(self) -> Hit | None:
        """The edge that is being dragged."""
        hit = None if self._pressed is None or self._draws_range else self._pressed.hit
        return hit if self.dragging and hit is not None and hit.edge is not None else None

    def press(self, spot: CodeSpot, *, shift: bool = False) -> tuple[CodeIntent, ...]:
        """Take hold."""
        self._pressed, self.dragging = spot, False
        self._draws_range = shift and not spot.in_header
        if spot.hit is not None and not shift:
            return (ChooseCode(spot.hit.code),)
        return ()

    def move(self, spot: CodeSpot) -> tuple[CodeIntent, ...]:
        """Drag."""
        pressed = self._pressed
        if pressed is None or pressed.in_header:
            return ()
        self.dragging = self.dragging or abs(spot.x_px - pressed.x_px) >= DRAG_PX
        if not self.dragging:
            return ()
        if self._draws_range:
            drawn = TimeRange(pressed.t_s, spot.t_s).ordered()
            return (SelectRange(drawn),) if drawn.end_s > drawn.start_s else ()
        if (hit := self.edge) is not None and hit.edge is not None:
            return (DragEdge(hit.code, hit.edge, spot.t_s),)
        return (Seek(spot.t_s),)

    def release(self, spot: CodeSpot) -> tuple[CodeIntent, ...]:
        """Let go; where nothing was dragged, it was a click."""
        pressed, hit, dragged = self._pressed, self.edge, self.dragging
        self._pressed, self.dragging = None, False
        if pressed is None or pressed.in_header:
            return ()
        if hit is not None and hit.edge is not None:
            return (DropEdge(hit.code, hit.edge, spot.t_s),)
        if dragged:
            return ()
        if pressed.hit is not None:
            return (Seek(pressed.hit.code.start_s),) if not self._draws_range else ()
        return (ChooseCode(None), Seek(spot.t_s))

    def cancel(self) -> tuple[CodeIntent, ...]:
        """Let go of an edge, which stays where it was."""
        hit = self.edge
        self._pressed, self.dragging = None, False
        if hit is None or hit.edge is None:
            return ()
        return (DropEdge(hit.code, hit.edge, None),)

    def point_at(self, spot: CodeSpot) -> tuple[CodeIntent, ...]:
        """The right button: choose what is there, so that a menu speaks of it."""
        return (ChooseCode(None if spot.hit is None else spot.hit.code),)

    def double_click(self, spot: CodeSpot) -> tuple[CodeIntent, ...]:
        """Edit what is there."""
        if spot.in_header:
            return (EditScheme(),)
        return (EditCode(spot.hit.code),) if spot.hit is not None else ()
