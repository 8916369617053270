"""A small bar at the chosen range: how long it is and what can be done with it.

It lies at the foot of the timeline, which keeps room for it, and follows the range. Does nothing
itself: its buttons are commands.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from svfap_core.results.edits import TimeRange
from svfap_gui.analyse.timeline import Timeline
from svfap_gui.analyse.timeline_geometry import HEADER_PX, TimeWindow, clock
from svfap_gui.parts.actions import Action
from svfap_gui.parts.text_size import scaled, square
from svfap_gui.parts.theme import GRID_PX

_EDGE_PX = 4


class RangeBar(QFrame):
    """In sight while there is a range and the mouse draws none.

    Args:
        timeline: Whose range it is.
        rows: Actions with the short word that is their button's; without a word only an icon.
    """

    def __init__(self, timeline: Timeline, rows: Sequence[tuple[Action, str]]) -> None:
        super().__init__(timeline.viewport())
        self.setObjectName("popup")
        self._timeline = timeline
        # Else presses beside the buttons would act on the timeline below.
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.length = QLabel(self)
        self.length.setAccessibleName(self.tr("Length of the range"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GRID_PX, 2, 2, 2)
        layout.setSpacing(2)
        layout.addWidget(self.length)
        layout.addSpacing(2)
        self.buttons = [_Button(action, word, self) for action, word in rows]
        before: QWidget = timeline
        for button in self.buttons:
            layout.addWidget(button)
            QWidget.setTabOrder(before, button)
            before = button
        self.hide()
        timeline.changed.connect(self.follow)

    @Slot()
    def follow(self) -> None:
        """Stand below the part of the range that is in sight, or at the edge it lies behind."""
        shown = self._timeline.shown
        if shown.range is None or self._timeline.dragging:
            focus = QApplication.focusWidget()
            if focus is not None and self.isAncestorOf(focus):
                self._timeline.setFocus()
            self.hide()
            if shown.range is None:
                self._timeline.keep_free(0)
            return
        start_s, end_s = shown.range
        self.length.setText(self.tr("%1 s").replace("%1", f"{end_s - start_s:.1f}"))
        self.length.setToolTip(f"{clock(start_s, 0.01)} \N{EN DASH} {clock(end_s, 0.01)}")
        for button in self.buttons:
            button.match()
        self.adjustSize()
        self.move(self._beside(shown.window, shown.range))
        self.show()
        self.raise_()
        self._timeline.keep_free(math.ceil((self.height() + 2 * _EDGE_PX) / self._timeline.scale))

    def _beside(self, window: TimeWindow, chosen: TimeRange) -> QPoint:
        port, scale, least = self._timeline.viewport(), self._timeline.scale, scaled(HEADER_PX)
        left, right = (min(max(window.x(t), HEADER_PX), window.right_px) * scale for t in chosen)
        most = max(least, port.width() - self.width() - _EDGE_PX)
        x = min(max(round((left + right - self.width()) / 2), least), most)
        return QPoint(x, port.height() - self.height() - _EDGE_PX)


class _Button(QToolButton):
    """A command under a short word, so that the bar stays small."""

    def __init__(self, action: Action, word: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.action = action
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIcon(action.icon())
        self.setIconSize(square(14))
        self.setObjectName("small")
        self.setText(word)
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(style.ToolButtonTextOnly if word else style.ToolButtonIconOnly)
        self.clicked.connect(action.trigger)
        action.changed.connect(self.match)
        self.match()

    @Slot()
    def match(self) -> None:
        """Follow the command: what cannot be done now is not offered."""
        self.setVisible(self.action.isEnabled())
        self.setToolTip(self.action.toolTip())
        self.setAccessibleName(self.action.iconText())
