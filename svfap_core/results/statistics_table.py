"""The statistics of persons as a table: a row for each range, person and score.

Computes none itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from svfap_core.results.layout import SCORE_DECIMALS, TIME_DECIMALS, Column, Layout, Row
from svfap_core.results.named_ranges import NamedRange
from svfap_core.results.people import Population
from svfap_core.results.schema import dimension_column, emotion_column
from svfap_core.results.statistics import statistics_in
from svfap_core.results.time_budget import range_cells, range_columns


@dataclass(frozen=True)
class StatisticsSchema(Layout):
    """The columns of `statistics_rows`."""

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """All columns in order."""
        return (
            Column(name="video", kind="text", meaning="Name of the source."),
            Column(name="person_id", kind="integer", meaning="The person, as in the table."),
            Column(
                name="person_name", kind="text", meaning="The name that the user gave the person."
            ),
            *range_columns(),
            _seconds("trusted_s", "Time that trusted rows speak for."),
            Column(name="rows", kind="integer", meaning="Trusted rows: those in the means."),
            Column(name="score", kind="text", meaning="The score, by its column in the table."),
            _number("share", "Share of trusted_s in which this emotion was the most probable."),
            _number("mean", "Mean."),
            _number("sd", "Standard deviation (of a sample)."),
            _number("min", "Minimum."),
            _number("max", "Maximum."),
            _number("z_mean", "Mean of the z-scores against the person's baseline."),
            _number("z_sd", "Standard deviation of the z-scores."),
        )


def statistics_rows(population: Population, ranges: Iterable[NamedRange]) -> Iterator[Row]:
    """The statistics of all visible persons in ranges of time, in order of appearance."""
    recording, schema = population.recording, StatisticsSchema()
    emotions = {name: emotion_column(name) for name in recording.schema.emotion_names}
    dimensions = {name: dimension_column(name) for name in recording.schema.dimension_names}
    further = {column: column for column in recording.schema.further_columns}
    for named, person in product(ranges, population.visible):
        found = statistics_in(population, person, named.parts)
        for name, column in (emotions | dimensions | further).items():
            score, z = found.scores.get(name), found.z_scores.get(name)
            row: Row = {
                "video": recording.schema.video,
                "person_id": person,
                "person_name": population.edits.name_of(person) or None,
                **range_cells(named),
                "trusted_s": found.seconds,
                "rows": found.rows,
                "score": column,
            }
            if score is not None:
                row |= {"mean": score.mean, "sd": score.sd}
                row |= {"min": score.minimum, "max": score.maximum}
                row["share"] = found.time_shares.get(name, 0.0) if name in emotions else None
            if z is not None:
                row |= {"z_mean": z.mean, "z_sd": z.sd}
            yield schema.checked(row)


def _seconds(name: str, meaning: str) -> Column:
    return Column(name=name, kind="number", meaning=meaning, unit="s", decimals=TIME_DECIMALS)


def _number(name: str, meaning: str) -> Column:
    return Column(name=name, kind="number", meaning=meaning, decimals=SCORE_DECIMALS)
