from __future__ import annotations

import cv2
import numpy as np

from svfap_core.tracking.follow import follow
from svfap_core.types import Box
from tests.unit.tracking.scene import TEMPLATE, texture

BOX = Box(120, 80, 200, 160)
POINTS = (np.array(TEMPLATE) * 80 + [120, 80]).astype(np.float32)
GRAY = cv2.GaussianBlur(cv2.cvtColor(texture(240, 320, 4), cv2.COLOR_RGB2GRAY), (5, 5), 0)
ONE = np.ones(2)


def warped(matrix: np.ndarray) -> np.ndarray:
    return cv2.warpAffine(GRAY, matrix, (320, 240), borderMode=cv2.BORDER_REFLECT)


def test_turn_scale_and_shift_are_followed():
    matrix = cv2.getRotationMatrix2D((160, 120), 6, 1.05)
    matrix[:, 2] += (7.3, -4.6)
    (found,) = follow(GRAY, warped(matrix), [(BOX, POINTS)], ONE)
    assert found is not None
    # warpAffine counts from the middle of the first pixel, points from its corner.
    expected = (POINTS - 0.5) @ matrix[:, :2].T + matrix[:, 2] + 0.5
    np.testing.assert_allclose(found.points_px, expected, atol=0.15)
    np.testing.assert_allclose(found.box.width, BOX.width * 1.05, atol=0.5)


def test_a_picture_half_as_large_gives_full_pixels():
    matrix = np.array([[1, 0, 6.0], [0, 1, 4.0]])
    small, moved = (cv2.resize(g, (160, 120), interpolation=cv2.INTER_AREA)
                    for g in (GRAY, warped(matrix)))  # fmt: skip
    (found,) = follow(small, moved, [(BOX, POINTS)], ONE / 2)
    assert found is not None
    np.testing.assert_allclose(found.points_px, POINTS + np.array([6, 4]), atol=0.3)


def test_each_face_goes_its_own_way_and_the_hidden_one_is_lost():
    left, right = Box(20, 80, 80, 140), Box(220, 80, 280, 140)
    five = np.array(TEMPLATE) * 60
    faces = [(box, (five + np.array(box[:2])).astype(np.float32)) for box in (left, right)]
    now = GRAY.copy()
    now[:, :160] = warped(np.array([[1, 0, 0.0], [0, 1, 5.0]]))[:, :160]
    noise = np.random.default_rng(9).integers(0, 255, (120, 160), np.uint8)
    now[60:180, 160:] = noise
    found, lost = follow(GRAY, now, faces, ONE)
    assert lost is None
    assert found is not None
    np.testing.assert_allclose(found.points_px, faces[0][1] + [0, 5], atol=0.2)


def test_a_blank_picture_loses_the_face():
    assert follow(GRAY, np.zeros_like(GRAY), [(BOX, POINTS)], ONE) == [None]


def test_no_faces():
    assert follow(GRAY, GRAY, [], ONE) == []
