from __future__ import annotations

import cv2
import numpy as np
import pytest

from svfap_core.tracking.quality import face_quality, pose, sharpness
from tests.unit.tracking.scene import TEMPLATE, texture

# A head: eyes, nose tip, mouth corners in distances from eyes to mouth; x right, y down, z near.
HEAD = np.array([[-0.475, 0, 0], [0.475, 0, 0], [0, 0.57, 0.55], [-0.38, 1, 0.05], [0.38, 1, 0.05]])


def head(yaw_deg: float, pitch_deg: float = 0.0, roll_deg: float = 0.0, size: float = 100.0):
    y, p, r = np.deg2rad([yaw_deg, pitch_deg, roll_deg])
    turn = np.array([[np.cos(y), 0, np.sin(y)], [0, 1, 0], [-np.sin(y), 0, np.cos(y)]])
    nod = np.array([[1, 0, 0], [0, np.cos(p), -np.sin(p)], [0, np.sin(p), np.cos(p)]])
    roll = np.array([[np.cos(r), -np.sin(r)], [np.sin(r), np.cos(r)]])
    return ((HEAD @ turn.T @ nod.T)[:, :2] @ roll.T * size + 200).astype(np.float32)


def test_pose_falls_from_front_to_profile():
    values = [pose(head(yaw)) for yaw in (0, 20, 40, 60, 80)]
    assert values[0] > 0.98
    assert values == sorted(values, reverse=True)
    assert values[-1] < 0.25
    np.testing.assert_allclose(values, np.cos(np.deg2rad((0, 20, 40, 60, 80))), atol=0.15)


def test_pose_is_the_same_left_and_right_large_and_small_tilted_or_not():
    assert pose(head(35)) == pytest.approx(pose(head(-35)), abs=0.02)
    assert pose(head(35, size=30)) == pytest.approx(pose(head(35)), abs=0.01)
    assert pose(head(35, roll_deg=40)) == pytest.approx(pose(head(35)), abs=0.01)


def test_pose_falls_with_a_nod_up_or_down():
    assert pose(head(0, 35)) < 0.9
    assert pose(head(0, -35)) < 0.9


def test_points_on_one_spot_are_worth_nothing():
    spot = np.full((5, 2), 9, np.float32)
    assert pose(spot) == 0
    assert face_quality(texture(64, 64, 1), spot, TEMPLATE, 64).overall == 0


def test_sharpness_falls_with_blur_but_not_with_darkness():
    shade = np.linspace(30, 220, 96)[None, :, None]
    crop = (0.6 * shade + 0.4 * texture(96, 96, 2)).astype(np.uint8)
    blurred = [cv2.GaussianBlur(crop, (0, 0), s) for s in (1, 2, 4, 8)]
    values = [sharpness(crop), *(sharpness(b) for b in blurred)]
    assert values == sorted(values, reverse=True)
    assert values[-1] < 0.35 * values[0]
    assert sharpness((crop * 0.4).astype(np.uint8)) == pytest.approx(values[0], abs=0.05)
    assert sharpness(np.full((96, 96, 3), 80, np.uint8)) == 0


def test_size_counts_against_the_crop():
    rgb = texture(400, 400, 2)
    for side, expected in ((224, 1.0), (112, 1.0), (56, 0.5), (28, 0.25)):
        points = (np.array(TEMPLATE) * side + 20).astype(np.float32)
        assert face_quality(rgb, points, TEMPLATE, 112).size == pytest.approx(expected, abs=1e-6)
