"""Two results of one video, or a result and stretches of labels, side by side on one time axis.

Time is cut into units of 100 ms; a unit has the scores and the label of the row that speaks for its
middle. Units count where both sides can be trusted and neither user excluded them. Knows no files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from svfap_core.labels import EMOTIONS
from svfap_core.results.agreement import (
    Codes,
    Floats,
    LabelAgreement,
    ScoreAgreement,
    label_agreement,
    score_agreement,
)
from svfap_core.results.edits import TimeRange
from svfap_core.results.people import Population
from svfap_core.results.stretches import Stretch
from svfap_core.results.trajectories import same_faces, trajectories
from svfap_core.results.trust import is_trusted

UNIT_S = 0.1
"""Time units of agreement."""

OTHER = ""
"""Among labels: none of those that both sides have."""


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One person on the grid of units: `scores` by name, not-a-number where not trusted.

    `labels` are places in `names`, -1 where nothing can be said.
    """

    scores: Mapping[str, Floats]
    labels: Codes
    names: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """Two sides of one person, A and B, unit by unit.

    Attributes:
        a: One side.
        b: The other.
        names: Labels that both sides can give, and `OTHER` where one can give more.
        scores: Scores that both sides have on one scale, in the order of display.
        other_scales: Scores that both sides have, but not on one scale: they are not compared.
    """

    a: Side
    b: Side
    names: tuple[str, ...]
    scores: tuple[str, ...]
    other_scales: tuple[str, ...] = ()

    @cached_property
    def times_s(self) -> Floats:
        """The middle of each unit."""
        return unit_times(len(self.a.labels))

    @cached_property
    def labels(self) -> tuple[Codes, Codes]:
        """Of A and B, places in `names`, -1 where either says nothing."""
        first, second = (_renamed(side, self.names) for side in (self.a, self.b))
        unknown = (first < 0) | (second < 0)
        return np.where(unknown, -1, first), np.where(unknown, -1, second)

    def other_label_at(self, t_s: float) -> str:
        """What B says at a time; empty where it says nothing, or none of the labels."""
        place = int(t_s / UNIT_S) if t_s >= 0 else -1
        code = int(self.b.labels[place]) if 0 <= place < len(self.b.labels) else -1
        return self.b.names[code] if code >= 0 else OTHER

    def difference(self, name: str) -> Floats:
        """A - B of a score, not-a-number where either has none."""
        return self.a.scores[name] - self.b.scores[name]

    def score_agreement(
        self, name: str, parts: Sequence[TimeRange] | None = None
    ) -> ScoreAgreement:
        """The agreement of a score in a range: in all of the video unless given."""
        inside = self._inside(parts)
        return score_agreement(self.a.scores[name][inside], self.b.scores[name][inside])

    def label_agreement(self, parts: Sequence[TimeRange] | None = None) -> LabelAgreement:
        """The agreement of the labels in a range: in all of the video unless given."""
        inside = self._inside(parts)
        first, second = self.labels
        return label_agreement(first[inside], second[inside], self.names)

    def _inside(self, parts: Sequence[TimeRange] | None) -> NDArray[np.bool_]:
        if parts is None:
            return np.ones(len(self.times_s), np.bool_)
        return _within(self.times_s, parts)


def unit_times(count: int) -> Floats:
    """The middles of units, from 0 on."""
    return (np.arange(count, dtype=np.float64) + 0.5) * UNIT_S


def compare_results(a: Population, b: Population, persons: tuple[int, int]) -> Comparison:
    """A person of one result against a person of another.

    Args:
        a: One result.
        b: The other, of the same video.
        persons: The person's number in `a` and in `b`; see `same_persons`.
    """
    count = int(max(a.recording.end_s, b.recording.end_s) / UNIT_S)
    excluded = (*a.edits.excluded, *b.edits.excluded)
    first, second = (
        _sampled(of, who, count, excluded) for of, who in zip((a, b), persons, strict=True)
    )
    schemas = a.recording.schema, b.recording.schema
    shared = [name for name in first.scores if name in second.scores]
    scales = {
        name: {schema.range_of(name) for schema in schemas}
        for name in shared
        if name in schemas[0].dimension_names
    }
    unlike = tuple(name for name, found in scales.items() if len(found) > 1)
    return Comparison(
        first,
        second,
        _all_names(first.names, second.names),
        tuple(name for name in shared if name not in unlike),
        unlike,
    )


def compare_labels(
    a: Population, person: int, stretches: Iterable[Stretch], names: Collection[str]
) -> Comparison:
    """The strongest emotion of a person against labels from elsewhere, such as a coder's.

    Time without any of these labels is `OTHER`, as are emotions that are not among them.

    Args:
        a: The result.
        person: Who.
        stretches: When which label holds, in order of their starts; the last begun counts.
        names: Labels that could have been given, in the words of the result.
    """
    count = int(a.recording.end_s / UNIT_S)
    side = _sampled(a, person, count, a.edits.excluded)
    shared = tuple(name for name in side.names if name in names)
    labels = np.full(count, len(shared), np.int64)
    times_s = unit_times(count)
    for stretch in stretches:
        if stretch.label in shared:
            first, last = np.searchsorted(times_s, [stretch.start_s, stretch.end_s])
            labels[first:last] = shared.index(stretch.label)
    other = Side({}, labels, (*shared, OTHER))
    return Comparison(side, other, (*shared, OTHER), ())


def same_persons(a: Population, b: Population) -> dict[int, int]:
    """Which visible person of one result is which of another of the same video, by their boxes.

    Returns:
        Person in `a` to person in `b`.
    """
    of_a, of_b = (_person_tracks(population) for population in (a, b))
    pairs = same_faces(
        trajectories(a.recording.faces.view(), of_a), trajectories(b.recording.faces.view(), of_b)
    )
    votes: Counter[tuple[int, int]] = Counter()
    for track, other in pairs.items():
        votes[of_a[track], of_b[other]] += len(a.recording.faces.of_track(track))
    found: dict[int, int] = {}
    for (person, other), _ in votes.most_common():
        if person not in found and other not in found.values():
            found[person] = other
    return found


def _person_tracks(population: Population) -> dict[int, int]:
    """Each track of visible persons, and whose it is for most of its rows."""
    votes: dict[int, Counter[int]] = {}
    for person in population.visible:
        for row in population.rows(person):
            if row.track_id is not None:
                votes.setdefault(row.track_id, Counter())[person] += 1
    return {track: found.most_common(1)[0][0] for track, found in votes.items()}


def _sampled(
    population: Population, person: int, count: int, excluded: Sequence[TimeRange]
) -> Side:
    """A person at the middle of each unit, where it can be trusted and is not excluded."""
    schema = population.recording.schema
    names = tuple(sorted(schema.emotion_names, key=_order))
    spans = [span for span in population.spans(person) if is_trusted(span.row)]
    times_s = unit_times(count)
    starts_s = np.array([span.start_s for span in spans])
    places = np.searchsorted(starts_s, times_s, side="right") - 1
    ends_s = np.array([span.end_s for span in spans])
    known = places >= 0
    known[known] &= times_s[known] < ends_s[places[known]]
    known &= ~_within(times_s, excluded)
    found = [{**span.row.emotions, **span.row.dimensions} for span in spans]
    scores: dict[str, Floats] = {}
    for name in (*names, *schema.dimension_names):
        values = np.array([of_row.get(name, np.nan) for of_row in found], np.float64)
        scores[name] = np.full(count, np.nan)
        scores[name][known] = values[places[known]]
    tops = np.array([_place_of(span.row.top_emotion, names) for span in spans], np.int64)
    labels = np.full(count, -1, np.int64)
    labels[known] = tops[places[known]]
    return Side(scores, labels, names)


def _within(times_s: Floats, parts: Iterable[TimeRange]) -> NDArray[np.bool_]:
    inside = np.zeros(len(times_s), np.bool_)
    for start_s, end_s in parts:
        inside |= (times_s >= start_s) & (times_s < end_s)
    return inside


def _renamed(side: Side, names: Sequence[str]) -> Codes:
    """Its labels as places in other names; those that are not there are `OTHER`."""
    other = names.index(OTHER) if OTHER in names else -1
    places = [names.index(name) if name in names else other for name in side.names]
    return np.append(np.array(places, np.int64), -1)[side.labels]


def _all_names(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted({*first, *second}, key=_order))


def _place_of(name: str | None, names: Sequence[str]) -> int:
    return names.index(name) if name in names else -1


def _order(name: str) -> tuple[int, str]:
    return (EMOTIONS.index(name) if name in EMOTIONS else len(EMOTIONS)), name
