"""The app's icons in a theme's colours. Knows no widget."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from svfap_core.resources import resource


def icon(name: str, colour: str, size_px: int = 20) -> QIcon:
    """`resources/icons/<name>.svg` with `currentColor` replaced, sharp up to 300 % scale."""
    svg = resource(f"icons/{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(svg.replace("currentColor", colour).encode()))
    result = QIcon()
    for scale in (1, 2, 3):
        pixmap = QPixmap(size_px * scale, size_px * scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(pixmap.rect()))
        painter.end()
        result.addPixmap(pixmap)
    return result
