from __future__ import annotations

import numpy as np
import pytest

from svfap_core.results.trajectories import (
    STEP_S,
    Trajectory,
    _likeness,
    _path,
    same_faces,
    trajectories,
)
from tests.scenes import talk
from tests.unit.results.drawn_tracks import faces_of, still


def likeness(a: Trajectory, b: Trajectory) -> float:
    return _likeness(_path(a), _path(b)) if a and b else 0.0


def thin(*samples: tuple[float, float, float, float, float]) -> Trajectory:
    return trajectories(faces_of({1: samples}))[1]


def test_a_few_boxes_a_second_are_kept_and_both_ends() -> None:
    path = [(t_s, 100 + 40 * t_s, 50.0, 150 + 40 * t_s, 110.0) for t_s in np.arange(101) / 25]
    kept = thin(*path)
    assert len(kept) == 4 / STEP_S + 1
    assert (kept[0][0], kept[-1][0]) == (0.0, 4.0)
    # In between the face is where a straight line says.
    assert likeness(kept, tuple(path)) == 1.0
    assert [round(box[1] - 100, 1) for box in kept] == [round(40 * box[0], 1) for box in kept]


def test_tracks_are_chosen_and_those_without_faces_left_out() -> None:
    faces = faces_of({3: still(0, 1), 1: still(0, 2, 200)})
    assert list(trajectories(faces)) == [1, 3]
    assert list(trajectories(faces, [3, 9])) == [3]
    assert trajectories(faces[:0]) == {}


def test_a_gap_is_kept_as_one() -> None:
    with_gap = thin(*still(0, 2), *still(6, 8))
    assert [sample[0] for sample in with_gap if 1.9 < sample[0] < 6.1] == [2.0, 6.0]
    # Somebody who is there during the gap only is nobody of these.
    assert likeness(with_gap, thin(*still(2.1, 5.9))) == 0.0
    assert likeness(with_gap, with_gap) == 1.0


def test_boxes_that_usually_are_far_apart_have_no_gaps() -> None:
    rare, often = thin(*still(0, 60, fps=0.2)), thin(*still(0, 60))
    assert likeness(rare, often) == 1.0


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (still(0, 10), still(0, 10), 1.0),
        (still(0, 10), still(0, 10, 10), 1.0),  # IoU 2 / 3
        (still(0, 10), still(0, 10, 20), 0.0),  # IoU 3 / 7
        (still(0, 10), still(0, 6), 0.6),
        (still(0, 6), still(4, 10), 0.2),
        (still(0, 4), still(6, 10), 0.0),
        (still(3, 3), still(3, 3), 1.0),
        (still(3, 3), still(0, 10), 0.0),
        (still(0, 10), [], 0.0),
    ],
)
def test_likeness_is_the_share_of_time_in_which_both_are_one_face(
    a: list[tuple[float, ...]], b: list[tuple[float, ...]], expected: float
) -> None:
    one, other = tuple(a), tuple(b)
    assert likeness(one, other) == pytest.approx(expected, abs=0.03)  # type: ignore[arg-type]
    assert likeness(other, one) == pytest.approx(expected, abs=0.03)  # type: ignore[arg-type]


def test_boxes_without_area_are_no_face() -> None:
    line = tuple((t, 5.0, 5.0, 5.0, 90.0) for t in (0.0, 1.0))
    assert likeness(line, line) == 0.0


def test_half_of_the_time_is_not_enough() -> None:
    old = {1: tuple(still(0, 10))}
    assert same_faces(old, {7: tuple(still(0, 4.9))}) == {}
    assert same_faces(old, {7: tuple(still(0, 5.2))}) == {1: 7}


def test_a_track_that_goes_on_with_another_face_is_none_of_both() -> None:
    """A swap half-way: whatever was said of either would be wrong for half of the time."""
    left, right = still(0, 10), still(0, 10, 300)
    swapped = {1: (*left[:125], *right[125:]), 2: (*right[:125], *left[125:])}
    assert same_faces({1: tuple(left), 2: tuple(right)}, swapped) == {}


def test_each_track_has_one_partner_the_most_alike() -> None:
    """Two trackers of which one sees a face twice."""
    old = {1: tuple(still(0, 10)), 2: tuple(still(0, 8, 4))}
    assert same_faces(old, {5: tuple(still(0, 8, 4))}) == {2: 5}
    assert same_faces({1: old[1]}, {5: tuple(still(0, 8)), 6: tuple(still(0, 10))}) == {1: 6}


def test_nobody_is_like_nobody() -> None:
    tracks = {1: tuple(still(0, 1))}
    assert same_faces({}, tracks) == same_faces(tracks, {}) == same_faces({1: ()}, tracks) == {}


def test_of_a_real_recording_each_track_is_itself() -> None:
    tracks = trajectories(talk(persons=3).faces.view())
    assert same_faces(tracks, tracks) == {track: track for track in tracks}
