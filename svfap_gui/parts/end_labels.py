"""Names and newest values right of the curves of a plot, moved apart, each led to its curve."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, NamedTuple

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont

from svfap_gui.parts.spread import spread
from svfap_gui.parts.text_size import scaled

STEP_PX = 14
"""From one label to the next."""
_DOT_PX = 5
"""Beside the end of a curve, where the line to its label begins."""

LEADER_PX = 22


class End(NamedTuple):
    """Where a curve ends, what it is called there, and how the line to that looks."""

    x: float
    y: float
    text: str
    colour: str
    dashed: bool = False


class EndLabels:
    """The labels of one plot of pyqtgraph; items are made once and moved."""

    def __init__(self, plot: Any) -> None:
        self._plot = plot
        self._items: dict[Hashable, tuple[Any, Any]] = {}
        self._colour, self._font = "#000000", QFont()

    @property
    def texts(self) -> dict[Hashable, str]:
        """What is in sight, by the curve."""
        return {
            name: text.toPlainText() for name, (text, _) in self._items.items() if text.isVisible()
        }

    def take_theme(self, colour: str, font: QFont) -> None:
        """Letters in this colour and font."""
        self._colour, self._font = colour, font
        for text, _ in self._items.values():
            self._paint(text)

    def place(self, ends: Mapping[Any, End]) -> None:
        """Label these curves and no others, nothing beyond the edges of the plot."""
        x_per_px, y_per_px = self._plot.getViewBox().viewPixelSize()
        step = scaled(STEP_PX) * y_per_px
        _, (low, high) = self._plot.viewRange()
        ys = [end.y for end in ends.values()]
        heights = spread(ys, step, low + step / 2, high - step / 2)
        for name, items in self._items.items():
            for item in items:
                item.setVisible(name in ends)
        for (name, end), y in zip(ends.items(), heights, strict=True):
            text, leader = self._item(name)
            near, far = end.x + _DOT_PX * x_per_px, end.x + LEADER_PX * x_per_px
            leader.setData([near, far], [end.y, y])
            style = Qt.PenStyle.DashLine if end.dashed else Qt.PenStyle.SolidLine
            leader.setPen(pg.mkPen(end.colour, style=style))
            if text.toPlainText() != end.text:
                text.setText(end.text)
            text.setPos(far, y)

    def _item(self, name: Hashable) -> tuple[Any, Any]:
        if name not in self._items:
            items = pg.TextItem(anchor=(0, 0.5)), pg.PlotCurveItem(antialias=True)
            for item in items:
                self._plot.addItem(item, ignoreBounds=True)
            self._items[name] = items
            self._paint(items[0])
        return self._items[name]

    def _paint(self, text: Any) -> None:
        text.setColor(QColor(self._colour))
        text.setFont(self._font)
