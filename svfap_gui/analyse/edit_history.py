"""The user's work on what is open, with undo and redo, saved a moment after each change.

Knows no widget and no rows. `Edits` are frozen, so a step of the history keeps the ones before and
after it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QUndoCommand, QUndoStack

from svfap_core.results.edits import Edits
from svfap_gui.analyse.results import EditsPlace
from svfap_gui.work.task import Tasks

SAVE_AFTER_MS = 600
"""A few clicks in a row are one write."""

Move: TypeAlias = Callable[[Edits], Edits]


class _Change(QUndoCommand):
    """A step; `moves` is how often the history had moved when it was made."""

    def __init__(
        self,
        text: str,
        before: Edits,
        after: Edits,
        moves: int,
        apply: Callable[[Edits, int], None],
    ) -> None:
        super().__init__(text)
        self._before, self._after, self._moves, self._apply = before, after, moves, apply

    def undo(self) -> None:
        self._apply(self._before, self._moves)

    def redo(self) -> None:
        self._apply(self._after, self._moves)


class EditHistory(QObject):
    """The edits of what is open.

    Args:
        tasks: Write files.
        parent: The owner.
    """

    changed = Signal(object)
    """The `Edits` that hold now."""
    save_failed = Signal(object)
    """The edits could not be written: the exception."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._edits = Edits()
        self._moves: list[Move] = []
        self._place: EditsPlace | None = None
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

    @property
    def touched(self) -> bool:
        """Whether the user has changed anything since it began."""
        return self.stack.count() > 0

    def begin(self) -> None:
        """Something else is being opened; `settle` tells what it holds."""
        self.save()
        self.stack.clear()
        self._moves.clear()
        self._place = None
        self._hold(Edits(), saved=Edits())

    def settle(self, place: EditsPlace, saved: Edits | None, move: Move) -> None:
        """What is open has files now, or other ones; all steps can still be undone.

        Args:
            place: Where edits are saved from now on.
            saved: What lies there; `None`: save at once.
            move: Turns any edits of this history into those that mean the same from now on.
        """
        self._moves.append(move)
        self._place = place
        self._hold(move(self._edits), saved)

    def change(self, text: str, edits: Edits) -> None:
        """A step of the user, named for the menu."""
        if edits != self._edits:
            step = _Change(text, self._edits, edits, len(self._moves), self._apply)
            self.stack.push(step)

    @Slot()
    def save(self) -> None:
        """Write now, in a thread, what waits."""
        self._timer.stop()
        if not self._unsaved or self._place is None:
            return
        self._unsaved = False
        place, edits = self._place, self._edits

        self._tasks.run(
            lambda _task: place.write(edits),
            failed=self.save_failed.emit,
            latest=f"save {place.name}",
            title=self.tr("Saving the work on %1").replace("%1", Path(place.name).name),
            quiet=True,
            saves=True,
        )

    def shut_down(self) -> None:
        """Write what waits; no step follows."""
        self.save()
        # A stack that is destroyed tells of its last steps, to whoever is left.
        self.stack.blockSignals(True)  # noqa: FBT003  # Qt's

    def _apply(self, edits: Edits, moves: int) -> None:
        for move in self._moves[moves:]:
            edits = move(edits)
        self._hold(edits, saved=None)

    def _hold(self, edits: Edits, saved: Edits | None) -> None:
        self._edits = edits
        self._unsaved = edits != saved
        if self._unsaved and self._place is not None:
            self._timer.start()
        self.changed.emit(edits)
