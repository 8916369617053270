from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from svfap_core.sources.base import SourceInfo
from svfap_core.sources.video_file import VideoFile
from svfap_core.types import RGB, Frame
from tests import media

SIZE = (160, 96)
INTERLACED = {
    "mpeg2.mpg": ["-c:v", "mpeg2video", "-flags", "+ildct+ilme", "-q:v", 2, "-bf", 2],
    "h264.ts": ["-c:v", "libx264", "-flags", "+ildct+ilme", "-qp", 12],
    "h264.mp4": ["-c:v", "libx264", "-flags", "+ildct+ilme", "-qp", 12],
    "prores.mov": ["-c:v", "prores_ks", "-flags", "+ildct"],
}


def interlaced(path: Path, *options: object, fields: str = "tff") -> Path:
    """2 s of 25 frames a second, made of 50 fields a second."""
    media.ffmpeg(*media.drawn(50, 2, SIZE), "-vf", f"interlace=scan={fields}:lowpass=off,format="
                 "yuv420p", "-top", int(fields == "tff"), *options, path)  # fmt: skip
    return path


def combing(rgb: RGB) -> float:
    """How much rows differ from the mean of their neighbours, more than those from each other."""
    rows: NDArray[np.float64] = rgb.mean(-1)
    across = np.abs(rows[1:-1] - (rows[:-2] + rows[2:]) / 2)
    along = np.abs(rows[2:] - rows[:-2]) / 2
    return float(np.mean(across > along + 20))


def read(path: Path) -> tuple[list[Frame], SourceInfo, float]:
    with VideoFile(path) as source:
        frames = list(source.frames())
        return frames, source.info, float(np.mean([combing(frame.rgb) for frame in frames]))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Frame], float]:
    """The same drawn without fields, and how combed it looks."""
    path = tmp_path_factory.mktemp("whole") / "a.mp4"
    media.ffmpeg(*media.drawn(25, 2, SIZE), "-c:v", "libx264", "-qp", 12, path)
    frames, _, combed = read(path)
    return frames, combed


@pytest.mark.parametrize(
    ("name", "fields"),
    [("mpeg2.mpg", "tff"), ("h264.ts", "bff"), ("h264.mp4", "tff"), ("prores.mov", "tff")],
)
def test_interlaced_frames_are_made_whole(
    tmp_path: Path, whole: tuple[list[Frame], float], name: str, fields: str
) -> None:
    frames, info, combed = read(interlaced(tmp_path / name, *INTERLACED[name], fields=fields))
    true, usual = whole
    assert combed < 1.3 * usual
    assert [frame.index for frame in frames] == list(range(50))
    assert [frame.t_s for frame in frames] == pytest.approx(media.even_times(50), abs=2e-3)
    assert frames[-1].end_s == pytest.approx(2, abs=2e-3)
    # Every frame stands at its own time, not at its neighbour's.
    for place in range(5, 45, 8):
        away = [
            np.abs(frames[place].rgb.astype(int) - true[place + step].rgb).mean()
            for step in (-1, 0, 1)
        ]
        assert away[1] == min(away)
    assert any("interlaced" in note for note in info.notes)


def test_without_the_filter_they_are_combed(
    tmp_path: Path, whole: tuple[list[Frame], float]
) -> None:
    """The measure of the test above tells the difference."""
    _, info, combed = read(interlaced(tmp_path / "unflagged.mp4", "-c:v", "libx264", "-qp", 12))
    assert info.notes == ()
    assert combed > 2 * whole[1]


def test_progressive_video_does_not_pass_the_filter(tmp_path: Path) -> None:
    path = media.write_video(tmp_path / "a.mp4", media.even_times(5))
    with VideoFile(path) as source:
        list(source.frames())
        assert source.info.notes == ()


def test_frames_too_small_for_fields_are_left_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.mkv"
    media.ffmpeg(*media.drawn(25, 1, (16, 2)), "-c:v", "libx264", "-pix_fmt", "yuv444p",
                 "-x264-params", "interlaced=1", path)  # fmt: skip
    with VideoFile(path) as source:
        assert [frame.rgb.shape for frame in source.frames()] == [(2, 16, 3)] * 25
