"""The line below the video: play, single frames, time, speed, sound. Does nothing itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSlider,
    QToolButton,
    QWidget,
)

from svfap_gui.analyse.timeline_geometry import clock
from svfap_gui.parts.actions import Action
from svfap_gui.parts.text_size import scaled, square
from svfap_gui.parts.theme import CONTROL_PX, GRID_PX

_GAP_PX = 2
_VOLUME_PX = 72


class Transport(QFrame):
    """Buttons of the view's actions; the time in the middle."""

    speed_wanted = Signal(float)
    volume_wanted = Signal(float)

    def __init__(
        self,
        left: Sequence[Action],
        middle: Sequence[Action],
        right: Sequence[Action],
        speeds: Sequence[float],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("transport")
        self._actions = (*left, *middle, *right)
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
        layout.addSpacing(GRID_PX)
        for action in middle:
            layout.addWidget(self._button(action))
        self.volume = self._make_volume()
        layout.addWidget(self.volume)
        layout.addStretch(1)
        buttons = [self._button(action) for action in right]
        for button in buttons:
            layout.addWidget(button)
        self._spared: tuple[QWidget, ...] = (self.volume, *buttons[1:])
        self.show_speed(1.0)
        self.show_time(0.0, None)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Without the volume and the buttons on the right but for the first: menus have them."""
        shown = [widget for widget in self._spared if not widget.isHidden()]
        spared = sum(widget.width() + _GAP_PX for widget in shown)
        return super().minimumSizeHint() - QSize(spared, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """What can be spared is in sight where there is room for all."""
        super().resizeEvent(event)
        every = sum(widget.width() + _GAP_PX for widget in self._spared)
        for widget in self._spared:
            widget.setVisible(self.width() >= self.minimumSizeHint().width() + every)

    def show_time(self, t_s: float, length_s: float | None) -> None:
        """Where the playhead stands, to a hundredth of a second."""
        now = clock(t_s, 0.01)
        self.time.setText(now if not length_s else f"{now} / {clock(length_s)}")

    def show_speed(self, speed: float) -> None:
        """How fast it plays."""
        self.speed.setText(f"{self._speed_text(speed)}  ▾")

    def show_volume(self, volume: float, *, heard: bool) -> None:
        """How loud it is, from 0 to 1, and whether there is anything to hear."""
        self.volume.blockSignals(True)  # noqa: FBT003  # Qt's signature
        self.volume.setValue(round(100 * volume))
        self.volume.blockSignals(False)  # noqa: FBT003
        self.volume.setEnabled(heard)

    def _make_volume(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setRange(0, 100)
        slider.setPageStep(10)
        slider.setFixedWidth(scaled(_VOLUME_PX))
        slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        slider.setAccessibleName(self.tr("Volume"))
        slider.setToolTip(self.tr("Volume"))
        slider.valueChanged.connect(self._on_volume)
        return slider

    @Slot(int)
    def _on_volume(self, percent: int) -> None:
        self.volume_wanted.emit(percent / 100)

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
