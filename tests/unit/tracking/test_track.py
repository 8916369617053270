from __future__ import annotations

import numpy as np
import pytest

from svfap_core.tracking.follow import Followed
from svfap_core.tracking.track import Track
from svfap_core.types import Box, Detection
from tests.unit.tracking.scene import TEMPLATE

LOOKS = np.eye(1, 12, dtype=np.float32)[0]


def seen(x: float, score: float = 0.9) -> Detection:
    points = (np.array(TEMPLATE) * 50 + (x, 20)).astype(np.float32)
    return Detection(Box(x, 20, x + 50, 70), points, score)


def place(x: float) -> Followed:
    return Followed(seen(x).box, seen(x).points_px)


def test_small_disagreement_is_averaged_a_large_one_believed():
    track = Track(seen(100), LOOKS, 0.0)
    track.follow_to(place(110), 0.04)
    track.see(seen(110.4), LOOKS, 0.04)
    assert 110 < track.box.x0 < 110.25
    track.see(seen(140), LOOKS, 0.08)
    assert track.box.x0 == 140


def walked() -> Track:
    """A face that walked 100 px/s to x = 128, then was lost."""
    track = Track(seen(100), LOOKS, 0.0)
    track.settle(0.0, crowded=False)
    for index in range(1, 8):
        track.follow_to(place(100 + 4 * index), 0.04 * index)
        track.see(seen(100 + 4 * index), LOOKS, 0.04 * index)
        track.settle(0.04 * index, crowded=False)
    return track


def test_out_of_sight_it_went_on_or_stopped_on_its_way():
    track = walked()
    track.follow_to(None, 0.32)
    assert not track.visible
    for at, expected in ((900, 128 + 100), (180, 180), (90, 128)):
        assert track.expected_box(1.28, seen(at).box).x0 == pytest.approx(expected, abs=0.1)


def test_what_was_followed_beside_another_face_or_undetected_is_forgotten():
    track = walked()
    for index in range(8, 12):
        track.follow_to(place(128 - 9 * (index - 7)), 0.04 * index)
        track.settle(0.04 * index, crowded=index >= 10)
    track.lose_sight()
    assert track.box == seen(128).box
    assert track.expected_box(1.28, seen(900).box).x0 == pytest.approx(228, abs=0.1)


def test_looks_do_not_change_beside_another_face():
    track = walked()
    track.settle(0.28, crowded=True)
    track.see(seen(128), np.eye(1, 12, 3, dtype=np.float32)[0], 0.32)
    np.testing.assert_array_equal(track.looks, LOOKS)


def test_back_in_sight_it_starts_afresh():
    track = Track(seen(100), LOOKS, 0.0)
    track.follow_to(None, 0.04)
    track.see(seen(170, 0.6), LOOKS, 0.5)
    assert track.visible
    assert track.detected
    assert track.score == 0.6
    np.testing.assert_array_equal(track.smooth_points_px(), seen(170).points_px)


def test_in_a_larger_picture_everything_grows():
    track = Track(seen(100), LOOKS, 0.0)
    track.scale(np.array([2.0, 3.0]))
    assert track.box == Box(200, 60, 300, 210)
    np.testing.assert_allclose(track.smooth_points_px(), seen(100).points_px * [2, 3])
