"""From libav's streams to upright pictures with times; shared by all sources that use PyAV.

Knows nothing of files, addresses or reconnecting.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Self, cast

import numpy as np
from av.container import InputContainer
from av.error import FFmpegError
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream

from svfap_core.errors import SourceError
from svfap_core.types import RGB, frozen

SPLICE_S = 1.0
"""A fall of the PTS by at least this much is a splice, below it a glitch."""

_FALLBACK_GAP_S = Fraction(1, 25)


@dataclass(frozen=True, slots=True)
class Orientation:
    """How stored pictures become upright: exchange x and y if `transpose`, then mirror.

    Made from the display matrix of ISO/IEC 14496-12 (section 6.2.2), which maps a stored point to
    x' = a x + c y, y' = b x + d y; angles between quarter turns go to the nearest.
    """

    transpose: bool = False
    flip_x: bool = False
    flip_y: bool = False

    @classmethod
    def of(cls, frame: VideoFrame) -> Self:
        """The orientation that the frame's display matrix asks for."""
        side_data = frame.side_data.get("DISPLAYMATRIX")
        if side_data is None:
            return cls()
        matrix = np.frombuffer(bytes(side_data), np.int32)
        a, b, _, c, d, *_ = (int(value) for value in matrix)
        if abs(b) + abs(c) > abs(a) + abs(d):
            return cls(transpose=True, flip_x=c < 0, flip_y=b < 0)
        return cls(flip_x=a < 0, flip_y=d < 0)

    @property
    def mirrored(self) -> bool:
        """Whether the turn alone does not do it."""
        return self.transpose ^ self.flip_x ^ self.flip_y

    @property
    def clockwise_deg(self) -> int:
        """The turn, of a mirrored picture the one before mirroring left to right."""
        flip_x = self.flip_x ^ self.mirrored
        if self.transpose:
            return 90 if flip_x else 270
        return 180 if flip_x else 0

    def apply(self, rgb: RGB) -> RGB:
        """The upright picture, a view of the given one."""
        if self.transpose:
            rgb = rgb.transpose(1, 0, 2)
        return rgb[:: -1 if self.flip_y else 1, :: -1 if self.flip_x else 1]


class UprightPictures:
    """Turns the frames of one stream into upright RGB pictures; for one thread at a time.

    It keeps one converter for them all. `VideoFrame.to_ndarray` would make one for each frame,
    with a thread for each core, and reading a frame's side data ties it into a cycle that only
    the garbage collector undoes: hundreds of threads and pictures would linger. So the display
    matrix is read again only where the frame's size or turn is new; a stream that begins half-way
    to be flipped upside down without a turn is not noticed.

    Args:
        pixel_aspect: Width to height of a stored pixel; the shorter side is stretched, so that no
            detail is lost.
    """

    def __init__(self, pixel_aspect: Fraction = Fraction(1)) -> None:
        self._aspect = pixel_aspect
        self._converter = VideoReformatter()
        self._read_for: tuple[int, int, int] | None = None
        self._orientation = Orientation()

    def orientation(self, frame: VideoFrame) -> Orientation:
        """The orientation that the frame asks for."""
        signs = (frame.rotation, frame.width, frame.height)
        if signs != self._read_for:
            self._read_for, self._orientation = signs, Orientation.of(frame)
        return self._orientation

    def rgb(self, frame: VideoFrame, *, scale: float = 1.0) -> RGB:
        """The frame as `(height, width, 3)` RGB: turned upright, pixels square, read-only.

        Any pixel format that swscale knows is taken; alpha is dropped. `scale` makes a picture
        that is only looked at smaller.
        """
        width, height = frame.width, frame.height
        if self._aspect > 1:
            width = round(width * self._aspect)
        elif self._aspect < 1:
            height = round(height / self._aspect)
        width, height = max(1, round(width * scale)), max(1, round(height * scale))
        picture = self._converter.reformat(frame, width, height, "rgb24", threads=1)
        rgb = cast("RGB", picture.to_ndarray())
        return frozen(np.ascontiguousarray(self.orientation(frame).apply(rgb)))


def video_stream(container: InputContainer, name: str) -> VideoStream:
    """The first video stream that is not a cover picture.

    Raises:
        SourceError: There is none, or no decoder for it.
    """
    streams = [s for s in container.streams.video if Disposition.attached_pic not in s.disposition]
    if not streams:
        what = "only sound" if container.streams.audio else "no video"
        raise SourceError(f"{name} holds {what}", hint="Choose a file or stream with pictures.")
    if not streams[0].codec_context:
        raise SourceError(
            f"{name} is stored in a way that no decoder here knows",
            hint="Convert it to H.264, for example with: ffmpeg -i IN -c:v libx264 OUT.mp4",
        )
    return streams[0]


def pixel_aspect(stream: VideoStream) -> Fraction:
    """Width to height of a stored pixel; 1 where nothing (sensible) is said."""
    ratio = stream.sample_aspect_ratio
    return ratio if ratio and Fraction(1, 8) < ratio < 8 else Fraction(1)


class PictureClock:
    """Turns presentation timestamps into times that never fall.

    - A frame without PTS comes one duration (or usual gap) after the one before it.
    - A PTS that falls by less than `SPLICE_S` is a glitch: the frame gets the time of the one
      before it, and later ones keep their own.
    - One that falls by more is a splice: what follows goes on one gap after the frame before.
    """

    def __init__(self, rate_fps: Fraction | None) -> None:
        self._gap_s = 1 / rate_fps if rate_fps else _FALLBACK_GAP_S
        self._offset_s: Fraction | None = None
        self._t_s = Fraction(0)
        self._pts_s = Fraction(0)
        self._step_s = Fraction(0)

    def stamp(self, frame: VideoFrame) -> tuple[float, float]:
        """`t_s` (0 for the first frame) and `pts_s` of the next frame in display order."""
        base = frame.time_base or Fraction(0)
        pts_s = self._pts_s + self._step_s if frame.pts is None else frame.pts * base
        if self._offset_s is None:
            self._offset_s = -pts_s
        t_s = pts_s + self._offset_s
        if t_s < self._t_s:
            if self._t_s - t_s >= SPLICE_S:
                self._offset_s += self._t_s + self._step_s - t_s
            t_s = max(self._t_s, pts_s + self._offset_s)
        self._t_s, self._pts_s = t_s, pts_s
        self._step_s = frame.duration * base if frame.duration > 0 else self._gap_s
        return float(t_s), float(pts_s)


class PacketDecoder:
    """Pictures of one stream, packet by packet; a packet that cannot be decoded is counted."""

    def __init__(
        self, container: InputContainer, stream: VideoStream, stop: threading.Event
    ) -> None:
        self._container = container
        self._stream = stream
        self._stop = stop
        self.damaged_packets = 0

    def pictures(self) -> Iterator[VideoFrame]:
        """Frames in display order, until the stream ends or `stop` is set.

        Raises:
            FFmpegError: The container cannot be read on.
        """
        for packet in self._container.demux(self._stream):
            if self._stop.is_set():
                return
            try:
                frames = packet.decode()
            except EOFError:
                return
            except FFmpegError:
                self.damaged_packets += 1
            else:
                self.damaged_packets += packet.is_corrupt
                yield from frames
