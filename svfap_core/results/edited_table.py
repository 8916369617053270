"""The rows and columns of a recording's table under a user's edits. Knows no files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from svfap_core.results.edits import ALL_TIME, Edits, TimeRange
from svfap_core.results.layout import Row
from svfap_core.results.people import Population
from svfap_core.results.schema import Edited, ResultSchema


def edited_rows(population: Population, span: TimeRange = ALL_TIME) -> Iterator[Row]:
    """Rows of visible persons and of nobody, as `edited_schema` lays them out."""
    schema = edited_schema(population)
    z_scores = {
        person: dict(
            zip(map(id, population.rows(person)), population.z_scores(person), strict=True)
        )
        for person in population.visible
    }
    for person, row in population.visible_rows():
        if span.holds(row.describes_s):
            edited = Edited(
                person,
                "" if person is None else population.edits.name_of(person),
                population.is_row_excluded(row),
                {} if person is None else z_scores[person][id(row)],
            )
            yield schema.row(row, edited)


def edited_schema(population: Population) -> ResultSchema:
    """The table's layout with the columns of edits, and z-scores where there is a baseline.

    That of the analysis makes the same columns in all its tables; one that a user chose counts
    where it gives z-scores.
    """
    baselines = (population.baseline(person) for person in population.visible)
    has_z = any(baseline is not None and baseline.means for baseline in baselines)
    has_z |= population.recording.baseline is not None
    return replace(population.recording.schema, edited=True, z_scores=has_z)


def table_schema(population: Population) -> ResultSchema:
    """The layout of a result's own table: with the columns of edits where there is a use for them.

    That is where a user has edited, or the analysis has a baseline.
    """
    plain = _is_plain(population)
    return population.recording.schema if plain else edited_schema(population)


def table_rows(population: Population) -> Iterable[Row]:
    """The rows of a result's own table, as `table_schema` lays them out."""
    return population.recording.rows() if _is_plain(population) else edited_rows(population)


def _is_plain(population: Population) -> bool:
    edits = population.edits
    return edits == Edits(analysis=edits.analysis) and population.recording.baseline is None
