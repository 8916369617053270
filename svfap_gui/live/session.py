"""Starts and stops analyses and carries what they find to the GUI thread. Knows no widget."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from svfap_core.pipeline.stats import SessionStats
from svfap_core.sources.base import Outage
from svfap_gui.live.analysis import Run, RunOrder
from svfap_gui.live.outputs import LiveOutputs
from svfap_gui.live.result_queue import ResultQueue
from svfap_gui.parts.i18n import spoken
from svfap_gui.parts.notice import Notice, notice_of
from svfap_gui.parts.notices import Notices
from svfap_gui.work.activities import Activities, Activity
from svfap_gui.work.state import AppState, Figures, ModelFacts, Phase, SourceRequest

if TYPE_CHECKING:
    # It imports torch.
    from svfap_core.pipeline.session import Ended

log = logging.getLogger(__name__)

TICK_MS = 16
"""Half a frame at 30 per second: waiting for the tick is a good part of a frame's latency."""
FIGURES_EVERY_S = 0.5
_ENDED, _SOURCE, _OUTAGE = "ended", "source", "outage"
"""Causes of notices."""

STALLED_S = 1.0
"""A frame older than this is not live any more."""


class SessionController(QObject):
    """One analysis at a time: `start`, `stop`, and a timer that fetches while it runs.

    Args:
        state: Written here, read by the views.
        activities: Where a running analysis is entered.
        make_run: Makes an analysis, not started.
        recordings_folder: Returns where recordings go.
        parent: The owner.
    """

    pictured = Signal(object)
    """The newest `Shown`, at most once a tick."""
    scored = Signal(object)
    """New result rows as a list, at most once a tick."""
    ended = Signal()
    """The analysis is over and its thread has been joined."""
    lost_changed = Signal(bool)
    """The source is lost and waited for, or back."""

    # From the analysis thread; connected to slots of this object, so that Qt queues them.
    _run_ready = Signal(object)
    _run_ended = Signal(object)

    def __init__(
        self,
        state: AppState,
        activities: Activities,
        make_run: Callable[[RunOrder], Run],
        recordings_folder: Callable[[], Path],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._activities = activities
        self._activity: Activity | None = None
        self._make_run = make_run
        self.notices = Notices(self)
        """What the view shows."""
        self.outputs = LiveOutputs(state, self.notices, activities, recordings_folder, self)
        self._run: Run | None = None
        self._results = ResultQueue()
        self._outage: Outage | None = None
        self._pictured_at_s = self._figures_at_s = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._run_ready.connect(self._on_ready)
        self._run_ended.connect(self._on_ended)

    @property
    def active(self) -> bool:
        """Whether an analysis has a thread."""
        return self._run is not None

    @property
    def loading(self) -> bool:
        """Whether the analysis is loading models, which takes seconds and cannot be interrupted."""
        return self._run is not None and self._run.loading

    @property
    def lost(self) -> bool:
        """Whether the source is lost and waited for."""
        return self._outage is not None

    def stats(self) -> SessionStats:
        """Figures of the running analysis; zeros while none runs."""
        return self._run.stats() if self._run is not None else SessionStats()

    @Slot()
    def start(self) -> None:
        """Analyse the state's source from its beginning; nothing while one runs."""
        source = self._state.source
        if self._run is not None or source is None:
            return
        self._results = ResultQueue()
        recording, stream = self.outputs.begin(source)
        self.notices.retract(_ENDED, _SOURCE, _OUTAGE)
        self._state.set_figures(Figures())
        self._state.set_phase(Phase.STARTING)
        self._pictured_at_s = self._figures_at_s = perf_counter()
        run = self._run = self._make_run(
            RunOrder(
                source,
                self._results,
                recording,
                stream,
                self._run_ready.emit,
                self._run_ended.emit,
            )
        )
        self.outputs.watch_clock(lambda: run.zero_at_s)
        self._activity = self._activities.begin(
            self.tr("Live: %1").replace("%1", source.title),
            self.stop,
            abandonable=lambda: self.loading,
            asks=lambda: self._state.recording,
        )
        self._run.start()
        self._timer.start()

    @Slot()
    def stop(self) -> None:
        """Ask the analysis to end, and begin no other; `ended` follows when it has."""
        self._next = False
        self._end()

    def _end(self) -> None:
        if self._run is not None and self._state.phase is not Phase.STOPPING:
            self._state.set_phase(Phase.STOPPING)
            self._run.request_stop()

    @Slot()
    def toggle(self) -> None:
        """Start, or stop what runs."""
        if self._run is None:
            self.start()
        else:
            self.stop()

    def open(self, source: SourceRequest) -> None:
        """Watch another source: now, or once the present one has ended."""
        self._state.set_source(source)
        if self._run is None:
            self.start()
        else:
            # Lives until the present run's `ended`, which comes exactly once.
            self._next = True
            self._end()

    _next = False

    @Slot()
    def _tick(self) -> None:
        run = self._run
        if run is None:
            return
        now_s = perf_counter()
        if results := self._results.drain():
            self.scored.emit(results)
        if (shown := run.take_frame()) is not None:
            self._pictured_at_s = now_s
            if self._state.phase is Phase.STARTING:
                self._state.set_phase(Phase.RUNNING)
            self.pictured.emit(shown)
        if now_s - self._figures_at_s >= FIGURES_EVERY_S:
            self._figures_at_s = now_s
            self._state.set_figures(self._figures(run.stats(), now_s))
            self.outputs.tell_progress()
            self._tell_outage(run.outage())

    def _figures(self, stats: SessionStats, now_s: float) -> Figures:
        running = self._state.phase is Phase.RUNNING
        return Figures(
            capture_fps=stats.capture_fps if stats.captured else None,
            analysis_fps=stats.analysis_fps if stats.analysed else None,
            lag_s=stats.lag_s if stats.analysed else None,
            dropped=stats.dropped,
            stalled=running and now_s - self._pictured_at_s > STALLED_S,
        )

    @Slot(object)
    def _on_ready(self, facts: ModelFacts) -> None:
        self._state.set_facts(facts)
        if facts.notes:
            self.notices.show(Notice(text=" ".join(map(spoken, facts.notes)), cause=_SOURCE))

    def _tell_outage(self, outage: Outage | None) -> None:
        """Count down to the next try, unless the user has dismissed the notice."""
        before, self._outage = self._outage, outage
        source = self._state.source
        title = source.title if source is not None else ""
        if outage is None:
            if before is not None:
                self._forget_outage()
                self._state.toast(self.tr("%1 is back").replace("%1", title))
            return
        if before is None:
            self.lost_changed.emit(self.lost)
        elif self.notices.of(_OUTAGE) is None:
            return
        text = self.tr("%1 is lost: %2").replace("%1", title)
        text = text.replace("%2", spoken(outage.reason))
        hint = self._next_try(outage)
        self.notices.show(Notice(text=text, hint=hint, error=True, cause=_OUTAGE))

    def _next_try(self, outage: Outage) -> str:
        if outage.retry_at_s is None:
            return self.tr("It resumes by itself once this camera is back.")
        left_s = math.ceil(outage.retry_at_s - perf_counter())
        return self.tr("Next try in %n s", "", left_s) if left_s > 0 else self.tr("Trying again…")

    def _forget_outage(self) -> None:
        self._outage = None
        self.notices.retract(_OUTAGE)
        self.lost_changed.emit(self.lost)

    @Slot(object)
    def _on_ended(self, ended: Ended) -> None:
        run, self._run = self._run, None
        if run is None:
            return
        run.join(1.0)
        self._timer.stop()
        if results := self._results.drain():
            self.scored.emit(results)
        self.outputs.end()
        if self._outage is not None:
            self._forget_outage()
        self._state.set_figures(Figures(dropped=run.stats().dropped))
        self._state.set_phase(Phase.IDLE)
        if isinstance(ended, BaseException):
            log.warning("analysis failed: %s", ended)
            self.notices.show(replace(notice_of(ended, _ENDED), retry=self.start))
        self.ended.emit()
        if self._activity is not None:
            self._activity.end()
            self._activity = None
        if self._next:
            self._next = False
            self.start()
