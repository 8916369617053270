"""Losses and figures of a training run over its epochs. Knows one history at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QVBoxLayout, QWidget

from svfap_gui.parts.curves import axis_words, curve_pen
from svfap_gui.parts.end_labels import End, EndLabels
from svfap_gui.parts.text_size import caption, scaled
from svfap_gui.parts.theme import GRID_PX, LIGHT, Theme, current_theme
from svfap_gui.train.events import Curve, History

_AXIS_PX = 64
_LABEL_PX = 180
_MOST_DOTS = 60
_LOSSES = ("train/loss", "val/loss", "val/mse", "val/baseline")
_BATCHES = "batches"
"""The loss of every few steps, behind that of whole epochs."""

_PLAIN = (_BATCHES, "val/baseline")
"""Curves without dots."""


@dataclass(frozen=True, slots=True)
class _Style:
    """A theme's colour by its name, and a dash pattern in pen widths."""

    colour: str
    dash: tuple[float, ...] = ()


_STYLES: Mapping[str, _Style] = {
    _BATCHES: _Style("control_line"),
    "train/loss": _Style("text"),
    "val/loss": _Style("accent"),
    "val/mse": _Style("accent"),
    "val/baseline": _Style("muted", (2, 3)),
}
_FIGURE_STYLES = (
    _Style("accent"),
    _Style("text", (8, 4)),
    _Style("muted", (2, 3)),
    _Style("danger", (8, 3, 2, 3)),
)


class _Lane:
    """One plot; curves come as names come."""

    def __init__(self, plot: Any, label: str, empty: str) -> None:
        self.plot = plot
        self.label = label
        self._curves: dict[str, Any] = {}
        self.labels = EndLabels(plot)
        self._theme, self._font, self._ratio = LIGHT, QFont(), 1.0
        self._hint = pg.TextItem(empty, anchor=(0.5, 0.5))
        plot.hideButtons()
        plot.setMouseEnabled(x=False, y=False)
        plot.getAxis("left").setWidth(scaled(_AXIS_PX))
        plot.getAxis("left").enableAutoSIPrefix(enable=False)
        plot.addItem(self._hint, ignoreBounds=True)

    def show(
        self,
        curves: Mapping[str, tuple[np.ndarray, np.ndarray]],
        words: Mapping[str, str],
        styles: Mapping[str, _Style],
    ) -> None:
        """Draw the curves, their names at their ends."""
        theme, font = self._theme, self._font
        self._drop(set(self._curves) - set(curves))
        values = [y for _, y in curves.values() if len(y)]
        low, high = _range(np.concatenate(values)) if values else (0.0, 1.0)
        self.plot.setYRange(low, high, padding=0)
        self._hint.setVisible(not values)
        self._hint.setColor(theme.muted)
        self._hint.setFont(font)
        (x0, x1), _ = self.plot.viewRange()
        self._hint.setPos((x0 + x1) / 2, (low + high) / 2)
        ends: dict[str, End] = {}
        for name, (x, y) in curves.items():
            style = styles[name]
            pen = curve_pen(getattr(theme, style.colour), style.dash, ratio=self._ratio)
            dots = len(x) <= _MOST_DOTS and name not in _PLAIN
            self._curve(name).setData(x, y)
            self._curve(name).setPen(pen)
            # Of a reading that stands alone a line would show nothing.
            self._curve(name).setSymbol("o" if dots or len(x) == 1 else None)
            self._curve(name).setSymbolSize(5)
            self._curve(name).setSymbolPen(pg.mkPen(pen.color()))
            self._curve(name).setSymbolBrush(pg.mkBrush(pen.color()))
            if len(x) and name in words:
                text = f"{words[name]} {y[-1]:.3g}"
                ends[name] = End(float(x[-1]), float(y[-1]), text, theme.control_line)
        self.labels.place(ends)

    def take_theme(self, theme: Theme, font: QFont, ratio: float) -> None:
        """Axes in a theme's colours, curves for a screen of that scale."""
        self._ratio = ratio
        self._theme, self._font = theme, font
        self.labels.take_theme(theme.text, font)
        for axis in ("left", "bottom"):
            self.plot.getAxis(axis).setPen(pg.mkPen(theme.line))
            self.plot.getAxis(axis).setTextPen(pg.mkPen(theme.muted))
            self.plot.getAxis(axis).setStyle(tickFont=font, tickLength=-4, maxTickLevel=0)
        self.plot.setLabel("left", self.label, **axis_words(theme))

    def _curve(self, name: str) -> Any:
        if name not in self._curves:
            self._curves[name] = self.plot.plot(antialias=True)
        return self._curves[name]

    def _drop(self, names: set[str]) -> None:
        for name in names:
            self.plot.removeItem(self._curves.pop(name))


class LossPlot(QWidget):
    """Losses above; below, figures of the validation part where there are some."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history: History | None = None
        self._epochs = 0
        self._graphics: Any = pg.GraphicsLayoutWidget(parent=self)
        for widget in (self._graphics, self._graphics.viewport()):
            widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._graphics.ci.layout.setContentsMargins(4, GRID_PX, GRID_PX, 4)
        self._graphics.ci.layout.setSpacing(GRID_PX)
        upper = self._graphics.addPlot(row=0, col=0, enableMenu=False)
        self._below = self._graphics.addPlot(row=1, col=0, enableMenu=False)
        self._losses = _Lane(upper, self.tr("loss"), self.tr("Curves come with the first steps."))
        self._figures = _Lane(
            self._below, self.tr("validation"), self.tr("Metrics appear after the first epoch.")
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._graphics)
        self.setAccessibleName(self.tr("Curves of the run"))
        self._take_theme()

    def show_history(self, history: History | None, epochs: int, *, figures: bool) -> None:
        """Draw a run.

        Args:
            history: What it has reported; none: nothing to show.
            epochs: How many it is to have; 0 where nobody knows.
            figures: Whether it will have figures besides losses.
        """
        self._history, self._epochs = history, epochs
        shown = figures or any(name not in _LOSSES for name in (history.metrics if history else ()))
        self._below.setVisible(shown)
        self._draw()

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

    def resizeEvent(self, event: Any) -> None:  # noqa: N802  # Qt's name
        """Names stay beside their curves."""
        super().resizeEvent(event)
        self._draw()

    def _take_theme(self) -> None:
        theme = current_theme()
        self._graphics.setBackground(QColor(theme.panel))
        for lane in (self._losses, self._figures):
            lane.take_theme(theme, caption(self.font()), self.devicePixelRatioF())
        self._draw()

    def _draw(self) -> None:
        history = self._history or History()
        scale = self._epochs / history.total_steps if self._epochs and history.total_steps else 1.0
        last = float(self._epochs or history.total_steps or 1)
        label_px = min(scaled(_LABEL_PX), self.width() // 2)
        room = last * label_px / max(1, self.width() - scaled(_AXIS_PX) - label_px)
        losses = {_BATCHES: history.loss} | {
            name: curve for name, curve in history.metrics.items() if name in _LOSSES
        }
        figures = {name: c for name, c in history.metrics.items() if name not in _LOSSES}
        unit = self.tr("epoch") if self._epochs else self.tr("step")
        bottom = self._figures if self._below.isVisible() else self._losses
        for lane in (self._losses, self._figures):
            lane.plot.setXRange(0, last + room, padding=0)
            lane.plot.getAxis("bottom").setStyle(showValues=lane is bottom)
            lane.plot.getAxis("bottom").setTicks([_ticks(last), []])
            lane.plot.setLabel(
                "bottom",
                unit if lane is bottom else "",
                **axis_words(current_theme()),
            )
        names = self._words(list(figures))
        self._losses.show(_scaled(losses, scale), names, _STYLES)
        styles = {name: _FIGURE_STYLES[i % len(_FIGURE_STYLES)] for i, name in enumerate(figures)}
        self._figures.show(_scaled(figures, scale), names, styles)

    def _words(self, figures: Sequence[str]) -> dict[str, str]:
        known = {
            _BATCHES: self.tr("single steps"),
            "train/loss": self.tr("training"),
            "val/loss": self.tr("validation"),
            "val/mse": self.tr("validation"),
            "val/baseline": self.tr("guessing the mean"),
            "val/war": self.tr("accuracy (WAR)"),
            "val/uar": self.tr("mean recall (UAR)"),
        }
        return {name: name.removeprefix("val/") for name in figures} | known


def _scaled(curves: Mapping[str, Curve], scale: float) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    return {
        name: (np.asarray(curve.steps, float) * scale, np.asarray(curve.values, float))
        for name, curve in curves.items()
    }


def _range(values: np.ndarray) -> tuple[float, float]:
    """A little more than the values need."""
    low, high = float(values.min()), float(values.max())
    margin = 0.08 * (high - low) or 0.05 * abs(high) or 0.05
    return low - margin, high + margin


def _ticks(last: float) -> list[tuple[float, str]]:
    """Whole numbers up to the last epoch or step, some six of them."""
    step = max(1, round(last / 6))
    magnitude = 10 ** max(0, len(str(step)) - 1)
    step = max(1, round(step / magnitude) * magnitude)
    return [(float(n), f"{n:,}") for n in range(0, int(last) + 1, step)]
