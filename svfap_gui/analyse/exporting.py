"""Exports in the background, each an activity with its own progress. Knows no widget."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from svfap_core.results.dialect import CsvDialect
from svfap_core.results.edits import Edits
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

    def __init__(
        self,
        activities: Activities,
        dialect: Callable[[], CsvDialect],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.dialect = dialect
        self._tasks = Tasks("svfap-export", self.told.emit, self, activities=activities)

    @property
    def active(self) -> bool:
        """Whether any export runs."""
        return self._tasks.busy

    def start(
        self, order: ExportOrder, recording: Recording, edits: Edits, video: Path | None
    ) -> None:
        """Begin to write what the user sees now."""

        def write(task: Task[object]) -> list[Path]:
            from svfap_core.results.people import Population  # noqa: PLC0415  # loads pyarrow

            files = export(order, Population(recording, edits), video, task)
            return [] if task.stopped() else files

        self._tasks.run(
            write,
            self._on_written,
            title=self.tr("Exporting %1").replace("%1", order.out.name),
            saves=True,
        )

    def _on_written(self, files: list[Path]) -> None:
        if files:
            self.done.emit(self.tr("%n file(s) exported", "", len(files)), files[0])
