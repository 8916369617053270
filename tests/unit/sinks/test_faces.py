from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pyarrow.parquet as pq
import pytest

from svfap_core.errors import OutputError
from svfap_core.settings import ClipSpec
from svfap_core.sinks.faces import FaceFolderSink
from svfap_core.types import Frame
from tests.scenes import box_at, face

SPEC = ClipSpec(
    frames=16,
    span_s=2.56,
    size_px=112,
    template=((0.3, 0.4), (0.7, 0.4), (0.5, 0.6), (0.35, 0.8), (0.65, 0.8)),
    colour="rgb",
    mean=(0.5, 0.5, 0.5),
    std=(0.5, 0.5, 0.5),
)


def frames() -> list[Frame]:
    """Red left, blue right, at an uneven rate."""
    rgb = np.zeros((360, 640, 3), np.uint8)
    rgb[:, :300, 0], rgb[:, 300:, 2] = 220, 220
    return [
        Frame(i, i * 0.04 + 0.003 * (i % 2), i * 0.04 + 0.003 * (i % 2) + 1, rgb) for i in range(5)
    ]


def export(folder: Path, **options: int) -> None:
    sink = FaceFolderSink(folder, SPEC, **options)
    for frame in frames():
        tracked = [face(n, box_at(frame.t_s, n)) for n in (1, 3) if n != 3 or frame.index > 2]
        sink.write_frame(frame, tracked)
    sink.commit()


def test_folder_holds_crops_and_their_true_times(tmp_path: Path) -> None:
    export(tmp_path / "faces")
    rows = pq.read_table(tmp_path / "faces" / "faces.parquet").to_pylist()
    assert [row["file"] for row in rows[:2]] == ["track_0001/000000.jpg", "track_0001/000001.jpg"]
    assert [row["track_id"] for row in rows].count(3) == 2
    assert rows[1]["pts_s"] == pytest.approx(1.043)
    assert len(rows[0]["points_px"]) == 10
    for row in rows:
        crop = cv2.imread(str(tmp_path / "faces" / row["file"]))
        assert crop is not None
        assert crop.shape == (112, 112, 3)
    red_left = cv2.imread(str(tmp_path / "faces" / rows[0]["file"]))
    assert red_left is not None
    assert red_left[:, :20, 2].mean() > 150
    assert [p.name for p in tmp_path.iterdir()] == ["faces"]


def test_size_can_be_chosen_and_an_earlier_export_is_replaced(tmp_path: Path) -> None:
    export(tmp_path / "faces")
    export(tmp_path / "faces", size_px=64)
    crop = cv2.imread(str(tmp_path / "faces" / "track_0003" / "000004.jpg"))
    assert crop is not None
    assert crop.shape == (64, 64, 3)


def test_folder_with_other_things_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "faces.parquet").write_text("")
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(OutputError, match="other things"):
        FaceFolderSink(tmp_path, SPEC)
    assert (tmp_path / "thesis.txt").exists()


def test_discard_leaves_nothing_and_may_come_twice(tmp_path: Path) -> None:
    sink = FaceFolderSink(tmp_path / "faces", SPEC)
    sink.write_frame(frames()[0], [face(1, box_at(0, 1))])
    sink.discard()
    sink.discard()
    assert list(tmp_path.iterdir()) == []
