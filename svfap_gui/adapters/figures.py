"""What the Analyse page shows of a recording, worked out at once. Loads pyarrow; knows no Qt."""

from __future__ import annotations

from svfap_core.results.edits import Edits, TimeRange
from svfap_core.results.people import Population
from svfap_core.results.recording import Recording
from svfap_core.results.statistics import PersonStatistics, statistics
from svfap_gui.adapters.lanes import Lanes, make_lanes


def derive(
    recording: Recording, edits: Edits, person: int | None, chosen: TimeRange | None
) -> tuple[Population, Lanes, PersonStatistics | None]:
    """Persons, their lanes, and the figures of one of them in a stretch of time."""
    population = Population(recording, edits)
    figures = None
    if person is not None and person in population.persons:
        figures = statistics(population, person, chosen)
    return population, make_lanes(population), figures
