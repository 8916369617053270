"""Batch: many files, one after another; what each has come to, and what can be done about it.

Connects widgets and the batch; analyses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSettings, QSize, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from svfap_core.errors import SvfapError
from svfap_core.names import CARD_FILE
from svfap_gui.batch.commands import OF_ROWS, batch_menus
from svfap_gui.batch.controller import BatchController, BatchPhase
from svfap_gui.batch.details import BatchDetails
from svfap_gui.batch.model import BatchRow
from svfap_gui.batch.settings import BatchSettings
from svfap_gui.batch.table import BatchTable
from svfap_gui.batch.totals_row import TotalsRow
from svfap_gui.parts.command import Commands
from svfap_gui.parts.drop_zone import DropZone
from svfap_gui.parts.file_dialogs import (
    ask_for_folder,
    ask_for_settings,
    ask_for_videos,
    ask_where_to_save_settings,
)
from svfap_gui.parts.file_kinds import may_be_video
from svfap_gui.parts.notice import notice_of
from svfap_gui.parts.page import Page
from svfap_gui.parts.theme import GRID_PX
from svfap_gui.parts.toolbar import Toolbar
from svfap_gui.work.preferences import PreferencesStore
from svfap_gui.work.state import AppState

_DRAWER = "batch/settings_shown"
_SETTINGS = "settings"
"""Cause of notices."""


class _Stack(QStackedWidget):
    """Takes what is left beside the settings, and asks for no more than it must have."""

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Else both would shrink where there is no room for what both would like."""
        return self.minimumSizeHint()


class BatchView(Page):
    """A large place to drop files on, which becomes a table.

    Args:
        batch: The list and its run.
        preferences: What the drawer shows and changes.
        settings: Where last folders and the drawer's state are kept.
        state: Takes toasts.
        parent: The owner.
    """

    icon_name = "batch"
    takes_many = True

    def __init__(
        self,
        batch: BatchController,
        preferences: PreferencesStore,
        settings: QSettings,
        state: AppState,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, batch.notices)
        self.name = self.tr("Batch")
        self.tip = self.tr("Analyse many files, one after another")
        self.batch = batch
        self._preferences = preferences
        self._settings = settings
        self._state = state
        self.drawer_shown = settings.value(_DRAWER, "true") in {True, "true"}
        self.table = BatchTable(batch.model, self)
        self.commands = commands = Commands("batch", batch_menus(self), self)
        self._make_toolbar()
        self.empty = DropZone(
            self.tr("Drop videos, images or folders here"),
            self.tr(
                "Each is analysed and leaves its own table and image of the curves.\n"
                "Stop at any time: finished files are skipped when you start again."
            ),
            commands.some("add-files", "add-folder"),
            self,
        )
        self.table.addActions(commands.some(*OF_ROWS))
        self.totals = TotalsRow(self.table.horizontalHeader(), self)
        row_actions = commands.some("open", "show-results", "retry", "show-file")
        self.details = BatchDetails(batch.model, row_actions, self)
        self.drawer = BatchSettings(preferences, commands["again"], self)
        self._lay_out()
        self._connect()
        self.drawer.setVisible(self.drawer_shown)
        self._on_list()

    # -- what the frame asks ---------------------------------------------------------------------

    def takes(self, path: Path) -> bool:
        """Folders but of models, and any file but those that are known to be something else."""
        if path.is_dir():
            return not (path / CARD_FILE).is_file()
        return may_be_video(path)

    def take(self, paths: Sequence[Path]) -> None:
        """Add to the list."""
        self.batch.add(paths)

    def arrive(self) -> None:
        """See the list of the last time."""
        self.batch.restore()

    # -- building --------------------------------------------------------------------------------

    def _make_toolbar(self) -> None:
        self.toolbar = Toolbar(self)
        self.toolbar.add_action(self.commands["start"], primary=True)
        for action in self.commands.some(
            "cancel", "add-files", "add-folder", "retry-all", "remove"
        ):
            self.toolbar.add_action(action)
        self.toolbar.add_stretch()
        self.status = self.toolbar.add_label(
            self.tr("State of the batch"), self.tr("What is being done right now")
        )
        self.toolbar.add_action(self.commands["settings"])

    def _lay_out(self) -> None:
        listed = QFrame(self)
        listed.setObjectName("panel")
        column = QVBoxLayout(listed)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self.totals)
        page = QWidget(self)
        left = QVBoxLayout(page)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(GRID_PX)
        left.addWidget(listed, 1)
        left.addWidget(self.details)
        self._stack = _Stack(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(page)
        below = QHBoxLayout()
        below.setContentsMargins(*(GRID_PX,) * 4)
        below.setSpacing(GRID_PX)
        below.addWidget(self._stack, 1)
        below.addWidget(self.drawer)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.toolbar)
        layout.addLayout(below, 1)

    def _connect(self) -> None:
        batch = self.batch
        self.table.opened.connect(self.open_result)
        self.table.chosen_changed.connect(self._on_chosen)
        self.commands.add_context_menu(self.table, *OF_ROWS)
        batch.phase_changed.connect(self._on_list)
        batch.totals_changed.connect(self._on_list)
        batch.scanning_changed.connect(self._on_list)

    # -- what the user does ----------------------------------------------------------------------

    def start_or_pause(self) -> None:
        """Begin, hold, or go on."""
        phases = {
            BatchPhase.IDLE: self.batch.start,
            BatchPhase.RUNNING: self.batch.pause,
            BatchPhase.PAUSED: self.batch.go_on,
        }
        act = phases.get(self.batch.phase)
        if act is not None:
            act()

    def ask_for_files(self) -> None:
        """Choose videos to add."""
        self.batch.add(ask_for_videos(self, self.tr("Add videos"), self._settings))

    def ask_for_folder(self) -> None:
        """Choose a folder to add."""
        folder = ask_for_folder(self, self.tr("Add a folder of videos"), self._settings)
        if folder is not None:
            self.batch.add([folder])

    @Slot()
    def open_result(self) -> None:
        """Look at the result of the file with the cursor."""
        row = self.table.current
        if row is not None and row.table is not None:
            self.open_wanted.emit(row.table)

    def show_results(self) -> None:
        """Open the folder of the results of the file with the cursor."""
        row = self.table.current
        if row is not None and row.table is not None:
            _show_folder(row.table.parent)

    def show_file(self) -> None:
        """Open the folder of the file with the cursor."""
        row = self.table.current
        if row is not None:
            _show_folder(row.path.parent)

    def turn_again(self) -> None:
        """Analyse finished files too from the next start on, or no longer."""
        self.batch.set_again(again=not self.batch.again)

    def turn_drawer(self) -> None:
        """Show the settings, or hide them."""
        self.drawer_shown = not self.drawer_shown
        self.drawer.setVisible(self.drawer_shown)
        self._settings.setValue(_DRAWER, self.drawer_shown)

    def save_settings(self) -> None:
        """Write the settings of analyses to a file."""
        title = self.tr("Save settings")
        path = ask_where_to_save_settings(self, title, self._settings)
        if path is not None:
            self._exchange(self._preferences.save_run_settings, path, self.tr("Settings saved"))

    def load_settings(self) -> None:
        """Take the settings of analyses from a file."""
        path = ask_for_settings(self, self.tr("Load settings"), self._settings)
        if path is not None:
            self._exchange(self._preferences.load_run_settings, path, self.tr("Settings loaded"))

    def _exchange(self, act: Callable[[Path], None], path: Path, done: str) -> None:
        try:
            act(path)
        except SvfapError as error:
            self.notices.show(notice_of(error, _SETTINGS))
        else:
            self.notices.retract(_SETTINGS)
            self._state.toast(done, path)

    # -- what is shown ---------------------------------------------------------------------------

    @Slot()
    def _on_list(self) -> None:
        totals = self.batch.totals
        page = 1 if totals.files else 0
        if self._stack.currentIndex() != page:
            self._stack.setCurrentIndex(page)
            if page:
                self.table.setFocus()
        self.totals.show_totals(totals)
        self._show_phase()
        self._on_chosen()

    def _show_phase(self) -> None:
        phase = self.batch.phase
        self.drawer.set_running(running=phase is not BatchPhase.IDLE)
        words = {
            BatchPhase.PAUSED: self.tr("Paused: the current file waits where it is"),
            BatchPhase.STOPPING: self.tr("Stopping…"),
        }
        scan = self.tr("Looking through the files…") if self.batch.scanning else ""
        self.status.setText(words.get(phase, scan))

    @Slot()
    def _on_chosen(self) -> None:
        self.commands.refresh()
        self.details.show_rows(self._told(self.table.chosen, self.table.current))

    def _told(self, chosen: list[BatchRow], current: BatchRow | None) -> list[BatchRow]:
        return chosen if len(chosen) != 1 or current is None else [current]


def _show_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
