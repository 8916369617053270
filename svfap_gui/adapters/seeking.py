"""Any picture of a video file by its time, exactly: the key frame before it, then decoding forward.

Loads PyAV, so it is imported in worker threads only. Knows no Qt, no clock and no faces.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import deque
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple, Self

from av.error import FFmpegError
from av.video.frame import VideoFrame

from svfap_core.sources.base import SourceInfo
from svfap_core.sources.decoding import PacketDecoder, UprightPictures, pixel_aspect, video_stream
from svfap_core.sources.video_file import describe, nominal_rate, open_container
from svfap_core.types import RGB

EPSILON_S = 0.0005
"""Times closer than this are the same picture: tables keep microseconds, rates end at 1000."""

_NEAR_S = 2.0
"""A picture so little ahead is reached by decoding on; seeking would cost a key frame anew."""

_FIRST_STEP_BACK_S = 2.0

KEPT_BYTES = 64 * 2**20
"""Decoded pictures kept around the present one, so that single steps back are quick."""
KEPT_MOST = 120


class Stamped(NamedTuple):
    """A decoded picture, not yet RGB, and its time since the first one."""

    t_s: float
    frame: VideoFrame


class VideoReader:
    """Used by one thread. Times are PTS less that of the first picture, as tables have them.

    A file whose PTS fall back (a splice) is read in the order of its PTS as far as its container
    can seek; tables count on at a splice.

    Raises:
        SourceError: As `svfap_core.sources.video_file.open_container`.
    """

    def __init__(self, path: Path) -> None:
        self._never = threading.Event()
        with ExitStack() as on_failure:
            self._container = on_failure.enter_context(open_container(path))
            self._stream = video_stream(self._container, path.name)
            self._stream.thread_type = "AUTO"
            self._upright = UprightPictures(pixel_aspect(self._stream))
            rate = nominal_rate(self._stream)
            self._gap_s = float(1 / rate) if rate else 0.04
            self._pictures = self._decode()
            self._first_s = 0.0
            first = self._read(-self._gap_s)
            self.info: SourceInfo = describe(
                path,
                self._container,
                self._stream,
                self._upright,
                first.frame if first else None,
            )
            # Neighbours in order of time; `_here` is the place of the one given last.
            self._kept: deque[Stamped] = deque()
            self._here = -1
            if first is not None:
                self._first_s = first.t_s
                self._kept.append(Stamped(0.0, first.frame))
            area_px = self.info.width_px * self.info.height_px
            self._most_kept = max(4, min(KEPT_MOST, int(KEPT_BYTES / (1.5 * area_px))))
            on_failure.pop_all()

    def advance(self) -> Stamped | None:
        """The picture after the one given last; `None` at the end."""
        if self._here + 1 >= len(self._kept) and not self._decode_one():
            return None
        self._here += 1
        return self._kept[self._here]

    def at(self, t_s: float) -> Stamped | None:
        """The picture that is shown at a time: the last one that does not begin later.

        Before the first picture that one, after the end the last one that can be decoded.
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
        """The last picture that begins before a time; `None` before the first."""
        return None if t_s <= EPSILON_S else self.at(t_s - 2 * EPSILON_S)

    def rgb(self, stamped: Stamped, fit_px: tuple[int, int] | None = None) -> RGB:
        """The upright picture, made smaller to fit a width and height but never larger."""
        scale = 1.0
        if fit_px is not None:
            across, down = fit_px
            scale = min(1.0, across / self.info.width_px, down / self.info.height_px)
        return self._upright.rgb(stamped.frame, scale=scale)

    def close(self) -> None:
        """Give the file back."""
        self._pictures.close()
        self._container.close()

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
        """Go to a picture that is not later than the wanted one, further back where need be."""
        back_s = 0.0
        while True:
            self._restart_at(t_s - back_s)
            if back_s > t_s or (self._kept and self._kept[0].t_s <= t_s + EPSILON_S):
                return
            back_s = 2 * back_s or _FIRST_STEP_BACK_S

    def _restart_at(self, t_s: float) -> None:
        self._pictures.close()
        self._kept.clear()
        self._here = -1
        base = self._stream.time_base or 1
        try:
            offset = int((max(0.0, t_s) + self._first_s + EPSILON_S) / base)
            self._container.seek(offset, stream=self._stream, backward=True)
        except FFmpegError:
            # Beyond the end, or no index: what follows is found by decoding from the start.
            self._container.seek(0, backward=True)
        self._pictures = self._decode()
        self._decode_one()

    def _decode_one(self) -> bool:
        """Keep one more picture; false at the end."""
        after_s = self._kept[-1].t_s if self._kept else -self._gap_s
        stamped = self._read(after_s)
        if stamped is None:
            return False
        self._kept.append(stamped)
        if len(self._kept) > self._most_kept:
            self._kept.popleft()
            self._here -= 1
        return True

    def _decode(self) -> Generator[VideoFrame]:
        decoder = PacketDecoder(self._container, self._stream, self._never)
        pictures: Iterator[VideoFrame] = decoder.pictures()
        try:
            yield from pictures
        except FFmpegError:
            return

    def _read(self, after_s: float) -> Stamped | None:
        frame = next(self._pictures, None)
        if frame is None:
            return None
        pts = frame.pts if frame.pts is not None else frame.dts
        if pts is None or frame.time_base is None:
            return Stamped(after_s + self._gap_s, frame)
        return Stamped(float(pts * frame.time_base) - self._first_s, frame)
