"""The line of controls on top of a view. Does nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QStyleOptionToolButton,
    QToolButton,
    QWidget,
)

from svfap_gui.parts.actions import Action
from svfap_gui.parts.icons import icon
from svfap_gui.parts.primary import is_primary, show_primary
from svfap_gui.parts.text_size import scaled, square
from svfap_gui.parts.theme import CONTROL_PX, GRID_PX, PADDING_PX

_WITH_TEXT = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
_WITHOUT = Qt.ToolButtonStyle.ToolButtonIconOnly


class _Button(QToolButton):
    """Leaves more room between icon and text than Qt, which leaves it right of the text."""

    gives_up = False
    """Whether it can do without its text."""
    least_px = 0
    """How wide it is even with a short word. A minimum width would let its text be cut to that."""

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """That of its text, but no less than that."""
        return super().sizeHint().expandedTo(QSize(self.least_px, 0))

    def initStyleOption(self, option: QStyleOptionToolButton) -> None:  # noqa: N802  # Qt's name
        """For drawing; its width is reckoned without."""
        super().initStyleOption(option)
        option.text = f" {self.text()}"  # pyright: ignore[reportAttributeAccessIssue]  # stub lacks it

    @property
    def text_px(self) -> int:
        """How much narrower it is without its text."""
        return self.fontMetrics().horizontalAdvance(f"{self.text()}  ") + 4


def _tint(button: QToolButton, action: Action) -> None:
    """Give it the action's icon in a colour for its ground."""
    colour = "on_accent" if is_primary(button) else "text"
    button.setIcon(icon(action.icon_name, colour) if action.icon_name else QIcon())


class Toolbar(QFrame):
    """Filled from left to right by its view; every control can have the focus.

    Where there is no room for all words, buttons from the right on are left with their icons; the
    primary one keeps its word.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("toolbar")
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(PADDING_PX, GRID_PX, PADDING_PX, GRID_PX)
        self._layout.setSpacing(GRID_PX)

    def add_action(self, action: Action, *, primary: bool = False) -> QToolButton:
        """A button of an action; the primary one is the view's next step."""
        button = _Button(self)
        button.setDefaultAction(action)
        button.setToolButtonStyle(_WITH_TEXT)
        button.gives_up = not primary and not action.icon().isNull()
        button.setAccessibleName(action.iconText() if button.gives_up else "")
        if primary:
            button.least_px = scaled(88)
            # Qt gives it the action's icon again with every change of the action.
            action.changed.connect(lambda: _tint(button, action))
            self.show_primary(button, on=True)
        return self._placed(button)

    def show_primary(self, button: QToolButton, *, on: bool) -> None:
        """Whether the primary button is the next step now: the accent colour says so."""
        if on is is_primary(button):
            return
        show_primary(button, on=on)
        action = button.defaultAction()
        assert isinstance(action, Action)  # noqa: S101  # `add_action` gave it
        _tint(button, action)

    def add_menu(
        self, menu: QMenu, text: str, tip: str = "", *, icon_name: str = ""
    ) -> QToolButton:
        """A button that opens a menu; its `text` may change, its accessible name stays."""
        button = _Button(self)
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolButtonStyle(_WITH_TEXT)
        button.setText(f"{text}  ▾")
        button.setAccessibleName(text)
        button.setToolTip(tip)
        if icon_name:
            button.setIcon(icon(icon_name))
            button.gives_up = True
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

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """With no more words than it must have."""
        could = sum(
            button.text_px for button in self._frugal if button.toolButtonStyle() is _WITH_TEXT
        )
        return super().minimumSizeHint() - QSize(could, 0)

    def event(self, event: QEvent) -> bool:
        """Fit the words into the width whenever one of both changes."""
        if event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.Resize}:
            self._fit()
        return super().event(event)

    @property
    def _frugal(self) -> list[_Button]:
        """Those in sight that can do without their text, from right to left."""
        buttons = [button for button in self.findChildren(_Button) if button.gives_up]
        return [button for button in reversed(buttons) if not button.isHidden()]

    def _fit(self) -> None:
        lacking = self._layout.totalMinimumSize().width() - self.width()
        lacking += sum(b.text_px for b in self._frugal if b.toolButtonStyle() is not _WITH_TEXT)
        for button in self._frugal:
            button.setToolButtonStyle(_WITHOUT if lacking > 0 else _WITH_TEXT)
            lacking -= button.text_px if lacking > 0 else 0

    def _placed(self, button: _Button) -> _Button:
        button.setIconSize(square(16))
        button.setFixedHeight(scaled(CONTROL_PX))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._layout.addWidget(button)
        return button
