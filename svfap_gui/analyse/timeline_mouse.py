"""What presses and drags on the timeline mean. Draws nothing.

In the ruler: click or drag seeks. In a lane: a click seeks, a drag moves the view, a double-click
on the ribbon chooses that stretch. With Shift, a drag draws a range. In the overview: moves the
view there.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent

from svfap_core.results.edits import TimeRange

if TYPE_CHECKING:
    from svfap_gui.analyse.timeline import Timeline

DRAG_PX = 4
"""Less is a click with an unsteady hand."""


class Grip(Enum):
    """What the mouse has taken hold of."""

    HEADER = auto()
    OVERVIEW = auto()
    RULER = auto()
    LANES = auto()
    RANGE = auto()


class TimelineMouse:
    """The mouse over one timeline."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self.grip: Grip | None = None
        self._pressed = QPointF()
        self._last = QPointF()
        self._dragging = False

    def press(self, event: QMouseEvent) -> None:
        """Take hold."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        timeline, point = self._timeline, event.position()
        self.grip = timeline.grip_at(point)
        self._pressed = self._last = point
        self._dragging = False
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if shift and self.grip in {Grip.RULER, Grip.LANES}:
            self.grip = Grip.RANGE
        elif self.grip is Grip.OVERVIEW:
            timeline.centre_view(timeline.overview_t(point.x()))
        elif self.grip is Grip.RULER:
            marker = timeline.marker_at(point)
            at_s = timeline.window_shown.t(point.x())
            timeline.seek_wanted.emit(
                at_s if marker is None else timeline.edits.markers[marker].t_s
            )
        elif self.grip is Grip.HEADER:
            self._choose(point)

    def move(self, event: QMouseEvent) -> None:
        """Drag, or show what a press would do."""
        timeline, point = self._timeline, event.position()
        if self.grip is None:
            self._show_cursor(point)
            return
        window = timeline.window_shown
        if not self._dragging and (point - self._pressed).manhattanLength() >= DRAG_PX:
            self._dragging = True
            if self.grip is Grip.LANES:
                timeline.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        if not self._dragging:
            return
        if self.grip is Grip.OVERVIEW:
            timeline.centre_view(timeline.overview_t(point.x()))
        elif self.grip is Grip.RULER:
            timeline.seek_wanted.emit(window.t(point.x()))
        elif self.grip is Grip.RANGE:
            ends_s = sorted((window.t(self._pressed.x()), window.t(point.x())))
            timeline.range_wanted.emit(TimeRange(*ends_s))
        elif self.grip is Grip.LANES:
            timeline.move_view((self._last.x() - point.x()) / window.width_px * window.span_s)
        self._last = point

    def release(self, event: QMouseEvent) -> None:
        """Let go; a click in a lane seeks and chooses the person."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        timeline, point = self._timeline, event.position()
        if self.grip is Grip.LANES and not self._dragging:
            self._choose(point)
            timeline.seek_wanted.emit(timeline.window_shown.t(point.x()))
        self.grip = None
        self._show_cursor(point)

    def double_click(self, event: QMouseEvent) -> None:
        """Choose a stretch, or change a marker."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        timeline, point = self._timeline, event.position()
        marker = timeline.marker_at(point)
        if marker is not None:
            timeline.marker_wanted.emit(marker)
            return
        place = timeline.place_at(point)
        if place is None or timeline.grip_at(point) is not Grip.LANES:
            return
        lane = timeline.lanes.of(place.person_id)
        stretch = lane.stretch_at(timeline.window_shown.t(point.x())) if lane else None
        if stretch is not None and timeline.on_ribbon(point):
            timeline.range_wanted.emit(TimeRange(*stretch))

    def _choose(self, point: QPointF) -> None:
        place = self._timeline.place_at(point)
        if place is not None:
            self._timeline.person_wanted.emit(place.person_id)

    def _show_cursor(self, point: QPointF) -> None:
        grip = self._timeline.grip_at(point)
        shapes = {
            Grip.RULER: Qt.CursorShape.SizeHorCursor,
            Grip.OVERVIEW: Qt.CursorShape.PointingHandCursor,
            Grip.HEADER: Qt.CursorShape.PointingHandCursor,
        }
        self._timeline.viewport().setCursor(shapes.get(grip, Qt.CursorShape.ArrowCursor))
