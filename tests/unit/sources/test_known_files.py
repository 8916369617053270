"""Large files are read once, and again as soon as anything about them has changed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from svfap_core.sources import content, known_files
from svfap_core.sources.content import bytes_hash, content_hash

SETTLED_S = 10.0


@pytest.fixture
def film(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that counts as large, and a cache of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(content, "LEAST_BYTES", 4)
    later_s = known_files._now_s() + SETTLED_S
    monkeypatch.setattr(known_files, "_now_s", lambda: later_s)
    path = tmp_path / "film.mp4"
    path.write_bytes(b"first")
    return path


def reads(path: Path) -> tuple[str, int]:
    """Its hash, and how many blocks were read for it."""
    blocks: list[None] = []
    return content_hash(path, lambda: blocks.append(None)), len(blocks)


def test_a_file_is_read_once(film: Path) -> None:
    assert reads(film) == (bytes_hash(b"first"), 1)
    assert reads(film) == (bytes_hash(b"first"), 0)
    film.rename(film.with_name("other.mp4"))
    assert reads(film.with_name("other.mp4"))[0] == bytes_hash(b"first")


def rewritten(film: Path) -> None:
    film.write_bytes(b"other")


def dated_back(film: Path) -> None:
    """By a tool that hides the change."""
    about = film.stat()
    film.write_bytes(b"other")
    os.utime(film, ns=(about.st_atime_ns, about.st_mtime_ns))


def exchanged(film: Path) -> None:
    about, new = film.stat(), film.with_name("new")
    new.write_bytes(b"other")
    os.utime(new, ns=(about.st_atime_ns, about.st_mtime_ns))
    new.replace(film)


@pytest.mark.parametrize("change", [rewritten, dated_back, exchanged])
def test_a_changed_file_is_read_again(film: Path, change: Callable[[Path], None]) -> None:
    reads(film)
    time.sleep(0.02)  # A tick of the file system's clock.
    change(film)
    assert reads(film) == (bytes_hash(b"other"), 1)


def test_a_file_that_was_just_written_is_not_remembered(
    film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known_files, "_now_s", lambda: film.stat().st_mtime + 0.5)
    assert reads(film)[1] == reads(film)[1] == 1


def test_what_grows_while_it_is_read_is_not_remembered(film: Path) -> None:
    def grow() -> None:
        if film.stat().st_size < 10:
            with film.open("ab") as file:
                file.write(b" and more")

    content_hash(film, grow)
    assert reads(film) == (bytes_hash(b"first and more"), 1)


@pytest.mark.parametrize("damage", ["no database", "a folder"])
def test_a_cache_that_cannot_be_used_costs_time_alone(film: Path, damage: str) -> None:
    file = known_files._file()
    if damage == "a folder":
        file.mkdir(parents=True)
    else:
        file.parent.mkdir(parents=True)
        file.write_bytes(b"something else" * 1000)
    assert reads(film) == reads(film) == (bytes_hash(b"first"), 1)


def test_old_entries_go(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_files, "MOST_FILES", 2)
    films = [film.with_name(name) for name in "abc"]
    for each in films:
        each.write_bytes(b"first")
        reads(each)
    assert [reads(each)[1] for each in reversed(films)] == [0, 0, 1]
