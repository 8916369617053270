"""Short films and data for programs that meet with a fault. Of packages' pictures, none stored."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import numpy as np
from skimage.data import astronaut

from tests.media import even_times, write_video


def head_film(path: Path, *, pictures: int = 40, step_px: int = 1) -> Path:
    """The face of scikit-image's astronaut, that sways by so many pixels a picture."""
    photo = astronaut()

    def draw(index: int) -> np.ndarray:
        left = 90 + round(20 * np.sin(index * step_px / 10))
        return np.ascontiguousarray(photo[:240, left : left + 240])

    return write_video(path, even_times(pictures), size=(240, 240), draw=draw)


class Kept(NamedTuple):
    """A file as it was: content and date."""

    content: bytes
    changed_ns: int


def kept(*roots: Path) -> dict[Path, Kept]:
    """All files below some files and folders."""
    files = [file for root in roots for file in (root.rglob("*") if root.is_dir() else [root])]
    return {
        file: Kept(file.read_bytes(), file.stat().st_mtime_ns) for file in files if file.is_file()
    }


def done_files(out: Path) -> list[Path]:
    """What the ledger of an output folder says is done."""
    ledger = out / ".svfap" / "ledger.sqlite"
    if not ledger.exists():
        return []
    with closing(sqlite3.connect(ledger)) as db:
        try:
            rows = db.execute("SELECT files FROM jobs WHERE state = 'done'").fetchall()
        except sqlite3.OperationalError:  # Killed before there was a table.
            return []
    return [out / name for row in rows for name in json.loads(row[0])]


def results(out: Path) -> dict[str, bytes]:
    """All results by name, without what tells when they were made."""
    files = (path for path in out.rglob("*") if path.is_file() and ".svfap" not in path.parts)
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(files)
        if path.suffix not in {".json", ".eaf"}
    }
