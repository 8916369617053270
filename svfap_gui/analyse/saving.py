"""Saves a document in a thread, a moment after each step, and tries again until that succeeds.

Knows no kind of document and no widget.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from svfap_gui.work.task import Tasks

SAVE_AFTER_MS = 300
"""A few clicks in a row are one write."""

TRY_AGAIN_MS = 5_000


class Save(Protocol):
    """What is to be written; `run` is called in a thread."""

    @property
    def path(self) -> Path:
        """What the work is on."""
        ...

    def run(self) -> Any:
        """Write it; what comes of it goes to `Saveable.saved`."""


class Saveable(Protocol):
    """Work that says what of it is to be written."""

    error: Exception | None

    @property
    def due(self) -> bool:
        """Whether something is to be written."""
        ...

    def save(self) -> Save | None:
        """What is to be written now; nothing if all is where it should be."""

    def saved(self, outcome: Any) -> None:
        """A save has ended."""


class Saver(QObject):
    """Saves one document, one save at a time, also after another one was opened.

    Args:
        document: The work.
        tasks: Write files.
        parent: The owner.
    """

    saved = Signal()
    """A save has ended, well or not."""

    def __init__(self, document: Saveable, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._tasks = tasks
        self._running = self._retired = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.save)

    def save_soon(self) -> None:
        """Save when the user has paused for a moment."""
        self._timer.start(SAVE_AFTER_MS)

    @Slot()
    def save(self) -> None:
        """Save now; returns at once."""
        self._timer.stop()
        save = None if self._running else self._document.save()
        if save is None:
            return
        self.begin_save()
        self._running = True
        self._tasks.run(
            lambda _task: save.run(),
            self._on_saved,
            title=self.tr("Saving the work on %1").replace("%1", save.path.name),
            quiet=True,
            saves=True,
        )

    @property
    def busy(self) -> bool:
        """Whether a save is under way."""
        return self._running

    def begin_save(self) -> None:
        """A save begins: a place to do what belongs to it."""

    def retire(self) -> None:
        """Save for the last time, and be gone once that has succeeded."""
        self._retired = True
        self.save()
        self.go_if_done()

    def go_if_done(self) -> None:
        """Be gone if there is nothing left to do for what was open."""
        if self._retired and not self.busy and not self._document.due:
            self.setParent(None)
            self.deleteLater()

    def _on_saved(self, outcome: Any) -> None:
        self._running = False
        self._document.saved(outcome)
        if self._document.error is not None:
            self._timer.start(TRY_AGAIN_MS)
        else:
            self.save()
        self.saved.emit()
        self.go_if_done()
