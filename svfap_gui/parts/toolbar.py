"""The line of controls on top of a view. Does nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from svfap_gui.parts.actions import Action
from svfap_gui.parts.icons import icon
from svfap_gui.parts.theme import CONTROL_PX, GRID_PX, PADDING_PX


class Toolbar(QFrame):
    """Filled from left to right by its view; every control can have the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("toolbar")
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(PADDING_PX, GRID_PX, PADDING_PX, GRID_PX)
        self._layout.setSpacing(GRID_PX)

    def add_action(self, action: Action, *, primary: bool = False) -> QToolButton:
        """A button of an action; the primary one is the view's next step."""
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        if primary:
            button.setObjectName("primary")
            button.setMinimumWidth(88)

            def tint() -> None:
                # Its ground is not that of other buttons; Qt gives it the action's icon again
                # with every change of the action.
                button.setIcon(icon(action.icon_name, "on_accent") if action.icon_name else QIcon())

            action.changed.connect(tint)
            tint()
        return self._placed(button)

    def add_menu(self, menu: QMenu, text: str, tip: str) -> QToolButton:
        """A button that opens a menu; its `text` may change, its accessible name stays."""
        button = QToolButton(self)
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setText(f" {text}  ▾")
        button.setAccessibleName(text)
        button.setToolTip(tip)
        return self._placed(button)

    def add_label(self, name: str, tip: str) -> QLabel:
        """A figure or a word; `name` says to screen readers what it is."""
        label = QLabel(self)
        label.setAccessibleName(name)
        label.setToolTip(tip)
        self._layout.addWidget(label)
        return label

    def add_widget(self, widget: QWidget) -> None:
        """Any other control."""
        self._layout.addWidget(widget)

    def add_stretch(self) -> None:
        """Push what follows to the right."""
        self._layout.addStretch(1)

    def _placed(self, button: QToolButton) -> QToolButton:
        button.setIconSize(QSize(16, 16))
        button.setFixedHeight(CONTROL_PX)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._layout.addWidget(button)
        return button
