"""Which files of a batch are done: a small database in the output folder.

One row per output. It names a result only after that lies under its final name, so a killed run
repeats at most the file it was at. Several runs may share a ledger, in one process or many: each
file is claimed by one of them, and a claim whose owner is gone is free again. An owner that was
only asleep finds out at its next step: no step of it counts once somebody else has claimed the
file. Knows nothing of analysis.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from svfap_core.atomic import output_errors
from svfap_core.batch.owners import Owner, is_alive, now
from svfap_core.errors import OutputError
from svfap_core.messages import Message
from svfap_core.names import plain

LEDGER_VERSION = 2
"""1: hashes of content and settings. 2: identities, and claims that are counted."""

_TABLE = """
CREATE TABLE jobs (
    output TEXT PRIMARY KEY,
    input TEXT NOT NULL,
    identity TEXT NOT NULL,
    state TEXT NOT NULL,
    files TEXT NOT NULL,
    error TEXT NOT NULL DEFAULT '',
    owner TEXT NOT NULL,
    generation INTEGER NOT NULL,
    changed_at TEXT NOT NULL
) STRICT
"""
_FROM_VERSION_1 = (
    "ALTER TABLE jobs ADD COLUMN identity TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE jobs ADD COLUMN generation INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE jobs DROP COLUMN content",
    "ALTER TABLE jobs DROP COLUMN settings",
    # From a list of names to the analysis that made each, which is not known.
    "UPDATE jobs SET files = (SELECT json_group_object(value, '') FROM json_each(files))",
)

_HELD = "WHERE output = ? AND owner = ? AND generation = ? AND state = ?"
"""The row of a claim that still holds: nobody has claimed the output since, nor ended it."""


class JobState(StrEnum):
    """How far a file is."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


class NotClaimed(StrEnum):
    """Why a file is not to be analysed."""

    DONE = "done"
    BUSY = "busy"
    """Another run, alive, is at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One input and where its results go.

    `output` is the path of the results relative to the output folder, without what the kinds of
    result add; `identity` is the digest of the analysis that is to make them, and `wanted` are the
    paths of all of them. The job is done when this very analysis has made all that is wanted.
    """

    input: Path
    output: str
    identity: str
    wanted: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The right to work on a job, until it ends or another run takes it over.

    `generation` counts the claims of an output. `files` are the results that earlier runs have put
    there, so that they may be replaced, each with the identity of the analysis that made it; of one
    that a killed run was putting there it is empty.
    """

    job: Job
    generation: int
    files: Mapping[str, str]

    @property
    def made(self) -> frozenset[str]:
        """Results that the same analysis has made before: as good as new where they still are."""
        return frozenset(name for name, by in self.files.items() if by == self.job.identity)


def has_ledger(folder: Path) -> bool:
    """Whether an output folder has a ledger; opening one makes it."""
    return _path_in(folder).is_file()


class Ledger:
    """The jobs of one output.

    Args:
        folder: Where the database lies; the output folder, if the output is one.
        exists: Whether a result of this name is there; as a file of the folder, unless given.

    Raises:
        OutputError: The folder cannot be written, or its ledger is damaged or of a later version.
    """

    def __init__(self, folder: Path, exists: Callable[[str], bool] | None = None) -> None:
        self._exists = exists or partial(_lies_in, folder)
        self._path = _path_in(folder)
        self._owner = Owner()
        with self._transaction() as db:
            self._migrate(db)

    def claim(self, job: Job, *, again: bool = False) -> Claim | NotClaimed:
        """Take a job, unless it is done or somebody is at it.

        Args:
            job: What to do.
            again: Do it even if it is done.
        """
        while True:
            with self._transaction("DEFERRED") as db:
                seen = _row(db, job.output)
            # Asked without the lock, for which all wait: the files may be far away.
            if not again and seen is not None and self._is_done(seen, job):
                return NotClaimed.DONE
            with self._transaction() as db:
                row = _row(db, job.output)
                if row is not None and self._is_busy(row):
                    return NotClaimed.BUSY
                if row == seen:
                    return self._take(db, job, row)
            # Another run has been here since: look again at what it left.

    def holds(self, claim: Claim) -> bool:
        """Whether a claim still is one; quicker than to renew it."""
        with self._transaction("DEFERRED") as db:
            found = db.execute(f"SELECT 1 FROM jobs {_HELD}", self._held(claim)).fetchone()  # noqa: S608  # our words
        return found is not None

    def renew(self, claim: Claim) -> bool:
        """Show other computers that the job is still being worked on; false if it is lost."""
        with self._transaction() as db:
            return self._update(db, claim)

    def will_write(self, claim: Claim, names: Iterable[str]) -> bool:
        """Note final names before they appear, so that a killed run still owns them.

        Returns:
            Whether the claim still holds; if not, nothing may get a final name.
        """
        with self._transaction() as db:
            files = _files(db, claim) | dict.fromkeys(names, "")
            return self._update(db, claim, files=json.dumps(files))

    def end(
        self, claim: Claim, state: JobState, *, made: Iterable[str] = (), error: str = ""
    ) -> bool:
        """Write down how a claimed job ended.

        Args:
            claim: The claim; it holds no longer.
            state: How it ended.
            made: Results that now lie under their final names.
            error: Why it failed.

        Returns:
            Whether the claim held until now; if not, nothing was written.
        """
        with self._transaction() as db:
            # What other analyses left beside these results was deleted.
            known = _files(db, claim)
            if state is JobState.DONE:
                known = {name: by for name, by in known.items() if by == claim.job.identity}
            files = known | dict.fromkeys(made, claim.job.identity)
            return self._update(db, claim, files=json.dumps(files), state=state, error=error)

    def made(self, ending: str) -> dict[str, str]:
        """All results with this ending, each with the identity of the analysis that made it."""
        with self._transaction("DEFERRED") as db:
            rows = db.execute("SELECT files FROM jobs WHERE state = ?", (JobState.DONE,)).fetchall()
        files = (item for (text,) in rows for item in json.loads(text).items())
        return {name: by for name, by in files if by and name.endswith(ending)}

    def is_abandoned(self, owner: str) -> bool:
        """Whether a process that marked something as its own (`owner`) is gone."""
        return not is_alive(owner, now().isoformat()) and owner != self.owner

    @property
    def owner(self) -> str:
        """Who claims through this object: its computer, process and number in the process."""
        return self._owner.name

    def _is_busy(self, row: _Row) -> bool:
        claimed = row.state == JobState.RUNNING and row.owner != self.owner
        return claimed and is_alive(row.owner, row.changed_at)

    def _is_done(self, row: _Row, job: Job) -> bool:
        files = json.loads(row.files)
        made = all(files.get(name) == job.identity for name in job.wanted)
        return made and all(map(self._exists, job.wanted))

    def _take(self, db: sqlite3.Connection, job: Job, row: _Row | None) -> Claim:
        files = row.files if row is not None else "{}"
        generation = row.generation + 1 if row is not None else 1
        db.execute(
            "INSERT OR REPLACE INTO jobs"
            " (output, input, identity, state, files, owner, generation, changed_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                job.output,
                plain(str(job.input)),
                job.identity,
                JobState.RUNNING,
                files,
                self.owner,
                generation,
                now().isoformat(),
            ),
        )
        return Claim(job=job, generation=generation, files=MappingProxyType(json.loads(files)))

    def _update(self, db: sqlite3.Connection, claim: Claim, **values: str) -> bool:
        """Change the row of a claim, if it still is: the only way in which a row changes."""
        values = {**values, "changed_at": now().isoformat()}
        changes = ", ".join(f"{column} = ?" for column in values)
        query = f"UPDATE jobs SET {changes} {_HELD}"  # noqa: S608  # our words
        return db.execute(query, (*values.values(), *self._held(claim))).rowcount == 1

    def _held(self, claim: Claim) -> tuple[str, str, int, str]:
        return claim.job.output, self.owner, claim.generation, JobState.RUNNING

    def _migrate(self, db: sqlite3.Connection) -> None:
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version > LEDGER_VERSION:
            raise OutputError(
                Message(
                    "the record of finished files %1 is of a later version of this program",
                    self._path,
                ),
                hint="Update the program, or choose another output folder.",
            )
        if version < LEDGER_VERSION:
            tables = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'jobs'").fetchall()
            for step in _FROM_VERSION_1 if tables else (_TABLE,):
                db.execute(step)
            db.execute(f"PRAGMA user_version = {LEDGER_VERSION}")

    @contextmanager
    def _transaction(self, kind: str = "IMMEDIATE") -> Generator[sqlite3.Connection]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            db = sqlite3.connect(self._path, timeout=30, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise self._unusable(error) from error
        try:
            db.execute(f"BEGIN {kind}")
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
            Message("the record of finished files %1 cannot be used: %2", self._path, error),
            hint=_HINTS.get(code, Message("Choose an output folder that you can write to.")),
        )


_DAMAGED = Message(
    "If it is damaged, delete it: existing results are kept, and analysed again only "
    "with --overwrite."
)
_HINTS = {
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_FULL: Message("The disk is full: free some space or choose another folder."),
    sqlite3.SQLITE_BUSY: Message(
        "Another program holds it: wait until that has ended, then try again."
    ),
}
"""Nothing but damage is a reason to delete it."""


class _Row(NamedTuple):
    """What the table says of a job."""

    state: str
    files: str
    owner: str
    generation: int
    changed_at: str


def _row(db: sqlite3.Connection, output: str) -> _Row | None:
    found = db.execute(
        f"SELECT {', '.join(_Row._fields)} FROM jobs WHERE output = ?",  # noqa: S608  # our names
        (output,),
    ).fetchone()
    return None if found is None else _Row(*found)


def _files(db: sqlite3.Connection, claim: Claim) -> dict[str, str]:
    row = _row(db, claim.job.output)
    return json.loads(row.files) if row is not None else {}


def _path_in(folder: Path) -> Path:
    return folder / ".svfap" / "ledger.sqlite"


def _lies_in(folder: Path, name: str) -> bool:
    return (folder / name).exists()
