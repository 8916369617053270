"""The dialogs that belong to the whole window, each open once at most. Knows no view."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QSettings, Signal, Slot
from PySide6.QtWidgets import QDialog, QWidget

from svfap_gui.shell.about_dialog import AboutDialog
from svfap_gui.shell.error_dialog import ErrorDialog
from svfap_gui.shell.first_start import FirstStart
from svfap_gui.shell.settings_dialog import SettingsDialog
from svfap_gui.shell.shortcut_book import ShortcutBook
from svfap_gui.shell.shortcut_dialog import ShortcutDialog
from svfap_gui.work.preferences import PreferencesStore


class FrameDialogs(QObject):
    """Made when they are wanted and gone when they are closed.

    Args:
        over: The window that they belong to.
        preferences: What the settings dialog edits.
        shortcuts: Gives what the shortcut sheet edits.
        settings: Where it is kept that the first start is over.
    """

    file_wanted = Signal()
    camera_wanted = Signal()
    log_folder_wanted = Signal()

    def __init__(
        self,
        over: QWidget,
        preferences: PreferencesStore,
        shortcuts: Callable[[], ShortcutBook],
        settings: QSettings,
    ) -> None:
        super().__init__(over)
        self._over = over
        self._preferences = preferences
        self._shortcuts = shortcuts
        self._settings = settings
        self._open: dict[str, QDialog] = {}

    @Slot()
    def show_settings(self) -> None:
        """What the user has chosen for good."""
        self._show("settings", lambda: SettingsDialog(self._preferences, self._over))

    @Slot()
    def show_shortcuts(self) -> None:
        """All keys."""
        self._show("shortcuts", lambda: ShortcutDialog(self._shortcuts(), self._over))

    @Slot()
    def show_about(self) -> None:
        """Versions and licences."""
        self._show("about", lambda: AboutDialog(self._over))

    @Slot()
    def show_intended_use(self) -> None:
        """The panels of the first start."""
        self._show("intended-use", self._first_start)

    @Slot(str, str)
    def tell_unexpected(self, what: str, details: str) -> None:
        """A fault of the app; the dialog that is open takes further ones."""
        dialog = self._open.get("error")
        if not isinstance(dialog, ErrorDialog):
            dialog = ErrorDialog(self._over)
            dialog.log_folder_wanted.connect(self.log_folder_wanted)
            self._keep("error", dialog)
        dialog.tell(what, details)

    def dialog(self, name: str) -> QDialog | None:
        """The open dialog of a name: settings, shortcuts, about, intended-use, error."""
        return self._open.get(name)

    def _first_start(self) -> FirstStart:
        dialog = FirstStart(self._settings, self._over)
        dialog.file_wanted.connect(self.file_wanted)
        dialog.camera_wanted.connect(self.camera_wanted)
        return dialog

    def _show(self, name: str, make: Callable[[], QDialog]) -> None:
        if name in self._open:
            self._open[name].raise_()
            self._open[name].activateWindow()
            return
        dialog = make()
        self._keep(name, dialog)
        dialog.open()

    def _keep(self, name: str, dialog: QDialog) -> None:
        self._open[name] = dialog

        def forget() -> None:
            self._open.pop(name, None)
            dialog.deleteLater()

        dialog.finished.connect(forget)
