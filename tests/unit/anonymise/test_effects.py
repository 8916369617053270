"""Nothing of a hidden region can be told from what is left."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svfap_core.anonymise.effects import BLOCKS, BOX_GRAY, Effect, hide
from svfap_core.anonymise.regions import Region

EFFECTS: tuple[Effect, ...] = ("blur", "pixelate", "box")


def noise(seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 255, (96, 128, 3), np.uint8)


@pytest.mark.parametrize("effect", EFFECTS)
def test_only_the_region_changes(effect: Effect) -> None:
    image, before = noise(), noise()
    region = Region(20, 10, 90, 70)
    hide(image, [region], effect)
    outside = np.ones(image.shape[:2], bool)
    outside[10:70, 20:90] = False
    assert (image[outside] == before[outside]).all()
    assert (image[10:70, 20:90] != before[10:70, 20:90]).mean() > 0.9


@pytest.mark.parametrize("effect", ["blur", "pixelate"])
def test_a_region_holds_no_more_than_a_few_means(effect: Effect) -> None:
    """Two images with the same means look the same, whatever else they show."""
    side = 12 * BLOCKS
    coarse = np.random.default_rng(3).integers(60, 190, (BLOCKS, BLOCKS, 3), np.uint8)
    flat = coarse.repeat(12, 0).repeat(12, 1)
    fine = flat.copy()
    fine[::2], fine[1::2] = flat[::2] + 40, flat[1::2] - 40
    for image in (flat, fine):
        hide(image, [Region(0, 0, side, side)], effect)
    assert np.abs(flat.astype(int) - fine.astype(int)).max() <= 1


def test_a_pixelated_region_is_of_blocks() -> None:
    image = noise()
    hide(image, [Region(0, 0, 96, 72)], "pixelate")
    assert len(np.unique(image[:72, :96].reshape(-1, 3), axis=0)) == BLOCKS * BLOCKS


def test_a_box_is_the_same_for_all() -> None:
    image = noise()
    hide(image, [Region(5, 5, 40, 40)], "box")
    assert (image[5:40, 5:40] == BOX_GRAY).all()


corners = st.integers(-50, 200)


@given(st.sampled_from(EFFECTS), st.lists(st.tuples(corners, corners, corners, corners)))
def test_any_rectangle_will_do(effect: Effect, rectangles: list[tuple[int, ...]]) -> None:
    hide(noise(), [Region(*each) for each in rectangles], effect)
