"""The timeline as one image: all but the playhead, which moves over it. Knows no mouse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap

from svfap_core.results.edits import Edits, Marker, TimeRange
from svfap_gui.analyse import timeline_marks as marks
from svfap_gui.analyse import timeline_painting as paint
from svfap_gui.analyse.lanes import ABSENT, NOT_YET, Lanes
from svfap_gui.analyse.sound.peaks import Peaks
from svfap_gui.analyse.timeline_curves import ALL_CURVES, CurveOptions
from svfap_gui.analyse.timeline_geometry import (
    GAP_PX,
    GUTTER_PX,
    HEADER_PX,
    OVERVIEW_PX,
    RIBBON_PX,
    RULER_PX,
    TOP_PX,
    WAVEFORM_PX,
    LanePlace,
    TimeWindow,
    clock,
    distinct_places,
    lane_places,
    ticks,
)

if TYPE_CHECKING:
    # It loads pyarrow.
    from svfap_core.results.baseline import Baseline

_FLAG_ROOM_PX = 130
"""A marker shows its name when the next one is so far away."""


class Shown(NamedTuple):
    """All that the image depends on, beside its size and style."""

    lanes: Lanes
    places: Sequence[LanePlace]
    names: Mapping[int, str]
    chosen: int | None
    edits: Edits
    range: TimeRange | None
    window: TimeWindow
    scrolled_px: int
    options: CurveOptions = ALL_CURVES
    against: Baseline | None = None
    """The chosen person's baseline, as z-scores need it."""
    waveform: Peaks | None = None
    end_px: int = 10_000
    """The lower edge of all that is drawn."""

    @property
    def lanes_end_px(self) -> int:
        """Down to where lanes are in sight; the sound lies below."""
        return self.end_px - (0 if self.waveform is None else WAVEFORM_PX + GAP_PX)

    def baseline_of(self, person: int) -> TimeRange | None:
        """What a person is compared with, by the user's choice or the run's."""
        return self.edits.baselines.get(person, self.lanes.baseline)

    @property
    def compared_with(self) -> Baseline | None:
        """The baseline of the z-scores that are drawn, if they are."""
        usable = self.against is not None and not self.against.too_few_rows
        return self.against if usable and self.options.z_scores else None


def places_in(shown: Shown, room_px: int) -> list[LanePlace]:
    """Where lanes lie if so much height is in sight."""
    lanes, options, compared = shown.lanes, shown.options, shown.options.compared
    return lane_places(
        [lane.person_id for lane in lanes.lanes],
        shown.chosen,
        room_px,
        has_dimensions=bool(set(lanes.dimensions) - options.off),
        action_curves=len(lanes.actions.curves(options.actions)),
        compared=None if compared is None else compared.person_id,
        has_differences=compared is not None and bool(compared.comparison.scores),
    )


def picture_of(
    shown: Shown, size: QSize, scale: float, ratio: float, style: marks.Style
) -> QPixmap:
    """All of it, of `size` pixels of the timeline.

    Each has `scale` logical pixels, and each of these has `ratio` on the screen.
    """
    picture = QPixmap(size * scale * ratio)
    picture.setDevicePixelRatio(ratio)
    painter = QPainter(picture)
    painter.scale(scale, scale)
    painter.setFont(style.font)
    TimelinePicture(painter, size, shown, style).draw()
    painter.end()
    return picture


def draw_over(
    painter: QPainter, shown: Shown, style: marks.Style, position_s: float, marker: Marker | None
) -> None:
    """What moves over the image: the playhead, and the frame of the chosen marker."""
    window, top = shown.window, OVERVIEW_PX + GAP_PX
    painter.setPen(QPen(style.colour("accent"), 1.5))
    x = window.whole().x(position_s)
    painter.drawLine(QPointF(x, 0), QPointF(x, OVERVIEW_PX))
    x = window.x(position_s)
    if HEADER_PX - 1 <= x <= window.right_px + 1:
        marks.draw_playhead(painter, x, top, painter.device().height(), style)
    if marker is not None:
        flag = QRectF(window.x(marker.t_s) - 3, top, 16, RULER_PX)
        painter.setPen(QPen(style.colour("accent"), 1.5))
        painter.drawRoundedRect(flag.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)


class TimelinePicture:
    """Draws once."""

    def __init__(self, painter: QPainter, size: QSize, shown: Shown, style: marks.Style) -> None:
        self._painter = painter
        self._size = size
        self._shown = shown
        self._style = style

    def draw(self) -> None:
        """Ground, lanes, overview, ruler, marks."""
        painter = self._painter
        painter.fillRect(QRect(0, 0, self._size.width(), self._size.height()), self._ground)
        self._draw_lanes()
        self._draw_overview()
        self._draw_ruler()
        self._draw_marks()
        if self._shown.waveform is not None:
            self._draw_waveform(self._shown.waveform)

    def _draw_waveform(self, peaks: Peaks) -> None:
        """The sound, at the foot."""
        shown, painter = self._shown, self._painter
        top = shown.lanes_end_px + GAP_PX
        rect = QRect(HEADER_PX, top, shown.window.width_px, WAVEFORM_PX)
        name = QCoreApplication.translate("Timeline", "Sound")
        header = QRect(22, rect.top(), HEADER_PX - 30, rect.height())
        painter.setFont(self._style.font)
        painter.setPen(self._style.colour("muted"))
        painter.drawText(header, Qt.AlignmentFlag.AlignVCenter, name)
        paint.draw_waveform(painter, peaks, rect, shown.window, self._style)

    @property
    def _ground(self) -> QColor:
        return self._style.colour("panel")

    def _draw_lanes(self) -> None:
        shown, painter = self._shown, self._painter
        room = QRect(0, TOP_PX, self._size.width(), shown.lanes_end_px - TOP_PX)
        offset = TOP_PX + GAP_PX - shown.scrolled_px
        lane_painter = paint.LanePainter(
            painter, shown.lanes, shown.window, self._style, shown.options, shown.compared_with
        )
        painter.save()
        painter.setClipRect(room)
        painter.translate(0, offset)
        for place, lane in zip(shown.places, shown.lanes.lanes, strict=True):
            if place.bottom_px + offset >= TOP_PX and place.top_px + offset <= room.bottom():
                self._draw_header(place)
                lane_painter.lane(lane, place)
                if (stretch := shown.baseline_of(place.person_id)) is not None:
                    painter.save()
                    painter.setClipRect(
                        QRect(HEADER_PX, place.top_px, shown.window.width_px, 10_000),
                        Qt.ClipOperation.IntersectClip,
                    )
                    lane_painter.baseline(stretch, place)
                    painter.restore()
        painter.restore()

    def _draw_header(self, place: LanePlace) -> None:
        painter, style = self._painter, self._style
        font = QFont(style.font)
        chosen = place.person_id == self._shown.chosen
        font.setWeight(font.Weight.DemiBold if chosen else font.Weight.Normal)
        painter.setFont(font)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(style.theme.person(place.person_id)))
        painter.drawEllipse(QPointF(12, place.top_px + RIBBON_PX / 2), 4, 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(style.colour("text"))
        room = QRect(22, place.top_px - 4, HEADER_PX - 30, RIBBON_PX + 8)
        name = self._shown.names.get(place.person_id, str(place.person_id))
        text = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)

    def _draw_overview(self) -> None:
        shown, painter, style = self._shown, self._painter, self._style
        window, whole = shown.window, shown.window.whole()
        painter.setPen(style.colour("muted"))
        painter.setFont(style.small())
        painter.drawText(
            QRect(8, 0, HEADER_PX - 16, OVERVIEW_PX),
            Qt.AlignmentFlag.AlignVCenter,
            QCoreApplication.translate("Timeline", "Whole video"),
        )
        gutter = QRect(window.right_px + 8, 0, GUTTER_PX - 10, OVERVIEW_PX + GAP_PX)
        painter.drawText(gutter, Qt.AlignmentFlag.AlignVCenter, "\n".join(how_shown(shown)))
        strip = QRect(HEADER_PX, 3, window.width_px, OVERVIEW_PX - 6)
        lane = shown.lanes.of(shown.chosen) or next(iter(shown.lanes.lanes), None)
        if lane is not None:
            paint.LanePainter(painter, shown.lanes, whole, style).ribbon(lane, strip)
        else:
            marks.draw_hatch(painter, strip, NOT_YET, style)
            done = QRect(strip)
            done.setRight(round(whole.x(shown.lanes.analysed_s)) - 1)
            marks.draw_hatch(painter, done, ABSENT, style)
        for excluded in shown.edits.excluded:
            left, right = whole.x(excluded.start_s), whole.x(excluded.end_s)
            marks.draw_excluded(painter, left, right, strip, style)
        left, right = round(whole.x(window.start_s)), round(whole.x(window.end_s))
        veil = style.colour("panel", 165)
        painter.fillRect(QRect(strip.left(), 0, left - strip.left(), OVERVIEW_PX), veil)
        painter.fillRect(QRect(right, 0, strip.right() - right + 1, OVERVIEW_PX), veil)
        painter.setPen(QPen(style.colour("control_line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRect(left, 0, max(3, right - left - 1), OVERVIEW_PX - 1))

    def _draw_ruler(self) -> None:
        """Round times with ticks."""
        window, painter, style = self._shown.window, self._painter, self._style
        rect = QRect(HEADER_PX, OVERVIEW_PX + GAP_PX, window.width_px, RULER_PX)
        step_s, times_s = ticks(window)
        painter.setFont(style.small())
        for t_s in times_s:
            x = round(window.x(t_s))
            painter.setPen(style.colour("control_line"))
            painter.drawLine(x, rect.bottom() - 4, x, rect.bottom())
            painter.setPen(style.colour("muted"))
            painter.drawText(x + 4, rect.bottom() - 4, clock(t_s, step_s))
        painter.setPen(style.colour("line"))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())

    def _draw_marks(self) -> None:
        shown, painter, style = self._shown, self._painter, self._style
        window, top = shown.window, OVERVIEW_PX + GAP_PX
        area = QRect(HEADER_PX, top, window.width_px, self._size.height() - top)
        painter.save()
        painter.setClipRect(area.adjusted(-1, 0, 12, 0))
        for excluded in shown.edits.excluded:
            left, right = self._within(excluded, area)
            marks.draw_excluded(painter, left, right, area.adjusted(0, RULER_PX, 0, 0), style)
        if shown.range is not None:
            left, right = self._within(shown.range, area)
            part = QRect(round(left), top, max(1, round(right - left)), area.height())
            marks.draw_range(painter, part, style)
        markers = shown.edits.markers
        for place, room_px in distinct_places(markers, window):
            text = markers[place].text if room_px >= _FLAG_ROOM_PX else ""
            marks.draw_flag(painter, window.x(markers[place].t_s), area, style, text)
        painter.restore()

    def _within(self, stretch: TimeRange, area: QRect) -> tuple[float, float]:
        """Where it begins and ends; just out of sight where it reaches further."""
        window = self._shown.window
        left, right = window.x(stretch.start_s), window.x(stretch.end_s)
        low, high = area.left() - 9.0, area.right() + 20.0
        return min(max(left, low), high), min(max(right, low), high)


def how_shown(shown: Shown) -> list[str]:
    """What is not as in the tables, in a few words each."""
    words: list[str] = []
    if shown.compared_with is not None:
        words.append(QCoreApplication.translate("Timeline", "z-scores"))
    if shown.options.smooth:
        words.append(QCoreApplication.translate("Timeline", "smoothed for display"))
    return words
