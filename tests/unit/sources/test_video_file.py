from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import islice, pairwise
from pathlib import Path
from unittest.mock import Mock

import numpy as np
import pytest
from av.video.frame import VideoFrame

from svfap_core.errors import SourceError
from svfap_core.sources.base import SourceKind
from svfap_core.sources.decoding import Decoded, FrameDecoder
from svfap_core.sources.upright import UprightFrames
from svfap_core.sources.video_file import VideoFile
from svfap_core.types import RGB, Frame, Gray
from tests import media
from tests.shared_data import shared


def read(path: Path) -> list[Frame]:
    with VideoFile(path) as source:
        return list(source.frames())


CLIPS = {
    "single_face.mp4": (640, 360, 72, 0),
    "rotated_meta.mp4": (640, 360, 72, 0),
    "expression_change.mp4": (640, 360, 472, 0),
    "face_then_none_vfr.mov": (960, 540, 169, 0),
    "none_then_face_vfr.mov": (960, 540, 169, 0),
    "scene_cuts.mp4": (640, 360, 275, 0),
    "two_men_small.mp4": (320, 240, 105, 0),
    "turning_head.mp4": (224, 224, 41, 0),
    "low_quality.mp4": (596, 336, 115, 0),
    "truncated.mp4": (640, 360, 42, 0),
    "corrupt.mp4": (1280, 720, 49, 1),
}


@pytest.mark.parametrize("name", CLIPS)
def test_real_clips_have_their_size_frames_damage_and_true_times(name: str) -> None:
    path = shared(f"data/clips/{name}")
    times_s = [time_s or 0.0 for time_s in media.ffprobe_times_s(path)]
    with VideoFile(path) as source:
        frames = [(frame.t_s, frame.pts_s, frame.rgb.shape) for frame in source.frames()]
        info, counts = source.info, source.counts
    width, height, count, damaged = CLIPS[name]
    assert (info.width_px, info.height_px) == (width, height)
    assert (counts.frames, counts.damaged_packets) == (len(frames), damaged) == (count, damaged)
    assert {shape for _, _, shape in frames} == {(height, width, 3)}
    assert [pts_s for _, pts_s, _ in frames] == pytest.approx(times_s, abs=1e-3)
    assert [t_s for t_s, _, _ in frames] == pytest.approx(
        np.subtract(times_s, times_s[0]), abs=1e-3
    )


def test_a_video_stored_turned_equals_the_upright_one() -> None:
    turned = read(shared("data/clips/rotated_meta.mp4"))
    upright = read(shared("data/clips/single_face.mp4"))
    assert len(turned) == len(upright)
    for one, other in zip(turned[::6], upright[::6], strict=True):
        assert np.abs(one.rgb.astype(int) - other.rgb).mean() < 3
        assert one.t_s == pytest.approx(other.t_s, abs=1e-6)


def test_a_file_cut_before_its_index_says_so() -> None:
    with pytest.raises(SourceError, match="cut before its index") as caught:
        VideoFile(shared("data/clips/no_index.mp4"))
    assert "Copy the whole file again" in caught.value.hint


def test_a_truncated_file_without_index_says_so(tmp_path: Path) -> None:
    path = media.truncate(media.write_video(tmp_path / "a.mp4", media.even_times(50)), 0.5)
    with pytest.raises(SourceError, match="cut before its index"):
        VideoFile(path)


def test_a_truncated_stream_gives_what_is_there(tmp_path: Path) -> None:
    path = media.truncate(media.write_video(tmp_path / "a.mkv", media.even_times(50)), 0.5)
    assert 10 < len(read(path)) < 45


def test_damage_in_the_middle_is_counted_and_survived(tmp_path: Path) -> None:
    path = media.write_video(tmp_path / "a.avi", media.even_times(60), codec="mjpeg",
                             pix_fmt="yuvj420p", time_base=Fraction(1, 25))  # fmt: skip
    content = bytearray(path.read_bytes())
    start = -1
    for _ in range(30):
        start = content.index(b"00dc", start + 1)
    size = int.from_bytes(content[start + 4 : start + 8], "little")
    content[start + 8 : start + 8 + size] = bytes(size)
    path.write_bytes(content)
    with VideoFile(path) as source:
        frames = list(source.frames())
        assert source.counts.damaged_packets == 1
    assert len(frames) == 59
    assert frames[-1].t_s == pytest.approx(59 / 25, abs=1e-3)


def test_uneven_times_are_kept(tmp_path: Path) -> None:
    times_s = media.uneven_times(30)
    frames = read(media.write_video(tmp_path / "a.mp4", times_s))
    assert [frame.t_s for frame in frames] == pytest.approx(times_s, abs=1e-4)
    assert [frame.index for frame in frames] == list(range(30))


def test_time_counts_from_the_first_picture(tmp_path: Path) -> None:
    frames = read(media.write_video(tmp_path / "a.mkv", [5.0, 5.1, 5.3]))
    assert [frame.t_s for frame in frames] == pytest.approx([0, 0.1, 0.3], abs=2e-3)
    assert frames[0].pts_s == pytest.approx(5.0, abs=2e-3)


@pytest.mark.parametrize(
    ("ccw_deg", "hflip", "clockwise_deg"),
    [(0, False, 0), (90, False, 270), (180, False, 180), (-90, False, 90), (0, True, 0)],
)
def test_pictures_are_turned_upright(
    tmp_path: Path, ccw_deg: int, *, hflip: bool, clockwise_deg: int
) -> None:
    path = media.write_video(tmp_path / "a.mp4", media.even_times(3), rotation_deg=ccw_deg,
                             hflip=hflip)  # fmt: skip
    with VideoFile(path) as source:
        first = next(source.frames()).rgb
        info = source.info
    expected = np.rot90(media.picture(0), ccw_deg // 90)
    if hflip:
        expected = expected[:, ::-1]
    assert first.shape == expected.shape == (info.height_px, info.width_px, 3)
    assert np.abs(first.astype(int) - expected).mean() < 12
    assert info.rotation_deg == clockwise_deg
    assert any("mirrored" in note for note in info.notes) == hflip


@pytest.mark.parametrize(
    ("aspect", "size"), [(Fraction(4, 3), (213, 96)), (Fraction(1, 2), (160, 192))]
)
def test_pixels_become_square(tmp_path: Path, aspect: Fraction, size: tuple[int, int]) -> None:
    path = media.write_video(tmp_path / "a.mp4", media.even_times(3), pixel_aspect=aspect)
    with VideoFile(path) as source:
        frame = next(source.frames())
        assert (source.info.width_px, source.info.height_px) == size
        assert f"{aspect.numerator}:{aspect.denominator}" in source.info.notes[0]
    assert frame.rgb.shape == (size[1], size[0], 3)


@pytest.mark.parametrize(
    ("suffix", "codec", "pix_fmt"),
    [
        (".mp4", "libx264", "yuv420p"),
        (".mkv", "libx265", "yuv420p10le"),
        (".mkv", "libx264", "gray"),
        (".mkv", "libx264", "yuv420p10le"),
        (".avi", "mjpeg", "yuvj420p"),
        (".mov", "png", "rgba"),
        (".webm", "libvpx-vp9", "yuva420p"),
    ],
)
def test_pixel_formats_give_quiet_read_only_rgb(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], suffix: str, codec: str, pix_fmt: str
) -> None:
    path = media.write_video(tmp_path / f"a{suffix}", media.even_times(5), codec=codec,
                             pix_fmt=pix_fmt, time_base=Fraction(1, 25))  # fmt: skip
    capfd.readouterr()
    frames = read(path)
    assert capfd.readouterr() == ("", "")
    assert len(frames) == 5
    for frame in frames:
        assert frame.rgb.dtype == np.uint8
        assert frame.rgb.flags.c_contiguous
        assert not frame.rgb.flags.writeable
    expected = media.picture(4).astype(int)
    expected = expected.mean(-1, keepdims=True) if pix_fmt == "gray" else expected
    assert np.abs(frames[4].rgb - expected).mean() < 30


def test_facts(tmp_path: Path) -> None:
    path = media.write_video(tmp_path / "ä b:1.mp4", media.even_times(50), sound=True)
    with VideoFile(path) as source:
        info = source.info
        assert source.counts.frames == 0
    assert info.kind is SourceKind.FILE
    assert not info.live
    assert (info.name, info.path, info.codec) == ("ä b:1.mp4", path, "h264")
    assert (info.has_audio, info.frame_count, info.rotation_deg) == (True, 50, 0)
    assert info.rate_fps == pytest.approx(25)
    assert info.duration_s == pytest.approx(2, abs=0.05)
    assert info.opened_at.tzinfo is not None


def test_a_raw_stream_without_times_gets_its_rate(tmp_path: Path) -> None:
    path = media.write_video(tmp_path / "a.h264", media.even_times(10), file_format="h264")
    times_s = [frame.t_s for frame in read(path)]
    assert times_s == pytest.approx(media.even_times(10))


def test_picture_size_may_change(tmp_path: Path) -> None:
    small = media.write_video(tmp_path / "s.ts", media.even_times(5))
    large = media.write_video(tmp_path / "l.ts", media.even_times(5), size=(320, 192))
    both = tmp_path / "both.ts"
    both.write_bytes(small.read_bytes() + large.read_bytes())
    frames = read(both)
    assert {frame.rgb.shape for frame in frames} == {(96, 160, 3), (192, 320, 3)}
    assert all(b.t_s >= a.t_s for a, b in pairwise(frames))


def test_only_sound_is_refused(tmp_path: Path) -> None:
    import av

    path = tmp_path / "a.wav"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=8000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 800), np.int16), "s16", "mono")
        frame.sample_rate = 8000
        container.mux(stream.encode(frame))
    with pytest.raises(SourceError, match="only sound"):
        VideoFile(path)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.mp4", b"", "is empty"),
        ("a.mp4", b"no video at all " * 100, "not a video"),
        ("a.txt", b"a note to myself\n" * 100, "not a video"),
    ],
)
def test_what_is_no_video_is_refused(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SourceError, match=message):
        VideoFile(path)


def test_interrupt_and_close(tmp_path: Path) -> None:
    path = media.write_video(tmp_path / "a.mp4", media.even_times(50))
    source = VideoFile(path)
    frames = source.frames()
    next(frames)
    source.interrupt()
    assert list(frames) == []
    source.close()
    source.close()
    with pytest.raises(RuntimeError, match="once"):
        next(source.frames())


def test_a_packet_that_the_decoder_fails_at_in_a_new_way_is_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = media.write_video(tmp_path / "a.mkv", media.even_times(20), codec="mjpeg",
                             pix_fmt="yuvj420p", time_base=Fraction(1, 25))  # fmt: skip

    def gray(self: UprightFrames, frame: VideoFrame, aspect: Fraction) -> Gray | None:
        if frame.pts == 400:
            raise KeyError("a kind of frame that nobody has thought of")
        return usual(self, frame, aspect)

    usual = UprightFrames.gray
    monkeypatch.setattr(UprightFrames, "gray", gray)
    with VideoFile(path) as source:
        indices = [frame.index for frame in source.frames()]
        assert source.counts.damaged_packets == 1
        assert "damaged" in source.info.notes[0]
    assert indices == [number for number in range(20) if number != 10]


@pytest.mark.parametrize("when", [0, 5])
def test_short_memory_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: int
) -> None:
    path = media.write_video(tmp_path / "a.mp4", media.even_times(10))
    seen: list[VideoFrame] = []

    def rgb(self: UprightFrames, frame: VideoFrame, *args: object, **options: object) -> RGB:
        seen.append(frame)
        if len(seen) > when:
            raise MemoryError
        return convert(self, frame, *args, **options)

    convert: Callable[..., RGB] = UprightFrames.rgb
    monkeypatch.setattr(UprightFrames, "rgb", rgb)
    with (
        pytest.raises(SourceError, match=r"a\.mp4 needs more memory") as caught,
        VideoFile(path) as source,
    ):
        [frame.rgb for frame in source.frames()]
    assert "smaller" in caught.value.hint


def test_a_frame_that_cannot_be_shown_after_all_is_an_error_with_advice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = media.write_video(tmp_path / "a.mp4", media.even_times(3))
    with VideoFile(path) as source:
        _, second, *_ = source.frames()
        monkeypatch.setattr(UprightFrames, "rgb", Mock(side_effect=KeyError("a new way")))
        with pytest.raises(SourceError, match=r"frame of a\.mp4 cannot be shown") as caught:
            second.rgb  # noqa: B018  # made here
    assert "ffmpeg" in caught.value.hint


def test_a_file_that_cannot_be_read_to_its_end_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = media.write_video(tmp_path / "a.ts", media.even_times(20))
    demux = FrameDecoder.frames

    def frames(self: FrameDecoder) -> Iterator[Decoded]:
        yield from islice(demux(self), 5)
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(FrameDecoder, "frames", frames)
    with VideoFile(path) as source:
        assert len(list(source.frames())) == 5
        assert source.info.notes == (
            "The file cannot be read to its end (Input/output error): it is damaged.",
        )
