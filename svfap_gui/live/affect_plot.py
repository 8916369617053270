"""Curves of one person over time: emotions, dimensions, facial actions. Knows one buffer."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFont, QPen, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from svfap_core.labels import Range, common_scale
from svfap_gui.live.plot_buffer import SPAN_S, PlotBuffer
from svfap_gui.parts.curves import affect_pen, axis_words, lonely, strongest
from svfap_gui.parts.end_labels import STEP_PX, End, EndLabels
from svfap_gui.parts.facial_actions import ActionCurve, Curve
from svfap_gui.parts.text_size import caption, scaled
from svfap_gui.parts.theme import (
    LIGHT,
    PADDING_PX,
    Theme,
    current_theme,
)
from svfap_gui.parts.words import curve_name, derived_word, learned_word, minutes, score_text

_LABEL_PX = 180
"""Room for the labels right of the newest scores."""

_AXIS_PX = 64
_TIME_PX = 22
"""Of the axis of time."""
_EDGES_PX = 24
"""Above, between and below three plots."""
_MOST_FLAGS = 40
"""More would hide the curves, and each is drawn with every repaint of the plot."""


class _TimeAxis(pg.AxisItem):
    """Source time as m:ss; nothing before the start, nothing beyond the newest frame."""

    end_s = SPAN_S

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:  # noqa: ARG002, N802  # pyqtgraph's name and arguments
        return [minutes(value) if 0 <= value <= self.end_s else "" for value in values]


class _Lane:
    """One plot with its curves, end dots and end labels.

    Args:
        plot: Where they are drawn.
        tells_origin: Whether labels say that a score is learned or derived.
        emphasises: Whether the highest curve is drawn wider, and the others weaker.
    """

    def __init__(self, plot: Any, *, tells_origin: bool = False, emphasises: bool = False) -> None:
        self.plot = plot
        self._tells_origin = tells_origin
        self._emphasises = emphasises
        self._low, self._high = 0.0, 1.0
        self._theme, self._ratio = LIGHT, 1.0
        self._label = ""
        self._names: tuple[Curve, ...] = ()
        self._ends: Sequence[tuple[float, float] | None] = ()
        self._points: Sequence[tuple[float, float, int]] = ()
        """Readings that stand alone: time, value, and of which curve."""
        self._strong: int | None = None
        self._derived: frozenset[str] = frozenset()
        self._curves: list[Any] = []
        self.labels = EndLabels(plot)
        self._dots: Any = None
        plot.hideButtons()
        plot.setMouseEnabled(x=False, y=False)
        plot.getAxis("left").setWidth(scaled(_AXIS_PX))

    def set_scale(self, scale: Range, label: str) -> None:
        """The range of the axis, and what it measures."""
        self._low, self._high = low, high = scale
        self._label = label
        self.plot.setYRange(low, high, padding=0.06)
        values = (low, (low + high) / 2, high)
        self.plot.getAxis("left").setTicks([[(value, _figure(value)) for value in values], []])

    def set_names(self, names: Sequence[Curve], derived: frozenset[str] = frozenset()) -> None:
        """Curves for these channels."""
        for curve in self._curves:
            self.plot.removeItem(curve)
        if self._dots is not None:
            self.plot.removeItem(self._dots)
        self._names, self._derived = tuple(names), derived
        self._ends, self._points, self._strong = (None,) * len(names), (), None
        self._curves = [self.plot.plot(connect="finite") for _ in names]
        self._dots = pg.ScatterPlotItem(pxMode=True, size=7)
        self.plot.addItem(self._dots, ignoreBounds=True)

    def take_theme(self, theme: Theme, font: QFont, ratio: float) -> None:
        """Pens, axes and labels in a theme's colours, for a screen of that scale."""
        self._ratio = ratio
        for axis in ("left", "bottom"):
            self.plot.getAxis(axis).setPen(pg.mkPen(theme.line))
            self.plot.getAxis(axis).setTextPen(pg.mkPen(theme.muted))
            self.plot.getAxis(axis).setStyle(tickFont=font, tickLength=-4, maxTickLevel=0)
        self.plot.setLabel("left", self._label, **axis_words(theme))
        self._theme, self._strong = theme, None
        self._pens = [self._pen(name) for name in self._names]
        self._brushes = [
            theme.panel if name in self._derived else pen.color()
            for name, pen in zip(self._names, self._pens, strict=True)
        ]
        for curve, name in zip(self._curves, self._names, strict=True):
            curve.setPen(self._pen(name, weak=self._emphasises))
        self.labels.take_theme(theme.text, font)
        self._emphasise()
        self._place_ends(self._ends)

    def _pen(self, name: Curve, *, strong: bool = False, weak: bool = False) -> QPen:
        return affect_pen(self._theme, name, ratio=self._ratio, strong=strong, weak=weak)

    def _text(self, name: Curve, value: float) -> str:
        text = f"{curve_name(name)} {score_text(value, signed=self._low < 0)}"
        return f"{text} · {self._origin(name)}" if self._tells_origin else text

    def _origin(self, name: Curve) -> str:
        return derived_word() if name in self._derived else learned_word()

    def show(self, buffer: PlotBuffer | None, channels: Sequence[int]) -> None:
        """Draw a channel for each curve."""
        ends: list[tuple[float, float] | None] = []
        points: list[tuple[float, float, int]] = []
        for i, (curve, channel) in enumerate(zip(self._curves, channels, strict=True)):
            if not buffer:
                curve.setData([], [])
                ends.append(None)
                continue
            values = buffer.channel(channel)
            curve.setData(buffer.times, values)
            finite = np.flatnonzero(np.isfinite(values))
            last = finite[-1] if finite.size else None
            end = None if last is None else (float(buffer.times[last]), float(values[last]))
            ends.append(end)
            alone = lonely(values)
            points += [(float(buffer.times[at]), float(values[at]), i) for at in alone]
        self._points = points
        self._ends = ends
        self._emphasise()
        self._place_ends(ends)

    def _emphasise(self) -> None:
        """The emotion that is highest now is drawn wider, and the others weaker."""
        if not self._emphasises:
            return
        newest = np.array([math.nan if end is None else end[1] for end in self._ends])
        strong = strongest(newest)
        changed = {i for i in (self._strong, strong) if i is not None}
        for i in changed:
            pen = self._pen(self._names[i], strong=i == strong, weak=i != strong)
            self._curves[i].setPen(pen)
        self._strong = strong

    def _place_ends(self, ends: Sequence[tuple[float, float] | None]) -> None:
        spots = [
            {"pos": end, "pen": pg.mkPen(pen.color()), "brush": pg.mkBrush(brush)}
            for end, pen, brush in zip(ends, self._pens, self._brushes, strict=True)
            if end is not None
        ]
        spots += [
            {"pos": (x, y), "size": 4, "pen": pg.mkPen(None), "brush": self._pens[i].color()}
            for x, y, i in self._points
        ]
        self._dots.setData(spots)
        self.labels.place(
            {
                name: End(
                    *end,
                    self._text(name, end[1]),
                    pen.color().name(),
                    isinstance(name, ActionCurve) and name.by_landmarker,
                )
                for name, end, pen in zip(self._names, ends, self._pens, strict=True)
                if end is not None
            }
        )


class _Flags:
    """Thin lines across all plots, with a name at the top of the first one."""

    def __init__(self, plots: Sequence[Any]) -> None:
        self._plots = plots
        self._lines: list[list[Any]] = []
        self._texts: list[Any] = []
        self._pen = pg.mkPen(LIGHT.accent)
        self._colour = LIGHT.text
        self._font = QFont()

    def set_marks(self, marks: Sequence[tuple[float, str]]) -> None:
        """Show these and no others; items are made once and moved."""
        while len(self._texts) < len(marks):
            self._add()
        for place, text in enumerate(self._texts):
            shown = place < len(marks)
            for item in (*self._lines[place], text):
                item.setVisible(shown)
            if shown:
                t_s, name = marks[place]
                for line in self._lines[place]:
                    line.setPos(t_s)
                text.setText(name)
                text.setPos(t_s, 1.06)

    def take_theme(self, theme: Theme, font: QFont) -> None:
        """Pens and labels in a theme's colours."""
        self._pen, self._colour, self._font = pg.mkPen(theme.accent), theme.text, font
        for lines, text in zip(self._lines, self._texts, strict=True):
            self._paint(lines, text)

    def _add(self) -> None:
        lines = [pg.InfiniteLine(angle=90) for _ in self._plots]
        text = pg.TextItem(anchor=(0, 0))
        for plot, line in zip(self._plots, lines, strict=True):
            plot.addItem(line, ignoreBounds=True)
        self._plots[0].addItem(text, ignoreBounds=True)
        self._lines.append(lines)
        self._texts.append(text)
        self._paint(lines, text)

    def _paint(self, lines: Sequence[Any], text: Any) -> None:
        for line in lines:
            line.setPen(self._pen)
        text.setColor(self._colour)
        text.setFont(self._font)


class AffectPlot(QWidget):
    """Plots on one time axis of the last minute, or of a whole short file.

    The newest values carry their names; a derived dimension has a hollow dot and says "derived", a
    learned one a solid dot. Facial actions have a plot while any are chosen; lines of the face
    landmarker's are dashed. Markers stand as thin flags across all.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._num_emotions = self._num_dimensions = 0
        self._action_channels: list[int] = []
        """Of the actions that are shown, counted from the first action."""
        self._whole_s: float | None = None
        self._now_s = 0.0
        self._graphics: Any = pg.GraphicsLayoutWidget(parent=self)
        self._graphics.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._graphics.ci.layout.setContentsMargins(4, 8, 8, 4)
        self._graphics.ci.layout.setSpacing(6)
        self._time_axis = _TimeAxis("bottom")
        upper = self._graphics.addPlot(row=0, col=0, enableMenu=False)
        lower = self._graphics.addPlot(
            row=1, col=0, enableMenu=False, axisItems={"bottom": self._time_axis}
        )
        upper.getAxis("bottom").setStyle(showValues=False)
        upper.setXLink(lower)
        self._emotions = _Lane(upper, emphasises=True)
        self._emotions.set_scale((0.0, 1.0), self.tr("probability"))
        self._dimensions = _Lane(lower, tells_origin=True)
        self._actions_axis = _TimeAxis("bottom")
        lowest = self._graphics.addPlot(
            row=2, col=0, enableMenu=False, axisItems={"bottom": self._actions_axis}
        )
        lowest.setXLink(lower)
        lowest.hide()
        self._actions = _Lane(lowest)
        # In two lines it is no longer than a low plot is high.
        self._actions.set_scale((0.0, 1.0), self.tr("facial actions").replace(" ", "<br>"))
        self._flags = _Flags((upper, lower, lowest))
        self._zero = pg.InfiniteLine(0, angle=0)
        lower.addItem(self._zero, ignoreBounds=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._graphics)
        self.setAccessibleName(self.tr("Curves of the last minute"))
        self._actions.set_names(())
        self.set_channels((), (), frozenset())

    def set_channels(
        self,
        emotions: Sequence[str],
        dimensions: Sequence[str],
        derived: frozenset[str],
        ranges: Mapping[str, Range] | None = None,
    ) -> None:
        """What the buffers hold: emotions first, dimensions, then facial actions.

        `ranges` are those of the dimensions that are bounded.
        """
        low, high = common_scale(dimensions, ranges or {})
        label = self.tr("score, %1 to %2")
        label = label.replace("%1", _figure(low)).replace("%2", _figure(high))
        self._dimensions.set_scale((low, high), label)
        self._num_emotions, self._num_dimensions = len(emotions), len(dimensions)
        self._emotions.set_names(emotions)
        self._dimensions.set_names(dimensions, derived)
        self._take_theme()

    def set_actions(self, curves: Sequence[tuple[int, ActionCurve]]) -> None:
        """Show these curves of facial actions, by their places among the actions' channels."""
        self._action_channels = [place for place, _ in curves]
        self._actions.set_names([curve for _, curve in curves])
        self._actions.plot.setVisible(bool(curves))
        self._time_axis.setStyle(showValues=not curves)
        self._share_height()
        self._take_theme()

    def _share_height(self) -> None:
        """Three plots are low: each gets room for its labels first."""
        shown = len(self._action_channels)
        counts = (self._num_emotions, self._num_dimensions, shown) if shown else (0, 0, 0)
        needed_px = [count * scaled(STEP_PX) for count in counts]
        room_px = self.height() - scaled(_EDGES_PX + _TIME_PX)
        fit = max(0.0, min(1.0, room_px / max(1, sum(needed_px))))
        axes_px = (0, 0, scaled(_TIME_PX) if shown else 0)
        for row, (px, axis_px) in enumerate(zip(needed_px, axes_px, strict=True)):
            self._graphics.ci.layout.setRowMinimumHeight(row, px * fit + axis_px)

    def set_whole(self, duration_s: float | None) -> None:
        """Show a file of at most a minute whole; otherwise the last minute."""
        self._whole_s = duration_s if duration_s and duration_s <= SPAN_S else None

    def _take_theme(self) -> None:
        theme = current_theme()
        self._graphics.setBackground(QColor(theme.panel))
        font = caption(self.font())
        self._zero.setPen(pg.mkPen(theme.line))
        self._flags.take_theme(theme, font)
        ratio = self.devicePixelRatioF()
        for lane in (self._emotions, self._dimensions, self._actions):
            lane.take_theme(theme, font, ratio)

    def set_marks(self, marks: Sequence[tuple[float, str]]) -> None:
        """Events: seconds and names, in order of time."""
        self._flags.set_marks(marks[-_MOST_FLAGS:])

    def show_history(self, buffer: PlotBuffer | None, now_s: float) -> None:
        """Draw one person's rows up to the newest frame."""
        self._now_s = now_s
        self._set_range()
        first, end = self._num_emotions, self._num_emotions + self._num_dimensions
        self._emotions.show(buffer, range(first))
        self._dimensions.show(buffer, range(first, end))
        self._actions.show(buffer, [end + channel for channel in self._action_channels])

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # Qt's name
        """Take another theme's colours."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._take_theme()

    def event(self, event: QEvent) -> bool:
        """Keep curves as wide on a screen of another scale."""
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._take_theme()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Keep the room for the labels."""
        super().resizeEvent(event)
        self._set_range()
        self._share_height()

    def _set_range(self) -> None:
        now_s = self._now_s
        first, last = (0.0, self._whole_s) if self._whole_s else (now_s - SPAN_S, now_s)
        width_px = max(1, self.width() - scaled(_AXIS_PX) - PADDING_PX)
        label_px = scaled(_LABEL_PX)
        room_s = (last - first) * label_px / max(1, width_px - label_px)
        self._time_axis.end_s = self._actions_axis.end_s = last
        self._dimensions.plot.setXRange(first, last + room_s, padding=0)


def _figure(value: float) -> str:
    return f"{value:g}".replace("-", "\N{MINUS SIGN}")
