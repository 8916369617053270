"""Batch: many files, one after another; what each has come to, and what can be done about it.

Connects widgets and the batch; analyses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, QSettings, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from svfap_core.errors import SvfapError
from svfap_core.names import CARD_FILE
from svfap_gui.batch.actions import BatchActions
from svfap_gui.batch.controller import BatchController, BatchPhase
from svfap_gui.batch.details import BatchDetails
from svfap_gui.batch.model import BatchRow
from svfap_gui.batch.news import AGAIN
from svfap_gui.batch.settings import BatchSettings
from svfap_gui.batch.table import BatchTable
from svfap_gui.batch.totals_row import TotalsRow
from svfap_gui.parts.actions import Action
from svfap_gui.parts.drop_zone import DropZone
from svfap_gui.parts.file_dialogs import (
    ask_for_folder,
    ask_for_settings,
    ask_for_videos,
    ask_where_to_save_settings,
)
from svfap_gui.parts.file_kinds import may_be_video
from svfap_gui.parts.notice import Notice
from svfap_gui.parts.page import Page
from svfap_gui.parts.theme import GRID_PX
from svfap_gui.parts.toolbar import Toolbar
from svfap_gui.work.preferences import PreferencesStore
from svfap_gui.work.state import AppState

_DRAWER = "batch/settings_shown"


class BatchView(Page):
    """A large place to drop files on, which becomes a table.

    Args:
        batch: The list and its run.
        preferences: What the drawer shows and changes.
        settings: Where last folders and the drawer's state are kept.
        state: Where notices go.
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
        super().__init__(parent)
        self.name = self.tr("Batch")
        self.tip = self.tr("Analyse many files, one after another")
        self._batch = batch
        self._preferences = preferences
        self._settings = settings
        self._state = state
        self.actions_ = actions = BatchActions(self)
        self._make_toolbar()
        self.empty = DropZone(
            self.tr("Drop videos, images or folders here"),
            self.tr(
                "Each is analysed and leaves its own table and picture of the curves.\n"
                "Stop at any time: finished files are skipped when you start again."
            ),
            (actions.add_files, actions.add_folder),
            self,
        )
        self.table = BatchTable(batch.model, self)
        self.table.addActions(actions.of_rows())
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.totals = TotalsRow(self.table.horizontalHeader(), self)
        row_actions = (actions.open, actions.show_results, actions.retry, actions.show_file)
        self.details = BatchDetails(batch.model, row_actions, self)
        self.drawer = BatchSettings(preferences, actions.again, self)
        self._lay_out()
        self._connect()
        actions.settings.setChecked(settings.value(_DRAWER, "true") in {True, "true"})
        self.drawer.setVisible(actions.settings.isChecked())
        self._on_list()

    # -- what the frame asks ---------------------------------------------------------------------

    def menu_actions(self) -> Sequence[Action | None]:
        """The batch, the list, and the chosen files."""
        return self.actions_.of_view()

    def takes(self, path: Path) -> bool:
        """Folders but of models, and any file but those that are known to be something else."""
        if path.is_dir():
            return not (path / CARD_FILE).is_file()
        return may_be_video(path)

    def take(self, paths: Sequence[Path]) -> None:
        """Add to the list."""
        self._batch.add(paths)

    # -- building --------------------------------------------------------------------------------

    def _make_toolbar(self) -> None:
        actions = self.actions_
        self.toolbar = Toolbar(self)
        self.toolbar.add_action(actions.start, primary=True)
        self.toolbar.add_action(actions.cancel)
        self.toolbar.add_action(actions.add_files)
        self.toolbar.add_action(actions.add_folder)
        self.toolbar.add_action(actions.retry_all)
        self.toolbar.add_action(actions.remove)
        self.toolbar.add_stretch()
        self.status = self.toolbar.add_label(
            self.tr("State of the batch"), self.tr("What is being done right now")
        )
        self.toolbar.add_action(actions.settings)

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
        self._stack = QStackedWidget(self)
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
        actions, batch = self.actions_, self._batch
        actions.start.triggered.connect(self._start_or_pause)
        actions.cancel.triggered.connect(batch.cancel)
        actions.add_files.triggered.connect(self._ask_for_files)
        actions.add_folder.triggered.connect(self._ask_for_folder)
        actions.retry_all.triggered.connect(self._retry_all)
        actions.retry.triggered.connect(self._retry)
        actions.remove.triggered.connect(self._remove)
        actions.open.triggered.connect(self._open)
        actions.show_results.triggered.connect(self._show_results)
        actions.show_file.triggered.connect(self._show_file)
        actions.again.toggled.connect(self._on_again)
        actions.settings.toggled.connect(self._on_drawer)
        actions.save_settings.triggered.connect(self._save_settings)
        actions.load_settings.triggered.connect(self._load_settings)
        self.table.opened.connect(self._open)
        self.table.chosen_changed.connect(self._on_chosen)
        self.table.customContextMenuRequested.connect(self._show_menu)
        batch.phase_changed.connect(self._on_list)
        batch.totals_changed.connect(self._on_list)
        batch.scanning_changed.connect(self._on_list)

    # -- what the user does ----------------------------------------------------------------------

    @Slot()
    def _start_or_pause(self) -> None:
        phases = {
            BatchPhase.IDLE: self._batch.start,
            BatchPhase.RUNNING: self._batch.pause,
            BatchPhase.PAUSED: self._batch.go_on,
        }
        act = phases.get(self._batch.phase)
        if act is not None:
            act()

    @Slot()
    def _ask_for_files(self) -> None:
        self._batch.add(ask_for_videos(self, self.tr("Add videos"), self._settings))

    @Slot()
    def _ask_for_folder(self) -> None:
        folder = ask_for_folder(self, self.tr("Add a folder of videos"), self._settings)
        if folder is not None:
            self._batch.add([folder])

    @Slot()
    def _retry_all(self) -> None:
        self._batch.retry(self._batch.model.in_state(*AGAIN))

    @Slot()
    def _retry(self) -> None:
        self._batch.retry(self.table.chosen)

    @Slot()
    def _remove(self) -> None:
        self._batch.remove(self.table.chosen)

    @Slot()
    def _open(self) -> None:
        row = self.table.current
        if row is not None and row.table is not None:
            self.open_wanted.emit(row.table)

    @Slot()
    def _show_results(self) -> None:
        row = self.table.current
        if row is not None and row.table is not None:
            _show_folder(row.table.parent)

    @Slot()
    def _show_file(self) -> None:
        row = self.table.current
        if row is not None:
            _show_folder(row.path.parent)

    @Slot(bool)
    def _on_again(self, again: bool) -> None:  # noqa: FBT001  # Qt's signal
        self._batch.again = again

    @Slot(bool)
    def _on_drawer(self, shown: bool) -> None:  # noqa: FBT001  # Qt's signal
        self.drawer.setVisible(shown)
        self._settings.setValue(_DRAWER, shown)

    @Slot()
    def _save_settings(self) -> None:
        title = self.tr("Save settings")
        path = ask_where_to_save_settings(self, title, self._settings)
        if path is not None:
            self._exchange(self._preferences.save_run_settings, path, self.tr("Settings saved"))

    @Slot()
    def _load_settings(self) -> None:
        path = ask_for_settings(self, self.tr("Load settings"), self._settings)
        if path is not None:
            self._exchange(self._preferences.load_run_settings, path, self.tr("Settings loaded"))

    def _exchange(self, act: Callable[[Path], None], path: Path, done: str) -> None:
        try:
            act(path)
        except SvfapError as error:
            self._state.set_notice(Notice(text=str(error), error=True))
        else:
            self._state.set_notice(None)
            self._state.toast(done, path)

    @Slot(QPoint)
    def _show_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.addActions([action for action in self.actions_.of_rows() if action.isEnabled()])
        menu.aboutToHide.connect(menu.deleteLater)
        if menu.actions():
            menu.popup(self.table.viewport().mapToGlobal(place))

    # -- what is shown ---------------------------------------------------------------------------

    @Slot()
    def _on_list(self) -> None:
        totals = self._batch.totals
        page = 1 if totals.files else 0
        if self._stack.currentIndex() != page:
            self._stack.setCurrentIndex(page)
            if page:
                self.table.setFocus()
        self.totals.show_totals(totals)
        self._show_phase(waiting=totals.waiting)
        self.actions_.retry_all.setEnabled(bool(totals.failed or totals.busy))
        self._on_chosen()

    def _show_phase(self, *, waiting: int) -> None:
        phase, start = self._batch.phase, self.actions_.start
        texts = {BatchPhase.RUNNING: self.tr("&Pause"), BatchPhase.PAUSED: self.tr("&Go on")}
        start.setText(texts.get(phase, self.tr("&Start")))
        idle = phase is BatchPhase.IDLE
        enabled = bool(waiting) if idle else phase is not BatchPhase.STOPPING
        icon_name = "pause" if phase is BatchPhase.RUNNING else "play"
        start.set_icon(icon_name)
        start.setEnabled(enabled)
        self.drawer.set_running(running=not idle)
        self.actions_.cancel.setEnabled(phase in {BatchPhase.RUNNING, BatchPhase.PAUSED})
        words = {
            BatchPhase.PAUSED: self.tr("Paused: the file at work is held where it is"),
            BatchPhase.STOPPING: self.tr("Stopping…"),
        }
        scan = self.tr("Looking through the files…") if self._batch.scanning else ""
        self.status.setText(words.get(phase, scan))

    @Slot()
    def _on_chosen(self) -> None:
        chosen, current = self.table.chosen, self.table.current
        actions = self.actions_
        has_results = current is not None and current.table is not None
        actions.open.setEnabled(has_results)
        actions.show_results.setEnabled(has_results)
        actions.show_file.setEnabled(current is not None)
        actions.retry.setEnabled(any(row.state in AGAIN for row in chosen))
        actions.remove.setEnabled(any(not row.at_work for row in chosen))
        self.details.show_rows(self._told(chosen, current))

    def _told(self, chosen: list[BatchRow], current: BatchRow | None) -> list[BatchRow]:
        return chosen if len(chosen) != 1 or current is None else [current]


def _show_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
