"""Sets of time against sets of whole seconds."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from svfap_core.results.edits import TimeRange
from svfap_core.results.intervals import common, holds, length_s, less, union

ranges = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda ends: TimeRange(*sorted(ends))),
    max_size=6,
)


def seconds(parts: object) -> set[int]:
    return {t for start, end in parts for t in range(int(start), int(end))}  # type: ignore[attr-defined]


@given(ranges, ranges)
def test_they_are_sets_of_seconds(first: list[TimeRange], second: list[TimeRange]) -> None:
    one, other = union(first), union(second)
    assert seconds(one) == seconds(first)
    assert seconds(common(one, other)) == seconds(one) & seconds(other)
    assert seconds(less(one, other)) == seconds(one) - seconds(other)
    assert length_s(one) == len(seconds(one))
    assert [holds(one, t) for t in range(31)] == [t in seconds(one) for t in range(31)]
    for parts in (one, common(one, other), less(one, other)):
        assert all(a.end_s <= b.start_s for a, b in pairwise(parts))


def test_ranges_that_touch_stay_two_unless_they_are_united() -> None:
    touching = [TimeRange(1, 2), TimeRange(2, 3)]
    assert common(touching, [TimeRange(0, 9)]) == touching
    assert less(touching, []) == touching
    assert union(touching) == (TimeRange(1, 3),)
    assert union([TimeRange(4, 4)]) == ()


def test_the_start_belongs_to_it_and_the_end_does_not() -> None:
    parts = (TimeRange(1, 2), TimeRange(3, 4))
    assert [holds(parts, t_s) for t_s in (0.5, 1.0, 2.0, 2.5, 3.9)] == [
        False, True, False, False, True,
    ]  # fmt: skip
