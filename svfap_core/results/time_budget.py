"""The time budget: how often, how long and how soon each label occurred, per range.

Emotions of persons and codes of coders are counted alike, as behaviors: labels with bouts (unbroken
stretches of one label) or points. Terms and columns are defined in docs/figures.md. Knows no files.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Literal, NamedTuple, TypeAlias

import numpy as np

from svfap_core.results.edits import TimeRange
from svfap_core.results.intervals import common, length_s, less
from svfap_core.results.layout import SCORE_DECIMALS, TIME_DECIMALS, Column, Layout, Row
from svfap_core.results.named_ranges import NamedRange
from svfap_core.results.people import Population
from svfap_core.results.stretches import merged, trusted_emotion
from svfap_core.results.trust import is_trusted

BehaviorKind: TypeAlias = Literal["emotion", "code", "point"]


class Behavior(NamedTuple):
    """One label of one person or tier, with all that is needed to count it.

    `bouts` are in order and apart or touching; a point has `points_s` instead, in order. `observed`
    is the time in which it could have been seen, in order and apart or touching.
    """

    kind: BehaviorKind
    label: str
    observed: Sequence[TimeRange]
    bouts: Sequence[TimeRange] = ()
    points_s: Sequence[float] = ()
    person_id: int | None = None
    subject: str = ""
    tier: str = ""
    coder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoutMeasures:
    """One behavior in one range; what cannot be known is `None`.

    Attributes:
        count: Bouts or points that lie in the range at least in part.
        observed_s: Time of the range in which the behavior could have been seen.
        rate_per_min: `count` per observed minute.
        total_s: Time of all bouts in the range.
        share: `total_s` over `observed_s`, 0..1.
        mean_s: Mean duration of the bouts, as far as they lie in the range.
        sd_s: Standard deviation of the durations (of a sample).
        min_s: Shortest bout.
        max_s: Longest bout.
        latency_s: From the start of the range to the first bout or point; 0 where one is under way
            already. None in ranges of several parts.
    """

    count: int
    observed_s: float
    rate_per_min: float | None
    total_s: float | None
    share: float | None
    mean_s: float | None
    sd_s: float | None
    min_s: float | None
    max_s: float | None
    latency_s: float | None


def bout_measures(behavior: Behavior, parts: Sequence[TimeRange]) -> BoutMeasures:
    """Count a behavior in a range.

    Args:
        behavior: What to count.
        parts: Of the range, in order and apart. Bouts are cut at their edges.
    """
    observed_s = length_s(common(behavior.observed, parts))
    bouts = common(behavior.bouts, parts)
    points_s = list(chain.from_iterable(_inside(behavior, part) for part in parts))
    starts_s = points_s if behavior.kind == "point" else [bout.start_s for bout in bouts]
    durations_s = np.array([bout.end_s - bout.start_s for bout in bouts])
    has_bouts = behavior.kind != "point"
    total_s = float(durations_s.sum()) if has_bouts else None
    return BoutMeasures(
        count=len(starts_s),
        observed_s=observed_s,
        rate_per_min=60 * len(starts_s) / observed_s if observed_s else None,
        total_s=total_s,
        share=total_s / observed_s if total_s is not None and observed_s else None,
        mean_s=float(durations_s.mean()) if bouts else None,
        sd_s=float(durations_s.std(ddof=1)) if len(bouts) > 1 else None,
        min_s=float(durations_s.min()) if bouts else None,
        max_s=float(durations_s.max()) if bouts else None,
        latency_s=starts_s[0] - parts[0].start_s if starts_s and len(parts) == 1 else None,
    )


def emotion_behaviors(population: Population) -> list[Behavior]:
    """The strongest emotions of all visible persons: one behavior for each label of the model.

    Observed is what trusted rows speak for and the user did not exclude. Where it is interrupted,
    a bout ends: what happened meanwhile is not known.
    """
    excluded = population.edits.excluded
    names = population.recording.schema.emotion_names
    found: list[Behavior] = []
    for person in population.visible:
        trusted = merged(population.spans(person), lambda row: "" if is_trusted(row) else None)
        observed = less([TimeRange(s.start_s, s.end_s) for s in trusted], excluded)
        bouts: dict[str, list[TimeRange]] = {name: [] for name in names}
        for stretch in merged(population.spans(person), trusted_emotion):
            bouts.setdefault(stretch.label, []).append(TimeRange(stretch.start_s, stretch.end_s))
        found += [
            Behavior(
                "emotion",
                name,
                observed,
                less(its_bouts, excluded),
                person_id=person,
                subject=population.label(person),
            )
            for name, its_bouts in bouts.items()
        ]
    return found


@dataclass(frozen=True)
class TimeBudgetSchema(Layout):
    """The columns of `time_budget_rows`."""

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """All columns in order."""
        return (
            _text("video", "Name of the source."),
            *range_columns(),
            Column(
                name="person_id",
                kind="integer",
                meaning="The person, as in the table; empty for codes.",
            ),
            _text("subject", "Name of the person, or participant of the tier."),
            Column(
                name="kind",
                kind="text",
                meaning="Strongest emotion of a person, code with a duration, or code of a moment.",
                values=("emotion", "code", "point"),
            ),
            _text("tier", "Tier of the code; empty for emotions."),
            _text("coder", "Who coded; empty for emotions."),
            _text("label", "The emotion or the code."),
            _seconds(
                "observed_s",
                "Of the range, the time in which the label could be seen: what trusted rows speak "
                "for (emotions) or all of the video (codes), without what the user excluded.",
            ),
            Column(
                name="count",
                kind="integer",
                meaning="Bouts (unbroken stretches of the label) or points in the range; a bout "
                "that the edge of the range cuts counts.",
                bounds=(0, None),
            ),
            Column(
                name="rate_per_min",
                kind="number",
                meaning="Count per observed minute.",
                unit="1/min",
                decimals=SCORE_DECIMALS,
            ),
            _seconds("total_s", "Time of all bouts in the range."),
            Column(
                name="share",
                kind="number",
                meaning="total_s over observed_s.",
                bounds=(0.0, 1.0),
                decimals=SCORE_DECIMALS,
            ),
            _seconds("mean_s", "Mean duration of the bouts, as far as they lie in the range."),
            _seconds("sd_s", "Standard deviation (of a sample) of these durations."),
            _seconds("min_s", "Duration of the shortest bout."),
            _seconds("max_s", "Duration of the longest bout."),
            _seconds(
                "latency_s",
                "From the start of the range to the first bout or point, 0 where one is under way; "
                "empty where there is none, and in ranges of several parts.",
            ),
        )


def range_columns() -> tuple[Column, ...]:
    """What says of which range a row is."""
    return (
        Column(
            name="range_kind",
            kind="text",
            meaning="The whole video, the range chosen by the user, from a marker to the next, or "
            "all intervals of a code.",
            values=("video", "range", "markers", "code"),
        ),
        _text("range", "Name of the range: of its marker, or tier and code."),
        _seconds("start_s", "Start of the range."),
        _seconds("end_s", "End of the range."),
        _seconds("range_s", "Length of the range: of all its parts together."),
    )


def range_cells(of: NamedRange) -> Row:
    """The cells of `range_columns`."""
    return {
        "range_kind": of.kind,
        "range": of.name or None,
        "start_s": of.start_s,
        "end_s": of.end_s,
        "range_s": of.length_s,
    }


def time_budget_rows(
    video: str, behaviors: Iterable[Behavior], ranges: Iterable[NamedRange]
) -> Iterator[Row]:
    """A row for each range and behavior, also for those that never occurred."""
    schema, found = TimeBudgetSchema(), list(behaviors)
    for named in ranges:
        for behavior in found:
            measures = bout_measures(behavior, named.parts)
            yield schema.checked(
                {
                    "video": video,
                    **range_cells(named),
                    "person_id": behavior.person_id,
                    "subject": behavior.subject or None,
                    "kind": behavior.kind,
                    "tier": behavior.tier or None,
                    "coder": behavior.coder or None,
                    "label": behavior.label,
                    **{name: getattr(measures, name) for name in BoutMeasures.__slots__},
                }
            )


def _inside(behavior: Behavior, part: TimeRange) -> Sequence[float]:
    """The points in a part of a range."""
    first = bisect_left(behavior.points_s, part.start_s)
    return behavior.points_s[first : bisect_left(behavior.points_s, part.end_s, lo=first)]


def _text(name: str, meaning: str) -> Column:
    return Column(name=name, kind="text", meaning=meaning)


def _seconds(name: str, meaning: str) -> Column:
    return Column(name=name, kind="number", meaning=meaning, unit="s", decimals=TIME_DECIMALS)
