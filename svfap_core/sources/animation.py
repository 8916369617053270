"""The frames and exact times of animated WebP and AVIF images. Knows no sources.

GIF and APNG are read through FFmpeg, as all videos are. It knows no animated WebP, and of an AVIF
neither transparency nor rotation.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from io import BytesIO
from itertools import accumulate
from pathlib import Path

import av
from av.error import FFmpegError

from svfap_core.errors import SourceError
from svfap_core.messages import Message
from svfap_core.sources.access import read_errors
from svfap_core.sources.image_kinds import ImageFormat
from svfap_core.sources.image_reading import Still, bounded, damaged, opened, pixels

_SHORTEST_MS = 10
_INSTEAD_MS = 100
"""Browsers and FFmpeg show a frame of at most 10 ms for 100 ms: it meant "as fast as you can"."""


class Animation:
    """Frames of one file by their number; used by one thread.

    Going forward is cheap; going back decodes a WebP from its start. One that breaks off has the
    frames that are complete, and says so in `truncated`.

    Raises:
        SourceError: The file is damaged.
    """

    def __init__(self, path: Path, image_format: ImageFormat) -> None:
        self._path = path
        self._format = image_format
        with read_errors(path):
            content = path.read_bytes()
        self.truncated = False
        if image_format is ImageFormat.WEBP:
            content, self.truncated = _complete_webp(content)
            durations_s = list(_webp_durations_s(content))
        else:
            durations_s = _avif_durations_s(content)
        image = opened(image_format, BytesIO(content), path)
        self._image = image
        bounded(image, path)
        self.count = len(durations_s)
        if getattr(image, "n_frames", 1) != self.count:
            raise damaged(path, Message("its frames and their durations differ in number"))
        self._starts_s = list(accumulate(durations_s, initial=Fraction(0)))
        self._lost_from = self.count

    def start_s(self, index: int) -> Fraction:
        """When a frame begins, 0 for the first; that of `count` is the end of the last."""
        return self._starts_s[index]

    def read(self, index: int) -> Still:
        """A frame.

        Raises:
            SourceError: It is damaged.
        """
        if index >= self._lost_from:
            raise damaged(self._path, Message("a frame before this one is damaged"))
        try:
            self._image.seek(index)
            rgb = pixels(self._image, self._path)
        except (EOFError, SourceError) as error:
            if self._format is ImageFormat.WEBP:
                self._lost_from = index  # Each frame changes the one before.
            raise damaged(self._path, Message("frame %1: %2", index, error)) from error
        return Still(rgb, self._format, 0, "")


def _complete_webp(content: bytes) -> tuple[bytes, bool]:
    """All chunks that are complete, and whether something is missing."""
    if int.from_bytes(content[4:8], "little") + 8 <= len(content):
        return content, False
    end = 12
    for place, size in _chunks(content):
        if place + size <= len(content):
            end = place + size
    return content[:4] + (end - 8).to_bytes(4, "little") + content[8:end], True


def _chunks(content: bytes) -> Iterator[tuple[int, int]]:
    """Where chunks begin and how long they are, header and padding included."""
    place = 12
    while place + 8 <= len(content):
        size = int.from_bytes(content[place + 4 : place + 8], "little")
        yield place, 8 + size + size % 2
        place += 8 + size + size % 2


def _webp_durations_s(content: bytes) -> Iterator[Fraction]:
    """Of each `ANMF` chunk (WebP container specification, "Animation")."""
    for place, _ in _chunks(content):
        if content[place : place + 4] == b"ANMF":
            milliseconds = int.from_bytes(content[place + 20 : place + 23], "little")
            shown = milliseconds if milliseconds > _SHORTEST_MS else _INSTEAD_MS
            yield Fraction(shown, 1000)


def _avif_durations_s(content: bytes) -> list[Fraction]:
    """Of each sample of the track of frames, in units of its own clock."""
    try:
        with av.open(BytesIO(content), "r", format="mov") as container:
            stream = max(container.streams.video, key=lambda stream: stream.frames)
            packets = [p for p in container.demux(stream) if p.pts is not None]
            base = stream.time_base or Fraction(0)
            return [Fraction((packet.duration or 0) * base) for packet in packets]
    except FFmpegError:
        return []
