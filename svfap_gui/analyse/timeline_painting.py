"""Draws the parts of the timeline with a painter: ribbons, curves, ruler. Knows no mouse.

Everything is drawn from arrays reduced to the pixels there are, so that a video of hours costs as
much as one of minutes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from svfap_core.results.edits import TimeRange
from svfap_gui.analyse.lanes import (
    Floats,
    Lane,
    Lanes,
    code_runs,
    flag_runs,
    pixel_codes,
    pixel_doubts,
    reduced,
)
from svfap_gui.analyse.sound.peaks import Peaks
from svfap_gui.analyse.timeline_compared import ComparedPainter, draw_rings
from svfap_gui.analyse.timeline_curves import ALL_CURVES, CurveOptions, leads_of, shown_curves
from svfap_gui.analyse.timeline_geometry import (
    GUTTER_PX,
    LABEL_STEP_PX,
    RIBBON_PX,
    LanePlace,
    TimeWindow,
)
from svfap_gui.analyse.timeline_marks import (
    Style,
    draw_baseline,
    draw_emotion,
    draw_hatch,
    draw_unclear,
)
from svfap_gui.parts.curves import affect_pen, lonely
from svfap_gui.parts.facial_actions import ActionCurve, Curve
from svfap_gui.parts.spread import spread
from svfap_gui.parts.theme import contrast
from svfap_gui.parts.words import affect_name, curve_name

if TYPE_CHECKING:
    # It loads pyarrow.
    from svfap_core.results.baseline import Baseline
    from svfap_gui.analyse.compare_run import Compared

_SAMPLE_PX = 16
"""Of a dashed line before the name of its curve."""
_DENSEST_DASHES = 0.25
"""Rows per pixel above which dashes could not be told apart."""


_SHADES = {"valence": "text", "arousal": "muted", "dominance": "control_line"}
"""Of the dimensions, as dashes are lost where curves are dense."""


Rows: TypeAlias = list[tuple[int, Curve]]
"""Places in the values of a lane, and what stands there."""


@dataclass(frozen=True, slots=True)
class LanePainter:
    """Draws lanes; the painter's origin is the top of all of them."""

    painter: QPainter
    lanes: Lanes
    window: TimeWindow
    style: Style
    options: CurveOptions = ALL_CURVES
    against: Baseline | None = None
    """What the chosen person's curves are compared with, where z-scores are shown."""

    def lane(self, lane: Lane, place: LanePlace) -> None:
        """Ribbon and curves of a person."""
        left, width = self.window.left_px, self.window.width_px
        self.ribbon(lane, QRect(left, place.top_px, width, RIBBON_PX), named=True)
        lanes = self.lanes
        ground = self.style.colour("window")
        groups: list[tuple[QRect, Rows, tuple[float, float]]] = []
        if place.emotions_px:
            rect = QRect(left, place.emotions_top_px, width, place.emotions_px)
            self.painter.fillRect(rect, ground)
            self._doubts(lane, rect)
            groups.append((rect, self._on(lanes.emotions), (0.0, 1.0)))
        if place.dimensions_px:
            rect = QRect(left, place.dimensions_top_px, width, place.dimensions_px)
            self.painter.fillRect(rect, ground)
            rows = self._on(lanes.dimensions, first=len(lanes.emotions))
            groups.append((rect, rows, lanes.scale))
        if place.actions_px:
            rect = QRect(left, place.actions_top_px, width, place.actions_px)
            self.painter.fillRect(rect, ground)
            first = len(lanes.emotions) + len(lanes.dimensions)
            curves = lanes.actions.curves(self.options.actions)
            groups.append((rect, [(first + at, curve) for at, curve in curves], (0.0, 1.0)))
        for rect, rows, bounds in groups:
            if rows:
                self._group(lane, rows, rect, bounds, chosen=bool(place.emotions_px))
        if (compared := self.options.compared) is not None and place.other_px:
            self._compared(compared, place)

    def _compared(self, compared: Compared, place: LanePlace) -> None:
        """The ribbon of what the person is compared with, and where and how both differ."""
        other = ComparedPainter(
            self.painter, compared, self.lanes, self.window, self.style, self._pen
        )
        other.ribbon(place)
        other.apart(place)
        if place.differences_px:
            other.differences(place, self.options.off)

    def _on(self, names: Sequence[str], *, first: int = 0) -> Rows:
        """The rows of names that are not switched off; `first` is that of the first name."""
        off = self.options.off
        return [(row, name) for row, name in enumerate(names, first) if name not in off]

    def _doubts(self, lane: Lane, rect: QRect) -> None:
        """A band where the emotion is unclear."""
        window = self.window
        unclear = pixel_doubts(lane, window.start_s, window.end_s, rect.width())
        for first, count in flag_runs(unclear):
            part = QRect(rect.left() + first, rect.top(), count, rect.height())
            draw_unclear(self.painter, part, self.style)

    def _group(
        self,
        lane: Lane,
        rows: Rows,
        rect: QRect,
        bounds: tuple[float, float],
        *,
        chosen: bool,
    ) -> None:
        """Curves of one kind; the chosen person's with axis and names."""
        window = self.window
        sight_s = (window.start_s, window.end_s)
        comparable = chosen and isinstance(rows[0][1], str)
        against = self.against if comparable else None
        curves = shown_curves(lane, rows, sight_s, bounds, options=self.options, against=against)
        if chosen:
            self._scale(rect, curves.bounds)
        x_px = (curves.times_s - window.start_s) / window.span_s * window.width_px
        low, high = curves.bounds
        y = rect.bottom() - (curves.values - low) / (high - low) * (rect.height() - 1)
        ends = self._curves(lane, rows, rect, x_px + window.left_px, y)
        other = self.options.compared
        if chosen:
            if other is not None and other.lane and other.person_id == lane.person_id:
                self._other_curves(other.lane, rows, rect, curves.bounds, against)
            self._labels(ends, rect)

    def ribbon(self, lane: Lane, rect: QRect, *, named: bool = False) -> None:
        """The strongest emotion in its colour, paler where it is unclear.

        What cannot be trusted, and absences, are hatched.
        """
        window, lanes = self.window, self.lanes
        codes = pixel_codes(lane, window.start_s, window.end_s, rect.width(), lanes.analysed_s)
        unclear = pixel_doubts(lane, window.start_s, window.end_s, rect.width())
        self.painter.setFont(self.style.small())
        metrics = QFontMetrics(self.style.small())
        for first, count, code, pale in code_runs(codes, unclear):
            part = QRect(rect.left() + first, rect.top(), count, rect.height())
            if code < 0:
                draw_hatch(self.painter, part, code, self.style)
                continue
            colour = draw_emotion(self.painter, part, lanes.emotions[code], self.style, pale=pale)
            word = affect_name(lanes.emotions[code])
            if named and metrics.horizontalAdvance(word) + 10 < count:
                inks = ("#FFFFFF", "#000000")
                self.painter.setPen(QColor(max(inks, key=lambda ink: contrast(ink, colour))))
                baseline = part.center().y() + metrics.ascent() // 2
                self.painter.drawText(part.left() + 5, baseline, word)

    def baseline(self, stretch: TimeRange, place: LanePlace) -> None:
        """What a person is compared with: a bracket over the lane, open below."""
        left, right = (
            min(max(self.window.x(t_s), self.window.left_px - 9.0), self.window.right_px + 9.0)
            for t_s in stretch
        )
        top, bottom = place.top_px + RIBBON_PX + 1, place.bottom_px
        draw_baseline(self.painter, QRectF(left, top, right - left, bottom - top), self.style)

    def _scale(self, rect: QRect, bounds: tuple[float, float]) -> None:
        """The values of the edges at the left, and a line at zero."""
        low, high = bounds
        painter, style = self.painter, self.style
        painter.setPen(style.colour("line"))
        if low < 0 < high:
            zero = round(rect.bottom() + low / (high - low) * (rect.height() - 1))
            painter.drawLine(rect.left(), zero, rect.right(), zero)
        painter.setPen(style.colour("muted"))
        painter.setFont(style.small())
        metrics = QFontMetrics(style.small())
        for value, baseline in ((high, rect.top() + metrics.ascent() - 1), (low, rect.bottom())):
            text = f"{value:.3g}".replace("-", "\N{MINUS SIGN}")
            left = self.window.left_px - metrics.horizontalAdvance(text) - 5
            painter.drawText(left, baseline, text)

    def _curves(
        self,
        lane: Lane,
        rows: Rows,
        rect: QRect,
        x_px: Floats,
        heights: Floats,
    ) -> list[tuple[Curve, float]]:
        """Curves of some rows of the lane's values, and each one's last height in sight.

        Emotions are weak, but for where each is the strongest.
        """
        window, painter = self.window, self.painter
        emotions = rows[0][0] < len(self.lanes.emotions)
        dense = len(x_px) > _DENSEST_DASHES * window.width_px
        pen = partial(self._pen, dashed=not dense)
        painter.save()
        painter.setClipRect(rect.adjusted(0, -1, 0, 1), Qt.ClipOperation.IntersectClip)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # Dense curves are near upright everywhere, and smooth edges cost them many times as much.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=not dense)
        for (_, curve), y in zip(rows, heights, strict=True):
            painter.setPen(pen(curve, weak=emotions))
            painter.drawPath(_path(*reduced(x_px, y)))
            _draw_lonely(painter, x_px, y)
        if emotions:
            leads = leads_of(lane, len(self.lanes.emotions), (window.start_s, window.end_s))
            for (row, curve), y in zip(rows, heights, strict=True):
                painter.setPen(pen(curve, strong=True))
                led = np.where(leads[row], y, np.nan)
                painter.drawPath(_path(*reduced(x_px, led)))
                _draw_lonely(painter, x_px, led)
        painter.restore()
        seen = np.isfinite(heights) & (x_px <= window.right_px)
        return [
            (curve, float(y[np.flatnonzero(inside)[-1]]))
            for (_, curve), y, inside in zip(rows, heights, seen, strict=True)
            if inside.any()
        ]

    def _other_curves(
        self,
        lane: Lane,
        rows: Rows,
        rect: QRect,
        bounds: tuple[float, float],
        against: Baseline | None,
    ) -> None:
        """Curves of what the person is compared with, on the same scale, with rings."""
        window, painter = self.window, self.painter
        sight_s = (window.start_s, window.end_s)
        curves = shown_curves(lane, rows, sight_s, bounds, options=self.options, against=against)
        if not len(curves.times_s):
            return
        x_px = window.left_px + (curves.times_s - window.start_s) / window.span_s * window.width_px
        low, high = bounds
        heights = rect.bottom() - (curves.values - low) / (high - low) * (rect.height() - 1)
        dense = len(x_px) > _DENSEST_DASHES * window.width_px
        painter.save()
        painter.setClipRect(rect.adjusted(0, -1, 0, 1), Qt.ClipOperation.IntersectClip)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=not dense)
        for (_, curve), y in zip(rows, heights, strict=True):
            painter.setPen(self._pen(curve, dashed=not dense))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(_path(*reduced(x_px, y)))
            painter.setPen(self._pen(curve, dashed=False))
            draw_rings(painter, x_px, y, self.style.colour("window"), window)
        painter.restore()

    def _pen(
        self, curve: Curve, *, strong: bool = False, weak: bool = False, dashed: bool = True
    ) -> QPen:
        """Without dashes, shades tell dimensions apart, and the landmarker from the model."""
        theme, ratio = self.style.theme, self.painter.device().devicePixelRatioF()
        if isinstance(curve, ActionCurve):
            weak = curve.by_landmarker and not dashed and curve.name in self.lanes.actions.model
        pen = affect_pen(theme, curve, ratio=ratio, strong=strong, weak=weak, dashed=dashed)
        if isinstance(curve, str) and curve in _SHADES:
            pen.setColor(QColor(getattr(theme, _SHADES[curve])))
        return pen

    def _labels(self, ends: Sequence[tuple[Curve, float]], rect: QRect) -> None:
        """Names right of the curves, as near to their ends as they fit; hollow dots: derived.

        A piece of its line stands before the name of a curve that is the landmarker's.
        """
        painter, style, right = self.painter, self.style, self.window.right_px
        derived = self.lanes.dimensions if self.lanes.derived else ()
        heights = spread([y for _, y in ends], LABEL_STEP_PX, rect.top() + 4.0, rect.bottom() - 4.0)
        painter.setFont(style.small())
        metrics = QFontMetrics(style.small())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for (curve, y), label_y in zip(ends, heights, strict=True):
            left = right + 20
            pen = self._pen(curve)
            if isinstance(curve, ActionCurve) and curve.by_landmarker:
                painter.setPen(pen)
                painter.drawLine(QPointF(left, label_y), QPointF(left + _SAMPLE_PX, label_y))
                left += _SAMPLE_PX + 4
            pen.setStyle(Qt.PenStyle.SolidLine)
            painter.setPen(pen)
            painter.drawLine(QPointF(right + 5, y), QPointF(right + 16, label_y))
            painter.setBrush(QColor(style.theme.panel) if curve in derived else pen.color())
            painter.drawEllipse(QPointF(right + 4, y), 2.5, 2.5)
            painter.setPen(style.colour("text"))
            word = curve_name(curve)
            if curve in derived:
                word = f"{word} · {QCoreApplication.translate('Affect', 'derived')}"
            room_px = right + GUTTER_PX - 2 - left
            word = metrics.elidedText(word, Qt.TextElideMode.ElideRight, room_px)
            painter.drawText(QPointF(left, label_y + metrics.ascent() / 2 - 1), word)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def draw_waveform(
    painter: QPainter, peaks: Peaks, rect: QRect, window: TimeWindow, style: Style
) -> None:
    """The sound in sight: in each pixel from the least to the greatest sample."""
    painter.fillRect(rect, style.colour("window", 120))
    middle = rect.center().y() + 0.5
    painter.setPen(style.colour("line"))
    painter.drawLine(QPointF(rect.left(), middle), QPointF(rect.right(), middle))
    low, high = peaks.columns(window.start_s, window.end_s, rect.width())
    half_px = rect.height() / 2 - 1
    x_px = np.repeat(rect.left() + np.arange(len(low)) + 0.5, 2)
    # A silence is a line, too.
    y_px = np.stack((middle - high * half_px - 0.5, middle - low * half_px + 0.5), axis=1)
    painter.setPen(QPen(style.colour("muted"), 1))
    painter.drawPath(pg.arrayToQPath(x_px, y_px.reshape(-1), connect="pairs"))


def _draw_lonely(painter: QPainter, x_px: Floats, y: Floats) -> None:
    """A row without neighbours makes no line: a dot."""
    painter.save()
    painter.setBrush(painter.pen().color())
    painter.setPen(Qt.PenStyle.NoPen)
    for place in lonely(y):
        painter.drawEllipse(QPointF(x_px[place], y[place]), 2.0, 2.0)
    painter.restore()


def _path(x: Floats, y: Floats) -> Any:
    return pg.arrayToQPath(x, y, connect="finite")
