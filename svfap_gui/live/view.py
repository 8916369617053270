"""Live: the frame, the person shown and the curves of the last minute, while they happen.

Connects widgets, state and the session; decides nothing about scores.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Signal, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from svfap_core.labels import BIG_FIVE
from svfap_core.sources.base import SourceKind
from svfap_core.types import AffectResult, FaceObservation
from svfap_gui.live.affect_plot import AffectPlot
from svfap_gui.live.commands import OF_FRAME, live_menus
from svfap_gui.live.marker_list import MarkerList
from svfap_gui.live.people import People, Scores
from svfap_gui.live.person_panel import PersonPanel
from svfap_gui.live.plot_buffer import AffectHistory
from svfap_gui.live.session import SessionController
from svfap_gui.live.session_work import Mark
from svfap_gui.live.source_menu import SourceMenu
from svfap_gui.live.stream_dialog import StreamDialog
from svfap_gui.live.toolbar import LiveToolbar
from svfap_gui.parts.affect_plane import AffectPlane
from svfap_gui.parts.command import Commands
from svfap_gui.parts.drop_zone import DropZone
from svfap_gui.parts.facial_actions import NO_ACTIONS
from svfap_gui.parts.facial_actions_menu import FacialActionChoice, FacialActionsMenu
from svfap_gui.parts.file_dialogs import ask_for_video
from svfap_gui.parts.page import Page
from svfap_gui.parts.stage import panel, stage
from svfap_gui.parts.text_size import scaled
from svfap_gui.parts.theme import GRID_PX
from svfap_gui.parts.video_canvas import FaceMark, VideoCanvas
from svfap_gui.parts.words import affect_name, unclear_word
from svfap_gui.work.state import AppState, CameraChoice, ModelFacts, Phase, SourceRequest

if TYPE_CHECKING:
    # It imports torch.
    from svfap_core.pipeline.session import Shown

PLOT_EVERY_S = 0.1
"""Curves move by a pixel or two in this time; drawing them more often shows nothing more."""

_SIDE_PX = 340
_LAST_URL = "streams/last_url"
_MIRROR = "camera/mirror"


class LiveView(Page):
    """Shows an invitation until a source is chosen.

    Args:
        state: What is going on.
        session: Where frames and rows come from.
        settings: Where last folders are kept.
        list_cameras: The cameras of this computer; must return quickly.
        parent: The owner.
    """

    icon_name = "live"
    captures = True

    folder_chosen = Signal(Path)
    """Recordings are to go there from now on."""

    def __init__(
        self,
        state: AppState,
        session: SessionController,
        settings: QSettings,
        list_cameras: Callable[[], Sequence[CameraChoice]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, session.notices)
        self.name = self.tr("Live")
        self.tip = self.tr("Watch a source as it plays")
        self.state = state
        self._session = session
        self.outputs = session.outputs
        self._settings = settings
        self._people = People(span_s=1.0)
        self._history = AffectHistory(())
        self._plotted_s = 0.0
        self._pictured = False
        self.last_recording: Path | None = None
        self.mirrored = settings.value(_MIRROR, "false") == "true"
        self.canvas = VideoCanvas(self)
        self.canvas.set_mirrored(mirrored=self.mirrored)
        self.panel = PersonPanel(self)
        self.facial_actions = FacialActionsMenu(
            FacialActionChoice(settings, "live/facial_actions", self), self
        )
        self.commands = commands = Commands("live", live_menus(self), self)
        self.panel.rename_button.setDefaultAction(commands["rename"])
        self.sources = SourceMenu(commands, settings, list_cameras, self)
        self.toolbar = LiveToolbar(commands, self.sources, self.facial_actions, self)
        self.empty = DropZone(
            self.tr("Watch a camera, a stream or a video"),
            self.tr(
                "Faces are found and followed; emotions, valence, arousal and dominance "
                "appear as curves.\nEverything stays on this computer."
            ),
            commands.some("play-file", "cameras", "open-stream"),
            self,
        )
        self.plane = AffectPlane(self)
        self.plot = AffectPlot(self)
        self.marker_list = MarkerList(self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._make_page())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.toolbar)
        layout.addWidget(self._stack, 1)
        self._connect()
        self._on_source(state.source)
        self._reset(state.facts)
        self._on_phase(state.phase)
        commands.refresh()

    # -- what the frame asks ---------------------------------------------------------------------

    @property
    def subject(self) -> str:
        """What is watched."""
        return self.state.source.title if self.state.source else ""

    # -- building --------------------------------------------------------------------------------

    def _make_page(self) -> QWidget:
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addWidget(self.panel, 3)
        column.addWidget(self.plane, 2)
        lower = QWidget(self)
        row = QHBoxLayout(lower)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID_PX)
        row.addWidget(panel(self.plot), 1)
        row.addWidget(self.marker_list)
        return stage(self.canvas, side, lower, side_px=scaled(_SIDE_PX))

    def _connect(self) -> None:
        session, state, outputs = self._session, self.state, self.outputs
        self.sources.chosen.connect(session.open)
        self.sources.format_changed.connect(self._on_format)
        self.toolbar.left.connect(self.canvas.setFocus)
        session.pictured.connect(self._on_picture)
        session.scored.connect(self._on_results)
        session.ended.connect(self._on_ended)
        session.lost_changed.connect(self._draw_panel)
        state.facts_changed.connect(self._on_facts)
        state.phase_changed.connect(self._on_phase)
        state.source_changed.connect(self._on_source)
        outputs.progress_changed.connect(self.toolbar.show_progress)
        outputs.marks_changed.connect(self._on_marks)
        outputs.names_changed.connect(self._draw_panel)
        outputs.saved.connect(self._on_saved)
        self.facial_actions.choice.changed.connect(self._on_actions)
        self.canvas.face_chosen.connect(self._choose)
        self.panel.person_chosen.connect(self._choose)
        self.panel.renamed.connect(outputs.rename_person)
        self.marker_list.renamed.connect(outputs.rename_mark)
        self.marker_list.removal_wanted.connect(outputs.remove_mark)
        self.commands.refresh_on(
            state.phase_changed, state.source_changed, state.recording_changed,
            outputs.streaming_changed, outputs.saved,
        )  # fmt: skip
        self.commands.add_context_menu(self.canvas, *OF_FRAME)

    # -- sources ---------------------------------------------------------------------------------

    def ask_for_file(self) -> None:
        """Choose a video to play."""
        path = ask_for_video(self, self.tr("Play a file"), self._settings)
        if path is not None:
            self._session.open(SourceRequest(SourceKind.FILE, str(path)))

    def show_cameras(self) -> None:
        """Below the button that asks for it, if one has the focus, else at the top."""
        focus = self.focusWidget()
        anchor = focus if isinstance(focus, QPushButton) else self.toolbar
        self.sources.cameras.popup(anchor.mapToGlobal(anchor.rect().bottomLeft()))

    def ask_for_stream(self) -> None:
        """Ask for the address of a stream."""
        dialog = StreamDialog(str(self._settings.value(_LAST_URL, "")), self)
        dialog.accepted.connect(lambda: self._open_stream(dialog.url))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _open_stream(self, url: str) -> None:
        self._settings.setValue(_LAST_URL, url)
        self._session.open(SourceRequest(SourceKind.STREAM, url))

    @Slot()
    def _on_format(self) -> None:
        source = self.state.source
        if source is not None and source.kind is SourceKind.CAMERA:
            self._session.open(self.sources.with_format(source))

    @Slot(object)
    def _on_source(self, source: SourceRequest | None) -> None:
        self.toolbar.show_source(source)
        self.toolbar.show_time(None, None)
        self.subject_changed.emit()

    def set_mirrored(self, *, mirrored: bool) -> None:
        """Show the frame as in a mirror, or as it is."""
        self.mirrored = mirrored
        self._settings.setValue(_MIRROR, "true" if mirrored else "false")
        self.canvas.set_mirrored(mirrored=mirrored)

    # -- running ---------------------------------------------------------------------------------

    def start_or_stop(self) -> None:
        """Analyse the source, or stop; without a source ask for a file."""
        if self.state.source is None:
            self.ask_for_file()
        else:
            self._session.toggle()

    @Slot(Phase)
    def _on_phase(self, phase: Phase) -> None:
        if phase is not Phase.STARTING:
            return
        self._pictured = False
        self._stack.setCurrentIndex(1)
        source = self.state.source
        title = source.title if source else ""
        self.canvas.clear(self.tr("Opening %1…").replace("%1", title))
        self.panel.session = self.outputs.session
        self.panel.set_people((), None, {})
        self.panel.show_opening(self.tr("The model is being loaded."))
        self._reset(self.state.facts)

    @Slot(object)
    def _on_facts(self, facts: ModelFacts) -> None:
        self._reset(facts)

    def _reset(self, facts: ModelFacts | None) -> None:
        """Forget the last session."""
        threshold = facts.ambiguity_threshold if facts else None
        self._people = People(facts.span_s if facts else 1.0, threshold)
        emotions = facts.emotions if facts else ()
        derived = facts.derived if facts else frozenset[str]()
        dimensions = facts.dimensions if facts else ()
        ranges = facts.ranges if facts else {}
        affect = tuple(name for name in dimensions if name not in BIG_FIVE)
        actions = facts.actions if facts else NO_ACTIONS
        self._history = AffectHistory((*emotions, *affect), actions)
        traits = tuple(name for name in dimensions if name in BIG_FIVE)
        self.panel.set_names(emotions, traits, ranges, may_be_unclear=threshold is not None)
        self.plane.set_dimensions(affect, derived, ranges)
        self.plot.set_channels(emotions, affect, derived, ranges)
        self.facial_actions.offer(actions)
        self._show_actions()
        self.plot.set_whole(facts.duration_s if facts else None)
        self._plotted_s = 0.0
        self._draw_plot()

    @Slot()
    def _on_actions(self) -> None:
        self._show_actions()
        self._draw_plot()

    def _show_actions(self) -> None:
        offered = self.state.facts.actions if self.state.facts else NO_ACTIONS
        self.plot.set_actions(offered.curves(self.facial_actions.choice.value))

    @Slot(object)
    def _on_results(self, results: list[AffectResult]) -> None:
        self._people.score(results)
        for result in results:
            self._history.append(result)

    @Slot(object)
    def _on_picture(self, shown: Shown) -> None:
        self._pictured = True
        self._people.see(shown.frame, shown.faces)
        self.canvas.show_picture(shown.frame.rgb, [self._mark_of(face) for face in shown.faces])
        if shown.frame.t_s - self._plotted_s >= PLOT_EVERY_S:
            self.toolbar.show_time(
                shown.frame.t_s, self.state.facts.duration_s if self.state.facts else None
            )
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

    # -- what leaves the session -----------------------------------------------------------------

    def mark(self) -> None:
        """Mark this moment by the name in the toolbar."""
        self.outputs.mark(self.toolbar.marker_name.text())

    @Slot(object)
    def _on_marks(self, marks: tuple[Mark, ...]) -> None:
        self.marker_list.show_marks(marks)
        self.plot.set_marks([(mark.t_s, mark.text) for mark in marks])

    @Slot(Path, str)
    def _on_saved(self, folder: Path, text: str) -> None:
        self.last_recording = folder
        self.state.toast(
            f"{text}\n{folder.name}",
            show=lambda: self.open_wanted.emit(folder / "session.mp4.csv"),
            verb=self.tr("Open in Analyse"),
        )

    def analyse_recording(self) -> None:
        """Open the newest recording where results are looked at."""
        if self.last_recording is not None:
            self.open_wanted.emit(self.last_recording / "session.mp4.csv")

    def ask_for_folder(self) -> None:
        """Choose where recordings go."""
        name = QFileDialog.getExistingDirectory(
            self, self.tr("Folder for recordings"), str(self.outputs.recordings_folder())
        )
        if name:
            self.folder_chosen.emit(Path(name))

    # -- drawing ---------------------------------------------------------------------------------

    def _mark_of(self, face: FaceObservation) -> FaceMark:
        text = self.outputs.names.get(face.track_id) or str(face.track_id)
        result = self._people.current(face.track_id)
        top = result.top_emotion if result else None
        if result is not None and self._people.is_unclear(result):
            text += f" · {unclear_word()}"
        elif result is not None and top is not None:
            text += f" · {affect_name(top)} {result.emotions[top]:.2f}"
        return FaceMark(face.track_id, face.box, text, face.track_id == self._people.chosen)

    @Slot()
    def _draw_panel(self) -> None:
        had_person = self.panel.has_person
        self.panel.set_people(self._people.ids, self._people.chosen, self.outputs.names)
        if self.panel.has_person is not had_person:
            self.commands.refresh()
        state = self._people.state()
        lost = self._session.lost
        self.canvas.set_faded(faded=lost)
        if lost:
            self.panel.show_lost()
        elif self.state.phase is not Phase.STARTING:
            self.panel.show_state(state)
        shown = state.result if isinstance(state, Scores) and not lost else None
        self.plane.show_values(shown.dimensions if shown else {})

    def _draw_plot(self) -> None:
        now_s = self._plotted_s = self._people.now_s
        buffer = self._history.of(self._people.chosen)
        self.plot.show_history(buffer, now_s)
        times_s, (valence, arousal) = self._history.ways(
            self._people.chosen, ("valence", "arousal")
        )
        self.plane.show_trail(times_s, valence, arousal, now_s)
