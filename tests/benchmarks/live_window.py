"""How live the window is: plays a loopback stream in it and measures the age of what it shows.

    python -m tests.benchmarks.live_window FILM [SECONDS]

A sender process shows the film at 1280x720 and 30 pictures per second with a clock in the corner,
so ages count from the moment a picture was made, encoding and network included, to the moment the
window gets to draw it. Needs a display, such as xvfb-run gives.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import numpy as np
import psutil
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

from svfap_core.pipeline.session import Shown
from svfap_core.pipeline.stats import SessionStats
from svfap_core.types import AffectResult
from svfap_gui.app import build
from svfap_gui.controllers.session import SessionController
from svfap_gui.preferences import PreferencesStore
from svfap_gui.state import SourceRequest
from tests.media import shown_clock_s

WARM_UP_S = 5.0


class Meter:
    """Listens to a window's session and to a timer of its own."""

    def __init__(self, session: SessionController) -> None:
        self._session = session
        self.first_s = self._ticked_s = 0.0
        self.ages_ms: list[float] = []
        self.gaps_ms: list[float] = []
        self.memory_mb: list[float] = []
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
        self.first_s = self.first_s or perf_counter()
        if self.measured_s > 0:
            self.ages_ms.append((perf_counter() - shown_clock_s(shown.frame.rgb)) * 1e3)
        else:
            self.dropped_at_first = self._session.stats().dropped

    def _scored(self, rows: list[AffectResult]) -> None:
        self.rows += len(rows)

    def _ticked(self) -> None:
        now_s = perf_counter()
        if self.measured_s > 0:
            self.gaps_ms.append((now_s - self._ticked_s) * 1e3)
            if len(self.gaps_ms) % 50 == 1:
                self.memory_mb.append(psutil.Process().memory_info().rss / 1e6)
        self._ticked_s = now_s

    def report(self, stats: SessionStats) -> None:
        ages, gaps, memory = np.array(self.ages_ms), np.array(self.gaps_ms), self.memory_mb
        dropped = stats.dropped - self.dropped_at_first
        print(f"pictures shown   {len(ages)}, result rows {self.rows}")
        print(
            f"picture age      median {np.median(ages):.0f} ms, "
            f"p95 {np.percentile(ages, 95):.0f} ms, max {ages.max():.0f} ms"
        )
        print(
            f"analysis         {stats.analysis_fps:.1f} of {stats.capture_fps:.1f} fps, "
            f"dropped {dropped} (and {self.dropped_at_first} in the first seconds)"
        )
        print(f"10 ms timer gap  p99 {np.percentile(gaps, 99):.0f} ms, max {gaps.max():.0f} ms")
        print(f"memory           {memory[0]:.0f} MB at first, {memory[-1]:.0f} MB at the end")


def main(film: Path, seconds: float) -> None:
    url = "udp://127.0.0.1:23461"
    folder = Path(tempfile.mkdtemp())
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    app = QApplication([])
    window, session = build(app, settings, PreferencesStore(settings, app))
    window.resize(1360, 860)
    window.show()
    meter = Meter(session)
    with subprocess.Popen([sys.executable, "-m", "tests.media", url, str(film)]) as sender:
        session.open(SourceRequest.parse(url))
        _run(app, lambda: meter.measured_s > seconds, limit_s=seconds + 90)
        stats = meter.stop()
        sender.kill()
    if picture := os.environ.get("SVFAP_SHOT"):
        window.grab().save(picture)
    closing_s = perf_counter()
    window.close()
    _run(app, lambda: not session.active, limit_s=10)
    closed_ms = (perf_counter() - closing_s) * 1e3
    meter.report(stats)
    left = [t.name for t in threading.enumerate() if t is not threading.main_thread()]
    print(f"closing          {closed_ms:.0f} ms, threads left: {left or 'none'}")


def _run(app: QApplication, done: Callable[[], bool], *, limit_s: float) -> None:
    end_s = perf_counter() + limit_s
    while not done() and perf_counter() < end_s:
        app.processEvents()
        threading.Event().wait(0.001)


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 60.0)
