"""A thin line that shows how far something is."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from svfap_gui.parts.theme import LIGHT, Theme


class ProgressLine(QWidget):
    """A thin line that fills from left to right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fraction = 0.0
        self._theme = LIGHT
        self.setFixedHeight(3)

    def set_fraction(self, fraction: float) -> None:
        """0 to 1."""
        self._fraction = min(1.0, max(0.0, fraction))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Ground and line."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.track))
        done = self.rect()
        done.setWidth(round(self.width() * self._fraction))
        painter.fillRect(done, QColor(self._theme.accent))
        painter.end()
