"""The app's icons, drawn in the colours of the theme in use. Knows no widget."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, TypeAlias

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from svfap_core.resources import resource
from svfap_gui.parts.theme import current_theme

Tint: TypeAlias = Literal["text", "muted", "accent", "on_accent", "danger", "control_line"]
"""A colour by its name in `Theme`."""


def icon(name: str, tint: Tint = "text") -> QIcon:
    """`resources/icons/<name>.svg` with `currentColor` in a colour of the theme.

    It follows the theme by itself and is sharp at any size and scale.
    """
    return QIcon(_TintedSvg(name, tint))


class _TintedSvg(QIconEngine):
    """Asks for the colour each time it is drawn."""

    def __init__(self, name: str, tint: Tint) -> None:
        super().__init__()
        self._name = name
        self._tint: Tint = tint

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw in the middle of a place, as large as it can be."""
        del state
        tint: Tint = self._tint
        if mode is QIcon.Mode.Disabled:
            tint = "control_line"
        elif mode is QIcon.Mode.Selected:
            tint = "on_accent"
        side = min(rect.width(), rect.height())
        place = QRectF(0, 0, side, side)
        place.moveCenter(QRectF(rect).center())
        _renderer(self._name, getattr(current_theme(), tint)).render(painter, place)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Of so many pixels of the screen."""
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        """As Qt wants it when an icon is changed."""
        copy = _TintedSvg(self._name, self._tint)
        _copies.append(copy)
        return copy


_copies: list[QIconEngine] = []
"""Python would delete what `clone` returns while Qt still draws with it."""


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    svg = resource(f"icons/{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(svg.replace("currentColor", colour).encode()))
