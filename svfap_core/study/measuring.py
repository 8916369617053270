"""The participant of one video as measured: whose rows, of which time, by which method."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from svfap_core.errors import SvfapError
from svfap_core.messages import Message
from svfap_core.results.edits import TimeRange
from svfap_core.results.files import TABLE_ENDINGS, with_ending
from svfap_core.results.intervals import length_s, less
from svfap_core.results.layout import TIME_DECIMALS
from svfap_core.results.people import Population
from svfap_core.results.reading import read_result
from svfap_core.study.lists import ALL_FILES, EventEntry, FileEntry
from svfap_core.study.roles import cast_role
from svfap_core.study.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A line of files.csv with its result.

    Attributes:
        entry: The line.
        population: The persons of the video, as edited.
        person: The participant.
        time: From the study's time 0, or the first frame if that is later, to the end of the video.
        method: Digest of the `MethodIdentity`; empty where the result does not say it.
        file_bytes: Size of the video that was analysed, where the result says it.
    """

    entry: FileEntry
    population: Population
    person: int
    time: TimeRange
    method: str
    file_bytes: int | None

    @property
    def measured_s(self) -> float:
        """Seconds of `time` that the user did not exclude."""
        return length_s(less([self.time], self.population.edits.excluded))


class Occurrence(NamedTuple):
    """An event in a video: its name, which one of that name, from 1, and its media time in s."""

    event: str
    number: int
    event_s: float


def has_result(study: Study, entry: FileEntry) -> bool:
    """Whether the video was analysed."""
    return any(with_ending(study.base(entry), ending).is_file() for ending in TABLE_ENDINGS)


def measured(study: Study, entry: FileEntry) -> Measured:
    """Open the result of a line of files.csv.

    Raises:
        SvfapError: There is none, it cannot be read, or nobody in it has the role.
    """
    if not has_result(study, entry):
        raise SvfapError(
            Message("%1 has no result yet", entry.file), hint="Run: svfap-study analyse"
        )
    result = read_result(study.base(entry))
    everyone = Population(result.recording, result.edits)
    population, person = cast_role(entry.role, everyone)
    return Measured(
        entry=entry,
        population=population,
        person=person,
        time=_time(entry.offset_s, result.recording.end_s),
        method=result.recording.schema.identity.method,
        file_bytes=None if result.source is None else result.source.file_bytes,
    )


def occurrences(study: Study, of: Measured) -> list[Occurrence]:
    """The events of a video in order of time; those at one time with one name count once."""
    entry = of.entry
    times = {
        (round(event_s, TIME_DECIMALS), line.event)
        for line in study.events
        if line.file in {entry.file, ALL_FILES}
        for event_s in event_times_s(line, of)
    }
    found: list[Occurrence] = []
    for event_s, event in sorted(times):
        number = 1 + sum(other.event == event for other in found)
        found.append(Occurrence(event, number, event_s))
    return found


def event_times_s(line: EventEntry, of: Measured) -> list[float]:
    """Media times at which a line of events.csv happens in a video: its own, or of its markers."""
    if line.time_s is not None:
        return [line.time_s + of.entry.offset_s]
    wanted = line.event.casefold()
    markers = of.population.edits.markers
    return [marker.t_s for marker in markers if marker.text.strip().casefold() == wanted]


def _time(offset_s: float, end_s: float) -> TimeRange:
    """With the decimals of tables, so that their figures can be computed from them."""
    start_s = min(max(0.0, offset_s), end_s)
    return TimeRange(round(start_s, TIME_DECIMALS), round(end_s, TIME_DECIMALS))
