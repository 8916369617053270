"""Everything the user can do, as actions that menu, toolbar and keyboard share. Does nothing."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from svfap_gui.adapters.icons import icon
from svfap_gui.theme import Theme, ThemeChoice


class Actions(QObject):
    """The window's actions; the main window connects them."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.open_file = self._make(self.tr("&Open file…"), "Ctrl+O", self.tr("Open a video file"))
        self.open_stream = self._make(
            self.tr("Open &stream…"), "Ctrl+U", self.tr("Watch a network stream (URL)")
        )
        self.start_stop = self._make(
            self.tr("&Start"), "Space", self.tr("Start or stop the analysis")
        )
        self.record = self._make(
            self.tr("&Record table"),
            "Ctrl+R",
            self.tr("Write every score to a table (CSV)"),
        )
        self.record.setCheckable(True)
        self.table_folder = self._make(
            self.tr("&Folder for tables…"), "", self.tr("Choose where recorded tables go")
        )
        self.full_screen = self._make(
            self.tr("&Full screen"), "F", self.tr("Fill the screen, or go back")
        )
        self.full_screen.setCheckable(True)
        self.quit = self._make(self.tr("&Quit"), "Ctrl+Q", self.tr("Close the application"))
        self.themes = QActionGroup(self)
        names = {
            ThemeChoice.SYSTEM: self.tr("As the &system"),
            ThemeChoice.LIGHT: self.tr("&Light"),
            ThemeChoice.DARK: self.tr("&Dark"),
        }
        for choice, name in names.items():
            action = QAction(name, self.themes)
            action.setCheckable(True)
            action.setData(choice.value)
        self._icons = {
            self.open_file: "file",
            self.open_stream: "stream",
            self.start_stop: "play",
            self.record: "record-off",
        }

    def set_running(self, *, running: bool, theme: Theme) -> None:
        """Start becomes Stop and back."""
        self.start_stop.setText(self.tr("&Stop") if running else self.tr("&Start"))
        self._icons[self.start_stop] = "stop" if running else "play"
        self.set_theme(theme)

    def set_recording(self, *, recording: bool, theme: Theme) -> None:
        """A filled red dot while the table is written."""
        self.record.setChecked(recording)
        self._icons[self.record] = "record" if recording else "record-off"
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        for action, name in self._icons.items():
            colour = theme.danger if name == "record" else theme.text
            action.setIcon(icon(name, colour))

    def _make(self, text: str, shortcut: str, tip: str) -> QAction:
        action = QAction(text, self)
        if shortcut:
            action.setShortcut(QKeySequence(shortcut))
            tip = f"{tip} ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})"
        action.setToolTip(tip)
        action.setStatusTip(tip)
        return action
