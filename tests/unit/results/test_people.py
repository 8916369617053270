from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from svfap_core.results.edits import Edits, TimeRange
from svfap_core.results.recording import Recording
from svfap_core.types import Status
from tests.scenes import people, result, schema, talk

TALK = talk(persons=3)


def test_without_edits_persons_are_the_tracks() -> None:
    found = people(TALK)
    assert found.persons == found.visible == TALK.track_ids == (0, 1, 2)
    for person in found.persons:
        assert found.rows(person) == TALK.of_track(person)
    assert found.rows(99) == []
    assert found.label(1) == "Person 1"


def test_merged_tracks_are_one_person_in_order_of_time() -> None:
    found = people(TALK, Edits().merge(2, 0).rename(0, "Anna"))
    rows = found.rows(0)
    assert len(rows) == len(TALK.of_track(0)) + len(TALK.of_track(2))
    assert [row.t_s for row in rows] == sorted(row.t_s for row in rows)
    assert found.persons == (0, 1)
    assert found.tracks_of(0) == (0, 2)
    assert found.label(0) == "Anna"


def test_a_split_divides_rows_by_the_middle_of_their_windows() -> None:
    found = people(TALK, Edits().split(1, 8.0, 1001))
    before, after = found.rows(1), found.rows(1001)
    assert before + after == TALK.of_track(1)
    assert max(r.describes_s for r in before) < 8.0 <= min(r.describes_s for r in after)
    assert found.persons == (0, 1, 2, 1001)
    assert people(TALK, Edits().split(1, 8.0, 1001)).new_person() == 1002


def test_persons_made_by_splitting_are_called_by_the_next_numbers() -> None:
    edits = Edits().split(1, 8.0, 1001).split(0, 6.0, 1002)
    found = people(TALK, edits)
    assert [found.label(person) for person in (0, 1, 2, 1001, 1002)] == [
        f"Person {number}" for number in range(5)
    ]
    # A name stays whoever else is merged away; nobody gets the number of a track.
    assert people(TALK, edits.merge(1001, 1)).label(1002) == "Person 4"
    assert people(TALK, edits.rename(1001, "Anna")).label(1001) == "Anna"


def test_no_two_persons_share_a_number_where_tracks_reach_those_of_made_ones() -> None:
    many = Recording(schema())
    row = result(1.0, 1, Status.OK)
    many.add_results([row, replace(row, track_id=1100)])
    edits = Edits().split(1, 0.5, 1001).split(1, 0.8, 1101)
    found = people(many, edits)
    assert [found.number_of(person) for person in (1, 1100, 1001, 1101)] == [1, 1100, 1001, 1101]


def test_time_at_a_split_is_counted_once() -> None:
    whole, halves = people(TALK), people(TALK, Edits().split(1, 8.0, 1001))
    assert halves.spans(1)[-1].end_s == halves.spans(1001)[0].start_s == 8.0

    def seconds(found: object, person: int) -> float:
        return sum(s.end_s - s.start_s for s in found.spans(person))  # type: ignore[attr-defined]

    assert seconds(halves, 1) + seconds(halves, 1001) == pytest.approx(seconds(whole, 1))


def test_tracks_of_one_person_at_the_same_time_share_it() -> None:
    spans = people(TALK, Edits().merge(2, 1)).spans(1)
    assert all(a.end_s <= b.start_s + 1e-9 for a, b in pairwise(spans))
    assert sum(s.end_s - s.start_s for s in spans) == pytest.approx(
        spans[-1].end_s - spans[0].start_s
    )


def test_faces_of_a_picture_name_persons_and_leave_hidden_ones_out() -> None:
    edits = Edits().merge(2, 0).split(1, 8.0, 1001)
    found = people(TALK, edits)
    assert [(f.track_id, f.person_id) for f in found.in_frame(190)] == [(0, 0), (1, 1), (2, 0)]
    assert [f.person_id for f in found.in_frame(200)] == [0, 1001, 0]
    assert found.at(8.0) == found.in_frame(200)
    assert found.in_frame(10_000) == []
    hidden = people(TALK, edits.hide(0))
    assert [f.person_id for f in hidden.in_frame(200)] == [1001]
    assert hidden.visible == (1, 1001)
    assert hidden.persons == (0, 1, 1001)


def test_visible_rows_are_those_of_visible_persons_and_of_nobody() -> None:
    recording = Recording(schema())
    recording.add_results([result(0.5, 0, Status.NO_FACE), result(4.0, 1), result(4.0, 2)])
    found = people(recording, Edits().hide(2))
    assert found.visible_rows() == [(None, recording.results[0]), (1, recording.results[1])]


def test_a_late_row_stands_where_its_time_is() -> None:
    recording = Recording(schema())
    recording.add_results([result(4.0, 1), result(5.0, 1), result(4.5, 2)])
    found = people(recording, Edits().merge(2, 1))
    assert [row.t_s for row in found.rows(1)] == [4.0, 4.5, 5.0]
    assert found.latest(1, 4.9) is recording.results[2]
    assert found.latest(1, 1.0) is None
    assert found.latest(7, 9.0) is None


def test_times_seen_are_those_of_the_pictures_with_the_person() -> None:
    found = people(TALK, Edits().split(1, 8.0, 1001))
    assert found.times_seen(1001)[0] == 8.0
    assert len(found.times_seen(1)) + len(found.times_seen(1001)) == len(TALK.faces.of_track(1))


def test_baselines_leave_out_what_is_excluded_or_doubtful() -> None:
    edits = Edits().set_baseline(0, TimeRange(0, 16))
    whole, less = people(TALK, edits), people(TALK, edits.exclude(TimeRange(0, 4)))
    ok = [r for r in TALK.of_track(0) if r.status is Status.OK and r.describes_s < 16]
    assert whole.baseline(0) is not None
    assert whole.baseline(0).rows == len(ok)  # type: ignore[union-attr]
    assert less.baseline(0).rows == len([r for r in ok if r.describes_s >= 4])  # type: ignore[union-attr]
    zs = whole.z_scores(0)
    assert [bool(z) for z in zs] == [bool(row.emotions) for row in TALK.of_track(0)]
    assert whole.baseline(1) is None
    assert set(map(len, whole.z_scores(1))) == {0}


def test_a_recording_that_grows_is_shown_as_it_was() -> None:
    recording = Recording(schema())
    recording.add_results([result(4.0, 1)])
    found = people(recording)
    recording.add_results([result(4.5, 1), result(4.5, 2)])
    assert (found.persons, len(found.rows(1))) == ((1,), 1)
