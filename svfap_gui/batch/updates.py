"""What the threads of a batch report, as frozen values. Knows no thread and no table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, TypeAlias


class RowState(StrEnum):
    """How far a file of the list is."""

    WAITING = "waiting"
    PREPARING = "preparing"
    """Its content is compared with the record of finished files, or the model is being loaded."""
    RUNNING = "running"
    DONE = "done"
    INCOMPLETE = "incomplete"
    """Its tables are there, something beside them is not."""
    SKIPPED = "skipped"
    """Done before, by whomever."""
    BUSY = "busy"
    """Another program or computer is at it."""
    FAILED = "failed"
    MISSING = "missing"
    """Listed earlier, and not there any more."""


MADE = frozenset({RowState.DONE, RowState.INCOMPLETE})
"""States of files that this run has analysed."""

FINISHED = MADE | {RowState.SKIPPED}
"""States of files that have results."""

AGAIN = frozenset({RowState.FAILED, RowState.BUSY, RowState.INCOMPLETE, RowState.MISSING})
"""States in which it makes sense to try once more."""


class Found(NamedTuple):
    """A file to analyse; `output` names it in the list and is its results' path, as in a plan."""

    path: Path
    output: str


@dataclass(frozen=True, slots=True)
class FilesFound:
    """Some files of what was added, in order."""

    files: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class LengthRead:
    """A file's length; `None` where its container does not say."""

    output: str
    length_s: float | None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that cannot be opened, and why."""

    output: str
    reason: str


@dataclass(frozen=True, slots=True)
class NotSearched:
    """Something added of which nothing can be used, and why."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is not, or not as expected, in the list, in a sentence."""

    text: str


@dataclass(frozen=True, slots=True)
class ScanEnded:
    """Everything added is listed and its lengths are read."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A file's turn has come."""

    output: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Advanced:
    """How far the file at work is; `elapsed_s` without pauses."""

    output: str
    position_s: float
    length_s: float | None
    elapsed_s: float
    faces: int
    drawing: bool
    """The overlay is being drawn; the analysis is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A file is dealt with; one that was given back waits again."""

    output: str
    state: RowState
    reason: str = ""
    elapsed_s: float = 0.0
    files: tuple[Path, ...] = ()
    faces: int | None = None
    notes: tuple[str, ...] = ()
    """What its result has to say of the video."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """How a file of an earlier list stands now; `None`: it is missing."""

    output: str
    ended: Ended | None


@dataclass(frozen=True, slots=True)
class RunEnded:
    """The batch is over; with an error when no file could be analysed at all."""

    error: BaseException | None


Update: TypeAlias = (
    FilesFound
    | LengthRead
    | Unreadable
    | NotSearched
    | LeftOut
    | ScanEnded
    | Taken
    | Advanced
    | Ended
    | Remembered
    | RunEnded
)
