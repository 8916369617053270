from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from svfap_core.results.edits import (
    FIRST_MADE_PERSON,
    Edits,
    Marker,
    TimeRange,
)


def worked() -> Edits:
    return (
        Edits()
        .merge(2, 1)
        .split(1, 8.0, 1001)
        .rename(1, "  Anna \n B ")
        .hide(3)
        .exclude(TimeRange(4, 6))
        .add_marker(Marker(t_s=3, text="bell, “loud”"))
        .set_baseline(1, TimeRange(9, 0))
        .found_at(Path("v.mp4"))
    )


def test_a_track_is_its_own_person_until_told_otherwise() -> None:
    assert Edits().person_of(7, 1.0) == 7
    assert Edits().name_of(7) == ""
    assert worked().name_of(1) == "Anna B"
    assert worked().rename(1, "  ").names == {}


def test_merging_what_was_merged_takes_all_along() -> None:
    edits = Edits().merge(3, 2).merge(2, 1).merge(5, 4).merge(1, 4)
    assert {edits.person_of(track, 0.0) for track in (1, 2, 3, 4, 5)} == {4}
    assert edits.merge(4, 4) == edits
    # A circle ends where it was sent last.
    assert Edits().merge(1, 2).merge(2, 1).persons == {2: 1}


def test_a_merge_is_taken_back_by_splitting_the_track_off() -> None:
    merged = Edits().merge(2, 1).merge(3, 1)
    back = merged.split(2, 0.0, 2)
    assert (back.person_of(2, 5.0), back.person_of(3, 5.0)) == (2, 1)
    assert merged.split(2, -1.0, 2).split(3, 0.0, 3) == Edits()


def test_splits_hold_until_the_next_one_and_vanish_where_they_change_nothing() -> None:
    edits = Edits().split(1, 10.0, 1002).split(1, 5.0, 1001)
    assert [edits.person_of(1, t) for t in (4.9, 5.0, 9.9, 10.0)] == [1, 1001, 1001, 1002]
    assert edits.split(1, 5.0, 1003).person_of(1, 6.0) == 1003
    assert edits.merge(1001, 1002).person_of(1, 6.0) == 1002
    assert len(edits.merge(1001, 1002).splits) == 1
    assert edits.merge(1001, 1).merge(1002, 1).splits == ()


def test_parts_of_a_split_track_merge_with_other_tracks() -> None:
    edits = Edits().split(1, 5.0, 1001).merge(1001, 2).merge(1, 3)
    assert [edits.person_of(1, t) for t in (0.0, 6.0)] == [3, 2]
    assert edits.person_of(2, 0.0) == 2


def test_the_person_merged_into_keeps_its_name_and_else_takes_the_others() -> None:
    named = Edits().rename(1, "A").rename(2, "B").set_baseline(2, TimeRange(0, 5)).hide(2)
    merged = named.merge(2, 1)
    assert merged.names == {1: "A"}
    assert merged.baselines == {1: TimeRange(0, 5)}
    assert merged.hidden == frozenset()
    assert named.merge(1, 3).names == {2: "B", 3: "A"}


def test_numbers_of_new_persons_are_free() -> None:
    assert Edits().new_person([1, 2]) == FIRST_MADE_PERSON
    edits = Edits().split(1, 5.0, 1001).merge(1001, 2)
    assert edits.new_person([1, 2]) == 1002
    assert Edits().new_person([4000]) == 4001


def test_excluded_ranges_stay_in_order_and_apart() -> None:
    edits = Edits().exclude(TimeRange(8, 6)).exclude(TimeRange(1, 2)).exclude(TimeRange(3, 3))
    assert edits.excluded == ((1, 2), (6, 8))
    assert edits.exclude(TimeRange(2, 6)).excluded == ((1, 8),)
    assert edits.exclude(TimeRange(1.5, 7)).excluded == ((1, 8),)
    assert [edits.is_excluded(t) for t in (0.9, 1.0, 2.0, 7.9, 8.0)] == [
        False, True, False, True, False,
    ]  # fmt: skip


def test_a_part_of_an_excluded_range_is_taken_back() -> None:
    edits = Edits().exclude(TimeRange(0, 10)).exclude(TimeRange(20, 30))
    assert edits.include(TimeRange(6, 4)).excluded == ((0, 4), (6, 10), (20, 30))
    assert edits.include(TimeRange(5, 25)).excluded == ((0, 5), (25, 30))
    assert edits.include(TimeRange(-5, 99)).excluded == ()
    assert edits.include(TimeRange(12, 15)) == edits


def test_markers_stay_in_order_and_one_of_equal_ones_goes() -> None:
    late, early = Marker(t_s=5, text="b"), Marker(t_s=2, text="a")
    edits = Edits().add_marker(late).add_marker(early).add_marker(late)
    assert edits.markers == (early, late, late)
    assert edits.remove_marker(late).markers == (early, late)
    assert edits.remove_marker(Marker(t_s=9, text="")) == edits


def test_hiding_and_baselines_are_taken_back() -> None:
    assert worked().show(3).hidden == frozenset()
    assert worked().baselines == {1: TimeRange(0, 9)}
    assert worked().set_baseline(1, None).baselines == {}


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValidationError):
        Edits().exclude(TimeRange(0, float("nan")))
    with pytest.raises(ValidationError):
        Marker(t_s=float("inf"), text="")


def test_what_is_about_time_names_nobody() -> None:
    edits = worked().on("first").split(7, 3.0, 1002)
    assert edits.numbers == {1, 2, 3, 7, 1001, 1002}
    assert edits.about_time().numbers == frozenset()
    assert edits.about_time().markers == edits.markers
    assert edits.about_time().excluded == edits.excluded
    assert (edits.about_time().video, edits.about_time().analysis) == (edits.video, "first")
    assert Edits().exclude(TimeRange(1, 2)).numbers == frozenset()
    assert Edits().set_baseline(4, TimeRange(0, 1)).numbers == {4}


def test_markers_and_ranges_of_others_are_added_once() -> None:
    marker, other = Marker(t_s=3, text="bell, “loud”"), Marker(t_s=1, text="a")
    mine = worked()
    both = mine.and_time_of(Edits().add_marker(marker).add_marker(other).exclude(TimeRange(5, 7)))
    assert both.markers == (other, marker)
    assert both.excluded == ((4, 7),)
    assert both.about_time().names == {}
    assert both.names == mine.names
    assert mine.and_time_of(mine) == mine


def test_markers_of_a_file_edited_by_hand_are_put_in_order_of_time() -> None:
    late, early, same = (
        Marker(t_s=2.0, text="late"),
        Marker(t_s=1.0, text="a"),
        Marker(t_s=1.0, text="b"),
    )
    edits = Edits(markers=(late, early, same))
    assert edits.markers == (early, same, late)
    assert edits.remove_marker(same).markers == (early, late)
    assert edits.remove_marker(Marker(t_s=1.5, text="late")) == edits


def test_who_is_not_one_is_remembered_in_either_order_until_merged_by_hand() -> None:
    edits = Edits().keep_apart([(2, 1), (1, 2), (3, 3), (4, 2)])
    assert edits.apart == ((1, 2), (2, 4))
    assert edits.numbers == {1, 2, 4}
    assert edits.merge(4, 5).apart == ((1, 2), (2, 5))
    assert edits.merge(1, 4).apart == ((2, 4),)
    assert edits.merge(2, 1).apart == ((1, 4),)
    assert edits.about_time().apart == ()
    assert edits.about_persons().apart == edits.apart
    assert Edits().keep_apart([(7, 8)]).over(edits).apart == ((1, 2), (2, 4), (7, 8))


def test_made_persons_of_two_works_stay_apart_under_their_new_numbers() -> None:
    mine = Edits().split(1, 5.0, 1001)
    theirs = Edits().split(2, 5.0, 1001).keep_apart([(2, 1001)])
    both = mine.over(theirs)
    made = both.person_of(2, 6.0)
    assert made != both.person_of(1, 6.0)
    assert both.apart == ((2, made),)
