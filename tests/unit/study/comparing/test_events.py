"""Matching of events: by hand, and against every possible pairing."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svfap_core.study.comparing.events import event_figures, match_events


def events(*times_s: float) -> np.ndarray:
    return np.array(times_s, float).reshape(-1, 1)


def test_the_nearest_first_would_lose_a_pair() -> None:
    # 1.0 is nearest to 1.2, which leaves 1.9 without a partner.
    found = match_events(events(1.0, 1.9), events(0.5, 1.2), 0.7)
    assert found.pairs.tolist() == [[0, 0], [1, 1]]


def test_of_equally_many_pairs_the_closest_win() -> None:
    found = match_events(events(1.0), events(0.6, 1.1), 0.5)
    assert found.pairs.tolist() == [[0, 1]]


def test_a_tolerance_includes_its_end_in_decimals() -> None:
    assert 0.4 - 0.1 > 0.3, "in floating point"
    assert match_events(events(0.1), events(0.4), 0.3).n_matched == 1
    assert match_events(events(0.1), events(0.400001), 0.3).n_matched == 0
    assert match_events(events(4.004), events(4.074), 0.07).n_matched == 1, "also in microseconds"
    assert match_events(events(2.0), events(2.0), 0).n_matched == 1


def test_bouts_match_by_both_ends() -> None:
    reference, other = np.array([[1.0, 2.0], [5.0, 9.0]]), np.array([[1.1, 2.1], [5.0, 7.0]])
    assert match_events(reference, other, 0.2).pairs.tolist() == [[0, 0]]
    assert match_events(reference, other, 2).n_matched == 2


times = st.lists(st.integers(0, 30), max_size=4).map(lambda found: events(*(t / 10 for t in found)))


@given(first=times, second=times, tolerance=st.integers(0, 10))
def test_no_pairing_is_better(first: np.ndarray, second: np.ndarray, tolerance: int) -> None:
    found = match_events(first, second, tolerance / 10)
    assert len({a for a, _ in found.pairs.tolist()}) == found.n_matched
    assert len({b for _, b in found.pairs.tolist()}) == found.n_matched
    tenths = [np.rint(side[:, 0] * 10).astype(int) for side in (first, second)]
    short, long = sorted(tenths, key=len)
    best = (0, 0)
    for order in permutations(range(len(long)), len(short)):
        gaps = np.abs(short - long[list(order)]) if len(short) else np.zeros(0, int)
        kept = gaps[gaps <= tolerance]
        best = max(best, (len(kept), -int(kept.sum())))
    gaps = np.abs(tenths[0][found.pairs[:, 0]] - tenths[1][found.pairs[:, 1]])
    assert (found.n_matched, -int(gaps.sum())) == best
    assert match_events(second, first, tolerance / 10).n_matched == found.n_matched


def test_figures_of_counts() -> None:
    found = event_figures(6, 8, 12)
    assert (found.recall, found.precision, found.f1) == (0.75, 0.5, 0.6)
    empty = event_figures(0, 0, 0)
    assert (empty.recall, empty.precision, empty.f1) == (None, None, None)
    assert event_figures(0, 3, 0).f1 == 0


def test_bad_input_is_refused() -> None:
    with pytest.raises(ValueError, match="tolerance"):
        match_events(events(1), events(1), -0.1)
    with pytest.raises(ValueError, match="without an end"):
        match_events(np.array([[1, np.nan]]), np.array([[1.0, 2.0]]), 1)
    with pytest.raises(ValueError, match="the same of both"):
        match_events(events(1), np.array([[1.0, 2.0]]), 1)
