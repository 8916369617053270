from __future__ import annotations

import gc
import struct
from collections.abc import Sequence
from fractions import Fraction
from itertools import islice
from pathlib import Path

import av
import cv2
import numpy as np
import psutil
import pytest
import skimage.data
from av.sidedata import sidedata
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from svfap_core.sources import upright
from svfap_core.sources.upright import Orientation, UprightFrames
from svfap_core.sources.video_file import VideoFile
from svfap_core.types import RGB, Frame
from tests.media import drawn, even_times, ffmpeg, picture, write_video


@pytest.mark.parametrize("transpose", [False, True])
@pytest.mark.parametrize("flip_x", [False, True])
@pytest.mark.parametrize("flip_y", [False, True])
def test_the_turn_and_the_mirror_together_are_the_orientation(
    *, transpose: bool, flip_x: bool, flip_y: bool
) -> None:
    rgb = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    orientation = Orientation(transpose, flip_x, flip_y)
    expected = np.rot90(rgb, -orientation.clockwise_deg // 90)
    if orientation.mirrored:
        expected = expected[:, ::-1]
    assert np.array_equal(orientation.apply(rgb), expected)


def camera(folder: Path, orientation: int) -> tuple[Path, bytes]:
    """Motion JPEG whose frames carry EXIF, as cameras write it, and one of its frames."""
    _, jpeg = cv2.imencode(".jpg", picture(0)[..., ::-1])
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0)
    body = b"Exif\0\0II*\0" + struct.pack("<IH", 8, 1) + entry + bytes(4)
    marked = jpeg[:2].tobytes() + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    marked += jpeg[2:].tobytes()
    raw = folder / "raw.mjpeg"
    raw.write_bytes(marked * 3)
    path = folder / "camera.avi"
    ffmpeg("-r", 30, "-f", "mjpeg", "-i", raw, "-c", "copy", path)
    return path, marked


@pytest.mark.parametrize("orientation", range(1, 9))
def test_side_data_of_a_kind_that_pyav_does_not_know_ends_no_file(
    tmp_path: Path, orientation: int
) -> None:
    path, jpeg = camera(tmp_path, orientation)
    with VideoFile(path) as source:
        frames = list(source.frames())
        notes = source.info.notes
    expected = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)[..., ::-1]
    assert [frame.rgb.shape for frame in frames] == [expected.shape] * 3
    assert np.abs(frames[2].rgb.astype(int) - expected).mean() < 3
    assert any("mirrored" in note for note in notes) == (orientation in {2, 4, 5, 7})


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_turns_are_known_where_side_data_cannot_be_read_at_all(
    tmp_path: Path, orientation: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upright, "_let_unknown_kinds_pass", lambda: None)
    monkeypatch.setattr(sidedata.Type, "_missing_", classmethod(lambda _cls, _value: None))
    path, jpeg = camera(tmp_path, orientation)
    with VideoFile(path) as source:
        first = next(source.frames()).rgb
    expected = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)[..., ::-1]
    assert first.shape == expected.shape
    assert np.abs(first.astype(int) - expected).mean() < 3


def test_decoded_frames_leave_no_frame_and_no_thread_behind(tmp_path: Path) -> None:
    film = write_video(tmp_path / "turned.mp4", even_times(30), rotation_deg=90)
    process = psutil.Process()
    with VideoFile(film) as video:
        pictures = video.frames()
        next(pictures)
        gc.collect()
        threads, frames = process.num_threads(), _frames_in_memory()
        gc.disable()
        try:
            for _ in islice(pictures, 20):
                pass
            assert process.num_threads() <= threads
            assert _frames_in_memory() <= frames + 3  # Those on their way.
        finally:
            gc.enable()


def _frames_in_memory() -> int:
    return sum(type(thing) is VideoFrame for thing in gc.get_objects())


def shapes(path: Path) -> tuple[list[tuple[int, ...]], Sequence[str]]:
    with VideoFile(path) as source:
        found = [frame.rgb.shape for frame in source.frames()]
        return found, source.info.notes


@pytest.mark.parametrize("codec", ["mpeg2video", "libx264"])
def test_the_shape_of_pixels_is_followed_when_it_changes(tmp_path: Path, codec: str) -> None:
    parts = [
        (tmp_path / "a.ts", "16/15", 1),
        (tmp_path / "b.ts", "64/45", 3),
        (tmp_path / "c.ts", "16/15", 5),
    ]
    for path, aspect, start_s in parts:
        ffmpeg(*drawn(25, 2, (180, 144)), "-vf", f"setsar={aspect}", "-c:v", codec, "-bf", 2,
               "-pix_fmt", "yuv420p", "-output_ts_offset", start_s, path)  # fmt: skip
    whole = tmp_path / "broadcast.ts"
    whole.write_bytes(b"".join(path.read_bytes() for path, _, _ in parts))
    found, notes = shapes(whole)
    assert found == [(144, 192, 3)] * 50 + [(144, 256, 3)] * 50 + [(144, 192, 3)] * 50
    assert "at 2.00 s: from 192x144 to 256x144" in " ".join(notes)


def test_the_shape_that_a_container_gives_holds(tmp_path: Path) -> None:
    film = write_video(tmp_path / "v.mp4", even_times(10))
    path = tmp_path / "wide.mp4"
    ffmpeg("-i", film, "-c", "copy", "-aspect", "20:9", path)
    found, notes = shapes(path)
    assert found == [(96, 213, 3)] * 10
    assert "4:3" in notes[0]


def rgb_of(folder: Path, rgb: RGB, *options: object) -> NDArray[np.int_]:
    """A frame after it was encoded without loss by ffmpeg with options, and read."""
    height, width, _ = rgb.shape
    still = folder / "still.png"
    cv2.imwrite(str(still), rgb[..., ::-1])
    path = folder / "video.mkv"
    ffmpeg("-loop", 1, "-i", still, "-frames:v", 3, "-c:v", "libx264", "-qp", 0, *options, path)
    with VideoFile(path) as source:
        first = next(source.frames()).rgb
    assert first.shape == (height, width, 3)
    return first.astype(int)


@pytest.mark.parametrize(
    ("size", "matrix"),
    [((1280, 720), "bt709"), ((1280, 536), "bt709"), ((640, 720), "bt709"), ((720, 576), "bt601")],
)
def test_untagged_colours_are_read_by_the_size(
    tmp_path: Path, size: tuple[int, int], matrix: str
) -> None:
    rgb = np.zeros((size[1], size[0], 3), np.uint8)
    rgb[:, : size[0] // 2], rgb[:, size[0] // 2 :] = (200, 40, 60), (40, 180, 50)
    found = rgb_of(tmp_path, rgb, "-vf", f"scale=out_color_matrix={matrix},format=yuv444p")
    assert np.abs(found - rgb).max() <= 3


@pytest.mark.parametrize("matrix", ["bt709", "smpte170m", "bt2020nc"])
@pytest.mark.parametrize("levels", ["tv", "pc"])
def test_tagged_colours_and_levels_are_respected(tmp_path: Path, matrix: str, levels: str) -> None:
    rgb = np.zeros((96, 160, 3), np.uint8)
    rgb[:48], rgb[48:] = (250, 128, 5), (0, 255, 255)
    scale = f"scale=out_color_matrix={matrix}:out_range={levels},format=yuv444p"
    found = rgb_of(tmp_path, rgb, "-vf", scale, "-colorspace", matrix, "-color_range", levels)
    assert np.abs(found - rgb).max() <= 3


def test_a_frame_is_made_smaller(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.mp4", even_times(3), pixel_aspect=Fraction(2))
    with av.open(str(path)) as container:
        frame = next(container.decode(video=0))
    assert upright.UprightFrames().rgb(frame, Fraction(2), scale=0.5).shape == (48, 160, 3)


@pytest.mark.parametrize(
    ("name", "options", "is_there"),
    [
        ("a.mp4", ["-c:v", "libx264", "-pix_fmt", "yuv420p"], True),
        ("a.mp4", ["-c:v", "libx264", "-pix_fmt", "yuv444p", "-color_range", "pc"], True),
        ("a.mkv", ["-c:v", "libx264", "-pix_fmt", "gray"], True),
        ("a.mkv", ["-c:v", "libx264", "-pix_fmt", "nv12"], True),
        ("a.avi", ["-c:v", "mjpeg", "-pix_fmt", "yuvj422p"], True),
        ("a.mkv", ["-c:v", "libx264", "-pix_fmt", "yuv420p10le"], False),
        ("a.mov", ["-c:v", "png", "-pix_fmt", "rgb24"], False),
        ("a.avi", ["-c:v", "rawvideo", "-pix_fmt", "bgr24"], False),
        ("a.mp4", ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-vf", "setsar=4/3"], False),
    ],
)
def test_luma_at_hand_is_that_of_the_picture_in_small(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    options: list[str],
    *,
    is_there: bool,
) -> None:
    still = tmp_path / "still.png"
    cv2.imwrite(str(still), cv2.resize(skimage.data.astronaut(), (960, 720))[..., ::-1])
    path = tmp_path / name
    ffmpeg("-loop", 1, "-i", still, "-frames:v", 2, *options, path)
    with VideoFile(path) as source:
        frames = source.frames()
        frame = next(frames)
        with monkeypatch.context() as without_rgb:
            without_rgb.setattr(UprightFrames, "rgb", lambda *_: pytest.fail("RGB was made"))
            seconds = next(frames).gray if is_there else None
    assert seconds is None or np.abs(seconds.astype(int) - frame.gray).mean() < 2
    assert frame.gray.shape[1] == 640
    assert not frame.gray.flags.writeable
    assert off(frame) < 4


def off(frame: Frame) -> float:
    """Mean difference between the luma at hand and that of the picture, in grey levels."""
    height, width = frame.gray.shape
    small = cv2.resize(frame.rgb, (width, height), interpolation=cv2.INTER_AREA)
    luma = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    return float(np.abs(luma.astype(int) - frame.gray).mean())


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_luma_at_hand_is_upright(tmp_path: Path, turn: int) -> None:
    photo = skimage.data.astronaut()[:300]
    film = write_video(
        tmp_path / "turned.mp4",
        even_times(2),
        size=(512, 300),
        draw=lambda _: photo,
        rotation_deg=turn,
    )
    with VideoFile(film) as source:
        frame = next(source.frames())
    assert frame.gray.shape == frame.rgb.shape[:2] == ((512, 300) if turn % 180 else (300, 512))
    assert off(frame) < 4
