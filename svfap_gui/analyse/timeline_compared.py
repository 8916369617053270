"""Draws what a result is compared with: its ribbon, and where and how both differ.

Below its ribbon a bar shows where the labels differ; at the foot are curves of A - B. Knows no
mouse.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from svfap_gui.analyse.compare_run import Compared
from svfap_gui.analyse.lanes import Floats, Lanes, reduced
from svfap_gui.analyse.timeline_geometry import (
    APART_PX,
    GUTTER_PX,
    HEADER_PX,
    OTHER_RIBBON_PX,
    LanePlace,
    TimeWindow,
)
from svfap_gui.analyse.timeline_marks import Style, draw_emotion

RING_STEP_PX, _RING_PX = 26, 2.2
"""B's curves have a ring now and then, as dashes tell curves of one result apart."""

_LEAST_SCALE = 0.25


@dataclass(frozen=True, slots=True)
class ComparedPainter:
    """Draws what belongs to B; the painter's origin is the top of all lanes.

    `pen` gives that of a curve by its name.
    """

    painter: QPainter
    compared: Compared
    lanes: Lanes
    window: TimeWindow
    style: Style
    pen: Callable[[str], QPen]

    def ribbon(self, place: LanePlace) -> None:
        """What B says is the label, nothing where it says none; and what B is."""
        painter, window, style = self.painter, self.window, self.style
        side = self.compared.comparison.b
        top = place.other_ribbon_top_px
        for first, count, code in _pixel_runs(side.labels, window):
            if code >= 0 and (name := side.names[code]):
                part = QRect(window.left_px + first, top, count, OTHER_RIBBON_PX)
                draw_emotion(painter, part, name, style)
        painter.setPen(style.colour("line"))
        painter.drawLine(window.left_px, top - 1, window.right_px - 1, top - 1)
        painter.setFont(style.small())
        painter.setPen(style.colour("muted"))
        room = QRect(window.right_px + 8, top - 4, GUTTER_PX - 12, OTHER_RIBBON_PX + 8)
        text = QCoreApplication.translate("Timeline", "B: %1").replace("%1", self.compared.title)
        metrics = QFontMetrics(style.small())
        elided = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, elided)

    def apart(self, place: LanePlace) -> None:
        """A bar below the ribbon: where the labels differ, and where they can be compared."""
        first, second = self.compared.comparison.labels
        apart = np.where(first < 0, -1, (first != second).astype(np.int64))
        left, top = self.window.left_px, place.other_ribbon_top_px + OTHER_RIBBON_PX + 1
        for start, count, code in _pixel_runs(apart, self.window):
            if code >= 0:
                bar = QRect(left + start, top, count, APART_PX)
                self.painter.fillRect(bar, self.style.colour("danger" if code else "track"))

    def differences(self, place: LanePlace, off: frozenset[str]) -> None:
        """Curves of A - B around zero.

        Args:
            place: The person's lane.
            off: Names without a curve.
        """
        window, style = self.window, self.style
        top, height = place.differences_top_px, place.differences_px
        rect = QRect(window.left_px, top, window.width_px, height)
        self.painter.fillRect(rect, style.colour("window"))
        self._title(rect)
        all_names = (*self.lanes.emotions, *self.lanes.dimensions)
        rows = [row for row, name in enumerate(all_names) if name not in off]
        values = self.compared.differences[rows]
        if np.isfinite(values).any():
            self._curves([all_names[row] for row in rows], values, rect)

    def _curves(self, names: Sequence[str], values: Floats, rect: QRect) -> None:
        painter, window = self.painter, self.window
        most = max(_LEAST_SCALE, math.ceil(float(np.nanmax(np.abs(values))) * 4) / 4)
        middle = rect.center().y() + 0.5
        painter.setPen(self.style.colour("control_line"))
        painter.drawLine(QPointF(rect.left(), middle), QPointF(rect.right(), middle))
        self._scale(most, rect)
        times_s = self.compared.comparison.times_s
        first, last = np.searchsorted(times_s, [window.start_s, window.end_s]).tolist()
        part = slice(max(0, first - 1), last + 1)
        x_px = window.left_px + (times_s[part] - window.start_s) / window.span_s * window.width_px
        painter.save()
        painter.setClipRect(rect.adjusted(0, -1, 0, 1), Qt.ClipOperation.IntersectClip)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for name, row in zip(names, values, strict=True):
            y = middle - row[part] / most * (rect.height() / 2 - 1)
            painter.setPen(self.pen(name))
            painter.drawPath(pg.arrayToQPath(*reduced(x_px, y), connect="finite"))
        painter.restore()

    def _scale(self, most: float, rect: QRect) -> None:
        painter, style = self.painter, self.style
        painter.setFont(style.small())
        painter.setPen(style.colour("muted"))
        metrics = QFontMetrics(style.small())
        for text, baseline in (
            (f"+{most:.3g}", rect.top() + metrics.ascent() - 1),
            (f"\N{MINUS SIGN}{most:.3g}", rect.bottom()),
        ):
            left = self.window.left_px - metrics.horizontalAdvance(text) - 5
            painter.drawText(left, baseline, text)

    def _title(self, rect: QRect) -> None:
        """In the header, as there is no room among the curves."""
        self.painter.setFont(self.style.small())
        self.painter.setPen(self.style.colour("muted"))
        room = QRect(22, rect.top(), HEADER_PX - 60, rect.height())
        text = QCoreApplication.translate("Timeline", "A \N{MINUS SIGN} B")
        self.painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)


def draw_rings(
    painter: QPainter, x_px: Floats, y: Floats, ground: QColor, window: TimeWindow
) -> None:
    """Rings on a curve, at places of the screen that do not move with its rows."""
    known = np.isfinite(y)
    if not known.any():
        return
    painter.save()
    painter.setBrush(ground)
    first = math.ceil(max(window.left_px, float(x_px[0])) / RING_STEP_PX) * RING_STEP_PX
    for x in range(first, int(min(window.right_px, float(x_px[-1]))) + 1, RING_STEP_PX):
        after = int(np.searchsorted(x_px, x))
        pair = slice(max(0, after - 1), after + 1)
        if after < len(x_px) and known[pair].all():
            height = float(np.interp(x, x_px[pair], y[pair]))
            painter.drawEllipse(QPointF(x, height), _RING_PX, _RING_PX)
    painter.restore()


def _pixel_runs(codes: NDArray[np.int64], window: TimeWindow) -> list[tuple[int, int, int]]:
    """Neighbouring pixels of one code as (first pixel, count, code); -1 out of the units."""
    from svfap_core.results.comparison import UNIT_S  # noqa: PLC0415  # loads pyarrow

    width_px = window.width_px
    times_s = window.start_s + (np.arange(width_px) + 0.5) * window.span_s / width_px
    units = np.floor(times_s / UNIT_S).astype(np.int64)
    inside = (units >= 0) & (units < len(codes))
    pixels = np.full(width_px, -1, np.int64)
    pixels[inside] = codes[units[inside]]
    breaks = np.flatnonzero(np.diff(pixels)) + 1
    firsts = [0, *breaks.tolist()]
    ends = [*breaks.tolist(), width_px]
    return [(a, b - a, int(pixels[a])) for a, b in zip(firsts, ends, strict=True) if b > a]
