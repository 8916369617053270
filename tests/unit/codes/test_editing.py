"""Editing by hand: adding, dragging, merging, splitting; markers and the list of events."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import ValidationError

from svfap_core.codes.coding import Code, CodeDefinition, Coding, Scheme, Tier
from svfap_core.codes.editing import add, add_range, edit, merge, move, move_edge, remove, split
from svfap_core.codes.keys import end_all, press
from svfap_core.codes.listing import ALL, SortBy, listed, next_code, previous_code
from svfap_core.codes.markers import MARKERS_TIER, markers_of, with_markers
from svfap_core.errors import SvfapError
from svfap_core.results.edits import Marker, TimeRange

FRAME_S = 0.04
SCHEME = Scheme(
    tiers=(
        Tier(
            name="t",
            definitions=(
                CodeDefinition(name="a", key="1", group="g"),
                CodeDefinition(name="b", key="2", group="g"),
                CodeDefinition(name="free", key="3"),
                CodeDefinition(name="point", key="4", kind="point"),
            ),
        ),
    )
)


def code(label: str, start_s: float, end_s: float | None, comment: str = "") -> Code:
    return Code(tier="t", label=label, start_s=start_s, end_s=end_s, comment=comment)


def coding(*codes: Code) -> Coding:
    return Coding(scheme=SCHEME, codes=codes)


def spans(coding: Coding) -> list[tuple[str, float, float | None]]:
    return [(c.label, c.start_s, c.end_s) for c in coding.codes]


def pressed(*presses: tuple[str, float]) -> Coding:
    found = coding()
    for key, t_s in presses:
        found = press(found, key, t_s, FRAME_S)
    return found


def test_a_key_begins_and_ends_an_interval() -> None:
    assert spans(pressed(("1", 1.0))) == [("a", 1.0, None)]
    assert spans(pressed(("1", 1.0), ("1", 2.0))) == [("a", 1.0, 2.0)]
    assert spans(pressed(("1", 1.0), ("1", 1.0))) == [("a", 1.0, 1.04)]
    assert spans(pressed(("4", 1.0), ("4", 2.0))) == [("point", 1.0, 1.0), ("point", 2.0, 2.0)]


def test_another_code_of_the_group_ends_what_is_running() -> None:
    assert spans(pressed(("1", 1.0), ("2", 2.0))) == [("a", 1.0, 2.0), ("b", 2.0, None)]
    assert spans(pressed(("1", 1.0), ("3", 2.0))) == [("a", 1.0, None), ("free", 2.0, None)]


def test_coding_again_goes_before_what_was_there() -> None:
    found = pressed(("1", 1.0), ("1", 5.0), ("2", 2.0), ("2", 3.0))
    assert spans(found) == [("a", 1.0, 2.0), ("b", 2.0, 3.0), ("a", 3.0, 5.0)]


def test_everything_ends_with_the_video() -> None:
    assert spans(end_all(pressed(("1", 1.0), ("3", 2.0)), 9.0, FRAME_S)) == [
        ("a", 1.0, 9.0), ("free", 2.0, 9.0),
    ]  # fmt: skip


def test_a_range_makes_room_also_in_what_is_running() -> None:
    found = add_range(pressed(("1", 1.0)), "t", "b", TimeRange(3.0, 2.0))
    assert spans(found) == [("a", 1.0, 2.0), ("b", 2.0, 3.0), ("a", 3.0, None)]


@pytest.mark.parametrize(
    ("edge", "t_s", "expected"),
    [("start", 3.5, (3.5, 4)), ("start", 9, (3.96, 4)), ("start", 0, (2, 4)),
     ("end", 3.5, (3, 3.5)), ("end", 0, (3, 3.04)), ("end", 9, (3, 5))],
)  # fmt: skip
def test_edges_stop_at_a_frame_and_at_neighbours(edge, t_s: float, expected: object) -> None:
    before = coding(code("b", 1, 2), code("a", 3, 4), code("b", 5, 6))
    found = move_edge(before, code("a", 3, 4), edge, t_s, FRAME_S)
    assert (found.code.start_s, found.code.end_s) == expected
    assert found.code in found.coding.codes
    assert len(found.coding.codes) == 3


def test_edges_of_codes_in_no_group_pass_others() -> None:
    before = coding(code("free", 1, 2), code("a", 3, 4))
    assert move_edge(before, code("free", 1, 2), "end", 9, FRAME_S).code.end_s == 9


def test_points_and_running_codes_are_dragged_too() -> None:
    before = coding(code("point", 1, 1), code("free", 2, None))
    assert move_edge(before, code("point", 1, 1), "end", 3, FRAME_S).code == code("point", 3, 3)
    assert move_edge(before, code("free", 2, None), "start", 1, FRAME_S).code == code(
        "free", 1, None
    )
    assert move_edge(before, code("free", 2, None), "end", 1, FRAME_S).coding == before


def test_what_is_shorter_than_a_frame_does_not_grow_by_a_touch() -> None:
    before = coding(code("a", 1, 1.01))
    assert move_edge(before, code("a", 1, 1.01), "end", 1.0, FRAME_S).code == code("a", 1, 1.01)
    assert move_edge(before, code("a", 1, 1.01), "start", 1.005, FRAME_S).code == code("a", 1, 1.01)


def test_merging_keeps_comments_and_refuses_several_tiers() -> None:
    first, second = code("a", 1, 2, "x"), code("b", 3, 4, "y")
    merged = merge(coding(first, second, code("b", 2.5, 2.6)), [second, first])
    assert merged.code == code("a", 1, 4, "x; y")
    assert spans(merged.coding) == [("a", 1, 4)]
    with pytest.raises(SvfapError) as caught:
        merge(coding(first), [first])
    assert caught.value.hint


def test_splitting_leaves_a_frame_on_both_sides() -> None:
    before = coding(code("a", 1, 2, "x"))
    assert split(before, code("a", 1, 2, "x"), 1.04, FRAME_S).codes == (
        code("a", 1, 1.04, "x"), code("a", 1.04, 2, "x"),
    )  # fmt: skip
    for t_s in (0.5, 1.0, 1.03, 1.97, 2.0):
        with pytest.raises(SvfapError):
            split(before, code("a", 1, 2, "x"), t_s, FRAME_S)


def test_changing_and_removing() -> None:
    twice = coding(code("free", 1, 2), code("free", 1, 2))
    assert len(remove(twice, [code("free", 1, 2)]).codes) == 1
    assert remove(twice, [code("free", 9, 10)]) == twice
    changed = edit(twice, code("free", 1, 2), comment="x", label="a")
    assert changed.code == code("a", 1, 2, "x")
    assert move(twice, code("free", 1, 2), 0.5).code == code("free", 1.5, 2.5)
    with pytest.raises(ValueError, match="no such code"):
        edit(twice, code("a", 1, 2), comment="x")
    with pytest.raises(ValidationError):
        edit(twice, code("free", 1, 2), end_s=0.0)


def test_values_refuse_what_makes_no_sense() -> None:
    for broken in (
        {"tier": "", "start_s": 0, "end_s": 0},
        {"tier": "t", "start_s": 1, "end_s": 0},
        {"tier": "t", "start_s": float("nan"), "end_s": 0},
        {"tier": "t", "start_s": 0, "end_s": 1e9},
    ):
        with pytest.raises(ValidationError):
            Code.model_validate(broken)
    definition = CodeDefinition(name="a", key="k")
    with pytest.raises(ValidationError, match="twice"):
        Tier(name="t", definitions=(definition, definition))
    with pytest.raises(ValidationError, match="key k is there twice"):
        Scheme(tiers=tuple(Tier(name=n, definitions=(definition,)) for n in "tu"))
    with pytest.raises(ValidationError, match="twice"):
        Scheme(tiers=(Tier(name="t"), Tier(name="t ")))


def test_markers_are_points_of_a_tier() -> None:
    markers = (Marker(t_s=1, text="hi"), Marker(t_s=2))
    found = with_markers(with_markers(coding(code("a", 0, 3)), [Marker(t_s=9)]), markers)
    assert [(c.label, c.start_s, c.is_point) for c in found.on_tier(MARKERS_TIER)] == [
        ("hi", 1, True), ("", 2, True),
    ]  # fmt: skip
    assert markers_of(found) == markers
    assert len(found.codes) == 3


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


def test_adding_to_no_group_leaves_others_alone() -> None:
    before = coding(code("a", 1, 3))
    assert spans(add(before, code("free", 2, 4))) == [("a", 1, 3), ("free", 2, 4)]
