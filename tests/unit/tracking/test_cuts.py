from __future__ import annotations

import numpy as np

from svfap_core.tracking.cuts import CutDetector
from tests.unit.tracking.scene import texture


def big(seed: int) -> np.ndarray:
    """A picture with large light and dark parts, as scenes have."""
    return np.kron(texture(36, 64, seed)[..., 0], np.ones((5, 5), np.uint8))


def test_another_scene_is_a_cut_once():
    cuts = CutDetector()
    seen = [cuts.is_cut(picture) for picture in [big(1)] * 5 + [big(2)] * 5]
    assert seen == [False] * 5 + [True] + [False] * 4


def test_a_cut_right_after_the_first_picture():
    cuts = CutDetector()
    assert [cuts.is_cut(big(seed)) for seed in (1, 2, 3)] == [False, True, True]


def test_light_going_on_is_no_cut():
    cuts = CutDetector()
    dark = (big(1) // 3).astype(np.uint8)
    assert not any(cuts.is_cut(picture) for picture in [dark] * 5 + [big(1)] * 5)


def test_a_pan_is_no_cut():
    wide = np.hstack([big(1), big(2), big(3)])
    cuts = CutDetector()
    assert not any(cuts.is_cut(wide[:, x : x + 320]) for x in range(0, 640, 12))


def test_a_blackout_is_no_cut_but_another_scene_after_it_is():
    black = np.zeros_like(big(1))
    same, other = CutDetector(), CutDetector()
    assert not any(same.is_cut(p) for p in [big(1)] * 3 + [black] * 15 + [big(1)] * 3)
    assert [other.is_cut(p) for p in [big(1), black, big(2)]] == [False, False, True]


def test_another_shape_of_picture_is_a_cut_another_size_is_not():
    cuts = CutDetector()
    cuts.is_cut(big(1))
    assert not cuts.is_cut(big(1)[::2, ::2])
    assert cuts.is_cut(np.ascontiguousarray(np.rot90(big(1))))
