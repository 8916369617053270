from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from svfap_core.pipeline import finding
from svfap_core.pipeline.finding import result_of, source_id
from svfap_core.results.edits import Edits, Marker
from svfap_core.results.edits_file import write_edits
from svfap_core.results.reading import read_sidecar
from svfap_core.results.recording import Recording
from svfap_core.results.table import write_table
from tests.media import write_images
from tests.scenes import talk

MARKED = Edits().add_marker(Marker(t_s=1, text="bell"))


@pytest.fixture
def video(tmp_path: Path) -> Path:
    path = tmp_path / "talk.mp4"
    path.write_bytes(b"a video")
    return path


@pytest.fixture(scope="module")
def recording() -> Recording:
    return talk(seconds=3)


def write(base: Path, video: Path, recording: Recording, outcome: str = "completed") -> Path:
    """A result's table and facts."""
    base.parent.mkdir(parents=True, exist_ok=True)
    write_table(base.with_name(f"{base.name}.csv"), recording.schema, recording.rows())
    sidecar = base.with_name(f"{base.name}.json")
    facts = {"outcome": outcome, "source": source_id(video).model_dump()}
    sidecar.write_text(json.dumps(facts))
    return sidecar


def test_a_result_is_found_by_content_whatever_the_name(
    video: Path, tmp_path: Path, recording: Recording
) -> None:
    out = tmp_path / "out"
    sidecar = write(out / "below" / "other name.mp4", video, recording)
    write_edits(out / "below" / "other name.mp4.edits.json", MARKED, source_id(video))
    assert result_of(video, out) == sidecar
    assert result_of(video, tmp_path / "missing") is None
    assert result_of(tmp_path / "missing.mp4", out) is None
    same_size = video.with_name("same size.mp4")
    same_size.write_bytes(b"b video")
    assert result_of(same_size, out) is None


def test_a_folder_of_images_is_found_by_content(tmp_path: Path, recording: Recording) -> None:
    out, folder = tmp_path / "out", tmp_path / "s1"
    write_images(folder, 3)
    sidecar = write(out / "s1", folder, recording)
    renamed = Path(shutil.move(folder, tmp_path / "renamed"))
    assert result_of(renamed, out) == sidecar
    write_images(renamed, 4)
    assert result_of(renamed, out) is None


def test_of_many_results_the_one_of_that_name_is_read_first(
    video: Path, tmp_path: Path, recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    other = tmp_path / "other.mp4"
    other.write_bytes(b"another video")
    for number in range(20):
        write(out / f"day {number}" / f"{number}.mp4", other, recording)
    sidecar = write(out / "day 7" / "talk.mp4", video, recording)
    read: list[str] = []

    def counted(path: Path, notes: list[str]) -> dict[str, Any]:
        read.append(path.name)
        return read_sidecar(path, notes)

    monkeypatch.setattr(finding, "read_sidecar", counted)
    assert result_of(video, out) == sidecar
    assert read == ["talk.mp4.json"]
    # Under another name it may be any; the newest is the likeliest.
    read.clear()
    renamed = video.rename(tmp_path / "renamed.mp4")
    assert result_of(renamed, out) == sidecar
    assert read == ["talk.mp4.json"]
    # A new video of that name is no reason to stop.
    read.clear()
    video.write_bytes(b"a newer video")
    assert result_of(video, out) is None
    assert read[0] == "talk.mp4.json"
    assert len(read) == 21


def test_of_several_results_of_a_video_the_newest_is_taken(
    video: Path, tmp_path: Path, recording: Recording
) -> None:
    found = [write(tmp_path / day / "talk.mp4", video, recording) for day in ("a", "b", "c")]
    for number, sidecar in zip((2, 3, 1), found, strict=True):
        os.utime(sidecar, (number, number))
    assert result_of(video, tmp_path) == found[1]


@pytest.mark.parametrize("lacks", ["table", "outcome"])
def test_what_is_not_finished_is_no_result(
    video: Path, tmp_path: Path, recording: Recording, lacks: str
) -> None:
    out = tmp_path / "out"
    write(out / "talk.mp4", video, recording, "stopped" if lacks == "outcome" else "completed")
    if lacks == "table":
        (out / "talk.mp4.csv").unlink()
    assert result_of(video, out) is None
