"""A line of text that takes the room there is."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from svfap_gui.parts.text_size import scaled

_LEAST_PX = 60
"""A few words."""


class Elided(QLabel):
    """All of its text is in the tooltip."""

    def __init__(self, parent: QWidget, least_px: int = _LEAST_PX) -> None:
        super().__init__(parent)
        self._whole = ""
        self._least_px = least_px
        self.setTextFormat(Qt.TextFormat.PlainText)

    def show_text(self, text: str) -> None:
        """Show as much of it as there is room for."""
        self._whole = text
        self.setToolTip(text)
        self._fit()

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """It can be shortened to this."""
        return QSize(scaled(self._least_px), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """More or less of it."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room_px = max(0, self.width() - 2)
        metrics = self.fontMetrics()
        self.setText(metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, room_px))
