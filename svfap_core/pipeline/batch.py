"""Many files, so that a run can pause or end at any moment and go on later.

Knows which files there are, which are done and what to tell about it; how one file is analysed is
`job`'s business, and by whom `worker`'s.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from time import perf_counter
from typing import TypeAlias

from svfap_core.errors import ModelError, OutputError, SvfapError, is_out_of_memory, out_of_memory
from svfap_core.pipeline.crew import Crew, Taken
from svfap_core.pipeline.job import FileJob, JobStopped, Progress
from svfap_core.pipeline.ledger import Claim, Job, JobState, Ledger
from svfap_core.pipeline.output import open_output
from svfap_core.pipeline.plan import Planned
from svfap_core.pipeline.worker import LocalWorker, Worker, WorkerLost

log = logging.getLogger(__name__)

RENEW_EVERY_S = 30.0
MAX_LOSSES = 3
"""How many workers a file may cost before it counts as the reason of their end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileStarted:
    """Analysis of a file begins; `number`, from 1, counts those that were skipped, too.

    Told again when the worker was lost and another one begins anew.
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
    SKIPPED = "skipped"
    """Done before."""
    BUSY = "busy"
    """Another process is at it."""
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEnded:
    """A file is dealt with.

    `elapsed_s` is the time at work on it, without pauses; `files` are its results, also of one
    that was done before, and `urls` are they where the output is no folder.
    """

    planned: Planned
    outcome: FileOutcome
    elapsed_s: float = 0.0
    reason: str = ""
    files: tuple[Path, ...] = ()
    urls: tuple[str, ...] = ()


_NOT_MINE = {Claim.DONE: FileOutcome.SKIPPED, Claim.BUSY: FileOutcome.BUSY}

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

    def request_stop(self) -> None:
        """End soon; the file at work is given back undone. From any thread or a signal."""
        self._stop.set()
        self._going.set()
        for worker in self._workers:
            worker.request_stop()

    def hold(self) -> None:
        """Pause: the file at work stays where it is, its claim is kept. From any thread.

        Its pictures wait in a queue of fixed length, so nothing grows meanwhile.
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
            self._tell(event)

        self._sweep()
        crew = Crew[BatchEvent](self._workers, self._one, self._stop)
        try:
            crew.run(files, count)
        except BaseException:
            self.request_stop()
            raise
        finally:
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
            job = Job(
                input=planned.path,
                output=planned.output,
                content=worker.content(planned.path),
                settings=worker.fingerprint,
            )
        except JobStopped:
            return FileEnded(planned=planned, outcome=FileOutcome.STOPPED)
        except (OSError, SvfapError) as error:
            reason = str(error) if isinstance(error, SvfapError) else f"cannot be read: {error}"
            return FileEnded(planned=planned, outcome=FileOutcome.FAILED, reason=reason)
        claim = self._ledger.claim(job, again=self._again)
        if claim is not Claim.YOURS:
            done = self._ledger.files(job) if claim is Claim.DONE else []
            return self._ended(planned, _NOT_MINE[claim], done)
        try:
            worker.load()
        except JobStopped:
            return self._stopped(job, planned)
        except WorkerLost as lost:
            self._ledger.end(job, JobState.STOPPED)
            if taken.losses + 1 < MAX_LOSSES:
                raise
            raise ModelError(
                f"{MAX_LOSSES} workers were lost while they loaded the model: {lost}",
                hint="Give each more memory, by fewer workers or larger shares.",
            ) from lost
        except BaseException:
            self._ledger.end(job, JobState.STOPPED)
            raise
        tell(FileStarted(planned=planned, number=taken.number))
        return self._claimed(worker, taken, job, tell)

    def _claimed(
        self, worker: Worker, taken: Taken, job: Job, tell: Callable[[BatchEvent], None]
    ) -> FileEnded:
        """Analyse a file that is ours; the ledger learns how it went."""
        planned = taken.planned
        started_s = self._work_s()
        try:
            names = self._analyse(worker, taken, job, tell)
        except JobStopped:
            return self._stopped(job, planned)
        except WorkerLost as lost:
            if taken.losses + 1 < MAX_LOSSES:
                self._ledger.end(job, JobState.STOPPED)
                raise
            return self._failed(job, planned, f"{MAX_LOSSES} workers were lost over it: {lost}")
        except SvfapError as error:
            return self._failed(job, planned, str(error))
        except Exception as error:  # One file's bug must not cost the others.
            if is_out_of_memory(error):
                return self._failed(job, planned, str(out_of_memory(planned.path.name)))
            log.exception("analysis of %s failed", planned.path)
            return self._failed(job, planned, f"internal error: {type(error).__name__}: {error}")
        self._ledger.end(job, JobState.DONE)
        return self._ended(planned, FileOutcome.DONE, names, self._work_s() - started_s)

    def _stopped(self, job: Job, planned: Planned) -> FileEnded:
        self._ledger.end(job, JobState.STOPPED)
        return FileEnded(planned=planned, outcome=FileOutcome.STOPPED)

    def _failed(self, job: Job, planned: Planned, reason: str) -> FileEnded:
        self._ledger.end(job, JobState.FAILED, error=reason)
        return FileEnded(planned=planned, outcome=FileOutcome.FAILED, reason=reason)

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
        self, worker: Worker, taken: Taken, job: Job, tell: Callable[[BatchEvent], None]
    ) -> list[str]:
        """Analyse into a stage, then give all files their final names."""
        planned = taken.planned
        file = hashlib.sha256(planned.output.encode(errors="surrogateescape")).hexdigest()[:16]
        # Each attempt has a stage of its own: a worker that was lost may still write to its.
        stage = f"{self._stages}/{file}-{taken.losses}"
        renewed_s, started_s = perf_counter(), self._work_s()

        def on_progress(progress: Progress) -> None:
            nonlocal renewed_s
            if perf_counter() - renewed_s > RENEW_EVERY_S:
                renewed_s = perf_counter()
                self._ledger.renew(job)
            elapsed_s = self._work_s() - started_s
            tell(FileProgress(planned=planned, progress=progress, elapsed_s=elapsed_s))
            self._wait_while_held(job)

        try:
            made = worker.run(planned.path, self._output, stage, on_progress)
            return self._publish(stage, made, job)
        finally:
            self._output.remove(stage)

    def _wait_while_held(self, job: Job | None = None) -> None:
        """Wait for the end of a pause; other computers are told that a claimed job is not lost."""
        began_s = perf_counter()
        while not self._going.wait(RENEW_EVERY_S):
            if job is not None:
                self._ledger.renew(job)
        self._held_s += perf_counter() - began_s

    def _publish(self, stage: str, made: Sequence[str], job: Job) -> list[str]:
        finals = [PurePosixPath(job.output).with_name(name).as_posix() for name in made]
        for final in finals:
            if not self._again and self._output.exists(final) and not self._ledger.owns(job, final):
                raise OutputError(
                    f"{final} exists already and is not from this analysis",
                    hint="Move it away, choose another --out, or allow it with --overwrite.",
                )
        self._ledger.will_write(job, finals)
        for name, final in zip(made, finals, strict=True):
            self._output.publish(stage, name, final)
        return finals

    def _sweep(self) -> None:
        """Remove what killed runs of this computer left unfinished."""
        for left in self._output.stages():
            # What else lies there, such as the system's own files, is nobody's.
            owner = ":".join(left.rsplit("-", 2))
            if owner.count(":") >= 2 and self._ledger.is_abandoned(owner):
                self._output.remove(left)
