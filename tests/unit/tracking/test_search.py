from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from svfap_core.tracking.search import (
    LEAST_PX,
    SIDE_PX,
    TILE_PX,
    Found,
    found_at_a_glance_px,
    keep_best,
    search,
)
from svfap_core.types import RGB

_SIDES = st.integers(100, 4000)


class Eye:
    """Finds white squares, if as large in its input as a detector needs."""

    def __init__(self) -> None:
        self.inputs: list[tuple[int, int]] = []

    def __call__(self, canvas: RGB) -> Found:
        height, width = canvas.shape[:2]
        assert height % 32 == width % 32 == 0
        self.inputs.append((height, width))
        white = (canvas[:, :, 0] > 127).astype(np.uint8)
        stats = cv2.connectedComponentsWithStats(white)[2][1:, :4].astype(np.float32)
        # A face that is cut by the input's edge is found, too: as a smaller one.
        stats = stats[stats[:, 2:].min(axis=1, initial=1e9) >= LEAST_PX - 1]
        boxes = np.concatenate([stats[:, :2], stats[:, :2] + stats[:, 2:]], axis=1)
        points = np.repeat(boxes.reshape(-1, 2, 2).mean(axis=1, keepdims=True), 5, axis=1)
        return Found(boxes, points, np.full(len(boxes), 0.9, np.float32))


def picture(height: int, width: int, squares: list[tuple[int, int, int]]) -> RGB:
    rgb = np.zeros((height, width, 3), np.uint8)
    for x, y, side in squares:
        rgb[y : y + side, x : x + side] = 255
    return rgb


@given(_SIDES, _SIDES, st.integers(8, 120), st.data())
@example(2160, 3840, 24, None)
def test_every_face_is_found_once_and_whole(height, width, smallest_px, data):
    """Whatever the picture's size, wherever the face lies: on the seam of two tiles, too."""
    shorter = min(height, width)
    low = min(max(smallest_px, 9), shorter)
    if data is None:
        x, y, side = width // 2 - 12, height // 2 - 12, 24
    else:
        side = data.draw(
            st.integers(low, shorter) | st.integers(low, max(low, min(shorter, 4 * smallest_px)))
        )
        x = data.draw(st.integers(0, width - side))
        y = data.draw(st.integers(0, height - side))
    (face,) = search(Eye(), picture(height, width, [(x, y, side)]), smallest_px=smallest_px)
    scale = max(min(SIDE_PX / max(height, width), 2), min(LEAST_PX / smallest_px, 2))
    near = 1.5 / min(scale, 1) + 1.5
    assert face.box == pytest.approx((x, y, x + side, y + side), abs=near)
    assert face.points_px[0] == pytest.approx((x + side / 2, y + side / 2), abs=near)


def test_a_face_larger_than_a_tile_is_found_beside_small_ones():
    squares = [(100, 100, 1900), (2500, 300, 24), (3800, 2130, 26)]
    found = search(Eye(), picture(2160, 3840, squares), smallest_px=24)
    assert sorted(round(face.box.width, -1) for face in found) == [20, 30, 1900]


def test_pieces_at_the_edges_of_tiles_are_no_faces():
    for x in range(1500, 2310, 23):
        found = search(Eye(), picture(2160, 3840, [(x, 700, 190)]), smallest_px=24)
        assert len(found) == 1, x
    assert len(search(Eye(), picture(4320, 7680, [(400, 200, 4000)]), smallest_px=20)) == 1


def test_no_input_is_larger_than_need_be():
    def inputs(height: int, width: int, smallest_px: float) -> list[tuple[int, int]]:
        eye = Eye()
        search(eye, picture(height, width, []), smallest_px=smallest_px)
        return eye.inputs

    assert inputs(720, 1280, np.inf) == [(384, 640)]
    assert inputs(360, 640, 24) == [(384, 640)]
    assert inputs(720, 1280, 24) == [(384, 640), (480, 864)]
    assert inputs(1080, 1920, 24) == [(384, 640), (736, 1280)]
    whole, *tiles = inputs(2160, 3840, 24)
    assert whole == (384, 640)
    assert len(tiles) == 4
    assert len(set(tiles)) == 1  # One shape, one network.
    assert max(tiles[0]) <= TILE_PX + 4 * 64


def test_what_is_seen_at_a_glance():
    assert found_at_a_glance_px((720, 1280)) == 32
    assert found_at_a_glance_px((240, 320)) == 8
    side = round(found_at_a_glance_px((2160, 3840)))
    assert len(search(Eye(), picture(2160, 3840, [(1000, 700, side)]), smallest_px=np.inf)) == 1


def test_of_overlapping_boxes_the_best_is_kept():
    boxes = np.array([[0, 0, 10, 10], [2, 0, 12, 10], [50, 0, 60, 10], [6, 0, 16, 10]], np.float32)
    scores = np.array([0.6, 0.9, 0.7, 0.5], np.float32)
    assert keep_best(boxes, scores) == [1, 2]
    assert keep_best(boxes[[1, 2]], scores[[1, 2]]) == [0, 1]
    assert keep_best(boxes[:0], scores[:0]) == []
