"""How large letters are, as the system's own font asks, and lengths that go with them.

The application's font says so; sizes are chosen for letters of `BODY_PX` and scaled from there.
"""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QFontInfo, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

BODY_PX = 13
"""Letters are never smaller than this."""
CAPTION_PX = 11


def take_system_font(app: QApplication) -> None:
    """Let all letters be as large as the system's, with figures of one width."""
    font = QFont(app.font())
    font.setPixelSize(_body_px(font))
    font.setFeature(QFont.Tag("tnum"), 1)
    app.setFont(font)


def letter_scale() -> float:
    """How much larger letters are than those that lengths were chosen for, 1 at least."""
    return _body_px(QGuiApplication.font()) / BODY_PX


def scaled(length_px: float) -> int:
    """A length that holds letters, or letters themselves, in proportion to the body's."""
    return round(length_px * letter_scale())


def square(side_px: float) -> QSize:
    """The size of an icon or a small button."""
    side = scaled(side_px)
    return QSize(side, side)


def on_screen(window: QWidget, size_px: tuple[int, int]) -> QSize:
    """The size of a window that holds text, no larger than its screen."""
    return QSize(*map(scaled, size_px)).boundedTo(window.screen().availableSize())


def caption(font: QFont) -> QFont:
    """The font of captions, of the family of another."""
    small = QFont(font)
    small.setPixelSize(scaled(CAPTION_PX))
    return small


def _body_px(font: QFont) -> int:
    return max(BODY_PX, QFontInfo(font).pixelSize())
