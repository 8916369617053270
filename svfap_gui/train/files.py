"""What lies in the folder of training runs: data sets, runs, and the processes that made them.

A folder below it is a data set or a run. Each process of the trainer that worked on it has left
there, in `process/`, its command and pid, its output (events) and what it said else. So a run is
found again whoever looks for it. Reads and writes these files; starts nothing, knows no Qt.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from pydantic import AwareDatetime, ValidationError

from svfap_core.atomic import output_errors, whole_file
from svfap_core.settings import Frozen
from svfap_core.system import file_name
from svfap_gui.train.events import last_event
from trainer.events import Ended, Evaluated, Exported, Failed, Prepared
from trainer.folder import (
    CONFIG_FILE,
    EVALUATION_FILE,
    EVENTS_FILE,
    FOLDS,
    LAST,
    MANIFEST_FILE,
)

PROCESS_FOLDER = "process"
_CANCELLED = "cancelled"
_DELETING = ".deleting-"
_LOG_BYTES = 8192
_REASON_LINES = 3
_FRAMES = re.compile(r"[│╭╮╰╯─]+")
"""What the command line draws around its errors."""


class StepKind(StrEnum):
    """The five steps, by their names on the command line, and cross-validation.

    A cross-validation fine-tunes and evaluates; it is started by the form of fine-tuning.
    """

    PREPARE = "prepare"
    PRETRAIN = "pretrain"
    FINETUNE = "finetune"
    EVALUATE = "evaluate"
    EXPORT = "export"
    CROSS_VALIDATE = "cross-validate"

    @property
    def makes_folder(self) -> bool:
        """Whether the step makes the folder it works in; the others work on a run."""
        return self is StepKind.PREPARE or self.trains

    @property
    def trains(self) -> bool:
        """Whether it learns."""
        return self is StepKind.PRETRAIN or self.fine_tunes

    @property
    def fine_tunes(self) -> bool:
        """Whether its run can be evaluated and exported."""
        return self in (StepKind.FINETUNE, StepKind.CROSS_VALIDATE)

    @property
    def stops_early(self) -> bool:
        """Whether it can end with what it has learned so far."""
        return self in (StepKind.PRETRAIN, StepKind.FINETUNE)

    @property
    def evaluates(self) -> bool:
        """Whether figures come of it."""
        return self in (StepKind.EVALUATE, StepKind.CROSS_VALIDATE)

    @property
    def covers(self) -> tuple[StepKind, ...]:
        """Which of the five steps are done by it."""
        if self is StepKind.CROSS_VALIDATE:
            return StepKind.FINETUNE, StepKind.EVALUATE
        return (self,)


class JobState(StrEnum):
    """How a process of the trainer stands."""

    RUNNING = "running"
    FINISHED = "finished"
    STOPPED_EARLY = "stopped_early"
    INTERRUPTED = "interrupted"
    FAILED = "failed"


class Outcome(Frozen):
    """How a job ended, and why if it failed."""

    state: JobState
    reason: str = ""


class Job(Frozen):
    """A process of the trainer.

    Attributes:
        step: What it does.
        home: The data set or run that it works on.
        command: All its arguments; none where it was not started here.
        pid: Of the process; none where the app ended before it could note it.
        begun: When.
    """

    step: StepKind
    home: Path
    command: tuple[str, ...] = ()
    pid: int | None = None
    begun: AwareDatetime

    @property
    def output(self) -> Path:
        """Events of this process, one a line."""
        if not self.command:
            return self.home / EVENTS_FILE
        return self.home / PROCESS_FOLDER / f"{self.step}.jsonl"

    @property
    def log(self) -> Path:
        """What else it said."""
        return self.home / PROCESS_FOLDER / f"{self.step}.log"

    @property
    def events(self) -> Path:
        """All events there are, also of the processes that a resumed run had before.

        Of a cross-validation, whose runs have files of their own, those of the last process.
        """
        return self.home / EVENTS_FILE if self.step.stops_early else self.output

    @property
    def record(self) -> Path:
        """Where this is kept."""
        return self.home / PROCESS_FOLDER / f"{self.step}.json"


@dataclass(frozen=True, slots=True)
class Home:
    """A folder below that of the runs.

    Attributes:
        path: The folder.
        step: What makes it: a data set is made by `PREPARE`.
        jobs: What was done to it, oldest first; never empty.
        cancelled: The user wants it gone.
    """

    path: Path
    step: StepKind
    jobs: tuple[Job, ...]
    cancelled: bool = False

    def job(self, step: StepKind) -> Job | None:
        """The last process of a step."""
        return next((job for job in self.jobs if job.step is step), None)

    @property
    def made(self) -> Job:
        """What made the folder; the data set's or run's own events are its."""
        return self.job(self.step) or self.newest

    @property
    def newest(self) -> Job:
        """What was begun last."""
        return self.jobs[-1]

    @property
    def is_data(self) -> bool:
        """Whether runs can learn from it."""
        return (self.path / MANIFEST_FILE).exists()

    @property
    def can_resume(self) -> bool:
        """Whether there is something to go on from."""
        if self.step is StepKind.CROSS_VALIDATE:
            return self.config.exists()
        return self.step is StepKind.PREPARE or (self.path / LAST).exists()

    @property
    def config(self) -> Path:
        """Settings of the run; those of a cross-validation, which all its folds share."""
        return _config_of(self.path)


def scan(runs: Path) -> list[Home]:
    """All data sets and runs, the one that was worked on last first."""
    if not runs.is_dir():
        return []
    found = [_home(path) for path in runs.iterdir() if path.is_dir() and path.name[0] != "."]
    homes = [home for home in found if home is not None]
    return sorted(homes, key=lambda home: home.newest.begun, reverse=True)


def write_job(job: Job) -> None:
    """Keep what is known of a process.

    Raises:
        OutputError: The folder cannot be written.
    """
    with whole_file(job.record) as part:
        part.write_text(job.model_dump_json(indent=2), encoding="utf-8")


def forget_job(job: Job) -> None:
    """Leave no trace of a process; its results stay.

    Raises:
        OutputError: They cannot be deleted.
    """
    with output_errors(job.home):
        for path in (job.record, job.output, job.log):
            path.unlink(missing_ok=True)
    with suppress(OSError):  # They are empty where there are no results.
        job.record.parent.rmdir()
        job.home.rmdir()


def mark_cancelled(home: Path) -> None:
    """Note that a folder is to be deleted once nobody works in it, whether or not the app lives.

    Raises:
        OutputError: The folder cannot be written.
    """
    with whole_file(home / PROCESS_FOLDER / _CANCELLED) as part:
        part.touch()


def hide(home: Path) -> Path:
    """Take a folder out of the list; `delete_hidden` frees the space, which may take a while.

    Raises:
        OutputError: It cannot be renamed.
    """
    target = home.with_name(_DELETING + home.name)
    with output_errors(home):
        if target.exists():
            shutil.rmtree(target)
        home.rename(target)
    return target


def delete_hidden(runs: Path) -> None:
    """Delete all that was hidden, also before the app was last closed.

    Raises:
        OutputError: Something cannot be deleted.
    """
    with output_errors(runs):
        for path in runs.glob(f"{_DELETING}*"):
            shutil.rmtree(path)


def has_hidden(runs: Path) -> bool:
    """Whether `delete_hidden` has something to do."""
    return next(runs.glob(f"{_DELETING}*"), None) is not None


def outcome_of(job: Job) -> Outcome:
    """How a job that does not run any more has ended."""
    match last_event(job.output):
        case Failed() as event:
            return Outcome(state=JobState.FAILED, reason=event.said(event.error))
        case Ended(outcome=outcome):
            return Outcome(state=JobState(outcome))
        case Prepared() | Evaluated() | Exported():
            return Outcome(state=JobState.FINISHED)
        case _:
            pass
    if not job.command and job.step is StepKind.PREPARE:
        return Outcome(state=JobState.FINISHED)  # Its manifest is there, which is written last.
    reason = _last_words(job.log)
    if reason:
        return Outcome(state=JobState.FAILED, reason=reason)
    return Outcome(state=JobState.INTERRUPTED)


def evaluations(run: Path) -> list[Path]:
    """The figures there are of a run, newest first."""
    found = run.glob(f"*/{EVALUATION_FILE}")
    return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)


def epochs_of(run: Path) -> int:
    """How many epochs a run is to have; 0 where its config does not say."""
    try:
        text = _config_of(run).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return 0
    found = re.search(r"^  epochs: (\d+)$", text, re.MULTILINE)
    return int(found[1]) if found else 0


def _config_of(run: Path) -> Path:
    """The final run of a cross-validation has none before it begins; a fold tells as much."""
    return next(iter(sorted(run.glob(f"{FOLDS}/*/{CONFIG_FILE}"))), run / CONFIG_FILE)


def free_name(runs: Path, wanted: str) -> str:
    """A name like `wanted` that no folder has yet."""
    plain = file_name(re.sub(r"[^\w.-]+", "-", wanted.strip()).strip("-."), otherwise="run")
    number, name = 2, plain
    while (runs / name).exists():
        number, name = number + 1, f"{plain}-{number}"
    return name


def _home(path: Path) -> Home | None:
    jobs = _jobs(path)
    if not jobs:
        return None
    step = next((job.step for job in jobs if job.step.makes_folder), None) or _made_by(path)
    if step is None:
        return None
    return Home(path, step, tuple(jobs), (path / PROCESS_FOLDER / _CANCELLED).exists())


def _jobs(path: Path) -> Sequence[Job]:
    found = [job for job in map(_read_job, (path / PROCESS_FOLDER).glob("*.json")) if job]
    step = _made_by(path)
    if step is not None and all(job.step is not step for job in found):
        found.append(Job(step=step, home=path, begun=_written(path)))
    return sorted(found, key=lambda job: job.begun)


def _read_job(path: Path) -> Job | None:
    """None for what is no record of ours. A run that was moved is read where it is now."""
    try:
        job = Job.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
    return job.model_copy(update={"home": path.parent.parent})


def _made_by(path: Path) -> StepKind | None:
    """What made a folder that the command line made."""
    if (path / MANIFEST_FILE).exists():
        return StepKind.PREPARE
    if _config_of(path).parent != path:
        return StepKind.CROSS_VALIDATE
    try:
        text = (path / CONFIG_FILE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    found = re.search(r"^kind: (pretrain|finetune)$", text, re.MULTILINE)
    return StepKind(found[1]) if found else None


def _written(path: Path) -> AwareDatetime:
    for file in (_config_of(path), path / MANIFEST_FILE):
        if file.exists():
            return datetime.fromtimestamp(file.stat().st_mtime, UTC)
    return datetime.now(UTC)


def _last_words(log: Path) -> str:
    """The error that a log ends with; empty where it holds none, as that of a killed process."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - _LOG_BYTES))
            text = file.read().decode("utf-8", errors="replace")
    except OSError:
        return ""
    lines = [line for line in (_FRAMES.sub(" ", raw).strip() for raw in text.splitlines()) if line]
    if "Traceback (most recent call last)" in text:
        return lines[-1]
    errors = [number for number, line in enumerate(lines) if line.lower().startswith("error")]
    return " ".join(lines[errors[-1] + 1 :][:_REASON_LINES]) if errors else ""
