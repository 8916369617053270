"""The time budget against pandas, on a grid of milliseconds, and by what must add up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svfap_core.results.edits import Edits, TimeRange
from svfap_core.results.named_ranges import chosen_range, whole_video
from svfap_core.results.people import Population
from svfap_core.results.statistics import statistics
from svfap_core.results.time_budget import (
    Behavior,
    TimeBudgetSchema,
    bout_measures,
    emotion_behaviors,
    time_budget_rows,
)
from svfap_core.results.trust import is_trusted
from tests.scenes import people, talk

TALK = talk()
WORK = Edits().exclude(TimeRange(6.0, 7.5)).exclude(TimeRange(16.1, 16.9))
BEHAVIORS = emotion_behaviors(people(TALK, WORK))


def in_milliseconds(population: Population, person: int, span: TimeRange) -> pd.Series:
    """The label of each millisecond, "" where nothing is observed."""
    t_s = (np.arange(round(span.start_s * 1000), round(span.end_s * 1000)) + 0.5) / 1000
    labels = pd.Series("", index=t_s)
    for row in population.spans(person):
        if is_trusted(row.row):
            labels[(t_s >= row.start_s) & (t_s < row.end_s)] = row.row.top_emotion
    for start_s, end_s in population.edits.excluded:
        labels[(t_s >= start_s) & (t_s < end_s)] = ""
    return labels


@pytest.mark.parametrize("edits", [Edits(), WORK])
@pytest.mark.parametrize("span", [TimeRange(0, 20), TimeRange(5.25, 14.001), TimeRange(5.5, 8.2)])
def test_bouts_are_those_that_pandas_counts(edits: Edits, span: TimeRange) -> None:
    population = people(TALK, edits)
    compared = 0
    for behavior in emotion_behaviors(population):
        assert behavior.person_id is not None
        labels = in_milliseconds(population, behavior.person_id, span)
        runs = labels.groupby((labels != labels.shift()).cumsum())
        durations = runs.size()[runs.first() == behavior.label] / 1000
        found = bout_measures(behavior, (span,))
        assert found.count == len(durations)
        assert found.observed_s == pytest.approx((labels != "").sum() / 1000, abs=0.01)
        assert found.total_s == pytest.approx(durations.sum(), abs=0.01)
        if len(durations):
            compared += 1
            assert found.mean_s == pytest.approx(durations.mean(), abs=0.01)
            assert found.min_s == pytest.approx(durations.min(), abs=0.01)
            assert found.max_s == pytest.approx(durations.max(), abs=0.01)
            assert found.sd_s == (
                pytest.approx(durations.std(), abs=0.01) if len(durations) > 1 else None
            )
            first = labels[labels == behavior.label].index[0]
            assert found.latency_s == pytest.approx(first - span.start_s, abs=0.01)
            assert found.rate_per_min == pytest.approx(60 * found.count / found.observed_s)
            assert found.share == pytest.approx(found.total_s / found.observed_s)
    assert compared >= 2, "nothing was compared"


def test_time_that_is_not_trusted_breaks_a_bout() -> None:
    """Person 0 is happy before and after some seconds that cannot be trusted."""
    happy = next(
        b for b in emotion_behaviors(people(TALK)) if (b.person_id, b.label) == (0, "happy")
    )
    found = bout_measures(happy, (TimeRange(7.5, 20),))
    assert found.count == 2
    assert found.observed_s < 8
    assert found.share == pytest.approx(1.0), "what is not trusted is no part of the observed time"


def test_shares_are_those_of_the_statistics() -> None:
    population = people(TALK, WORK)
    for behavior in emotion_behaviors(population):
        figures = statistics(population, behavior.person_id or 0)
        found = bout_measures(behavior, whole_video(TALK.end_s).parts)
        assert found.observed_s == pytest.approx(figures.seconds)
        assert found.share == pytest.approx(figures.time_shares.get(behavior.label, 0.0))


@given(st.floats(0, 20), st.floats(0, 20), st.floats(0, 20))
def test_splitting_a_range_adds_up(a: float, b: float, c: float) -> None:
    low, middle, high = sorted((a, b, c))
    for behavior in BEHAVIORS:
        whole = bout_measures(behavior, (TimeRange(low, high),))
        parts = [bout_measures(behavior, (TimeRange(*p),)) for p in ((low, middle), (middle, high))]
        assert whole.total_s == pytest.approx(sum(p.total_s or 0 for p in parts))
        assert whole.observed_s == pytest.approx(sum(p.observed_s for p in parts))
        # A bout that the border cuts is counted on both sides.
        assert whole.count <= sum(p.count for p in parts) <= whole.count + 1


@given(st.floats(0, 20), st.floats(0, 20))
def test_the_emotions_of_a_person_fill_the_observed_time(a: float, b: float) -> None:
    span = (TimeRange(*sorted((a, b))),)
    for person in (0, 1):
        found = [bout_measures(x, span) for x in BEHAVIORS if x.person_id == person]
        assert sum(f.total_s or 0 for f in found) == pytest.approx(found[0].observed_s)
        if found[0].observed_s:
            assert sum(f.share or 0 for f in found) == pytest.approx(1)


def test_points_have_a_count_a_rate_and_a_latency() -> None:
    nod = Behavior("point", "nod", (TimeRange(0, 10),), points_s=(1.0, 4.0, 9.0))
    found = bout_measures(nod, (TimeRange(2, 9),))
    assert (found.count, found.latency_s, found.observed_s) == (1, 2.0, 7.0)
    assert found.rate_per_min == pytest.approx(60 / 7)
    assert (found.total_s, found.share, found.mean_s, found.max_s) == (None,) * 4
    # The end of a range is the start of the next: no point counts twice.
    parts = [bout_measures(nod, (TimeRange(*p),)).count for p in ((0, 4), (4, 9), (9, 10))]
    assert parts == [1, 1, 1]


def test_a_range_of_several_parts_has_no_latency() -> None:
    smile = Behavior("code", "smile", (TimeRange(0, 10),), (TimeRange(3, 5), TimeRange(7, 8)))
    found = bout_measures(smile, (TimeRange(0, 4), TimeRange(7.5, 9)))
    assert (found.count, found.total_s, found.latency_s) == (2, 1.5, None)
    assert bout_measures(smile, (TimeRange(4, 9),)).latency_s == 0.0


def test_nothing_observed_has_no_rate() -> None:
    found = bout_measures(Behavior("emotion", "sad", ()), (TimeRange(0, 5),))
    assert (found.count, found.observed_s, found.rate_per_min, found.share) == (0, 0, None, None)
    assert bout_measures(Behavior("emotion", "sad", ()), ()).count == 0


def test_rows_have_all_columns_and_labels_that_never_occurred() -> None:
    population = people(TALK, Edits().rename(1, "Anna"))
    ranges = (whole_video(TALK.end_s), chosen_range(TimeRange(2, 8), TALK.end_s))
    rows = list(time_budget_rows("talk.mp4", emotion_behaviors(population), ranges))
    schema = TimeBudgetSchema()
    assert len(rows) == 2 * 2 * 7
    assert all(tuple(row) == schema.names for row in rows)
    assert {row["label"] for row in rows if not row["count"]} >= {"disgust", "angry"}
    assert {row["subject"] for row in rows} == {"Person 0", "Anna"}
    assert {(row["range_kind"], row["range_s"]) for row in rows} == {
        ("video", 19.96),
        ("range", 6.0),
    }
    assert all(column.meaning for column in schema.columns)
    hidden = people(TALK, Edits().hide(1))
    assert {b.person_id for b in emotion_behaviors(hidden)} == {0}


def test_a_model_without_emotions_has_no_bouts() -> None:
    recording = talk()
    recording.schema = replace(recording.schema, emotion_names=())
    recording.results[:] = [replace(row, emotions={}) for row in recording.results]
    assert emotion_behaviors(people(recording)) == []
