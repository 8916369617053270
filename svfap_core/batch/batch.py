"""Many files, so that a run can pause or end at any moment and go on later.

Knows which files there are, which are done and what to report about it; how one file is analysed is
`job`'s business, and by whom `worker`'s.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from time import perf_counter
from typing import NamedTuple, TypeAlias

from svfap_core.batch.crew import Crew, Taken
from svfap_core.batch.job import FileJob, Home, Task
from svfap_core.batch.lease import ClaimLost, Lease
from svfap_core.batch.ledger import Claim, Job, JobState, Ledger, NotClaimed
from svfap_core.batch.output import final_names, last_names, open_output
from svfap_core.batch.plan import Planned
from svfap_core.batch.summary import BatchSummary
from svfap_core.batch.worker import LocalWorker, Worker, WorkerLost
from svfap_core.errors import (
    ModelError,
    OutputError,
    SourceError,
    SvfapError,
)
from svfap_core.failures import reason_of
from svfap_core.messages import Message, as_message, joined
from svfap_core.pipeline.analysis import Progress
from svfap_core.pipeline.byproducts import why
from svfap_core.pipeline.identity import AnalysisIdentity, MethodIdentity, SourceIdentity
from svfap_core.pipeline.result import JobStopped

log = logging.getLogger(__name__)

MAX_LOSSES = 3
"""How many workers a file may cost before it counts as the reason of their end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileStarted:
    """Analysis of a file begins; `number`, from 1, counts those that were skipped, too.

    Emitted again when the worker was lost and another one starts over.
    """

    planned: Planned
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileProgress:
    """How far the running file is; `elapsed_s` is the time at work on it, without pauses."""

    planned: Planned
    progress: Progress
    elapsed_s: float


class FileOutcome(StrEnum):
    """How it went with a file."""

    DONE = "done"
    INCOMPLETE = "incomplete"
    """Its tables are made, something beside them is not; it is tried again next time."""
    SKIPPED = "skipped"
    """Done before."""
    BUSY = "busy"
    """Another process is at it, or has taken it over from this one."""
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEnded:
    """A file is dealt with.

    `elapsed_s` is the time at work on it, without pauses; `files` are its results, also of one
    that was done before, and `urls` are they where the output is no folder. `failed` has the files
    that could not be made beside the tables, each with its reason.
    """

    planned: Planned
    outcome: FileOutcome
    elapsed_s: float = 0.0
    reason: str = ""
    files: tuple[Path, ...] = ()
    urls: tuple[str, ...] = ()
    failed: Mapping[str, str] = field(default_factory=dict[str, str])


_NOT_MINE = {NotClaimed.DONE: FileOutcome.SKIPPED, NotClaimed.BUSY: FileOutcome.BUSY}

BatchEvent: TypeAlias = FileStarted | FileProgress | FileEnded


class Batch:
    """Analyses planned files into one output, once each.

    The ledger and all that gets a final name is this process's, whoever analyses.

    Args:
        out: The output folder, made when missing, or a URL.
        work: How one file is analysed, here; or several workers, who take file by file.
        tell: Called with every event, from the thread of `run`.
        again: Also do what is done.
    """

    def __init__(
        self,
        out: Path | str,
        work: FileJob | Sequence[Worker],
        tell: Callable[[BatchEvent], None],
        *,
        again: bool = False,
    ) -> None:
        self._output = open_output(out)
        self._workers = work if isinstance(work, Sequence) else [LocalWorker(work)]
        self._tell = tell
        self._again = again
        self._stop = threading.Event()
        self._going = threading.Event()
        self._going.set()
        self._held_s = 0.0
        self._ledger = Ledger(self._output.ledger_folder, self._output.exists)
        self._stages = self._ledger.owner.replace(":", "-")
        self._summary = BatchSummary(self._output, self._ledger)

    def request_stop(self) -> None:
        """End soon; the file at work is given back undone. From any thread or a signal."""
        self._stop.set()
        self._going.set()
        for worker in self._workers:
            worker.request_stop()

    def hold(self) -> None:
        """Pause: the file at work stays where it is, its claim is kept. From any thread.

        Its frames wait in a queue of fixed length, so nothing grows meanwhile.
        """
        if not self._stop.is_set():
            self._going.clear()

    def go_on(self) -> None:
        """End a pause."""
        self._going.set()

    def run(self, files: Iterable[Planned]) -> dict[FileOutcome, int]:
        """Analyse all files that are not done; each is asked for when its turn has come.

        Returns:
            How many files had which outcome.

        Raises:
            SvfapError: The output, or model, detector or device, is of no use at all.
        """
        counts = dict.fromkeys(FileOutcome, 0)

        def count(event: BatchEvent) -> None:
            if isinstance(event, FileEnded):
                counts[event.outcome] += 1
                self._summary.update_if_due()
            self._tell(event)

        self._sweep()
        crew = Crew[BatchEvent](self._workers, self._one, self._stop)
        try:
            crew.run(files, count)
        except BaseException:
            self.request_stop()
            raise
        finally:
            self._summary.update()
            self._output.remove(self._stages)
        return counts

    def _one(self, worker: Worker, taken: Taken, tell: Callable[[BatchEvent], None]) -> None:
        """Deal with one file.

        Raises:
            WorkerLost: Another worker is to deal with it.
        """
        self._wait_while_held()
        if not self._stop.is_set():
            tell(self._dealt_with(worker, taken, tell))

    def _dealt_with(
        self, worker: Worker, taken: Taken, tell: Callable[[BatchEvent], None]
    ) -> FileEnded:
        planned = taken.planned
        try:
            source = _source(worker, planned)
            method = worker.method() or self._load(worker, taken)
        except JobStopped:
            return FileEnded(planned=planned, outcome=FileOutcome.STOPPED)
        except (OSError, SourceError) as error:
            known = isinstance(error, SvfapError)
            reason = str(error) if known else Message("cannot be read: %1", reason_of(error))
            return FileEnded(planned=planned, outcome=FileOutcome.FAILED, reason=reason)
        identity = AnalysisIdentity(method=method, source=source)
        job = Job(
            input=planned.path,
            output=planned.output,
            identity=identity.digest,
            wanted=final_names(planned.output, worker.wanted(planned.path)),
        )
        claim = self._ledger.claim(job, again=self._again)
        if isinstance(claim, NotClaimed):
            done = job.wanted if claim is NotClaimed.DONE else ()
            return self._ended(planned, _NOT_MINE[claim], done)
        try:
            with Lease(self._ledger, claim) as lease:
                work = _Work(identity, lease, self._home(planned, claim))
                return self._claimed(worker, taken, work, tell)
        except ClaimLost as lost:
            return FileEnded(planned=planned, outcome=FileOutcome.BUSY, reason=str(lost))

    def _load(self, worker: Worker, taken: Taken) -> MethodIdentity:
        """Have a worker's models at hand; a model that costs worker after worker ends the run."""
        try:
            return worker.load()
        except WorkerLost as lost:
            if taken.losses + 1 < MAX_LOSSES:
                raise
            raise ModelError(
                Message("%1 workers were lost while they loaded the model: %2", MAX_LOSSES, lost),
                hint="Give each more memory, by fewer workers or larger shares.",
            ) from lost

    def _load_if_needed(self, worker: Worker, taken: Taken, work: _Work) -> None:
        """Have the models at hand, unless only by-products of tables that are there are missing."""
        if work.home.base(taken.planned.path) is None:
            self._load(worker, taken)

    def _claimed(
        self, worker: Worker, taken: Taken, work: _Work, tell: Callable[[BatchEvent], None]
    ) -> FileEnded:
        """Analyse a file that is ours; the ledger learns how it went.

        Raises:
            ClaimLost: Another run has it, and all that was done here counts for nothing.
        """
        planned, lease = taken.planned, work.lease
        try:
            self._load_if_needed(worker, taken, work)
        except JobStopped:
            return _stopped(lease, planned)
        except BaseException:
            lease.end(JobState.STOPPED)
            raise
        lease.check()
        tell(FileStarted(planned=planned, number=taken.number))
        started_s = self._work_s()
        try:
            names, failed = self._analyse(worker, taken, work, tell)
        except JobStopped:
            return _stopped(lease, planned)
        except WorkerLost as lost:
            if taken.losses + 1 < MAX_LOSSES:
                lease.end(JobState.STOPPED)
                raise
            return _failed(
                lease, planned, Message("%1 workers were lost over it: %2", MAX_LOSSES, lost)
            )
        except ClaimLost:
            raise
        except Exception as error:  # noqa: BLE001  # one file's bug must not cost the others
            return _failed(lease, planned, why(error, planned.path.name))
        if not lease.end(JobState.DONE, made=names):
            raise ClaimLost
        names = tuple(dict.fromkeys((*names, *final_names(planned.output, sorted(work.home.made)))))
        outcome = FileOutcome.INCOMPLETE if failed else FileOutcome.DONE
        ended = self._ended(planned, outcome, names, self._work_s() - started_s)
        reason = joined(Message("%1: %2", name, as_message(why)) for name, why in failed.items())
        return replace(ended, failed=failed, reason=reason)

    def _ended(
        self, planned: Planned, outcome: FileOutcome, names: Sequence[str], elapsed_s: float = 0.0
    ) -> FileEnded:
        return FileEnded(
            planned=planned,
            outcome=outcome,
            elapsed_s=elapsed_s,
            files=self._output.files(names),
            urls=self._output.urls(names),
        )

    def _work_s(self) -> float:
        """A clock that stands still in pauses."""
        return perf_counter() - self._held_s

    def _analyse(
        self, worker: Worker, taken: Taken, work: _Work, tell: Callable[[BatchEvent], None]
    ) -> tuple[tuple[str, ...], Mapping[str, str]]:
        """Analyse into a stage, then give all files their final names; and what failed, and why."""
        planned = taken.planned
        file = hashlib.sha256(planned.output.encode(errors="surrogateescape")).hexdigest()[:16]
        # Each attempt has a stage of its own: a worker that was lost may still write to its.
        stage = f"{self._stages}/{file}-{work.lease.claim.generation}"
        started_s = self._work_s()

        def on_progress(progress: Progress) -> None:
            elapsed_s = self._work_s() - started_s
            tell(FileProgress(planned=planned, progress=progress, elapsed_s=elapsed_s))
            self._wait_while_held()
            work.lease.check()

        try:
            task = Task(planned.path, work.identity, work.home)
            staged = worker.run(task, self._output, stage, on_progress)
            return self._publish(stage, staged.names, work.lease), staged.failed
        finally:
            self._output.remove(stage)

    def _wait_while_held(self) -> None:
        """Wait for the end of a pause."""
        began_s = perf_counter()
        self._going.wait()
        self._held_s += perf_counter() - began_s

    def _publish(self, stage: str, made: Sequence[str], lease: Lease) -> tuple[str, ...]:
        claim = lease.claim
        finals = final_names(claim.job.output, made)
        for final in finals:
            if self._is_taken(final, claim):
                raise OutputError(
                    Message("%1 appeared while the file was analysed", final),
                    hint="Move it away, then run this again.",
                )
        lease.will_write(finals)
        for name, final in zip(made, finals, strict=True):
            lease.confirm()
            self._output.publish(stage, name, final)
        for stale in sorted(set(claim.files) - {*finals, *claim.made}):
            # Of another analysis: beside these tables it would be taken for theirs.
            lease.confirm()
            self._output.delete(stale)
        return finals

    def _home(self, planned: Planned, claim: Claim) -> Home:
        """Where results will lie, and what the same analysis has left there."""
        there = self._output.files((planned.output,))
        folder = there[0].parent if there else None
        made = () if self._again else filter(self._output.exists, sorted(claim.made))
        taken = (name for name in claim.job.wanted if self._is_taken(name, claim))
        return Home(folder, last_names(made), last_names(taken))

    def _is_taken(self, final: str, claim: Claim) -> bool:
        """Whether something lies there that is no result of this batch, and may not be replaced."""
        return not self._again and final not in claim.files and self._output.exists(final)

    def _sweep(self) -> None:
        """Remove what killed runs of this computer left unfinished."""
        for left in self._output.stages():
            # What else lies there, such as the system's own files, is nobody's.
            owner = ":".join(left.rsplit("-", 2))
            if owner.count(":") >= 2 and self._ledger.is_abandoned(owner):
                self._output.remove(left)


class _Work(NamedTuple):
    """What is done with a file, and by what right."""

    identity: AnalysisIdentity
    lease: Lease
    home: Home


def _source(worker: Worker, planned: Planned) -> SourceIdentity:
    """What a file is; whatever reading it raises is its own failure.

    Raises:
        JobStopped: The run ends.
        OSError, SourceError: It cannot be read.
        WorkerLost: Another worker is to deal with it.
    """
    try:
        return worker.source(planned.path)
    except (JobStopped, WorkerLost, OSError):
        raise
    except Exception as error:
        raise SourceError(why(error, planned.path.name)) from error


def _stopped(lease: Lease, planned: Planned) -> FileEnded:
    lease.end(JobState.STOPPED)
    return FileEnded(planned=planned, outcome=FileOutcome.STOPPED)


def _failed(lease: Lease, planned: Planned, reason: str) -> FileEnded:
    if not lease.end(JobState.FAILED, error=reason):
        raise ClaimLost
    return FileEnded(planned=planned, outcome=FileOutcome.FAILED, reason=reason)
