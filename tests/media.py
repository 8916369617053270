"""Synthetic videos of drawn shapes, so that tests need no footage. Knows libav, not the project."""

from __future__ import annotations

import io
import itertools
import json
import shutil
import struct
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

WIDTH_PX, HEIGHT_PX = 160, 96
_BITS, _BLOCK_PX = 40, 16
_NUMBER_BITS = 10


def picture(index: int, size: tuple[int, int] = (WIDTH_PX, HEIGHT_PX)) -> NDArray[np.uint8]:
    """`(height, width, 3)`: red top left quarter, blue at the bottom, a white bar that moves."""
    width, height = size
    rgb = np.full((height, width, 3), 60, np.uint8)
    rgb[: height // 2, : width // 2] = (220, 30, 30)
    rgb[3 * height // 4 :] = (20, 40, 200)
    left = (index * 4) % (width - 8)
    rgb[height // 2 : 3 * height // 4, left : left + 8] = 255
    return rgb


def write_video(
    path: Path,
    times_s: Sequence[float],
    *,
    size: tuple[int, int] = (WIDTH_PX, HEIGHT_PX),
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    rotation_deg: float = 0,
    hflip: bool = False,
    pixel_aspect: Fraction | None = None,
    sound: bool = False,
    time_base: Fraction = Fraction(1, 12800),
    file_format: str | None = None,
    gop: int = 12,
    draw: Callable[[int], NDArray[np.uint8]] | None = None,
) -> Path:
    """A video whose picture i is shown at `times_s[i]`; any spacing, so variable rates too.

    `draw` makes picture i, of that size; without it, `picture` does.
    `rotation_deg` turns the stored pictures counterclockwise when played, as a display matrix.
    """
    with av.open(str(path), "w", format=file_format) as container:
        stream = container.add_stream(codec, rate=25)
        stream.width, stream.height = size
        stream.pix_fmt = pix_fmt
        stream.time_base = stream.codec_context.time_base = time_base
        stream.codec_context.gop_size = gop
        if codec == "libx264":
            stream.options = {"preset": "ultrafast", "x264-params": "log-level=none"}
        if codec == "libx265":
            stream.options = {"preset": "ultrafast", "x265-params": "log-level=none"}
        if pixel_aspect:
            stream.codec_context.sample_aspect_ratio = pixel_aspect
        if rotation_deg or hflip:
            stream.set_display_rotation(rotation_deg, hflip=hflip)
        audio = container.add_stream("aac", rate=48000, layout="mono") if sound else None
        for index, t_s in enumerate(times_s):
            rgb = draw(index) if draw is not None else picture(index, size)
            frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
            frame = frame.reformat(format=pix_fmt)
            frame.pts, frame.time_base = round(t_s / time_base), time_base
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
        if audio:
            _write_tone(container, audio, times_s[-1])
    return path


def write_images(folder: Path, count: int, pattern: str = "{:03d}.png") -> Path:
    """Numbered images, the first number 1."""
    folder.mkdir(parents=True, exist_ok=True)
    for index in range(count):
        Image.fromarray(picture(index)).save(folder / pattern.format(index + 1))
    return folder


def write_animation(path: Path, saved_as: str, durations_ms: Sequence[int]) -> Path:
    """An animated image in one of Pillow's formats; WebP without loss."""
    first, *rest = [Image.fromarray(picture(index)) for index in range(len(durations_ms))]
    first.save(
        path, saved_as, save_all=True, append_images=rest, duration=list(durations_ms), loop=0,
        **({"lossless": True} if saved_as == "WEBP" else {}),
    )  # fmt: skip
    return path


def write_heic(path: Path, rgb: NDArray[np.uint8], *, quarter_turns: int = 0) -> Path:
    """One HEVC frame as a HEIC image (ISO/IEC 23008-12); turned counterclockwise when shown."""
    height, width, _ = rgb.shape
    film = io.BytesIO()
    with av.open(film, "w", format="mp4") as container:
        stream = container.add_stream("libx265", rate=25)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        params = "log-level=none:keyint=1:bframes=0"
        stream.options = {"preset": "ultrafast", "crf": "8", "x265-params": params}
        container.mux(stream.encode(av.VideoFrame.from_ndarray(rgb, format="rgb24")))
        container.mux(stream.encode())
    content = film.getvalue()
    start = content.index(b"hvcC") - 4
    decoder = content[start : start + int.from_bytes(content[start : start + 4], "big")]
    film.seek(0)
    with av.open(film) as container:
        image = bytes(next(iter(container.demux(video=0))))
    properties = [decoder, _box(b"ispe", struct.pack(">III", 0, width, height))]
    properties.append(_box(b"irot", bytes([quarter_turns])))
    places = bytes([3, 0x81, 0x82, 0x83])
    associated = _box(b"ipma", struct.pack(">IIH", 0, 1, 1), places)
    kind = _box(b"ftyp", b"heic", bytes(4), b"mif1", b"heic")

    def meta(offset: int) -> bytes:
        item = _box(b"infe", struct.pack(">IHH4s", 2 << 24, 1, 0, b"hvc1"), b"\0")
        extent = struct.pack(">IBBHHHHII", 0, 0x44, 0, 1, 1, 0, 1, offset, len(image))
        return _box(
            b"meta",
            bytes(4),
            _box(b"hdlr", bytes(8), b"pict", bytes(13)),
            _box(b"pitm", struct.pack(">IH", 0, 1)),
            _box(b"iloc", extent),
            _box(b"iinf", struct.pack(">IH", 0, 1), item),
            _box(b"iprp", _box(b"ipco", *properties), associated),
        )

    offset = len(kind) + len(meta(0)) + 8
    path.write_bytes(kind + meta(offset) + _box(b"mdat", image))
    return path


def _box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + kind + body


def write_flashes(
    path: Path,
    seconds: float,
    *,
    every_s: float = 1.0,
    rate_fps: int = 30,
    video_starts_s: float = 0.0,
    sound_s: tuple[float, float] | None = None,
    codec: str = "aac",
    sample_rate_hz: int = 48_000,
    layout: str = "mono",
) -> Path:
    """A video that flashes white and beeps at once, at 0 and then every `every_s`.

    Args:
        path: Where it goes.
        seconds: Its length.
        every_s: From one flash to the next, whole frames; each lasts one frame, each beep 50 ms.
        rate_fps: Of the frames.
        video_starts_s: The container's time of the first frame.
        sound_s: From when to when there is sound, counted from the first frame; all of it unless
            given.
        codec: Of the sound.
        sample_rate_hz: Of the sound.
        layout: Of the sound.
    """
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=rate_fps)
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        video.codec_context.gop_size = rate_fps
        video.options = {"preset": "ultrafast", "x264-params": "log-level=none"}
        sound = container.add_stream(codec, rate=sample_rate_hz, layout=layout)
        flash_each = round(every_s * rate_fps)
        for index in range(round(seconds * rate_fps)):
            level = 235 if index % flash_each == 0 else 30
            frame = av.VideoFrame.from_ndarray(np.full((48, 64, 3), level, np.uint8), "rgb24")
            frame.pts = index + round(video_starts_s * rate_fps)
            frame.time_base = Fraction(1, rate_fps)
            container.mux(video.encode(frame))
        container.mux(video.encode())
        from_s, to_s = sound_s or (0.0, seconds)
        times_s = from_s + np.arange(round((to_s - from_s) * sample_rate_hz)) / sample_rate_hz
        beeps = (times_s >= -0.01) & (np.mod(times_s + 1e-9, every_s) < 0.05)
        tone = (0.5 * np.sin(2 * np.pi * 1000 * times_s) * beeps).astype(np.float32)
        channels = sound.codec_context.channels
        frame = av.AudioFrame.from_ndarray(np.tile(tone, (channels, 1)), "fltp", layout)
        frame.sample_rate = sample_rate_hz
        frame.time_base = Fraction(1, sample_rate_hz)
        frame.pts = round((video_starts_s + from_s) * sample_rate_hz)
        container.mux(sound.encode(frame))
        container.mux(sound.encode())
    return path


def _write_tone(container: av.container.OutputContainer, stream: object, seconds: float) -> None:
    phase = np.arange(int(48000 * seconds)) * (2 * np.pi * 440 / 48000)
    tone = (0.2 * np.sin(phase)).astype(np.float32)[None]
    frame = av.AudioFrame.from_ndarray(tone, format="fltp", layout="mono")
    frame.sample_rate = 48000
    container.mux(stream.encode(frame))
    container.mux(stream.encode())


def ffmpeg(*arguments: object) -> None:
    """Run the program ffmpeg for what PyAV cannot make; the test is skipped where it is missing."""
    if shutil.which("ffmpeg") is None:
        pytest.skip("ffmpeg is not installed")
    command = ["ffmpeg", "-loglevel", "error", "-y", "-nostdin", *map(str, arguments)]
    subprocess.run(command, check=True)


def drawn(
    rate_fps: float = 25, seconds: float = 2, size: tuple[int, int] = (WIDTH_PX, HEIGHT_PX)
) -> list[object]:
    """Arguments by which ffmpeg draws a video as its input; no two frames are alike."""
    width, height = size
    source = f"testsrc2=size={width}x{height}:rate={rate_fps}:duration={seconds}"
    return ["-f", "lavfi", "-i", source]


def beep(seconds: float) -> list[object]:
    """Arguments by which ffmpeg makes a tone as its input."""
    return ["-f", "lavfi", "-i", f"sine=duration={seconds}"]


def ffprobe_times_s(path: Path) -> list[float | None]:
    """When ffprobe shows each frame; `None` for those that it has no time for."""
    if shutil.which("ffprobe") is None:
        pytest.skip("ffprobe is not installed")
    command = ["ffprobe", "-v", "quiet", "-select_streams", "v:0", "-of", "json"]
    command += ["-show_entries", "frame=best_effort_timestamp_time", str(path)]
    output = subprocess.run(command, check=True, capture_output=True).stdout
    times = [frame.get("best_effort_timestamp_time") for frame in json.loads(output)["frames"]]
    return [None if time_s is None else float(time_s) for time_s in times]


def even_times(count: int, rate_fps: float = 25) -> list[float]:
    """Times of a constant rate."""
    return [index / rate_fps for index in range(count)]


def uneven_times(count: int) -> list[float]:
    """Times with gaps of 20, 40 and 100 ms in turn."""
    gaps = [(0.02, 0.04, 0.1)[index % 3] for index in range(count - 1)]
    return [0.0, *np.cumsum(gaps).tolist()]


def truncate(path: Path, fraction: float) -> Path:
    """Keep the first part of a file."""
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * fraction)])
    return path


def number_picture(index: int) -> NDArray[np.uint8]:
    """A frame of the usual size that shows its number, below 1024, as black and white bars."""
    bits = np.array([(index >> bit) & 1 for bit in range(_NUMBER_BITS)], np.uint8)
    row = (bits * 255).repeat(WIDTH_PX // _NUMBER_BITS)
    return np.broadcast_to(row[None, :, None], (HEIGHT_PX, WIDTH_PX, 3)).copy()


def shown_number(rgb: NDArray[np.uint8]) -> int:
    """The number that a `number_picture` shows, at any size."""
    height, width, _ = rgb.shape
    bar = width / _NUMBER_BITS
    on = [rgb[height // 2, int((bit + 0.5) * bar), 1] > 127 for bit in range(_NUMBER_BITS)]
    return sum(1 << bit for bit, is_on in enumerate(on) if is_on)


def clock_picture() -> NDArray[np.uint8]:
    """A picture that shows `perf_counter` in microseconds as black and white blocks."""
    microseconds = int(time.perf_counter() * 1e6)
    bits = np.array([(microseconds >> bit) & 1 for bit in range(_BITS)], np.uint8)
    blocks = (bits * 255).reshape(4, 10).repeat(_BLOCK_PX, 0).repeat(_BLOCK_PX, 1)
    return np.repeat(blocks[:, :, None], 3, axis=2)


def shown_clock_s(rgb: NDArray[np.uint8]) -> float:
    """The time that a `clock_picture`, or one in the top left corner, shows."""
    clock = rgb[: 4 * _BLOCK_PX, : 10 * _BLOCK_PX, 1]
    centres = clock[_BLOCK_PX // 2 :: _BLOCK_PX, _BLOCK_PX // 2 :: _BLOCK_PX].reshape(-1) > 127
    return sum(1 << bit for bit, on in enumerate(centres[:_BITS]) if on) / 1e6


def send_clock(url: str, rate_fps: int = 30, gop: int = 30) -> None:
    """Send clock pictures in real time as MPEG-TS until killed."""
    _send(url, (160, 64), (clock_picture() for _ in itertools.count()), rate_fps, gop)


def send_film(url: str, film: Path, size: tuple[int, int], rate_fps: int = 30) -> None:
    """Send a film over and over in real time, a clock in its corner, until killed.

    The program ffmpeg encodes and sends; it is given raw pictures, so that each can show the time
    at which it was made.
    """
    with av.open(str(film)) as container:
        pictures = [
            frame.reformat(*size, format="rgb24").to_ndarray()
            for frame in container.decode(video=0)
        ]
    command = (
        f"ffmpeg -loglevel error -fflags nobuffer -probesize 32 -f rawvideo -pixel_format rgb24 "
        f"-video_size {size[0]}x{size[1]} -framerate {rate_fps} -i - -c:v libx264 -pix_fmt yuv420p "
        f"-preset ultrafast -tune zerolatency -g {rate_fps} -flush_packets 1 -f mpegts {url}"
    )
    with subprocess.Popen(command.split(), stdin=subprocess.PIPE, bufsize=0) as ffmpeg:
        assert ffmpeg.stdin is not None
        start_s = time.perf_counter()
        for index, rgb in enumerate(itertools.cycle(pictures)):
            clock = clock_picture()
            rgb[: clock.shape[0], : clock.shape[1]] = clock
            ffmpeg.stdin.write(rgb.data)
            due_s = start_s + (index + 1) / rate_fps
            time.sleep(max(0.0, due_s - time.perf_counter()))


def _send(
    url: str,
    size: tuple[int, int],
    pictures: Iterator[NDArray[np.uint8]],
    rate_fps: int,
    gop: int,
) -> None:
    with av.open(url, "w", format="mpegts") as container:
        stream = container.add_stream("libx264", rate=rate_fps)
        (stream.width, stream.height), stream.pix_fmt = size, "yuv420p"
        stream.codec_context.gop_size = gop
        stream.options = {
            "preset": "ultrafast",
            "tune": "zerolatency",
            "x264-params": "log-level=none",
        }
        start_s = time.perf_counter()
        for index, rgb in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
            frame.pts, frame.time_base = index, Fraction(1, rate_fps)
            container.mux(stream.encode(frame))
            due_s = start_s + (index + 1) / rate_fps
            time.sleep(max(0.0, due_s - time.perf_counter()))


if __name__ == "__main__":
    import sys

    if len(sys.argv) == 2:
        send_clock(sys.argv[1])
    else:
        send_film(sys.argv[1], Path(sys.argv[2]), (1280, 720), int(sys.argv[3]))
