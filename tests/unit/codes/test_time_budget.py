"""Codes as behaviors and as ranges."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svfap_core.codes.coding import Code, CodeDefinition, Coding, Scheme, Tier
from svfap_core.codes.time_budget import code_behaviors, code_ranges
from svfap_core.results.edits import TimeRange
from svfap_core.results.statistics import statistics_in
from svfap_core.results.time_budget import Behavior, bout_measures
from tests.scenes import people, talk

SCHEME = Scheme(
    tiers=(
        Tier(
            name="child",
            participant="P1",
            definitions=(
                CodeDefinition(name="smile"),
                CodeDefinition(name="cry"),
                CodeDefinition(name="nod", kind="point"),
            ),
        ),
    )
)


def code(label: str, start_s: float, end_s: float | None, tier: str = "child") -> Code:
    return Code(tier=tier, label=label, start_s=start_s, end_s=end_s)


def of(coding: Coding, label: str, **how: object) -> Behavior:
    return next(b for b in code_behaviors(coding, 20.0, **how) if b.label == label)  # type: ignore[arg-type]


CODING = Coding(
    coder="Anna",
    scheme=SCHEME,
    codes=(
        code("smile", 2, 4),
        code("smile", 3, 5),
        code("smile", 5, 6),
        code("smile", 18, 30),
        code("smile", 12, None),
        code("nod", 7, 7),
        code("nod", 25, 25),
        code("free", -1, 1, tier="other"),
    ),
)


def test_codes_that_overlap_are_one_bout_and_those_that_touch_are_two() -> None:
    smile = of(CODING, "smile")
    assert smile.bouts == [TimeRange(2, 5), TimeRange(5, 6), TimeRange(18, 20)]
    assert (smile.subject, smile.tier, smile.coder, smile.kind) == ("P1", "child", "Anna", "code")
    found = bout_measures(smile, (TimeRange(0, 20),))
    assert (found.count, found.total_s, found.latency_s) == (3, 6.0, 2.0)


def test_points_count_and_codes_never_used_are_listed() -> None:
    assert of(CODING, "nod").points_s == [7]
    assert of(CODING, "cry").bouts == []
    assert of(CODING, "free").bouts == [TimeRange(0, 1)]
    assert [b.label for b in code_behaviors(CODING, 20.0)] == ["smile", "cry", "nod", "free"]


def test_excluded_time_is_left_out_of_codes_too() -> None:
    smile = of(CODING, "smile", excluded=(TimeRange(3, 3.5), TimeRange(6.5, 8)))
    found = bout_measures(smile, (TimeRange(0, 20),))
    assert found.observed_s == 18.0
    assert found.total_s == 5.5
    assert found.count == 4, "it breaks a bout"
    assert of(CODING, "nod", excluded=(TimeRange(6.5, 8),)).points_s == []


def test_the_intervals_of_a_code_are_a_range() -> None:
    ranges = code_ranges(CODING, 20.0)
    assert [(r.name, r.parts) for r in ranges] == [
        ("child: smile", (TimeRange(2, 6), TimeRange(18, 20))),
        ("other: free", (TimeRange(0, 1),)),
    ]
    assert code_ranges(CODING, 0.0) == ()


def test_scores_within_a_code_are_those_of_the_rows_that_describe_it() -> None:
    recording = talk()
    parts = code_ranges(CODING, 20.0)[0].parts
    found = statistics_in(people(recording), 0, parts)
    rows = [
        r for r in people(recording).trusted_rows(0) if any(p.holds(r.describes_s) for p in parts)
    ]
    assert found.rows == len(rows) > 4
    assert found.scores["happy"].mean == pytest.approx(
        sum(r.emotions["happy"] for r in rows) / len(rows)
    )


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)).map(sorted), max_size=8),
    st.integers(0, 40),
)
def test_the_time_of_a_code_is_that_of_the_seconds_it_covers(
    spans: list[list[int]], border: int
) -> None:
    coding = Coding(codes=tuple(code("x", a, b) for a, b in spans if a < b))
    covered = {t for a, b in spans for t in range(a, b)}
    behaviors = code_behaviors(coding, 40.0)
    for behavior in behaviors:
        parts = [bout_measures(behavior, (TimeRange(*p),)) for p in ((0, border), (border, 40))]
        assert sum(p.total_s or 0 for p in parts) == len(covered)
    assert bool(behaviors) == bool(covered)
