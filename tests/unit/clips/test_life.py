from __future__ import annotations

import numpy as np
import pytest
from svfap_core.clips.ring import FaceRing

from tests.fakes import SPEC, face, picture


def filled(frames: int, rate_fps: float = 25.0) -> FaceRing:
    ring = FaceRing(7, SPEC)
    for index in range(frames):
        t_s = index / rate_fps
        ring.push(picture(index, t_s), face(7), np.full((16, 16, 3), index % 256, np.uint8))
    return ring


def test_a_window_holds_the_pictures_of_its_times() -> None:
    window = filled(100).window(99 / 25)
    assert window.track_id == 7
    assert window.faces_rgb.shape == (8, 16, 16, 3)
    assert window.faces_rgb[:, 0, 0, 0].tolist() == [71, 75, 79, 83, 87, 91, 95, 99]
    assert (window.start_s, window.end_s) == pytest.approx((71 / 25, 99 / 25))
    assert window.num_distinct == 8
    assert not window.faces_rgb.flags.writeable


def test_it_is_full_after_one_window_and_stays_so() -> None:
    assert not filled(20).is_full(19 / 25)
    assert filled(29).is_full(28 / 25)
    assert filled(1000).is_full(999 / 25)


def test_memory_does_not_grow_with_time() -> None:
    assert len(filled(1000)._seen) <= 1.28 * 25 + 3


def test_quality_is_the_mean_of_the_sampled_faces() -> None:
    ring = FaceRing(1, SPEC)
    for index in range(40):
        crop = np.zeros((16, 16, 3), np.uint8)
        ring.push(picture(index, index / 25), face(1, quality=index / 40), crop)
    sampled = [11, 15, 19, 23, 27, 31, 35, 39]
    assert ring.window(39 / 25).quality == pytest.approx(np.mean(sampled) / 40)
