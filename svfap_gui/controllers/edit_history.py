"""The user's work on a result, with undo and redo, saved a moment after each change.

Knows no widget and no rows. `Edits` are frozen, so a step of the history keeps the ones before and
after it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QUndoCommand, QUndoStack

from svfap_core.errors import SvfapError
from svfap_core.results.edits import Edits, write_edits
from svfap_gui.adapters.worker import Worker

SAVE_AFTER_MS = 600
"""A few clicks in a row are one write."""


class _Change(QUndoCommand):
    def __init__(
        self, text: str, before: Edits, after: Edits, apply: Callable[[Edits], None]
    ) -> None:
        super().__init__(text)
        self._before, self._after, self._apply = before, after, apply

    def undo(self) -> None:
        self._apply(self._before)

    def redo(self) -> None:
        self._apply(self._after)


class EditHistory(QObject):
    """The edits of the open result.

    Args:
        worker: Writes files.
        parent: The owner.
    """

    changed = Signal(object)
    """The `Edits` that hold now."""
    save_failed = Signal(object)
    """The edits could not be written: the exception."""

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._edits = Edits()
        self._path: Path | None = None
        self._unsaved = False
        self.stack = QUndoStack(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER_MS)
        self._timer.timeout.connect(self.save)

    @property
    def edits(self) -> Edits:
        """What holds now."""
        return self._edits

    @property
    def unsaved(self) -> bool:
        """Whether a change waits to be written, or has no place to be written to."""
        return self._unsaved

    def begin(self, edits: Edits, path: Path | None) -> None:
        """Another result, whose edits live in a file; `None` while there is none."""
        self.save()
        self.stack.clear()
        self._edits, self._path, self._unsaved = edits, path, False
        self.changed.emit(edits)

    def settle(self, path: Path) -> None:
        """The result that is open now has files: keep what holds beside them."""
        self._path, self._unsaved = path, True
        self._timer.start()

    def change(self, text: str, edits: Edits) -> None:
        """A step of the user, named for the menu."""
        if edits != self._edits:
            self.stack.push(_Change(text, self._edits, edits, self._apply))

    @Slot()
    def save(self) -> None:
        """Write now, in the worker, what waits."""
        self._timer.stop()
        if not self._unsaved or self._path is None:
            return
        self._unsaved = False
        path, edits = self._path, self._edits

        def write() -> None:
            try:
                write_edits(path, edits)
            except SvfapError as error:
                self.save_failed.emit(error)

        self._worker.submit(f"save {path}", write)

    def shut_down(self) -> None:
        """Write what waits; no step follows."""
        self.save()
        # A stack that is destroyed tells of its last steps, to whoever is left.
        self.stack.blockSignals(True)  # noqa: FBT003  # Qt's

    def _apply(self, edits: Edits) -> None:
        self._edits = edits
        self._unsaved = True
        if self._path is not None:
            self._timer.start()
        self.changed.emit(edits)
