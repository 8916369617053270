"""Hashes of large files that were read before, in the user's cache: gigabytes take a while.

A file counts as the same while its device, inode, size and dates do. One that was changed a moment
ago may be changed again within the same tick of the file system's clock, so it is not remembered.
Whatever goes wrong here costs time, never a result.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from platformdirs import user_cache_path

_log = logging.getLogger(__name__)

LEAST_BYTES = 1 << 24
"""Smaller files are read as fast as they are looked up."""

MOST_FILES = 100_000

_SETTLED_S = 2.0
"""The coarsest clock of a usual file system, FAT's."""
_TIMEOUT_S = 1.0


def known_digest(about: os.stat_result) -> bytes | None:
    """What was found for this very file before."""
    try:
        with _database() as db:
            row = db.execute("SELECT digest FROM files WHERE key = ?", (_key(about),)).fetchone()
    except (sqlite3.Error, OSError) as error:
        _log.info("hashes of files cannot be looked up: %s", error)
        return None
    return None if row is None else bytes(row[0])


def keep_digest(before: os.stat_result, after: os.stat_result, digest: bytes) -> None:
    """Remember what was found, unless the file was being changed.

    Args:
        before: The file as reading began.
        after: The same as it ended.
        digest: Of its content.
    """
    changed_s = max(after.st_mtime, after.st_ctime)
    if _key(before) != _key(after) or _now_s() - changed_s < _SETTLED_S:
        return
    try:
        with _database() as db:
            db.execute("INSERT OR REPLACE INTO files VALUES (?, ?)", (_key(after), digest))
            db.execute(
                "DELETE FROM files WHERE rowid <= (SELECT max(rowid) FROM files) - ?", (MOST_FILES,)
            )
    except (sqlite3.Error, OSError) as error:
        _log.info("the hash of a file is not kept: %s", error)


def _now_s() -> float:
    return datetime.now(UTC).timestamp()


def _key(about: os.stat_result) -> str:
    dates = f"{about.st_mtime_ns} {about.st_ctime_ns}"
    return f"{about.st_dev} {about.st_ino} {about.st_size} {dates}"


@contextmanager
def _database() -> Generator[sqlite3.Connection]:
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(file, timeout=_TIMEOUT_S)) as db, db:
        db.execute("CREATE TABLE IF NOT EXISTS files (key TEXT PRIMARY KEY, digest BLOB NOT NULL)")
        yield db


def _file() -> Path:
    return user_cache_path("svfap", appauthor=False) / "files.sqlite"
