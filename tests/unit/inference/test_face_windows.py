from __future__ import annotations

import numpy as np
import pytest

from svfap_core.inference.face_windows import face_windows
from svfap_core.inference.faces import Faces
from tests.unit.inference.samples import clip_spec

WIDE = ((0.4, 0.45), (0.6, 0.45), (0.5, 0.52), (0.42, 0.6), (0.58, 0.6))
SIDE_PX = 64


def marked(points_px: np.ndarray) -> np.ndarray:
    """An image, bright where the points are."""
    y, x = np.mgrid[:SIDE_PX, :SIDE_PX] + 0.5
    spots = [np.exp(-((x - px) ** 2 + (y - py) ** 2) / 8) for px, py in points_px]
    return (40 + 200 * np.max(spots, axis=0)).astype(np.uint8)


@pytest.fixture
def faces() -> Faces:
    """Points that move, marked in the images."""
    first = np.array(clip_spec().template) * 50 + 5
    points_px = np.stack([first, first * 0.8 + (9, 2)]).astype(np.float32)
    grey = np.stack([marked(points) for points in points_px])
    tones = np.array([[0, 0, 0], [255, 255, 255]], np.uint8)
    return Faces(grey[None], points_px[None], tones[None])


@pytest.mark.parametrize("template", [clip_spec().template, WIDE])
@pytest.mark.parametrize(("frames", "size_px"), [(8, 64), (16, 160)])
def test_points_lie_on_the_template_of_any_model(
    faces: Faces, template: tuple, frames: int, size_px: int
) -> None:
    spec = clip_spec(template=template, frames=frames, size_px=size_px)
    (window,) = face_windows(faces, spec)
    assert window.shape == (frames, size_px, size_px, 3)
    assert window.dtype == np.uint8
    for crop in window:
        for x, y in np.array(template) * size_px:
            assert crop[int(y), int(x)].mean() > 2 * np.median(crop)


def test_the_crop_trembles_and_is_the_same_at_every_call(faces: Faces) -> None:
    (window,), (again,) = (face_windows(faces, clip_spec()) for _ in range(2))
    assert np.array_equal(window, again)
    changes = np.abs(np.diff(window.astype(int), axis=0)).mean(axis=(1, 2, 3))
    assert (changes > 1).all()
