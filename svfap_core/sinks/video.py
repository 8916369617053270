"""Pictures to an H.264 mp4 while they come: a file that is whole up to a moment ago.

Written in fragments, which a player reads up to the last one, should the process be killed; when
the file is closed it becomes a usual mp4 with an index. Owns no thread. Knows nothing of faces.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import av
from av.error import FFmpegError
from av.video.frame import PictureType, VideoFrame
from av.video.reformatter import VideoReformatter

from svfap_core.atomic import output_errors
from svfap_core.errors import OutputError
from svfap_core.failures import reason_of
from svfap_core.messages import Message
from svfap_core.types import RGB

TIME_BASE = Fraction(1, 90_000)
"""The clock of MPEG systems, which the usual frame rates divide."""

KEY_FRAME_EVERY_S = 1.0
"""How far a player has to decode to reach a picture."""

FRAGMENT_S = 0.2
"""What a killed process loses at most, with the pictures that still wait for the encoder."""

_CONTAINER = {
    "movflags": "hybrid_fragmented+default_base_moof",
    "frag_duration": str(round(FRAGMENT_S * 1_000_000)),
    "flush_packets": "1",
}
# The fastest preset: 720p at 30 fps takes a fifth of one core. No look-ahead holds pictures back.
_CODEC = {
    "preset": "ultrafast",
    "tune": "zerolatency",
    "crf": "22",
    "x264-params": "log-level=error",
}
_FALLBACK_RATE = Fraction(30)


class VideoWriter:
    """One file, from the first picture, whose size it takes, to `close`.

    Args:
        path: The mp4 file; its folder is there.
        size: Width and height of the pictures; others are scaled to it.
        rate_fps: The nominal rate, where it is known; times come with each picture.
    """

    def __init__(self, path: Path, size: tuple[int, int], rate_fps: float | None) -> None:
        self._path = path
        self._width, self._height = size[0] // 2 * 2, size[1] // 2 * 2  # H.264 needs even sides.
        self._converter = VideoReformatter()
        self._last_pts = -1
        self._last_key_s = float("-inf")
        with _video_errors(path):
            self._container = av.open(str(path), "w", format="mp4", options=_CONTAINER)
            rate = Fraction(rate_fps).limit_denominator(1001) if rate_fps else _FALLBACK_RATE
            self._stream = self._container.add_stream("libx264", rate=rate, options=_CODEC)
            self._stream.width, self._stream.height = self._width, self._height
            self._stream.pix_fmt = "yuv420p"
            context = self._stream.codec_context
            context.time_base = TIME_BASE
            context.gop_size = 10_000  # Key frames go by time, see `write`.
            context.thread_count = 1  # Each further one would hold back a picture.

    def write(self, rgb: RGB, t_s: float) -> None:
        """Encode a picture `(height, width, 3)` shown from `t_s` on, later than all before.

        Raises:
            OutputError: The file cannot be written.
        """
        height, width, _ = rgb.shape
        if (width // 2 * 2, height // 2 * 2) == (self._width, self._height):
            # An odd side loses its last line, so that no other pixel moves.
            rgb = rgb[: self._height, : self._width]
        picture = VideoFrame.from_ndarray(rgb, format="rgb24")
        picture = self._converter.reformat(picture, self._width, self._height, "yuv420p", threads=1)
        picture.time_base = TIME_BASE
        picture.pts = self._last_pts = max(round(t_s / TIME_BASE), self._last_pts + 1)
        if t_s - self._last_key_s >= KEY_FRAME_EVERY_S:
            picture.pict_type = PictureType.I
            self._last_key_s = t_s
        with _video_errors(self._path):
            self._container.mux(self._stream.encode(picture))

    def close(self) -> None:
        """Finish the file.

        Raises:
            OutputError: Its end cannot be written; what came before can be played.
        """
        with _video_errors(self._path):
            try:
                self._container.mux(self._stream.encode(None))
            finally:
                self._container.close()


@contextmanager
def _video_errors(path: Path) -> Generator[None]:
    """Words for what libav says while writing, which is not always an `OSError`."""
    try:
        with output_errors(path):
            yield
    except FFmpegError as error:
        raise OutputError(
            Message("cannot write %1: %2", path, reason_of(error)),
            hint="Check that the disk is there and has room, and record again.",
        ) from error
