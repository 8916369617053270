"""Starts, follows, stops and resumes processes of the trainer. Knows no widget.

A run is a process of its own that goes on when the app is closed, or killed: all that is known of
it lies in its folder, and is read from there by a timer.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from svfap_core.errors import SvfapError
from svfap_gui.parts.i18n import spoken
from svfap_gui.parts.notice import Notice
from svfap_gui.parts.words import minutes
from svfap_gui.train import command as training_command
from svfap_gui.train import process as training_process
from svfap_gui.train.command import Order
from svfap_gui.train.events import Follower, History
from svfap_gui.train.files import (
    Home,
    Job,
    JobState,
    Outcome,
    StepKind,
    delete_hidden,
    forget_job,
    has_hidden,
    hide,
    mark_cancelled,
    outcome_of,
    scan,
    write_job,
)
from svfap_gui.work.activities import Activities, Activity
from svfap_gui.work.task import Tasks
from trainer.folder import PAUSE, STOP_EARLY

TICK_MS = 400
GRACE_S = 10.0
"""So long a process that is cancelled may take to end by itself."""


class TrainingController(QObject):
    """All runs of a folder, and what is done with them.

    Args:
        activities: Where running processes are entered; closing does not wait for them.
        folder: Where runs and data sets are; call `set_folder` when it changes.
        parent: The owner.
    """

    changed = Signal()
    """There are other runs, or one stands otherwise."""
    told = Signal(Path)
    """The run in this folder has reported more: see `history`."""
    ended = Signal(Path, StepKind)
    """A process has ended that worked in this folder; `outcome` says how."""
    failed = Signal(str)
    """Something that the user asked for could not be done."""

    def __init__(self, activities: Activities, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._activities = activities
        self._folder = folder
        self._homes: dict[Path, Home] = {}
        self._running: dict[Path, Job] = {}
        self._entered: dict[Path, Activity] = {}
        self._outcomes: dict[Job, Outcome] = {}
        self._followers: dict[tuple[Path, StepKind], Follower] = {}
        self._watched: tuple[Path, StepKind] | None = None
        self._to_kill_at_s: dict[Path, float] = {}
        self._requested: dict[Path, str] = {}
        """What runs are asked to do, by the name of the file that says so."""
        self._tasks = Tasks("svfap-delete", self._tell_undeleted, self, activities=activities)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    # -- what there is ---------------------------------------------------------------------------

    @property
    def folder(self) -> Path:
        """Where runs and data sets are."""
        return self._folder

    def set_folder(self, folder: Path) -> None:
        """Look elsewhere; what runs goes on."""
        if folder != self._folder:
            self._folder = folder
            self.rescan()

    @property
    def homes(self) -> tuple[Home, ...]:
        """Data sets and runs, the one that was worked on last first."""
        return tuple(self._homes.values())

    def home(self, path: Path) -> Home | None:
        """The one in a folder."""
        return self._homes.get(path)

    def running(self, path: Path) -> Job | None:
        """What works in a folder now."""
        return self._running.get(path)

    def outcome(self, job: Job) -> Outcome:
        """How a job stands."""
        if self._running.get(job.home) == job:
            return Outcome(state=JobState.RUNNING)
        if job not in self._outcomes:
            self._outcomes[job] = outcome_of(job)
        return self._outcomes[job]

    def now(self, home: Home) -> tuple[Job, Outcome]:
        """What is being done to a data set or run, or was done last."""
        job = self._running.get(home.path) or home.newest
        return job, self.outcome(job)

    def done(self, home: Home) -> set[StepKind]:
        """The steps that have a result there."""
        good = (JobState.FINISHED, JobState.STOPPED_EARLY)
        done = (job for job in home.jobs if self.outcome(job).state in good)
        return {step for job in done for step in job.step.covers}

    def can_resume(self, home: Home) -> bool:
        """Whether it was broken off, and there is something to go on from."""
        broken = self.outcome(home.made).state in (JobState.INTERRUPTED, JobState.FAILED)
        return broken and home.can_resume and home.path not in self._running

    def stopping(self, path: Path) -> bool:
        """Whether the run in a folder was asked to pause or to end early, or is cancelled."""
        return path in self._to_kill_at_s or any(
            (path / request).exists() for request in (STOP_EARLY, PAUSE)
        )

    def pausing(self, path: Path) -> bool:
        """Whether the run in a folder was asked to save and end for now."""
        return (path / PAUSE).exists()

    def history(self, job: Job) -> History:
        """What a job has reported so far; `told` announces what is being read."""
        return self._follower(job).history

    def watch(self, job: Job | None) -> None:
        """Read all of a job, also of one that has ended."""
        self._watched = (job.home, job.step) if job else None
        if job is not None:
            self._follower(job)
            self._follow(job)
        self._keep_time()

    @Slot()
    def rescan(self) -> None:
        """See what has changed on the disk."""
        self._outcomes.clear()
        self._homes = {home.path: home for home in scan(self._folder)}
        for home in list(self._homes.values()):
            self._see(home)
        for path in [path for path in self._running if path not in self._homes]:
            self._leave(path)
        if has_hidden(self._folder):
            self._delete()
        self._keep_time()
        self.changed.emit()

    # -- what is done ----------------------------------------------------------------------------

    def start(self, order: Order) -> bool:
        """Start a process; whether it could be."""
        job = Job(step=order.step, home=order.home, command=order.command, begun=datetime.now(UTC))
        try:
            write_job(job)  # First, so that the process is found if the app ends right now.
            for left in (job.output, job.home / STOP_EARLY, job.home / PAUSE):
                left.unlink(missing_ok=True)
            pid = training_process.start(order.command, job.output, job.log)
            write_job(job.model_copy(update={"pid": pid}))
        except (SvfapError, OSError) as error:
            self._forget(job)
            self.failed.emit(spoken(str(error)))
            return False
        self._followers.pop((order.home, order.step), None)
        self.rescan()
        if order.home not in self._running:  # It has ended already.
            self._follow(job)
            self.ended.emit(order.home, order.step)
        return True

    def resume(self, path: Path) -> bool:
        """Go on with what was interrupted; whether it could be started."""
        home = self._homes[path]
        return self.start(training_command.resume(home))

    def stop_early(self, path: Path) -> None:
        """Let a run end with what it has, and keep its model."""
        self._request(path, STOP_EARLY)
        self.changed.emit()

    def pause(self, path: Path) -> None:
        """Let a process end so that it can be resumed; evaluating and exporting just end."""
        job = self._running.get(path)
        if job is not None and job.step.makes_folder:
            self._request(path, PAUSE)
            self.changed.emit()
        elif job is not None:
            self._ask_to_end(job)

    def discard(self, path: Path) -> None:
        """End what works in a folder. What makes the folder takes it along; results of others stay.

        A folder that nobody works in is deleted.
        """
        job = self._running.get(path)
        try:
            if job is None or job.step.makes_folder:
                mark_cancelled(path)
        except SvfapError as error:
            self.failed.emit(spoken(str(error)))
            return
        if job is not None:
            self._to_kill_at_s[path] = monotonic() + GRACE_S
            self._ask_to_end(job)
        self.rescan()

    def _ask_to_end(self, job: Job) -> None:
        process = training_process.find(job)
        if process is not None:
            training_process.ask_to_end(process)

    def _request(self, path: Path, request: str) -> None:
        """Put the file there that the run looks for, again if need be: its start takes it away."""
        self._requested[path] = request
        try:
            (path / request).touch()
        except OSError as error:
            del self._requested[path]
            self.failed.emit(spoken(str(error)))

    # -- following -------------------------------------------------------------------------------

    def _see(self, home: Home) -> None:
        """Take note of whether somebody works there."""
        alive = next((job for job in home.jobs if training_process.find(job)), None)
        if alive is None:
            if home.path in self._running:
                self._end(home.path)
            elif home.cancelled:
                self._remove(home.path)
            return
        if self._running.get(home.path) == alive:
            return
        self._leave(home.path)
        self._running[home.path] = alive
        self._outcomes.pop(alive, None)
        self._follower(alive)
        self._entered[home.path] = self._activities.begin(
            self._title(alive), lambda: self._stop(home.path), detached=True
        )
        if home.cancelled:
            self._to_kill_at_s.setdefault(home.path, monotonic() + GRACE_S)

    def _stop(self, path: Path) -> None:
        """What stopping means in the list of activities: nothing is lost."""
        job = self._running.get(path)
        if job is not None and job.step.stops_early:
            self.stop_early(path)
        else:
            self.pause(path)

    def _follower(self, job: Job) -> Follower:
        key = (job.home, job.step)
        if key not in self._followers:
            resumed = "--resume" in job.command
            self._followers[key] = Follower(job.events, runs=job.home if resumed else None)
        return self._followers[key]

    @Slot()
    def _tick(self) -> None:
        for path, job in list(self._running.items()):
            if self._running.get(path) != job:  # The end of another has shown that of this one.
                continue
            process = training_process.find(job)
            self._follow(job)
            if process is None:
                self._end(path)
                continue
            if path in self._requested:
                self._request(path, self._requested[path])
            if monotonic() >= self._to_kill_at_s.get(path, float("inf")):
                training_process.end_now(process)
        if self._watched is not None:
            job = self._job(*self._watched)
            if job is not None and job.home not in self._running:
                self._follow(job)
        self._keep_time()

    def _follow(self, job: Job) -> None:
        follower = self._follower(job)
        if not follower.follow():
            return
        activity = self._entered.get(job.home)
        if activity is not None:
            history = follower.history
            left = history.left_s
            text = self.tr("%1 left").replace("%1", minutes(left)) if left is not None else ""
            activity.tell(history.share, text)
        self.told.emit(job.home)

    def _end(self, path: Path) -> None:
        """Nobody works there any more."""
        job = self._running[path]
        self._follow(job)
        self._leave(path)
        cancelled = self._to_kill_at_s.pop(path, None) is not None
        if cancelled and job.step.makes_folder:
            self._remove(path)
        elif cancelled:
            self._forget(job)
        self.ended.emit(path, job.step)
        self.rescan()

    def _leave(self, path: Path) -> None:
        self._running.pop(path, None)
        self._requested.pop(path, None)
        activity = self._entered.pop(path, None)
        if activity is not None:
            activity.end()

    def _forget(self, job: Job) -> None:
        self._followers.pop((job.home, job.step), None)
        try:
            forget_job(job)
        except SvfapError as error:
            self.failed.emit(spoken(str(error)))

    def _remove(self, path: Path) -> None:
        self._homes.pop(path, None)
        for key in [key for key in self._followers if key[0] == path]:
            del self._followers[key]
        try:
            hide(path)
        except SvfapError as error:
            self.failed.emit(spoken(str(error)))
            return
        self._delete()

    def _delete(self) -> None:
        """In a thread: a data set may be a million files."""
        if not self._tasks.busy:
            folder = self._folder
            self._tasks.run(
                lambda _task: delete_hidden(folder), self._on_deleted, title=self.tr("Deleting")
            )

    def _on_deleted(self, _nothing: None) -> None:
        if has_hidden(self._folder):
            self._delete()

    def _tell_undeleted(self, notice: Notice) -> None:
        self.failed.emit(spoken(notice.text))

    def _job(self, path: Path, step: StepKind) -> Job | None:
        home = self._homes.get(path)
        return home.job(step) if home else None

    def _title(self, job: Job) -> str:
        texts = {
            StepKind.PREPARE: self.tr("Preparing %1"),
            StepKind.PRETRAIN: self.tr("Pre-training %1"),
            StepKind.FINETUNE: self.tr("Fine-tuning %1"),
            StepKind.EVALUATE: self.tr("Evaluating %1"),
            StepKind.EXPORT: self.tr("Exporting %1"),
            StepKind.CROSS_VALIDATE: self.tr("Cross-validating %1"),
        }
        return texts[job.step].replace("%1", job.home.name)

    def _keep_time(self) -> None:
        """The timer ticks while there is something to read or to wait for."""
        reading = False
        if self._watched is not None:
            follower = self._followers.get(self._watched)
            reading = follower is not None and not follower.at_end
        if self._running or reading:
            if not self._timer.isActive():
                self._timer.start()
        else:
            self._timer.stop()
