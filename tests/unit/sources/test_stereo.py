from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.sources.video_file import VideoFile
from tests import media
from tests.shared_data import shared

H264 = ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p"]
BESIDE = "split[a][b];[a]scale=iw/2:ih[l];[b]crop=iw-8:ih:8:0,scale={}:{}[r];[l][r]hstack"


def notes(path: Path) -> str:
    with VideoFile(path) as source:
        for _ in source.frames():
            pass
        return " ".join(source.info.notes)


@pytest.mark.parametrize("name", ["single_face.mp4", "crowd.mp4"])
def test_half_side_by_side_is_noticed(tmp_path: Path, name: str) -> None:
    path = tmp_path / "film.mp4"
    beside = "scale=640:360," + BESIDE.format(320, 360)
    media.ffmpeg("-i", shared(f"data/clips/{name}"), "-t", 2, "-an", "-filter_complex", beside,
                 *H264, path)  # fmt: skip
    assert "look alike, as in 3D video" in notes(path)


@pytest.mark.parametrize(
    "name",
    ["single_face.mp4", "crowd.mp4", "scene_cuts.mp4", "two_men_small.mp4", "turning_head.mp4",
     "low_quality.mp4", "no_face.mp4", "expression_change.mp4"],
)  # fmt: skip
def test_ordinary_video_is_not_taken_for_3d(name: str) -> None:
    assert "3D" not in notes(shared(f"data/clips/{name}"))


def test_flat_frames_are_not_taken_for_3d(tmp_path: Path) -> None:
    path = tmp_path / "flat.mp4"
    media.ffmpeg("-f", "lavfi", "-i", "color=gray:size=320x96:duration=2", *H264, path)
    assert notes(path) == ""


@pytest.mark.parametrize(
    ("tags", "told"),
    [
        (["-metadata:s:v", "stereo_mode=left_right"], "side by side"),
        (["-metadata:s:v", "stereo_mode=top_bottom"], "one above the other"),
        (["-x264-params", "frame-packing=3"], "side by side"),
    ],
)
def test_what_the_file_says_is_told(tmp_path: Path, tags: list[str], told: str) -> None:
    path = tmp_path / "a.mkv"
    media.ffmpeg(*media.drawn(25, 1), *H264, *tags, path)
    assert f"two views {told}" in notes(path)
