from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from svfap_core.results.stretches import doubt, merged, runs, spans, trusted_emotion
from svfap_core.types import Status
from tests.scenes import SPAN_S, result, talk


def test_equal_neighbours_merge_and_meet() -> None:
    rows = talk(persons=2).of_track(1)
    found = merged(spans(rows), trusted_emotion)
    assert [s.label for s in found] == ["sad", "surprise", "happy"]
    assert all(a.end_s == b.start_s for a, b in pairwise(found))
    first = next(row for row in rows if row.emotions)
    assert found[0].start_s == first.window_start_s
    assert found[-1].end_s == rows[-1].window_end_s


def test_the_first_and_last_rows_of_a_face_speak_to_the_ends_of_its_life() -> None:
    rows = [replace(result(t / 2, 0), describes_s=t / 2) for t in range(8, 20)]
    found = spans(rows, lambda _: (3.8, 9.9))
    edges = [3.8, *(t / 2 + 0.25 for t in range(8, 19)), 9.9]
    assert [s.start_s for s in found] == pytest.approx(edges[:-1])
    assert [s.end_s for s in found] == pytest.approx(edges[1:])


def test_a_missing_row_breaks_a_run() -> None:
    rows = [result(t / 2, 0) for t in (8, 9, 10, 20, 21, 22)]
    assert [len(run) for run in runs(rows)] == [3, 3]
    assert len(merged(spans(rows), trusted_emotion)) >= 2


def test_doubtful_rows_are_told_by_status() -> None:
    found = merged(spans(talk().of_track(0)), doubt)
    assert [s.label for s in found if s.label == "low_quality"] == ["low_quality"]
    assert all(s.end_s > s.start_s for s in found)


def test_a_single_row_stands_for_its_window() -> None:
    [only] = merged(spans([result(5.0, 0)]), trusted_emotion)
    assert (only.start_s, only.end_s) == (5.0 - SPAN_S, 5.0)
    assert merged(spans([result(1.0, 0, Status.WARMING_UP)]), trusted_emotion) == []


def test_no_two_rows_speak_for_the_same_time() -> None:
    # Windows overlap across the break, as after a short absence or of merged tracks.
    rows = [result(t / 2, 0) for t in (8, 9, 10, 14, 15, 16)]
    assert len(runs(rows)) == 2
    found = spans(rows)
    assert all(a.end_s == b.start_s for a, b in pairwise(found))
    assert (found[0].start_s, found[-1].end_s) == (4 - SPAN_S, 8.0)
    assert found[2].end_s == pytest.approx((5.0 + 7.0 - SPAN_S) / 2)


def test_rows_speak_within_their_limits() -> None:
    rows = [result(t / 2, 0) for t in range(8, 20)]
    found = spans(rows, lambda _: (4.0, 7.0))
    assert (found[0].start_s, found[-1].end_s) == (4.0, 7.0)
    assert sum(s.end_s - s.start_s for s in found) == pytest.approx(3.0)
    assert all(s.end_s >= s.start_s for s in found)
