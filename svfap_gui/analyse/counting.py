"""Works out in a thread what follows from rows, edits and choices. Knows no widget and no file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from svfap_core.results.edits import Edits, TimeRange
from svfap_gui.analyse.lanes import Lanes
from svfap_gui.parts.notice import Notice
from svfap_gui.work.task import Tasks

if TYPE_CHECKING:
    # These load pyarrow.
    from svfap_core.results.people import Population
    from svfap_core.results.recording import Recording
    from svfap_core.results.statistics import PersonStatistics
    from svfap_gui.analyse.figures import Figures
    from svfap_gui.analyse.person_times import Seen, TimeAccount

BUSY_SHARE = 0.15
"""Of the time, at most, a growing recording is recounted."""


class Question(NamedTuple):
    """What is to be counted; `document` says for whom."""

    document: int
    recording: Recording
    edits: Edits
    person: int | None
    range: TimeRange | None


class Derived(NamedTuple):
    """All that follows from recording, edits, person and range."""

    document: int
    edits: Edits
    """Those of the question; the user may be further by now."""
    population: Population
    lanes: Lanes
    seen: Mapping[int, Seen]
    """Everybody's time on screen, of hidden persons too."""
    statistics: PersonStatistics | None
    account: TimeAccount | None
    """Where the time of the person goes, in the range."""


class Counting(QObject):
    """Answers the newest question; older ones that wait are dropped.

    Args:
        notify: Shows why something cannot be counted.
        parent: The owner.
    """

    counted = Signal(object)
    """A `Derived`."""

    def __init__(self, notify: Callable[[Notice], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        # One at a time: two threads that run Python at once would hold the window up.
        self.tasks = Tasks("svfap-figures", notify, self, in_turn=True)
        # Of the counting thread: the figures of the recording it counted last.
        self._kept: tuple[Recording, Figures] | None = None
        self._rested_s = 0.0

    @property
    def rested(self) -> bool:
        """Whether it is time to count a growing recording again."""
        return perf_counter() >= self._rested_s

    def ask(self, question: Question) -> None:
        """Count; returns at once."""
        self.tasks.run(lambda _task: self._count(question), self.counted.emit, latest="count")

    def _count(self, question: Question) -> Derived:
        from svfap_gui.analyse.figures import Figures  # noqa: PLC0415  # loads pyarrow

        document, recording, edits, person, chosen = question
        started_s = perf_counter()
        if self._kept is None or self._kept[0] is not recording:
            self._kept = (recording, Figures(recording))
        counted = self._kept[1].derive(edits, person, chosen)
        ended_s = perf_counter()
        self._rested_s = ended_s + (ended_s - started_s) / BUSY_SHARE
        return Derived(document, edits, *counted)
