"""Sound and bad inputs of odd kinds, each made on the spot; no picture of anybody."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from tests.faults.workers import Verdict
from tests.media import even_times, picture, write_video

RESULTS, ERROR = Verdict.RESULTS, Verdict.ERROR


@dataclass(frozen=True, slots=True)
class Odd:
    """An input, what is to come of it, and what an error must say."""

    name: str
    make: Callable[[Path], object]
    verdict: Verdict
    says: str = ""

    def write(self, folder: Path) -> Path:
        path = folder / self.name
        self.make(path)
        return path


def link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def nothing(path: Path) -> None:
    """It is named and was never there."""


def even_gray(index: int, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Of any size; `picture` needs room for its shapes."""
    return np.full((size[1], size[0], 3), 10 * index, np.uint8)


def packets(path: Path, pts: Sequence[int], *, size: tuple[int, int] = (64, 48)) -> None:
    """A Matroska file of pictures in milliseconds of any order, repeated or below zero."""
    options = {"avoid_negative_ts": "disabled"}
    with av.open(str(path), "w", format="matroska", options=options) as container:
        stream = container.add_stream("mjpeg", rate=25)
        (stream.width, stream.height), stream.pix_fmt = size, "yuvj420p"
        first_ms = min(pts) - len(pts)  # A file is decoded in another order than it is shown in.
        for index, pts_ms in enumerate(pts):
            frame = av.VideoFrame.from_ndarray(picture(index, size), format="rgb24")
            frame.pts, frame.time_base = index, Fraction(1, 25)
            for packet in stream.encode(frame):
                packet.time_base = Fraction(1, 1000)
                packet.pts, packet.dts = pts_ms, first_ms + index
                container.mux(packet)


def sound(path: Path) -> None:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=48000, layout="mono")
        frame = av.AudioFrame.from_ndarray(
            np.zeros((1, 4800), np.float32), format="fltp", layout="mono"
        )
        frame.sample_rate = 48000
        container.mux(stream.encode(frame))
        container.mux(stream.encode())


def interlaced(path: Path) -> None:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg2video", rate=25)
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        stream.options = {"flags": "+ildct+ilme", "top": "1"}
        for index in range(25):
            frame = av.VideoFrame.from_ndarray(picture(index, (96, 64)), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


def growing(path: Path) -> None:
    """Two transport streams in a row: the size of the pictures changes half-way."""
    content = b""
    for number, size in enumerate(((96, 64), (160, 120))):
        part = path.with_suffix(f".{number}")
        write_video(part, even_times(20), size=size, file_format="mpegts")
        content += part.read_bytes()
        part.unlink()
    path.write_bytes(content)


def png(width: int, height: int, rows: int) -> bytes:
    """A gray PNG that announces a size and holds some rows of it."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = zlib.compress(bytes((width + 1) * rows))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        [chunk(b"IHDR", header), chunk(b"IDAT", data), chunk(b"IEND", b"")]
    )


def pictures(path: Path, *, sound_ones: int) -> None:
    """A folder of everything that a folder of pictures may hold."""
    path.mkdir()
    (path / "bomb.png").write_bytes(png(60_000, 60_000, 1))
    (path / "cut.png").write_bytes(png(100, 100, 100)[:60])
    (path / "empty.jpg").touch()
    (path / "loop.png").symlink_to("loop.png")
    (path / "text.jpg").write_text("no picture")
    os.mkfifo(path / "pipe.png")
    for number in range(sound_ones):
        side = 1 if number == 0 else 64
        cv2.imwrite(str(path / f"sound{number}.png"), np.full((side, side, 3), 128, np.uint8))


def png_of(path: Path, *, width: int, height: int) -> None:
    path.write_bytes(png(width, height, height))


ODD_FILES = [
    Odd("empty.mp4", Path.touch, ERROR, "is empty"),
    Odd("text.mp4", partial(Path.write_text, data="no video at all\n" * 99), ERROR, "not a video"),
    Odd("subtitles.mp4", partial(Path.write_text, data="1\n00:00:01,000 --> 00:00:02,000\nHi\n"),
        ERROR, "is a text"),
    Odd("a picture.mp4", partial(png_of, width=64, height=64), RESULTS),
    Odd("a video.txt", partial(write_video, times_s=even_times(12), file_format="mp4"), RESULTS),
    Odd("folder.mp4", Path.mkdir, ERROR, "holds no image"),
    Odd("loop.mp4", link_to_itself, ERROR, "leads back to itself"),
    Odd("gone.mp4", partial(Path.symlink_to, target="nowhere"), ERROR, "does not exist"),
    Odd("pipe.mp4", os.mkfifo, ERROR, "neither a file nor a folder"),
    Odd("device.mp4", partial(Path.symlink_to, target="/dev/zero"), ERROR, "neither a file nor"),
    Odd("never made.mp4", nothing, ERROR, "does not exist"),
    Odd("sound.mp4", sound, ERROR, "only sound"),
    Odd("bad pictures", partial(pictures, sound_ones=0), ERROR, "can be read"),
    Odd("some good pictures", partial(pictures, sound_ones=5), RESULTS),
]  # fmt: skip
"""Files that are not what they seem."""

ODD_NAMES = [
    Odd(name, partial(write_video, times_s=even_times(12)), verdict, says)
    for name, verdict, says in (
        (os.fsdecode(b"\xe9t\xe9 \xff.mp4"), RESULTS, ""),
        ("new\nline\ttab.mp4", RESULTS, ""),
        ("[red]escape\x1b[31m.mp4", RESULTS, ""),
        ("%41 #? &quot;<'\\.mp4", RESULTS, ""),
        ("a" * 200 + ".mp4", RESULTS, ""),
        ("b" * 251 + ".mp4", ERROR, "too long"),
    )
]

ODD_PICTURES = [
    Odd("one pixel.mkv", partial(write_video, times_s=even_times(12), size=(1, 1), codec="mjpeg",
        pix_fmt="yuvj444p", draw=partial(even_gray, size=(1, 1))), RESULTS),
    Odd("a line.mkv", partial(write_video, times_s=even_times(12), size=(1, 500), codec="mjpeg",
        pix_fmt="yuvj444p", draw=partial(even_gray, size=(1, 500))), RESULTS),
    Odd("one per second.mp4", partial(write_video, times_s=even_times(6, 1)), RESULTS),
    Odd("a thousand per second.mp4", partial(write_video, times_s=even_times(1000, 1000),
        size=(64, 48), time_base=Fraction(1, 16000)), RESULTS),
    Odd("before zero.mkv", partial(packets, pts=range(-1000, 1000, 40)), RESULTS),
    Odd("repeated.mkv", partial(packets, pts=[0, 0, 0, 40, 40, 80, 80, 80, 120]), RESULTS),
    Odd("back and forth.mkv", partial(packets, pts=[0, 500, 40, 5000, 80, 120]), RESULTS),
    Odd("an hour.mkv", partial(packets, pts=[0, 40, 80, 3_600_000, 3_600_040]), RESULTS),
    Odd("ten bits.mkv", partial(write_video, times_s=even_times(12), codec="libx265",
        pix_fmt="yuv420p10le"), RESULTS),
    Odd("alpha.mov", partial(write_video, times_s=even_times(12), codec="qtrle", pix_fmt="argb"),
        RESULTS),
    Odd("deep alpha.mov", partial(write_video, times_s=even_times(12), codec="prores_ks",
        pix_fmt="yuva444p10le"), RESULTS),
    Odd("palette.gif", partial(write_video, times_s=even_times(12), codec="gif", pix_fmt="rgb8",
        time_base=Fraction(1, 100)), RESULTS),
    Odd("gray.mkv", partial(write_video, times_s=even_times(12), codec="ffv1", pix_fmt="gray16le"),
        RESULTS),
    Odd("interlaced.mpg", interlaced, RESULTS),
    Odd("growing.ts", growing, RESULTS),
]  # fmt: skip

HUGE = [
    Odd("thirty years.mkv", partial(packets, pts=[0, 40, 80, 10**12, 10**12 + 40]), RESULTS),
    Odd("huge.mkv", partial(write_video, times_s=even_times(2), size=(8192, 8192), codec="mjpeg",
        pix_fmt="yuvj420p"), RESULTS),
    Odd("huge picture.mp4", partial(png_of, width=8192, height=8192), RESULTS),
]  # fmt: skip
"""Too large for an overlay video."""
