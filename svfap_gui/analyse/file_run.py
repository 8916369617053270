"""One analysis of a video under way: its activity, progress and end. Knows no document."""

from __future__ import annotations

import math
from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Signal, Slot

from svfap_gui.analyse.file_analysis import Advanced, AnalysisNews, AnalysisOrder, FileAnalysis
from svfap_gui.parts.words import minutes
from svfap_gui.work.activities import Activities

if TYPE_CHECKING:
    # It loads pyarrow.
    from svfap_core.results.recording import Recording

SURE_AFTER_S = 2.0
"""Before that the time left would jump."""

JOIN_S = 10.0

MakeAnalysis: TypeAlias = Callable[[AnalysisOrder, Callable[[AnalysisNews], None]], FileAnalysis]


class FileRun(QObject):
    """Runs once, from `start` to `ended`; then it deletes itself.

    Args:
        activities: Where it is entered.
        make_analysis: Makes the analysis, not started.
        order: What is analysed, and how.
        parent: The owner.
    """

    ended = Signal(object, object)
    """This run, and how it ended: `Finished`, `Stopped` or `Failed`. Its thread is gone."""

    # From the thread of the analysis.
    _told = Signal(object)

    def __init__(
        self,
        activities: Activities,
        make_analysis: MakeAnalysis,
        order: AnalysisOrder,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.order = order
        self._analysis = make_analysis(order, self._told.emit)
        self._began: tuple[str, float, float] | None = None
        self._told.connect(self._on_news)
        self.activity = activities.begin(
            self.tr("Analysing %1").replace("%1", order.video.name),
            self._analysis.request_stop,
            abandonable=lambda: self.recording is None,
        )

    def start(self) -> None:
        """Begin."""
        self._analysis.start()

    def cancel(self) -> None:
        """End soon, and leave no file."""
        self.activity.stop()

    @property
    def recording(self) -> Recording | None:
        """What is known so far."""
        return self._analysis.recording

    @Slot(object)
    def _on_news(self, news: AnalysisNews) -> None:
        if isinstance(news, Advanced):
            self._on_advanced(news)
            return
        self._analysis.join(JOIN_S)
        self.activity.end()
        self.ended.emit(self, news)
        self.deleteLater()

    def _on_advanced(self, news: Advanced) -> None:
        now_s = perf_counter()
        if self._began is None or self._began[0] != news.phase:
            self._began = (news.phase, now_s, news.position_s)
        _, began_s, from_s = self._began
        done_s, took_s = news.position_s - from_s, now_s - began_s
        text = ""
        if news.duration_s and done_s > 0 and took_s > SURE_AFTER_S:
            left_s = (news.duration_s - news.position_s) * took_s / done_s
            text = self.tr("%1 left").replace("%1", minutes(math.ceil(left_s)))
        self.activity.tell(news.position_s / news.duration_s if news.duration_s else None, text)
