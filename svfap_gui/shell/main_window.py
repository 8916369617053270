"""The frame: menu, rail, the views, status bar.

Knows views as pages only. Knows no model, thread or file format.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QSettings, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter

from svfap_core.sources.base import SourceKind
from svfap_gui.parts.app_log import LogBook
from svfap_gui.parts.command import Commands
from svfap_gui.parts.file_dialogs import show_folder, show_log_folder
from svfap_gui.parts.focus_keys import is_own_key
from svfap_gui.parts.page import Page
from svfap_gui.parts.theme import PADDING_PX, ThemeChoice, current_theme
from svfap_gui.shell.activity_list import ActivityList
from svfap_gui.shell.afar import Afar
from svfap_gui.shell.appearance import AppearanceController
from svfap_gui.shell.closing import Closing
from svfap_gui.shell.commands import frame_menus
from svfap_gui.shell.frame import Frame
from svfap_gui.shell.frame_dialogs import FrameDialogs
from svfap_gui.shell.frame_menus import FrameMenus
from svfap_gui.shell.front_door import FrontDoor
from svfap_gui.shell.recent_menu import RecentMenu
from svfap_gui.shell.shortcut_book import Scope, ShortcutBook
from svfap_gui.shell.toast import ToastStack
from svfap_gui.shell.window_memory import WindowMemory
from svfap_gui.work.activities import Activities
from svfap_gui.work.preferences import Preferences, PreferencesStore
from svfap_gui.work.state import AppState, Phase

SIZE_PX = (1360, 860)


class MainWindow(QMainWindow):
    """The app's one window.

    Args:
        state: What is going on.
        activities: What is being done; closing waits for it.
        pages: The views, in the order of the rail; the first is shown first.
        appearance: Applies the theme.
        settings: Where geometry, last folders, recent files and shortcuts are kept.
        preferences: What the settings dialog edits.
        log_book: What the log panel shows.
    """

    gave_up_closing = Signal(int)
    """Some work does not end, and the app is to quit without it, with this exit code."""

    closed = Signal()
    """The window is closed for good; Qt itself says so only of windows that were visible."""

    def __init__(
        self,
        state: AppState,
        activities: Activities,
        pages: Sequence[Page],
        appearance: AppearanceController,
        settings: QSettings,
        *,
        preferences: PreferencesStore,
        log_book: LogBook,
    ) -> None:
        super().__init__()
        self._state = state
        self._activities = activities
        self.pages = tuple(pages)
        self.appearance = appearance
        self._settings = settings
        self._arrived = False
        self.closing = Closing(self, activities, self.pages)
        self.closing.gave_up.connect(self.gave_up_closing)
        self.setWindowTitle("SVFAP")
        self.setAcceptDrops(True)
        self.resize(QSize(*SIZE_PX).boundedTo(self.screen().availableSize()))
        self.setMinimumSize(960, 600)
        self.door = FrontDoor(
            self, self.pages, state, activities, settings, shown=lambda: self.page
        )
        self.recent = RecentMenu(self.door.recent, self)
        self.dialogs = FrameDialogs(self, preferences, lambda: self.shortcuts, settings)
        self.commands = Commands("", frame_menus(self, self.recent), self)
        self._build_frame(log_book)
        self.menus = FrameMenus(self.menuBar(), self.commands, self.pages)
        self.shortcuts = ShortcutBook(self._scopes(), settings)
        self.shortcuts.apply()
        self._memory = WindowMemory(settings, self, self.desk, self._splitters)
        self._connect()
        preferences.changed.connect(self._show_model)
        self._show_model(preferences.value)
        self._restore()

    # -- building --------------------------------------------------------------------------------

    def _build_frame(self, log_book: LogBook) -> None:
        below = self.commands.some("theme/switch", "shortcuts")
        frame = Frame(self.pages, below, log_book, self)
        self.rail, self.status = frame.rail, frame.status
        self.stack, self.desk, self.log = frame.stack, frame.desk, frame.log
        self.activity_list = ActivityList(self._activities, self)
        self.toasts = ToastStack(self, self.status.height())
        self.setCentralWidget(frame)
        Afar(
            self.pages, self.rail, self,
            shown=lambda: self.page, go=self.show_page, toast=self.toasts.show_toast,
        )  # fmt: skip

    def _scopes(self) -> list[Scope]:
        pages = [Scope(page.name, page.commands.actions) for page in self.pages]
        return [Scope(self.tr("Everywhere"), self.commands.actions, everywhere=True), *pages]

    def _connect(self) -> None:
        state = self._state
        self.rail.chosen.connect(self.show_page)
        self.toasts.folder_wanted.connect(show_folder)
        self.log.folder_wanted.connect(show_log_folder)
        self.log.closed.connect(self.commands["log"].trigger)
        self.status.activities_wanted.connect(self.show_activities)
        self.door.page_wanted.connect(self.show_page)
        self.recent.chosen.connect(self.door.open)
        self.dialogs.file_wanted.connect(self.door.ask_for_video)
        self.dialogs.camera_wanted.connect(self.door.show_live)
        self.dialogs.log_folder_wanted.connect(show_log_folder)
        state.facts_changed.connect(self.status.show_facts)
        state.figures_changed.connect(self.status.show_figures)
        state.toasted.connect(self.toasts.show_toast)
        state.phase_changed.connect(self._on_phase)
        self._activities.changed.connect(self._count_activities)
        for page in self.pages:
            page.open_wanted.connect(self.door.open)
            page.subject_changed.connect(self._show_title)

    def _restore(self) -> None:
        self._memory.restore()
        self.commands.refresh()
        self._turn_to(self.door.home)

    def _splitters(self) -> list[tuple[str, QSplitter]]:
        return [
            (f"{page.icon_name}-{number}", splitter)
            for page in self.pages
            for number, splitter in enumerate(page.findChildren(QSplitter))
        ]

    @Slot(object)
    def _show_model(self, chosen: Preferences) -> None:
        self.status.show_chosen(chosen.model)

    # -- views -----------------------------------------------------------------------------------

    @property
    def page(self) -> Page:
        """The view that is shown."""
        return self.pages[self.stack.currentIndex()]

    @Slot(int)
    def show_page(self, index: int) -> None:
        """Show a view, counted from 0, with its menu."""
        self._turn_to(index)
        self.page.arrive()

    def _turn_to(self, index: int) -> None:
        self.stack.setCurrentIndex(index)
        self.rail.choose(index)
        self.menus.show_page(index)
        self.status.show_rates(shown=self.page.captures)
        self._show_title()

    @Slot()
    def _show_title(self) -> None:
        subject = self.page.subject
        self.setWindowTitle(f"{subject} \N{EN DASH} SVFAP" if subject else "SVFAP")

    # -- opening ---------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802  # Qt's name
        """A file is welcome anywhere."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802  # Qt's name
        """Open what was dropped."""
        urls = event.mimeData().urls()
        paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.door.open_all(paths)

    # -- the frame -------------------------------------------------------------------------------

    def switch_theme(self) -> None:
        """From light to dark, or back."""
        dark = current_theme().dark
        self.appearance.choose(ThemeChoice.LIGHT if dark else ThemeChoice.DARK)

    def toggle_full_screen(self) -> None:
        """Fill the screen, or go back to what was before."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    @Slot(Phase)
    def _on_phase(self, phase: Phase) -> None:
        """What plays has been opened."""
        source = self._state.source
        if phase is Phase.RUNNING and source is not None and source.kind is SourceKind.FILE:
            self.door.recent.note(Path(source.locator))

    @Slot()
    def _count_activities(self) -> None:
        self.status.show_activities(len(self._activities.running))

    @Slot()
    def show_activities(self) -> None:
        """The list of what is at work."""
        corner = QPoint(self.status.width() - PADDING_PX, 0)
        self.activity_list.open_above(self.status.mapToGlobal(corner))

    def event(self, event: QEvent) -> bool:
        """Keys that the control with the focus acts upon itself are no shortcuts."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and is_own_key(QApplication.focusWidget(), event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Escape leaves the full screen."""
        if event.key() == Qt.Key.Key_Escape and self.isFullScreen():
            self.toggle_full_screen()
            self.commands.refresh()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """The first view begins its work once the window can be seen."""
        super().showEvent(event)
        if not self._arrived:
            self._arrived = True
            QTimer.singleShot(0, self, self._arrive)

    @Slot()
    def _arrive(self) -> None:
        self.page.arrive()

    # -- closing ---------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  # Qt's name
        """Once the user agrees, ask all work to end and hide; close when it has ended."""
        event.ignore()
        if not self.closing.allowed():
            return
        self._memory.save()
        self.toasts.clear()
        for page in self.pages:
            page.leave()
        self.hide()
        if self.closing.over():
            self.door.shut_down()
            event.accept()
            self.closed.emit()
