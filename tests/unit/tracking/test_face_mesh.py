"""Regions and poses of the mesh of 478 points."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svfap_core.tracking.face_mesh import (
    BLENDSHAPE_POINTS,
    Geometry,
    Roi,
    mesh_pose,
    roi_of_five,
    roi_of_mesh,
)
from svfap_core.tracking.pose import HeadPose, rotation_of

FIVE = np.array([(40, 50), (60, 50), (50, 62), (43, 72), (57, 72)], np.float32)


def head() -> Geometry:
    rng = np.random.default_rng(1)
    return Geometry(rng.normal(size=(468, 3)) * (7, 9, 4), rng.random(468))


def test_blendshapes_take_146_distinct_points_in_order() -> None:
    assert len(BLENDSHAPE_POINTS) == 146
    assert (np.diff(BLENDSHAPE_POINTS) > 0).all()
    assert BLENDSHAPE_POINTS[-1] == 477


def test_the_region_of_a_mesh_is_one_and_a_half_times_its_longer_side() -> None:
    points = np.zeros((478, 3), np.float32)
    points[:, :2] = (50, 60)
    points[0, :2], points[1, :2] = (30, 20), (70, 100)
    points[33, :2], points[263, :2] = (40, 50), (60, 50)
    assert roi_of_mesh(points) == Roi(50, 60, 120, 0)


@given(
    st.floats(-3, 3),
    st.floats(0.5, 50),
    st.floats(-500, 500),
    st.floats(-500, 500),
)
def test_the_region_of_five_points_goes_along_with_the_face(
    angle: float, scale: float, x: float, y: float
) -> None:
    turn = scale * np.array(
        [[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]]
    )
    level, moved = roi_of_five(FIVE), roi_of_five((FIVE @ turn.T + (x, y)).astype(np.float32))
    assert moved.side == pytest.approx(scale * level.side, rel=1e-3)
    assert moved.angle == pytest.approx(angle, abs=1e-2)
    expected = turn @ (level.x, level.y) + (x, y)
    assert (moved.x, moved.y) == pytest.approx(tuple(expected), abs=0.05 * scale + 0.01)


@given(st.floats(-80, 80), st.floats(-60, 60), st.floats(-170, 170), st.floats(0.1, 100))
def test_the_pose_of_a_turned_head_is_how_it_was_turned(
    yaw: float, pitch: float, roll: float, scale: float
) -> None:
    geometry, pose = head(), HeadPose(yaw, pitch, roll)
    seen = scale * geometry.vertices @ rotation_of(pose).T * (1, -1, -1) + (300, 200, 5)
    points = np.vstack([seen, np.zeros((10, 3))]).astype(np.float32)
    assert mesh_pose(points, geometry) == pytest.approx(pose, abs=0.1)
