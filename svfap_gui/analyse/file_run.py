"""One analysis of a video under way: its activity, progress and end. Knows no document."""

from __future__ import annotations

import math
from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Signal

from svfap_gui.analyse.file_analysis import (
    Advanced,
    AnalysisEnd,
    AnalysisOrder,
    Failed,
    FileAnalysis,
)
from svfap_gui.parts.words import minutes
from svfap_gui.work.activities import Activity
from svfap_gui.work.task import Task, Tasks

if TYPE_CHECKING:
    # It loads pyarrow.
    from svfap_core.results.recording import Recording

SURE_AFTER_S = 2.0
"""Before that the time left would jump."""

MakeAnalysis: TypeAlias = Callable[[AnalysisOrder], FileAnalysis]


class FileRun(QObject):
    """Runs once, from `start` to `ended`; then it deletes itself.

    Args:
        tasks: Run it; it is entered where they are.
        make_analysis: Makes the analysis, not started.
        order: What is analysed, and how.
        parent: The owner.
    """

    ended = Signal(object, object)
    """This run, and how it ended: `Finished`, `Stopped` or `Failed`. Its thread is gone."""

    def __init__(
        self,
        tasks: Tasks,
        make_analysis: MakeAnalysis,
        order: AnalysisOrder,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.order = order
        self._analysis = make_analysis(order)
        self._began: tuple[str, float, float] | None = None
        self._tasks = tasks
        self._task: Task[Advanced] | None = None

    def start(self) -> None:
        """Begin."""
        self._task = self._tasks.run(
            self._analysis.run,
            self._on_end,
            failed=lambda error: self._on_end(Failed(error)),
            told=self._on_advanced,
            title=self.tr("Analysing %1").replace("%1", self.order.video.name),
            abandonable=lambda: self.recording is None,
        )

    @property
    def activity(self) -> Activity | None:
        """As which it is entered, from its start to its end."""
        return self._task.activity if self._task is not None else None

    def cancel(self) -> None:
        """End soon, and leave no file."""
        if (activity := self.activity) is not None:
            activity.stop()

    @property
    def recording(self) -> Recording | None:
        """What is known so far."""
        return self._analysis.recording

    def _on_end(self, end: AnalysisEnd) -> None:
        self.ended.emit(self, end)
        self.deleteLater()

    def _on_advanced(self, told: list[Advanced]) -> None:
        newest, now_s = told[-1], perf_counter()
        if self._began is None or self._began[0] != newest.phase:
            self._began = (newest.phase, now_s, newest.position_s)
        _, began_s, from_s = self._began
        done_s, took_s = newest.position_s - from_s, now_s - began_s
        text = ""
        if newest.duration_s and done_s > 0 and took_s > SURE_AFTER_S:
            left_s = (newest.duration_s - newest.position_s) * took_s / done_s
            text = self.tr("%1 left").replace("%1", minutes(math.ceil(left_s)))
        if (activity := self.activity) is not None:
            activity.tell(
                newest.position_s / newest.duration_s if newest.duration_s else None, text
            )
