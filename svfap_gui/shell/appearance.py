"""Applies and remembers the theme. Knows no widget."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings, Qt, Slot
from PySide6.QtWidgets import QApplication

from svfap_gui.parts.icons import icon
from svfap_gui.parts.theme import DARK, LIGHT, ThemeChoice, palette, style_sheet

_KEY = "appearance/theme"
_SCHEMES = {
    ThemeChoice.SYSTEM: Qt.ColorScheme.Unknown,
    ThemeChoice.LIGHT: Qt.ColorScheme.Light,
    ThemeChoice.DARK: Qt.ColorScheme.Dark,
}


class AppearanceController(QObject):
    """Puts the chosen theme on the application, which is all that widgets and icons look at.

    Args:
        app: Whose palette and style sheet are set.
        settings: Where the choice is kept.
        parent: The owner.
    """

    def __init__(
        self,
        app: QApplication,
        settings: QSettings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._app = app
        self._settings = settings
        app.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    @property
    def choice(self) -> ThemeChoice:
        """What the user asked for, `SYSTEM` when nothing."""
        stored = str(self._settings.value(_KEY, ThemeChoice.SYSTEM.value))
        return ThemeChoice(stored) if stored in set(ThemeChoice) else ThemeChoice.SYSTEM

    def choose(self, choice: ThemeChoice) -> None:
        """Take another theme and remember it."""
        self._settings.setValue(_KEY, choice.value)
        self.apply()

    def apply(self) -> None:
        """Bring the application to the choice."""
        hints = self._app.styleHints()
        hints.setColorScheme(_SCHEMES[self.choice])
        dark = self.choice is ThemeChoice.DARK or (
            self.choice is ThemeChoice.SYSTEM and hints.colorScheme() is Qt.ColorScheme.Dark
        )
        theme = DARK if dark else LIGHT
        self._app.setPalette(palette(theme))
        self._app.setStyleSheet(style_sheet(theme))
        # Emitted once: a window keeps images of it.
        self._app.setWindowIcon(icon("app", "accent"))

    @Slot()
    def _on_system_changed(self) -> None:
        if self.choice is ThemeChoice.SYSTEM:
            self.apply()
