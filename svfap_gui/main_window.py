"""The frame: menu, rail, toolbar, banner, the view, status bar; and closing in two steps.

Connects actions with controllers. Knows no model, thread or file format.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
    QFileDialog,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from svfap_core.sources.base import SourceKind
from svfap_gui.adapters.icons import icon
from svfap_gui.controllers.appearance import AppearanceController
from svfap_gui.controllers.session import SessionController
from svfap_gui.state import AppState, Phase, SourceRequest
from svfap_gui.theme import Theme, ThemeChoice
from svfap_gui.views.live_view import LiveView
from svfap_gui.widgets.actions import Actions
from svfap_gui.widgets.banner import Banner
from svfap_gui.widgets.empty_state import EmptyState
from svfap_gui.widgets.rail import Rail
from svfap_gui.widgets.status_bar import StatusBar
from svfap_gui.widgets.stream_dialog import StreamDialog
from svfap_gui.widgets.toolbar import Toolbar

SIZE_PX = (1360, 860)
GIVE_UP_CLOSING_MS = 5000
GIVE_UP_LOADING_MS = 500

_GEOMETRY = "window/geometry"
_LAST_FOLDER = "files/last_folder"
_LAST_URL = "streams/last_url"
_TABLE_FOLDER = "tables/folder"

_SOURCE_ICONS = {
    SourceKind.FILE: "file",
    SourceKind.IMAGES: "file",
    SourceKind.CAMERA: "camera",
    SourceKind.STREAM: "stream",
}


@dataclass(frozen=True, slots=True)
class CameraChoice:
    """A camera for the menu: what people call it and what opens it."""

    name: str
    locator: str


class MainWindow(QMainWindow):
    """The app's one window.

    Args:
        state: What is going on.
        session: Starts and stops analyses.
        appearance: Applies the theme.
        settings: Where geometry and last folders are kept.
        list_cameras: The cameras of this computer; must return quickly.
    """

    gave_up_closing = Signal(int)
    """The analysis does not end, and the app is to quit without it, with this exit code."""

    closed = Signal()
    """The window is closed for good; Qt itself says so only of windows that were visible."""

    def __init__(
        self,
        state: AppState,
        session: SessionController,
        appearance: AppearanceController,
        settings: QSettings,
        list_cameras: Callable[[], Sequence[CameraChoice]],
    ) -> None:
        super().__init__()
        self._state = state
        self._session = session
        self._appearance = appearance
        self._settings = settings
        self._list_cameras = list_cameras
        self._closing = False
        self._give_up = QTimer(self)
        self._give_up.setSingleShot(True)
        self._give_up.timeout.connect(self._offer_to_quit)
        self.setWindowTitle("SVFAP")
        self.setAcceptDrops(True)
        self.resize(QSize(*SIZE_PX).boundedTo(self.screen().availableSize()))
        self.setMinimumSize(960, 600)
        self.actions_ = Actions(self)
        self._build_menus()
        self._build_frame()
        self._connect()
        self._restore()
        self._on_theme(state.theme)
        self._on_source(state.source)
        self._on_phase(state.phase)

    # -- building --------------------------------------------------------------------------------

    def _build_menus(self) -> None:
        actions = self.actions_
        self._cameras = QMenu(self.tr("&Camera"), self)
        self._cameras.aboutToShow.connect(self._fill_cameras)
        self._theme_menu = QMenu(self.tr("&Theme"), self)
        self._theme_menu.addActions(actions.themes.actions())
        self._source_menu = QMenu(self)
        file_menu = self.menuBar().addMenu(self.tr("&File"))
        for menu in (self._source_menu, file_menu):
            menu.addAction(actions.open_file)
            menu.addMenu(self._cameras)
            menu.addAction(actions.open_stream)
        file_menu.addSeparator()
        file_menu.addAction(actions.table_folder)
        file_menu.addSeparator()
        file_menu.addAction(actions.quit)
        analysis = self.menuBar().addMenu(self.tr("&Analysis"))
        analysis.addActions([actions.start_stop, actions.record])
        view = self.menuBar().addMenu(self.tr("&View"))
        view.addAction(actions.full_screen)
        view.addMenu(self._theme_menu)

    def _build_frame(self) -> None:
        frame = QWidget(self)
        frame.setObjectName("frame")
        self.rail = Rail(frame)
        self.rail.add(self.tr("Live"), "live", self.tr("Watch a source as it plays"))
        self.toolbar = Toolbar(self.actions_, self._source_menu, self._theme_menu, frame)
        self.banner = Banner(frame)
        empty = EmptyState(self.actions_.open_file, self._cameras, self.actions_.open_stream, frame)
        self.live = LiveView(self._state, self._session, empty, frame)
        self.status = StatusBar(frame)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.toolbar)
        column.addWidget(self.banner)
        column.addWidget(self.live, 1)
        column.addWidget(self.status)
        layout = QHBoxLayout(frame)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rail)
        layout.addLayout(column, 1)
        self.setCentralWidget(frame)

    def _connect(self) -> None:
        actions, state = self.actions_, self._state
        actions.open_file.triggered.connect(self._ask_for_file)
        actions.open_stream.triggered.connect(self._ask_for_stream)
        actions.start_stop.triggered.connect(self._start_or_stop)
        actions.record.toggled.connect(self._on_record_toggled)
        actions.table_folder.triggered.connect(self._ask_for_table_folder)
        actions.full_screen.toggled.connect(self._on_full_screen)
        actions.quit.triggered.connect(self.close)
        actions.themes.triggered.connect(self._on_theme_chosen)
        self.banner.dismissed.connect(self._dismiss)
        self.banner.retry_wanted.connect(self._session.start)
        self.banner.folder_wanted.connect(self._show_folder)
        state.phase_changed.connect(self._on_phase)
        state.source_changed.connect(self._on_source)
        state.theme_changed.connect(self._on_theme)
        state.facts_changed.connect(self.status.show_facts)
        state.figures_changed.connect(self.status.show_figures)
        state.recording_changed.connect(self._on_recording)
        state.notice_changed.connect(self.banner.show_notice)
        self._session.pictured.connect(self._on_picture)
        self._session.ended.connect(self._on_ended)
        for button in (*self.findChildren(QAbstractButton), *self.findChildren(QComboBox)):
            button.installEventFilter(self)

    def _restore(self) -> None:
        geometry = self._settings.value(_GEOMETRY)
        if geometry is not None:
            self.restoreGeometry(geometry)
        folder = self._settings.value(_TABLE_FOLDER)
        if folder:
            self._session.table_folder = Path(str(folder))
        for action in self.actions_.themes.actions():
            action.setChecked(action.data() == self._appearance.choice.value)

    # -- sources ---------------------------------------------------------------------------------

    @Slot()
    def _ask_for_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self,
            self.tr("Open video"),
            str(self._settings.value(_LAST_FOLDER, "")),
            self.tr("Videos")
            + " (*.mp4 *.mov *.mkv *.avi *.webm *.m4v *.mpg *.mpeg *.wmv *.ts *.3gp);;"
            + self.tr("All files")
            + " (*)",
        )
        if name:
            self.open_file(Path(name))

    def open_file(self, path: Path) -> None:
        """Watch a file and remember its folder."""
        self._settings.setValue(_LAST_FOLDER, str(path.parent))
        self._session.open(SourceRequest(SourceKind.FILE, str(path)))

    @Slot()
    def _ask_for_stream(self) -> None:
        dialog = StreamDialog(str(self._settings.value(_LAST_URL, "")), self)
        dialog.accepted.connect(lambda: self._open_stream(dialog.url))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _open_stream(self, url: str) -> None:
        self._settings.setValue(_LAST_URL, url)
        self._session.open(SourceRequest(SourceKind.STREAM, url))

    @Slot()
    def _fill_cameras(self) -> None:
        self._cameras.clear()
        cameras = self._list_cameras()
        for camera in cameras:
            action = self._cameras.addAction(camera.name)
            action.setData(camera.locator)
            action.triggered.connect(self._open_camera)
        if not cameras:
            self._cameras.addAction(self.tr("No camera found")).setEnabled(False)

    @Slot()
    def _open_camera(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._session.open(SourceRequest(SourceKind.CAMERA, str(action.data())))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802  # Qt's name
        """A file is welcome anywhere."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802  # Qt's name
        """Open the first file that was dropped."""
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.open_file(Path(files[0]))

    # -- running ---------------------------------------------------------------------------------

    @Slot()
    def _start_or_stop(self) -> None:
        if self._state.source is None:
            self._ask_for_file()
        else:
            self._session.toggle()

    @Slot(bool)
    def _on_record_toggled(self, checked: bool) -> None:  # noqa: FBT001  # Qt's signal
        self._session.set_recording(recording=checked)

    @Slot()
    def _ask_for_table_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(
            self, self.tr("Folder for tables"), str(self._session.table_folder)
        )
        if name:
            self._session.table_folder = Path(name)
            self._settings.setValue(_TABLE_FOLDER, name)

    @Slot(Phase)
    def _on_phase(self, phase: Phase) -> None:
        running = phase is not Phase.IDLE
        theme = self._state.theme
        self.actions_.set_running(running=running, theme=theme)
        enabled = self._state.source is not None and phase is not Phase.STOPPING
        self.actions_.start_stop.setEnabled(enabled)
        self.toolbar.set_start_icon("stop" if running else "play", theme, enabled=enabled)

    @Slot(object)
    def _on_source(self, source: SourceRequest | None) -> None:
        title = source.title if source else ""
        self.toolbar.set_source(title)
        self.toolbar.set_time(None, None)
        self.setWindowTitle(f"{title} \N{EN DASH} SVFAP" if title else "SVFAP")
        self._on_phase(self._state.phase)
        self._on_theme(self._state.theme)

    @Slot(object)
    def _on_picture(self, shown: object) -> None:
        facts = self._state.facts
        t_s: float = shown.frame.t_s  # pyright: ignore[reportAttributeAccessIssue]  # Qt says object
        self.toolbar.set_time(t_s, facts.duration_s if facts else None)

    @Slot(bool)
    def _on_recording(self, recording: bool) -> None:  # noqa: FBT001  # Qt's signal
        self.actions_.set_recording(recording=recording, theme=self._state.theme)

    # -- the frame -------------------------------------------------------------------------------

    @Slot(object)
    def _on_theme(self, theme: Theme) -> None:
        self.setWindowIcon(icon("app", theme.accent, 32))
        self.actions_.set_theme(theme)
        self.rail.set_theme(theme)
        self.banner.set_theme(theme)
        source = self._state.source
        self.toolbar.set_theme(theme, _SOURCE_ICONS[source.kind] if source else "file")
        self._on_phase(self._state.phase)

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
        """First ask the analysis to end and hide; close when it has, so that no thread is left."""
        self._settings.setValue(_GEOMETRY, self.saveGeometry())
        self._settings.sync()
        if not self._session.active:
            self._give_up.stop()
            event.accept()
            self.closed.emit()
            return
        event.ignore()
        if not self._closing:
            self._closing = True
            self.hide()
            self._give_up.start(GIVE_UP_LOADING_MS if self._session.loading else GIVE_UP_CLOSING_MS)
            self._session.stop()

    @Slot()
    def _on_ended(self) -> None:
        if self._closing:
            self.close()

    @Slot()
    def _offer_to_quit(self) -> None:
        if self._session.loading:
            # Nothing is open that could be lost.
            self.gave_up_closing.emit(0)
            return
        answer = QMessageBox.question(
            self,
            self.tr("Still closing"),
            self.tr("The source does not let go. Quit anyway? A table being recorded may be lost."),
        )
        if answer is QMessageBox.StandardButton.Yes:
            self.gave_up_closing.emit(1)
        else:
            self._give_up.start(GIVE_UP_CLOSING_MS)
