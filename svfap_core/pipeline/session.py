"""One analysis from source to sinks, in three threads: capture, analysis and scoring.

Frames are read while faces are followed in earlier ones and windows of still earlier ones are
scored.

Live, file and batch differ in what happens when analysis is slower than capture: a file waits, a
live source (or a file played at its own pace) drops the oldest waiting frame. Knows no Qt, no
command line, and nothing of what sinks do.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum, auto
from time import perf_counter
from typing import NamedTuple, TypeAlias

from svfap_core.errors import SourceError, SvfapError
from svfap_core.pipeline.analyzer import Analyzer
from svfap_core.pipeline.channel import Channel, Overflow
from svfap_core.pipeline.latest import LatestSlot
from svfap_core.pipeline.stats import SessionStats, StatsRecorder
from svfap_core.sinks.base import Sink
from svfap_core.sources.base import Outage, Source, SourceInfo
from svfap_core.types import AffectResult, FaceObservation, Frame

log = logging.getLogger(__name__)

CHANNEL_FRAMES, CHANNEL_BYTES = 8, 256_000_000
"""Waiting frames: enough to ride out one call of the model at 30 fps. 8 of 1080p are 50 MB; of
giants fewer wait, but never less than two."""


class Outcome(Enum):
    """How a session ended, unless by an error."""

    COMPLETED = auto()
    STOPPED = auto()


class Shown(NamedTuple):
    """A frame to display, with the faces found in that very frame."""

    frame: Frame
    faces: tuple[FaceObservation, ...]
    captured_at_s: float
    """`perf_counter` when the source gave the frame."""


class _Captured(NamedTuple):
    frame: Frame
    at_s: float


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """What a session needs once its source is open."""

    analyzer: Analyzer
    sinks: Sequence[Sink]


Ended: TypeAlias = "Outcome | BaseException"


class Session:
    """Runs once. `run` works in the calling thread, `start` in one of its own.

    Args:
        open_source: Opens the source; called in the capture thread, with the event that asks it
            to give up.
        prepare: Makes analyzer and sinks for the opened source; called in the analysis thread,
            which then owns them. May load models.
        paced: Play a file at its own speed, as if it were live.
        on_capture: Called in the capture thread with each frame that goes to analysis or would, if
            analysis were faster; must be quick. For recordings, which are to miss none.
        on_end: Called once, last, in the analysis thread.
    """

    def __init__(
        self,
        open_source: Callable[[threading.Event], Source],
        prepare: Callable[[SourceInfo], Prepared],
        *,
        paced: bool = False,
        on_capture: Callable[[Frame], None] | None = None,
        on_end: Callable[[Ended], None] | None = None,
    ) -> None:
        self._open_source = open_source
        self._prepare = prepare
        self._paced = paced
        self._on_capture = on_capture
        self._zero_at_s: float | None = None
        self._on_end = on_end
        self._stop = threading.Event()
        self._opened = threading.Event()
        self._prepared = threading.Event()
        self._source: Source | None = None
        self._channel: Channel[_Captured] | None = None
        self._capture_error: BaseException | None = None
        self._recorder = StatsRecorder()
        self._thread: threading.Thread | None = None
        self.latest: LatestSlot[Shown] = LatestSlot()

    @property
    def stats(self) -> SessionStats:
        """Figures now; from any thread."""
        return self._recorder.snapshot(self._channel.dropped if self._channel is not None else 0)

    @property
    def source(self) -> Source | None:
        """The source once it is open: its `info` and `counts` may be read from any thread."""
        return self._source

    @property
    def outage(self) -> Outage | None:
        """Why the source gives no frames at present, if it is lost; from any thread."""
        return self._source.outage if self._source is not None else None

    @property
    def zero_at_s(self) -> float | None:
        """`perf_counter` at the source's time 0, known from the first frame on; from any thread.

        With it, any moment can be told in the source's time while it plays. A file that is not
        paced has no such moment.
        """
        return self._zero_at_s

    def start(self) -> None:
        """Run in a thread of its own; `on_end` reports the end."""
        self._thread = threading.Thread(target=self._run_and_tell, name="svfap-analysis")
        self._thread.start()

    def join(self, timeout_s: float) -> bool:
        """Wait for the thread of `start`; false if it still runs."""
        if self._thread is not None:
            self._thread.join(timeout_s)
        return self._thread is None or not self._thread.is_alive()

    def request_stop(self) -> None:
        """End soon and keep what there is; from any thread, returns at once."""
        self._stop.set()
        self._prepared.set()
        if self._source is not None:
            self._source.interrupt()
        if self._channel is not None:
            self._channel.abandon()

    def run(self) -> Outcome:
        """Analyse the whole source.

        Returns:
            STOPPED when `request_stop` ended it; sinks are committed either way.

        Raises:
            SvfapError: Source, model or sink failed; all sinks are discarded.
        """
        capture = threading.Thread(target=self._capture, name="svfap-capture")
        capture.start()
        try:
            return self._analyse()
        finally:
            if self._channel is not None:
                self._channel.abandon()
            self._prepared.set()
            if self._source is not None:
                self._source.interrupt()
            capture.join()

    def _run_and_tell(self) -> None:
        ended: Ended
        try:
            ended = self.run()
        except BaseException as error:  # Thread entry: the error is reported, not lost.
            log.debug("session failed", exc_info=True)
            ended = error
        if self._on_end is not None:
            self._on_end(ended)

    # -- capture thread --------------------------------------------------------------------------

    def _capture(self) -> None:
        try:
            with self._open_source(self._stop) as source:
                live = source.info.live or self._paced
                overflow = Overflow.DROP_OLDEST if live else Overflow.WAIT
                self._channel = channel = Channel[_Captured](_channel_frames(source.info), overflow)
                self._source = source
                self._opened.set()
                if not source.info.live:
                    self._prepared.wait()  # A file loses nothing by it.
                if not self._stop.is_set():
                    self._read(source, channel)
                channel.close()
        except BaseException as error:  # noqa: BLE001  # thread entry: handed to the analysis thread
            self._capture_error = error
            if self._channel is not None:
                self._channel.close(error)
        finally:
            self._opened.set()

    def _read(self, source: Source, channel: Channel[_Captured]) -> None:
        started_s: float | None = None
        for frame in source.frames():
            if self._paced and not source.info.live:
                started_s = perf_counter() - frame.t_s if started_s is None else started_s
                if self._stop.wait(max(0.0, started_s + frame.t_s - perf_counter())):
                    return
            at_s = perf_counter()
            self._recorder.capture(at_s)
            if self._zero_at_s is None:
                self._zero_at_s = at_s - frame.t_s
            if source.info.live and not self._prepared.is_set():
                continue  # Analysis begins with the first frame after the models are ready.
            if self._on_capture is not None:
                self._on_capture(frame)
            if not channel.put(_Captured(frame, at_s)):
                return

    # -- analysis thread -------------------------------------------------------------------------

    def _analyse(self) -> Outcome:
        self._opened.wait()
        source, channel = self._source, self._channel
        if source is None or channel is None:
            if self._capture_error is not None and not self._stop.is_set():
                raise self._capture_error
            return Outcome.STOPPED
        with ThreadPoolExecutor(1, thread_name_prefix="svfap-scoring") as executor:
            return self._analyse_source(source.info, channel, executor)

    def _analyse_source(
        self, info: SourceInfo, channel: Channel[_Captured], executor: Executor
    ) -> Outcome:
        prepared = self._prepare(info)
        prepared.analyzer.score_in(executor)
        self._prepared.set()
        try:
            try:
                for captured in channel:
                    self._analyse_frame(captured, prepared)
            except SourceError:
                # What was seen before counts for sinks that keep it, as a live recording does.
                self._write(prepared.sinks, prepared.analyzer.flush())
                raise
            self._write(prepared.sinks, prepared.analyzer.flush())
            for sink in prepared.sinks:
                sink.commit()
        except BaseException:
            executor.shutdown(cancel_futures=True)
            _discard(prepared.sinks)
            raise
        return Outcome.STOPPED if self._stop.is_set() else Outcome.COMPLETED

    def _analyse_frame(self, captured: _Captured, prepared: Prepared) -> None:
        frame = captured.frame
        tracked = prepared.analyzer.track(frame)
        self.latest.offer(Shown(frame, tracked.faces, captured.at_s))
        for sink in prepared.sinks:
            sink.write_frame(frame, tracked.faces)
        self._write(prepared.sinks, prepared.analyzer.score(frame, tracked))
        self._recorder.analyse(captured.at_s, frame.t_s)

    def _write(self, sinks: Sequence[Sink], results: Sequence[AffectResult]) -> None:
        if results:
            for sink in sinks:
                sink.write_results(results)
            self._recorder.add_rows(len(results))


def _channel_frames(info: SourceInfo) -> int:
    frame_bytes = 3 * max(info.width_px, 1) * max(info.height_px, 1)
    return max(2, min(CHANNEL_FRAMES, CHANNEL_BYTES // frame_bytes))


def _discard(sinks: Sequence[Sink]) -> None:
    """Give up all sinks; one that cannot does not keep the others, or hide the first error."""
    for sink in sinks:
        try:
            sink.discard()
        except (SvfapError, OSError) as error:
            log.warning("a part of the results could not be removed: %s", error)
