"""What is being done right now, for the activity list and for closing. Runs nothing itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot


def _never() -> bool:
    return False


class Activity(QObject):
    """One piece of work. Whoever does it reports how far it is and when it has ended.

    Args:
        title: What is done, to what, in a few words.
        stop: Asks the work to end soon; returns at once. `end` follows when it has.
        parent: The list it stands in.
        detached: Goes on when the app is closed, as a training run does.
        abandonable: Whether nothing is lost when the app quits without waiting for it.
        quiet: Only closing waits for it; nobody needs to see it before.
        asks: Whether the user is asked before closing ends it; if not given, unless it goes on or
            nothing is lost.
    """

    changed = Signal()
    ended = Signal()

    def __init__(
        self,
        title: str,
        stop: Callable[[], None],
        parent: QObject,
        *,
        detached: bool = False,
        abandonable: Callable[[], bool] = _never,
        quiet: bool = False,
        asks: Callable[[], bool] | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = title
        self.detached = detached
        self.quiet = quiet
        self.abandonable = abandonable
        self.asks = asks or (lambda: not (detached or abandonable()))
        self.stopping = False
        self.share: float | None = None
        """How much is done, 0 to 1; `None` where nobody knows."""
        self.text = ""
        """How it goes, in words: time left, rate."""
        self._stop = stop

    def tell(self, share: float | None, text: str = "") -> None:
        """How far it is."""
        if (share, text) != (self.share, self.text):
            self.share, self.text = share, text
            self.changed.emit()

    @Slot()
    def stop(self) -> None:
        """Ask the work to end; once is enough."""
        if not self.stopping:
            self.stopping = True
            self.changed.emit()
            self._stop()

    def end(self) -> None:
        """The work is over, its threads are gone; the activity leaves its list."""
        self.ended.emit()


class Activities(QObject):
    """All work under way, in order of its beginning."""

    changed = Signal()
    """One began or ended; what an activity itself reports has a signal of its own."""
    settled = Signal()
    """Nothing is left that closing would have to wait for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: list[Activity] = []

    def begin(
        self,
        title: str,
        stop: Callable[[], None],
        *,
        detached: bool = False,
        abandonable: Callable[[], bool] = _never,
        quiet: bool = False,
        asks: Callable[[], bool] | None = None,
    ) -> Activity:
        """Enter work that has just begun."""
        activity = Activity(
            title, stop, self, detached=detached, abandonable=abandonable, quiet=quiet, asks=asks
        )
        activity.ended.connect(self._on_ended)
        self._running.append(activity)
        self.changed.emit()
        return activity

    @property
    def running(self) -> tuple[Activity, ...]:
        """What is under way and to be seen."""
        return tuple(activity for activity in self._running if not activity.quiet)

    @property
    def waited_for(self) -> tuple[Activity, ...]:
        """What has to end before the app can."""
        return tuple(activity for activity in self._running if not activity.detached)

    def stop_all(self) -> None:
        """Ask everything that closing waits for to end."""
        for activity in self.waited_for:
            activity.stop()

    @Slot()
    def _on_ended(self) -> None:
        activity = self.sender()
        if not isinstance(activity, Activity) or activity not in self._running:
            return
        self._running.remove(activity)
        activity.deleteLater()
        self.changed.emit()
        if not self.waited_for:
            self.settled.emit()
