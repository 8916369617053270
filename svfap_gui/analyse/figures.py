"""What the Analyse page shows of a recording, worked out at once. Loads pyarrow; knows no Qt."""

from __future__ import annotations

from typing import NamedTuple

from svfap_core.results.edits import Edits, TimeRange
from svfap_core.results.people import Population
from svfap_core.results.recording import Recording
from svfap_core.results.statistics import PersonStatistics, statistics
from svfap_gui.analyse.lanes import NO_LANES, Lanes, make_lanes
from svfap_gui.analyse.person_times import Seen, TimeAccount, account, seen_of_all


class Derivation(NamedTuple):
    """What follows from rows, edits and choices.

    `seen` is of everybody in the recording, hidden or not; `statistics` and `account` are of one
    person in a stretch of time, `None` where nobody is meant.
    """

    population: Population
    lanes: Lanes
    seen: dict[int, Seen]
    statistics: PersonStatistics | None
    account: TimeAccount | None


class Figures:
    """Of one recording; lanes that no edit has touched are kept. Used by one thread.

    Args:
        recording: May still grow.
    """

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._made_of: object = None
        self._lanes = NO_LANES
        self._seen: dict[int, Seen] = {}

    def derive(self, edits: Edits, person: int | None, chosen: TimeRange | None) -> Derivation:
        """Persons, their lanes, and the figures of one of them in a stretch of time."""
        population = Population(self._recording, edits)
        rows, frames = len(self._recording.results), self._recording.frame_count
        made_of = (rows, frames, edits.persons, edits.splits, edits.hidden)
        if made_of != self._made_of:
            self._made_of, self._lanes = made_of, make_lanes(population)
            self._seen = seen_of_all(population)
        figures = times = None
        if person is not None and person in population.persons:
            figures = statistics(population, person, chosen)
            times = account(population, person, chosen)
        return Derivation(population, self._lanes, self._seen, figures, times)
