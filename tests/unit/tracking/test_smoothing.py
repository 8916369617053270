from __future__ import annotations

import numpy as np
import pytest

from svfap_core.tracking.smoothing import PointsSmoother

START = np.array([[100, 80], [140, 80], [120, 100], [105, 120], [135, 120]], np.float32)


def test_steady_motion_is_followed_without_lag():
    smoother = PointsSmoother()
    velocity = np.array([200.0, -90.0])
    times = np.cumsum([0, 0.033, 0.042, 0.033, 0.05, 0.033, 0.033, 0.042])
    for t in times:
        smoother.put(t, START + (velocity * t).astype(np.float32))
    position, speed = smoother.fit()
    np.testing.assert_allclose(position, START + velocity * times[-1], atol=1e-4)
    np.testing.assert_allclose(speed, np.tile(velocity, (5, 1)), atol=1e-2)


@pytest.mark.parametrize("fps", [25, 30, 60])
def test_jitter_of_a_still_face_falls(fps):
    rng = np.random.default_rng(0)
    smoother = PointsSmoother()
    raw, smooth = [], []
    for index in range(300):
        seen = START + rng.normal(0, 1, START.shape).astype(np.float32)
        smoother.put(index / fps, seen)
        raw.append(seen - START)
        smooth.append(smoother.fit()[0] - START)
    assert np.std(smooth[10:]) < 0.85 * np.std(raw[10:])


def test_the_first_moments_are_taken_as_they_are():
    smoother = PointsSmoother()
    for index in range(3):
        smoother.put(index * 0.04, START + index)
        np.testing.assert_array_equal(smoother.fit()[0], START + index)


def test_one_time_holds_one_position_and_a_gap_forgets():
    smoother = PointsSmoother()
    for _ in range(6):
        smoother.put(1.0, START)
    smoother.put(1.0, START + 5)
    np.testing.assert_array_equal(smoother.fit()[0], START + 5)
    smoother.put(9.0, START + 50)
    np.testing.assert_array_equal(smoother.fit()[0], START + 50)


def test_a_larger_picture_scales_what_is_known():
    smoother = PointsSmoother()
    for index in range(5):
        smoother.put(index * 0.04, START)
    smoother.scale(np.array([2.0, 3.0]))
    np.testing.assert_allclose(smoother.fit()[0], START * [2, 3])


def test_reset_forgets():
    smoother = PointsSmoother()
    for index in range(5):
        smoother.put(index * 0.04, START)
    smoother.reset()
    smoother.put(0.2, START + 30)
    np.testing.assert_array_equal(smoother.fit()[0], START + 30)
