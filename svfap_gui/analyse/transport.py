"""The line below the video: play, single frames, time, speed. Does nothing itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from svfap_gui.analyse.timeline_geometry import clock
from svfap_gui.parts.actions import Action
from svfap_gui.parts.text_size import scaled, square
from svfap_gui.parts.theme import CONTROL_PX, GRID_PX

_GAP_PX = 2


class Transport(QFrame):
    """Buttons of the view's actions; the time in the middle."""

    speed_wanted = Signal(float)

    def __init__(
        self,
        left: Sequence[Action],
        right: Sequence[Action],
        speeds: Sequence[float],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("transport")
        self._actions = (*left, *right)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(_GAP_PX)
        for action in left:
            layout.addWidget(self._button(action))
        self.time = QLabel(self)
        self.time.setAccessibleName(self.tr("Time in the video"))
        self.time.setToolTip(self.tr("Time since the first frame, and length"))
        layout.addSpacing(GRID_PX)
        layout.addWidget(self.time)
        self._speeds = QMenu(self)
        for speed in speeds:
            self._speeds.addAction(
                self._speed_text(speed), lambda s=speed: self.speed_wanted.emit(s)
            )
        self.speed = QToolButton(self)
        self.speed.setMenu(self._speeds)
        self.speed.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.speed.setFixedHeight(scaled(CONTROL_PX))
        self.speed.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.speed.setAccessibleName(self.tr("Speed"))
        self.speed.setToolTip(self.tr("Speed of playing (J slower, L faster, K normal)"))
        layout.addSpacing(GRID_PX)
        layout.addWidget(self.speed)
        layout.addStretch(1)
        self._right = [self._button(action) for action in right]
        for button in self._right:
            layout.addWidget(button)
        self.show_speed(1.0)
        self.show_time(0.0, None)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Without the buttons on the right but for the first; menu and wheel do the same."""
        shown = [button for button in self._right[1:] if not button.isHidden()]
        spared = sum(button.width() + _GAP_PX for button in shown)
        return super().minimumSizeHint() - QSize(spared, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """What can be spared is in sight where there is room for all."""
        super().resizeEvent(event)
        every = sum(button.width() + _GAP_PX for button in self._right[1:])
        for button in self._right[1:]:
            button.setVisible(self.width() >= self.minimumSizeHint().width() + every)

    def show_time(self, t_s: float, length_s: float | None) -> None:
        """Where the playhead stands, to a hundredth of a second."""
        now = clock(t_s, 0.01)
        self.time.setText(now if not length_s else f"{now} / {clock(length_s)}")

    def show_speed(self, speed: float) -> None:
        """How fast it plays."""
        self.speed.setText(f"{self._speed_text(speed)}  ▾")

    def _speed_text(self, speed: float) -> str:
        return f"{speed:g}\N{MULTIPLICATION SIGN}"

    def _button(self, action: Action) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setObjectName("iconButton")
        button.setIconSize(square(16))
        button.setFixedSize(scaled(CONTROL_PX + 4), scaled(CONTROL_PX))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(action.iconText())
        return button
