"""Figures of one person, over all time or a range of one or more parts. Knows no files.

Time is measured by what each row speaks for, not by counting rows. Means and the like are over the
rows whose window has its middle in the range. Doubtful and excluded rows are left out, and counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from svfap_core.results.baseline import Baseline
from svfap_core.results.edits import ALL_TIME, TimeRange
from svfap_core.results.intervals import common, holds, length_s, less
from svfap_core.results.people import Population
from svfap_core.results.schema import further_scores
from svfap_core.results.trust import is_trusted
from svfap_core.types import Status


@dataclass(frozen=True, slots=True)
class ScoreStatistics:
    """One score; `sd` is that of a sample, `None` for a single value."""

    mean: float
    sd: float | None
    minimum: float
    maximum: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonStatistics:
    """One person in one range.

    `rows` are those used, `seconds` the time they speak for; `left_out` counts rows that are not
    trusted by their status, `excluded` those that the user left out. `time_shares` says in which
    part of `seconds` each emotion was the strongest, the longest first. `scores` maps emotions,
    dimensions and the columns of `further_scores` to their figures; `z_scores` the emotions and
    dimensions against `baseline`, where one is set.
    """

    person_id: int
    rows: int
    seconds: float
    left_out: Mapping[Status, int]
    excluded: int
    time_shares: Mapping[str, float]
    scores: Mapping[str, ScoreStatistics]
    baseline: Baseline | None
    z_scores: Mapping[str, ScoreStatistics]

    @property
    def strongest_emotion(self) -> str | None:
        """The emotion that was strongest for most of the time."""
        return next(iter(self.time_shares), None)


def statistics(
    population: Population,
    person: int,
    range: TimeRange | None = None,  # noqa: A002  # the word of the interface
) -> PersonStatistics:
    """The figures of a person.

    Args:
        population: The recording under the user's edits.
        person: Who.
        range: What time; all of it when not given.
    """
    return statistics_in(population, person, (range or ALL_TIME,))


def statistics_in(
    population: Population, person: int, parts: Sequence[TimeRange]
) -> PersonStatistics:
    """The figures of a person in the parts of a range, which are in order and apart."""
    inside = [row for row in population.rows(person) if holds(parts, row.describes_s)]
    kept = [row for row in inside if not population.is_row_excluded(row)]
    trusted = [row for row in kept if is_trusted(row)]
    against = population.baseline(person)
    times = _times(population, person, parts)
    total_s = sum(s for _, s in times)
    scores = _figures({**row.emotions, **row.dimensions, **further_scores(row)} for row in trusted)
    return PersonStatistics(
        person_id=person,
        rows=len(trusted),
        seconds=total_s,
        left_out=Counter(row.status for row in kept if not is_trusted(row)),
        excluded=len(inside) - len(kept),
        time_shares={name: s / total_s for name, s in times if name is not None},
        scores=scores,
        baseline=against,
        z_scores=_compared(scores, against) if against is not None else {},
    )


def _times(
    population: Population, person: int, parts: Sequence[TimeRange]
) -> list[tuple[str | None, float]]:
    """How many seconds each emotion was the strongest, the longest first.

    Of the range, what is not excluded. `None` stands for rows of a model without emotions.
    """
    by_top: dict[str | None, list[TimeRange]] = {}
    for span in population.spans(person):
        if is_trusted(span.row):
            by_top.setdefault(span.row.top_emotion, []).append(TimeRange(span.start_s, span.end_s))
    times = {
        top: length_s(less(common(spans, parts), population.edits.excluded))
        for top, spans in by_top.items()
    }
    return sorted(((top, s) for top, s in times.items() if s > 0), key=lambda item: -item[1])


def _figures(rows: Iterable[Mapping[str, float]]) -> dict[str, ScoreStatistics]:
    values: dict[str, list[float]] = {}
    for row in rows:
        for name, value in row.items():
            values.setdefault(name, []).append(value)
    return {name: _figure(np.array(found)) for name, found in values.items()}


def _figure(values: NDArray[np.float64]) -> ScoreStatistics:
    sd = float(values.std(ddof=1)) if len(values) > 1 else None
    return ScoreStatistics(float(values.mean()), sd, float(values.min()), float(values.max()))


def _compared(
    scores: Mapping[str, ScoreStatistics], against: Baseline
) -> dict[str, ScoreStatistics]:
    """The figures of z-scores, which follow from those of the scores."""
    return {
        name: ScoreStatistics(
            (figure.mean - mean) / against.sds[name],
            None if figure.sd is None else figure.sd / against.sds[name],
            (figure.minimum - mean) / against.sds[name],
            (figure.maximum - mean) / against.sds[name],
        )
        for name, mean in against.means.items()
        if (figure := scores.get(name)) is not None
    }
