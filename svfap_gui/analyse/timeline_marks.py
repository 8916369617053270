"""Draws the marks of the timeline: stretches of a ribbon, hatches, ranges, flags, the playhead."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF

from svfap_gui.analyse.lanes import ABSENT, NOT_YET
from svfap_gui.parts.curves import PALE, shaded
from svfap_gui.parts.text_size import BODY_PX, CAPTION_PX
from svfap_gui.parts.theme import Theme, current_theme

_EDGE_PX = 2
"""The line below a pale stretch keeps 3:1."""
_VEIL = 200
"""Opacity, of 255, of what lies over excluded stretches: a hatch on it keeps 3:1."""


@dataclass(frozen=True, slots=True)
class Style:
    """What all parts are drawn with."""

    theme: Theme
    font: QFont

    def colour(self, name: str, alpha: int = 255) -> QColor:
        """A colour of the theme by the name of its field."""
        colour = QColor(getattr(self.theme, name))
        colour.setAlpha(alpha)
        return colour

    def small(self) -> QFont:
        """The font of captions."""
        font = QFont(self.font)
        font.setPixelSize(CAPTION_PX)
        return font


def style_of(font: QFont) -> Style:
    """The current theme and a widget's font, for a painter that is scaled with the text size."""
    own = QFont(font)
    own.setPixelSize(BODY_PX)
    return Style(current_theme(), own)


def draw_emotion(
    painter: QPainter, rect: QRect, name: str, style: Style, *, pale: bool = False
) -> str:
    """A stretch of an emotion, pale on a line of its colour where it is unclear; its ground."""
    colour = style.theme.emotion(name)
    painter.fillRect(rect, QColor(colour))
    if not pale:
        return colour
    colour = shaded(colour, style.theme.panel, PALE)
    painter.fillRect(rect.adjusted(0, 0, 0, -_EDGE_PX), QColor(colour))
    return colour


def draw_unclear(painter: QPainter, rect: QRect, style: Style) -> None:
    """The quiet band behind curves of emotions that are unclear."""
    painter.fillRect(rect, style.colour("track"))


def draw_hatch(painter: QPainter, rect: QRect, code: int, style: Style) -> None:
    """How stretches without trusted scores look."""
    if code == NOT_YET:
        painter.fillRect(rect, style.colour("track", 110))
        return
    absent = code == ABSENT
    painter.fillRect(rect, style.colour("track"))
    pattern = Qt.BrushStyle.BDiagPattern if absent else Qt.BrushStyle.DiagCrossPattern
    painter.fillRect(rect, QBrush(style.colour("muted"), pattern))


def draw_excluded(painter: QPainter, left: float, right: float, rect: QRect, style: Style) -> None:
    """A stretch that does not count: veiled and hatched."""
    part = QRectF(left, rect.top(), max(1.0, right - left), rect.height())
    painter.fillRect(part, style.colour("panel", _VEIL))
    painter.fillRect(part, QBrush(style.colour("muted"), Qt.BrushStyle.FDiagPattern))


def draw_range(painter: QPainter, part: QRect, style: Style) -> None:
    """The stretch that the user has chosen."""
    painter.fillRect(part, style.colour("accent", 34))
    painter.setPen(QPen(style.colour("accent"), 1))
    painter.drawLine(part.topLeft(), part.bottomLeft())
    painter.drawLine(part.topRight(), part.bottomRight())


def draw_baseline(painter: QPainter, rect: QRectF, style: Style) -> None:
    """The stretch that z-scores compare with: a bar on top, dotted ends, and the word."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    ink = style.colour("text")
    painter.fillRect(QRectF(rect.left(), rect.top(), max(2.0, rect.width()), 3), ink)
    painter.setPen(QPen(ink, 1, Qt.PenStyle.DotLine))
    for x in (rect.left(), rect.right()):
        painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))
    painter.setFont(style.small())
    metrics = QFontMetrics(style.small())
    word = QCoreApplication.translate("Timeline", "Baseline")
    if metrics.horizontalAdvance(word) + 10 < rect.width() and rect.height() > metrics.height() + 4:
        ground = QRectF(
            rect.left() + 2, rect.top() + 4, metrics.horizontalAdvance(word) + 6, metrics.height()
        )
        painter.fillRect(ground, style.colour("panel", 215))
        painter.setPen(ink)
        painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, word)
    painter.restore()


def draw_flag(painter: QPainter, x: float, rect: QRect, style: Style, text: str = "") -> None:
    """A marker: a small flag whose pole runs down, with its name where there is room."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(style.colour("text"))
    top = rect.top() + 1.0
    painter.drawPolygon(
        QPolygonF([QPointF(x, top), QPointF(x + 8, top + 3.5), QPointF(x, top + 7)])
    )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    pen = QPen(style.colour("text", 150), 1)
    painter.setPen(pen)
    painter.drawLine(QPointF(x, top), QPointF(x, rect.bottom()))
    if text:
        painter.setFont(style.small())
        metrics = QFontMetrics(style.small())
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, 120)
        ground = QRectF(x + 9, top - 1, metrics.horizontalAdvance(text) + 6, 11)
        painter.fillRect(ground, style.colour("panel", 215))
        painter.setPen(style.colour("text"))
        painter.drawText(QPointF(x + 12, top + 8), text)


def draw_playhead(painter: QPainter, x: float, top: int, bottom: int, style: Style) -> None:
    """A line with a head that can be taken by the mouse."""
    painter.setPen(QPen(style.colour("accent"), 1.5))
    painter.drawLine(QPointF(x, top), QPointF(x, bottom))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(style.colour("accent"))
    head = [QPointF(x - 5, top), QPointF(x + 5, top), QPointF(x + 5, top + 5), QPointF(x, top + 10),
            QPointF(x - 5, top + 5)]  # fmt: skip
    painter.drawPolygon(QPolygonF(head))
