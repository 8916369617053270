"""The timeline: the whole video, a ruler, a lane per person; zoomed, moved and clicked on.

Lanes are drawn once per view into an image; the playhead lies over it. Knows neither player nor
files: it asks by signals and shows what it is given.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from svfap_core.results.edits import Edits, Marker, TimeRange
from svfap_gui.analyse.lanes import NO_LANES, Lanes
from svfap_gui.analyse.sound.peaks import Peaks
from svfap_gui.analyse.timeline_curves import CurveOptions
from svfap_gui.analyse.timeline_geometry import (
    GUTTER_PX,
    HEADER_PX,
    LANES_PAD_PX,
    OVERVIEW_PX,
    TOP_PX,
    LanePlace,
    TimeWindow,
)
from svfap_gui.analyse.timeline_hints import hint_of
from svfap_gui.analyse.timeline_marks import style_of
from svfap_gui.analyse.timeline_mouse import (
    CentreView,
    ChoosePerson,
    Grip,
    Intent,
    Spot,
    TimelineMouse,
    person_beside,
)
from svfap_gui.analyse.timeline_picture import Shown, draw_over, picture_of, places_in
from svfap_gui.analyse.timeline_spots import cursor_at, spot_at, spot_of_chosen
from svfap_gui.parts.focus_frame import FocusFrame
from svfap_gui.parts.text_size import scaled, text_scale

if TYPE_CHECKING:
    # It loads pyarrow.
    from svfap_core.results.baseline import Baseline

ZOOM_STEP = 1.25


class Timeline(QAbstractScrollArea):
    """Scrolls up and down by itself; its time window is its own too."""

    wanted = Signal(object)
    """An `Intent` of the user: `Seek`, `SelectRange`, `ChoosePerson`, `ChooseMarker`,
    `EditMarker`."""
    menu_wanted = Signal(object, QPoint)
    """For what a menu is asked for, a `Spot`, and where on the screen."""
    changed = Signal()
    """Something else is in sight, or in another place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lanes: Lanes = NO_LANES
        self._edits = Edits()
        self._names: Mapping[int, str] = {}
        self._chosen: int | None = None
        self._marker: Marker | None = None
        self._range: TimeRange | None = None
        self._options = CurveOptions()
        self._against: Baseline | None = None
        self._position_s = 0.0
        self._window = TimeWindow(0.0, 1.0, 1.0, HEADER_PX, 1)
        self.scale = text_scale()
        """How large its own pixels are: it is laid out for the smallest text size."""
        self._style = style_of(self.font())
        self._picture: QPixmap | None = None
        self._places: list[LanePlace] = []
        self._foot_px = 0
        self._waveform: Peaks | None = None
        self._mouse = TimelineMouse()
        self._focus = FocusFrame(self)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumHeight(scaled(TOP_PX + 96))
        self.setAccessibleName(self.tr("Timeline"))
        self.setAccessibleDescription(
            self.tr(
                "Up and down choose the person, Page Up and Page Down move the view, Alt with "
                "left and right goes from marker to marker; Enter changes a marker."
            )
        )

    # -- what it shows ---------------------------------------------------------------------------

    def set_length(self, length_s: float) -> None:
        """Another video: show all of it."""
        length_s = max(0.001, length_s)
        self._window = TimeWindow(0.0, length_s, length_s, HEADER_PX, self._width_px())
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
        if self._marker not in edits.markers:
            self._marker = None
        self._redraw()

    def choose_marker(self, place: int | None) -> None:
        """Frame the flag of a marker: what is done to markers is done to this one."""
        self._marker = None if place is None else self._edits.markers[place]
        self.viewport().update()

    @property
    def marker(self) -> int | None:
        """The place of the chosen marker among the edits' markers."""
        return None if self._marker is None else self._edits.markers.index(self._marker)

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

    def set_curves(self, options: CurveOptions, against: Baseline | None) -> None:
        """Which curves are drawn and how; `against` is the chosen person's baseline."""
        if (options, against) != (self._options, self._against):
            more_actions = len(options.actions) > len(self._options.actions)
            self._options, self._against = options, against
            self._arrange()
            if more_actions:
                self._show_lane(self._chosen, end=True)  # Their curves are the lowest.

    def set_waveform(self, waveform: Peaks | None) -> None:
        """Show the sound below the lanes, or do not."""
        self._waveform = waveform
        self._arrange()

    def keep_free(self, foot_px: int) -> None:
        """Lanes end so far above the lower edge, where something else lies."""
        if foot_px != self._foot_px:
            self._foot_px = foot_px
            self._arrange()

    def set_position(self, t_s: float, *, follow: bool) -> None:
        """Move the playhead; while playing the view turns pages with it."""
        before_px, before = self._window.x(self._position_s), self._window
        self._position_s = t_s
        if follow and self._mouse.grip is None:
            self._show_window(self._window.following(t_s))
        if self._window is before:
            for x_px in (before_px, self._window.x(t_s)):
                left = math.floor((x_px - 7) * self.scale)
                self.viewport().update(left, 0, scaled(16), self.viewport().height())
            self.viewport().update(0, 0, self.viewport().width(), scaled(OVERVIEW_PX + 2))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # Qt's name
        """Draw in another theme's colours."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._style = style_of(self.font())
            self._redraw()

    @property
    def window_shown(self) -> TimeWindow:
        """The part of the video that is in sight."""
        return self._window

    # -- moving the view -------------------------------------------------------------------------

    def zoom(self, steps: float, around_s: float | None = None) -> None:
        """Closer (above 0) or further away, around a time or the playhead."""
        if around_s is None:
            around_s = self._window.anchor(self._position_s)
        self._show_window(self._window.zoomed(around_s, ZOOM_STEP**-steps))

    def show_all(self) -> None:
        """The whole video."""
        self._show_window(self._window.whole())

    def show_stretch(self, start_s: float, end_s: float) -> None:
        """Bring a stretch into sight, as large as it can be."""
        self._show_window(self._window.showing(start_s, end_s))

    def move_view(self, by_s: float) -> None:
        """Show what comes later or earlier."""
        self._show_window(self._window.moved(by_s))

    def _show_window(self, window: TimeWindow) -> None:
        if window != self._window:
            self._window = window
            self._redraw()

    # -- where things are ------------------------------------------------------------------------

    def spot_at(self, point: QPointF) -> Spot:
        """What is there."""
        own = point / self.scale
        return spot_at(self.shown, own.x(), own.y(), overview=self._mouse.grip is Grip.OVERVIEW)

    @property
    def shown(self) -> Shown:
        """All that the image depends on."""
        return Shown(
            self._lanes, self._places, self._names, self._chosen, self._edits, self._range,
            self._window, self.verticalScrollBar().value(), self._options, self._against,
            self._waveform, self.size_px.height() - self._foot_px,
        )  # fmt: skip

    @property
    def dragging(self) -> bool:
        """Whether the mouse draws or moves something."""
        return self._mouse.dragging

    @property
    def size_px(self) -> QSize:
        """Of all that is drawn, in the timeline's own pixels."""
        port = self.viewport()
        return QSize(*(math.ceil(length / self.scale) for length in (port.width(), port.height())))

    def _width_px(self) -> int:
        return max(1, self.size_px.width() - HEADER_PX - GUTTER_PX)

    # -- events ----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """The same time in another width."""
        super().resizeEvent(event)
        self._window = replace(self._window, width_px=self._width_px())
        self._arrange()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: ARG002, N802  # Qt's name
        """Lanes move below what stands still."""
        self._redraw()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802  # Qt's name
        """Ctrl zooms around the pointer, Shift or a second wheel moves; else lanes scroll."""
        angle = event.angleDelta()
        steps = (angle.y() or angle.x()) / 120
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(steps, self._window.t(event.position().x() / self.scale))
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
        if event.button() is Qt.MouseButton.LeftButton:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._tell(self._mouse.press(self.spot_at(event.position()), shift=shift))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """See `TimelineMouse`."""
        spot = self.spot_at(event.position())
        self._tell(self._mouse.move(spot))
        if self._mouse.grip is None:
            self.viewport().setCursor(cursor_at(spot))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """See `TimelineMouse`."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._tell(self._mouse.release(self.spot_at(event.position())))
            self.changed.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """See `TimelineMouse`."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._tell(self._mouse.double_click(self.spot_at(event.position())))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Up and down choose a person, pages move the view; all else are shortcuts."""
        lanes = {Qt.Key.Key_Up.value: -1, Qt.Key.Key_Down.value: 1}
        pages = {Qt.Key.Key_PageUp.value: -1, Qt.Key.Key_PageDown.value: 1}
        if (step := lanes.get(event.key())) is not None and self._places:
            self._tell((ChoosePerson(person_beside(self._places, self._chosen, step)),))
        elif (step := pages.get(event.key())) is not None:
            self.move_view(step * self._window.span_s)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802  # Qt's name
        """By the mouse: what lies there is chosen first. By key: of what is chosen already."""
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            spot = spot_of_chosen(self.shown, self.marker, self._position_s)
        else:
            spot = self.spot_at(QPointF(event.pos()))
            self._tell(self._mouse.point_at(spot))
        at = QPointF(spot.x_px, spot.y_px) * self.scale
        self.menu_wanted.emit(spot, self.viewport().mapToGlobal(at.toPoint()))

    def _tell(self, intents: Iterable[Intent]) -> None:
        for intent in intents:
            if isinstance(intent, CentreView):
                self._show_window(self._window.centred(intent.t_s))
            else:
                self.wanted.emit(intent)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Hovering shows time, person and scores."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            hint = hint_of(self.shown, self.spot_at(QPointF(event.pos())))
            QToolTip.showText(event.globalPos(), hint, self)
            return True
        return super().viewportEvent(event)

    # -- drawing ---------------------------------------------------------------------------------

    def _arrange(self) -> None:
        room_px = self.shown.lanes_end_px - TOP_PX
        self._places = places_in(self.shown, room_px)
        content_px = self._places[-1].bottom_px + LANES_PAD_PX if self._places else 0
        bar = self.verticalScrollBar()
        bar.setPageStep(max(1, room_px))
        bar.setSingleStep(24)
        bar.setRange(0, max(0, content_px - room_px))
        self._redraw()

    def _show_lane(self, person_id: int | None, *, end: bool = False) -> None:
        """Scroll until a lane is in sight; of one that is too high its top, or its end."""
        bar = self.verticalScrollBar()
        for place in self._places:
            if place.person_id == person_id:
                low = max(bar.value(), place.bottom_px + LANES_PAD_PX - bar.pageStep())
                bar.setValue(low if end else min(low, place.top_px))

    def _redraw(self) -> None:
        self._picture = None
        self.viewport().update()
        self.changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """The image of all that stands still, then the playhead."""
        if self._picture is None:
            self._picture = picture_of(
                self.shown, self.size_px, self.scale, self.devicePixelRatioF(), self._style
            )
        painter = QPainter(self.viewport())
        painter.drawPixmap(0, 0, self._picture)
        painter.scale(self.scale, self.scale)
        draw_over(painter, self.shown, self._style, self._position_s, self._marker)
        painter.resetTransform()
        self._focus.draw(painter)
        painter.end()
        del event
