"""Valence and arousal as a point in a plane, with the way it came in the last ten seconds.

Beside it, where there is room, the figures of all affect dimensions. Knows one person's scores at a
time, and no feature.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from svfap_core.labels import AFFECT_DIMENSIONS, Range, common_scale
from svfap_gui.parts.text_size import caption, scaled, square
from svfap_gui.parts.theme import GRID_PX, PADDING_PX, current_theme
from svfap_gui.parts.words import affect_name, derived_word, learned_word, score_text

TRAIL_S = 10.0

_SHADES = 10
"""The trail fades in so many steps."""
_DOT_PX = 5.0
_LABEL_PX = 14
_SIDE_PX, _LEAST_SIDE_PX = 112, 102
"""The plane is not drawn smaller than this, beside figures and alone."""


class AffectPlane(QFrame):
    """The newest point has a solid dot if learned, a hollow one if derived.

    Args:
        parent: The owner.
        figures: Whether names and figures stand beside the plane, in a panel.
    """

    def __init__(self, parent: QWidget | None = None, *, figures: bool = True) -> None:
        super().__init__(parent)
        self._figures = figures
        if figures:
            self.setObjectName("panel")
        self._names: tuple[str, ...] = ()
        self._derived: frozenset[str] = frozenset()
        self._scales: NDArray[np.float64] = np.array([[-1.0, 1.0], [-1.0, 1.0]])
        self._ages_s: NDArray[np.float64] = np.zeros(0)
        self._points: NDArray[np.float64] = np.zeros((0, 2))
        self._values: Mapping[str, float] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Valence and arousal"))
        self.setToolTip(
            self.tr(
                "The newest scores and where they were in the last 10 s.\n"
                "Derived dimensions are computed from the emotions and say nothing beyond them; "
                "learned ones are scores of their own."
            )
        )

    def set_dimensions(
        self,
        names: Sequence[str],
        derived: frozenset[str],
        ranges: Mapping[str, Range] | None = None,
    ) -> None:
        """Which dimensions the model gives, which of them are derived, and their ranges if bounded.

        Without both valence and arousal the plane hides.
        """
        scales = [common_scale([name], ranges or {}) for name in ("valence", "arousal")]
        self._scales = np.array(scales)
        self._names = tuple(name for name in AFFECT_DIMENSIONS if name in names)
        self._derived = derived
        self.setVisible({"valence", "arousal"} <= set(names))
        self.show_trail(np.zeros(0), np.zeros(0), np.zeros(0), 0.0)

    def show_trail(
        self,
        times_s: NDArray[np.float64],
        valence: NDArray[np.float64],
        arousal: NDArray[np.float64],
        now_s: float,
    ) -> None:
        """One person's rows up to now, `(n,)` each, rising in time; not-a-number breaks the way."""
        first = int(np.searchsorted(times_s, now_s - TRAIL_S))
        self._ages_s = now_s - times_s[first:]
        self._points = np.stack([valence[first:], arousal[first:]], axis=1)
        self.update()

    def show_values(self, values: Mapping[str, float]) -> None:
        """The newest figures; none hides them."""
        if values != self._values:
            self._values = dict(values)
            texts = (f"{affect_name(n)} {score_text(v, signed=True)}" for n, v in values.items())
            self.setAccessibleDescription(", ".join(texts))
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """A plane that can be read, and the figures."""
        return QSize(scaled(300), scaled(190)) if self._figures else square(_SIDE_PX)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """As small as it may get."""
        if not self._figures:
            return square(_LEAST_SIDE_PX)
        return QSize(scaled(240), scaled(_SIDE_PX) + 2 * GRID_PX)

    def plane_rect(self) -> QRectF:
        """Where the plane lies: a square on the left."""
        if not self._figures:
            side = min(self.width(), self.height()) - 1
            return QRectF(0.5, 0.5, side, side)
        side = max(scaled(_SIDE_PX), min(self.height() - 2 * PADDING_PX, self.width() // 2))
        return QRectF(PADDING_PX, (self.height() - side) / 2, side, side)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """The frame, the plane, the trail, the figures."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(caption(self.font()))
        rect = self.plane_rect()
        if rect.height() >= scaled(_LEAST_SIDE_PX) - 1:
            self._draw_axes(painter, rect)
            self._draw_trail(painter, rect)
        if self._figures:
            self._draw_values(painter, rect)
        painter.end()

    def _draw_axes(self, painter: QPainter, rect: QRectF) -> None:
        theme = current_theme()
        painter.setPen(QPen(QColor(theme.control_line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect)
        painter.setPen(QPen(QColor(theme.line), 1))
        middle = rect.center()
        painter.drawLine(QPointF(rect.left(), middle.y()), QPointF(rect.right(), middle.y()))
        painter.drawLine(QPointF(middle.x(), rect.top()), QPointF(middle.x(), rect.bottom()))
        painter.setPen(QColor(theme.muted))
        inner = rect.adjusted(4, 2, -4, -2)
        flag = Qt.AlignmentFlag
        corners = [
            (flag.AlignTop | flag.AlignHCenter, self.tr("excited")),
            (flag.AlignBottom | flag.AlignHCenter, self.tr("calm")),
        ]
        for where, word in corners:
            painter.drawText(inner, where, word)
        # One above and one below the axis, which leaves room for both in a small plane.
        label_px = scaled(_LABEL_PX)
        above = QRectF(inner.left(), middle.y() - label_px, inner.width(), label_px)
        below = above.translated(0, label_px)
        painter.drawText(above, flag.AlignRight | flag.AlignVCenter, self.tr("pleasant"))
        painter.drawText(below, flag.AlignLeft | flag.AlignVCenter, self.tr("unpleasant"))

    def _draw_trail(self, painter: QPainter, rect: QRectF) -> None:
        known = np.isfinite(self._points.sum(axis=1))
        if not known.any():
            return
        low, high = self._scales.T
        shares = np.clip((self._points - low) / (high - low), 0, 1)
        corner = np.array([rect.left(), rect.bottom()])
        places = corner + shares * np.array([rect.width(), -rect.height()])
        shades = np.clip(self._ages_s / TRAIL_S * _SHADES, 0, _SHADES - 1).astype(int)
        colour = QColor(current_theme().accent)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for shade in range(_SHADES - 1, -1, -1):
            colour.setAlphaF(0.9 * (1 - shade / _SHADES))
            painter.setPen(QPen(colour, 1.6))
            for run in _runs(shades == shade, known):
                painter.drawPolyline(
                    QPolygonF([QPointF(float(x), float(y)) for x, y in places[run]])
                )
        self._draw_dot(painter, QPointF(*map(float, places[np.flatnonzero(known)[-1]])))

    def _draw_dot(self, painter: QPainter, place: QPointF) -> None:
        derived = bool({"valence", "arousal"} & self._derived)
        painter.setPen(QPen(QColor(current_theme().accent), 2))
        painter.setBrush(QColor(current_theme().panel if derived else current_theme().accent))
        painter.drawEllipse(place, _DOT_PX, _DOT_PX)

    def _draw_values(self, painter: QPainter, rect: QRectF) -> None:
        """Name, figure, and under them how the dimension comes about."""
        left, width = rect.right() + PADDING_PX, self.width() - rect.right() - 2 * PADDING_PX
        row_px = min(float(scaled(44)), rect.height() / max(1, len(self._names)))
        top = rect.center().y() - row_px * len(self._names) / 2
        caption = painter.font()
        for place, name in enumerate(self._names):
            row = QRectF(left, top + place * row_px, width, row_px)
            first = QRectF(row.left(), row.top(), row.width(), row_px / 2)
            second = QRectF(row.left(), row.top() + row_px / 2 - 2, row.width(), row_px / 2)
            painter.setFont(self.font())
            painter.setPen(QColor(current_theme().text))
            flag = Qt.AlignmentFlag
            painter.drawText(first, flag.AlignLeft | flag.AlignVCenter, affect_name(name))
            value = self._values.get(name)
            if value is not None:
                text = score_text(value, signed=True)
                painter.drawText(first, flag.AlignRight | flag.AlignVCenter, text)
            painter.setFont(caption)
            self._draw_origin(painter, second, derived=name in self._derived)

    def _draw_origin(self, painter: QPainter, row: QRectF, *, derived: bool) -> None:
        colour = QColor(current_theme().muted)
        painter.setPen(QPen(colour, 1.4))
        painter.setBrush(QColor(current_theme().panel) if derived else colour)
        painter.drawEllipse(QPointF(row.left() + 4, row.center().y()), 3, 3)
        painter.setPen(colour)
        word = derived_word() if derived else learned_word()
        metrics = QFontMetricsF(painter.font())
        word = metrics.elidedText(word, Qt.TextElideMode.ElideRight, row.width() - 14)
        painter.drawText(row.adjusted(14, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, word)


def _runs(wanted: NDArray[np.bool_], known: NDArray[np.bool_]) -> list[slice]:
    """Stretches of wanted points, each with the point after it, so that shades meet."""
    runs: list[slice] = []
    count = len(wanted)
    start: int | None = None
    for place in range(count + 1):
        inside = place < count and bool(wanted[place]) and bool(known[place])
        if inside and start is None:
            start = place
        elif not inside and start is not None:
            end = place + 1 if place < count and bool(known[place]) else place
            runs.append(slice(start, end))
            start = None
    return runs
