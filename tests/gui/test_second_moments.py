"""What a second video has to show at a moment, and how two videos share a place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svfap_gui.analyse.second.moments import LATE_S, Moment, moment_of, patient, side_by_side


def test_a_video_has_a_time_before_and_after_it() -> None:
    assert moment_of(-0.001, 2.0) is Moment.BEFORE
    assert moment_of(0.0, 2.0) is Moment.DURING
    assert moment_of(-1e-7, 2.0) is Moment.DURING
    assert moment_of(1.99, 2.0) is Moment.DURING
    assert moment_of(2.0, 2.0) is Moment.AFTER
    assert moment_of(1e6, None) is Moment.DURING


@given(st.floats(-1e5, 1e5), st.floats(0, 1e5))
def test_nobody_waits_for_it_and_it_always_has_something_to_show(
    now_s: float, shown_s: float
) -> None:
    by_s = patient(now_s, shown_s)
    assert by_s <= now_s
    assert by_s <= shown_s + LATE_S


@pytest.mark.parametrize(
    ("room_px", "first", "second", "beside"),
    [
        ((900, 350), 16 / 9, 16 / 9, True),
        ((400, 700), 16 / 9, 16 / 9, False),
        ((900, 600), 9 / 16, 9 / 16, True),
        ((700, 700), 16 / 9, 4 / 3, False),
        ((0, 0), 16 / 9, 16 / 9, True),
    ],
)
def test_two_videos_lie_where_both_are_larger(
    room_px: tuple[int, int], first: float, second: float, *, beside: bool
) -> None:
    assert side_by_side(room_px, first, second) is beside


sizes = st.integers(1, 4000)
aspects = st.floats(0.2, 5)


@given(sizes, sizes, aspects, aspects)
def test_which_of_the_two_is_the_second_makes_no_difference(
    width: int, height: int, first: float, second: float
) -> None:
    here = side_by_side((width, height), first, second)
    assert here == side_by_side((width, height), second, first)
