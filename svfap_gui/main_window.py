"""The frame: menu, rail, banner, the views, status bar; and closing in two steps.

Knows views as pages only. Knows no model, thread or file format.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSettings, QSize, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QMessageBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from svfap_gui.activities import Activities
from svfap_gui.adapters.icons import icon
from svfap_gui.controllers.appearance import AppearanceController
from svfap_gui.state import AppState, Notice
from svfap_gui.theme import Theme, ThemeChoice
from svfap_gui.widgets.actions import Action, FrameActions
from svfap_gui.widgets.banner import Banner
from svfap_gui.widgets.file_dialogs import ask_for_file
from svfap_gui.widgets.page import Page
from svfap_gui.widgets.rail import Rail
from svfap_gui.widgets.status_bar import StatusBar

SIZE_PX = (1360, 860)
GIVE_UP_CLOSING_MS = 5000
GIVE_UP_LOADING_MS = 500

_GEOMETRY = "window/geometry"
_VIEW = "window/view"


class MainWindow(QMainWindow):
    """The app's one window.

    Args:
        state: What is going on.
        activities: What is being done; closing waits for it.
        pages: The views, in the order of the rail; the first is shown first.
        appearance: Applies the theme.
        settings: Where geometry and last folders are kept.
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
    ) -> None:
        super().__init__()
        self._state = state
        self._activities = activities
        self._pages = tuple(pages)
        self._appearance = appearance
        self._settings = settings
        self._closing = False
        self._give_up = QTimer(self)
        self._give_up.setSingleShot(True)
        self._give_up.timeout.connect(self._offer_to_quit)
        self.setWindowTitle("SVFAP")
        self.setAcceptDrops(True)
        self.resize(QSize(*SIZE_PX).boundedTo(self.screen().availableSize()))
        self.setMinimumSize(960, 600)
        self.actions_ = FrameActions(self)
        self._build_frame()
        self._build_menus()
        self._connect()
        self._restore()
        self._on_theme(state.theme)

    # -- building --------------------------------------------------------------------------------

    def _build_frame(self) -> None:
        frame = QWidget(self)
        frame.setObjectName("frame")
        self.rail = Rail(frame)
        self.stack = QStackedWidget(frame)
        for page in self._pages:
            self.stack.addWidget(page)
        self.banner = Banner(frame)
        self.status = StatusBar(frame)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.stack, 1)
        column.addWidget(self.status)
        layout = QHBoxLayout(frame)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rail)
        layout.addLayout(column, 1)
        self.setCentralWidget(frame)

    def _build_menus(self) -> None:
        actions = self.actions_
        file_menu = self.menuBar().addMenu(self.tr("&File"))
        file_menu.addAction(actions.open)
        file_menu.addSeparator()
        file_menu.addAction(actions.quit)
        self._page_menus = [self._page_menu(page) for page in self._pages]
        view = self.menuBar().addMenu(self.tr("&View"))
        for index, page in enumerate(self._pages):
            self.rail.add(page.name, page.icon_name, page.tip)
            view.addAction(actions.view(index, page.name, page.tip))
        view.addSeparator()
        view.addAction(actions.full_screen)
        theme_menu = view.addMenu(self.tr("&Theme"))
        theme_menu.addActions(actions.themes.actions())

    def _page_menu(self, page: Page) -> QMenu:
        """Hidden while another view is shown, which also takes its shortcuts away."""
        menu = self.menuBar().addMenu(page.name)
        for action in page.menu_actions():
            if action is None:
                menu.addSeparator()
            else:
                menu.addAction(action)
        return menu

    def _connect(self) -> None:
        actions, state = self.actions_, self._state
        actions.open.triggered.connect(self._ask_for_file)
        actions.full_screen.toggled.connect(self._on_full_screen)
        actions.quit.triggered.connect(self.close)
        actions.themes.triggered.connect(self._on_theme_chosen)
        actions.view_wanted.connect(self.show_page)
        self.rail.chosen.connect(self.show_page)
        self.banner.dismissed.connect(self._dismiss)
        self.banner.folder_wanted.connect(self._show_folder)
        state.theme_changed.connect(self._on_theme)
        state.facts_changed.connect(self.status.show_facts)
        state.figures_changed.connect(self.status.show_figures)
        state.notice_changed.connect(self.banner.show_notice)
        self._activities.settled.connect(self._on_settled)
        for page in self._pages:
            page.open_wanted.connect(self.open)
            page.subject_changed.connect(self._show_title)
        for button in (*self.findChildren(QAbstractButton), *self.findChildren(QComboBox)):
            button.installEventFilter(self)

    def _restore(self) -> None:
        geometry = self._settings.value(_GEOMETRY)
        if geometry is not None:
            self.restoreGeometry(geometry)
        for action in self.actions_.themes.actions():
            action.setChecked(action.data() == self._appearance.choice.value)
        stored = str(self._settings.value(_VIEW, "0"))
        self.show_page(int(stored) if stored.isdigit() and int(stored) < len(self._pages) else 0)

    # -- views -----------------------------------------------------------------------------------

    @property
    def page(self) -> Page:
        """The view that is shown."""
        return self._pages[self.stack.currentIndex()]

    @Slot(int)
    def show_page(self, index: int) -> None:
        """Show a view, counted from 0, with its menu."""
        self.stack.setCurrentIndex(index)
        self.rail.choose(index)
        for number, menu in enumerate(self._page_menus):
            menu.menuAction().setVisible(number == index and not menu.isEmpty())
        self._settings.setValue(_VIEW, index)
        self._show_title()
        self.page.arrive()

    @Slot()
    def _show_title(self) -> None:
        subject = self.page.subject
        self.setWindowTitle(f"{subject} \N{EN DASH} SVFAP" if subject else "SVFAP")

    # -- opening ---------------------------------------------------------------------------------

    @Slot()
    def _ask_for_file(self) -> None:
        path = ask_for_file(self, self.tr("Open"), self._settings)
        if path is not None:
            self.open(path)

    @Slot(Path)
    def open(self, path: Path) -> None:
        """Open a file or folder where it belongs."""
        self.open_all([path])

    def open_all(self, paths: Sequence[Path]) -> None:
        """Give files to the view that takes them: the one shown if it does, else the first."""
        if not paths:
            return
        for page in (self.page, *self._pages):
            taken = [path for path in paths if page.takes(path)]
            if taken:
                self.show_page(self._pages.index(page))
                page.take(taken)
                return
        self._state.set_notice(
            Notice(
                text=self.tr("%1 cannot be opened").replace("%1", paths[0].name),
                hint=self.tr("Open a video, a folder of videos, a result table or a model."),
                error=True,
            )
        )

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
            self.open_all(paths)

    # -- the frame -------------------------------------------------------------------------------

    @Slot(object)
    def _on_theme(self, theme: Theme) -> None:
        self.setWindowIcon(icon("app", theme.accent, 32))
        for action in self.actions_.findChildren(Action):
            action.set_theme(theme)
        self.rail.set_theme(theme)
        self.banner.set_theme(theme)
        for page in self._pages:
            page.set_theme(theme)

    @Slot(QAction)
    def _on_theme_chosen(self, action: QAction) -> None:
        self._appearance.choose(ThemeChoice(action.data()))

    @Slot(bool)
    def _on_full_screen(self, full: bool) -> None:  # noqa: FBT001  # Qt's signal
        if full:
            self.showFullScreen()
        else:
            self.showNormal()

    @Slot()
    def _dismiss(self) -> None:
        self._state.set_notice(None)

    @Slot(Path)
    def _show_folder(self, folder: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Space presses the button that has the focus; elsewhere it starts and stops."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Space
        ):
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Escape leaves the full screen."""
        if event.key() == Qt.Key.Key_Escape and self.isFullScreen():
            self.actions_.full_screen.setChecked(False)
        else:
            super().keyPressEvent(event)

    # -- closing ---------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  # Qt's name
        """First ask all work to end and hide; close when it has, so that no thread is left."""
        self._settings.setValue(_GEOMETRY, self.saveGeometry())
        self._settings.sync()
        if not self._activities.waited_for:
            self._give_up.stop()
            event.accept()
            self.closed.emit()
            return
        event.ignore()
        if not self._closing:
            self._closing = True
            self.hide()
            self._give_up.start(GIVE_UP_LOADING_MS if self._abandonable() else GIVE_UP_CLOSING_MS)
            self._activities.stop_all()

    @Slot()
    def _on_settled(self) -> None:
        if self._closing:
            self.close()

    def _abandonable(self) -> bool:
        return all(activity.abandonable() for activity in self._activities.waited_for)

    @Slot()
    def _offer_to_quit(self) -> None:
        if self._abandonable():
            # Nothing is open that could be lost.
            self.gave_up_closing.emit(0)
            return
        titles = ", ".join(activity.title for activity in self._activities.waited_for)
        answer = QMessageBox.question(
            self,
            self.tr("Still closing"),
            self.tr("Still at work: %1. Quit anyway? What is being written may be lost.").replace(
                "%1", titles
            ),
        )
        if answer is QMessageBox.StandardButton.Yes:
            self.gave_up_closing.emit(1)
        else:
            self._give_up.start(GIVE_UP_CLOSING_MS)
