"""Where the window was and how its parts were divided. Knows no view."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMainWindow, QSplitter

_GEOMETRY = "window/geometry"
_DOCKS = "window/docks"
_SPLITTERS = "window/splitters"


class WindowMemory:
    """Keeps it in the app's settings.

    Args:
        settings: Where it is kept.
        window: Whose place and size are kept.
        desk: Whose docks are kept.
        splitters: All splitters, with names that are the same at every start.
    """

    def __init__(
        self,
        settings: QSettings,
        window: QMainWindow,
        desk: QMainWindow,
        splitters: Callable[[], Sequence[tuple[str, QSplitter]]],
    ) -> None:
        self._settings = settings
        self._window = window
        self._desk = desk
        self._splitters = splitters

    def save(self) -> None:
        """Write down how the window is."""
        self._settings.setValue(_GEOMETRY, self._window.saveGeometry())
        self._settings.setValue(_DOCKS, self._desk.saveState())
        for name, splitter in self._splitters():
            self._settings.setValue(f"{_SPLITTERS}/{name}", splitter.saveState())
        self._settings.sync()

    def restore(self) -> None:
        """Make it as it was; what is not known stays as it is."""
        geometry = self._settings.value(_GEOMETRY)
        if geometry is not None:
            self._window.restoreGeometry(geometry)
        docks = self._settings.value(_DOCKS)
        if docks is not None:
            self._desk.restoreState(docks)
        for name, splitter in self._splitters():
            stored = self._settings.value(f"{_SPLITTERS}/{name}")
            if stored is not None:
                splitter.restoreState(stored)
