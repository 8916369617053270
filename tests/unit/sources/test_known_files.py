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
def video(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that counts as large, and a cache of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(content, "LEAST_BYTES", 4)
    later_s = known_files._now_s() + SETTLED_S
    monkeypatch.setattr(known_files, "_now_s", lambda: later_s)
    path = tmp_path / "video.mp4"
    path.write_bytes(b"first")
    return path


def reads(path: Path) -> tuple[str, int]:
    """Its hash, and how many blocks were read for it."""
    blocks: list[None] = []
    return content_hash(path, lambda: blocks.append(None)), len(blocks)


def test_a_file_is_read_once(video: Path) -> None:
    assert reads(video) == (bytes_hash(b"first"), 1)
    assert reads(video) == (bytes_hash(b"first"), 0)
    video.rename(video.with_name("other.mp4"))
    assert reads(video.with_name("other.mp4"))[0] == bytes_hash(b"first")


def rewritten(video: Path) -> None:
    video.write_bytes(b"other")


def dated_back(video: Path) -> None:
    """By a tool that hides the change."""
    about = video.stat()
    video.write_bytes(b"other")
    os.utime(video, ns=(about.st_atime_ns, about.st_mtime_ns))


def exchanged(video: Path) -> None:
    about, new = video.stat(), video.with_name("new")
    new.write_bytes(b"other")
    os.utime(new, ns=(about.st_atime_ns, about.st_mtime_ns))
    new.replace(video)


@pytest.mark.parametrize("change", [rewritten, dated_back, exchanged])
def test_a_changed_file_is_read_again(video: Path, change: Callable[[Path], None]) -> None:
    reads(video)
    time.sleep(0.02)  # A tick of the file system's clock.
    change(video)
    assert reads(video) == (bytes_hash(b"other"), 1)


def test_a_file_that_was_just_written_is_not_remembered(
    video: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known_files, "_now_s", lambda: video.stat().st_mtime + 0.5)
    assert reads(video)[1] == reads(video)[1] == 1


def test_what_grows_while_it_is_read_is_not_remembered(video: Path) -> None:
    def grow() -> None:
        if video.stat().st_size < 10:
            with video.open("ab") as file:
                file.write(b" and more")

    content_hash(video, grow)
    assert reads(video) == (bytes_hash(b"first and more"), 1)


@pytest.mark.parametrize("damage", ["no database", "a folder"])
def test_a_cache_that_cannot_be_used_costs_time_alone(video: Path, damage: str) -> None:
    file = known_files._file()
    if damage == "a folder":
        file.mkdir(parents=True)
    else:
        file.parent.mkdir(parents=True)
        file.write_bytes(b"something else" * 1000)
    assert reads(video) == reads(video) == (bytes_hash(b"first"), 1)


def test_old_entries_go(video: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_files, "MOST_FILES", 2)
    videos = [video.with_name(name) for name in "abc"]
    for each in videos:
        each.write_bytes(b"first")
        reads(each)
    assert [reads(each)[1] for each in reversed(videos)] == [0, 0, 1]
