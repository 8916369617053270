"""Any frame of a video file by its time, exactly: the key frame before it, then decoding forward.

Loads PyAV, so it is imported in worker threads only. Knows no Qt, no clock and no faces.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import deque
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple, Self, cast

import av
import numpy as np
from av import time_base
from av.error import FFmpegError
from av.packet import Packet
from av.stream import Discard
from av.video.stream import VideoStream

from svfap_core.errors import SourceError
from svfap_core.settings import DecodingSettings
from svfap_core.sources.base import SourceInfo
from svfap_core.sources.decoding import Decoded
from svfap_core.sources.streams import may_jump
from svfap_core.sources.video import Video
from svfap_core.types import RGB

EPSILON_S = 0.0005
"""Times closer than this are the same frame: tables keep microseconds, rates end at 1000."""

_NEAR_S = 2.0
"""A frame so little ahead is reached by decoding on; seeking would cost another key frame."""

_FIRST_STEP_BACK_S = 2.0

_REORDERED = 64
"""More packets than any codec stores a frame ahead of one that is shown before it."""

KEPT_BYTES = 64 * 2**20
"""Decoded frames kept around the present one, so that single steps back are quick."""
KEPT_MOST = 120


class Stamped(NamedTuple):
    """A decoded frame of a video, not yet RGB, or an image; and its time since the first one."""

    t_s: float
    decoded: Decoded | RGB


class VideoReader:
    """Used by one thread. Times are PTS less that of the first frame, as tables have them.

    A file whose PTS fall back (a splice) is read in the order of its PTS as far as its container
    can seek; tables count on at a splice.

    Args:
        path: The file.
        video_stream: Which of its video streams, as tables were made of; the one that players show
            unless given.

    Raises:
        SourceError: As `svfap_core.sources.video_file.VideoFile`.

    Attributes:
        begins_s: The container's time of the first frame, where media time is 0.
    """

    def __init__(self, path: Path, video_stream: int | None = None) -> None:
        self._never = threading.Event()
        with ExitStack() as on_failure:
            self._video = on_failure.enter_context(
                Video(path, DecodingSettings(video_stream=video_stream))
            )
            rate_fps = self._video.rate_fps
            self._gap_s = float(1 / rate_fps) if rate_fps else 0.04
            self._frames = self._decode()
            self.begins_s = 0.0
            first, rgb = self._first_frame()
            assert isinstance(first.decoded, Decoded)  # noqa: S101  # it came from here
            self.info: SourceInfo = self._video.describe(first.decoded, rgb)
            self.begins_s = first.t_s
            # Neighbours in order of time; `_here` is the place of the one given last.
            self._kept: deque[Stamped] = deque([Stamped(0.0, first.decoded)])
            self._here = -1
            area_px = self.info.width_px * self.info.height_px
            self._most_kept = max(4, min(KEPT_MOST, int(KEPT_BYTES / (1.5 * area_px))))
            on_failure.pop_all()

    def advance(self) -> Stamped | None:
        """The frame after the one given last; `None` at the end."""
        if self._here + 1 >= len(self._kept) and not self._decode_one():
            return None
        self._here += 1
        return self._kept[self._here]

    def at(self, t_s: float) -> Stamped | None:
        """The frame that is shown at a time: the last one that does not begin later.

        Before the first frame that one, after the end the last one that can be decoded.
        """
        t_s = max(0.0, t_s)
        if not self._can_walk_to(t_s):
            self._seek(t_s)
        while self._kept and self._kept[-1].t_s <= t_s + EPSILON_S and self._decode_one():
            pass
        if not self._kept:
            return None
        times_s = [stamped.t_s for stamped in self._kept]
        self._here = max(0, bisect_right(times_s, t_s + EPSILON_S) - 1)
        return self._kept[self._here]

    def before(self, t_s: float) -> Stamped | None:
        """The last frame that begins before a time; `None` before the first."""
        return None if t_s <= EPSILON_S else self.at(t_s - 2 * EPSILON_S)

    def time_of(self, number: int) -> float:
        """When the frame of a number is shown, counted from 0; of one beyond the end the end.

        By the times of packets, without decoding: rates vary. Where packets have none, the rate
        counts.
        """
        stream = self._video.stream
        tick_s = float(stream.time_base or 1)
        times_s: list[float] = []
        with open_packets(self._video.path, stream.index) as packets:
            for packet in packets:
                if packet.pts is None or packet.is_discard or not packet.size:
                    continue
                t_s = packet.pts * tick_s - self.begins_s
                if t_s > -EPSILON_S:
                    times_s.append(t_s)
                if len(times_s) > number + _REORDERED:
                    break
        if not times_s:
            return number * self._gap_s
        return sorted(times_s)[min(number, len(times_s) - 1)]

    def rgb(self, stamped: Stamped, fit_px: tuple[int, int] | None = None) -> RGB:
        """The upright frame, made smaller to fit a width and height but never larger.

        One that is damaged beyond use is black.
        """
        scale = 1.0
        if fit_px is not None:
            across, down = fit_px
            scale = min(1.0, across / self.info.width_px, down / self.info.height_px)
        assert isinstance(stamped.decoded, Decoded)  # noqa: S101  # it came from here
        rgb = self._video.rgb(stamped.decoded, scale=scale)
        if rgb is None:
            size_px = round(self.info.height_px * scale), round(self.info.width_px * scale)
            return np.zeros((*size_px, 3), np.uint8)
        return rgb

    def close(self) -> None:
        """Give the file back."""
        self._frames.close()
        self._video.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def _can_walk_to(self, t_s: float) -> bool:
        """Whether it is kept, or so little ahead that decoding on is cheaper than seeking."""
        if not self._kept:
            return False
        return self._kept[0].t_s <= t_s + EPSILON_S and t_s < self._kept[-1].t_s + _NEAR_S

    def _seek(self, t_s: float) -> None:
        """Go to a frame that is not later than the wanted one, further back where need be."""
        back_s = 0.0
        while True:
            self._restart_at(t_s - back_s)
            if back_s > t_s or (self._kept and self._kept[0].t_s <= t_s + EPSILON_S):
                return
            back_s = 2 * back_s or _FIRST_STEP_BACK_S

    def _restart_at(self, t_s: float) -> None:
        self._frames.close()
        self._kept.clear()
        self._here = -1
        container, stream = self._video.container, self._video.stream
        depth = stream.codec_context.reorder_depth
        try:
            if t_s <= 0:
                self._rewind()
            else:
                offset = int((t_s + self.begins_s + EPSILON_S) / (stream.time_base or 1))
                container.seek(offset, stream=stream, backward=True)
        except FFmpegError:
            # Beyond the end, or no index: what follows is found by decoding from the start.
            self._rewind()
        # Seeking makes the decoder forget it, and then to hand out frames in the wrong order.
        stream.codec_context.reorder_depth = depth
        self._frames = self._decode()
        self._decode_one()

    def _rewind(self) -> None:
        """Go to the first packet, which need not be at the time 0, or have any."""
        container = self._video.container
        try:
            if may_jump(container):
                container.seek(0, unsupported_byte_offset=True)
            else:
                start_s = min(0.0, self.begins_s)
                container.seek(int(start_s * time_base), backward=True)
        except FFmpegError:
            container.seek(0, unsupported_byte_offset=True)

    def _decode_one(self) -> bool:
        """Keep one more frame; false at the end."""
        after_s = self._kept[-1].t_s if self._kept else -self._gap_s
        stamped = self._read(after_s)
        if stamped is None:
            return False
        self._kept.append(stamped)
        if len(self._kept) > self._most_kept:
            self._kept.popleft()
            self._here -= 1
        return True

    def _first_frame(self) -> tuple[Stamped, RGB]:
        while (stamped := self._read(-self._gap_s)) is not None:
            assert isinstance(stamped.decoded, Decoded)  # noqa: S101  # it came from here
            if (rgb := self._video.rgb(stamped.decoded)) is not None:
                return stamped, rgb
        raise self._video.nothing_decoded()

    def _decode(self) -> Generator[Decoded]:
        frames: Iterator[Decoded] = self._video.frames(self._video.decoder(self._never))
        try:
            yield from frames
        except (FFmpegError, SourceError):
            return

    def _read(self, after_s: float) -> Stamped | None:
        decoded = next(self._frames, None)
        if decoded is None:
            return None
        if decoded.time_s is None:
            return Stamped(after_s + self._gap_s, decoded)
        return Stamped(float(decoded.time_s) - self.begins_s, decoded)


@contextmanager
def open_packets(path: Path, index: int) -> Generator[Iterator[Packet[VideoStream]]]:
    """The packets of one stream of a file, in the order of the file; of others nothing is read."""
    with av.open(str(path.absolute()), metadata_errors="replace") as container:
        for stream in container.streams:
            if stream.index != index:
                stream.discard = Discard.all
        yield _readable(container.demux(cast("VideoStream", container.streams[index])))


def _readable(
    packets: Iterator[Packet[VideoStream]],
) -> Iterator[Packet[VideoStream]]:
    try:
        yield from packets
    except FFmpegError:
        return
