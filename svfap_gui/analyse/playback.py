"""Decodes one video in a thread of its own: single frames on request, or ahead of a clock.

Bounded: a few frames wait, a new request drops them. Knows no Qt and no faces.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from svfap_core.settings import DEFAULT_DECODING, DecodingSettings
from svfap_core.sources.base import SourceInfo
from svfap_core.types import RGB
from svfap_gui.work.heavy_imports import HEAVY_IMPORTS

if TYPE_CHECKING:
    # It loads PyAV.
    from svfap_gui.analyse.readers import Reader
    from svfap_gui.analyse.seeking import Stamped

log = logging.getLogger(__name__)

AHEAD = 6
"""Frames decoded ahead of the clock: enough for one slow key frame."""

LATE_S = 0.06
"""A frame so far behind the clock is not made RGB, only decoded."""


class ShownFrame(NamedTuple):
    """A frame to show; `scale` is its size over that of the video's own frames."""

    t_s: float
    rgb: RGB
    scale: float


class VideoOpened(NamedTuple):
    """The video is open; `begins_s` is the container's time of its first frame."""

    info: SourceInfo
    begins_s: float


class NotOpened(NamedTuple):
    """The video cannot be read."""

    error: BaseException


PlaybackEvent: TypeAlias = VideoOpened | NotOpened


@dataclass(frozen=True, slots=True)
class _Seek:
    t_s: float


@dataclass(frozen=True, slots=True)
class _Number:
    number: int


@dataclass(frozen=True, slots=True)
class _Step:
    count: int


class Playback:
    """One open video.

    Args:
        path: The video.
        tell: Called once in the playback thread: the video is open, or cannot be.
        decoding: How the video was read when it was analysed.
    """

    def __init__(
        self,
        path: Path,
        tell: Callable[[PlaybackEvent], None],
        decoding: DecodingSettings = DEFAULT_DECODING,
    ) -> None:
        self._path = path
        self._decoding = decoding
        self._tell = tell
        self._changed = threading.Condition()
        self._request: _Seek | _Number | _Step | None = _Seek(0.0)
        self._working = False
        self._clock: Callable[[], float] | None = None
        self._ready: deque[ShownFrame] = deque()
        self._answer: ShownFrame | None = None
        # Steps count from the frame that was given last.
        self._shown_s = 0.0
        self._exhausted = self._held = False
        self._closing = False
        self._fit_px: tuple[int, int] | None = None
        # A read that hangs must not keep the process alive.
        self._thread = threading.Thread(target=self._run, name="svfap-playback", daemon=True)

    # -- asked by the GUI thread; all return at once ---------------------------------------------

    def start(self) -> None:
        """Open the video and make its first frame."""
        self._thread.start()

    def fit(self, width_px: int, height_px: int) -> None:
        """Make frames no larger than this; those of the next request on."""
        with self._changed:
            self._fit_px = (max(1, width_px), max(1, height_px))

    def seek(self, t_s: float) -> None:
        """Show the frame of a time; replaces what was asked before."""
        self._ask(_Seek(t_s))

    def seek_frame(self, number: int) -> None:
        """Show the frame of a number, counted from 0."""
        self._ask(_Number(number))

    def step(self, count: int) -> None:
        """Go so many frames on or, below 0, back; steps not yet done add up."""
        with self._changed:
            waiting = self._request.count if isinstance(self._request, _Step) else 0
            if not isinstance(self._request, _Seek | _Number):
                self._ask(_Step(waiting + count))

    def play(self, clock: Callable[[], float]) -> None:
        """Decode ahead of a clock, which gives the media time from any thread."""
        with self._changed:
            self._clock = clock
            self._exhausted = False
            self._changed.notify_all()

    def pause(self) -> None:
        """Stop decoding ahead; what is decoded waits for the next `play`."""
        with self._changed:
            self._clock = None

    def hold(self, *, held: bool) -> None:
        """Decode nothing ahead for the moment: another video needs the processor more."""
        with self._changed:
            if held != self._held:
                self._held = held
                self._changed.notify_all()

    def take_answer(self) -> ShownFrame | None:
        """The frame that was asked for by `seek` or `step`, once it is there."""
        with self._changed:
            answer, self._answer = self._answer, None
            return answer

    def take_due(self, now_s: float) -> ShownFrame | None:
        """While playing: the newest frame whose time has come."""
        with self._changed:
            due: ShownFrame | None = None
            while self._ready and self._ready[0].t_s <= now_s:
                due = self._ready.popleft()
            if due is not None:
                self._shown_s = due.t_s
                self._changed.notify_all()
            return due

    @property
    def busy(self) -> bool:
        """Whether a request is still to be answered."""
        with self._changed:
            return self._request is not None or self._working or self._answer is not None

    @property
    def starved(self) -> bool:
        """Whether the clock has nothing to show and has to wait."""
        with self._changed:
            return not self._ready and not self._exhausted

    @property
    def finished(self) -> bool:
        """Whether playing has come to the end of the video."""
        with self._changed:
            return self._exhausted and not self._ready

    def close(self) -> None:
        """End soon."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()

    def join(self, timeout_s: float) -> bool:
        """Wait for the thread; false if it still runs."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    # -- the playback thread ---------------------------------------------------------------------

    def _run(self) -> None:
        try:
            with HEAVY_IMPORTS:
                from svfap_gui.analyse.readers import open_reader  # noqa: PLC0415  # loads PyAV

            with open_reader(self._path, self._decoding) as reader:
                self._tell(VideoOpened(reader.info, reader.begins_s))
                self._serve(reader)
        except BaseException as error:  # thread entry: reported, not lost
            log.debug("playback failed", exc_info=True)
            with self._changed:
                self._closing = True
                self._request = None
                self._working = False
            self._tell(NotOpened(error))

    def _serve(self, reader: Reader) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(self._has_work)
                if self._closing:
                    return
                request, self._request = self._request, None
                self._working = request is not None
                clock, fit_px = self._clock, self._fit_px
            if request is not None:
                self._answer_to(request, reader, fit_px)
            elif clock is not None:
                self._decode_ahead(reader, clock, fit_px)

    def _has_work(self) -> bool:
        ahead = self._clock is not None and not self._exhausted and len(self._ready) < AHEAD
        return self._closing or self._request is not None or (ahead and not self._held)

    def _answer_to(
        self, request: _Seek | _Number | _Step, reader: Reader, fit_px: tuple[int, int] | None
    ) -> None:
        stamped = _find(request, reader, self._shown_s)
        frame = None if stamped is None else _shown(reader, stamped, fit_px)
        with self._changed:
            self._working = False
            if frame is not None and not isinstance(self._request, _Seek | _Number):
                self._answer = frame
                self._shown_s = frame.t_s

    def _decode_ahead(
        self, reader: Reader, clock: Callable[[], float], fit_px: tuple[int, int] | None
    ) -> None:
        stamped = reader.advance()
        late = stamped is not None and stamped.t_s < clock() - LATE_S
        frame = _shown(reader, stamped, fit_px) if stamped and not late else None
        with self._changed:
            if self._request is not None or self._clock is not clock:
                return
            if stamped is None:
                self._exhausted = True
            if frame is not None:
                self._ready.append(frame)

    def _ask(self, request: _Seek | _Number | _Step) -> None:
        with self._changed:
            self._request = request
            self._answer = None
            self._ready.clear()
            self._exhausted = False
            self._changed.notify_all()


def _find(request: _Seek | _Number | _Step, reader: Reader, shown_s: float) -> Stamped | None:
    match request:
        case _Seek(t_s):
            return reader.at(t_s)
        case _Number(number):
            return reader.at(reader.time_of(number))
        case _Step(count):
            stamped = reader.at(shown_s)
            for _ in range(abs(count)):
                at_s = stamped.t_s if stamped else 0.0
                stamped = (reader.advance() if count > 0 else reader.before(at_s)) or stamped
            return stamped


def _shown(reader: Reader, stamped: Stamped, fit_px: tuple[int, int] | None) -> ShownFrame:
    rgb = reader.rgb(stamped, fit_px)
    return ShownFrame(stamped.t_s, rgb, rgb.shape[1] / reader.info.width_px)
