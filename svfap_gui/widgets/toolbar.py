"""The live view's toolbar: source, start and stop, record, time, theme. Does nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from svfap_gui.adapters.icons import icon
from svfap_gui.theme import CONTROL_PX, GRID_PX, PADDING_PX, Theme
from svfap_gui.widgets.actions import Actions
from svfap_gui.words import minutes


class Toolbar(QFrame):
    """Buttons of the shared actions, the source's name and the time in it."""

    def __init__(
        self, actions: Actions, source_menu: QMenu, theme_menu: QMenu, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("toolbar")
        self.source = self._menu_button(source_menu, self.tr("Source"))
        self.source.setToolTip(self.tr("What to watch: a file, a camera or a stream"))
        self.source.setMaximumWidth(320)
        self.start_stop = self._action_button(actions.start_stop)
        self.start_stop.setObjectName("primary")
        self.start_stop.setMinimumWidth(88)
        self.record = self._action_button(actions.record)
        self.time = QLabel(self)
        self.time.setAccessibleName(self.tr("Time in the source"))
        self.time.setToolTip(self.tr("Time since the first picture of the source"))
        self.theme = self._menu_button(theme_menu, "")
        self.theme.setToolTip(self.tr("Light or dark"))
        self.theme.setAccessibleName(self.tr("Theme"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(PADDING_PX, GRID_PX, PADDING_PX, GRID_PX)
        layout.setSpacing(GRID_PX)
        layout.addWidget(self.source)
        layout.addWidget(self.start_stop)
        layout.addWidget(self.record)
        layout.addStretch(1)
        layout.addWidget(self.time)
        layout.addWidget(self.theme)
        self.set_source("")
        self.set_time(None, None)

    def set_source(self, title: str) -> None:
        """Show what is watched, shortened in the middle."""
        text = self.source.fontMetrics().elidedText(
            title or self.tr("Choose a source"), Qt.TextElideMode.ElideMiddle, 240
        )
        self.source.setText(f" {text}  ▾")

    def set_time(self, t_s: float | None, duration_s: float | None) -> None:
        """Show the time of the newest picture, of the whole where known."""
        if t_s is None:
            self.time.setText("")
        elif duration_s is None:
            self.time.setText(minutes(t_s))
        else:
            self.time.setText(f"{minutes(t_s)} / {minutes(duration_s)}")

    def set_theme(self, theme: Theme, source_icon: str) -> None:
        """Take the theme's colours; the source's icon tells its kind."""
        self.source.setIcon(icon(source_icon, theme.text))
        self.theme.setIcon(icon("theme", theme.text))

    def set_start_icon(self, name: str, theme: Theme, *, enabled: bool) -> None:
        """The primary button has its own ground, so its icon has its own colour."""
        self.start_stop.setIcon(icon(name, theme.on_accent if enabled else theme.control_line))

    def _menu_button(self, menu: QMenu, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolButtonStyle(
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon
            if text
            else Qt.ToolButtonStyle.ToolButtonIconOnly
        )
        button.setAccessibleName(text)
        return self._sized(button)

    def _action_button(self, action: QAction) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return self._sized(button)

    def _sized(self, button: QToolButton) -> QToolButton:
        button.setIconSize(QSize(16, 16))
        button.setFixedHeight(CONTROL_PX)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        return button
