"""Good faces are taken, spread over a track; useless ones never."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from svfap_core.recognition.sampling import (
    LOWEST_QUALITY,
    PER_TRACK,
    SMALLEST_PX,
    WIDEST_YAW_DEG,
    sampled,
    worth_of,
)
from svfap_core.results.recording import FACE


def faces(count: int, track_id: int = 1) -> NDArray[Any]:
    """Good frontal faces, one a tenth of a second."""
    made = np.zeros(count, FACE)
    made["frame"] = np.arange(count)
    made["t_s"] = np.arange(count) / 10
    made["track_id"] = track_id
    made["points_px"][:, 1, 0] = 40
    made["quality"] = 0.9
    made["detected"] = True
    return made


def test_a_long_track_is_looked_at_all_over() -> None:
    made = faces(600)
    times_s = made["t_s"][sampled(made)]
    assert len(times_s) == PER_TRACK
    assert [int(t // 10) for t in times_s] == [0, 1, 2, 3, 4, 5]


def test_the_best_face_of_each_stretch_is_taken() -> None:
    made = faces(60)
    made["quality"] = 0.6
    best = [3, 14, 25, 36, 47, 58]
    made["quality"][best] = 0.95
    assert sampled(made).tolist() == best


def test_a_frontal_face_goes_before_a_turned_one() -> None:
    made = faces(2)
    made["head_yaw_deg"] = [-50, 5]
    assert sampled(made, 1).tolist() == [1]
    made["head_yaw_deg"] = [5, 50]
    assert sampled(made, 1).tolist() == [0]


def test_faces_of_no_use_are_not_taken() -> None:
    made = faces(6)
    made["points_px"][0] = np.nan
    made["points_px"][1, 1, 0] = SMALLEST_PX - 1
    made["quality"][2] = LOWEST_QUALITY - 0.01
    made["quality"][3] = np.nan
    made["head_yaw_deg"][4] = WIDEST_YAW_DEG + 1
    assert (worth_of(made) > 0).tolist() == [False] * 5 + [True]
    assert sampled(made).tolist() == [5]


def test_measures_that_are_not_known_count_neither_way() -> None:
    made = faces(3)
    made["head_yaw_deg"] = np.nan
    assert len(sampled(made)) == 3


@given(st.lists(st.tuples(st.integers(1, 4), st.floats(0, 1)), max_size=80), st.integers(1, 8))
def test_no_track_has_more_than_its_share_nor_none_if_it_could(
    found: list[tuple[int, float]], per_track: int
) -> None:
    made = faces(len(found))
    made["track_id"] = [track for track, _ in found]
    made["quality"] = [quality for _, quality in found]
    places = sampled(made, per_track)
    assert (worth_of(made)[places] > 0).all()
    assert places.tolist() == sorted(set(places.tolist()))
    for track in {track for track, _ in found}:
        own = int(np.count_nonzero(made["track_id"][places] == track))
        usable = int(np.count_nonzero((made["track_id"] == track) & (worth_of(made) > 0)))
        assert (usable > 0) <= own <= min(per_track, usable)
