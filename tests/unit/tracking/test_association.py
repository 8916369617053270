from __future__ import annotations

import numpy as np
import pytest

from svfap_core.tracking.association import assign, misfit, overlap, size_px
from svfap_core.types import Box

BOX = Box(100, 100, 140, 160)


def moved(box: Box, dx: float, dy: float, scale: float = 1.0) -> Box:
    return Box(box.x0 + dx, box.y0 + dy, box.x0 + dx + box.width * scale,
               box.y0 + dy + box.height * scale)  # fmt: skip


def test_the_same_box_fits_perfectly():
    assert misfit(BOX, BOX, 0.6) == 0


def test_a_face_without_overlap_can_still_be_ranked():
    near, far = moved(BOX, 45, 0), moved(BOX, 60, 0)
    assert overlap(BOX, near) == 0
    assert misfit(BOX, near, 1.0) < misfit(BOX, far, 1.0)


def test_beyond_reach_or_twice_the_size_does_not_fit():
    assert misfit(BOX, moved(BOX, 2 * size_px(BOX), 0), 1.5) > 1
    assert misfit(BOX, moved(BOX, 0, 0, 2.1), 5.0) > 1
    assert misfit(BOX, Box(5, 5, 5, 9), 5.0) == np.inf


def test_the_best_pairs_together_win_over_the_best_single_pair():
    assert assign([[0.1, 0.2], [0.15, 0.9]]) == [(0, 1), (1, 0)]


def test_impossible_pairs_are_left_out():
    assert assign([[0.5, 3.0], [np.inf, 2.0]]) == [(0, 0)]
    assert assign([[np.inf]]) == []


def test_an_impossible_pair_is_never_bought_by_a_swap():
    assert assign([[0.9, 1.2], [0.0, 5.0]]) == [(1, 0)]


@pytest.mark.parametrize("costs", [[], [[], []], np.zeros((0, 3))])
def test_nothing_to_pair(costs):
    assert assign(costs) == []


def test_overlap():
    assert overlap(BOX, BOX) == 1
    assert overlap(Box(0, 0, 2, 2), Box(1, 0, 3, 2)) == pytest.approx(1 / 3)
