"""One row per video and person: what most studies put into their statistics.

Means and the like are over trusted rows that the user did not exclude; seconds are the time that
rows speak for (`stretches.spans`). Under the paper's protocol (arXiv 2401.00416, section 4.1) means
are over two of these rows, the first and the last, as the reference code places its two clips: at
the head and the tail of a video. Like that code, they know no calibration. Knows no batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from svfap_core.labels import ambiguity, derived_dimensions, vote_shares
from svfap_core.results.layout import (
    SCORE_DECIMALS,
    TIME_DECIMALS,
    Column,
    Layout,
    Row,
)
from svfap_core.results.people import Population
from svfap_core.results.schema import (
    EMO_AMBIGUITY,
    ResultSchema,
    class_column,
    dimension_column,
    emotion_column,
    further_scores,
    top_column,
)
from svfap_core.results.statistics import PersonStatistics, statistics
from svfap_core.results.stretches import Stretch, without
from svfap_core.results.trust import is_trusted
from svfap_core.settings import SummaryProtocol
from svfap_core.types import AffectResult, Status

LEFT_OUT = tuple(s for s in Status if s not in {Status.OK, Status.NO_FACE})
"""Statuses by which time is left out; of `partial` the windows below half a span."""

_STATISTICS = {
    "mean": "Mean",
    "sd": "Standard deviation (of a sample)",
    "min": "Minimum",
    "max": "Maximum",
}


@dataclass(frozen=True)
class SummarySchema(Layout):
    """The summary of results under one model; see `ResultSchema`."""

    emotion_names: Sequence[str]
    dimension_names: Sequence[str]
    ambiguity: bool = False
    classes: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    actions: Sequence[str] = ()
    """Columns of facial actions in the table."""

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """All columns in order."""
        common = _columns(
            [(name, emotion_column(name)) for name in self.emotion_names],
            [
                *((name, dimension_column(name)) for name in self.dimension_names),
                *([("ambiguity", EMO_AMBIGUITY.name)] if self.ambiguity else []),
            ],
        )
        return (
            *common,
            *(c for head in self.classes for c in self._class_columns(head)),
            *(_score(f"mean_{column}", f"Mean of {column}.") for column in self.actions),
        )

    def _class_columns(self, head: str) -> list[Column]:
        top = Column(
            name=top_column(head), kind="text", meaning=f"The {head} with the highest mean."
        )
        means = [
            _score(f"mean_{class_column(head, label)}", f"Mean probability that {head} is {label}.")
            for label in self.classes[head]
        ]
        return [top, *means]


def _columns(
    emotions: Sequence[tuple[str, str]], dimensions: Sequence[tuple[str, str]]
) -> tuple[Column, ...]:
    """The columns for the names of scores and their columns in the table."""
    return (
        Column(name="video", kind="text", meaning="Name of the source."),
        Column(name="analysis", kind="text", meaning="The analysis, as in the sidecar's identity."),
        Column(
            name="person_id",
            kind="integer",
            meaning="The person, as in the table; empty for a video in which no face was found.",
        ),
        Column(name="person_name", kind="text", meaning="The name that the user gave the person."),
        _seconds("seen_s", "Time on screen: first to last frame of each track."),
        _seconds("trusted_s", "Time that trusted rows speak for."),
        _seconds("left_out_s", "Time that other rows speak for, for any reason."),
        *(
            _seconds(f"left_out_{status}_s", f"Of this, time of rows that are {status}.")
            for status in LEFT_OUT
        ),
        _seconds("excluded_s", "Time on screen that the user excluded."),
        Column(name="rows_trusted", kind="integer", meaning="Trusted rows: those in the means."),
        Column(name="rows_left_out", kind="integer", meaning="Rows that are not trusted."),
        Column(name="rows_excluded", kind="integer", meaning="Rows in excluded time."),
        Column(
            name="protocol",
            kind="text",
            meaning="Windows in the means: all trusted ones (cover), or the first and the last of "
            "them, not calibrated (paper).",
        ),
        Column(name="emo_top", kind="text", meaning="The emotion with the highest mean."),
        *(_score(f"mean_{column}", f"Mean probability of {name}.") for name, column in emotions),
        *(
            _score(f"share_{column}", f"Share of trusted_s in which {name} was the most probable.")
            for name, column in emotions
        ),
        *(
            Column(
                name=f"{statistic}_{column}",
                kind="number",
                meaning=f"{words} of {name}.",
                decimals=SCORE_DECIMALS,
            )
            for name, column in dimensions
            for statistic, words in _STATISTICS.items()
        ),
    )


def summary(population: Population, protocol: SummaryProtocol = "cover") -> list[Row]:
    """The rows of a recording: one per visible person in order of appearance, at least one."""
    schema = summary_schema(population)
    rows = [_row(population, person, protocol) for person in population.visible]
    nobody: Row = {"seen_s": 0.0, "trusted_s": 0.0, "rows_trusted": 0}
    of: Row = {
        "video": population.recording.schema.video,
        "analysis": population.recording.schema.identity.analysis or None,
        "protocol": protocol,
    }
    return [schema.checked(of | row) for row in rows or [nobody]]


def summary_schema(population: Population) -> SummarySchema:
    """The layout of `summary`."""
    schema = population.recording.schema
    return SummarySchema(
        schema.emotion_names,
        schema.dimension_names,
        schema.ambiguity,
        schema.classes,
        schema.action_columns,
    )


def _row(population: Population, person: int, protocol: SummaryProtocol) -> Row:
    schema, found = population.recording.schema, statistics(population, person)
    means = {name: score.mean for name, score in found.scores.items()}
    if protocol == "paper":
        means = _means_of_two_clips(population, person)
    seconds = _seconds_by_status(population, person)
    seen = population.on_screen(person)
    left_out = {status: seconds.get(status, 0.0) for status in LEFT_OUT}
    row: Row = {
        "person_id": person,
        "person_name": population.edits.name_of(person) or None,
        "seen_s": _total(seen),
        "trusted_s": found.seconds,
        "left_out_s": sum(left_out.values()),
        **{f"left_out_{status}_s": value for status, value in left_out.items()},
        "excluded_s": _total(seen) - _total(without(seen, population.edits.excluded)),
        "rows_trusted": found.rows,
        "rows_left_out": sum(found.left_out.values()),
        "rows_excluded": found.excluded,
    }
    return (
        row
        | _emotions(found, means, schema.emotion_names)
        | _spreads(found, means, {n: dimension_column(n) for n in schema.dimension_names})
        | _spreads(found, means, {EMO_AMBIGUITY.name: EMO_AMBIGUITY.name})
        | _classes(means, schema.classes)
        | {f"mean_{column}": means.get(column) for column in schema.action_columns}
    )


def _means_of_two_clips(population: Population, person: int) -> dict[str, float]:
    """Mean scores of the first and the last trusted window; of one window, its own.

    As `svfap-train evaluate --protocol paper` has them: softmax of the model's plain outputs.
    """
    rows = [
        row
        for row in population.rows(person)
        if is_trusted(row) and not population.is_row_excluded(row)
    ]
    if not rows:
        return {}
    schema = population.recording.schema
    first, last = (_uncalibrated(row, schema) for row in (rows[0], rows[-1]))
    return {name: (first[name] + last[name]) / 2 for name in first}


def _uncalibrated(row: AffectResult, schema: ResultSchema) -> dict[str, float]:
    """The scores at temperature 1."""
    emotions = vote_shares(row.emotions, schema.temperature)
    classes = {head: vote_shares(p, schema.temperature) for head, p in row.classes.items()}
    derived = schema.dimensions_origin == "derived"
    dimensions = derived_dimensions(emotions) if derived else row.dimensions
    doubt = None if row.ambiguity is None else ambiguity(emotions)
    plain = replace(row, ambiguity=doubt, classes=classes)
    return {**emotions, **dimensions, **further_scores(plain)}


def _emotions(found: PersonStatistics, scores: Mapping[str, float], names: Iterable[str]) -> Row:
    means = {name: scores[name] for name in names if name in scores}
    if not means:
        return {}
    return {
        "emo_top": max(means, key=means.__getitem__),
        **{f"mean_{emotion_column(name)}": mean for name, mean in means.items()},
        **{f"share_{emotion_column(name)}": found.time_shares.get(name, 0.0) for name in means},
    }


def _classes(means: Mapping[str, float], classes: Mapping[str, Sequence[str]]) -> Row:
    row: Row = {}
    for head, labels in classes.items():
        columns = {label: class_column(head, label) for label in labels}
        found = {label: means[c] for label, c in columns.items() if c in means}
        if found:
            row[top_column(head)] = max(found, key=found.__getitem__)
            row |= {f"mean_{columns[label]}": mean for label, mean in found.items()}
    return row


def _spreads(
    found: PersonStatistics, means: Mapping[str, float], columns: Mapping[str, str]
) -> Row:
    row: Row = {}
    for name, column in columns.items():
        if (score := found.scores.get(name)) is not None:
            values = (means[name], score.sd, score.minimum, score.maximum)
            row |= {f"{s}_{column}": v for s, v in zip(_STATISTICS, values, strict=True)}
    return row


def _seconds_by_status(population: Population, person: int) -> dict[Status, float]:
    """Of rows that are not trusted, what of their time is not excluded."""
    seconds: dict[Status, float] = {}
    for span in population.spans_of_all_rows(person):
        if not is_trusted(span.row):
            status = span.row.status
            stretch = Stretch(span.start_s, span.end_s, status)
            kept_s = _total(without([stretch], population.edits.excluded))
            seconds[status] = seconds.get(status, 0.0) + kept_s
    return seconds


def _total(stretches: Iterable[Stretch]) -> float:
    return sum(stretch.end_s - stretch.start_s for stretch in stretches)


def _seconds(name: str, meaning: str) -> Column:
    return Column(name=name, kind="number", meaning=meaning, unit="s", decimals=TIME_DECIMALS)


def _score(name: str, meaning: str) -> Column:
    return Column(
        name=name, kind="number", meaning=meaning, bounds=(0.0, 1.0), decimals=SCORE_DECIMALS
    )
