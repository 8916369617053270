from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from svfap_core.errors import OutputError, SourceError
from svfap_core.results.drafts import Draft, Drafts, Identify, Work
from svfap_core.results.edits import Edits, Marker
from svfap_core.results.edits_file import SourceId

MARKED = Draft(work=Work(edits=Edits().add_marker(Marker(t_s=1.0, text="bell"))))


def read_whole(path: Path) -> SourceId:
    content = path.read_bytes()
    return SourceId(content=content.hex(), file_bytes=len(content))


def stamp(path: Path) -> str:
    if not path.exists():
        raise SourceError("not there")
    return str(path.stat().st_mtime_ns)


def size(path: Path) -> int:
    return path.stat().st_size


@pytest.fixture
def video(tmp_path: Path) -> Path:
    path = tmp_path / "talk.mp4"
    path.write_bytes(b"a talk")
    return path


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    return Drafts(tmp_path / "data", Identify(stamp, size, read_whole))


def test_a_draft_is_found_by_path_until_the_file_changes(drafts: Drafts, video: Path) -> None:
    assert drafts.find(video, None, None) == {}
    drafts.write(video, MARKED)
    assert list(drafts.find(video, None, None).values()) == [MARKED]
    video.write_bytes(b"another talk in its place")
    assert drafts.find(video, None, None) == {}
    drafts.write(video, Draft())
    assert list(drafts.find(video, None, None).values()) == [Draft()], "the other one is safe"


def test_a_moved_video_is_known_by_content(drafts: Drafts, video: Path, tmp_path: Path) -> None:
    known = MARKED.model_copy(update={"source": read_whole(video)})
    drafts.find(video, None, None)
    drafts.write(video, known)
    moved = video.rename(tmp_path / "moved.mp4")
    assert list(drafts.find(moved, None, None).values()) == [known]
    moved.write_bytes(b"b talk")
    assert drafts.find(moved, None, None) == {}, "another video of that size"
    assert list(drafts.find(None, tmp_path / "base", known.source).values()) == [known]


def test_work_done_before_anybody_has_looked_lies_apart(drafts: Drafts, video: Path) -> None:
    drafts.find(video, None, None)
    drafts.write(video, MARKED)
    drafts.write(video, Draft(), found=False)
    assert list(drafts.find(video, None, None).values()) == [MARKED], "its own is in its hands"
    drafts = drafts.again()
    found = drafts.find(video, None, None)
    assert list(found.values()) == [MARKED, Draft()]
    drafts.write(video, MARKED, found)
    assert list(drafts.find(video, None, None).values()) == [MARKED]
    drafts.remove(video)
    assert drafts.find(video, None, None) == {}


def test_what_is_damaged_is_left_alone(drafts: Drafts, video: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "data" / "x.draft.json"
    damaged.parent.mkdir()
    damaged.write_text("{")
    assert drafts.find(video, None, None) == {}
    assert damaged.exists()


def test_a_folder_that_cannot_be_written_is_an_error(video: Path, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    drafts = Drafts(tmp_path / "data", Identify(stamp, size, read_whole))
    assert drafts.find(video, None, None) == {}
    with pytest.raises(OutputError):
        drafts.write(video, MARKED)


def test_drafts_are_listed_with_their_videos_the_newest_first(
    drafts: Drafts, video: Path, tmp_path: Path
) -> None:
    assert drafts.listed() == []
    other = tmp_path / "other.mp4"
    other.write_bytes(b"other")
    for path, at_s in ((video, 100.0), (other, 200.0)):
        drafts.write(path, MARKED.model_copy(update={"path": str(path)}))
        [file] = drafts.again().find(path, None, None)
        os.utime(file, (at_s, at_s))
    drafts.write(tmp_path / "of an earlier version.mp4", MARKED)
    assert drafts.listed() == [(other, 200.0), (video, 100.0)]


def test_drafts_that_come_and_go_meanwhile_disturb_nobody(drafts: Drafts, tmp_path: Path) -> None:
    """The start page lists them from a thread while the work on a video is being kept."""
    kept = tmp_path / "kept.mp4"
    kept.write_bytes(b"a talk")
    drafts.write(kept, MARKED.model_copy(update={"path": str(kept)}))
    done = Event()

    def work() -> None:
        while not done.is_set():
            for number in range(8):
                path = tmp_path / f"{number}.mp4"
                drafts.write(path, MARKED.model_copy(update={"path": str(path)}))
            for number in range(8):
                drafts.remove(tmp_path / f"{number}.mp4")

    with ThreadPoolExecutor(1) as other:
        working = other.submit(work)
        try:
            for _ in range(200):
                assert kept in [path for path, _ in drafts.listed()]
                drafts.find(kept, None, None)
        finally:
            done.set()
        working.result()
