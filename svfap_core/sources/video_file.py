"""Video files through PyAV: exact times, upright frames, damage survived and counted.

Knows nothing of folders, cameras or streams.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Self

from av.error import FFmpegError

from svfap_core.errors import out_of_memory
from svfap_core.failures import reason_of
from svfap_core.messages import Message
from svfap_core.settings import DecodingSettings
from svfap_core.sources.base import Outage, SourceCounts, SourceInfo
from svfap_core.sources.clock import LOOK_AHEAD, ClockShift
from svfap_core.sources.decoding import Decoded
from svfap_core.sources.stereo import TwoViews
from svfap_core.sources.upright import DecodedImage
from svfap_core.sources.video import Video
from svfap_core.types import Frame

_log = logging.getLogger(__name__)

_MOST_CHANGES_TOLD = 3
_AS_PLAYERS_DO = DecodingSettings()


class VideoFile:
    """A `Source` that reads a file once, from the first to the last frame.

    The first frame is decoded on opening, so `info` is sure and a file without any is refused.
    A file that breaks off ends early and quietly; once `frames` has ended, the notes of `info` say
    so, and what else came up in reading: repaired times, damage, changes of size or shape.

    Args:
        path: The file.
        decoding: Which of its video streams to read.

    Raises:
        SourceError: It cannot be opened, or no frame of it be decoded.
    """

    outage: Outage | None = None
    """A file does not go and come back."""

    def __init__(self, path: Path, decoding: DecodingSettings = _AS_PLAYERS_DO) -> None:
        self._interrupted = threading.Event()
        self._read = self._unusable = 0
        self._handed_out = False
        self._broken: str | None = None
        self._changes: list[str] = []
        with ExitStack() as on_failure:
            self._video = on_failure.enter_context(Video(path, decoding))
            self._decoder = self._video.decoder(self._interrupted)
            self._usable = self._usable_frames()
            first = next(self._usable, None)
            if first is None:
                raise self._video.nothing_decoded()
            decoded, image = first
            self._waiting = deque([first])
            self._first_s = decoded.time_s or Fraction(0)
            self._opening = self._video.describe(decoded, image.rgb)
            self._views = TwoViews(self._video.stream.metadata, decoded.frame)
            self._clock = self._video.clock()
            on_failure.pop_all()
        self._info = self._told()

    @property
    def info(self) -> SourceInfo:
        """Facts about the file; sizes are those of its first frame, upright."""
        return self._info

    @property
    def counts(self) -> SourceCounts:
        """Frames handed out and packets that could not be decoded."""
        damaged = self._decoder.damaged_packets + self._unusable
        return SourceCounts(frames=self._read, damaged_packets=damaged)

    @property
    def shifts(self) -> tuple[ClockShift, ...]:
        """How the file's clock leads to `pts_s`, for the frames handed out so far."""
        return self._clock.shifts

    def frames(self) -> Iterator[Frame]:
        """All frames that can be decoded; their size may change within the file.

        Raises:
            SourceError: The file is encrypted from here on, or memory is short.
        """
        if self._handed_out:
            raise RuntimeError("frames() may be called once")
        self._handed_out = True
        size = self._waiting[0][1].size_px
        at_end: list[str] = []
        try:
            while item := self._waiting.popleft() if self._waiting else next(self._usable, None):
                if self._interrupted.is_set():
                    return
                decoded, image = item
                stamp = self._clock.stamp(decoded.time, decoded.duration, self._times_ahead)
                if self._views.wants(stamp.t_s):
                    self._views.look(image.rgb, stamp.t_s)
                if image.size_px != size:
                    self._changes.append(_change(size, image.size_px, stamp.t_s))
                    size = image.size_px
                yield Frame(decoded.number, stamp.t_s, stamp.pts_s, image, stamp.end_s)
                self._read += 1
            if not self._interrupted.is_set():
                at_end.extend(self._end_notes())
        finally:
            self._info = self._told(*at_end)

    def _times_ahead(self) -> list[int | None]:
        """What the next frames say of their times; these frames wait."""
        missing = LOOK_AHEAD - len(self._waiting)
        self._waiting.extend(islice(self._usable, missing))
        return [decoded.time for decoded, _ in self._waiting]

    def _usable_frames(self) -> Generator[tuple[Decoded, DecodedImage]]:
        """Frames that can be decoded and made RGB."""
        try:
            for decoded in self._video.frames(self._decoder):
                image = self._video.image(decoded)
                if image is None:
                    self._unusable += 1
                else:
                    yield decoded, image
        except MemoryError as error:
            raise out_of_memory(self._video.path.name) from error
        except (FFmpegError, OSError, RuntimeError, ValueError) as error:
            self._broken = reason_of(error)
            _log.info("%s cannot be read on: %s", self._video.path.name, error)

    def _told(self, *more: str) -> SourceInfo:
        """The facts with all that there is to say by now."""
        return replace(self._opening, notes=(*self._opening.notes, *self._reading_notes(), *more))

    def _reading_notes(self) -> Iterator[str]:
        """What came up in reading."""
        for light in self._video.upright.mapped:
            yield Message("The video is in %1; it was mapped to BT.709.", light)
        if self._video.deinterlacer.used:
            yield Message("The video is interlaced; its frames were de-interlaced (bwdif).")
        if self._decoder.shows_by_decoding and self._decoder.reordered:
            yield Message(
                "The file does not store when frames are shown, only when they are decoded; their "
                "times follow from that."
            )
        yield from self._clock.notes
        yield from self._changes[:_MOST_CHANGES_TOLD]
        if (more := len(self._changes) - _MOST_CHANGES_TOLD) > 0:
            yield Message("The size or shape changes %1 more time(s).", more)
        if self._views.note:
            yield self._views.note
        if damaged := self.counts.damaged_packets:
            yield (
                Message(
                    "The video is damaged: %1 of its packets are. Their frames are flawed, "
                    "or missing but counted.",
                    damaged,
                )
            )

    def _end_notes(self) -> Iterator[str]:
        """Whether the video ended where it should."""
        container, stream = self._video.container, self._video.stream
        announced = self._video.announced(self._first_s)
        reach = self._decoder.reach
        video_end_s = reach.end_s(container, stream) or self._first_s
        any_end_s = reach.end_s(container) or video_end_s
        packets = reach.packets.get(stream.index, 0) + reach.discarded
        if announced.ends_early(packets, video_end_s, any_end_s, self._clock.usual_gap_s):
            after_s = float(video_end_s - self._first_s)
            if announced.end_s is not None and announced.length_s is not None:
                yield (
                    Message(
                        "The file announces %1 s of video, but ends after %2 s: it is truncated.",
                        f"{float(announced.length_s):.2f}",
                        f"{after_s:.2f}",
                    )
                )
            else:
                yield Message(
                    "The file is cut off after %1 s of video: it is truncated.", f"{after_s:.2f}"
                )
        elif self._broken:
            yield Message("The file cannot be read to its end (%1): it is damaged.", self._broken)

    def interrupt(self) -> None:
        """End `frames` at the next frame."""
        self._interrupted.set()

    def close(self) -> None:
        """Give the file back."""
        self._interrupted.set()
        self._usable.close()
        self._video.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()


def _change(before: tuple[int, int], after: tuple[int, int], t_s: float) -> str:
    return Message(
        "The size or shape changes at %1 s: from %2x%3 to %4x%5.",
        f"{t_s:.2f}",
        *before,
        *after,
    )
