"""Many files, one after another, so that a run can pause or end at any moment and go on later.

Knows which files there are, which are done and what to tell about it; how one file is analysed is
`job`'s business.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from time import perf_counter
from typing import TypeAlias

from svfap_core.errors import OutputError, SvfapError
from svfap_core.pipeline.job import FileJob, JobStopped, Progress, source_hash
from svfap_core.pipeline.ledger import Claim, Job, JobState, Ledger
from svfap_core.pipeline.plan import Planned

log = logging.getLogger(__name__)

RENEW_EVERY_S = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FileStarted:
    """Analysis of a file begins; `number`, from 1, counts those that were skipped, too."""

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
    that was done before.
    """

    planned: Planned
    outcome: FileOutcome
    elapsed_s: float = 0.0
    reason: str = ""
    files: tuple[Path, ...] = ()


_NOT_MINE = {Claim.DONE: FileOutcome.SKIPPED, Claim.BUSY: FileOutcome.BUSY}

BatchEvent: TypeAlias = FileStarted | FileProgress | FileEnded


class Batch:
    """Analyses planned files into one output folder, once each.

    Args:
        out: The output folder; made when missing.
        file_job: How one file is analysed.
        tell: Called with every event, from the thread of `run`.
        again: Also do what is done.
    """

    def __init__(
        self,
        out: Path,
        file_job: FileJob,
        tell: Callable[[BatchEvent], None],
        *,
        again: bool = False,
    ) -> None:
        self._out = out
        self._file_job = file_job
        self._tell = tell
        self._again = again
        self._stop = threading.Event()
        self._going = threading.Event()
        self._going.set()
        self._held_s = 0.0
        self._ledger = Ledger(out)

    def request_stop(self) -> None:
        """End soon; the file at work is given back undone. From any thread or a signal."""
        self._stop.set()
        self._going.set()
        self._file_job.request_stop()

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
            SvfapError: The output folder, or model, detector or device, is of no use at all.
        """
        counts = dict.fromkeys(FileOutcome, 0)
        self._sweep()
        try:
            for number, planned in enumerate(files, start=1):
                self._wait_while_held()
                if self._stop.is_set():
                    break
                ended = self._one(planned, number)
                counts[ended.outcome] += 1
                self._tell(ended)
        finally:
            shutil.rmtree(self._staging_root, ignore_errors=True)
        return counts

    def _one(self, planned: Planned, number: int) -> FileEnded:
        try:
            job = Job(
                input=planned.path,
                output=planned.output,
                content=source_hash(planned.path, self._stop.is_set),
                settings=self._file_job.fingerprint,
            )
        except JobStopped:
            return FileEnded(planned=planned, outcome=FileOutcome.STOPPED)
        except (OSError, SvfapError) as error:
            reason = str(error) if isinstance(error, SvfapError) else f"cannot be read: {error}"
            return FileEnded(planned=planned, outcome=FileOutcome.FAILED, reason=reason)
        claim = self._ledger.claim(job, again=self._again)
        if claim is not Claim.YOURS:
            done = self._ledger.files(job) if claim is Claim.DONE else []
            return FileEnded(
                planned=planned,
                outcome=_NOT_MINE[claim],
                files=tuple(self._out / name for name in done),
            )
        try:
            self._file_job.load()
        except BaseException:
            self._ledger.end(job, JobState.STOPPED)
            raise
        self._tell(FileStarted(planned=planned, number=number))
        return self._claimed(planned, job)

    def _claimed(self, planned: Planned, job: Job) -> FileEnded:
        """Analyse a file that is ours; the ledger learns how it went."""
        started_s = self._work_s()
        try:
            files = self._analyse(planned, job)
        except JobStopped:
            self._ledger.end(job, JobState.STOPPED)
            return FileEnded(planned=planned, outcome=FileOutcome.STOPPED)
        except SvfapError as error:
            self._ledger.end(job, JobState.FAILED, error=str(error))
            return FileEnded(planned=planned, outcome=FileOutcome.FAILED, reason=str(error))
        except Exception as error:  # One file's bug must not cost the others.
            log.exception("analysis of %s failed", planned.path)
            reason = f"internal error: {type(error).__name__}: {error}"
            self._ledger.end(job, JobState.FAILED, error=reason)
            return FileEnded(planned=planned, outcome=FileOutcome.FAILED, reason=reason)
        self._ledger.end(job, JobState.DONE)
        elapsed_s = self._work_s() - started_s
        return FileEnded(
            planned=planned, outcome=FileOutcome.DONE, elapsed_s=elapsed_s, files=files
        )

    def _work_s(self) -> float:
        """A clock that stands still in pauses."""
        return perf_counter() - self._held_s

    def _analyse(self, planned: Planned, job: Job) -> tuple[Path, ...]:
        """Analyse into a staging folder, then give all files their final names."""
        staging = self._staging_root / hashlib.sha256(planned.output.encode()).hexdigest()[:16]
        staging.mkdir(parents=True, exist_ok=True)
        renewed_s, started_s = perf_counter(), self._work_s()

        def on_progress(progress: Progress) -> None:
            nonlocal renewed_s
            if perf_counter() - renewed_s > RENEW_EVERY_S:
                renewed_s = perf_counter()
                self._ledger.renew(job)
            elapsed_s = self._work_s() - started_s
            self._tell(FileProgress(planned=planned, progress=progress, elapsed_s=elapsed_s))
            self._wait_while_held(job)

        try:
            made = self._file_job.run(planned.path, staging, on_progress)
            return self._publish(made, planned, job)
        finally:
            shutil.rmtree(staging, ignore_errors=True)

    def _wait_while_held(self, job: Job | None = None) -> None:
        """Wait for the end of a pause; other computers are told that a claimed job is not lost."""
        began_s = perf_counter()
        while not self._going.wait(RENEW_EVERY_S):
            if job is not None:
                self._ledger.renew(job)
        self._held_s += perf_counter() - began_s

    def _publish(self, made: Sequence[Path], planned: Planned, job: Job) -> tuple[Path, ...]:
        target = (self._out / planned.output).parent
        finals = [target / path.name for path in made]
        names = [path.relative_to(self._out).as_posix() for path in finals]
        for final, name in zip(finals, names, strict=True):
            if final.exists() and not self._again and not self._ledger.owns(job, name):
                raise OutputError(
                    f"{final} exists already and is not from this analysis",
                    hint="Move it away, choose another --out, or allow it with --overwrite.",
                )
        self._ledger.will_write(job, names)
        try:
            target.mkdir(parents=True, exist_ok=True)
            for path, final in zip(made, finals, strict=True):
                if final.is_dir():
                    shutil.rmtree(final)
                path.replace(final)
        except OSError as error:
            raise OutputError(
                f"results of {planned.path.name} cannot be moved to {target}: {error}",
                hint="Check that the folder can be written and the disk is not full.",
            ) from error
        return tuple(finals)

    @property
    def _staging_root(self) -> Path:
        return self._out / ".svfap" / "staging" / self._ledger.owner.replace(":", "-")

    def _sweep(self) -> None:
        """Remove what killed runs of this computer left unfinished."""
        root = self._staging_root.parent
        if not root.is_dir():
            return
        for left in root.iterdir():
            host, pid, start = left.name.rsplit("-", 2)
            if self._ledger.is_abandoned(f"{host}:{pid}:{start}"):
                shutil.rmtree(left, ignore_errors=True)
