"""Counts the time budget and the score statistics, and writes them. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from svfap_core.codes.coding import Coding
from svfap_core.results.dialect import CsvDialect
from svfap_core.results.edits import Edits, TimeRange

if TYPE_CHECKING:
    # These load pyarrow.
    from svfap_core.results.layout import Layout, Row
    from svfap_core.results.named_ranges import RangeKind
    from svfap_core.results.people import Population

BOUTS, SCORES = "Bouts", "Scores"
"""Sheets of the workbook."""


class BudgetQuestion(NamedTuple):
    """What is to be counted.

    `population` is missing while nothing is analysed: then codes are counted alone. `end_s` is that
    of the video.
    """

    video: str
    population: Population | None
    edits: Edits
    codings: tuple[Coding, ...]
    kind: RangeKind
    chosen: TimeRange | None
    end_s: float


class FigureTable(NamedTuple):
    """A table and its columns."""

    schema: Layout
    rows: Sequence[Row]

    def text(self, dialect: CsvDialect) -> str:
        """As spreadsheets take it from the clipboard: tabs between cells, a line per row.

        Args:
            dialect: How numbers are written.
        """
        columns = self.schema.columns
        lines = [self.schema.names]
        lines += [tuple(_cell(c.text(row[c.name], dialect)) for c in columns) for row in self.rows]
        return "".join("\t".join(line) + "\n" for line in lines)


class BudgetTables(NamedTuple):
    """What was counted; `open_codes` were left out, as they have no end yet."""

    bouts: FigureTable
    scores: FigureTable
    open_codes: int


def count_budget(question: BudgetQuestion) -> BudgetTables:
    """Bouts and scores of all ranges of one kind."""
    from svfap_core.codes import time_budget as codes  # noqa: PLC0415  # loads pyarrow
    from svfap_core.results.statistics_table import (  # noqa: PLC0415
        StatisticsSchema,
        statistics_rows,
    )
    from svfap_core.results.time_budget import (  # noqa: PLC0415
        TimeBudgetSchema,
        time_budget_rows,
    )

    video, population, edits, codings, kind, chosen, end_s = question
    ranges = codes.figure_ranges(kind, end_s, chosen=chosen, markers=edits.markers, codings=codings)
    behaviors = codes.figures_behaviors(population, codings, end_s, edits.excluded)
    scores = [] if population is None else list(statistics_rows(population, ranges))
    return BudgetTables(
        FigureTable(TimeBudgetSchema(), list(time_budget_rows(video, behaviors, ranges))),
        FigureTable(StatisticsSchema(), scores),
        sum(len(coding.running) for coding in codings),
    )


def write_budget(path: Path, tables: BudgetTables, shown: str, dialect: CsvDialect) -> Path:
    """Write a workbook with both tables, or the one that is shown as CSV, by the file's ending.

    Raises:
        OutputError: It cannot be written.
    """
    if path.suffix.casefold() == ".csv":
        from svfap_core.results.table import write_table  # noqa: PLC0415  # loads pyarrow

        table = tables.scores if shown == SCORES else tables.bouts
        write_table(path, table.schema, table.rows, dialect)
        return path
    from svfap_core.exports.workbook import Sheet, write_sheets  # noqa: PLC0415

    both = ((BOUTS, tables.bouts), (SCORES, tables.scores))
    write_sheets(path, [Sheet(name, *table) for name, table in both if table.rows or name == BOUTS])
    return path


def _cell(text: str) -> str:
    """Without what would begin another cell."""
    return " ".join(text.split())
