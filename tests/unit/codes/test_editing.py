"""Editing by hand: adding, dragging, merging, splitting."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from svfap_core.codes.editing import add, edit, merge, move, move_edge, remove, split
from svfap_core.errors import SvfapError
from tests.unit.codes.scenes import FRAME_S, code, coding, spans


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


def test_adding_to_no_group_leaves_others_alone() -> None:
    before = coding(code("a", 1, 3))
    assert spans(add(before, code("free", 2, 4))) == [("a", 1, 3), ("free", 2, 4)]
