"""Brings names and markers of recordings that have ended onto the disk, until that succeeds.

Also while another session runs. Knows no widget and no session.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from svfap_core.errors import SvfapError
from svfap_gui.live.session_work import SessionWork
from svfap_gui.parts.i18n import spoken
from svfap_gui.parts.notice import Notice
from svfap_gui.parts.notices import Notices
from svfap_gui.work.activities import Activities
from svfap_gui.work.task import Task, Tasks

if TYPE_CHECKING:
    # It imports pyarrow.
    from svfap_core.pipeline.recorded_work import RecordedWork

TRY_AGAIN_MS = 5_000

_UNSAVED = "recording-unsaved"


@dataclass(slots=True)
class _Kept:
    """A recording as it lies on the disk, and the work that is to lie there."""

    recorded: RecordedWork
    work: SessionWork

    @property
    def wanted(self) -> RecordedWork:
        return self.recorded.with_work(self.work.names, self.work.timed_texts)


class RecordingKeeper(QObject):
    """Writes what differs, one write at a time.

    Args:
        notices: Show a save that fails.
        activities: Where saves are entered, for closing to wait for.
        parent: The owner.
    """

    def __init__(
        self, notices: Notices, activities: Activities, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._notices = notices
        self._tasks = Tasks("svfap-recording", notices.show, self, activities=activities)
        self._kept: list[_Kept] = []
        self._saving = False
        self._told: Notice | None = None
        """Shown once for each reason, so that it can be dismissed."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.save)

    def add(self, recorded: RecordedWork, work: SessionWork) -> None:
        """A recording has ended; the work on its session is written into it from now on."""
        self._kept.append(_Kept(recorded, work))
        self.save()

    @Slot()
    def save(self) -> None:
        """Write what is not on the disk yet; returns at once."""
        due = [(kept, kept.wanted) for kept in self._kept if kept.wanted != kept.recorded]
        if self._saving or not due:
            return
        self._timer.stop()
        self._saving = True
        before = [(kept.recorded, now) for kept, now in due]
        self._tasks.run(
            partial(_write, before),
            lambda errors: self._on_saved(due, errors),
            title=self.tr("Saving names and markers"),
            quiet=True,
            saves=True,
        )

    def _on_saved(
        self, due: list[tuple[_Kept, RecordedWork]], errors: list[SvfapError | None]
    ) -> None:
        self._saving = False
        for (kept, now), error in zip(due, errors, strict=True):
            if error is None:
                kept.recorded = now
        failed = next(filter(None, errors), None)
        if failed is not None:
            self._timer.start(TRY_AGAIN_MS)
            self._show(failed)
        else:
            self._show(None)
            self.save()

    def _show(self, error: SvfapError | None) -> None:
        """Gone when all is saved."""
        if error is not None:
            text = self.tr("Names and markers of the recording are not saved yet: %1")
            hint = " ".join(filter(None, (spoken(error.hint), self.tr("Saving is tried again."))))
            text = text.replace("%1", spoken(error.args[0]))
            notice = Notice(text=text, hint=hint, error=True, retry=self.save, cause=_UNSAVED)
            if notice != self._told:
                self._notices.show(notice)
            self._told = notice
        else:
            self._told = None
            self._notices.retract(_UNSAVED)


def _write(
    works: list[tuple[RecordedWork, RecordedWork]], _task: Task[object]
) -> list[SvfapError | None]:
    """For each why it could not be written."""
    from svfap_core.pipeline.recorded_work import rework  # noqa: PLC0415  # imports pyarrow

    errors: list[SvfapError | None] = []
    for before, now in works:
        try:
            rework(before, now)
        except SvfapError as error:
            errors.append(error)
        else:
            errors.append(None)
    return errors
