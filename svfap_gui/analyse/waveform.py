"""The waveform below the curves: read in a thread on request, kept while a video is open."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from svfap_gui.analyse.sound.peaks import NO_PEAKS, Peaks, read_peaks
from svfap_gui.work.task import Task, Tasks

if TYPE_CHECKING:
    from svfap_gui.analyse.view import AnalyseView

log = logging.getLogger(__name__)

_SHOWN = "analyse/waveform"


class Waveform(QObject):
    """Of one view; whether it is shown is remembered between sessions."""

    def __init__(self, view: AnalyseView) -> None:
        super().__init__(view)
        self._view = view
        self._tasks = Tasks("svfap-waveform", view.notices.show, self)
        self._reading: Task[Peaks] | None = None
        self._peaks: Peaks | None = None
        self.shown = view.settings.value(_SHOWN, "false") == "true"
        view.player.opened.connect(self._show)
        view.document.video_wanted.connect(self._forget)

    @property
    def busy(self) -> bool:
        """Whether sound is being read."""
        return self._tasks.busy

    @Slot()
    def turn(self) -> None:
        """Show it, or hide it."""
        self.shown = not self.shown
        self._view.settings.setValue(_SHOWN, "true" if self.shown else "false")
        self._show()

    def shut_down(self, deadline_s: float) -> None:
        """Leave no thread, by `time.monotonic`, unless it hangs."""
        self._tasks.close(deadline_s)

    @Slot()
    def _forget(self) -> None:
        """Another video."""
        if self._reading is not None:
            self._reading.forget()
        self._reading = self._peaks = None
        self._view.timeline.set_waveform(None)

    @Slot()
    def _show(self) -> None:
        source = self._view.player.sound_of
        if not self.shown or source is None:
            self._view.timeline.set_waveform(None)
            return
        self._view.timeline.set_waveform(self._peaks or NO_PEAKS)
        if self._reading is None:
            path, begins_s, _ = source
            self._reading = self._tasks.run(
                lambda task: read_peaks(path, begins_s, task.tell, task.stopped),
                self._on_peaks,
                told=lambda peaks: self._on_peaks(peaks[-1]),
                failed=self._on_failure,
            )

    def _on_peaks(self, peaks: Peaks) -> None:
        self._peaks = peaks
        if self.shown:
            self._view.timeline.set_waveform(peaks)

    def _on_failure(self, error: Exception) -> None:
        """The lane stays empty."""
        log.info("no waveform: %s", error)
        self._on_peaks(NO_PEAKS)
