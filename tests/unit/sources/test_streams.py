from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.errors import SourceError
from svfap_core.settings import DecodingSettings
from svfap_core.sources.base import SourceInfo
from svfap_core.sources.opening import chosen_stream
from svfap_core.sources.video_file import VideoFile
from tests import media

SMALL, MIDDLE, LARGE = (96, 64), (160, 96), (320, 192)


def opened(path: Path, number: int | None = None) -> SourceInfo:
    decoding = DecodingSettings(video_stream=number)
    with VideoFile(path, decoding) as source:
        assert chosen_stream(path, decoding) == source.info.video_stream
        return source.info


def several(path: Path, *streams: tuple[tuple[int, int], str]) -> Path:
    """A file of short video streams of these sizes and dispositions."""
    inputs = [part for size, _ in streams for part in media.drawn(5, 1, size)]
    maps = [part for number in range(len(streams)) for part in ("-map", number)]
    kinds = [part for n, (_, kind) in enumerate(streams) for part in (f"-disposition:v:{n}", kind)]
    media.ffmpeg(*inputs, *maps, "-c:v", "mjpeg", "-pix_fmt", "yuvj420p", *kinds, path)
    return path


@pytest.mark.parametrize(
    ("streams", "taken"),
    [
        ([(LARGE, "0"), (SMALL, "default")], 1),
        ([(SMALL, "default"), (LARGE, "0")], 0),
        ([(SMALL, "0"), (LARGE, "0"), (MIDDLE, "0")], 1),
        ([(SMALL, "default"), (LARGE, "default")], 1),
        ([(MIDDLE, "0"), (MIDDLE, "0")], 0),
    ],
)
def test_the_stream_is_the_one_that_players_show(
    tmp_path: Path, streams: list[tuple[tuple[int, int], str]], taken: int
) -> None:
    info = opened(several(tmp_path / "a.mkv", *streams))
    assert info.video_stream == taken
    assert (info.width_px, info.height_px) == streams[taken][0]
    assert f"{len(streams)} video streams" in info.notes[0]
    assert f"stream {taken} was taken" in info.notes[0]


def test_a_cover_or_a_still_is_never_the_video(tmp_path: Path) -> None:
    still = media.write_video(tmp_path / "s.mp4", [0.0], size=LARGE)
    film = media.write_video(tmp_path / "v.mp4", media.even_times(10), size=SMALL)
    covered = tmp_path / "covered.mp4"
    media.ffmpeg("-i", still, "-i", film, "-map", 0, "-map", 1, "-c:v:0", "png", "-c:v:1", "copy",
                 "-disposition:v:0", "attached_pic", covered)  # fmt: skip
    info = opened(covered)
    assert (info.width_px, info.notes) == (SMALL[0], ())
    preview = tmp_path / "preview.mp4"
    media.ffmpeg("-i", still, "-i", film, "-map", 0, "-map", 1, "-c", "copy", preview)
    assert opened(preview).width_px == SMALL[0]
    assert opened(still).width_px == LARGE[0]


def test_a_stream_can_be_chosen(tmp_path: Path) -> None:
    path = several(tmp_path / "a.mkv", (SMALL, "default"), (LARGE, "0"))
    info = opened(path, 1)
    assert (info.video_stream, info.width_px) == (1, LARGE[0])
    with pytest.raises(SourceError, match="no video stream 2: it has 2 video streams, 0") as caught:
        opened(path, 2)
    assert "Choose one of these" in caught.value.hint
    alone = media.write_video(tmp_path / "b.mp4", media.even_times(3))
    for open_it in (opened, lambda path, n: chosen_stream(path, DecodingSettings(video_stream=n))):
        with pytest.raises(SourceError, match="no video stream 1: it has one video stream, 0"):
            open_it(alone, 1)


def test_what_is_read_is_the_chosen_stream(tmp_path: Path) -> None:
    path = several(tmp_path / "a.mkv", (SMALL, "default"), (LARGE, "0"))
    for number, (width, height) in enumerate((SMALL, LARGE)):
        with VideoFile(path, DecodingSettings(video_stream=number)) as source:
            shapes = [frame.rgb.shape for frame in source.frames()]
        assert shapes == [(height, width, 3)] * 5


@pytest.mark.parametrize(("rate", "standard"), [("25", "576"), ("30000/1001", "480")])
def test_a_raw_tape_has_its_rate(tmp_path: Path, rate: str, standard: str) -> None:
    path = tmp_path / "tape.dv"
    pix_fmt = "yuv420p" if standard == "576" else "yuv411p"
    media.ffmpeg(*media.drawn(25, 1, (720, int(standard))), "-vf", f"fps={rate}", "-pix_fmt",
                 pix_fmt, "-timecode", "01:02:03:04", "-f", "dv", path)  # fmt: skip
    with VideoFile(path) as source:
        frames = list(source.frames())
        info = source.info
    number, _, by = rate.partition("/")
    assert info.rate_fps == pytest.approx(int(number) / int(by or 1))
    assert frames[-1].end_s == pytest.approx(len(frames) / info.rate_fps)
    assert info.timecode.startswith("01:02:03")


def test_when_a_video_was_made_is_kept(tmp_path: Path) -> None:
    film = media.write_video(tmp_path / "v.mp4", media.even_times(5))
    for ending in (".mov", ".mkv"):
        path = tmp_path / f"kept{ending}"
        media.ffmpeg("-i", film, "-c", "copy", "-metadata", "creation_time=2021-03-04T05:06:07Z",
                     "-timecode", "10:00:00:00", path)  # fmt: skip
        info = opened(path)
        assert info.created_at.startswith("2021-03-04T05:06:07")
        assert info.timecode == "10:00:00:00"
    assert (opened(film).created_at, opened(film).timecode) == ("", "")


@pytest.mark.parametrize(
    ("ending", "video_at", "sound_at"),
    [(".mp4", 0.0, 0.0), (".mp4", 1.5, 0.25), (".mov", 0.5, 2.0), (".mkv", 1.5, 0.25),
     (".ts", 1.5, 0.25), (".ts", 0.5, 2.0)],
)  # fmt: skip
def test_file_time_begins_with_the_first_sample_of_any_stream(
    tmp_path: Path, ending: str, video_at: float, sound_at: float
) -> None:
    film = media.write_video(tmp_path / "v.mp4", media.even_times(10))
    path = tmp_path / f"late{ending}"
    media.ffmpeg("-itsoffset", video_at, "-i", film, "-itsoffset", sound_at, *media.beep(3), "-map",
                 "0:v", "-map", "1:a", "-c:v", "copy", "-c:a", "aac", path)  # fmt: skip
    with VideoFile(path) as source:
        first = next(source.frames())
        info = source.info
    late_s = max(0.0, video_at - sound_at)
    # An encoder of sound begins up to two of its blocks early.
    assert first.pts_s - info.file_start_s == pytest.approx(late_s, abs=0.05)
    assert info.file_start_s <= first.pts_s
    if ending != ".ts":
        assert first.pts_s == pytest.approx(video_at, abs=0.05)


def test_an_edit_list_cuts_the_start(tmp_path: Path) -> None:
    film = media.write_video(tmp_path / "v.mp4", media.even_times(100), gop=100)
    path = tmp_path / "cut.mp4"
    media.ffmpeg("-ss", 1, "-i", film, "-c", "copy", path)
    with VideoFile(path) as source:
        frames = list(source.frames())
        info = source.info
    assert [f.index for f in frames] == list(range(75))
    assert frames[0].pts_s == info.file_start_s == pytest.approx(0, abs=1e-3)
    assert frames[-1].end_s == pytest.approx(3, abs=1e-3)
    assert info.notes == ()
