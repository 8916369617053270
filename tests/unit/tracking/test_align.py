from __future__ import annotations

import cv2
import numpy as np
import pytest

from svfap_core.tracking.align import align_face, fit_similarity
from tests.unit.tracking.scene import TEMPLATE, texture

T = np.array(TEMPLATE)


def turned(points: np.ndarray, scale: float, degrees: float, shift: tuple[float, float]):
    a = np.deg2rad(degrees)
    return points @ (scale * np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])) + shift


@pytest.mark.parametrize(("scale", "degrees"), [(1.0, 0), (0.3, 25), (7.5, -120), (2.0, 180)])
def test_a_similarity_is_found_exactly(scale, degrees):
    target = turned(T, scale, degrees, (31.5, -7.25))
    matrix = fit_similarity(T, target)
    np.testing.assert_allclose(T @ matrix[:, :2].T + matrix[:, 2], target, atol=1e-9)
    assert np.hypot(*matrix[:, 0]) == pytest.approx(scale)


def test_a_reflection_never_comes_out():
    mirrored = T * [-1, 1]
    matrix = fit_similarity(T, mirrored)
    assert np.linalg.det(matrix[:, :2]) >= 0


def test_no_other_similarity_fits_better():
    rng = np.random.default_rng(0)
    target = turned(T, 50, 10, (5, 5)) + rng.normal(0, 2, (5, 2))
    best = fit_similarity(T, target)

    def error(matrix):
        return ((T @ matrix[:, :2].T + matrix[:, 2] - target) ** 2).sum()

    for _ in range(50):
        cos, sin, dx, dy = rng.normal(0, 0.1, 4)
        other = best + np.array([[cos, -sin, dx], [sin, cos, dy]])
        assert error(other) > error(best)


def blob_middle(crop: np.ndarray, around: np.ndarray, reach: int) -> np.ndarray:
    """Centre of brightness near a place, counted from the corner of the first pixel."""
    x, y = (around - reach).astype(int)
    part = crop[y : y + 2 * reach + 1, x : x + 2 * reach + 1, 0].astype(float)
    part -= part.min()
    rows, columns = np.mgrid[: part.shape[0], : part.shape[1]] + 0.5
    return np.array([(part * columns).sum(), (part * rows).sum()]) / part.sum() + (x, y)


@pytest.mark.parametrize("scale", [80.0, 150.0, 260.0, 700.0])
def test_the_points_of_the_picture_land_on_the_template(scale):
    size_px = 112
    points = turned(T, scale, 17, (420.3, 90.7))
    rows, columns = np.mgrid[:1080, :1280].astype(np.float32) + 0.5
    picture = np.zeros((1080, 1280), np.float32)
    sigma = 2.5 * scale / size_px
    for x, y in points:
        picture += np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (2 * sigma**2))
    rgb = np.repeat((picture * 250).astype(np.uint8)[:, :, None], 3, axis=2)
    crop = align_face(rgb, points.astype(np.float32), TEMPLATE, size_px)
    assert crop.shape == (size_px, size_px, 3)
    assert crop.dtype == np.uint8
    for place in T * size_px:
        np.testing.assert_allclose(blob_middle(crop, place, 9), place, atol=0.06)


def test_the_identity_copies_pixels():
    rgb = texture(64, 64, 3)
    crop = align_face(rgb, (T * 64).astype(np.float32), TEMPLATE, 64)
    np.testing.assert_array_equal(crop, rgb)


def test_a_large_face_is_averaged_not_sampled():
    checkers = (np.indices((1000, 1000)).sum(axis=0) % 2 * 255).astype(np.uint8)
    rgb = np.repeat(checkers[:, :, None], 3, axis=2)
    points = turned(T, 700, 5, (150, 100)).astype(np.float32)
    inside = align_face(rgb, points, TEMPLATE, 100)[5:-5, 5:-5].astype(float)
    assert abs(inside.mean() - 127.5) < 2
    assert inside.std() < 10


def test_beyond_the_picture_its_edge_goes_on():
    rgb = np.full((100, 100, 3), 200, np.uint8)
    crop = align_face(rgb, turned(T, 90, 0, (-50, -40)).astype(np.float32), TEMPLATE, 48)
    assert crop.min() == 200
    far = align_face(rgb, turned(T, 900, 0, (5000, -4000)).astype(np.float32), TEMPLATE, 48)
    assert far.shape == (48, 48, 3)


def test_points_on_one_spot_give_black():
    rgb = texture(64, 64, 3)
    assert not align_face(rgb, np.full((5, 2), 20, np.float32), TEMPLATE, 32).any()


def test_the_picture_is_not_touched():
    rgb = texture(400, 400, 3)
    rgb.flags.writeable = False
    before = rgb.copy()
    align_face(rgb, turned(T, 300, 0, (20, 20)).astype(np.float32), TEMPLATE, 64)
    np.testing.assert_array_equal(rgb, before)


def test_a_half_pixel_is_seen():
    rgb = cv2.GaussianBlur(texture(64, 64, 5), (7, 7), 0)
    points = (T * 64).astype(np.float32)
    left, right = (
        align_face(rgb, points + np.array([d, 0]), TEMPLATE, 64).astype(float) for d in (0, 1)
    )
    half = align_face(rgb, points + np.array([0.5, 0]), TEMPLATE, 64).astype(float)
    np.testing.assert_allclose(half, (left + right) / 2, atol=1.5)
