"""The guards of this folder's conftest see what they are there for."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from tests.gui.conftest import running_timers


def test_a_forgotten_timer_is_seen(qtbot: QtBot) -> None:
    del qtbot
    timer = QTimer()
    assert timer not in running_timers()
    timer.start(1000)
    assert timer in running_timers()
    timer.stop()
    assert timer not in running_timers()
