"""Coding by keys while a video plays."""

from __future__ import annotations

from svfap_core.codes.coding import Coding
from svfap_core.codes.editing import add_range, split
from svfap_core.codes.keys import end_all, press
from svfap_core.results.edits import TimeRange
from tests.unit.codes.scenes import FRAME_S, coding, spans


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


def test_the_part_of_a_running_code_before_a_range_makes_room_too() -> None:
    """Both began in one frame, so the first one's frame belongs to the one that went on."""
    found = add_range(pressed(("1", 0.0), ("2", 0.0)), "t", "a", TimeRange(0.04, 0.08))
    assert spans(found) == [("b", 0.0, 0.04), ("a", 0.04, 0.08), ("b", 0.08, None)]


def test_the_first_part_of_a_running_code_that_is_split_makes_room() -> None:
    found = pressed(("2", 1.0), ("2", 2.0), ("1", 1.5))
    assert spans(split(found, found.running[0], 3.0, FRAME_S)) == [
        ("b", 1.0, 1.5), ("a", 1.5, 3.0), ("a", 3.0, None),
    ]  # fmt: skip
