"""Draws lanes of codes: tiers, intervals and points in the scheme's colours. Knows no mouse."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPixmap, QPolygonF

from svfap_core.codes.coding import Code, Scheme
from svfap_core.results.edits import TimeRange
from svfap_gui.analyse.codes.layout import LANE_PX, POINT_PX, CodesLayout, span_px
from svfap_gui.analyse.timeline_geometry import HEADER_PX, TimeWindow
from svfap_gui.analyse.timeline_marks import Style, draw_range
from svfap_gui.parts.curves import shaded
from svfap_gui.parts.theme import Theme

_FILL = 0.62
"""So far towards the ground fills are shaded: text on them keeps 4.5:1."""
_BAR_PX = 3
_PAD_PX = 4
_LEAST_LABEL_PX = 14
_NOTE_PX = 2.0
"""Radius of the dot that says that a code has a comment."""


@dataclass(frozen=True, slots=True)
class ShownCodes:
    """All that the image depends on, beside its size and style."""

    layout: CodesLayout
    scheme: Scheme
    window: TimeWindow
    scrolled_px: int
    range: TimeRange | None
    chosen: Code | None
    here_s: float


def colour_of(scheme: Scheme, tier: str, label: str, theme: Theme) -> str:
    """The colour of a code: that of its definition, else one by its place in the scheme."""
    found = scheme.tier(tier)
    definition = None if found is None else found.definition(label)
    if definition is None:
        return theme.muted
    if definition.color:
        return definition.color
    all_codes = [(t.name, d.name) for t in scheme.tiers for d in t.definitions]
    return theme.action(all_codes.index((tier, label)))


def picture_of(shown: ShownCodes, size: QSize, scale: float, ratio: float, style: Style) -> QPixmap:
    """All that stands still: tiers, and codes that have ended.

    Args:
        shown: What is drawn.
        size: Of the lanes, in their own pixels.
        scale: Logical pixels of each.
        ratio: Pixels on the screen of each of these.
        style: Colours and fonts.
    """
    picture = QPixmap(size * scale * ratio)
    picture.setDevicePixelRatio(ratio)
    painter = QPainter(picture)
    painter.scale(scale, scale)
    painter.fillRect(QRect(0, 0, size.width(), size.height()), style.colour("panel"))
    painter.translate(0, -shown.scrolled_px)
    _draw_tiers(painter, shown, style)
    painter.setClipRect(_room(shown))
    for code, top_px in shown.layout.places:
        if not code.is_running and _in_sight(code, shown):
            _draw_code(painter, code, top_px, shown, style)
    if shown.range is not None:
        left, right = shown.window.x(shown.range.start_s), shown.window.x(shown.range.end_s)
        left, right = max(left, HEADER_PX - 9.0), min(right, shown.window.right_px + 9.0)
        if right > left:
            part = QRect(round(left), 0, max(1, round(right - left)), shown.layout.height_px)
            draw_range(painter, part, style)
    painter.end()
    return picture


def draw_over(painter: QPainter, shown: ShownCodes, style: Style, height_px: int) -> None:
    """What moves over the image: running codes, the frame of the chosen one, the playhead."""
    painter.save()
    painter.translate(0, -shown.scrolled_px)
    painter.setClipRect(_room(shown))
    for code, top_px in shown.layout.places:
        if code.is_running and _in_sight(code, shown):
            _draw_code(painter, code, top_px, shown, style)
    if shown.chosen is not None and (top_px := shown.layout.top_of(shown.chosen)) is not None:
        painter.setPen(QPen(style.colour("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(_rect(shown.chosen, top_px, shown).adjusted(-1, 0, 1, 0), 3, 3)
    painter.restore()
    x = shown.window.x(shown.here_s)
    if HEADER_PX - 1 <= x <= shown.window.right_px + 1:
        painter.setPen(QPen(style.colour("accent"), 1.5))
        painter.drawLine(QPointF(x, 0), QPointF(x, height_px))


def _room(shown: ShownCodes) -> QRect:
    height_px = max(1, shown.layout.height_px)
    return QRect(HEADER_PX - 1, 0, shown.window.width_px + 2, height_px)


def _in_sight(code: Code, shown: ShownCodes) -> bool:
    end_s = shown.here_s if code.end_s is None else code.end_s
    margin_s = shown.window.span_s * POINT_PX / shown.window.width_px
    return (
        code.start_s <= shown.window.end_s + margin_s
        and max(end_s, code.start_s) >= shown.window.start_s - margin_s
    )


def _rect(code: Code, top_px: int, shown: ShownCodes) -> QRectF:
    left, right = span_px(code, shown.window, shown.here_s)
    if code.is_point:
        return QRectF(left - POINT_PX, top_px + 1, 2 * POINT_PX, LANE_PX - 2)
    # Qt draws nothing well that reaches a million pixels.
    left = max(left, HEADER_PX - 20.0)
    right = min(right, shown.window.right_px + 20.0)
    return QRectF(left, top_px + 1, max(2.0, right - left), LANE_PX - 2)


def _draw_tiers(painter: QPainter, shown: ShownCodes, style: Style) -> None:
    painter.setFont(style.font)
    metrics = QFontMetrics(style.font)
    for tier in shown.layout.tiers:
        ground = QRect(HEADER_PX, tier.top_px, shown.window.width_px, tier.height_px)
        painter.fillRect(ground, style.colour("window"))
        room = QRect(22, tier.top_px, HEADER_PX - 30, min(tier.height_px, LANE_PX))
        painter.setPen(style.colour("text"))
        name = metrics.elidedText(tier.name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, name)


def _draw_code(painter: QPainter, code: Code, top_px: int, shown: ShownCodes, style: Style) -> None:
    colour = colour_of(shown.scheme, code.tier, code.label, style.theme)
    rect = _rect(code, top_px, shown)
    if code.is_point:
        _draw_point(painter, code, rect, colour, style)
        return
    fill = QColor(shaded(colour, style.theme.panel, _FILL))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.fillRect(rect, fill)
    bar = QRectF(rect.left(), rect.top(), min(_BAR_PX, rect.width()), rect.height())
    painter.fillRect(bar, QColor(colour))
    # The line below keeps 3:1 against the ground where the fill does not.
    painter.fillRect(QRectF(rect.left(), rect.bottom() - 2, rect.width(), 2), QColor(colour))
    if code.is_running:
        painter.setPen(QPen(QColor(colour), 2, Qt.PenStyle.DotLine))
        painter.drawLine(rect.topRight(), rect.bottomRight())
    _draw_label(painter, code, rect, style)


def _draw_label(painter: QPainter, code: Code, rect: QRectF, style: Style) -> None:
    # Of a code that begins before the time in sight the label stands where that begins.
    left = max(rect.left(), HEADER_PX - 1.0) + _BAR_PX + _PAD_PX
    right = rect.right() - _PAD_PX
    if code.comment:
        _draw_note(painter, QPointF(right - _NOTE_PX, rect.top() + 5), style)
        right -= 3 * _NOTE_PX
    if right - left < _LEAST_LABEL_PX or not code.label:
        return
    painter.setFont(style.small())
    metrics = QFontMetrics(style.small())
    text = metrics.elidedText(code.label, Qt.TextElideMode.ElideRight, int(right - left))
    if len(text) < min(2, len(code.label)):
        return
    painter.setPen(style.colour("text"))
    room = QRectF(left, rect.top(), right - left, rect.height() - 1)
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)


def _draw_point(painter: QPainter, code: Code, rect: QRectF, colour: str, style: Style) -> None:
    centre = rect.center()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(style.colour("panel"), 1))
    painter.setBrush(QColor(colour))
    half = min(POINT_PX, rect.height() / 2)
    painter.drawPolygon(
        QPolygonF(
            [
                QPointF(centre.x(), centre.y() - half),
                QPointF(centre.x() + half, centre.y()),
                QPointF(centre.x(), centre.y() + half),
                QPointF(centre.x() - half, centre.y()),
            ]
        )
    )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    if code.comment:
        _draw_note(painter, QPointF(rect.right(), rect.top() + 3), style)


def _draw_note(painter: QPainter, at: QPointF, style: Style) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(style.colour("text"))
    painter.drawEllipse(at, _NOTE_PX, _NOTE_PX)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
