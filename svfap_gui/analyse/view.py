"""Analyse: a video with its timeline, the persons in it and their figures.

Connects widgets, player and document; counts nothing and reads nothing itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QSettings, Qt, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from svfap_core.results.facts import analysed_stream
from svfap_core.sources.base import SourceInfo
from svfap_gui.analyse.bar import AnalyseBar
from svfap_gui.analyse.codes.assembly import Codes
from svfap_gui.analyse.codes.keeping import CodeKeeping
from svfap_gui.analyse.commands import analyse_commands
from svfap_gui.analyse.counting import Derived
from svfap_gui.analyse.dialogs import AnalyseDialogs
from svfap_gui.analyse.document import AnalyseController
from svfap_gui.analyse.editing import Editing
from svfap_gui.analyse.exporting import Exporting
from svfap_gui.analyse.figure_windows import FigureWindows
from svfap_gui.analyse.frame_view import FrameView
from svfap_gui.analyse.inspector import Inspector, inspector_px
from svfap_gui.analyse.person_work import PersonWork
from svfap_gui.analyse.phase import AnalysePhase
from svfap_gui.analyse.player import SPEEDS, PlayerController
from svfap_gui.analyse.playing_sound import PlayingSound
from svfap_gui.analyse.pointing import Pointing
from svfap_gui.analyse.results import decoding_of
from svfap_gui.analyse.sound_choice import SoundChoice
from svfap_gui.analyse.steps import Steps
from svfap_gui.analyse.thumbnails import Thumbnails
from svfap_gui.analyse.timeline import Timeline
from svfap_gui.analyse.timeline_options import CurveChoice
from svfap_gui.analyse.timeline_tools import TimelineTools
from svfap_gui.analyse.transport import Transport
from svfap_gui.analyse.unsafe import UnsafeWork, name_of, unsafe_title
from svfap_gui.analyse.waveform import Waveform
from svfap_gui.parts.facial_actions_menu import FacialActionChoice, FacialActionsMenu
from svfap_gui.parts.file_kinds import is_recording, is_result, may_be_video
from svfap_gui.parts.i18n import spoken
from svfap_gui.parts.notice import Notice, notice_of
from svfap_gui.parts.page import Page
from svfap_gui.parts.stage import panel, stage
from svfap_gui.parts.video_canvas import VideoCanvas
from svfap_gui.work.state import AppState
from svfap_gui.work.task import CLOSE_S

_NOTES, _VIDEO = "notes", "video"
"""Causes of notices: what a result has to say, a video that cannot be played."""


class AnalyseView(Page):
    """Shows an invitation until a video or result is open.

    Args:
        state: Takes toasts.
        document: What is open.
        player: Plays its video.
        exporting: Writes what the user takes out.
        settings: Where last folders are kept.
        codes: The codes of what is open.
    """

    icon_name = "analyse"
    keeps_work = True

    def __init__(
        self,
        state: AppState,
        document: AnalyseController,
        player: PlayerController,
        exporting: Exporting,
        settings: QSettings,
        *,
        codes: CodeKeeping,
    ) -> None:
        super().__init__()
        self.name = self.tr("Analyse")
        self.tip = self.tr("Analyse a video, look into the result and work on it")
        self.state = state
        self.settings = settings
        self.document = document
        self.player = player
        self.exporting = exporting
        self.editing = Editing(document, player, self)
        self.thumbnails = Thumbnails(document.counter, document.told.emit, self)
        self._taken: Path | None = None
        """What is being opened."""
        self._notes: tuple[str, ...] = ()
        self.length_s = 0.0
        self.dialogs = AnalyseDialogs(self, self.editing, document, exporting, settings)
        self.canvas = VideoCanvas(self)
        self.sound = SoundChoice(settings, self)
        self.frames = FrameView(self)
        self.inspector = Inspector(settings, self)
        self.timeline = Timeline(self)
        self.pointing = Pointing(self.timeline, document, player, self.dialogs)
        self.curves = CurveChoice(settings, self)
        chosen = FacialActionChoice(settings, "analyse/facial_actions", self)
        self.facial_actions = FacialActionsMenu(chosen, self)
        self.waveform = Waveform(self)
        self.work = PersonWork(self, state)
        self.codes = Codes(self, codes)
        self.windows = FigureWindows(self)
        self.steps = Steps((document.history, codes), self)
        self.commands = analyse_commands(self)
        self.tools = TimelineTools(self)
        self._build()
        self._connect_parts()
        UnsafeWork((document.history, codes), self)
        self._connect_commands()
        self._on_phase(document.phase)
        self.commands.refresh()

    # -- what the frame asks ---------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether a video or a result is open."""
        return self.document.phase is not AnalysePhase.EMPTY

    @property
    def subject(self) -> str:
        """The open file, and whether the work on it is not safe."""
        work = (self.document.history.document, self.codes.keeping.document)
        return unsafe_title(self.document.title, [one for one in work if one is not None])

    def takes(self, path: Path) -> bool:
        """Videos, files of results, folders of live recordings."""
        return is_recording(path) or is_result(path) or may_be_video(path)

    def take(self, paths: Sequence[Path]) -> None:
        """Open the first."""
        path = paths[0]
        self.notices.clear()
        self._taken = path
        if path.is_dir() or is_result(path):
            self.document.open_result(path)
        else:
            self.document.open_video(path)

    def welcome(self, start: QWidget) -> None:
        """In place of an empty view."""
        layout = QVBoxLayout(self.empty)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(start)
        start.show()

    def drafts(self) -> Sequence[tuple[Path, float]]:
        """Of videos without a result, or whose result cannot be written."""
        return self.document.history.drafts.listed()

    def unfinished(self) -> Sequence[str]:
        """Work that could not be written, not even as a draft."""
        text = self.tr("The work on %1: %2")
        troubles = (*self.document.history.troubles(), *self.codes.keeping.troubles())
        return [
            text.replace("%1", name_of(one)).replace("%2", str(one.error))
            for one in troubles
            if one.unsaved
        ]

    def leave(self) -> None:
        """Save what waits."""
        self.document.history.save_all()
        self.codes.keeping.save_all()

    def shut_down(self) -> None:
        """Save, and leave no thread that does not hang: before the application ends."""
        deadline_s = monotonic() + CLOSE_S
        self.windows.shut_down(deadline_s)
        self.codes.shut_down(deadline_s)
        self.document.shut_down(deadline_s)
        self.thumbnails.shut_down(deadline_s)
        self.frames.shut_down(deadline_s)
        self.waveform.shut_down(deadline_s)
        self.player.shut_down(deadline_s)

    # -- building --------------------------------------------------------------------------------

    def _build(self) -> None:
        commands = self.commands
        self.bar = AnalyseBar(commands, self)
        self.empty = QWidget(self)
        self.transport = Transport(
            commands.some("step-back", "play", "step-forward"),
            commands.some("loop", "mute"),
            commands.some("marker", "zoom-out", "fit", "zoom-in"),
            SPEEDS,
            self,
        )
        self.inspector.people.add_actions(
            commands.some("rename", "merge", "split", "hide"),
            commands.some("sort-first", "sort-time", "sort-name"),
            commands["person-grid"],
        )
        self.inspector.figures.add_action(commands["time-budget"])
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._make_page())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self._stack, 1)

    def _make_page(self) -> QWidget:
        frame = QWidget(self)
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.transport)
        return stage(
            frame,
            self.codes.events.beside(self.inspector),
            panel(self.codes.below(self.timeline)),
            side_px=inspector_px(),
        )

    def _connect_parts(self) -> None:
        document, player = self.document, self.player
        document.phase_changed.connect(self._on_phase)
        document.document_changed.connect(self._on_document)
        document.document_changed.connect(self._show_analysed_stream)
        document.video_wanted.connect(self._on_video_wanted)
        document.derived.connect(self._on_derived)
        document.person_changed.connect(self._on_person)
        document.range_changed.connect(self._on_range)
        document.history.changed.connect(self._on_edits)
        for teller in (document, self.editing, self.exporting):
            teller.told.connect(self.notices.show)
        self.exporting.done.connect(self.state.toast)
        self.exporting.doubtful.connect(partial(self.dialogs.review, player.seek))
        player.opened.connect(self._on_video)
        player.failed.connect(self._on_no_video)
        player.moved.connect(self._on_moved)
        player.speed_changed.connect(self.transport.show_speed)
        self.transport.speed_wanted.connect(player.set_speed)
        PlayingSound(self)
        self.canvas.face_chosen.connect(document.choose)
        persons = self.inspector.persons
        persons.chosen.connect(document.choose)
        persons.renamed.connect(self.editing.rename)
        persons.renaming.connect(self.editing.begin_renaming)
        self.thumbnails.changed.connect(self.work.show_persons)

    def _connect_commands(self) -> None:
        commands, document, player = self.commands, self.document, self.player
        self.codes.connect_commands()
        commands.refreshed.connect(self.bar.show_possible)
        commands.refresh_on(
            self.frames.came_or_went, self.windows.comparing.changed,
            document.phase_changed, document.document_changed, document.derived,
            document.person_changed, document.range_changed, document.history.changed,
            player.opened, player.failed, player.playing_changed, self.sound.changed,
            self.pointing.marker_chosen, self.inspector.persons.itemSelectionChanged,
        )  # fmt: skip

    # -- the document ----------------------------------------------------------------------------

    @Slot()
    def _on_document(self) -> None:
        self.bar.show_document(self.document.facts)
        self._show_notes(self.document.notes)
        self.subject_changed.emit()

    def _show_notes(self, notes: tuple[str, ...]) -> None:
        """Once: when they are closed, they stay closed while this result is open."""
        if notes == self._notes:
            return
        self._notes = notes
        if notes:
            text = self.tr("Notes on this result")
            hint = "\n".join(map(spoken, notes))
            self.notices.show(Notice(text=text, hint=hint, cause=_NOTES))
        else:
            self.notices.retract(_NOTES)

    @Slot(AnalysePhase)
    def _on_phase(self, phase: AnalysePhase) -> None:
        if phase is not AnalysePhase.EMPTY and self._stack.currentIndex() == 0:
            self._stack.setCurrentIndex(1)
            # Else the first button keeps the focus, and Space presses it.
            self.timeline.setFocus(Qt.FocusReason.OtherFocusReason)
        elif phase is AnalysePhase.EMPTY:
            self._stack.setCurrentIndex(0)
        if phase is AnalysePhase.DONE:
            self._note_opened()
        words = {
            AnalysePhase.OPENING: self.tr("Looking for a finished result…"),
            AnalysePhase.READY: self.tr("Not analysed yet: press Analyse to find the persons."),
            AnalysePhase.ANALYSING: self.tr("Looking for faces…"),
        }
        self.inspector.people.tell(words.get(phase, self.tr("No face was found.")))
        self.bar.show_phase(phase.value, self.document.activity)

    @Slot(object)
    def _on_video_wanted(self, path: Path | None) -> None:
        self.length_s = 0.0
        self.notices.retract(_VIDEO)
        decoding = decoding_of(self.document.facts)
        self.thumbnails.begin(path, decoding)
        self.timeline.set_length(1.0)
        if path is None:
            self.player.close()
            text = self.tr("The video of this result was not found. Show where it is: Find video…")
            self.frames.clear("" if self.document.phase is AnalysePhase.EMPTY else text)
        else:
            self.frames.clear(self.tr("Opening %1…").replace("%1", path.name))
            self.player.open(path, decoding)
        self._on_derived(None)
        self.transport.show_time(0.0, None)

    @Slot()
    def _show_analysed_stream(self) -> None:
        """Show the stream that the result is of, if another one is shown."""
        info, stream = self.player.info, analysed_stream(self.document.facts)
        if info is not None and stream not in {None, info.video_stream}:
            self._on_video_wanted(self.document.video)

    @Slot(object)
    def _on_video(self, info: SourceInfo) -> None:
        self._note_opened()
        if analysed_stream(self.document.facts) not in {None, info.video_stream}:
            self._show_analysed_stream()
            return
        self._set_length(info.duration_s or self.document.lanes.analysed_s)
        if (population := self.document.population) is not None:
            self.thumbnails.make(population)

    def _note_opened(self) -> None:
        """It could be opened: it may stand among the recent files."""
        taken, self._taken = self._taken, None
        if taken is not None:
            self.state.opened.emit(taken)

    @Slot(object)
    def _on_no_video(self, error: BaseException) -> None:
        self.frames.clear(self.tr("This video cannot be played."))
        self.notices.show(notice_of(error, _VIDEO))

    def _set_length(self, length_s: float) -> None:
        if length_s > 0 and length_s != self.length_s:
            self.length_s = length_s
            self.timeline.set_length(length_s)
            self.timeline.set_range(self.document.range)
            self.transport.show_time(self.player.position_s, length_s)

    # -- what follows from it --------------------------------------------------------------------

    @Slot(object)
    def _on_derived(self, derived: Derived | None) -> None:
        if derived is None:
            self.thumbnails.forget()
        if derived is not None and (self.player.info is None or not self.length_s):
            self._set_length(derived.lanes.analysed_s)
        if derived is not None:
            self.work.take(derived)
        lanes = self.document.lanes
        names = {lane.person_id: self.editing.name_of(lane.person_id) for lane in lanes.lanes}
        self.timeline.set_lanes(lanes, names)
        self.timeline.set_chosen(self.document.person)
        self.work.show_persons()
        self.frames.show_marks()
        if derived is not None:
            self.thumbnails.make(derived.population)

    @Slot(object)
    def _on_person(self, person: int | None) -> None:
        self.timeline.set_chosen(person)
        self.work.show_persons()
        self.frames.show_marks()

    @Slot(object)
    def _on_range(self, chosen: object) -> None:
        self.timeline.set_range(self.document.range)
        self.player.set_part(self.document.range)
        del chosen

    @Slot(object)
    def _on_edits(self, edits: object) -> None:
        self.timeline.set_edits(self.document.edits)
        del edits

    # -- the frame -------------------------------------------------------------------------------

    @Slot(float)
    def _on_moved(self, t_s: float) -> None:
        self.transport.show_time(t_s, self.length_s)
        self.timeline.set_position(t_s, follow=self.player.playing)
        self.inspector.figures.show_now(t_s)
