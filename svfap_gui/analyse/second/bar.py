"""The line below two videos: which the second one is, and what brings it into step."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDoubleSpinBox, QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from svfap_gui.analyse.second.work import SecondVideoWork
from svfap_gui.parts.actions import Action
from svfap_gui.parts.elided import Elided
from svfap_gui.parts.text_size import scaled, square
from svfap_gui.parts.theme import CONTROL_PX, GRID_PX

_DAY_S = 86_400.0
_STEP_S = 0.1
_DECIMALS = 3


class SecondBar(QFrame):
    """Buttons of the view's actions, and the offset to type.

    Args:
        work: The second video.
        actions: Previous frame, next frame, freeze, align, sound, remove.
        parent: The owner.
    """

    done = Signal()
    """An offset has been typed; keys may mean the video again."""

    def __init__(self, work: SecondVideoWork, actions: Sequence[Action], parent: QWidget) -> None:
        super().__init__(parent)
        self._work = work
        back, forward, freeze, align, sound, remove = actions
        self.name = Elided(self, 0)
        self.offset = self._make_offset()
        label = QLabel(self.tr("Offset"), self)
        label.setBuddy(self.offset)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(label)
        layout.addWidget(self.offset)
        for action in (back, forward):
            layout.addWidget(self._icon_button(action))
        layout.addSpacing(GRID_PX)
        for action in (freeze, align):
            layout.addWidget(self._text_button(action))
        layout.addSpacing(GRID_PX)
        layout.addWidget(self.name, 1)
        for action in (sound, remove):
            layout.addWidget(self._icon_button(action))

    @Slot()
    def show_state(self) -> None:
        """Show name and offset as they are now."""
        second, path = self._work.second, self._work.path
        if second is None or path is None:
            return
        self.name.show_text(path.name)
        self.name.setToolTip(str(path))
        self.offset.blockSignals(True)  # noqa: FBT003  # Qt's signature
        self.offset.setValue(second.offset_s)
        self.offset.blockSignals(False)  # noqa: FBT003
        self.offset.setEnabled(not self._work.follower.frozen)

    def _make_offset(self) -> QDoubleSpinBox:
        box = QDoubleSpinBox(self)
        box.setDecimals(_DECIMALS)
        box.setRange(-_DAY_S, _DAY_S)
        box.setSingleStep(_STEP_S)
        box.setSuffix(self.tr(" s"))
        box.setFixedWidth(scaled(112))
        box.setKeyboardTracking(False)
        box.lineEdit().setTextMargins(GRID_PX - 2, 0, 0, 0)
        box.setAccessibleName(self.tr("Offset of the second video"))
        box.setToolTip(
            self.tr("When the second video starts, in seconds of this one; below 0: before it")
        )
        box.valueChanged.connect(self._on_value)
        box.lineEdit().returnPressed.connect(self.done)
        return box

    @Slot(float)
    def _on_value(self, offset_s: float) -> None:
        """A value that was shown to three decimals and not changed leaves the others alone."""
        second = self._work.second
        if second is not None and round(second.offset_s, _DECIMALS) != round(offset_s, _DECIMALS):
            self._work.set_offset(offset_s)

    def _icon_button(self, action: Action) -> QToolButton:
        button = self._button(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setObjectName("iconButton")
        button.setIconSize(square(16))
        button.setFixedSize(scaled(CONTROL_PX + 4), scaled(CONTROL_PX))
        return button

    def _text_button(self, action: Action) -> QToolButton:
        button = self._button(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.setObjectName("outlined")
        button.setFixedHeight(scaled(CONTROL_PX))
        return button

    def _button(self, action: Action) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(action.iconText())
        return button
