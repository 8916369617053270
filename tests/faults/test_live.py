"""Live sources that misbehave: shown, recovered from, and nothing that waits grows.

Senders are processes that are stopped, killed and begun again; the analysis is the real one but for
the model.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import perf_counter

import av
import numpy as np
import pytest

from svfap_core.pipeline.analyzer import Analyzer
from svfap_core.pipeline.live_recording import LiveRecording
from svfap_core.pipeline.session import CHANNEL_FRAMES, Ended, Outcome, Prepared, Session
from svfap_core.quality_curves import QualityCurves
from svfap_core.results.reading import read_result
from svfap_core.settings import TrackerSettings, WindowSettings
from svfap_core.sources.base import SourceInfo
from svfap_core.sources.stream import StreamSource
from svfap_core.tracking.centerface import CenterFace
from svfap_core.tracking.tracker import FaceTracker
from svfap_core.types import AffectResult, FaceObservation, Frame
from tests.fakes import CountingScorer
from tests.faults.conftest import Tally
from tests.faults.sending import ROOT, sending
from tests.faults.victims import SCHEMA, Recorded, facts_of
from tests.media import shown_clock_s
from tests.unit.sources.test_stream import free_port

pytestmark = pytest.mark.timeout(400)

PATIENCE_S = 60.0
SIZE, RATE_FPS = (400, 240), 25
LIVE_AGE_S = 1.0


class Watched:
    """A session on an address, watched picture by picture."""

    def __init__(self, url: str, recording: Path | None = None) -> None:
        self.times_s: list[float] = []
        self.sizes: list[tuple[int, int]] = []
        self.faces = 0
        self.rows: list[AffectResult] = []
        self.age_s = 0.0
        self.outages: set[str] = set()
        self.most_waiting = 0
        self.ended: list[Ended] = []
        self._folder = recording
        self._recording: LiveRecording | None = None
        self.session = Session(
            lambda stop: StreamSource(url, cancel=stop),
            self._prepare,
            on_capture=self._capture,
            on_end=self.ended.append,
        )
        self._watching = threading.Event()
        self._watcher = threading.Thread(target=self._watch)

    def _prepare(self, info: SourceInfo) -> Prepared:
        scorer = CountingScorer()
        tracker = FaceTracker(CenterFace(side_px=320), TrackerSettings(), scorer.spec)
        analyzer = Analyzer(tracker, scorer, WindowSettings(), QualityCurves(), batch_size=1)
        sinks = [self]
        if self._folder is not None:
            self._recording = LiveRecording(
                self._folder, SCHEMA, lambda: facts_of(info), analyzer.count_ticks_from
            )
            sinks.append(Recorded(self._recording))
        return Prepared(analyzer, sinks)

    def _capture(self, frame: Frame) -> None:
        if self._recording is not None:
            self._recording.capture(frame)

    def _watch(self) -> None:
        while not self._watching.wait(0.01):
            if (outage := self.session.outage) is not None:
                self.outages.add(outage.reason)
            channel = self.session._channel
            self.most_waiting = max(self.most_waiting, len(channel._items) if channel else 0)

    def write_frame(self, frame: Frame, faces: Sequence[FaceObservation]) -> None:
        self.times_s.append(frame.t_s)
        self.sizes.append((frame.rgb.shape[1], frame.rgb.shape[0]))
        self.faces = len(faces)
        self.age_s = perf_counter() - shown_clock_s(frame.rgb)

    def write_results(self, results: Sequence[AffectResult]) -> None:
        self.rows += results

    def commit(self) -> None:
        pass

    def discard(self) -> None:
        pass

    def until(self, true: Callable[[], bool], what: str) -> None:
        end_s = perf_counter() + PATIENCE_S
        while not true():
            assert not self.ended, f"ended with {self.ended} before {what}"
            assert perf_counter() < end_s, f"waited in vain for {what}"
            threading.Event().wait(0.01)

    def more_pictures(self, count: int = 15) -> None:
        seen = len(self.times_s)
        self.until(lambda: len(self.times_s) >= seen + count, "pictures")

    def new_scores(self) -> None:
        seen = len(self.rows)
        self.until(lambda: any(row.emotions for row in self.rows[seen:]), "scores")

    def lost(self) -> None:
        self.until(lambda: self.session.outage is not None, "the outage to be told")

    def back(self) -> None:
        self.until(lambda: self.session.outage is None, "the source to be back")
        self.more_pictures()
        self.until(lambda: self.age_s < LIVE_AGE_S, "pictures to be live again")

    def __enter__(self) -> Watched:
        self.session.start()
        self._watcher.start()
        try:
            self.more_pictures()
        except BaseException:
            self._end()
            raise
        return self

    def _end(self) -> None:
        self.session.request_stop()
        joined = self.session.join(PATIENCE_S)
        self._watching.set()
        self._watcher.join()
        assert joined

    def __exit__(self, *exc_info: object) -> None:
        self._end()
        assert self.ended == [Outcome.STOPPED]
        assert (np.diff(self.times_s) >= 0).all(), "times never fall"
        assert self.most_waiting <= CHANNEL_FRAMES


@pytest.fixture
def port() -> int:
    return free_port()


def udp(port: int) -> str:
    return f"udp://127.0.0.1:{port}"


def to(port: int) -> str:
    return udp(port) + "?pkt_size=1316"


def test_a_source_that_stalls_is_told_and_goes_on(port: int, tally: Tally) -> None:
    with sending(to(port), *SIZE, RATE_FPS) as sender, Watched(udp(port)) as watched:
        for _ in range(2):
            watched.new_scores()
            sender.send_signal(signal.SIGSTOP)
            watched.lost()
            assert watched.session.outage is not None
            assert watched.session.outage.reason == "nothing arrives"
            sender.send_signal(signal.SIGCONT)
            watched.back()
        watched.new_scores()
    tally("outages of live sources survived", 2)


def test_a_sender_of_another_size_and_rate_takes_over(
    port: int, tmp_path: Path, tally: Tally
) -> None:
    """The recording that runs meanwhile stays one whole video."""
    folder = tmp_path / "recording"
    with begun(port, folder) as watched:
        for size, rate_fps in (((640, 360), 15), ((400, 240), 50)):
            with sending(to(port), *size, rate_fps):
                watched.until(lambda size=size: watched.sizes[-1] == size, f"pictures of {size}")
                watched.back()
                watched.new_scores()
                assert watched.faces == 1
            watched.lost()
    opened = read_result(folder)
    assert opened.sidecar["outcome"] == "completed"
    assert opened.sidecar["recording"]["frames_lost"] == 0
    with av.open(str(folder / "session.mp4")) as video:
        pictures = [(p.width, p.height) for p in video.decode(video=0)]
    assert set(pictures) == {SIZE}
    assert len(pictures) == opened.sidecar["recording"]["frames"]
    assert len(pictures) >= len(watched.times_s)
    tally("changes of size or rate of live sources survived", 2)


@contextmanager
def begun(port: int, folder: Path | None = None) -> Iterator[Watched]:
    """A session that a first sender, gone by then, has begun."""
    with sending(to(port), *SIZE, RATE_FPS) as first, Watched(udp(port), folder) as watched:
        watched.new_scores()
        first.kill()
        yield watched


def test_the_size_changes_within_a_stream(port: int, tally: Tally) -> None:
    words = (*SIZE, RATE_FPS, 6, 640, 360)
    with sending(to(port), *words), Watched(udp(port)) as watched:
        assert watched.sizes[0] == SIZE
        watched.until(lambda: watched.sizes[-1] == (640, 360), "pictures of the new size")
        watched.new_scores()
        assert watched.faces == 1
        assert watched.session.source is not None
        assert watched.session.source.counts.reconnects == 0
    tally("changes of size or rate of live sources survived", 1)


@pytest.mark.torture
def test_garbage_among_the_pictures_and_instead_of_them(port: int, tally: Tally) -> None:
    rng = random.Random(5)

    def garbage(to_socket: socket.socket, packets: int) -> None:
        for _ in range(packets):
            to_socket.sendto(rng.randbytes(1316), ("127.0.0.1", port))
            threading.Event().wait(0.002)

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as noise:
        with sending(to(port), *SIZE, RATE_FPS), Watched(udp(port)) as watched:
            for _ in range(3):
                garbage(noise, 200)
                watched.more_pictures()
            watched.new_scores()
        with begun(port) as watched:
            garbage(noise, 1500)
            with sending(to(port), *SIZE, RATE_FPS):
                watched.back()
                watched.new_scores()
    tally("packets of garbage sent to live sources", 2100)


def test_a_sender_that_ends_and_one_that_talks_nonsense_are_told(port: int, tally: Tally) -> None:
    with (
        socket.create_server(("127.0.0.1", port)) as server,
        sending("pipe:1", *SIZE, RATE_FPS, 4, stdout=subprocess.PIPE) as first,
        sending("pipe:1", *SIZE, RATE_FPS, stdout=subprocess.PIPE) as second,
    ):
        began = [_piece(sender) for sender in (first, second)]  # Both send by now.
        served = threading.Thread(target=_serve, args=(server, [first, None, None, second], began))
        served.start()
        with Watched(f"tcp://127.0.0.1:{port}") as watched:
            ended = "the sender ended the stream"
            watched.until(lambda: ended in watched.outages, "the end to be told")
            watched.until(lambda: watched.session.source.counts.reconnects >= 3, "three tries")  # type: ignore[union-attr]
            watched.back()
            watched.new_scores()
        served.join(PATIENCE_S)
    tally("outages of live sources survived", 3)


def _piece(sender: subprocess.Popen[bytes]) -> bytes:
    assert sender.stdout is not None
    return sender.stdout.read(1316)


def _serve(
    server: socket.socket, senders: list[subprocess.Popen[bytes] | None], began: list[bytes]
) -> None:
    """To each that connects: a stream until it ends or nobody listens, or nonsense."""
    server.settimeout(PATIENCE_S)
    for sender in senders:
        connection, _ = server.accept()
        with connection, suppress(OSError):  # It has hung up.
            if sender is None:
                connection.sendall(random.Random(6).randbytes(100_000))
                continue
            connection.sendall(began.pop(0))
            while piece := _piece(sender):
                connection.sendall(piece)


WATCH = """
import sys, threading
from datetime import datetime, timezone
from tests.faults.test_live import Watched, udp
with Watched(udp(int(sys.argv[1]))) as watched:
    print("begun", flush=True)
    for line in sys.stdin:
        watched.new_scores()
        print(datetime.now(timezone.utc).year, flush=True)
print(max(watched.outages, default="no outage"))
gaps = [b - a for a, b in zip(watched.times_s, watched.times_s[1:])]
print(f"{max(gaps):.3f}", flush=True)
"""


@pytest.mark.torture
def test_the_wall_clock_jumps_by_years(port: int, tmp_path: Path) -> None:
    """For the program and all its libraries: the clock is faked below them."""
    library = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
    if library is None:
        pytest.skip("faketime is not installed: make test installs it")
    clock = tmp_path / "clock"
    clock.write_text("+0")
    environment = {
        **os.environ,
        "LD_PRELOAD": str(library),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_DONT_RESET": "1",
    }
    with (
        sending(to(port), *SIZE, RATE_FPS),
        subprocess.Popen(
            [sys.executable, "-c", WATCH, str(port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment,
        ) as process,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        years = []
        for jump in ("+10y", "-10y", "+0"):
            clock.write_text(jump)
            print("go on", file=process.stdin, flush=True)
            years.append(int(process.stdout.readline()))
        process.stdin.close()
        outage, gap_s = process.stdout.read().split("\n")[:2]
    assert process.returncode == 0
    assert years[0] - years[2] == 10
    assert years[2] - years[1] in {9, 10}
    assert outage == "no outage"
    assert float(gap_s) < 5, "seconds of media, not years"


@pytest.mark.torture
def test_a_process_that_gets_no_time_for_seconds_is_live_again(port: int, tally: Tally) -> None:
    """As on a computer that was asleep, or busy with something else."""
    with (
        sending(to(port), *SIZE, RATE_FPS),
        subprocess.Popen(
            [sys.executable, "-c", WATCH.replace("new_scores", "back"), str(port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        ) as process,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        for _ in range(2):
            process.send_signal(signal.SIGSTOP)
            threading.Event().wait(3)
            process.send_signal(signal.SIGCONT)
            print("go on", file=process.stdin, flush=True)
            assert process.stdout.readline()
        process.stdin.close()
        process.stdout.read()
    assert process.returncode == 0
    tally("pauses of a whole process survived", 2)
