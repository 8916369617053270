"""The timeline: the whole film, a ruler, a lane per person; zoomed, moved and clicked on.

Lanes are drawn once per view into a picture; the playhead lies over it. Knows neither player nor
files: it asks by signals and shows what it is told.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from svfap_core.results.edits import Edits, TimeRange
from svfap_gui.analyse import timeline_painting as paint
from svfap_gui.analyse.lanes import NO_LANES, Lanes
from svfap_gui.analyse.timeline_geometry import (
    GAP_PX,
    GUTTER_PX,
    HEADER_PX,
    OVERVIEW_PX,
    RIBBON_PX,
    TOP_PX,
    LanePlace,
    TimeWindow,
    lane_places,
)
from svfap_gui.analyse.timeline_hints import hint_at
from svfap_gui.analyse.timeline_mouse import Grip, TimelineMouse
from svfap_gui.analyse.timeline_picture import Shown, TimelinePicture
from svfap_gui.parts.theme import current_theme

ZOOM_STEP = 1.25


class Timeline(QAbstractScrollArea):
    """Scrolls up and down by itself; its time window is its own too."""

    seek_wanted = Signal(float)
    range_wanted = Signal(object)
    """A `TimeRange` that the user has drawn, or chosen by double-click."""
    person_wanted = Signal(int)
    marker_wanted = Signal(int)
    """The place of a marker that was double-clicked, among the edits' markers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lanes: Lanes = NO_LANES
        self._edits = Edits()
        self._names: Mapping[int, str] = {}
        self._chosen: int | None = None
        self._range: TimeRange | None = None
        self._position_s = 0.0
        self._window = TimeWindow(0.0, 1.0, 1.0, HEADER_PX, 1)
        self._style = paint.Style(current_theme(), self.font())
        self._picture: QPixmap | None = None
        self._places: list[LanePlace] = []
        self._mouse = TimelineMouse(self)
        self._by_keyboard = False
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumHeight(TOP_PX + 96)
        self.setAccessibleName(self.tr("Timeline"))

    # -- what it shows ---------------------------------------------------------------------------

    def set_film(self, length_s: float) -> None:
        """Another film: show all of it."""
        length_s = max(0.001, length_s)
        self._window = TimeWindow(
            0.0, length_s, length_s, HEADER_PX, max(1, self._width_px())
        ).whole()
        self._position_s = 0.0
        self._range = None
        self._redraw()

    def set_lanes(self, lanes: Lanes, names: Mapping[int, str]) -> None:
        """Persons and their names, as far as they are known."""
        if lanes is self._lanes and names == self._names:
            return
        before = [place.person_id for place in self._places]
        self._lanes, self._names = lanes, names
        self._arrange()
        if before != [place.person_id for place in self._places]:
            self._show_lane(self._chosen)

    def set_edits(self, edits: Edits) -> None:
        """Markers and excluded stretches."""
        self._edits = edits
        self._redraw()

    def set_chosen(self, person_id: int | None) -> None:
        """Whose curves are drawn in full."""
        if person_id != self._chosen:
            self._chosen = person_id
            self._arrange()
            self._show_lane(person_id)

    def set_range(self, chosen: TimeRange | None) -> None:
        """The stretch between in and out."""
        if chosen != self._range:
            self._range = chosen
            self._redraw()

    def set_position(self, t_s: float, *, follow: bool) -> None:
        """Move the playhead; while playing the view turns pages with it."""
        before_px, before = self._window.x(self._position_s), self._window
        self._position_s = t_s
        if follow and self._mouse.grip is None:
            self._show_window(self._window.following(t_s))
        if self._window is before:
            for x_px in (before_px, self._window.x(t_s)):
                self.viewport().update(round(x_px) - 7, 0, 15, self.viewport().height())
            self._update_overview()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # Qt's name
        """Draw in another theme's colours."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._style = paint.Style(current_theme(), self.font())
            self._redraw()

    @property
    def window_shown(self) -> TimeWindow:
        """The part of the film that is in sight."""
        return self._window

    @property
    def lanes(self) -> Lanes:
        """What is drawn."""
        return self._lanes

    @property
    def edits(self) -> Edits:
        """Whose markers and exclusions are drawn."""
        return self._edits

    def name_of(self, person_id: int) -> str:
        """What a person is called here."""
        return self._names.get(person_id, str(person_id))

    # -- moving the view -------------------------------------------------------------------------

    def zoom(self, steps: float, around_s: float | None = None) -> None:
        """Closer (above 0) or further away, around a time or the playhead."""
        if around_s is None:
            seen = self._window.start_s <= self._position_s <= self._window.end_s
            middle_s = (self._window.start_s + self._window.end_s) / 2
            around_s = self._position_s if seen else middle_s
        self._show_window(self._window.zoomed(around_s, ZOOM_STEP**-steps))

    def show_all(self) -> None:
        """The whole film."""
        self._show_window(self._window.whole())

    def show_stretch(self, start_s: float, end_s: float) -> None:
        """Bring a stretch into sight, as large as it can be."""
        self._show_window(self._window.showing(start_s, end_s))

    def move_view(self, by_s: float) -> None:
        """Show what comes later or earlier."""
        self._show_window(self._window.moved(by_s))

    def centre_view(self, t_s: float) -> None:
        """Show the surroundings of a time."""
        self._show_window(self._window.centred(t_s))

    def _show_window(self, window: TimeWindow) -> None:
        if window != self._window:
            self._window = window
            self._redraw()

    # -- where things are ------------------------------------------------------------------------

    def overview_t(self, x_px: float) -> float:
        """The time at a place of the overview."""
        return self._window.whole().t(x_px)

    def grip_at(self, point: QPointF) -> Grip:
        """What the mouse would take hold of there."""
        if point.x() < HEADER_PX:
            return Grip.HEADER
        if point.y() < OVERVIEW_PX + GAP_PX / 2:
            return Grip.OVERVIEW
        return Grip.RULER if point.y() < TOP_PX else Grip.LANES

    def place_at(self, point: QPointF) -> LanePlace | None:
        """The lane there."""
        y = point.y() - TOP_PX + self.verticalScrollBar().value()
        return next((p for p in self._places if p.top_px <= y < p.bottom_px), None)

    def on_ribbon(self, point: QPointF) -> bool:
        """Whether a ribbon is there."""
        place = self.place_at(point)
        y = point.y() - TOP_PX + self.verticalScrollBar().value()
        return place is not None and y < place.top_px + RIBBON_PX

    def marker_at(self, point: QPointF) -> int | None:
        """The marker whose flag is there."""
        if not OVERVIEW_PX + GAP_PX <= point.y() < TOP_PX:
            return None
        xs = [self._window.x(marker.t_s) for marker in self._edits.markers]
        near = [place for place, x in enumerate(xs) if -4 <= point.x() - x <= 11]
        return near[-1] if near else None

    def _width_px(self) -> int:
        return self.viewport().width() - HEADER_PX - GUTTER_PX

    # -- events ----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """The same time in another width."""
        super().resizeEvent(event)
        old = self._window
        self._window = TimeWindow(
            old.start_s, old.end_s, old.length_s, HEADER_PX, max(1, self._width_px())
        )
        self._arrange()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: ARG002, N802  # Qt's name
        """Lanes move below what stands still."""
        self._redraw()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802  # Qt's name
        """Ctrl zooms around the pointer, Shift or a second wheel moves; else lanes scroll."""
        angle = event.angleDelta()
        steps = (angle.y() or angle.x()) / 120
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(steps, self._window.t(event.position().x()))
        elif (
            angle.x()
            or event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            or not self.verticalScrollBar().maximum()
        ):
            self.move_view(-steps * self._window.span_s / 8)
        else:
            super().wheelEvent(event)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """See `TimelineMouse`."""
        self._mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """See `TimelineMouse`."""
        self._mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """See `TimelineMouse`."""
        self._mouse.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """See `TimelineMouse`."""
        self._mouse.double_click(event)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Hovering tells time, person and scores."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), hint_at(self, QPointF(event.pos())), self)
            return True
        return super().viewportEvent(event)

    # -- drawing ---------------------------------------------------------------------------------

    def _arrange(self) -> None:
        persons = [lane.person_id for lane in self._lanes.lanes]
        room_px = self.viewport().height() - TOP_PX
        self._places = lane_places(
            persons, self._chosen, room_px, has_dimensions=bool(self._lanes.dimensions)
        )
        content_px = self._places[-1].bottom_px + GAP_PX if self._places else 0
        bar = self.verticalScrollBar()
        bar.setPageStep(max(1, room_px))
        bar.setSingleStep(24)
        bar.setRange(0, max(0, content_px - room_px))
        self._redraw()

    def _show_lane(self, person_id: int | None) -> None:
        """Scroll until a lane is in sight."""
        bar = self.verticalScrollBar()
        for place in self._places:
            if place.person_id == person_id:
                low = place.bottom_px + GAP_PX - bar.pageStep()
                bar.setValue(min(max(bar.value(), low), place.top_px))

    def _redraw(self) -> None:
        self._picture = None
        self.viewport().update()

    def _update_overview(self) -> None:
        self.viewport().update(0, 0, self.viewport().width(), OVERVIEW_PX + 2)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """The picture of all that stands still, then the playhead."""
        if self._picture is None:
            self._picture = self._draw()
        painter = QPainter(self.viewport())
        painter.drawPixmap(0, 0, self._picture)
        whole = self._window.whole()
        painter.setPen(QPen(self._style.colour("accent"), 1.5))
        x = whole.x(self._position_s)
        painter.drawLine(QPointF(x, 0), QPointF(x, OVERVIEW_PX))
        x = self._window.x(self._position_s)
        if HEADER_PX - 1 <= x <= self._window.right_px + 1:
            top, bottom = OVERVIEW_PX + GAP_PX, self.viewport().height()
            paint.draw_playhead(painter, x, top, bottom, self._style)
        if self.hasFocus() and self._by_keyboard:
            painter.setPen(QPen(self._style.colour("accent"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
        painter.end()
        del event

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # Qt's name
        """Only who came by keyboard needs to be told where the focus is."""
        tabs = {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}
        self._by_keyboard = event.reason() in tabs
        self.viewport().update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # Qt's name
        """The frame goes."""
        self.viewport().update()
        super().focusOutEvent(event)

    def _draw(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.viewport().size() * ratio)
        picture.setDevicePixelRatio(ratio)
        painter = QPainter(picture)
        painter.setFont(self.font())
        TimelinePicture(
            painter,
            self.viewport().size(),
            Shown(
                self._lanes,
                self._places,
                self._names,
                self._chosen,
                self._edits,
                self._range,
                self._window,
                self.verticalScrollBar().value(),
            ),
            self._style,
        ).draw()
        painter.end()
        return picture
