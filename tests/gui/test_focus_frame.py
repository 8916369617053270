"""The frame around a painted widget that has the focus: for who comes by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget
from pytestqt.qtbot import QtBot

from svfap_gui.parts.focus_frame import FocusFrame
from svfap_gui.parts.theme import current_theme

WIDTH_PX, HEIGHT_PX = 120, 60


class Plain(QWidget):
    """Paints itself."""

    def __init__(self) -> None:
        super().__init__()
        self.focus = FocusFrame(self)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        del event
        _paint(QPainter(self), self.focus)


class Scrolled(QAbstractScrollArea):
    """Paints its viewport."""

    def __init__(self) -> None:
        super().__init__()
        self.focus = FocusFrame(self)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        del event
        _paint(QPainter(self.viewport()), self.focus)


def _paint(painter: QPainter, focus: FocusFrame) -> None:
    painter.fillRect(0, 0, WIDTH_PX, HEIGHT_PX, Qt.GlobalColor.white)
    focus.draw(painter)
    painter.end()


@pytest.mark.parametrize("kind", [Plain, Scrolled])
def test_it_is_drawn_for_the_keyboard_and_not_for_the_mouse(
    qtbot: QtBot, kind: type[Plain] | type[Scrolled]
) -> None:
    widget = kind()
    qtbot.addWidget(widget)
    widget.setStyleSheet("border: none;")
    widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    widget.resize(WIDTH_PX, HEIGHT_PX)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()

    def edge() -> str:
        return widget.grab().toImage().pixelColor(1, HEIGHT_PX // 2).name().upper()

    reason = Qt.FocusReason
    widget.clearFocus()
    for why, is_seen in (
        (reason.TabFocusReason, True),
        (reason.MouseFocusReason, False),
        (reason.BacktabFocusReason, True),
        (reason.ActiveWindowFocusReason, True),
        (reason.OtherFocusReason, False),
        (reason.PopupFocusReason, False),
    ):
        widget.setFocus(why)
        assert (edge() == current_theme().accent.upper()) is is_seen
        widget.clearFocus()
        assert edge() == "#FFFFFF"
