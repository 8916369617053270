"""Writes the list of a batch down whenever it changes, and gives it back once. Knows no table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from svfap_gui.batch.memory import read_list, write_list
from svfap_gui.batch.model import BatchRow
from svfap_gui.batch.updates import Found
from svfap_gui.parts.notices import Notices
from svfap_gui.work.activities import Activities
from svfap_gui.work.task import Tasks


class KeptList(QObject):
    """The list as it outlives the app.

    Args:
        path: Its file; none: it does not.
        notices: Show a failure.
        activities: Where writing is entered.
        parent: The owner.
    """

    def __init__(
        self, path: Path | None, notices: Notices, activities: Activities, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._path = path
        self._given = False
        self._tasks = Tasks(
            "svfap-batch-list", notices.show, self, activities=activities, in_turn=True
        )

    def restore(self) -> tuple[Found, ...]:
        """The list of the last time, once; then nothing."""
        if self._given or self._path is None:
            return ()
        self._given = True
        return read_list(self._path)

    def keep(self, rows: Sequence[BatchRow]) -> None:
        """Write the list, in a thread."""
        path = self._path
        if path is None:
            return
        files = [Found(row.path, row.output) for row in rows]
        self._tasks.run(
            lambda _task: write_list(path, files),
            latest="list",
            title=self.tr("Saving the list of the batch"),
            quiet=True,
            saves=True,
        )
