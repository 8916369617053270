from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis.strategies import booleans, integers, lists, tuples

from svfap_core.clips.sampling import frames_at, sample_times


def test_samples_lie_in_the_middle_of_equal_parts() -> None:
    assert sample_times(2.0, 0.64, 4) == pytest.approx([2.08, 2.24, 2.40, 2.56])
    assert sample_times(2.0, 0.04, 1) == pytest.approx([2.02])


def test_the_papers_window_takes_every_fourth_frame_of_25_fps() -> None:
    starts_s = np.arange(64) / 25
    chosen = frames_at(starts_s, starts_s + 1 / 25, sample_times(0, 2.56, 16))
    assert chosen.tolist() == list(range(2, 63, 4))


def test_a_lost_frame_shifts_no_other() -> None:
    starts_s = np.arange(64) / 25
    times_s = sample_times(0, 2.56, 16)
    before = starts_s[frames_at(starts_s, starts_s + 1 / 25, times_s)]
    left = np.delete(starts_s, 30)
    after = left[frames_at(left, np.append(left[1:], 2.56), times_s)]
    assert np.flatnonzero(before != after).tolist() == [7]


def test_where_nothing_is_on_screen_the_nearest_is_taken_and_of_two_the_earlier() -> None:
    starts_s, ends_s = np.array([1.0, 3.0]), np.array([2.0, 4.0])
    times_s = np.array([0.0, 1.0, 1.9, 2.0, 2.5, 2.51, 3.0, 3.9, 9.0])
    assert frames_at(starts_s, ends_s, times_s).tolist() == [0, 0, 0, 0, 0, 1, 1, 1, 1]


@given(
    parts=lists(tuples(integers(1, 9), booleans()), min_size=1, max_size=30),
    times=lists(integers(-20, 300), min_size=1, max_size=40),
)
def test_any_lookup_equals_a_search_by_the_definition(
    parts: list[tuple[int, bool]], times: list[int]
) -> None:
    """Frames of any length, some of them not seen, in exact arithmetic."""
    seen: list[tuple[Fraction, Fraction]] = []
    t = Fraction(0)
    for length, is_seen in parts:
        if is_seen or not seen:
            seen.append((t, t + Fraction(length, 7)))
        t += Fraction(length, 7)
    wanted = [Fraction(time, 7) + Fraction(1, 1000) for time in times]

    def distance(frame: tuple[Fraction, Fraction], at: Fraction) -> Fraction:
        return max(frame[0] - at, at - frame[1], Fraction(0))

    expected = [min(range(len(seen)), key=lambda i: distance(seen[i], at)) for at in wanted]
    starts_s, ends_s = (
        np.array([float(edge) for edge in edges]) for edges in zip(*seen, strict=True)
    )
    assert frames_at(starts_s, ends_s, np.array([float(t) for t in wanted])).tolist() == expected
