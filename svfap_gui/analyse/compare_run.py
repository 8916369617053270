"""Opens what a result is compared with, and compares: another result, or a coder's codes.

Knows no Qt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from svfap_core.codes.coding import Coding
from svfap_core.errors import SvfapError
from svfap_core.messages import Message
from svfap_core.results.edits import TimeRange
from svfap_core.results.files import CODES_ENDING
from svfap_gui.analyse.budget_run import FigureTable
from svfap_gui.analyse.lanes import Floats, Lane, Lanes, make_lane
from svfap_gui.work.heavy_imports import HEAVY_IMPORTS

if TYPE_CHECKING:
    # These load pyarrow.
    from svfap_core.results.comparison import Comparison
    from svfap_core.results.edits_file import SourceId
    from svfap_core.results.people import Population

_SAME_LENGTH_S = 1.0
"""Two analyses of one video may end so far apart, as the last frames may be damaged for one."""


class OtherResult(NamedTuple):
    """Another analysis of the video; `differences` says in lines of text how they differ."""

    title: str
    population: Population
    differences: tuple[str, ...]
    short: str
    """What to call it where there is little room: its model, if that is known."""
    sure: bool
    """Whether it is known to be of the same video; else only the lengths agree."""


class OtherCodes(NamedTuple):
    """A coder's codes of the video, of one tier."""

    title: str
    coding: Coding
    tier: str


class Own(NamedTuple):
    """The result that is open."""

    title: str
    population: Population
    facts: Mapping[str, Any]
    source: SourceId | None


class CompareQuestion(NamedTuple):
    """Whom to compare in which range; `lanes` say which curves the timeline has."""

    population: Population
    person: int
    other: OtherResult | OtherCodes
    chosen: TimeRange | None
    lanes: Lanes


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """What the timeline shows of a comparison.

    Attributes:
        person_id: Who, in the open result.
        title: What is called B.
        comparison: Unit by unit.
        lane: B's curves, in the rows of the open result's lanes; nothing for codes.
        differences: A - B of each row of the lanes' values, `(curves, units)`; not-a-number where
            nothing is compared.
    """

    person_id: int
    title: str
    comparison: Comparison
    lane: Lane | None
    differences: Floats


class AgreementTables(NamedTuple):
    """What the window of the agreement shows; no table is missing, but it may have no rows."""

    scores: FigureTable
    labels: FigureTable
    confusion: FigureTable
    other_scales: tuple[str, ...]


class CompareAnswer(NamedTuple):
    """Nothing in it where the person is not in the other result."""

    compared: Compared | None = None
    tables: AgreementTables | None = None


def open_other(path: Path, own: Own) -> OtherResult | Coding:
    """Read what the open result is compared with, given any file of a result or a file of codes.

    Raises:
        SvfapError: It cannot be read, or is of another video.
    """
    with HEAVY_IMPORTS:
        pass
    if path.name.casefold().endswith(CODES_ENDING):
        from svfap_core.codes.coding_file import read_coding  # noqa: PLC0415  # loads pyarrow

        coding = read_coding(path).coding
        _check_video(path, own, coding.source, None)
        return coding
    from svfap_core.results.about import Described, differences  # noqa: PLC0415  # loads pyarrow
    from svfap_core.results.people import Population  # noqa: PLC0415
    from svfap_core.results.reading import read_result  # noqa: PLC0415

    result = read_result(path)
    population = Population(result.recording, result.edits)
    sure = _check_video(path, own, result.source, result.recording.end_s)
    described = (
        Described(own.title, own.population, own.facts),
        Described(str(result.base), population, result.sidecar),
    )
    title = title_of(result.base.name, result.sidecar)
    short = str((result.sidecar.get("model") or {}).get("name") or result.base.name)
    return OtherResult(title, population, tuple(differences(*described)), short, sure)


def title_of(name: str, facts: Mapping[str, Any]) -> str:
    """What a result is called: its name, and its model where the facts say it."""
    model = (facts.get("model") or {}).get("name")
    return f"{name} ({model})" if model else name


def _check_video(path: Path, own: Own, source: SourceId | None, end_s: float | None) -> bool:
    """Whether it is known to be of the same video.

    Raises:
        SvfapError: It is of another one.
    """
    if own.source is not None and source is not None:
        if own.source.content == source.content:
            return True
        raise SvfapError(
            Message("%1 is of another video than %2", path.name, own.title),
            hint="Choose a file that was made of the same video file.",
        )
    own_s = own.population.recording.end_s
    if end_s is not None and abs(end_s - own_s) > _SAME_LENGTH_S:
        raise SvfapError(
            Message(
                "%1 is %2 s long, %3 is %4 s long",
                path.name,
                f"{end_s:.1f}",
                own.title,
                f"{own_s:.1f}",
            ),
            hint="They are of different videos. Choose a result of the same video.",
        )
    return False


def compare(question: CompareQuestion) -> CompareAnswer:
    """Compare a person of the open result with the other side."""
    from svfap_core.codes.emotions import (  # noqa: PLC0415  # loads pyarrow
        coded_emotions,
        emotion_stretches,
    )
    from svfap_core.results.comparison import (  # noqa: PLC0415
        compare_labels,
        compare_results,
        same_persons,
    )

    own, person, other, chosen, lanes = question
    lane: Lane | None = None
    short = other.title if isinstance(other, OtherCodes) else other.short
    if isinstance(other, OtherCodes):
        emotions = own.recording.schema.emotion_names
        comparison = compare_labels(
            own,
            person,
            emotion_stretches(other.coding, other.tier, emotions),
            coded_emotions(other.coding, other.tier, emotions),
        )
    else:
        their = same_persons(own, other.population).get(person)
        if their is None:
            return CompareAnswer()
        comparison = compare_results(own, other.population, (person, their))
        spans = other.population.spans(their)
        lane = make_lane(
            person, spans, lanes.emotions, lanes.dimensions, lanes.actions, threshold=None
        )
    count = len(lanes.emotions) + len(lanes.dimensions)
    differences = np.full((count, len(comparison.times_s)), np.nan)
    for row, name in enumerate((*lanes.emotions, *lanes.dimensions)):
        if name in comparison.scores:
            differences[row] = comparison.difference(name)
    compared = Compared(person, short, comparison, lane, differences)
    parts = None if chosen is None else (chosen.ordered(),)
    return CompareAnswer(compared, _tables(comparison, parts))


def _tables(comparison: Comparison, parts: tuple[TimeRange, ...] | None) -> AgreementTables:
    from svfap_core.results import agreement_table as tables  # noqa: PLC0415  # loads pyarrow

    labels = comparison.label_agreement(parts)
    return AgreementTables(
        FigureTable(
            tables.ScoreAgreementSchema(), list(tables.score_agreement_rows(comparison, parts))
        ),
        FigureTable(tables.LabelAgreementSchema(), list(tables.label_agreement_rows(labels))),
        FigureTable(tables.ConfusionSchema(labels.labels), list(tables.confusion_rows(labels))),
        comparison.other_scales,
    )


def write_agreement(path: Path, tables: AgreementTables, shown: int, dialect: Any) -> Path:
    """Write a workbook with all tables, or the one that is shown as CSV, by the file's ending.

    Args:
        path: Where.
        tables: What.
        shown: The place of the table that is shown.
        dialect: Of CSV files.

    Raises:
        OutputError: It cannot be written.
    """
    named = list(zip(("Scores", "Labels", "Confusion matrix"), tables[:3], strict=True))
    if path.suffix.casefold() == ".csv":
        from svfap_core.results.table import write_table  # noqa: PLC0415  # loads pyarrow

        table = named[shown][1]
        write_table(path, table.schema, table.rows, dialect)
        return path
    from svfap_core.exports.workbook import Sheet, write_sheets  # noqa: PLC0415

    write_sheets(path, [Sheet(name, *table) for name, table in named if table.rows])
    return path
