from __future__ import annotations

import http.server
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
import pytest

from svfap_core.errors import SourceError
from svfap_core.sources import stream
from svfap_core.sources.base import Outage, SourceKind
from svfap_core.sources.opening import open_source
from svfap_core.sources.stream import ArrivalClock, StreamSource, without_password
from tests import media


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def sending(port: int, *, after_s: float = 0.0) -> Iterator[subprocess.Popen[bytes]]:
    url = f"udp://127.0.0.1:{port}?pkt_size=1316"
    root = Path(__file__).parents[3]
    code = (
        f"import time; time.sleep({after_s}); from tests.media import send_clock as s; s('{url}')"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=root) as process:
        try:
            yield process
        finally:
            process.kill()


def test_udp_is_prompt_and_comes_back_after_the_sender_died() -> None:
    port = free_port()
    outages: set[Outage] = set()
    ages_s: list[float] = []
    times_s: list[float] = []
    with sending(port) as first, StreamSource(f"udp://127.0.0.1:{port}") as source:
        assert source.info.kind is SourceKind.STREAM
        assert (source.info.width_px, source.info.height_px) == (160, 64)
        frames = source.frames()
        for frame in frames:
            ages_s.append(time.perf_counter() - media.shown_clock_s(frame.rgb))
            times_s.append(frame.t_s)
            if len(ages_s) == 90:
                break
        assert source.outage is None
        first.kill()
        watch = threading.Event()
        watcher = threading.Thread(target=note_states, args=(source, outages, watch), daemon=True)
        watcher.start()
        # Longer than the second of silence after which a connection counts as lost.
        with sending(port, after_s=2.5):
            for frame in frames:
                times_s.append(frame.t_s)
                if source.counts.reconnects and len(times_s) > 130:
                    break
        watch.set()
        watcher.join()
        assert source.counts.reconnects >= 1
    # Loosely: how live a stream is, on an idle computer, is for benchmarks to say.
    assert np.median(ages_s) < 0.5
    assert times_s[0] == 0
    assert (np.diff(times_s) >= 0).all()
    assert {outage.reason for outage in outages} == {"nothing arrives"}
    assert all(outage.retry_at_s is not None for outage in outages)


def note_states(source: StreamSource, outages: set[Outage], watch: threading.Event) -> None:
    while not watch.wait(0.02):
        if (outage := source.outage) is not None:
            outages.add(outage)


def test_interrupt_ends_a_hanging_read() -> None:
    port = free_port()
    with sending(port) as process, StreamSource(f"udp://127.0.0.1:{port}") as source:
        frames = source.frames()
        next(frames)
        process.kill()
        process.wait()
        timer = threading.Timer(0.2, source.interrupt)
        timer.start()
        began_s = time.perf_counter()
        list(frames)
        assert time.perf_counter() - began_s < 2.5
        timer.join()


def test_a_silent_address_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "_FIRST_PICTURE_S", 0.5)
    with pytest.raises(SourceError, match="nothing arrives") as caught:
        StreamSource(f"udp://127.0.0.1:{free_port()}")
    assert "sender" in caught.value.hint


def test_opening_can_be_cancelled() -> None:
    cancel = threading.Event()
    timer = threading.Timer(0.2, cancel.set)
    timer.start()
    began_s = time.perf_counter()
    with pytest.raises(SourceError, match="no frame"):
        open_source(f"udp://127.0.0.1:{free_port()}", cancel=cancel)
    assert time.perf_counter() - began_s < 3
    timer.join()


def test_a_refused_connection_hides_the_password() -> None:
    with pytest.raises(SourceError, match="Connection refused") as caught:
        StreamSource(f"http://me:secret@127.0.0.1:{free_port()}/x")
    assert "secret" not in str(caught.value)


class Motion(http.server.BaseHTTPRequestHandler):
    """Serves 20 JPEG pictures as a network camera does, 20 per second, then hangs up."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        pause = threading.Event()
        for index in range(20):
            bgr = np.ascontiguousarray(media.picture(index)[..., ::-1])
            jpeg = cv2.imencode(".jpg", bgr)[1].tobytes()
            head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
            try:
                self.wfile.write(head.encode() + jpeg + b"\r\n")
            except OSError:
                return
            pause.wait(0.05)

    def log_message(self, *_args: object) -> None:
        pass


def test_motion_jpeg_gets_arrival_times_and_reconnects() -> None:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Motion)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        with StreamSource(f"http://127.0.0.1:{server.server_address[1]}/video") as source:
            frames = source.frames()
            times_s = [frame.t_s for frame, _ in zip(frames, range(35), strict=False)]
            assert source.counts.reconnects >= 1
            assert source.info.codec == "mjpeg"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    gaps_s = np.diff(times_s)
    assert (gaps_s >= 0).all()
    assert 0.03 < np.median(gaps_s) < 0.09


def test_the_arrival_clock_follows_the_pts_not_the_jitter() -> None:
    clock = ArrivalClock()
    arrivals_s = [0.0, 0.09, 0.10, 0.12, 0.21]
    times_s = [clock.stamp(7 + i * 0.04, arrival) for i, arrival in enumerate(arrivals_s)]
    assert times_s == pytest.approx([i * 0.04 for i in range(5)], abs=1e-3)


def test_the_arrival_clock_works_off_drift_and_survives_jumps() -> None:
    clock = ArrivalClock()
    for i in range(20_000):
        t_s = clock.stamp(i * 0.04, i * 0.04 * 1.0005)
    assert t_s == pytest.approx(20_000 * 0.04 * 1.0005, abs=0.1)
    jumped_s = clock.stamp(3.0, 900.0)
    assert jumped_s == pytest.approx(900)
    assert clock.stamp(3.04, 900.05) == pytest.approx(900.04, abs=1e-3)
    clock.restart()
    assert clock.stamp(0.0, 899.9) >= 900.04 - 1e-3
    assert clock.stamp(None, 950.0) == 950


def test_without_password() -> None:
    assert without_password("rtsp://me:secret@cam:554/a?b=c") == "rtsp://cam:554/a?b=c"
    assert without_password("udp://@239.0.0.1:1234") == "udp://239.0.0.1:1234"
    assert without_password("udp://127.0.0.1:1") == "udp://127.0.0.1:1"
