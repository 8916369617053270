"""The file of landmarks: every face that has some, bit for bit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from svfap_core.errors import OutputError
from svfap_core.facial_actions import SHAPES
from svfap_core.sinks import landmarks
from svfap_core.sinks.landmarks import LandmarksSink
from svfap_core.types import FaceLandmarks, Frame
from tests.disk import small_disk
from tests.fakes import face

METADATA = {"svfap.analysis": "abc"}


def found(number: int) -> FaceLandmarks:
    rng = np.random.default_rng(number)
    points = rng.normal(300, 90, (478, 3)).astype(np.float32)
    shapes = rng.random(52).astype(np.float32)
    return FaceLandmarks(points, shapes, 10.5, -3.25, number, 0.75)


def written(sink: LandmarksSink, frames: int) -> None:
    rgb = np.zeros((2, 2, 3), np.uint8)
    for index in range(frames):
        faces = [replace(face(7), landmarks=found(index))]
        faces += [replace(face(9), landmarks=None if index % 2 else found(-index - 1 + 1000))]
        sink.write_frame(Frame(index, index / 25, index / 25 + 5, rgb), faces)


def test_faces_that_have_landmarks_are_there_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(landmarks, "ROWS_PER_GROUP", 4)
    path = tmp_path / "t.landmarks.parquet"
    sink = LandmarksSink(path, METADATA, "f" * 64)
    written(sink, 7)
    assert not path.exists()
    sink.commit()
    table = pq.read_table(path)
    assert pq.ParquetFile(path).num_row_groups > 1
    assert table["track_id"].to_pylist() == [7, 9, 7, 7, 9, 7, 7, 9, 7, 7, 9]
    assert table["frame"].to_pylist() == [0, 0, 1, 2, 2, 3, 4, 4, 5, 6, 6]
    assert table["timestamp_s"][2].as_py() == 1 / 25
    third = found(1)
    points = np.array(table["points"][2].as_py(), np.float32).reshape(478, 3)
    np.testing.assert_array_equal(points, third.points_px)
    shapes = [table[name][2].as_py() for name in SHAPES]
    np.testing.assert_array_equal(np.array(shapes, np.float32), third.shapes)
    angles = [table[f"head_{n}_deg"][2].as_py() for n in ("yaw", "pitch", "roll")]
    assert angles == [10.5, -3.25, 1]
    assert table.schema.metadata[b"svfap.analysis"] == b"abc"


def test_without_faces_there_are_all_columns_and_no_row(tmp_path: Path) -> None:
    sink = LandmarksSink(tmp_path / "t.parquet", METADATA, "f" * 64)
    sink.commit()
    table = pq.read_table(tmp_path / "t.parquet")
    assert (table.num_rows, table.num_columns) == (0, 7 + 52 + 1)


def test_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    sink = LandmarksSink(tmp_path / "t.parquet", METADATA, "f" * 64)
    written(sink, 20)
    with small_disk(3000), pytest.raises(OutputError):
        sink.commit()
    sink.discard()
    assert list(tmp_path.iterdir()) == []
