"""The video or result that is open for analysis: its rows, persons, edits and figures.

Whatever reads files or counts rows does so in worker threads. Knows no widget.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from svfap_core.results.edits import Edits, TimeRange
from svfap_gui.analyse.counting import Counting, Derived, Question
from svfap_gui.analyse.file_analysis import AnalysisOrder, Failed, Finished, Stopped
from svfap_gui.analyse.file_run import FileRun, MakeAnalysis
from svfap_gui.analyse.keeping import Keeping
from svfap_gui.analyse.lanes import NO_LANES, Lanes
from svfap_gui.analyse.phase import AnalysePhase
from svfap_gui.analyse.results import Opened, drafts_in, find_result, open_result, take_over
from svfap_gui.parts.notice import notice_of
from svfap_gui.work.activities import Activities, Activity
from svfap_gui.work.task import Task, Tasks

if TYPE_CHECKING:
    # These load pyarrow.
    from svfap_core.results.people import Population
    from svfap_core.results.reading import FinishedResult
    from svfap_core.results.recording import Recording
    from svfap_core.results.statistics import PersonStatistics

LOOK_EVERY_MS = 250
"""How often a running analysis is looked at."""


class AnalyseController(QObject):
    """One document at a time.

    Args:
        activities: Where a running analysis is entered.
        make_analysis: Makes an analysis, not started.
        make_order: What to do with a video now, by the preferences; `again` as in the order.
        results_folder: Where results are looked for.
        parent: The owner.
        drafts_folder: Where work is kept that has no other place.
    """

    phase_changed = Signal(AnalysePhase)
    document_changed = Signal()
    """Another video or result, or none, is open; or its facts have come."""
    video_wanted = Signal(object)
    """The path of the video to play; `None` when there is none."""
    derived = Signal(object)
    """A new `Derived`."""
    told = Signal(object)
    """A `Notice` for the user."""
    range_changed = Signal(object)
    person_changed = Signal(object)

    def __init__(
        self,
        activities: Activities,
        make_analysis: MakeAnalysis,
        make_order: Callable[[Path, bool], AnalysisOrder],
        results_folder: Callable[[], Path],
        parent: QObject | None = None,
        *,
        drafts_folder: Path,
    ) -> None:
        super().__init__(parent)
        self._make_analysis = make_analysis
        self._make_order = make_order
        self.results_folder = results_folder
        self._reader = Tasks(
            "svfap-results", self.told.emit, self, activities=activities, in_turn=True
        )
        self._analyses = Tasks("svfap-file-analysis", self.told.emit, self, activities=activities)
        self._asked: Task[object] | None = None
        self._counting = Counting(self.told.emit, self)
        self._keeper = Tasks(
            "svfap-keeping", self.told.emit, self, activities=activities, in_turn=True
        )
        self.history = Keeping(drafts_in(drafts_folder), self._keeper, self)
        self._document = 0
        self._phase = AnalysePhase.EMPTY
        self._derived: Derived | None = None
        self._person: int | None = None
        self._range: TimeRange | None = None
        self._run: FileRun | None = None
        self._before_run = AnalysePhase.READY
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self.history.changed.connect(self._count)
        self._counting.counted.connect(self._on_counted)

    # -- what is open ----------------------------------------------------------------------------

    @property
    def phase(self) -> AnalysePhase:
        """How far it is."""
        return self._phase

    @property
    def video(self) -> Path | None:
        """The video, where it is known."""
        return self.history.document.video

    @property
    def title(self) -> str:
        """Of what is open."""
        path = self.video or self.base
        return path.name if path is not None else ""

    @property
    def base(self) -> Path | None:
        """The result's files without their endings, once they are there."""
        return self.history.document.base

    @property
    def recording(self) -> Recording | None:
        """Rows and faces, of the result or of an analysis that runs or was cancelled."""
        return self.history.document.recording

    @property
    def result(self) -> FinishedResult | None:
        """The result that is open."""
        return self.history.document.result

    @property
    def facts(self) -> dict[str, Any]:
        """The sidecar of the result."""
        return self.result.sidecar if self.result is not None else {}

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences about the result that a user should see."""
        return self.history.document.notes

    @property
    def edits(self) -> Edits:
        """The user's work."""
        return self.history.edits

    @property
    def population(self) -> Population | None:
        """The persons as last counted."""
        return self._derived.population if self._derived else None

    @property
    def lanes(self) -> Lanes:
        """What the timeline shows."""
        return self._derived.lanes if self._derived else NO_LANES

    @property
    def statistics(self) -> PersonStatistics | None:
        """Of the chosen person in the chosen range."""
        return self._derived.statistics if self._derived else None

    @property
    def person(self) -> int | None:
        """Who is chosen."""
        return self._person

    @property
    def range(self) -> TimeRange | None:
        """The stretch between in and out."""
        return self._range

    @property
    def counter(self) -> Tasks:
        """The thread that counts."""
        return self._counting.tasks

    @property
    def active(self) -> bool:
        """Whether threads are at work."""
        busy = (self._reader.busy, self._counting.tasks.busy, self.history.busy)
        return self._run is not None or any(busy)

    # -- opening and closing ---------------------------------------------------------------------

    def open_video(self, path: Path) -> None:
        """Show a video, with its result if it was analysed before."""
        self._begin(AnalysePhase.OPENING, video=path)
        self.document_changed.emit()
        self.video_wanted.emit(path)
        folder, drafts = self.results_folder(), self.history.drafts
        self._ask(lambda: find_result(path, folder, drafts), self._on_opened)

    def open_result(self, path: Path) -> None:
        """Show a finished result or a live recording, with its video if that is found."""
        self._begin(AnalysePhase.OPENING, base=path)
        self.document_changed.emit()
        drafts = self.history.drafts
        self._ask(lambda: open_result(path, drafts), self._on_opened)

    def use_video(self, path: Path) -> None:
        """The video of the open result, which was not found, is here."""
        self.history.document.video = path
        self.history.change(self.tr("Find video"), self.edits.found_at(path))
        self.document_changed.emit()
        self.video_wanted.emit(path)

    @Slot()
    def close_document(self) -> None:
        """Let go of everything; an analysis that runs is cancelled."""
        self._begin(AnalysePhase.EMPTY)
        self.video_wanted.emit(None)
        self.document_changed.emit()

    def shut_down(self, deadline_s: float | None = None) -> None:
        """Write what waits and leave no thread, as `Tasks.close`: before the application ends."""
        self.history.shut_down()
        self._timer.stop()
        self._keeper.close(deadline_s)
        self._reader.close(deadline_s)
        self._counting.tasks.close(deadline_s)

    def _ask(self, read: Callable[[], Opened], then: Callable[[Opened], None]) -> None:
        """Read, then go on with what was found, unless something else is opened meanwhile."""
        if self._asked is not None:
            self._asked.forget()
        self._asked = self._reader.run(lambda _task: read(), then)

    def _begin(
        self, phase: AnalysePhase, *, video: Path | None = None, base: Path | None = None
    ) -> None:
        self.cancel()
        self._run = None  # It ends by itself; nobody listens any more.
        self._timer.stop()
        self._document += 1
        if self._asked is not None:
            self._asked.forget()
        self._derived = None
        self.history.begin(video, base)
        self._set_person(None)
        self.set_range(None)
        self._set_phase(phase)

    def _on_opened(self, opened: Opened) -> None:
        if opened.error is not None:
            self._tell_error(opened.error)
            if self.video is None:
                self.close_document()
                return
        if opened.arrived is None:
            self.history.settle(opened.drafts)
            self._set_phase(AnalysePhase.READY)
            return
        had_video = self.video is not None
        self._show_result(opened)
        if not had_video:
            self.video_wanted.emit(self.video)

    def _show_result(self, opened: Opened) -> None:
        assert opened.arrived is not None  # noqa: S101  # whoever asks has looked
        self.history.take(opened.arrived, opened.drafts)
        self._set_phase(AnalysePhase.DONE)
        self.document_changed.emit()
        self._count()

    # -- the user's choices ----------------------------------------------------------------------

    def choose(self, person: int | None) -> None:
        """Look at a person."""
        self._set_person(person)
        self._count()

    def set_range(self, chosen: TimeRange | None) -> None:
        """The stretch that figures, exclusion, baseline and export mean."""
        if chosen is not None:
            chosen = chosen.ordered() if chosen.start_s != chosen.end_s else None
        if chosen != self._range:
            self._range = chosen
            self.range_changed.emit(chosen)
            self._count()

    def change(self, text: str, edits: Edits) -> None:
        """A step of the user's work, with its name in the menu."""
        self.history.change(text, edits)

    # -- figures ---------------------------------------------------------------------------------

    @Slot()
    def _count(self) -> None:
        """Recompute, in a thread, what follows from rows, edits and choices."""
        if self.recording is not None:
            self._counting.ask(
                Question(self._document, self.recording, self.edits, self._person, self._range)
            )

    @Slot(object)
    def _on_counted(self, derived: Derived) -> None:
        if derived.document != self._document:
            return
        self._derived = derived
        known = derived.population.persons if derived.lanes.lanes else ()
        if derived.edits == self.edits and self._person not in known and known:
            longest = max(derived.lanes.lanes, key=lambda lane: (lane.trusted_s, lane.seen_s))
            self._set_person(longest.person_id)
            self._count()
        self.derived.emit(derived)

    # -- analysis --------------------------------------------------------------------------------

    def analyse(self, *, again: bool = False) -> None:
        """Analyse the video; `again` in place of the result there is.

        What is shown stays, and can be worked on, until the new result is whole.
        """
        if self.video is None or self._run is not None:
            return
        self._before_run = self._phase
        run = FileRun(
            self._analyses, self._make_analysis, self._make_order(self.video, again), self
        )
        run.ended.connect(self._on_ended)
        self._run = run
        run.start()
        # The run has an activity only once it is started: whoever hears of the phase shows it.
        self._set_phase(AnalysePhase.ANALYSING)
        self._timer.start()

    @Slot()
    def cancel(self) -> None:
        """End a running analysis; what it found so far stays in sight until it is closed."""
        if self._run is not None:
            self._run.cancel()

    @property
    def activity(self) -> Activity | None:
        """The running analysis, which reports how far it is."""
        return self._run.activity if self._run is not None else None

    @property
    def _is_first(self) -> bool:
        """Whether the analysis that runs is shown as it grows: there was none before."""
        return self._before_run is AnalysePhase.READY

    @Slot()
    def _look(self) -> None:
        """Take over what a running analysis has found, unless an earlier one is shown."""
        if self._is_first and self._run is not None and self._run.recording is not None:
            self.history.document.grow(self._run.recording)
            if self._counting.rested:
                self._count()

    @Slot(object, object)
    def _on_ended(self, run: FileRun, end: Finished | Stopped | Failed) -> None:
        if run is not self._run:
            return
        self._look()
        self._run = None
        self._timer.stop()
        if isinstance(end, Finished):
            # Read it as it lies on the disk; the user may be at work on it already.
            self.history.save()
            document, grown = self.history.document, self._is_first
            self._ask(lambda: take_over(end.base, document, grown=grown), self._on_taken)
            return
        growing = self._is_first and self.recording is not None
        self._set_phase(AnalysePhase.CANCELLED if growing else self._before_run)
        self._count()
        if isinstance(end, Failed):
            self._tell_error(end.error)

    def _on_taken(self, opened: Opened) -> None:
        if opened.arrived is None:
            self._set_phase(AnalysePhase.CANCELLED)
            if opened.error is not None:
                self._tell_error(opened.error)
            return
        if not self._is_first:
            # Its persons have other numbers.
            self._derived = None
            self._set_person(None)
            self.derived.emit(None)
        self._show_result(opened)

    # -- helpers ---------------------------------------------------------------------------------

    def _set_person(self, person: int | None) -> None:
        if person != self._person:
            self._person = person
            self.person_changed.emit(person)

    def _set_phase(self, phase: AnalysePhase) -> None:
        if phase is not self._phase:
            self._phase = phase
            self.phase_changed.emit(phase)

    @Slot(object)
    def _tell_error(self, error: BaseException) -> None:
        self.told.emit(notice_of(error))
