from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from trainer.workshop.lessons import SIZE_PX, TEMPLATE
from trainer.workshop.rendered.camera import Camera, through_h264

GOOD = replace(
    Camera.chance(np.random.default_rng(0)),
    seen_px=80,
    blur=0.0,
    level=0.5,
    gamma=1.0,
    contrast=1.0,
    noise=0.0,
    codec="none",
    shift=(0.0, 0.0),
    scale=1.0,
    tilt_deg=0.0,
    jitter=0.0,
)


def light(seen_px: int = 80, frames: int = 5) -> np.ndarray:
    y, x = np.mgrid[:seen_px, :seen_px] / seen_px
    waves = 0.5 + 0.25 * np.sin(12 * x) * np.cos(9 * y)
    return np.stack([np.roll(waves, k, axis=1) for k in range(frames)]).astype(np.float32)


def test_a_good_camera_shows_what_is_there() -> None:
    images = GOOD.taken(light(), np.random.default_rng(0))
    assert images.shape == (5, SIZE_PX, SIZE_PX)
    assert np.abs(images[:, ::2, ::2] / 255.0 - light()).mean() < 0.03
    assert GOOD.points(3, np.random.default_rng(0)) == pytest.approx(np.tile(TEMPLATE, (3, 1, 1)))


def test_a_sequence_in_the_dark_is_dark() -> None:
    dark = replace(GOOD, level=0.15).taken(light(), np.random.default_rng(0))
    assert dark.mean() == pytest.approx(0.15 * 255, rel=0.1)


@pytest.mark.parametrize("seen_px", [30, 80, 160])
def test_a_video_comes_back_whole_and_worse_the_coarser_it_is(seen_px: int) -> None:
    images = np.round(255 * light(seen_px)).astype(np.uint8)
    fine, coarse = through_h264(images, 18), through_h264(images, 40)
    assert fine.shape == coarse.shape == images.shape

    def off(other: np.ndarray) -> float:
        return float(np.abs(other.astype(float) - images).mean())

    assert off(fine) < 3
    assert off(fine) < off(coarse)


def test_cameras_differ_and_see_faces_of_30_to_160_px() -> None:
    cameras = [Camera.chance(np.random.default_rng(seed)) for seed in range(200)]
    sizes = [camera.seen_px for camera in cameras]
    assert min(sizes) >= 30
    assert max(sizes) <= SIZE_PX
    assert all(size % 2 == 0 for size in sizes)
    assert {camera.codec for camera in cameras} == {"h264", "jpeg", "none"}
