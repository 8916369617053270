"""Video files through PyAV: exact times, upright pictures, damage survived and counted.

Knows nothing of folders, cameras or streams.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from datetime import datetime
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Self

import av
from av.container import InputContainer
from av.error import FFmpegError
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from svfap_core.errors import SourceError
from svfap_core.names import plain
from svfap_core.sources.access import read_errors
from svfap_core.sources.base import Outage, SourceCounts, SourceInfo, SourceKind
from svfap_core.sources.decoding import (
    PacketDecoder,
    PictureClock,
    UprightPictures,
    pixel_aspect,
    video_stream,
)
from svfap_core.types import Frame

_log = logging.getLogger(__name__)

_ISO_MEDIA_SUFFIXES = frozenset({".mp4", ".mov", ".m4v", ".3gp", ".3g2", ".qt"})
_TEXT_FORMATS = frozenset({"tty", "lrc", "srt", "webvtt", "ass"})
_SUPPORTED = (
    "Supported are the usual videos (mp4, mov, mkv, webm, avi, mpg, ts, wmv, flv, 3gp and others)."
)


class VideoFile:
    """A `Source` that reads a file once, from the first to the last picture.

    The first picture is decoded on opening, so `info` is sure and a file without any is refused.
    A file that breaks off ends early and quietly: `info.frame_count` and `duration_s`, which the
    container announced, then exceed what was read.
    """

    outage: Outage | None = None
    """A file does not go and come back."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._interrupted = threading.Event()
        self._read = 0
        with ExitStack() as on_failure:
            self._container = on_failure.enter_context(open_container(path))
            self._stream = video_stream(self._container, path.name)
            self._stream.thread_type = "AUTO"
            self._decoder = PacketDecoder(self._container, self._stream, self._interrupted)
            self._pictures = self._survivors()
            self._first = next(self._pictures, None)
            self._upright = UprightPictures(pixel_aspect(self._stream))
            self._info = describe(path, self._container, self._stream, self._upright, self._first)
            on_failure.pop_all()

    @property
    def info(self) -> SourceInfo:
        """Facts about the file; sizes are those of its first picture, upright."""
        return self._info

    @property
    def counts(self) -> SourceCounts:
        """Frames handed out and packets that could not be decoded."""
        return SourceCounts(frames=self._read, damaged_packets=self._decoder.damaged_packets)

    def frames(self) -> Iterator[Frame]:
        """All pictures that can be decoded; their size may change within the file."""
        first, self._first = self._first, None
        if first is None:
            raise RuntimeError("frames() may be called once")
        clock = PictureClock(nominal_rate(self._stream))
        for picture in chain([first], self._pictures):
            if self._interrupted.is_set():
                return
            t_s, pts_s = clock.stamp(picture)
            yield Frame(self._read, t_s, pts_s, self._upright.rgb(picture))
            self._read += 1

    def _survivors(self) -> Generator[VideoFrame]:
        try:
            yield from self._decoder.pictures()
        except FFmpegError as error:
            self._decoder.damaged_packets += 1
            _log.info("%s cannot be read on: %s", self._path.name, error)

    def interrupt(self) -> None:
        """End `frames` at the next picture."""
        self._interrupted.set()

    def close(self) -> None:
        """Give the file back."""
        self._interrupted.set()
        self._pictures.close()
        self._container.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()


def open_container(path: Path) -> InputContainer:
    """The container of a file, its reasons put into words where it cannot be opened.

    Raises:
        SourceError: It is missing, not readable, empty, no video, or cut before its index.
    """
    with read_errors(path):
        if path.stat().st_size == 0:
            raise SourceError(f"{path.name} is empty", hint="Copy it again from where it was made.")
        try:
            # An absolute path cannot be taken for an address ("take:2.mp4").
            container = av.open(os.fspath(path.absolute()), "r", metadata_errors="replace")
        except PermissionError:
            raise
        except (FFmpegError, OSError) as error:
            raise _unreadable(path, error) from error
    if container.format.name in _TEXT_FORMATS:
        container.close()
        raise SourceError(f"{path.name} is a text, not a video", hint=_SUPPORTED)
    return container


def nominal_rate(stream: VideoStream) -> Fraction | None:
    """Pictures per second as the container has it, or nothing."""
    return stream.average_rate or stream.guessed_rate or None


def describe(
    path: Path,
    container: InputContainer,
    stream: VideoStream,
    upright: UprightPictures,
    first: VideoFrame | None,
) -> SourceInfo:
    """Facts about a file from its header and first picture.

    Raises:
        SourceError: There is no first picture.
    """
    if first is None:
        raise SourceError(
            f"No picture of {path.name} can be decoded",
            hint="The file is damaged or incomplete: copy it again from where it was made.",
        )
    aspect = pixel_aspect(stream)
    orientation = upright.orientation(first)
    height_px, width_px, _ = upright.rgb(first).shape
    rate = nominal_rate(stream)
    notes: list[str] = []
    if aspect != 1:
        notes.append(f"Pixels are stored {aspect.numerator}:{aspect.denominator}; made square.")
    if orientation.mirrored:
        notes.append("The pictures are stored mirrored; turned back.")
    return SourceInfo(
        kind=SourceKind.FILE,
        name=plain(path.name),
        width_px=width_px,
        height_px=height_px,
        rate_fps=float(rate) if rate else None,
        duration_s=_duration_s(container, stream),
        frame_count=stream.frames or None,
        rotation_deg=orientation.clockwise_deg,
        codec=stream.codec_context.codec.canonical_name,
        has_audio=bool(container.streams.audio),
        path=path,
        opened_at=datetime.now().astimezone(),
        notes=tuple(notes),
    )


def _duration_s(container: InputContainer, stream: VideoStream) -> float | None:
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return container.duration / av.time_base if container.duration else None


def _unreadable(path: Path, error: Exception) -> SourceError:
    if path.suffix.lower() in _ISO_MEDIA_SUFFIXES and _lacks_index(path):
        return SourceError(
            f"{path.name} was cut before its index (the moov box), without which no picture can "
            "be found",
            hint="Copy the whole file again, or repair it with a tool such as untrunc and an "
            "intact video of the same camera.",
        )
    return SourceError(
        f"{path.name} is not a video that can be read "
        f"({getattr(error, 'strerror', None) or type(error).__name__})",
        hint=_SUPPORTED,
    )


def _lacks_index(path: Path) -> bool:
    """Whether the top-level boxes (ISO/IEC 14496-12, 4.2) begin well and hold no `moov`."""
    size_bytes = path.stat().st_size
    seen: set[bytes] = set()
    with path.open("rb") as file:
        position = 0
        while position + 8 <= size_bytes:
            file.seek(position)
            header = file.read(16)
            length = int.from_bytes(header[:4], "big")
            if length == 1:
                length = int.from_bytes(header[8:16], "big")
            seen.add(header[4:8])
            if length < 8:  # 0 reaches to the end of the file; the rest is damage.
                break
            position += length
    return b"ftyp" in seen and b"moov" not in seen
