"""Times and numbers of many containers, compared with those of ffprobe and with the truth."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from svfap_core.sources.base import SourceCounts, SourceInfo
from svfap_core.sources.video_file import VideoFile
from svfap_core.types import Frame
from tests import media
from tests.shared_data import shared

H264 = ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p"]
CONTAINERS: dict[str, list[object]] = {
    "b.mp4": [*H264, "-bf", 3],
    "b.mkv": [*H264, "-bf", 3],
    "b.ts": [*H264, "-bf", 3],
    "b.flv": [*H264, "-bf", 3],
    "b.avi": [*H264, "-bf", 3],
    "deep.avi": [*H264, "-bf", 8, "-x264-params", "b-pyramid=normal:b-adapt=0"],
    "plain.avi": [*H264, "-bf", 0],
    "asp.avi": ["-c:v", "mpeg4", "-bf", 2],
    "hevc.mov": ["-c:v", "libx265", "-x265-params", "log-level=none", "-preset", "veryfast"],
    "fragments.mp4": [*H264, "-movflags", "frag_keyframe+empty_moov"],
    "no edits.mp4": [*H264, "-use_editlist", 0],
    "late.ts": [*H264, "-output_ts_offset", 5000],
    "wraps.ts": [*H264, "-muxdelay", 0, "-output_ts_offset", 95_442],
    "mpeg2.mpg": ["-c:v", "mpeg2video", "-bf", 2],
    "mpeg2.mxf": ["-c:v", "mpeg2video", "-bf", 2],
    "vp9.webm": ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", 8],
    "theora.ogv": ["-c:v", "libtheora"],
    "wmv2.wmv": ["-c:v", "wmv2"],
    "wmv2.mkv": ["-c:v", "wmv2"],
    "mjpeg.avi": ["-c:v", "mjpeg", "-pix_fmt", "yuvj420p"],
}
VARIABLE = ("b.mp4", "b.mkv", "b.avi", "deep.avi", "plain.avi", "asp.avi", "hevc.mov", "mjpeg.avi")
DROPPED = {20, *range(26, 34), 41}


def made(folder: Path, name: str, *, dropped: frozenset[int] | set[int] = frozenset()) -> Path:
    """3 s at 25 fps in a container, without some of the frames."""
    path = folder / name
    left_out = "+".join(f"eq(n,{number})" for number in dropped) or "0"
    chosen = ["-vf", f"select='not({left_out})'", "-vsync", "vfr"] if dropped else []
    media.ffmpeg(*media.drawn(25, 3), *chosen, *CONTAINERS[name], path)
    return path


def read(path: Path) -> tuple[list[Frame], SourceInfo, SourceCounts]:
    with VideoFile(path) as source:
        frames = list(source.frames())
        return frames, source.info, source.counts


@pytest.mark.parametrize("name", CONTAINERS)
def test_times_are_those_of_ffprobe(tmp_path: Path, name: str) -> None:
    path = made(tmp_path, name)
    frames, info, counts = read(path)
    assert [frame.index for frame in frames] == list(range(75))
    assert counts.damaged_packets == 0
    pts_s = [frame.pts_s for frame in frames]
    for ours, theirs in zip(pts_s, media.ffprobe_times_s(path), strict=True):
        assert theirs is None or ours == pytest.approx(theirs, abs=2e-3)
    # Frames without a time, as AVI's last ones, follow the others.
    assert np.diff(pts_s) == pytest.approx([0.04] * 74, abs=2e-3)
    assert frames[-1].end_s == pytest.approx(3, abs=2e-3)
    assert info.file_start_s == pytest.approx(pts_s[0])
    assert info.rate_fps == pytest.approx(25)
    assert not any("truncated" in note or "jump" in note for note in info.notes)


@pytest.mark.parametrize("name", VARIABLE)
def test_frames_stand_where_they_stood_before_some_were_dropped(tmp_path: Path, name: str) -> None:
    frames, info, counts = read(made(tmp_path, name, dropped=DROPPED))
    true_s = [number / 25 for number in range(75) if number not in DROPPED]
    assert [frame.t_s for frame in frames] == pytest.approx(true_s, abs=2e-3)
    assert [frame.index for frame in frames] == list(range(len(true_s)))
    assert counts.damaged_packets == 0
    assert all(b.t_s > a.t_s for a, b in pairwise(frames))
    assert not any("truncated" in note for note in info.notes)
    derived = any("does not store when frames are shown" in note for note in info.notes)
    assert derived == (name in {"b.avi", "deep.avi", "asp.avi"})


def test_frames_that_are_never_shown_have_no_number(tmp_path: Path) -> None:
    path, passes = tmp_path / "vp8.webm", tmp_path / "passes"
    for number in (1, 2):
        media.ffmpeg(*media.drawn(25, 1), "-c:v", "libvpx", "-auto-alt-ref", 1, "-lag-in-frames",
                     16, "-b:v", "100k", "-cpu-used", 5, "-pass", number, "-passlogfile", passes,
                     path)  # fmt: skip
    with av.open(str(path)) as container:
        assert sum(packet.size > 0 for packet in container.demux(video=0)) > 25
    frames, _, counts = read(path)
    assert [frame.index for frame in frames] == list(range(25))
    assert counts.damaged_packets == 0


def test_a_damaged_frame_keeps_its_number() -> None:
    frames, _, counts = read(shared("data/clips/corrupt.mp4"))
    assert counts.damaged_packets == 1
    assert len(frames) == 49
    assert [frame.index for frame in frames] == [round(10 * frame.t_s) for frame in frames]
    assert frames[-1].index == 49


@pytest.mark.parametrize("name", ["b.mp4", "b.mkv", "hevc.mov", "mjpeg.avi", "asp.avi"])
@pytest.mark.parametrize("hurt", [{20, 21, 50}, {73, 74}])
def test_frames_lost_to_damage_keep_their_numbers(
    tmp_path: Path, name: str, hurt: set[int]
) -> None:
    path = made(tmp_path, name)
    _damage(path, hurt)
    frames, info, counts = read(path)
    assert [frame.index for frame in frames] == [round(25 * frame.t_s) for frame in frames]
    # A decoder may paint over what is damaged; then nothing is missing.
    assert counts.damaged_packets >= 75 - len(frames)
    assert any("damaged" in note for note in info.notes) == (counts.damaged_packets > 0)
    assert not any("truncated" in note for note in info.notes)


def _damage(path: Path, numbers: set[int]) -> None:
    """Overwrite whole packets of a video, counted in the order of decoding."""
    with av.open(str(path)) as container:
        places = [(p.pos, p.size) for p in container.demux(video=0) if p.size]
    content = bytearray(path.read_bytes())
    for number in numbers:
        pos, size = places[number]
        content[pos + 4 : pos + size] = bytes(size - 4)
    path.write_bytes(content)


@pytest.mark.parametrize("name", ["b.ts", "mpeg2.mpg"])
def test_short_parts_that_were_joined_follow_each_other(tmp_path: Path, name: str) -> None:
    """The clock falls by less than a second, and for as many frames as a part has."""
    part, joined = tmp_path / f"part {name}", tmp_path / f"joined {name}"
    media.ffmpeg(*media.drawn(25, 0.8), *CONTAINERS[name], part)
    joined.write_bytes(part.read_bytes() * 3)
    frames, info, _ = read(joined)
    assert [frame.index for frame in frames] == sorted({frame.index for frame in frames})
    assert np.diff([frame.t_s for frame in frames]) == pytest.approx([0.04] * 59, abs=2e-3)
    assert frames[-1].end_s == pytest.approx(2.4, abs=2e-3)
    assert sum("clock jumps at 0.80 s, 1.60 s" in note for note in info.notes) == 1


HELD_IN: dict[str, list[object]] = {
    "b.mp4": [],
    "b.mov": [],
    "fragments.mp4": ["-movflags", "frag_every_frame+empty_moov+skip_trailer"],
    "first in moov.mp4": ["-movflags", "frag_keyframe+skip_trailer"],
    "b.mkv": [],
    "live.mkv": ["-live", 1],
    "piped.webm": ["-live", 1, "-f", "webm"],
    "b.avi": [],
    "b.nut": [],
}


@pytest.mark.parametrize("name", HELD_IN)
def test_a_frame_that_is_held_for_ten_minutes_is_so_in_every_container(
    tmp_path: Path, name: str
) -> None:
    """As where nothing moves on a recorded screen, or one slide is talked about."""
    times_s = [n / 25 for n in (*range(10), 15_010, 15_011, 30_011, 30_012, 30_013)]
    codec = "libvpx" if name.endswith("webm") else "mjpeg" if name.endswith("avi") else "libx264"
    whole = media.write_video(
        tmp_path / "whole.mkv", times_s, codec=codec, size=(64, 48), gop=1,
        pix_fmt="yuvj420p" if codec == "mjpeg" else "yuv420p",
    )  # fmt: skip
    path = tmp_path / name
    media.ffmpeg("-i", whole, "-c", "copy", *HELD_IN[name], path)
    frames, info, _ = read(path)
    assert [frame.t_s for frame in frames] == pytest.approx(times_s, abs=2e-3)
    assert frames[-1].end_s == pytest.approx(times_s[-1] + 0.04, abs=0.05)
    assert not any("damaged" in note or "jump" in note for note in info.notes)
