from __future__ import annotations

import json
from pathlib import Path

import pytest

from svfap_core.errors import OutputError, SvfapError
from svfap_core.results.edits import Edits, Marker, TimeRange
from svfap_core.results.edits_file import (
    SavedEdits,
    SourceId,
    former_path,
    read_saved_edits,
    write_edits,
)
from svfap_core.results.trajectories import trajectories
from tests.disk import small_disk
from tests.scenes import talk
from tests.unit.results.test_edits import worked

THIS, OTHER = SourceId(content="ab", file_bytes=5), SourceId(content="cd", file_bytes=5)


def former(path: Path) -> list[Edits]:
    """What has been kept beside a file."""
    return [
        read_saved_edits(kept).edits for kept in sorted(path.parent.glob("*.before-*.edits.json"))
    ]


def test_a_file_brings_all_back(tmp_path: Path) -> None:
    path = tmp_path / "new" / "v.mp4.edits.json"
    assert read_saved_edits(path).edits == Edits()
    assert read_saved_edits(path) == SavedEdits()
    write_edits(path, worked())
    assert read_saved_edits(path).edits == worked()
    assert read_saved_edits(path) == SavedEdits(worked())
    assert [p.name for p in path.parent.iterdir()] == ["v.mp4.edits.json"]


def test_the_analysis_the_video_and_the_faces_come_back_too(tmp_path: Path) -> None:
    path = tmp_path / "v.mp4.edits.json"
    edits, tracks = worked().on("0a1b"), trajectories(talk().faces.view())
    write_edits(path, edits, THIS, tracks)
    assert read_saved_edits(path) == SavedEdits(edits, THIS, tracks)
    assert json.loads(path.read_text())["analysis"] == "0a1b"
    assert len(path.read_text().splitlines()) < 100


def test_a_file_of_before_there_were_identities_is_read(tmp_path: Path) -> None:
    path = tmp_path / "e.json"
    path.write_text(
        '{"edits_version": 1, "names": {"1": "Anna"}, "persons": {"2": 1}, "splits": '
        '[{"track_id": 1, "t_s": 8.0, "person_id": 1001}], "hidden": [3], "excluded": [[4, 6]], '
        '"markers": [{"t_s": 3, "text": "bell"}], "baselines": {"1": [0, 9]}, "video": "v.mp4"}'
    )
    saved = read_saved_edits(path)
    assert saved.edits.analysis == ""
    assert saved.edits.names == {1: "Anna"}
    assert (saved.source, saved.tracks) == (None, {})


def test_a_file_written_by_hand_is_put_in_order(tmp_path: Path) -> None:
    path = tmp_path / "e.json"
    path.write_text('{"excluded": [[5, 9], [3, 1], [8, 10]], "names": {"3": "C"}}')
    assert read_saved_edits(path).edits.excluded == ((1, 3), (5, 10))
    assert read_saved_edits(path).edits.names == {3: "C"}


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", '{"edits_version": 2}', '{"excluded": [5]}', '{"colour": 1}',
        '{"tracks": {"1": [[0, 1, 2, 3]]}}', '{"source": {"content": "ab"}}',
    ],
)  # fmt: skip
def test_a_damaged_file_is_told_and_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "e.json"
    path.write_text(text)
    with pytest.raises(SvfapError, match="Move it away"):
        read_saved_edits(path)
    assert path.read_text() == text


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "e.json"
    write_edits(path, worked())
    many = worked().model_copy(update={"markers": (Marker(t_s=1, text="x" * 5000),)})
    with small_disk(2000), pytest.raises(OutputError):
        write_edits(path, many)
    assert read_saved_edits(path).edits == worked()


@pytest.mark.parametrize("before", [worked(), worked().on("first"), Edits().hide(1)])
def test_work_on_another_analysis_is_kept_under_another_name(tmp_path: Path, before: Edits) -> None:
    path = tmp_path / "v.mp4.edits.json"
    write_edits(path, before, THIS)
    write_edits(path, Edits().rename(5, "Eva").on("second"), THIS)
    assert former(path) == [before]
    write_edits(path, Edits().rename(5, "Eve").on("second"), THIS)
    assert former(path) == [before], "once is enough"
    write_edits(path, Edits().on("third"), THIS)
    assert former(path) == [before, Edits().rename(5, "Eve").on("second")]
    assert former_path(path).name == "v.mp4.before-3.edits.json"


def test_work_on_another_video_of_the_name_is_kept_under_another_name(tmp_path: Path) -> None:
    path = tmp_path / "v.mp4.edits.json"
    before = Edits().exclude(TimeRange(1, 2))
    write_edits(path, before, THIS)
    write_edits(path, Edits(), OTHER)
    assert former(path) == [before]


def test_what_cannot_be_read_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "v.mp4.edits.json"
    path.write_text("{")
    write_edits(path, worked())
    assert (tmp_path / "v.mp4.before-1.edits.json").read_text() == "{"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Edits().exclude(TimeRange(1, 2)), Edits().on("first")),  # The first analysis of a video.
        (worked().on("first"), Edits().on("first")),
        (worked(), Edits()),
        (Edits().on("first"), worked().on("second")),
    ],
)
def test_what_goes_on_is_not_kept_twice(tmp_path: Path, before: Edits, after: Edits) -> None:
    path = tmp_path / "v.mp4.edits.json"
    write_edits(path, before, THIS)
    write_edits(path, after, THIS)
    assert former(path) == []
