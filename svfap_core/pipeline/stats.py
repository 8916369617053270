"""What is measured while a session runs. Knows nothing of images or scores."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from time import perf_counter

RATE_SPAN_S = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionStats:
    """A snapshot.

    `lag_s` is the age of the last analysed frame when its analysis was done; rates are means of
    the last two seconds. `position_s` is the media time of the last analysed frame.
    """

    captured: int = 0
    analysed: int = 0
    rows: int = 0
    dropped: int = 0
    capture_fps: float = 0.0
    analysis_fps: float = 0.0
    lag_s: float = 0.0
    position_s: float = 0.0


class StatsRecorder:
    """Counts from two threads; `snapshot` from any."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._captured = self._analysed = self._rows = 0
        self._capture_times_s: deque[float] = deque()
        self._analysis_times_s: deque[float] = deque()
        self._lag_s = self._position_s = 0.0

    def capture(self, at_s: float) -> None:
        """A frame came out of the source at `at_s` (`perf_counter`)."""
        with self._lock:
            self._captured += 1
            _remember(self._capture_times_s, at_s)

    def add_rows(self, count: int) -> None:
        """Result rows became known."""
        with self._lock:
            self._rows += count

    def analyse(self, captured_at_s: float, position_s: float) -> None:
        """A frame is done."""
        with self._lock:
            now_s = perf_counter()
            self._analysed += 1
            self._lag_s = now_s - captured_at_s
            self._position_s = position_s
            _remember(self._analysis_times_s, now_s)

    def snapshot(self, dropped: int) -> SessionStats:
        """All figures now."""
        with self._lock:
            now_s = perf_counter()
            return SessionStats(
                captured=self._captured,
                analysed=self._analysed,
                rows=self._rows,
                dropped=dropped,
                capture_fps=_rate_fps(self._capture_times_s, now_s),
                analysis_fps=_rate_fps(self._analysis_times_s, now_s),
                lag_s=self._lag_s,
                position_s=self._position_s,
            )


def _remember(times_s: deque[float], at_s: float) -> None:
    times_s.append(at_s)
    while times_s[0] < at_s - RATE_SPAN_S:
        times_s.popleft()


def _rate_fps(times_s: deque[float], now_s: float) -> float:
    recent = [t for t in times_s if t >= now_s - RATE_SPAN_S]
    if len(recent) < 2:
        return 0.0
    return (len(recent) - 1) / max(recent[-1] - recent[0], 1e-6)
