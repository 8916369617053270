"""Decoded frames as upright RGB of square pixels, in the colours of BT.709.

Knows one stream's frames, no times.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Self, cast

import cv2
import numpy as np
from av.sidedata import sidedata
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, VideoReformatter
from numpy.typing import NDArray

from svfap_core.errors import SourceError, out_of_memory
from svfap_core.messages import Message
from svfap_core.shrinking import SMALL_PX, shrunk, small_gray
from svfap_core.sources.colour import Light, ToneMapper, light_of, matrix_of
from svfap_core.types import RGB, Gray, frozen

_log = logging.getLogger(__name__)

_LUMA_FIRST = frozenset(
    {
        *("gray", "nv12", "nv21"),
        *("yuv420p", "yuv422p", "yuv444p", "yuvj420p", "yuvj422p", "yuvj444p"),
    }
)
"""Pixel formats whose first plane is luma in bytes."""
_TO_FULL_RANGE = np.clip(np.round((np.arange(256) - 16) * (255 / 219)), 0, 255).astype(np.uint8)
"""Of luma, which video mostly keeps in 16..235 (ITU-R BT.709, section 4)."""


@dataclass(frozen=True, slots=True)
class Orientation:
    """How stored frames become upright: exchange x and y if `transpose`, then mirror.

    Made from the display matrix of ISO/IEC 14496-12 (section 6.2.2), which maps a stored point to
    x' = a x + c y, y' = b x + d y; angles between quarter turns go to the nearest.
    """

    transpose: bool = False
    flip_x: bool = False
    flip_y: bool = False

    @classmethod
    def of(cls, frame: VideoFrame) -> Self:
        """The orientation that the frame's display matrix asks for."""
        matrix = side_data_bytes(frame, "DISPLAYMATRIX")
        if not matrix:
            return cls._turned(frame.rotation)
        a, b, _, c, d, *_ = (int(value) for value in np.frombuffer(matrix, np.int32))
        if abs(b) + abs(c) > abs(a) + abs(d):
            return cls(transpose=True, flip_x=c < 0, flip_y=b < 0)
        return cls(flip_x=a < 0, flip_y=d < 0)

    @classmethod
    def _turned(cls, counterclockwise_deg: int) -> Self:
        quarters = round(counterclockwise_deg / 90) % 4
        return {
            0: cls(),
            1: cls(transpose=True, flip_y=True),
            2: cls(flip_x=True, flip_y=True),
            3: cls(transpose=True, flip_x=True),
        }[quarters]

    @property
    def mirrored(self) -> bool:
        """Whether the turn alone does not do it."""
        return self.transpose ^ self.flip_x ^ self.flip_y

    @property
    def clockwise_deg(self) -> int:
        """The turn, of a mirrored frame the one before mirroring left to right."""
        flip_x = self.flip_x ^ self.mirrored
        if self.transpose:
            return 90 if flip_x else 270
        return 180 if flip_x else 0

    def apply(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The upright frame, grey or RGB, a view of the given one."""
        if self.transpose:
            picture = picture.swapaxes(0, 1)
        return picture[:: -1 if self.flip_y else 1, :: -1 if self.flip_x else 1]


class UprightFrames:
    """Turns the frames of one stream into upright RGB.

    It keeps one converter for them all. `VideoFrame.to_ndarray` would make one for each frame,
    with a thread for each core, and reading a frame's side data ties it into a cycle that only
    the garbage collector undoes: hundreds of threads and frames would linger. So the display
    matrix is read again only where the frame's size or turn is new; a stream that begins half-way
    to be flipped upside down without a turn is not noticed.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._converter = VideoReformatter()
        self._proven: set[tuple[object, ...]] = set()
        self._mappers: dict[tuple[Light, int], ToneMapper] = {}
        self._read_for: tuple[int, int, int] | None = None
        self._orientation = Orientation()

    @property
    def mapped(self) -> tuple[Light, ...]:
        """The kinds of light that had to be mapped to BT.709 so far."""
        return tuple(dict.fromkeys(light for light, _ in tuple(self._mappers)))

    def orientation(self, frame: VideoFrame) -> Orientation:
        """The orientation that the frame asks for."""
        signs = (frame.rotation, frame.width, frame.height)
        if signs != self._read_for:
            self._read_for, self._orientation = signs, Orientation.of(frame)
        return self._orientation

    def usable_rgb(
        self, frame: VideoFrame, aspect: Fraction, name: str, *, scale: float = 1.0
    ) -> RGB | None:
        """As `rgb`; `None` for a frame that is of no use, whatever is wrong with it.

        Raises:
            SourceError: Memory is short.
        """
        try:
            return self.rgb(frame, aspect, scale=scale)
        except MemoryError as error:
            raise out_of_memory(name) from error
        except Exception as error:  # noqa: BLE001  # newer libraries fail in ways of their own
            _log.info("%s: a frame cannot be used: %s", name, error)
            return None

    def usable(self, frame: VideoFrame, aspect: Fraction, name: str) -> DecodedImage | None:
        """The frame as an image whose RGB is made later; `None` for one that is of no use.

        The first of each size and kind of colours is made RGB at once, to see that it can be.

        Raises:
            SourceError: Memory is short.
        """
        colours = frame.colorspace, frame.color_range, frame.color_trc, frame.color_primaries
        kind = (frame.format.name, frame.width, frame.height, aspect, *colours)
        made: RGB | None = None
        if kind not in self._proven:
            made = self.usable_rgb(frame, aspect, name)
            if made is None:
                return None
            self._proven.add(kind)
        try:
            return DecodedImage(self, frame, aspect, name, made)
        except MemoryError as error:
            raise out_of_memory(name) from error
        except Exception as error:  # noqa: BLE001  # newer libraries fail in ways of their own
            _log.info("%s: a frame cannot be used: %s", name, error)
            return None

    def rgb(self, frame: VideoFrame, aspect: Fraction, *, scale: float = 1.0) -> RGB:
        """The frame as `(height, width, 3)` RGB: turned upright, pixels square, read-only.

        Any pixel format that swscale knows is taken; alpha is dropped.

        Args:
            frame: As decoded.
            aspect: Width to height of a stored pixel; the shorter side is stretched, so that no
                detail is lost.
            scale: Makes a frame that is only looked at smaller.
        """
        with self._lock:
            orientation = self.orientation(frame)
            width, height = (max(1, round(side * scale)) for side in _square(frame, aspect))
            if (light := light_of(frame)) is not None:
                frame = self._mapper(light, frame.color_primaries).map(frame)
            picture = self._converter.reformat(
                frame, width, height, "rgb24", src_colorspace=matrix_of(frame), threads=1
            )
            rgb = cast("RGB", picture.to_ndarray())
        return frozen(np.ascontiguousarray(orientation.apply(rgb)))

    def size_px(self, frame: VideoFrame, aspect: Fraction) -> tuple[int, int]:
        """Width and height of `rgb`."""
        width, height = _square(frame, aspect)
        return (height, width) if self.orientation(frame).transpose else (width, height)

    def gray(self, frame: VideoFrame, aspect: Fraction) -> Gray | None:
        """The frame's luma in small, turned upright; see `Frame.gray`.

        Returns:
            `None` for frames whose luma is not stored by itself in bytes, or whose
            colours are mapped, or whose pixels are not square.
        """
        if frame.format.name not in _LUMA_FIRST or aspect != 1 or light_of(frame) is not None:
            return None
        plane = frame.planes[0]
        if plane.line_size < frame.width:  # Stored upside down.
            return None
        stored = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
        small = shrunk(stored[: frame.height, : frame.width], SMALL_PX)
        is_full = frame.format.name.startswith(("yuvj", "gray"))  # So takes them swscale, too.
        if not is_full and frame.color_range != ColorRange.JPEG:
            small = cv2.LUT(small, _TO_FULL_RANGE).astype(np.uint8, copy=False)
        return frozen(np.ascontiguousarray(self.orientation(frame).apply(small)))

    def _mapper(self, light: Light, primaries: int) -> ToneMapper:
        key = (light, primaries)
        if key not in self._mappers:
            self._mappers[key] = ToneMapper(light, primaries)
        return self._mappers[key]


class DecodedImage:
    """What a decoded frame shows: RGB when it is asked for, and kept from then on.

    Args:
        frames: Makes it upright; those of the frame's stream.
        frame: As decoded.
        aspect: Width to height of a stored pixel.
        name: Of the source, for messages.
        rgb: Where it was made already.
    """

    __slots__ = ("_aspect", "_frame", "_frames", "_gray", "_name", "_rgb", "size_px")

    def __init__(
        self, frames: UprightFrames, frame: VideoFrame, aspect: Fraction, name: str, rgb: RGB | None
    ) -> None:
        self._frames, self._frame, self._aspect, self._name = frames, frame, aspect, name
        self.size_px = frames.size_px(frame, aspect)
        self._rgb = rgb
        self._gray = frames.gray(frame, aspect)

    @property
    def is_rgb(self) -> bool:
        """Whether RGB was made."""
        return self._rgb is not None

    @property
    def rgb(self) -> RGB:
        """As `Frame.rgb`.

        Raises:
            SourceError: Memory is short, or the frame is of no use.
        """
        if self._rgb is None:
            self._rgb = self._frames.usable_rgb(self._frame, self._aspect, self._name)
        if self._rgb is None:
            raise SourceError(
                Message("A frame of %1 cannot be shown", self._name),
                hint="Convert it to H.264, for example with: ffmpeg -i IN -c:v libx264 OUT.mp4",
            )
        return self._rgb

    @property
    def gray(self) -> Gray:
        """As `Frame.gray`."""
        if self._gray is None:
            self._gray = small_gray(self.rgb)
        return self._gray


def _square(frame: VideoFrame, aspect: Fraction) -> tuple[int, int]:
    """Width and height of a frame as stored, with square pixels."""
    if aspect > 1:
        return round(frame.width * aspect), frame.height
    return frame.width, round(frame.height / aspect)


def side_data_bytes(frame: VideoFrame, kind: str) -> bytes:
    """The side data of a kind as stored; empty where there is none, or it cannot be read."""
    for _ in range(2):
        try:
            found = frame.side_data.get(kind)
        except ValueError:
            _let_unknown_kinds_pass()
        else:
            return b"" if found is None else bytes(found)
    return b""


def _let_unknown_kinds_pass() -> None:
    """Give kinds of side data that PyAV does not know a name.

    It looks at all kinds of a frame, and fails at the first that FFmpeg has learnt since, such as
    EXIF, so that the others cannot be read either.
    """

    def missing(cls: type[Enum], value: object) -> Enum:
        member = object.__new__(cls)
        member._name_, member._value_ = f"UNKNOWN_{value}", value
        return member

    setattr(sidedata.Type, "_missing_", classmethod(missing))  # noqa: B010  # it is not declared
