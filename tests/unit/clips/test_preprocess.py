from __future__ import annotations

import numpy as np
import pytest
import torch

from svfap_core.clips.preprocess import normalise_, to_batch, to_unit
from tests.unit.inference.samples import clip_spec, windows

CPU = torch.device("cpu")


def test_channels_come_first_and_are_normalised() -> None:
    spec = clip_spec()
    faces = np.stack(windows(2, spec))
    found = to_batch(torch.from_numpy(faces), spec, CPU).numpy()
    expected = (faces.astype(np.float64) / 255 - spec.mean) / spec.std
    assert found.shape == (2, 3, 8, 32, 32)
    np.testing.assert_allclose(found, expected.transpose(0, 4, 1, 2, 3), atol=1e-5)


def test_gray_is_luma_in_all_three_channels() -> None:
    """ITU-R BT.601, section 2.5.1."""
    spec = clip_spec(colour="gray", mean=(0.5,) * 3, std=(0.25,) * 3)
    faces = np.stack(windows(1, spec))
    found = to_batch(torch.from_numpy(faces), spec, CPU).numpy()
    luma = 0.299 * faces[..., 0] + 0.587 * faces[..., 1] + 0.114 * faces[..., 2]
    expected = (luma / 255 - 0.5) / 0.25
    for channel in range(3):
        np.testing.assert_allclose(found[:, channel], expected, atol=1e-5)


@pytest.mark.parametrize("level", [0, 1, 128, 255])
def test_gray_of_a_gray_picture_is_that_picture(level: int) -> None:
    spec = clip_spec(colour="gray")
    faces = torch.full((1, 8, 32, 32, 3), level, dtype=torch.uint8)
    torch.testing.assert_close(
        to_unit(faces, spec, CPU), to_unit(faces, clip_spec(), CPU), atol=1e-6, rtol=0
    )


@pytest.mark.parametrize("colour", ["rgb", "gray"])
def test_both_steps_together_are_the_whole_and_inputs_stay(colour: str) -> None:
    spec = clip_spec(colour=colour)
    faces = torch.from_numpy(np.stack(windows(1, spec)))
    before = faces.clone()
    unit = to_unit(faces, spec, CPU)
    assert 0 <= float(unit.min()) < float(unit.max()) <= 1
    assert torch.equal(normalise_(unit, spec), to_batch(faces, spec, CPU))
    assert torch.equal(faces, before)


def test_memory_is_in_the_order_of_the_shape() -> None:
    for colour in ("rgb", "gray"):
        spec = clip_spec(colour=colour)
        faces = torch.from_numpy(np.stack(windows(1, spec)))
        assert to_batch(faces, spec, CPU).is_contiguous()


@pytest.mark.parametrize(
    "shape", [(1, 4, 32, 32, 3), (1, 8, 16, 32, 3), (1, 8, 32, 32, 1), (8, 32, 32, 3)]
)
def test_another_shape_is_refused_with_both_shapes(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"\(8, 32, 32, 3\), got"):
        to_batch(torch.zeros(shape, dtype=torch.uint8), clip_spec(), CPU)


def test_floats_are_refused() -> None:
    with pytest.raises(ValueError, match="uint8"):
        to_batch(torch.zeros(1, 8, 32, 32, 3), clip_spec(), CPU)
