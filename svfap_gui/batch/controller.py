"""The batch: its list, its two threads, and what they report. Knows no widget."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from svfap_gui.batch.kept_list import KeptList
from svfap_gui.batch.model import BatchModel, BatchRow
from svfap_gui.batch.run import BatchOrder, BatchRun
from svfap_gui.batch.scan import BatchScan
from svfap_gui.batch.telling import cannot_run, end_text, left_out, progress_text
from svfap_gui.batch.totals import Totals, totals
from svfap_gui.batch.updates import (
    AGAIN,
    FINISHED,
    MADE,
    Advanced,
    Ended,
    FilesFound,
    Found,
    LeftOut,
    LengthRead,
    NotSearched,
    Remembered,
    RowState,
    RunEnded,
    ScanEnded,
    Taken,
    Unreadable,
    Update,
)
from svfap_gui.parts.file_dialogs import show_folder
from svfap_gui.parts.notices import Notices
from svfap_gui.work.activities import Activities, Activity
from svfap_gui.work.engines import Engines
from svfap_gui.work.state import AppState
from svfap_gui.work.task import Tasks

TICK_MS = 100
MOST_UPDATES = 400
"""Of one tick, so that ten thousand lengths do not stop the window."""

_RUN, _ADDED = "run", "added"
"""Causes of notices."""


class BatchPhase(StrEnum):
    """Where the run is in its life."""

    IDLE = "idle"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPING = "stopping"


class BatchController(QObject):
    """Fills the list and works it off.

    Args:
        state: For toasts.
        activities: Where scan and run are entered.
        order: What is to be done with each file, as the settings say now.
        engines: Lend the engine.
        kept: The file in which the list outlives the app; none: it does not.
        parent: The owner.
    """

    phase_changed = Signal(object)
    totals_changed = Signal(object)
    """The `Totals` of the list."""
    scanning_changed = Signal()

    def __init__(
        self,
        state: AppState,
        activities: Activities,
        order: Callable[[], BatchOrder],
        engines: Engines,
        parent: QObject | None = None,
        *,
        kept: Path | None = None,
    ) -> None:
        super().__init__(parent)
        self._state = state
        self.notices = Notices(self)
        """What the view shows."""
        self._activities = activities
        self._order = order
        self._engines = engines
        self.model = BatchModel(self)
        self._again = False
        self._kept = KeptList(kept, self.notices, activities, self)
        self._updates: queue.SimpleQueue[Update] = queue.SimpleQueue()
        self._scan: BatchScan | None = None
        self._tasks = Tasks("svfap-batch-scan", self.notices.show, self, activities=activities)
        self._run: BatchRun | None = None
        self._run_activity: Activity | None = None
        self._phase = BatchPhase.IDLE
        self._start_again = False
        self._late: list[Path] = []
        self._clashes: list[Found] = []
        self._left_out: list[NotSearched] = []
        self._remarks: list[str] = []
        self._media_s = self._work_s = 0.0
        self._totals = totals((), 0.0, 0.0, running=False)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def phase(self) -> BatchPhase:
        """Where the run is."""
        return self._phase

    @property
    def scanning(self) -> bool:
        """Whether files are still being looked for or at."""
        return self._scan is not None

    @property
    def totals(self) -> Totals:
        """The list in one row."""
        return self._totals

    @property
    def again(self) -> bool:
        """Whether to analyse what is done, too."""
        return self._again

    def set_again(self, *, again: bool) -> None:
        """Whether to analyse what is done, too, from the next start on."""
        self._again = again
        self._sum_up()

    @property
    def can_start(self) -> bool:
        """Whether a start would find something to do."""
        return next(self._due(), None) is not None

    def _due(self) -> Iterator[BatchRow]:
        finished = FINISHED if self._again else frozenset[RowState]()
        return self.model.in_state(RowState.WAITING, *finished)

    # -- the list --------------------------------------------------------------------------------

    def restore(self) -> None:
        """Show the list of the last time, if that was not done yet; how it stands follows."""
        files = self._kept.restore()
        if files:
            self._on_found(files)
            self._begin_scan(known=files, out=self._order().out)
            self._sum_up()

    def add(self, paths: Sequence[Path]) -> None:
        """Look for videos and images in files and folders; while a batch runs, they join it."""
        if not paths:
            return
        self.restore()
        if self._scan is not None:
            if not self._scan.add(paths):
                self._late += paths  # It has just ended; its update on that is on the way.
            return
        self.notices.retract(_ADDED)
        self._begin_scan(paths)

    def _begin_scan(
        self, paths: Sequence[Path] = (), known: Sequence[Found] = (), out: Path = Path()
    ) -> None:
        decoding = self._order().engine.settings.decoding
        self._scan = scan = BatchScan(self._updates.put, decoding, known, out)
        scan.add(paths)
        self._tasks.run(scan.run, title=self.tr("Looking through the files of the batch"))
        self._timer.start()
        self.scanning_changed.emit()

    def remove(self, rows: Iterable[BatchRow]) -> None:
        """Take files out of the list, but for the one at work."""
        outputs = {row.output for row in rows if not row.at_work}
        if self._run is not None:
            self._run.remove(outputs)
        self.model.remove(outputs)
        self._kept.keep(self.model.rows)
        self._sum_up()

    def retry(self, rows: Iterable[BatchRow]) -> None:
        """Let these wait again, and begin if nothing runs."""
        chosen = [row for row in rows if row.state in AGAIN]
        for row in chosen:
            row.reset()
            self.model.touch(row)
        if chosen:
            self._join_run([Found(row.path, row.output) for row in chosen])
            self.start()
        self._sum_up()

    # -- the run ---------------------------------------------------------------------------------

    @Slot()
    def start(self) -> None:
        """Analyse all that waits; nothing while a batch runs."""
        if self._run is not None or not self.can_start:
            return
        rows = list(self._due())
        for row in rows:
            row.reset(keep_files=True)
        self.model.touch_all()
        waiting = [Found(row.path, row.output) for row in rows]
        self._media_s = self._work_s = 0.0
        self._start_again = False
        self.notices.retract(_RUN)
        self._run = BatchRun(
            self._order()._replace(again=self.again), self._engines, waiting, self._updates.put
        )
        self._run_activity = self._activities.begin(
            self.tr("Batch"), self.cancel, abandonable=self._nothing_at_work, asks=lambda: True
        )
        self._run.start()
        self._timer.start()
        self._set_phase(BatchPhase.RUNNING)

    @Slot()
    def pause(self) -> None:
        """Hold the file at work where it is."""
        if self._run is not None and self._phase is BatchPhase.RUNNING:
            self._run.hold()
            self._set_phase(BatchPhase.PAUSED)
            self._show_held(held=True)

    @Slot()
    def go_on(self) -> None:
        """End the pause."""
        if self._run is not None and self._phase is BatchPhase.PAUSED:
            self._show_held(held=False)
            self._run.go_on()
            self._set_phase(BatchPhase.RUNNING)

    @Slot()
    def cancel(self) -> None:
        """End soon: what is done stays, the file at work waits again."""
        if self._run is not None and self._phase is not BatchPhase.STOPPING:
            self._start_again = False
            self._set_phase(BatchPhase.STOPPING)
            self._run.request_stop()

    def _set_phase(self, phase: BatchPhase) -> None:
        if phase is not self._phase:
            self._phase = phase
            self.phase_changed.emit(phase)
            self._sum_up()

    def _nothing_at_work(self) -> bool:
        """A model that is being loaded cannot be interrupted, and nothing is lost by leaving it."""
        return next(self.model.in_state(RowState.RUNNING), None) is None

    def _sum_up(self) -> None:
        running = self._run is not None
        self._totals = totals(self.model.rows, self._media_s, self._work_s, running=running)
        self.totals_changed.emit(self._totals)
        self._tell_activity()

    def _show_held(self, *, held: bool) -> None:
        for row in self.model.in_state(RowState.RUNNING, RowState.PREPARING):
            row.held = held
            self.model.touch(row)

    def _join_run(self, files: Sequence[Found]) -> None:
        """Give a running batch more to do; once it is at its end, another begins."""
        if self._run is None or self._phase is BatchPhase.STOPPING:
            return
        if not self._run.add(files):
            self._start_again = True

    # -- updates -----------------------------------------------------------------------------------

    @Slot()
    def _tick(self) -> None:
        heard = 0
        while heard < MOST_UPDATES and not self._updates.empty():
            self._hear(self._updates.get_nowait())
            heard += 1
        if heard:
            self._sum_up()
        if self._run is None and self._scan is None and self._updates.empty():
            self._timer.stop()

    def _hear(self, update: Update) -> None:
        match update:
            case FilesFound(files):
                self._on_found(files)
            case NotSearched():
                self._left_out.append(update)
            case LeftOut(text):
                self._remarks.append(text)
            case ScanEnded():
                self._on_scan_ended()
            case RunEnded(error):
                self._on_run_ended(error)
            case _:
                self._on_row(update)

    def _on_row(
        self, update: LengthRead | Unreadable | Taken | Advanced | Ended | Remembered
    ) -> None:
        row = self.model.row_of(update.output)
        if row is None:
            return
        match update:
            case LengthRead(_, length_s):
                row.length_s = length_s
            case Unreadable(_, reason):
                self._on_unreadable(row, reason)
            case Taken():
                row.state = RowState.PREPARING
            case Advanced():
                row.advance(update, held=self._phase is BatchPhase.PAUSED)
            case Ended():
                self._on_file_ended(row, update)
            case Remembered():
                self._on_remembered(row, update.ended)
        self.model.touch(row)

    def _on_unreadable(self, row: BatchRow, reason: str) -> None:
        """Known to fail: reported before it is tried, unless the batch has got there meanwhile."""
        if row.state is RowState.WAITING:
            row.state, row.reason = RowState.FAILED, reason
            if self._run is not None:
                self._run.remove({row.output})

    def _on_remembered(self, row: BatchRow, ended: Ended | None) -> None:
        """As it was found, unless the batch has got there meanwhile."""
        if row.state is not RowState.WAITING:
            return
        if ended is None:
            row.state = RowState.MISSING
            if self._run is not None:
                self._run.remove({row.output})
        elif self._run is None:
            self._on_file_ended(row, ended)

    def _on_file_ended(self, row: BatchRow, ended: Ended) -> None:
        row.end(ended)
        if ended.state in MADE and ended.elapsed_s and row.length_s is not None:
            self._media_s += row.length_s
            self._work_s += ended.elapsed_s

    def _on_found(self, files: Sequence[Found]) -> None:
        new: list[Found] = []
        for file in files:
            there = self.model.row_of(file.output)
            if there is None:
                new.append(file)
            elif there.path != file.path:
                self._clashes.append(file)
        self.model.add(new)
        self._kept.keep(self.model.rows)
        self._join_run(new)

    def _on_scan_ended(self) -> None:
        self._scan, late, self._late = None, self._late, []
        self.add(late)
        self._tell_left_out()
        self.scanning_changed.emit()

    def _tell_left_out(self) -> None:
        notice = left_out([f.path for f in self._clashes], self._left_out, self._remarks)
        self._clashes, self._left_out, self._remarks = [], [], []
        if notice is not None:
            self.notices.show(replace(notice, cause=_ADDED))

    def _on_run_ended(self, error: BaseException | None) -> None:
        run, self._run = self._run, None
        if run is not None:
            run.join(1.0)
        for row in self.model.in_state(RowState.PREPARING, RowState.RUNNING):
            row.reset()
            self.model.touch(row)
        activity, self._run_activity = self._run_activity, None
        stopped = self._phase is BatchPhase.STOPPING
        self._set_phase(BatchPhase.IDLE)
        if error is not None:
            self.notices.show(replace(cannot_run(error, self.start), cause=_RUN))
        elif self._start_again:
            self.start()
        elif run is not None and not stopped:
            show = partial(show_folder, run.out)
            self._state.toast(end_text(self._totals), show=show, verb=self.tr("Open results"))
        if activity is not None:
            activity.end()  # Last: closing goes on with it.

    def _tell_activity(self) -> None:
        if self._run_activity is not None:
            text = progress_text(self._totals, paused=self._phase is BatchPhase.PAUSED)
            self._run_activity.tell(self._totals.share, text)
