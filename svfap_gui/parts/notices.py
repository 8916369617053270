"""The list of what a view has to show. Knows no widget."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from svfap_gui.parts.notice import Notice


class Notices(QObject):
    """The notices of one view, the oldest first; each stays until it is retracted or dismissed."""

    changed = Signal()
    added = Signal(object)
    """A `Notice` that was not in the list, or that says something else than the one it replaces."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown: dict[str, Notice] = {}

    @property
    def shown(self) -> tuple[Notice, ...]:
        """What the view shows."""
        return tuple(self._shown.values())

    def of(self, cause: str) -> Notice | None:
        """The notice of a cause, if it is shown."""
        return self._shown.get(cause)

    def show(self, notice: Notice) -> None:
        """Add a notice, or put it in the place of the one with the same cause."""
        before = self._shown.get(notice.key)
        if notice == before:
            return
        self._shown[notice.key] = notice
        self.changed.emit()
        if before is None or before.text != notice.text:
            self.added.emit(notice)

    def retract(self, *causes: str) -> None:
        """Remove the notices of these causes: they are gone, or about to be tried again."""
        gone = [self._shown.pop(cause) for cause in causes if cause in self._shown]
        if gone:
            self.changed.emit()

    def clear(self) -> None:
        """Remove all without a cause: they were about something that is over."""
        self.retract(*(key for key, notice in self._shown.items() if not notice.cause))
