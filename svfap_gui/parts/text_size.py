"""The text size of the window, which follows the system's font, and lengths in proportion to it.

The application's font holds it; lengths are designed for a body of `BODY_PX` and scaled from there.
"""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QFontInfo, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

BODY_PX = 13
"""The smallest size of body text."""
CAPTION_PX = 11


def adopt_system_font(app: QApplication) -> None:
    """Use the system's font at its size, with digits of equal width."""
    font = QFont(app.font())
    font.setPixelSize(_body_px(font))
    font.setFeature(QFont.Tag("tnum"), 1)
    app.setFont(font)


def text_scale() -> float:
    """The text size relative to the smallest, 1 or more."""
    return _body_px(QGuiApplication.font()) / BODY_PX


def scaled(length_px: float) -> int:
    """A length at the current text size."""
    return round(length_px * text_scale())


def square(side_px: float) -> QSize:
    """The size of an icon or a small button."""
    side = scaled(side_px)
    return QSize(side, side)


def on_screen(window: QWidget, size_px: tuple[int, int]) -> QSize:
    """The size of a window with text, no larger than its screen."""
    return QSize(*map(scaled, size_px)).boundedTo(window.screen().availableSize())


def caption(font: QFont) -> QFont:
    """The font of captions, of the same family as another."""
    small = QFont(font)
    small.setPixelSize(scaled(CAPTION_PX))
    return small


def _body_px(font: QFont) -> int:
    return max(BODY_PX, QFontInfo(font).pixelSize())
