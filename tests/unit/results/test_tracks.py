from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from svfap_core.errors import OutputError, SvfapError
from svfap_core.results.recording import FACE, Recording
from svfap_core.results.tracks import read_tracks, write_tracks
from tests.disk import small_disk
from tests.scenes import schema, talk


@pytest.mark.parametrize("recording", [talk(), talk(persons=0, seconds=3), Recording(schema())])
def test_faces_read_back_bit_for_bit(tmp_path: Path, recording: Recording) -> None:
    recording.end_s = float(np.nextafter(recording.end_s, 99))
    write_tracks(tmp_path / "t.tracks.parquet", recording)
    found = read_tracks(tmp_path / "t.tracks.parquet")
    assert found.faces.dtype == FACE
    assert found.faces.tobytes() == recording.faces.view().tobytes()
    assert (found.frame_count, found.end_s) == (recording.frame_count, recording.end_s)
    assert [p.name for p in tmp_path.iterdir()] == ["t.tracks.parquet"]


def test_the_file_is_smaller_than_the_memory_it_fills(tmp_path: Path) -> None:
    recording = talk(seconds=60, persons=4)
    write_tracks(tmp_path / "t", recording)
    assert (tmp_path / "t").stat().st_size < 0.6 * len(recording.faces) * FACE.itemsize


@pytest.mark.parametrize("content", [None, b"", b"PAR1 and no more", "table"])
def test_what_is_no_such_file_is_told_with_a_hint(tmp_path: Path, content: object) -> None:
    path = tmp_path / "t.tracks.parquet"
    if content == "table":
        write_tracks(path, talk(seconds=3))
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
    elif isinstance(content, bytes):
        path.write_bytes(content)
    with pytest.raises(SvfapError) as caught:
        read_tracks(path)
    assert caught.value.hint


def test_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    with small_disk(4000), pytest.raises(OutputError):
        write_tracks(tmp_path / "t", talk())
    assert list(tmp_path.iterdir()) == []
