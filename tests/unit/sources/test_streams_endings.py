"""What is called truncated, and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.sources.base import SourceInfo
from svfap_core.sources.video_file import VideoFile
from tests import media
from tests.shared_data import shared

H264 = ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-g", 10]
LONGER_SOUND = [*media.drawn(25, 2), *media.beep(5), *H264, "-c:a", "aac"]
WHOLE: dict[str, list[object]] = {
    "one a second.mp4": [*media.drawn(1, 12), *H264],
    "one in five seconds.mkv": [*media.drawn(0.2, 30), *H264],
    "longer sound.mkv": LONGER_SOUND,
    "longer sound.mp4": LONGER_SOUND,
    "longer sound.mov": LONGER_SOUND,
    "longer sound.flv": LONGER_SOUND,
    "longer sound.avi": [*media.drawn(25, 2), *media.beep(5), *H264, "-bf", 2, "-c:a", "mp2"],
    "longer sound.wmv": [*media.drawn(25, 2), *media.beep(5), "-c:v", "wmv2", "-c:a", "wmav2"],
    "longer sound.ts": LONGER_SOUND,
    "late video.mkv": ["-itsoffset", 2, *LONGER_SOUND],
    "late video.mp4": ["-itsoffset", 2, *LONGER_SOUND],
    "short sound.mkv": [*media.drawn(25, 2), *media.beep(1), *H264, "-c:a", "aac"],
    "fragments.mp4": [*LONGER_SOUND, "-movflags", "frag_keyframe+empty_moov"],
    "program.mpg": [*media.drawn(25, 2), *media.beep(5), "-c:v", "mpeg2video", "-bf", 2],
    "exchange.mxf": [*media.drawn(25, 2), "-c:v", "mpeg2video"],
    "pictures.gif": [*media.drawn(10, 2)],
    "dropped.avi": [*media.drawn(25, 2), "-vf", "select='lt(n,40)'", "-vsync", "vfr", *H264],
}


def read(path: Path) -> SourceInfo:
    with VideoFile(path) as source:
        for _ in source.frames():
            pass
        return source.info


def truncated(info: SourceInfo) -> list[str]:
    return [note for note in info.notes if "truncated" in note]


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_file_is_not_called_truncated(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    media.ffmpeg(*WHOLE[name], path)
    assert truncated(read(path)) == []


@pytest.mark.parametrize("ending", [".mp4", ".mkv", ".avi", ".flv", ".wmv"])
@pytest.mark.parametrize("sound", [False, True])
def test_a_cut_file_is_called_truncated(tmp_path: Path, ending: str, *, sound: bool) -> None:
    path = tmp_path / f"cut{ending}"
    codec = ["-c:v", "wmv2"] if ending == ".wmv" else [*H264, "-movflags", "+faststart"]
    tone = media.beep(4) if sound else []
    media.ffmpeg(*media.drawn(25, 4), *tone, *codec, path)
    media.truncate(path, 0.5)
    (note,) = truncated(read(path))
    assert "of video" in note


@pytest.mark.parametrize("sound_s", [0, 4, 8])
def test_a_cut_matroska_file_without_lengths_of_streams(tmp_path: Path, sound_s: int) -> None:
    """mkvmerge writes them at the end of the file, where a cut file has lost them."""
    path = tmp_path / "cut.mkv"
    tone = media.beep(sound_s) if sound_s else []
    media.ffmpeg(*media.drawn(25, 4), *tone, *H264, path)
    content = path.read_bytes()
    assert content.count(b"DURATION") >= 1
    path.write_bytes(content.replace(b"DURATION", b"XURATION"))
    assert truncated(read(path)) == []
    media.truncate(path, 0.5)
    assert len(truncated(read(path))) == 1


def test_the_shared_truncated_clip() -> None:
    (note,) = truncated(read(shared("data/clips/truncated.mp4")))
    assert note == ("The file announces 2.40 s of video, but ends after 1.50 s: it is truncated.")


def test_an_interrupted_reading_says_nothing_of_the_end(tmp_path: Path) -> None:
    path = media.write_video(tmp_path / "a.mp4", media.even_times(50))
    with VideoFile(path) as source:
        frames = source.frames()
        next(frames)
        source.interrupt()
        assert list(frames) == []
        assert source.info.notes == ()
