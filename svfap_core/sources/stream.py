"""Network streams through PyAV: little delay, true times, reconnecting.

Knows nothing of what is done with the pictures or of how fast.

libav can be stopped inside a hanging call only by a time-out, and a connection whose read timed out
cannot be used on. So the read time-out is short: it bounds how long stopping takes, and a silence
that long counts as a lost connection.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Generator, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import chain
from typing import Self
from urllib.parse import urlsplit, urlunsplit

import av
from av.container import InputContainer
from av.error import ExitError, FFmpegError, InvalidDataError
from av.video.stream import VideoStream

from svfap_core.errors import SourceError
from svfap_core.failures import reason_of
from svfap_core.messages import Message
from svfap_core.settings import DecodingSettings
from svfap_core.sources.base import Outage, SourceCounts, SourceInfo, SourceKind
from svfap_core.sources.decoding import Decoded, FrameDecoder
from svfap_core.sources.fields import Deinterlacer
from svfap_core.sources.streams import choice_note, choose_video, nominal_rate
from svfap_core.sources.upright import UprightFrames
from svfap_core.types import Frame

_log = logging.getLogger(__name__)

STREAM_SCHEMES = frozenset({"rtsp", "rtsps", "http", "https", "udp", "rtp", "rtmp", "srt", "tcp"})

_READ_TIMEOUT_S = 1.0
_OPEN_TIMEOUT_S = {"udp": 1.0, "rtp": 1.0}
_DEFAULT_OPEN_TIMEOUT_S = 3.0
_FIRST_PICTURE_S = 12.0
"""How long opening waits for a first picture: senders often put 8 to 10 s between key frames."""

_LONGEST_BACKLOG_S = 2.0
_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.5, 5.0

_OPTIONS = {
    "probesize": "500000",
    "analyzeduration": "500000",  # Microseconds; what is read meanwhile is kept and decoded.
    "max_delay": "0",
    "reorder_queue_size": "0",
    "rtsp_transport": "tcp",
    "overrun_nonfatal": "1",
}
_UNTIMED_FORMATS = frozenset({"mpjpeg", "mjpeg", "mjpeg_2000", "h264", "hevc", "mpegvideo"})
"""Formats without timestamps, for which libav makes some up from a rate nobody measured."""


class ArrivalClock:
    """Maps PTS onto the session's clock, so that network jitter does not shift pictures.

    The first picture of a connection gets its time of arrival, the others follow by their PTS.
    The difference to the arrival is worked off slowly (clocks of cameras drift); where it exceeds
    `limit_s` the PTS jumped, and the picture is anchored anew. Times never fall.
    """

    slew = 0.002
    limit_s = 1.0

    def __init__(self) -> None:
        self._offset_s: float | None = None
        self._t_s = 0.0

    def restart(self) -> None:
        """Forget how PTS and arrival belong together: a new connection."""
        self._offset_s = None

    def stamp(self, pts_s: float | None, arrival_s: float) -> float:
        """`t_s` of a picture that arrived `arrival_s` after the session's start."""
        if pts_s is None:
            self._t_s = max(self._t_s, arrival_s)
            return self._t_s
        if self._offset_s is None or abs(arrival_s - pts_s - self._offset_s) > self.limit_s:
            self._offset_s = arrival_s - pts_s
        t_s = pts_s + self._offset_s
        room_s = self.slew * max(0.0, t_s - self._t_s)
        self._offset_s += min(room_s, max(-room_s, arrival_s - t_s))
        self._t_s = max(self._t_s, t_s)
        return self._t_s


class StreamSource:
    """A `Source` that plays an address and comes back when it is lost, for as long as it takes.

    Opening waits for a first picture, at most about 12 s; `cancel` ends that too.
    """

    def __init__(
        self,
        url: str,
        *,
        cancel: threading.Event | None = None,
        decoding: DecodingSettings | None = None,
    ) -> None:
        self._url = url
        self._wanted = (decoding or DecodingSettings()).video_stream
        self._name = without_password(url)
        self._stop = cancel or threading.Event()
        self._clock = ArrivalClock()
        self._outage: Outage | None = None
        self._frames = self._damaged = self._unusable = self._reconnects = 0
        self._pictures = self._connection()
        self._first: Decoded | None = self._await_first()
        self._start_s: float | None = None

    @property
    def info(self) -> SourceInfo:
        """Facts about the stream as it was first connected."""
        return self._info

    @property
    def counts(self) -> SourceCounts:
        """Frames handed out, packets not decoded, connections made anew."""
        return SourceCounts(
            frames=self._frames - self._unusable,
            damaged_packets=self._damaged + self._unusable,
            reconnects=self._reconnects,
        )

    @property
    def outage(self) -> Outage | None:
        """Why the connection is lost and when the next try is; nothing while pictures come."""
        return self._outage

    def frames(self) -> Iterator[Frame]:
        """Pictures as they arrive, until `interrupt`, or the end of a recording at the address."""
        wait_s = _FIRST_WAIT_S
        while not self._stop.is_set():
            reason: str = Message("the sender ended the stream")
            try:
                for frame in self._stamped():
                    wait_s = _FIRST_WAIT_S
                    yield frame
            except (FFmpegError, SourceError) as error:
                reason = explain(error)
            if self._stop.is_set() or self._info.duration_s is not None:
                break
            self._outage = Outage(reason, time.perf_counter() + wait_s)
            _log.info("%s: %s, reconnecting in %g s", self._name, reason, wait_s)
            self._stop.wait(wait_s)
            wait_s = min(2 * wait_s, _LONGEST_WAIT_S)
            self._reconnects += 1
            self._clock.restart()
            self._pictures = self._connection()

    def _stamped(self) -> Iterator[Frame]:
        first, self._first = self._first, None
        pictures = self._pictures if first is None else chain([first], self._pictures)
        if self._info.duration_s is None:
            pictures = _without_backlog(pictures)
        for picture in pictures:
            if self._stop.is_set():
                return
            self._outage = None
            frame = self._frame(picture)
            if frame is None:
                self._unusable += 1
            else:
                yield frame

    def _frame(self, picture: Decoded) -> Frame | None:
        now_s = time.perf_counter()
        if self._start_s is None:
            self._start_s = now_s
            self._info = replace(self._info, opened_at=datetime.now().astimezone())
        arrival_s = now_s - self._start_s
        pts_s = _pts_s(picture) if self._timed else None
        t_s = self._clock.stamp(pts_s, arrival_s)
        end_s: float | None = None
        if self._info.duration_s is not None:
            self._stop.wait(max(0.0, t_s - arrival_s))  # A recording comes faster than it plays.
            end_s = t_s + float(picture.duration * picture.base_s) if picture.duration else None
        index = self._frames
        self._frames += 1
        rgb = self._upright.usable_rgb(picture.frame, picture.aspect, self._name)
        if rgb is None:
            return None
        pts_s = arrival_s if pts_s is None else pts_s
        return Frame(index, t_s, pts_s, rgb, end_s, outages=self._reconnects)

    def _connection(self) -> Generator[Decoded]:
        open_timeout_s = _OPEN_TIMEOUT_S.get(urlsplit(self._url).scheme, _DEFAULT_OPEN_TIMEOUT_S)
        timeouts = (open_timeout_s, _READ_TIMEOUT_S)
        with av.open(self._url, "r", options=_OPTIONS, timeout=timeouts) as container:
            stream, number = choose_video(container, self._name, self._wanted)
            stream.thread_type = "SLICE"  # Frame threads would hold back one picture each.
            decoder = FrameDecoder(container, stream, self._stop, self._name)
            self._timed = container.format.name not in _UNTIMED_FORMATS
            self._upright = UprightFrames()
            before = self._damaged
            joined = False
            for picture in Deinterlacer().frames(decoder.frames()):
                if not joined:
                    joined = True
                    decoder.forget_damage()  # What came before a key frame is not damage.
                    if not self._reconnects:
                        self._info = self._describe(container, stream, number, picture)
                self._damaged = before + decoder.damaged_packets
                yield picture

    def _await_first(self) -> Decoded:
        deadline_s = time.perf_counter() + _FIRST_PICTURE_S
        while True:
            try:
                picture = next(self._pictures, None)
            except FFmpegError as error:
                picture = None
                if not _may_come_yet(error) or time.perf_counter() > deadline_s:
                    raise SourceError(
                        Message("%1 cannot be opened: %2", self._name, explain(error)),
                        hint="Check the address, that the sender runs, and the network.",
                    ) from error
            if picture is not None:
                return picture
            if self._stop.is_set() or time.perf_counter() > deadline_s:
                raise SourceError(
                    Message("%1 sent no frame", self._name), hint="Check that the sender runs."
                )
            self._pictures = self._connection()

    def _describe(
        self, container: InputContainer, stream: VideoStream, number: int, picture: Decoded
    ) -> SourceInfo:
        height_px, width_px, _ = self._upright.rgb(picture.frame, picture.aspect).shape
        rate = nominal_rate(container, stream)
        note = choice_note(container, number)
        return SourceInfo(
            kind=SourceKind.STREAM,
            name=self._name,
            width_px=width_px,
            height_px=height_px,
            rate_fps=float(rate) if rate else None,
            duration_s=container.duration / av.time_base if container.duration else None,
            frame_count=None,
            rotation_deg=self._upright.orientation(picture.frame).clockwise_deg,
            codec=stream.codec_context.codec.canonical_name,
            has_audio=bool(container.streams.audio),
            path=None,
            opened_at=datetime.now().astimezone(),
            notes=(note,) if note else (),
            video_stream=number,
        )

    def interrupt(self) -> None:
        """End `frames`: at the next packet, or when a hanging read times out (1 s)."""
        self._stop.set()

    def close(self) -> None:
        """Hang up. Only from the thread that reads, or after it ended."""
        self._stop.set()
        self._pictures.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()


def _without_backlog(pictures: Iterable[Decoded]) -> Iterator[Decoded]:
    """Leave out what was sent before reading began: it comes much faster than its PTS tell.

    Two pictures in a row must come at their pace, as one may only have been slow to decode.
    """
    began_s = last_arrival_s = time.perf_counter()
    last_pts_s: float | None = None
    live = False
    in_pace = 0
    for picture in pictures:
        if not live:
            arrival_s = time.perf_counter()
            pts_s = _pts_s(picture)
            if pts_s is not None and last_pts_s is not None:
                slow = arrival_s - last_arrival_s > (pts_s - last_pts_s) / 2
                in_pace = in_pace + 1 if slow else 0
            live = pts_s is None or in_pace >= 2 or arrival_s - began_s > _LONGEST_BACKLOG_S
            last_arrival_s, last_pts_s = arrival_s, pts_s
        if live:
            yield picture


def _pts_s(picture: Decoded) -> float | None:
    return None if picture.time_s is None else float(picture.time_s)


def without_password(url: str) -> str:
    """The address as it may be shown and written down."""
    parts = urlsplit(url)
    if "@" not in parts.netloc:
        return url
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=host))


def explain(error: Exception) -> str:
    """The reason without the address, which may hold a password."""
    return Message("nothing arrives") if isinstance(error, ExitError) else reason_of(error)


def _may_come_yet(error: FFmpegError) -> bool:
    """Whether waiting helps: the sender is silent, or was joined in the middle of a picture."""
    return isinstance(error, ExitError | InvalidDataError | EOFError)
