"""An opened video file and its chosen stream: what reading it once and seeking in it share.

Knows nothing of folders, cameras or addresses.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Self

import av
from av.container import InputContainer
from av.error import FFmpegError

from svfap_core.errors import SourceError
from svfap_core.failures import reason_of
from svfap_core.messages import Message
from svfap_core.names import plain
from svfap_core.settings import DecodingSettings
from svfap_core.sources.access import read_errors
from svfap_core.sources.base import SourceInfo, SourceKind
from svfap_core.sources.clock import MPEG_WRAP_S, FrameClock
from svfap_core.sources.decoding import Decoded, FrameDecoder, encrypted
from svfap_core.sources.fields import Deinterlacer
from svfap_core.sources.headers import is_cut, lacks_index, says_encrypted
from svfap_core.sources.streams import (
    Announced,
    announced,
    choice_note,
    choose_video,
    created_at,
    file_start_s,
    longest_s,
    may_jump,
    nominal_rate,
    shows_by_decoding,
    tick_s,
    timecode,
)
from svfap_core.sources.upright import DecodedImage, UprightFrames
from svfap_core.types import RGB

_ISO_MEDIA_SUFFIXES = frozenset({".mp4", ".mov", ".m4v", ".3gp", ".3g2", ".qt"})
_TEXT_FORMATS = frozenset({"tty", "lrc", "srt", "webvtt", "ass"})
_ASKED_AT_ONCE = ("mpegts", "asf")
"""Formats whose encrypted pictures may decode into anything, and that show it in their first bytes;
of others it is asked where nothing can be decoded, or each packet tells (`FrameDecoder`)."""

_SUPPORTED = Message(
    "Supported are the usual videos (mp4, mov, mkv, webm, avi, mpg, ts, wmv, flv, 3gp and others)."
)


class Video:
    """A video file whose stream is chosen; a context manager, for one thread at a time.

    Args:
        path: The file.
        decoding: Which stream to take.

    Raises:
        SourceError: It is missing, not readable, empty, no video, encrypted, cut before its index,
            or has no such stream.
    """

    def __init__(self, path: Path, decoding: DecodingSettings) -> None:
        self.path = path
        with ExitStack() as on_failure:
            self.container = on_failure.enter_context(_open_container(path))
            self.stream, self.number = choose_video(
                self.container, path.name, decoding.video_stream
            )
            if self._says_encrypted():
                raise encrypted(path.name)
            self.stream.thread_type = "AUTO"
            on_failure.pop_all()
        self.upright = UprightFrames()
        self.deinterlacer = Deinterlacer()
        self.rate_fps = nominal_rate(self.container, self.stream)
        self._is_cut = is_cut(path)

    def decoder(self, stop: threading.Event) -> FrameDecoder:
        """A decoder from where the container stands; `stop` ends it at the next packet."""
        return FrameDecoder(self.container, self.stream, stop, self.path.name)

    def frames(self, decoder: FrameDecoder) -> Iterator[Decoded]:
        """The frames that a decoder gives, interlaced ones made whole."""
        return self.deinterlacer.frames(decoder.frames())

    def clock(self) -> FrameClock:
        """A clock for the frames from the first one on."""
        is_mpeg = self.container.format.name in {"mpegts", "mpeg"}
        return FrameClock(
            tick_s(self.stream),
            self.rate_fps,
            may_jump=may_jump(self.container),
            wrap_s=MPEG_WRAP_S if is_mpeg else None,
            by_decoding=shows_by_decoding(self.container, self.stream),
            length_s=lambda: longest_s(self.container),
        )

    def rgb(self, decoded: Decoded, *, scale: float = 1.0) -> RGB | None:
        """A frame as upright RGB; see `UprightFrames.usable_rgb`."""
        return self.upright.usable_rgb(decoded.frame, decoded.aspect, self.path.name, scale=scale)

    def image(self, decoded: Decoded) -> DecodedImage | None:
        """A frame that becomes upright RGB when it is asked for; see `UprightFrames.usable`."""
        return self.upright.usable(decoded.frame, decoded.aspect, self.path.name)

    def announced(self, first_s: Fraction) -> Announced:
        """The length that the container announces, the first frame being shown at `first_s`."""
        return announced(self.container, self.stream, first_s, is_cut=self._is_cut)

    def describe(self, first: Decoded, rgb: RGB) -> SourceInfo:
        """Facts about the file from its header and first frame, without notes on its reading.

        Args:
            first: The first frame that can be decoded.
            rgb: The same, upright.
        """
        first_s = first.time_s or Fraction(0)
        length_s = self.announced(first_s).length_s
        return SourceInfo(
            kind=SourceKind.FILE,
            name=plain(self.path.name),
            width_px=rgb.shape[1],
            height_px=rgb.shape[0],
            rate_fps=float(self.rate_fps) if self.rate_fps else None,
            duration_s=float(length_s) if length_s else None,
            frame_count=self.stream.frames or None,
            rotation_deg=self.upright.orientation(first.frame).clockwise_deg,
            codec=self.stream.codec_context.codec.canonical_name,
            has_audio=bool(self.container.streams.audio),
            path=self.path,
            opened_at=datetime.now().astimezone(),
            notes=tuple(self._notes(first)),
            video_stream=self.number,
            file_start_s=float(file_start_s(self.container, self.stream, first_s)),
            created_at=created_at(self.container, self.stream),
            timecode=timecode(self.container, self.stream),
        )

    def nothing_decoded(self) -> SourceError:
        """The error for a file of which no frame can be decoded."""
        if says_encrypted(self.path, self.stream.id):
            return encrypted(self.path.name)
        return SourceError(
            Message("No frame of %1 can be decoded", self.path.name),
            hint="The file is damaged or incomplete: copy it again from where it was made.",
        )

    def close(self) -> None:
        """Give the file back."""
        self.container.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def _says_encrypted(self) -> bool:
        if "enc_key_id" in self.stream.metadata:  # Matroska and WebM.
            return True
        at_once = self.container.format.name in _ASKED_AT_ONCE
        return at_once and says_encrypted(self.path, self.stream.id)

    def _notes(self, first: Decoded) -> Iterator[str]:
        """What there is to say about the stream as a whole."""
        if note := choice_note(self.container, self.number):
            yield note
        if first.aspect != 1:
            yield (
                Message(
                    "Pixels are stored %1:%2; made square.",
                    first.aspect.numerator,
                    first.aspect.denominator,
                )
            )
        if self.upright.orientation(first.frame).mirrored:
            yield Message("The frames are stored mirrored; turned back.")


def _open_container(path: Path) -> InputContainer:
    with read_errors(path):
        if path.stat().st_size == 0:
            raise SourceError(
                Message("%1 is empty", path.name), hint="Copy it again from where it was made."
            )
        try:
            # An absolute path cannot be taken for an address ("take:2.mp4").
            container = av.open(os.fspath(path.absolute()), "r", metadata_errors="replace")
        except PermissionError:
            raise
        except (FFmpegError, OSError) as error:
            raise _unreadable(path, error) from error
    if container.format.name in _TEXT_FORMATS:
        container.close()
        raise SourceError(Message("%1 is a text, not a video", path.name), hint=_SUPPORTED)
    return container


def _unreadable(path: Path, error: Exception) -> SourceError:
    if says_encrypted(path):
        return encrypted(path.name)
    if path.suffix.lower() in _ISO_MEDIA_SUFFIXES and lacks_index(path):
        return SourceError(
            Message(
                "%1 was cut before its index (the moov box), without which no frame can be found",
                path.name,
            ),
            hint="Copy the whole file again, or repair it with a tool such as untrunc and an "
            "intact video of the same camera.",
        )
    return SourceError(
        Message(
            "%1 is not a video that can be read (%2)",
            path.name,
            reason_of(error),
        ),
        hint=_SUPPORTED,
    )
