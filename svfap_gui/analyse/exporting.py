"""Exports in the background, each an activity with its own progress. Knows no widget."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from svfap_core.results.dialect import CsvDialect
from svfap_gui.analyse.export_run import ExportNews, ExportOrder, ExportProgress, ExportRun
from svfap_gui.parts.notice import notice_of
from svfap_gui.work.activities import Activities, Activity

if TYPE_CHECKING:
    # It loads pyarrow.
    from svfap_core.results.people import Population


class Exporting(QObject):
    """Any number of exports side by side.

    Args:
        activities: Where they are entered.
        dialect: Tells in which dialect the user wants CSV files.
        parent: The owner.
    """

    told = Signal(object)
    """A `Notice`: an export failed."""
    done = Signal(str, object)
    """What was written, in words, and one of its files."""

    _news = Signal(object, object)

    def __init__(
        self,
        activities: Activities,
        dialect: Callable[[], CsvDialect],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.dialect = dialect
        self._activities = activities
        self._running: dict[ExportRun, Activity] = {}
        self._news.connect(self._on_news)

    @property
    def active(self) -> bool:
        """Whether any export runs."""
        return bool(self._running)

    def start(
        self,
        order: ExportOrder,
        population: Population,
        video: Path | None,
        video_stream: int | None = None,
    ) -> None:
        """Begin to write."""

        def tell(news: ExportNews) -> None:
            self._news.emit(run, news)

        run = ExportRun(order, population, video, tell, video_stream)
        self._running[run] = self._activities.begin(
            self.tr("Exporting %1").replace("%1", order.out.name), run.request_stop
        )
        run.start()

    @Slot(object, object)
    def _on_news(self, run: ExportRun, news: ExportNews) -> None:
        activity = self._running.get(run)
        if activity is None:
            return
        if isinstance(news, ExportProgress):
            activity.tell(news.share)
            return
        run.join(10)
        del self._running[run]
        activity.end()
        if news.error is not None:
            self.told.emit(notice_of(news.error))
        elif news.files and not run.stopped:
            self.done.emit(self.tr("%n file(s) exported", "", len(news.files)), news.files[0])
