"""The columns of a study's tables: names, units and meanings. Computes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from svfap_core.results.layout import SCORE_DECIMALS, TIME_DECIMALS, Cell, Column, Layout
from svfap_core.results.schema import (
    EMO_TOP,
    ResultSchema,
    dimension_column,
    emotion_column,
)
from svfap_core.study.lists import FileEntry
from svfap_core.study.settings import StudySettings
from svfap_core.types import Status

BEFORE_START = "before_start"
EXCLUDED = "excluded"
PARTICIPANT = "participant"
NOT_SEEN = "not_seen"
TRUSTED_SHARE = "trusted_share"
BASELINE_SHARE = "baseline_share"
OUTSIDE_VIDEO = "outside_video"
NO_MARKER = "no_marker"

REASONS_OF_TIME = (EXCLUDED, *(s.value for s in Status if s is not Status.OK), BEFORE_START)

SCORE_MEASURES = {
    "mean": "Mean of {0} over the windows of the means.",
    "peak": "Highest {0} in these windows.",
    "area": "{0} times the time that each window speaks for, added up over trusted time.",
}
EMOTION_MEASURES = {
    "share": "Share of trusted_s in which {0} was the most probable emotion.",
    "bouts": "Bouts of {0}: unbroken stretches in which it was the most probable emotion.",
    "rate": "Bouts of {0} per trusted minute.",
    "bout_s": "Mean duration of the bouts of {0}.",
    "latency_s": "From the start of the measured time to the first bout of {0}, 0 where one is "
    "under way; mean over the files in which there is one.",
}
_MEASURE_UNITS = {"rate": "1/min", "bout_s": "s", "latency_s": "s"}


@dataclass(frozen=True)
class TableLayout(Layout):
    """A table whose columns are given."""

    given: tuple[Column, ...]

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """All columns in order."""
        return self.given


@dataclass(frozen=True)
class Scores:
    """The scores of a study: emotions by name, and the columns of all scores."""

    emotions: tuple[str, ...]
    columns: tuple[Column, ...]

    @classmethod
    def of(cls, schemas: Iterable[ResultSchema]) -> Scores:
        """All scores that any result has, in the order of the results' tables."""
        emotions: dict[str, None] = {}
        columns: dict[str, Column] = {}
        for schema in schemas:
            emotions |= dict.fromkeys(schema.emotion_names)
            names = {
                *map(emotion_column, schema.emotion_names),
                *map(dimension_column, schema.dimension_names),
                *schema.further_columns,
            }
            for column in schema.columns:
                if column.name in names:
                    columns.setdefault(column.name, column)
        return cls(tuple(emotions), tuple(columns.values()))


def measure_column(measure: str, score: str) -> str:
    """The column of a measure of a score, by the score's column."""
    return f"{measure}_{score}"


def measures_of(scores: Scores) -> list[Column]:
    """The columns of all measures of a participant under a condition."""
    found = [
        Column(
            name=measure_column(measure, column.name),
            kind="number",
            meaning=meaning.format(column.name),
            unit=f"{column.unit or '1'} s" if measure == "area" else column.unit,
            bounds=None if measure == "area" else column.bounds,
            decimals=SCORE_DECIMALS,
        )
        for column in scores.columns
        for measure, meaning in SCORE_MEASURES.items()
    ]
    for emotion in scores.emotions:
        for measure, meaning in EMOTION_MEASURES.items():
            is_time = measure.endswith("_s")
            found.append(
                Column(
                    name=measure_column(measure, emotion_column(emotion)),
                    kind="integer" if measure == "bouts" else "number",
                    meaning=meaning.format(emotion),
                    unit=_MEASURE_UNITS.get(measure, ""),
                    bounds=(0.0, 1.0) if measure == "share" else (0, None),
                    decimals=None
                    if measure == "bouts"
                    else TIME_DECIMALS
                    if is_time
                    else SCORE_DECIMALS,
                )
            )
    return found


def windows_layout(settings: StudySettings, scores: Scores) -> TableLayout:
    """A row for each window of a participant, and each part of its time."""
    return TableLayout(
        (
            _text("file", "The video, by its path below the study's root."),
            *_who(settings),
            _whole("person_id", "The person of the video, as in its result."),
            _whole("track_id", "The face as it was followed, as in the result."),
            _seconds("timestamp_s", "The tick of the window, in media time."),
            _seconds("describes_s", "The media time that the scores describe."),
            _seconds("study_s", "The same, from the study's time 0 (offset_s in files.csv)."),
            _seconds(
                "start_s", "Start of the time that the window speaks for, or of a part of it."
            ),
            _seconds("end_s", "End of that time."),
            _text("status", "Status of the window.", (s.value for s in Status)),
            _number("coverage", "Length of the window over the span of the model.", (0.0, 1.0)),
            _number("face_quality", "Expected agreement with the same face undamaged.", (0.0, 1.0)),
            _text(
                "left_out",
                "Why this time counts in no measure: excluded by the user, the status of an "
                "untrusted window, before the study's time 0, or the participant is left out as a "
                "whole. Empty where it counts.",
                (*REASONS_OF_TIME, PARTICIPANT),
            ),
            Column(
                name="in_means",
                kind="integer",
                meaning="1 in the row whose scores enter means and peaks: it counts and holds "
                "describes_s; else 0. A window has one such row at most.",
                bounds=(0, 1),
            ),
            EMO_TOP,
            *scores.columns,
        )
    )


def participants_layout(settings: StudySettings, scores: Scores) -> TableLayout:
    """A row for each participant and condition."""
    return TableLayout(
        (
            *_who(settings),
            _whole("files", "Videos of the participant under the condition."),
            _whole("windows", "Windows in the means."),
            _seconds(
                "measured_s", "Length of the videos from the study's time 0, less exclusions."
            ),
            _seconds("trusted_s", "Time of it that trusted windows speak for."),
            _number("trusted_share", "trusted_s over measured_s.", (0.0, 1.0)),
            *measures_of(scores),
        )
    )


def groups_layout(settings: StudySettings) -> TableLayout:
    """A row for each condition and measure, across participants."""
    return TableLayout(
        (
            *_levels(settings),
            _text("measure", "The column of the participants table."),
            _whole("participants", "Participants with a value."),
            _whole("missing", "Participants under the condition without a value."),
            _number("mean", "Mean across participants, in the unit of the measure."),
            _number("sd", "Standard deviation (of a sample) across participants."),
            _number("min", "Minimum across participants."),
            _number("max", "Maximum across participants."),
        )
    )


def epochs_layout(settings: StudySettings, scores: Scores) -> TableLayout:
    """A row for each event of a participant and point of the grid."""
    return TableLayout(
        (
            _text("file", "The video, by its path below the study's root."),
            *_who(settings),
            _text("event", "Name of the event."),
            _whole("event_number", "Which event of this name in the video, from 1."),
            _seconds("event_s", "Media time of the event."),
            _seconds("t_s", "Time of the point from the event; negative before it."),
            *scores.columns,
            *(
                Column(
                    name=measure_column("change", column.name),
                    kind="number",
                    meaning=f"{column.name} less its mean over the baseline.",
                    unit=column.unit,
                    decimals=SCORE_DECIMALS,
                )
                for column in scores.columns
            ),
        )
    )


def exclusions_layout(settings: StudySettings) -> TableLayout:
    """A row for each reason by which something is left out."""
    return TableLayout(
        (
            _text(
                "scope",
                "What is left out: time of a video, a participant, or an epoch.",
                ("time", "participant", "epoch"),
            ),
            _text("file", "The video; empty for participants."),
            *_who(settings),
            _text("event", "Name of the event, of epochs."),
            _whole("event_number", "Which event of this name in the video, from 1."),
            _text(
                "reason",
                "As left_out in the windows; not_seen: no window speaks for the time; "
                "trusted_share and baseline_share: less than the share set in study.yaml; "
                "outside_video: the event is not in the video; no_marker: the video has no marker "
                "of this name; participant: left out as a whole.",
                (
                    *REASONS_OF_TIME, NOT_SEEN, TRUSTED_SHARE, BASELINE_SHARE, OUTSIDE_VIDEO,
                    NO_MARKER, PARTICIPANT,
                ),
            ),
            _whole("windows", "Windows, of time."),
            _seconds("seconds", "Time left out."),
            _number(
                "trusted_share",
                "Of participants: trusted time over measured time under the condition. Of epochs: "
                "points of the epoch, or of the baseline, with trusted scores.",
                (0.0, 1.0),
            ),
        )
    )  # fmt: skip


def who_cells(entry: FileEntry) -> dict[str, Cell]:
    """The cells that say who was measured under which condition."""
    return {"participant": entry.participant, **entry.levels, **entry.numbers}


def level_cells(settings: StudySettings, condition: Sequence[str]) -> dict[str, Cell]:
    """The cells that say which condition it is."""
    return dict(zip(settings.factors, condition, strict=True))


def _who(settings: StudySettings) -> tuple[Column, ...]:
    numbers = (_number(name, "A variable of the study.") for name in settings.numbers)
    return (
        _text("participant", "The participant: the unit of all comparisons."),
        *_levels(settings),
        *numbers,
    )


def _levels(settings: StudySettings) -> tuple[Column, ...]:
    factors: Mapping[str, tuple[str, ...]] = settings.factors
    return tuple(_text(n, "A variable of the study.", levels) for n, levels in factors.items())


def _text(name: str, meaning: str, values: Iterable[str] = ()) -> Column:
    return Column(name=name, kind="text", meaning=meaning, values=tuple(values))


def _whole(name: str, meaning: str) -> Column:
    return Column(name=name, kind="integer", meaning=meaning, bounds=(0, None))


def _seconds(name: str, meaning: str) -> Column:
    return Column(name=name, kind="number", meaning=meaning, unit="s", decimals=TIME_DECIMALS)


def _number(name: str, meaning: str, bounds: tuple[float, float] | None = None) -> Column:
    return Column(name=name, kind="number", meaning=meaning, bounds=bounds, decimals=SCORE_DECIMALS)
