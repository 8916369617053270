"""The frame that a painted widget draws around itself while it has the keyboard's focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from svfap_gui.parts.theme import current_theme

_WIDTH_PX = 2
_TABS = {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}
_RETURNS = {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}
"""The focus comes back with the window, or after a menu: as it was."""


class FocusFrame(QObject):
    """Only who came by keyboard needs to see where the focus is.

    Args:
        widget: Paints itself, or its viewport, and calls `draw` at the end.
    """

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._by_keyboard = False
        widget.installEventFilter(self)

    def draw(self, painter: QPainter) -> None:
        """Draw the frame, if there is one now, in the widget's own pixels."""
        if not self._widget.hasFocus() or not self._by_keyboard:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(current_theme().accent), _WIDTH_PX))
        painter.drawRect(self._ground.rect().adjusted(1, 1, -1, -1))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """The frame comes and goes with the focus."""
        if isinstance(event, QFocusEvent):
            if event.gotFocus() and event.reason() not in _RETURNS:
                self._by_keyboard = event.reason() in _TABS
            self._ground.update()
        return super().eventFilter(watched, event)

    @property
    def _ground(self) -> QWidget:
        widget = self._widget
        return widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
