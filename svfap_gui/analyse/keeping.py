"""Keeps the user's work on a video: markers, names, ranges, with their history.

What the work is, `svfap_core.results.document` knows. Knows no widget and no rows.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from svfap_core.errors import SvfapError
from svfap_core.results.document import Arrival, Document
from svfap_core.results.drafts import Draft, Drafts
from svfap_core.results.edits import Edits
from svfap_gui.analyse.results import identity_of
from svfap_gui.analyse.saving import Saver
from svfap_gui.work.task import Tasks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from svfap_core.results.edits_file import SourceId


class WorkSaver(Saver):
    """Saves the work on one video, and finds out which video that is.

    Args:
        document: The work.
        tasks: Write files.
        reading: Finds out which video it is, which may take long.
        parent: The owner.
    """

    def __init__(self, document: Document, tasks: Tasks, reading: Tasks, parent: QObject) -> None:
        super().__init__(document, tasks, parent)
        self.document = document
        self._reading = reading
        self._has_asked = self._identifying = False

    @property
    def busy(self) -> bool:
        """Whether a save or the look at the video's content is under way."""
        return super().busy or self._identifying

    def begin_save(self) -> None:
        """Find out by content which video it is, so that its work is found if it is moved."""
        video = self.document.unidentified
        if video is not None and not self._has_asked:
            self._has_asked = self._identifying = True
            self._reading.run(
                lambda _task: identity_of(video), self._on_identified, failed=self._on_unreadable
            )

    def _on_identified(self, source: SourceId) -> None:
        self._identifying = False
        self.document.identify(source)
        self.save()
        self.go_if_done()

    def _on_unreadable(self, error: Exception) -> None:
        """Whoever plays the video says so."""
        self._identifying = False
        self.go_if_done()
        if not isinstance(error, SvfapError | OSError):
            raise error


class Keeping(QObject):
    """The work on what is open.

    Args:
        drafts: Where work is kept that has no other place.
        tasks: Write files.
        parent: The owner.
    """

    changed = Signal(object)
    """The `Edits` that hold now."""
    stepped = Signal()
    """The user has done a step, rather than undone or redone one."""
    kept = Signal()
    """Where the work lies may have changed: see `document.kept` and `document.error`."""

    def __init__(self, drafts: Drafts, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.drafts = drafts
        self.tasks = tasks
        self._reading = Tasks("svfap-identify", lambda _: None, self)
        self._open(Document(drafts))

    @property
    def busy(self) -> bool:
        """Whether any document, open or not, is being saved."""
        return any(saver.busy for saver in self.findChildren(WorkSaver))

    @property
    def edits(self) -> Edits:
        """The work as it is now."""
        return self.document.edits

    def begin(self, video: Path | None, base: Path | None) -> None:
        """Something else is being opened, whose work is still to be found."""
        self._saver.retire()
        self.drafts = self.drafts.again()
        self._open(Document(self.drafts, video=video, base=base))
        self._tell()

    def settle(self, drafts: Mapping[Path, Draft]) -> None:
        """There is no result: the work goes on from the drafts."""
        self.document.settle(drafts, None)
        self._saver.save()
        self._tell()

    def take(self, arrived: Arrival, drafts: Mapping[Path, Draft]) -> None:
        """A result has come; all steps can still be undone."""
        self.document.take(arrived, drafts)
        self._saver.save()
        self._tell()

    def change(self, text: str, edits: Edits) -> None:
        """A step of the user, named for the menu."""
        if self.document.change(text, edits):
            self.stepped.emit()
            self._save_and_tell()

    @property
    def undo_text(self) -> str | None:
        """The step that can be undone."""
        return self.document.undo_text

    @property
    def redo_text(self) -> str | None:
        """The step that can be done again."""
        return self.document.redo_text

    def undo(self) -> None:
        """Take the last step back."""
        if self.document.undo_text is not None:
            self.document.undo()
            self._save_and_tell()

    def redo(self) -> None:
        """Do again what was undone last."""
        if self.document.redo_text is not None:
            self.document.redo()
            self._save_and_tell()

    @Slot()
    def save(self) -> None:
        """Write now, in a thread, what waits."""
        self._saver.save()

    def save_all(self) -> None:
        """Write now also what could not be written of documents that were open before."""
        for saver in self.findChildren(WorkSaver):
            saver.save()

    def troubles(self) -> list[Document]:
        """Documents, open or not, whose work does not lie where it should; `error` says why."""
        savers = self.findChildren(WorkSaver)
        return [saver.document for saver in savers if saver.document.error is not None]

    def shut_down(self) -> None:
        """Write what waits."""
        self.save_all()
        self._reading.close(0.0)

    def _open(self, document: Document) -> None:
        self.document = document
        self._saver = WorkSaver(document, self.tasks, self._reading, self)
        self._saver.saved.connect(self.kept)

    def _save_and_tell(self) -> None:
        self._saver.save_soon()
        self._tell()

    def _tell(self) -> None:
        self.changed.emit(self.edits)
        self.kept.emit()
