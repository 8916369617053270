"""Exports in the background, each an activity with its own progress. Knows no widget."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from svfap_core.results.dialect import CsvDialect
from svfap_core.results.edits import Edits
from svfap_core.results.files import HIDING_ENDING
from svfap_gui.analyse.export_run import ExportOrder, export
from svfap_gui.work.activities import Activities
from svfap_gui.work.task import Task, Tasks

if TYPE_CHECKING:
    # It loads pyarrow.
    from svfap_core.results.recording import Recording


class Exporting(QObject):
    """Any number of exports side by side.

    Args:
        activities: Where they are entered.
        dialect: Returns the dialect in which the user wants CSV files.
        parent: The owner.
    """

    told = Signal(object)
    """A `Notice`: an export failed."""
    done = Signal(str, object)
    """What was written, in words, and one of its files."""
    doubtful = Signal(object)
    """The report on a video with hidden faces, which has stretches to look at."""

    def __init__(
        self,
        activities: Activities,
        dialect: Callable[[], CsvDialect],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.dialect = dialect
        self.activities = activities
        self._tasks = Tasks("svfap-export", self.told.emit, self, activities=activities)

    @property
    def active(self) -> bool:
        """Whether any export runs."""
        return self._tasks.busy

    def start(
        self, order: ExportOrder, recording: Recording, edits: Edits, video: Path | None
    ) -> None:
        """Begin to write what the user sees now."""

        def write(task: Task[object]) -> tuple[list[Path], Path | None]:
            from svfap_core.results.people import Population  # noqa: PLC0415  # loads pyarrow

            files = export(order, Population(recording, edits), video, task)
            return ([], None) if task.stopped() else (files, _doubtful(files))

        self._tasks.run(
            write,
            self._on_written,
            title=self.tr("Exporting %1").replace("%1", order.out.name),
            saves=True,
        )

    def _on_written(self, written: tuple[list[Path], Path | None]) -> None:
        files, report = written
        if files:
            self.done.emit(self.tr("%n file(s) exported", "", len(files)), files[0])
        if report is not None:
            self.doubtful.emit(report)


def _doubtful(files: list[Path]) -> Path | None:
    """The report among new files, if it has stretches to look at."""
    report = next((path for path in files if path.name.endswith(HIDING_ENDING)), None)
    if report is None:
        return None
    from svfap_core.anonymise.report import read_report  # noqa: PLC0415  # loads numpy

    return None if read_report(report).is_anonymised else report
