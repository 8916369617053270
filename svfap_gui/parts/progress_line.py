"""A thin line that shows how far something is."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from svfap_gui.parts.theme import current_theme


class ProgressLine(QWidget):
    """A thin line that fills from left to right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fraction = 0.0
        self.setFixedHeight(3)

    def set_fraction(self, fraction: float) -> None:
        """0 to 1."""
        self._fraction = min(1.0, max(0.0, fraction))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Ground and line."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current_theme().track))
        done = self.rect()
        done.setWidth(round(self.width() * self._fraction))
        painter.fillRect(done, QColor(current_theme().accent))
        painter.end()
