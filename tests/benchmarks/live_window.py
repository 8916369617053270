"""How live the window is: plays a loopback stream in it and measures the age of what it shows.

    python -m tests.benchmarks.live_window FILM [SECONDS [HOP_S [FPS]]]

A sender process shows the film at 1280x720 and 30 pictures per second with a clock in the corner,
so ages count from the moment a picture was made, encoding and network included, to the moment the
window gets to draw it; a result's lag, from the moment its last picture was captured. Then the
sender is killed and begun again, to see how that shows and how soon pictures are back. The last
line has the figures as JSON. Needs a display, such as xvfb-run gives.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from time import perf_counter

import numpy as np
import psutil
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication, QLabel

from svfap_core.pipeline.session import Shown
from svfap_core.pipeline.stats import SessionStats
from svfap_core.types import AffectResult
from svfap_gui.app import build
from svfap_gui.live.session import SessionController
from svfap_gui.shell.main_window import MainWindow
from svfap_gui.work.preferences import PreferencesStore
from svfap_gui.work.state import SourceRequest
from tests.media import shown_clock_s

WARM_UP_S = 5.0
QT_KEEPS_THREADS_S = 40.0
"""Qt draws large pictures in threads of its own, which end, with their files, when 30 s idle."""


class Meter:
    """Listens to a window's session and to a timer of its own."""

    def __init__(self, session: SessionController) -> None:
        self._session = session
        self.first_s = self._ticked_s = 0.0
        self.ages_ms: list[float] = []
        self.drawn_at_s: list[float] = []
        self.lags_ms: list[float] = []
        self._captured_s: dict[int, float] = {}
        self.gaps_ms: list[float] = []
        self.memory_mb: list[float] = []
        self.shown = 0
        self.rows = self.dropped_at_first = 0
        session.pictured.connect(self._pictured)
        session.scored.connect(self._scored)
        self._timer = QTimer()
        self._timer.timeout.connect(self._ticked)
        self._timer.start(10)

    @property
    def measured_s(self) -> float:
        return perf_counter() - self.first_s - WARM_UP_S if self.first_s else -WARM_UP_S

    def stop(self) -> SessionStats:
        self._timer.stop()
        return self._session.stats()

    def _pictured(self, shown: Shown) -> None:
        self.shown += 1
        self._captured_s[shown.frame.index] = shown.captured_at_s
        self.first_s = self.first_s or perf_counter()
        if self.measured_s > 0:
            self.drawn_at_s.append(perf_counter())
            self.ages_ms.append((self.drawn_at_s[-1] - shown_clock_s(shown.frame.rgb)) * 1e3)
        else:
            self.dropped_at_first = self._session.stats().dropped

    def _scored(self, rows: list[AffectResult]) -> None:
        self.rows += len(rows)
        at_s = (self._captured_s.get(row.frame_index) for row in rows)
        self.lags_ms += [(perf_counter() - s) * 1e3 for s in at_s if s is not None]

    def _ticked(self) -> None:
        now_s = perf_counter()
        if self.measured_s > 0:
            self.gaps_ms.append((now_s - self._ticked_s) * 1e3)
            if len(self.gaps_ms) % 50 == 1:
                self.memory_mb.append(psutil.Process().memory_info().rss / 1e6)
        self._ticked_s = now_s

    def report(self, stats: SessionStats) -> dict[str, float]:
        ages, gaps, memory = np.array(self.ages_ms), np.array(self.gaps_ms), self.memory_mb
        longest_ms = float(np.diff(self.drawn_at_s).max()) * 1e3
        dropped = stats.dropped - self.dropped_at_first
        rate = self.rows / (perf_counter() - self.first_s)
        print(f"pictures shown   {len(ages)}, result rows {self.rows}: {rate:.1f} per second")
        print(
            f"picture age      median {np.median(ages):.0f} ms, "
            f"p95 {np.percentile(ages, 95):.0f} ms, max {ages.max():.0f} ms"
        )
        print(f"frames drawn     {longest_ms:.0f} ms between two at most")
        lags = np.array(self.lags_ms)
        p95_ms = np.percentile(lags, 95)
        print(f"result lag       median {np.median(lags):.0f} ms, p95 {p95_ms:.0f} ms")
        print(
            f"analysis         {stats.analysis_fps:.1f} of {stats.capture_fps:.1f} fps, "
            f"dropped {dropped} (and {self.dropped_at_first} in the first seconds)"
        )
        print(f"10 ms timer gap  p99 {np.percentile(gaps, 99):.0f} ms, max {gaps.max():.0f} ms")
        steps = [memory[round(k * (len(memory) - 1) / 10)] for k in range(11)]
        print(f"memory           {', '.join(f'{mb:.0f}' for mb in steps)} MB")
        return {
            "fps": stats.capture_fps,
            "rows_per_s": rate,
            "age_ms": float(np.median(ages)),
            "age_p95_ms": float(np.percentile(ages, 95)),
            "longest_gap_ms": longest_ms,
            "lag_ms": float(np.median(lags)),
            "lag_p95_ms": float(np.percentile(lags, 95)),
            "dropped": dropped,
            "of": stats.captured,
        }


def main(film: Path, seconds: float, hop_s: float, fps: int) -> None:
    url = "udp://127.0.0.1:23461"
    folder = Path(tempfile.mkdtemp())
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    app = QApplication([])
    preferences = PreferencesStore(settings, app)
    analysis = preferences.value.analysis
    windows = analysis.windows.model_copy(update={"hop_s": hop_s})
    preferences.update(analysis=analysis.model_copy(update={"windows": windows}))
    window, session = build(app, settings, preferences)
    window.resize(1360, 860)
    window.show()
    app.processEvents()
    files_before = _open_files()
    meter = Meter(session)
    with _sender(url, film, fps):
        session.open(SourceRequest.parse(url))
        _run(app, lambda: meter.measured_s > seconds, limit_s=seconds + 90)
        if picture := os.environ.get("SVFAP_SHOT"):
            window.grab().save(picture)
        stats = meter.stop()
    figures = meter.report(stats)
    _break_and_mend(app, window, meter, lambda: _sender(url, film, fps))
    closing_s = perf_counter()
    window.close()
    _run(app, lambda: not session.active, limit_s=10)
    closed_ms = (perf_counter() - closing_s) * 1e3
    left = [t.name for t in threading.enumerate() if t is not threading.main_thread()]
    print(f"closing          {closed_ms:.0f} ms, threads left: {', '.join(left) or 'none'}")
    _run(app, lambda: not _open_files() - files_before, limit_s=QT_KEEPS_THREADS_S)
    files_left = (_open_files() - files_before).elements()
    print(f"files left       {', '.join(files_left) or 'none'}")
    print(json.dumps(figures))


@contextmanager
def _sender(url: str, film: Path, fps: int) -> Generator[None]:
    command = [sys.executable, "-m", "tests.media", url, str(film), str(fps)]
    with subprocess.Popen(command, start_new_session=True) as sender:
        try:
            yield
        finally:
            os.killpg(sender.pid, signal.SIGKILL)


def _break_and_mend(
    app: QApplication,
    window: MainWindow,
    meter: Meter,
    sender: Callable[[], AbstractContextManager[None]],
) -> None:
    """The sender is dead already: wait until the window says so, then send again."""
    killed_s = perf_counter()
    _run(app, lambda: bool(window.page.notices.shown), limit_s=30)
    told_s = perf_counter() - killed_s
    banner = window.page.notice_stack.newest
    labels = banner.findChildren(QLabel) if banner is not None else []
    words = " / ".join(label.text() for label in labels if label.text())
    print(f"sender killed    shown after {told_s:.1f} s: {words or 'nothing'}")
    shown = meter.shown
    with sender():
        again_s = perf_counter()
        _run(app, lambda: meter.shown > shown + 10, limit_s=60)
        back_s = perf_counter() - again_s
    print(f"sender is back   10 pictures after {back_s:.1f} s")


def _open_files() -> Counter[str]:
    """What each open file handle leads to; without the numbers of sockets and pipes."""
    handles = Path("/proc/self/fd").iterdir()
    return Counter(
        re.sub(r"(socket|pipe):.*", r"\1", str(h.readlink())) for h in handles if h.is_symlink()
    )


def _run(app: QApplication, done: Callable[[], bool], *, limit_s: float) -> None:
    end_s = perf_counter() + limit_s
    while not done() and perf_counter() < end_s:
        app.processEvents()
        threading.Event().wait(0.001)


if __name__ == "__main__":
    film, seconds, hop_s, fps = sys.argv[1:] + ["60", "0.5", "30"][len(sys.argv) - 2 :]
    main(Path(film), float(seconds), float(hop_s), int(fps))
