"""Which files of a batch are done: a small database in the output folder.

One row per output. A row says done only after all its files lie under their final names, so a
killed run repeats at most the file it was at. Several runs may share a ledger, in one process or
many: each file is claimed by one of them, and a claim whose owner is gone is free again. Knows
nothing of analysis.
"""

from __future__ import annotations

import itertools
import json
import os
import socket
import sqlite3
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import NamedTuple
from weakref import WeakValueDictionary

import psutil

from svfap_core.atomic import output_errors
from svfap_core.errors import OutputError
from svfap_core.names import plain

SILENT_AFTER = timedelta(minutes=5)
"""A claim of another computer counts as abandoned when it was not renewed for this long."""

_TABLE = """
CREATE TABLE IF NOT EXISTS jobs (
    output TEXT PRIMARY KEY,
    input TEXT NOT NULL,
    content TEXT NOT NULL,
    settings TEXT NOT NULL,
    state TEXT NOT NULL,
    files TEXT NOT NULL DEFAULT '[]',
    error TEXT NOT NULL DEFAULT '',
    owner TEXT NOT NULL,
    changed_at TEXT NOT NULL
) STRICT
"""


class JobState(StrEnum):
    """How far a file is."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


class Claim(StrEnum):
    """Answer to the wish to analyse a file."""

    YOURS = "yours"
    DONE = "done"
    BUSY = "busy"
    """Another run, alive, is at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One input and where its results go.

    `output` is the path of the results relative to the output folder, without what the kinds of
    result add; `content` and `settings` are hashes: a job is done for these and no others.
    """

    input: Path
    output: str
    content: str
    settings: str


class Ledger:
    """The jobs of one output.

    Args:
        folder: Where the database lies; the output folder, if the output is one.
        exists: Whether a result of this name is there; as a file of the folder, unless given.

    Raises:
        OutputError: The folder cannot be written, or its ledger is damaged.
    """

    def __init__(self, folder: Path, exists: Callable[[str], bool] | None = None) -> None:
        self._exists = exists or partial(_lies_in, folder)
        self._path = folder / ".svfap" / "ledger.sqlite"
        start = f"{_start_of(os.getpid())}.{next(_numbers)}"
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{start}"
        _in_use[self._owner] = self
        with self._transaction() as db:
            db.execute(_TABLE)

    def claim(self, job: Job, *, again: bool = False) -> Claim:
        """Take a job, unless it is done (files included) or somebody is at it.

        Args:
            job: What to do.
            again: Do it even if it is done.
        """
        lost_since = None
        if not again:
            with self._transaction() as db:
                row = _row(db, job)
            # Asked without the lock, for which all wait: the files may be far away.
            if row is not None and row.does(job):
                if all(self._exists(name) for name in json.loads(row.files)):
                    return Claim.DONE
                lost_since = row.changed_at
        with self._transaction() as db:
            row = _row(db, job)
            if row is not None:
                running = row.state == JobState.RUNNING and row.owner != self._owner
                if running and _alive(row.owner, row.changed_at):
                    return Claim.BUSY
                if not again and row.does(job) and row.changed_at != lost_since:
                    return Claim.DONE
            db.execute(
                "INSERT OR REPLACE INTO jobs"
                " (output, input, content, settings, state, files, owner, changed_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    job.output,
                    plain(str(job.input)),
                    job.content,
                    job.settings,
                    JobState.RUNNING,
                    row.files if row is not None else "[]",
                    self._owner,
                    _now(),
                ),
            )
        return Claim.YOURS

    def renew(self, job: Job) -> None:
        """Tell other computers that the job is still being worked on."""
        with self._transaction() as db:
            db.execute("UPDATE jobs SET changed_at = ? WHERE output = ?", (_now(), job.output))

    def owns(self, job: Job, file: str) -> bool:
        """Whether a file under its final name was made by this ledger's job before."""
        return file in self.files(job)

    def files(self, job: Job) -> list[str]:
        """The results of a job by their paths below the folder; none where there is no such job."""
        with self._transaction() as db:
            row = db.execute("SELECT files FROM jobs WHERE output = ?", (job.output,)).fetchone()
        return json.loads(row[0]) if row is not None else []

    def will_write(self, job: Job, files: list[str]) -> None:
        """Note the final names before they appear, so that a killed run still owns them."""
        with self._transaction() as db:
            db.execute(
                "UPDATE jobs SET files = ? WHERE output = ?", (json.dumps(files), job.output)
            )

    def end(self, job: Job, state: JobState, *, error: str = "") -> None:
        """Write down how a claimed job ended."""
        with self._transaction() as db:
            db.execute(
                "UPDATE jobs SET state = ?, error = ?, changed_at = ? WHERE output = ?",
                (state, error, _now(), job.output),
            )

    def is_abandoned(self, owner: str) -> bool:
        """Whether a process that marked something as its own (`owner`) is gone."""
        return not _alive(owner, _now()) and owner != self._owner

    @property
    def owner(self) -> str:
        """Who claims through this object: its computer, process and number in the process."""
        return self._owner

    @contextmanager
    def _transaction(self) -> Generator[sqlite3.Connection]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            db = sqlite3.connect(self._path, timeout=30, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise self._unusable(error) from error
        try:
            db.execute("BEGIN IMMEDIATE")
            yield db
            db.execute("COMMIT")
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        finally:
            db.close()

    def _unusable(self, error: Exception) -> OutputError:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CANTOPEN) & 0xFF
        if code == sqlite3.SQLITE_CANTOPEN:
            # The system says why, SQLite does not.
            try:
                with output_errors(self._path):
                    self._path.parent.mkdir(parents=True, exist_ok=True)
                    self._path.open("ab").close()
            except OutputError as said:
                return said
        return OutputError(
            f"the record of finished files {self._path} cannot be used: {error}",
            hint=_HINTS.get(code, "Choose an output folder that you can write to."),
        )


_DAMAGED = (
    "If it is damaged, delete it: results that lie there are kept, and analysed anew only with "
    "--overwrite."
)
_HINTS = {
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_FULL: "The disk is full: free some space or choose another folder.",
    sqlite3.SQLITE_BUSY: "Another program holds it: wait until that has ended, then try again.",
}
"""Nothing but damage is a reason to delete it."""

_numbers = itertools.count()
_in_use: WeakValueDictionary[str, Ledger] = WeakValueDictionary()
"""The ledgers of this process: two runs of one app are as foreign to each other as two apps."""


class _Row(NamedTuple):
    """What the table says of a job."""

    content: str
    settings: str
    state: str
    files: str
    owner: str
    changed_at: str

    def does(self, job: Job) -> bool:
        """Whether this very job is done."""
        return self.state == JobState.DONE and self[:2] == (job.content, job.settings)


def _row(db: sqlite3.Connection, job: Job) -> _Row | None:
    found = db.execute(
        f"SELECT {', '.join(_Row._fields)} FROM jobs WHERE output = ?",  # noqa: S608  # our names
        (job.output,),
    ).fetchone()
    return None if found is None else _Row(*found)


def _lies_in(folder: Path, name: str) -> bool:
    return (folder / name).exists()


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _start_of(pid: int) -> str:
    """When a process began, as far as the system tells: process ids are used again."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def _alive(owner: str, changed_at: str) -> bool:
    host, pid, start = owner.rsplit(":", 2)
    if host != socket.gethostname():
        return datetime.now(UTC) - datetime.fromisoformat(changed_at) < SILENT_AFTER
    if not psutil.pid_exists(int(pid)):
        return False
    if int(pid) == os.getpid() and start.partition(".")[0] == _start_of(os.getpid()):
        return owner in _in_use
    # Where the system does not tell now, such as without a file handle left, nobody is robbed.
    return _start_of(int(pid)) in {start.partition(".")[0], ""}
