"""The list of events."""

from __future__ import annotations

from dataclasses import replace

from svfap_core.codes.listing import ALL, SortBy, listed, next_code, previous_code
from svfap_core.results.edits import TimeRange
from tests.unit.codes.scenes import code, coding


def test_the_list_is_sorted_filtered_and_stepped_through() -> None:
    codes = (code("b", 1, 9, "Wow"), code("a", 2, 3), code("point", 4, 4), code("free", 5, None))
    found = coding(*codes)
    assert listed(found) == codes
    assert [c.label for c in listed(found, by=SortBy.LABEL)] == ["a", "b", "free", "point"]
    assert [c.label for c in listed(found, by=SortBy.DURATION, descending=True)] == [
        "free", "b", "a", "point",
    ]  # fmt: skip
    assert listed(found, replace(ALL, words="wOW")) == codes[:1]
    assert listed(found, replace(ALL, labels=frozenset("ab"))) == codes[:2]
    assert listed(found, replace(ALL, tiers=frozenset({"u"}))) == ()
    assert listed(found, replace(ALL, span=TimeRange(3, 4.5))) == (codes[0], codes[2])
    assert next_code(found, 2) == codes[2]
    assert previous_code(found, 2) == codes[0]
    assert next_code(found, 5) is None
    assert previous_code(found, 1) is None
    assert next_code(found, 0, replace(ALL, labels=frozenset({"free"}))) == codes[3]
