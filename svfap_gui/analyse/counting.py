"""Works out in a thread what follows from rows, edits and choices. Knows no widget and no file."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from svfap_core.results.edits import Edits, TimeRange
from svfap_gui.analyse.lanes import Lanes
from svfap_gui.work.worker import Worker

if TYPE_CHECKING:
    # These load pyarrow.
    from svfap_core.results.people import Population
    from svfap_core.results.recording import Recording
    from svfap_core.results.statistics import PersonStatistics
    from svfap_gui.analyse.figures import Figures

BUSY_SHARE = 0.15
"""Of the time, at most, a growing recording is counted anew."""


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
    statistics: PersonStatistics | None


class Counting(QObject):
    """Answers the newest question; older ones that wait are dropped."""

    counted = Signal(object)
    """A `Derived`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.worker = Worker("svfap-figures")
        # Of the counting thread: the figures of the recording it counted last.
        self._kept: tuple[Recording, Figures] | None = None
        self._rested_s = 0.0

    @property
    def rested(self) -> bool:
        """Whether it is time to count a growing recording again."""
        return perf_counter() >= self._rested_s

    def ask(self, question: Question) -> None:
        """Count; returns at once."""
        self.worker.submit("count", lambda: self.counted.emit(self._count(question)))

    def _count(self, question: Question) -> Derived:
        from svfap_gui.analyse.figures import Figures  # noqa: PLC0415  # loads pyarrow

        document, recording, edits, person, chosen = question
        started_s = perf_counter()
        if self._kept is None or self._kept[0] is not recording:
            self._kept = (recording, Figures(recording))
        population, lanes, statistics = self._kept[1].derive(edits, person, chosen)
        ended_s = perf_counter()
        self._rested_s = ended_s + (ended_s - started_s) / BUSY_SHARE
        return Derived(document, edits, population, lanes, statistics)
