"""One history over several kinds of work: undo takes back what was done last, whichever it was."""

from __future__ import annotations

from typing import Any, Protocol

from PySide6.QtCore import QObject, Slot


class History(Protocol):
    """Work with steps of its own."""

    @property
    def undo_text(self) -> str | None:
        """The step that can be undone."""
        ...

    @property
    def redo_text(self) -> str | None:
        """The step that can be done again."""
        ...

    stepped: Any
    """A signal: the user has done a step, rather than undone or redone one.

    PySide's types of the signals of classes and of objects do not go together in a protocol.
    """

    def undo(self) -> None:
        """Take the last step back."""

    def redo(self) -> None:
        """Do again what was undone last."""


class Steps(QObject):
    """The order of steps of some histories. One that begins anew is passed over.

    Args:
        histories: All that can be undone.
        parent: The owner.
    """

    def __init__(self, histories: tuple[History, ...], parent: QObject) -> None:
        super().__init__(parent)
        self._done: list[History] = []
        self._undone: list[History] = []
        for history in histories:
            history.stepped.connect(lambda history=history: self._on_step(history))

    @property
    def undo_text(self) -> str | None:
        """The step that can be undone."""
        last = self._last_done()
        return None if last is None else last.undo_text

    @property
    def redo_text(self) -> str | None:
        """The step that can be done again."""
        last = self._last_undone()
        return None if last is None else last.redo_text

    @Slot()
    def undo(self) -> None:
        """Take the last step back."""
        if (last := self._last_done()) is not None:
            # Whoever hears of the change asks at once what can be undone next.
            self._undone.append(self._done.pop())
            last.undo()

    @Slot()
    def redo(self) -> None:
        """Do again what was undone last."""
        if (last := self._last_undone()) is not None:
            self._done.append(self._undone.pop())
            last.redo()

    def _on_step(self, history: History) -> None:
        self._done.append(history)
        self._undone.clear()

    def _last_done(self) -> History | None:
        while self._done and self._done[-1].undo_text is None:
            self._done.pop()
        return self._done[-1] if self._done else None

    def _last_undone(self) -> History | None:
        while self._undone and self._undone[-1].redo_text is None:
            self._undone.pop()
        return self._undone[-1] if self._undone else None
