"""Encodes RGB images as H.264: the one way for recordings, overlay videos and the demo clip.

Colours are converted by, and marked as, what players expect: ITU-R BT.709 from 720 lines on, BT.601
below. Knows nothing of faces, and nothing of how the container is written.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

from av.codec.context import Flags
from av.container import OutputContainer
from av.error import FFmpegError
from av.video.frame import PictureType, VideoFrame
from av.video.reformatter import (
    ColorPrimaries,
    ColorRange,
    Colorspace,
    ColorTrc,
    VideoReformatter,
)

from svfap_core.atomic import output_errors
from svfap_core.errors import OutputError
from svfap_core.failures import reason_of
from svfap_core.messages import Message
from svfap_core.types import RGB

TIME_BASE = Fraction(1, 90_000)
"""Of the frames' times: the clock of MPEG systems, which the usual frame rates divide."""

HD_HEIGHT_PX = 720
"""From this height on players expect the colours of BT.709."""

_FALLBACK_RATE = Fraction(25)
_AVCOL_SPC_SMPTE170M = 6
"""As libavutil counts it; the names of `Colorspace` are those of libswscale, which lacks it."""


def nominal_rate(rate_fps: float | Fraction | None) -> Fraction:
    """A rate as a container states it; 25 where it is not known."""
    return Fraction(rate_fps).limit_denominator(1001) if rate_fps else _FALLBACK_RATE


class PictureEncoder:
    """The video stream of an open container.

    Args:
        output: The container.
        size: Width and height of the frames, both even; others are scaled to it.
        rate_fps: The nominal rate, where it is known; times come with each frame.
        options: Of libx264.
        live: Hold no frame back, and make key frames only where they are asked for.
    """

    def __init__(
        self,
        output: OutputContainer,
        size: tuple[int, int],
        rate_fps: float | Fraction | None,
        options: Mapping[str, str],
        *,
        live: bool = False,
    ) -> None:
        self._output = output
        self._size = size
        self._converter = VideoReformatter()
        is_hd = size[1] >= HD_HEIGHT_PX
        self._colours = Colorspace.ITU709 if is_hd else Colorspace.ITU601
        stream = output.add_stream("libx264", rate=nominal_rate(rate_fps), options=dict(options))
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        context = stream.codec_context
        context.time_base = TIME_BASE
        context.colorspace = Colorspace.ITU709 if is_hd else _AVCOL_SPC_SMPTE170M
        context.color_range = ColorRange.MPEG
        context.color_primaries = ColorPrimaries.BT709 if is_hd else ColorPrimaries.SMPTE170M
        context.color_trc = ColorTrc.BT709 if is_hd else ColorTrc.SMPTE170M
        if live:
            context.gop_size = 10_000
            context.thread_count = 1  # Each further one would hold back a frame.
        else:
            # Without it a variable rate would end with a frame of the nominal length.
            context.flags |= Flags.frame_duration
        self._stream = stream

    def write(self, rgb: RGB, pts: int, duration: int = 0, *, key: bool = False) -> None:
        """Encode a frame.

        Args:
            rgb: `(height, width, 3)`.
            pts: When it is shown, in units of `TIME_BASE`, later than all before.
            duration: How long, in the same units; 0: until the next.
            key: Whether a player shall be able to begin here.
        """
        frame = VideoFrame.from_ndarray(rgb, format="rgb24")
        frame = self._converter.reformat(
            frame, *self._size, "yuv420p", dst_colorspace=self._colours, threads=1
        )
        frame.time_base, frame.pts = TIME_BASE, pts
        if duration:
            frame.duration = duration
        if key:
            frame.pict_type = PictureType.I
        self._output.mux(self._stream.encode(frame))

    def finish(self) -> None:
        """Write what the encoder still holds back."""
        self._output.mux(self._stream.encode(None))


@contextmanager
def video_errors(path: Path, hint: str) -> Generator[None]:
    """Words for what libav says while writing, which is not always an `OSError`."""
    try:
        with output_errors(path):
            yield
    except FFmpegError as error:
        raise OutputError(
            Message("cannot write %1: %2", path, reason_of(error)), hint=hint
        ) from error
