from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svfap_core.tracking.pose import GENERIC_FACE, HeadPose, head_pose, rotation_of

DISTANCE = 12.0


def seen(pose: HeadPose, *, distance: float = DISTANCE, size_px: float = 60.0) -> np.ndarray:
    """Where a camera sees the points of the generic face."""
    turned = (GENERIC_FACE - GENERIC_FACE.mean(axis=0)) @ rotation_of(pose).T
    scale = size_px * distance / (distance - turned[:, 2])
    return np.c_[turned[:, 0] * scale + 200, 150 - turned[:, 1] * scale].astype(np.float32)


def apart(a: float, b: float) -> float:
    return abs((a - b + 180) % 360 - 180)


@given(
    yaw=st.floats(-75, 75),
    pitch=st.floats(-40, 40),
    roll=st.floats(-180, 180),
    size_px=st.floats(5, 500),
)
def test_a_known_pose_is_found_again(yaw, pitch, roll, size_px):
    found = head_pose(seen(HeadPose(yaw, pitch, roll), size_px=size_px))
    assert found.yaw_deg == pytest.approx(yaw, abs=3)
    assert found.pitch_deg == pytest.approx(pitch, abs=8)
    assert apart(found.roll_deg, roll) < 8


@given(yaw=st.floats(0, 80), distance=st.floats(7, 1000))
def test_the_lens_matters_little(yaw, distance):
    assert head_pose(seen(HeadPose(yaw, 0, 0), distance=distance)).yaw_deg == pytest.approx(
        yaw, abs=3
    )


@pytest.mark.parametrize("side", [-1, 1])
def test_yaw_never_falls_as_a_head_turns(side):
    found = [head_pose(seen(HeadPose(side * yaw, 0, 0))).yaw_deg * side for yaw in range(0, 81, 2)]
    assert found == sorted(found)
    assert found[-1] > 75


def test_signs_are_those_of_the_person():
    """The person's left is the image's right; left, up, and the left shoulder are positive."""
    front = seen(HeadPose(0, 0, 0))
    nose_right, nose_up = front.copy(), front.copy()
    nose_right[2, 0] += 15
    nose_up[2, 1] -= 12
    assert head_pose(nose_right).yaw_deg > 20
    assert head_pose(nose_up).pitch_deg > 10
    lower_right_eye = front.copy()
    lower_right_eye[1, 1] += 15
    assert head_pose(lower_right_eye).roll_deg > 5


@given(angle=st.floats(-170, 170), yaw=st.floats(-60, 60), pitch=st.floats(-30, 30))
def test_turning_the_image_changes_the_roll_alone(angle, yaw, pitch):
    points_px = seen(HeadPose(yaw, pitch, 0))
    a = np.deg2rad(angle)
    clockwise = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
    before = head_pose(points_px)
    after = head_pose(((points_px - 100) @ clockwise.T + 30).astype(np.float32))
    assert after.yaw_deg == pytest.approx(before.yaw_deg, abs=0.5)
    assert after.pitch_deg == pytest.approx(before.pitch_deg, abs=0.5)
    assert apart(after.roll_deg - before.roll_deg, angle) < 0.5


@given(yaw=st.floats(-70, 70), pitch=st.floats(-30, 30), roll=st.floats(-60, 60))
def test_a_mirror_image_turns_and_tilts_the_other_way(yaw, pitch, roll):
    points_px = seen(HeadPose(yaw, pitch, roll))
    mirrored = (points_px * [-1, 1] + [400, 0])[[1, 0, 2, 4, 3]].astype(np.float32)
    plain, other = head_pose(points_px), head_pose(mirrored)
    assert other.yaw_deg == pytest.approx(-plain.yaw_deg, abs=0.5)
    assert other.pitch_deg == pytest.approx(plain.pitch_deg, abs=0.5)
    assert apart(other.roll_deg, -plain.roll_deg) < 0.5


@given(st.lists(st.floats(-1e4, 1e4), min_size=10, max_size=10), st.integers(0, 4))
def test_points_that_no_face_has_still_have_some_pose(numbers, kind):
    points_px = np.array(numbers, np.float32).reshape(5, 2)
    if kind == 1:
        points_px[:, 1] = 7
    elif kind == 2:
        points_px[:, 1] = points_px[:, 0]
    elif kind == 3:
        points_px[:] = points_px[0]
    elif kind == 4:
        points_px[1:3] = points_px[0]
    pose = head_pose(points_px)
    assert np.isfinite(pose).all()
    assert abs(pose.yaw_deg) <= 90
