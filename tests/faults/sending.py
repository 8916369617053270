"""A sender of live video that a test stops, kills and starts again: a face, and a clock beside it.

    python -m tests.faults.sending URL WIDTH HEIGHT RATE_FPS [SECONDS [WIDTH HEIGHT]]

Sends MPEG-TS in real time. After SECONDS it ends, or goes on within the same stream with pictures
of another size.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from av.video.codeccontext import VideoCodecContext
from skimage.data import astronaut

from tests.media import clock_picture

ROOT = Path(__file__).parents[2]


@contextmanager
def sending(
    url: str, *words: object, stdout: int | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A sender in a process of its own, killed at the end."""
    command = [sys.executable, "-m", "tests.faults.sending", url, *map(str, words)]
    with subprocess.Popen(command, cwd=ROOT, stdout=stdout) as process:
        try:
            yield process
        finally:
            process.kill()


def send(
    url: str,
    size: tuple[int, int],
    rate_fps: int,
    seconds: float | None = None,
    other: tuple[int, int] | None = None,
) -> None:
    """As the module says."""
    with av.open(url, "w", format="mpegts") as container:
        stream = container.add_stream("libx264", rate=rate_fps)
        (stream.width, stream.height), stream.pix_fmt = size, "yuv420p"
        encoder, began_s, index = _encoder(size, rate_fps), time.perf_counter(), 0
        while True:
            now_s = index / rate_fps
            if seconds is not None and now_s > seconds:
                if other is None:
                    return
                size, other, seconds = other, None, None
                encoder = _encoder(size, rate_fps)
            frame = av.VideoFrame.from_ndarray(picture(index, size), format="rgb24")
            frame = frame.reformat(format="yuv420p")
            frame.pts, frame.time_base = index, Fraction(1, rate_fps)
            for packet in encoder.encode(frame):
                packet.stream = stream
                container.mux(packet)
            index += 1
            time.sleep(max(0.0, began_s + index / rate_fps - time.perf_counter()))


def picture(index: int, size: tuple[int, int]) -> np.ndarray:
    """Whose top left corner shows the clock, and whose right half a face that moves a little."""
    width, height = size
    rgb = np.full((height, width, 3), 90, np.uint8)
    clock = clock_picture()
    rgb[: clock.shape[0], : clock.shape[1]] = clock
    side = min(width - clock.shape[1], height)
    left = 100 + round(15 * np.sin(index / 10))
    face = cv2.resize(astronaut()[:240, left : left + 240], (side, side))
    rgb[height - side :, width - side :] = face
    return rgb


def _encoder(size: tuple[int, int], rate_fps: int) -> VideoCodecContext:
    encoder = av.CodecContext.create("libx264", "w")
    encoder.width, encoder.height = size
    encoder.pix_fmt, encoder.time_base = "yuv420p", Fraction(1, rate_fps)
    encoder.gop_size = rate_fps
    encoder.options = {
        "preset": "ultrafast",
        "tune": "zerolatency",
        "x264-params": "log-level=none",
    }
    return encoder


if __name__ == "__main__":
    url, width, height, rate_fps, *more = sys.argv[1:]
    send(
        url,
        (int(width), int(height)),
        int(rate_fps),
        float(more[0]) if more else None,
        (int(more[1]), int(more[2])) if len(more) == 3 else None,
    )
