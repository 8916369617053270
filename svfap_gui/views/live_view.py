"""Live: the picture, the person shown and the curves of the last minute, while they happen.

Connects widgets, state and the session; decides nothing about scores.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QMenu,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from svfap_core.sources.base import SourceKind
from svfap_core.types import AffectResult, FaceObservation
from svfap_gui.adapters.icons import icon
from svfap_gui.adapters.people import People
from svfap_gui.adapters.plot_buffer import AffectHistory
from svfap_gui.controllers.session import SessionController
from svfap_gui.state import AppState, CameraChoice, ModelFacts, Phase, SourceRequest
from svfap_gui.theme import GRID_PX, Theme
from svfap_gui.widgets.actions import Action
from svfap_gui.widgets.affect_plot import AffectPlot
from svfap_gui.widgets.empty_state import EmptyState
from svfap_gui.widgets.file_dialogs import ask_for_video
from svfap_gui.widgets.live_actions import LiveActions
from svfap_gui.widgets.page import Page
from svfap_gui.widgets.person_panel import PersonPanel
from svfap_gui.widgets.stream_dialog import StreamDialog
from svfap_gui.widgets.toolbar import Toolbar
from svfap_gui.widgets.video_canvas import FaceMark, VideoCanvas
from svfap_gui.words import affect_name, minutes

if TYPE_CHECKING:
    # It imports torch.
    from svfap_core.pipeline.session import Shown

PLOT_EVERY_S = 0.1
"""Curves move by a pixel or two in this time; drawing them more often shows nothing more."""

_LAST_URL = "streams/last_url"
_TABLE_FOLDER = "tables/folder"

_NO_VIDEO = frozenset({".csv", ".parquet", ".json", ".eaf", ".pth", ".safetensors", ".yaml"})

_SOURCE_ICONS = {
    SourceKind.FILE: "file",
    SourceKind.IMAGES: "file",
    SourceKind.CAMERA: "camera",
    SourceKind.STREAM: "stream",
}


class LiveView(Page):
    """Shows an invitation until a source is chosen.

    Args:
        state: What is going on.
        session: Where pictures and rows come from.
        settings: Where last folders are kept.
        list_cameras: The cameras of this computer; must return quickly.
        parent: The owner.
    """

    icon_name = "live"

    def __init__(
        self,
        state: AppState,
        session: SessionController,
        settings: QSettings,
        list_cameras: Callable[[], Sequence[CameraChoice]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.name = self.tr("Live")
        self.tip = self.tr("Watch a source as it plays")
        self._state = state
        self._session = session
        self._settings = settings
        self._list_cameras = list_cameras
        self._people = People(span_s=1.0)
        self._history = AffectHistory(())
        self._plotted_s = 0.0
        self._pictured = False
        self.actions_ = LiveActions(self)
        self._make_menus()
        self._make_toolbar()
        actions = self.actions_
        self.empty = EmptyState(actions.play_file, self._cameras, actions.open_stream, self)
        self.canvas = VideoCanvas(self)
        self.panel = PersonPanel(self)
        self.plot = AffectPlot(self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._make_page())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.toolbar)
        layout.addWidget(self._stack, 1)
        self._connect()
        folder = settings.value(_TABLE_FOLDER)
        if folder:
            session.table_folder = Path(str(folder))
        self._on_theme(state.theme)
        self._on_source(state.source)

    # -- what the frame asks ---------------------------------------------------------------------

    def menu_actions(self) -> Sequence[Action | None]:
        """Start and record; where from and where to."""
        actions = self.actions_
        return (
            actions.start_stop,
            actions.record,
            None,
            actions.play_file,
            actions.open_stream,
            None,
            actions.table_folder,
        )

    @property
    def subject(self) -> str:
        """What is watched."""
        return self._state.source.title if self._state.source else ""

    def takes(self, path: Path) -> bool:
        """Any file but those that are known to be something else."""
        return path.suffix != "" and path.suffix.lower() not in _NO_VIDEO

    def take(self, paths: Sequence[Path]) -> None:
        """Play the first as if it were live."""
        self._session.open(SourceRequest(SourceKind.FILE, str(paths[0])))

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._on_theme(theme)

    # -- building --------------------------------------------------------------------------------

    def _make_menus(self) -> None:
        self._cameras = QMenu(self.tr("&Camera"), self)
        self._cameras.aboutToShow.connect(self._fill_cameras)
        self._sources = QMenu(self)
        self._sources.addMenu(self._cameras)
        self._sources.addAction(self.actions_.open_stream)
        self._sources.addAction(self.actions_.play_file)

    def _make_toolbar(self) -> None:
        self.toolbar = Toolbar(self)
        self.source_button = self.toolbar.add_menu(
            self._sources, self.tr("Source"), self.tr("What to watch: a camera, a stream or a file")
        )
        self.source_button.setMaximumWidth(320)
        self.toolbar.add_action(self.actions_.start_stop, primary=True)
        self.record_button = self.toolbar.add_action(self.actions_.record)
        self.toolbar.add_stretch()
        self.time = self.toolbar.add_label(
            self.tr("Time in the source"), self.tr("Time since the first picture of the source")
        )

    def _make_page(self) -> QWidget:
        frame = QFrame(self)
        frame.setObjectName("panel")
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(GRID_PX, GRID_PX, GRID_PX, GRID_PX)
        inner.addWidget(self.plot)
        upper = QSplitter(Qt.Orientation.Horizontal, self)
        upper.addWidget(self.canvas)
        upper.addWidget(self.panel)
        upper.setStretchFactor(0, 1)
        upper.setSizes([900, 340])
        page = QSplitter(Qt.Orientation.Vertical, self)
        page.addWidget(upper)
        page.addWidget(frame)
        page.setStretchFactor(0, 3)
        page.setStretchFactor(1, 2)
        page.setSizes([450, 290])
        for splitter in (upper, page):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(GRID_PX)
        holder = QWidget(self)
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(GRID_PX, GRID_PX, GRID_PX, GRID_PX)
        layout.addWidget(page)
        return holder

    def _connect(self) -> None:
        actions = self.actions_
        actions.play_file.triggered.connect(self._ask_for_file)
        actions.open_stream.triggered.connect(self._ask_for_stream)
        actions.start_stop.triggered.connect(self._start_or_stop)
        actions.record.toggled.connect(self._on_record_toggled)
        actions.table_folder.triggered.connect(self._ask_for_table_folder)
        self._session.pictured.connect(self._on_picture)
        self._session.scored.connect(self._on_results)
        self._session.ended.connect(self._on_ended)
        self._state.facts_changed.connect(self._on_facts)
        self._state.phase_changed.connect(self._on_phase)
        self._state.source_changed.connect(self._on_source)
        self._state.recording_changed.connect(self._on_recording)
        self.canvas.face_chosen.connect(self._choose)
        self.panel.person_chosen.connect(self._choose)

    # -- sources ---------------------------------------------------------------------------------

    @Slot()
    def _ask_for_file(self) -> None:
        path = ask_for_video(self, self.tr("Play a file"), self._settings)
        if path is not None:
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

    @Slot(object)
    def _on_source(self, source: SourceRequest | None) -> None:
        text = self.source_button.fontMetrics().elidedText(
            source.title if source else self.tr("Choose a source"),
            Qt.TextElideMode.ElideMiddle,
            240,
        )
        self.source_button.setText(f" {text}  ▾")
        self._show_time(None)
        self._on_theme(self._state.theme)
        self.subject_changed.emit()

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

    @Slot(bool)
    def _on_recording(self, recording: bool) -> None:  # noqa: FBT001  # Qt's signal
        record = self.actions_.record
        record.setChecked(recording)
        record.icon_name = "record" if recording else "record-off"
        record.set_theme(self._state.theme)

    @Slot()
    def _ask_for_table_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(
            self, self.tr("Folder for tables"), str(self._session.table_folder)
        )
        if name:
            self._session.table_folder = Path(name)
            self._settings.setValue(_TABLE_FOLDER, name)

    def _show_time(self, t_s: float | None) -> None:
        duration_s = self._state.facts.duration_s if self._state.facts else None
        times_s = [time_s for time_s in (t_s, duration_s) if time_s is not None]
        self.time.setText("" if t_s is None else " / ".join(map(minutes, times_s)))

    def _show_running(self, phase: Phase) -> None:
        running = phase is not Phase.IDLE
        action = self.actions_.start_stop
        action.setText(self.tr("&Stop") if running else self.tr("&Start"))
        action.icon_name = "stop" if running else "play"
        action.setEnabled(self._state.source is not None and phase is not Phase.STOPPING)
        action.set_theme(self._state.theme)
        self.toolbar.set_theme(self._state.theme)

    @Slot(Phase)
    def _on_phase(self, phase: Phase) -> None:
        self._show_running(phase)
        if phase is not Phase.STARTING:
            return
        self._pictured = False
        self._stack.setCurrentIndex(1)
        source = self._state.source
        title = source.title if source else ""
        self.canvas.clear(self.tr("Opening %1…").replace("%1", title))
        self.panel.set_people((), None)
        self.panel.show_opening(self.tr("The model is being loaded."))
        self._reset(self._state.facts)

    @Slot(object)
    def _on_facts(self, facts: ModelFacts) -> None:
        self._reset(facts)
        derived = [affect_name(name) for name in facts.dimensions if name in facts.derived]
        self.panel.set_caption(
            self.tr("Derived from the emotions, not learned: %1").replace("%1", ", ".join(derived))
            if derived
            else ""
        )

    def _reset(self, facts: ModelFacts | None) -> None:
        """Forget the last session."""
        self._people = People(facts.span_s if facts else 1.0)
        emotions = facts.emotions if facts else ()
        dimensions = facts.dimensions if facts else ()
        self._history = AffectHistory((*emotions, *dimensions))
        self.panel.bars.set_names(emotions)
        self.plot.set_channels(emotions, dimensions, facts.derived if facts else frozenset())
        self.plot.set_whole(facts.duration_s if facts else None)
        self._plotted_s = 0.0
        self._draw_plot()

    @Slot(object)
    def _on_results(self, results: list[AffectResult]) -> None:
        self._people.score(results)
        for result in results:
            self._history.append(result)
        self._draw_panel()

    @Slot(object)
    def _on_picture(self, shown: Shown) -> None:
        self._pictured = True
        self._show_time(shown.frame.t_s)
        self._people.see(shown.frame, shown.faces)
        self.canvas.show_picture(shown.frame.rgb, [self._mark(face) for face in shown.faces])
        if shown.frame.t_s - self._plotted_s >= PLOT_EVERY_S:
            self._draw_plot()
            self._draw_panel()

    @Slot()
    def _on_ended(self) -> None:
        if not self._pictured:
            self._stack.setCurrentIndex(0)
        self._draw_plot()
        self._draw_panel()

    @Slot(int)
    def _choose(self, track_id: int) -> None:
        self._people.choose(track_id)
        self._draw_plot()
        self._draw_panel()

    def _on_theme(self, theme: Theme) -> None:
        for action in self.menu_actions():
            if action is not None:
                action.set_theme(theme)
        source = self._state.source
        name = _SOURCE_ICONS[source.kind] if source else "camera"
        self.source_button.setIcon(icon(name, theme.text))
        self._show_running(self._state.phase)
        for widget in (self.canvas, self.panel, self.plot, self.empty):
            widget.set_theme(theme)
        self._draw_plot()

    def _mark(self, face: FaceObservation) -> FaceMark:
        text = str(face.track_id)
        result = self._people.current(face.track_id)
        top = result.top_emotion if result else None
        if result is not None and top is not None:
            text += f" · {affect_name(top)} {result.emotions[top]:.2f}"
        return FaceMark(face.track_id, face.box, text, face.track_id == self._people.chosen)

    def _draw_panel(self) -> None:
        self.panel.set_people(self._people.ids, self._people.chosen)
        self.panel.show_state(self._people.state())

    def _draw_plot(self) -> None:
        self._plotted_s = self._people.now_s
        self.plot.show_history(self._history.of(self._people.chosen), self._people.now_s)
