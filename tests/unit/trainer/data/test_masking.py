"""Masks are tubes of an exact size, even over all places, and fit the network."""

from __future__ import annotations

import pytest
import torch
from torch import Generator

from svfap_core.models import MODEL_SIZES
from svfap_core.models.create import create_model
from trainer.data.masking import tube_masks

BASE_GRID, TINY_GRID = (8, 10, 10), (4, 7, 7)


def seeded(seed: int = 0) -> Generator:
    return Generator().manual_seed(seed)


# docs/reference.md: Masks
@pytest.mark.parametrize(
    ("grid", "ratio", "hidden"),
    [
        (BASE_GRID, 0.75, 75),
        (BASE_GRID, 0.85, 85),
        (BASE_GRID, 0.9, 90),
        (BASE_GRID, 0.95, 95),
        (TINY_GRID, 0.75, 36),
        (TINY_GRID, 0.9, 44),
        ((2, 2, 3), 0.5, 3),
    ],
)
def test_every_slice_hides_the_same_places_and_exactly_that_many(
    grid: tuple[int, int, int], ratio: float, hidden: int
) -> None:
    slices, rows, columns = grid
    masks = tube_masks(50, grid, ratio, seeded())
    assert masks.dtype == torch.bool
    assert masks.shape == (50, slices * rows * columns)
    by_slice = masks.reshape(50, slices, rows * columns)
    assert (by_slice == by_slice[:, :1]).all()
    assert (by_slice.sum(dim=2) == hidden).all()


def test_the_seed_alone_decides() -> None:
    first = tube_masks(4, BASE_GRID, 0.9, seeded(1))
    torch.manual_seed(99)
    assert torch.equal(first, tube_masks(4, BASE_GRID, 0.9, seeded(1)))
    assert not torch.equal(first, tube_masks(4, BASE_GRID, 0.9, seeded(2)))
    assert len({tuple(mask.tolist()) for mask in first}) == 4
    generator = seeded(1)
    tube_masks(4, BASE_GRID, 0.9, generator)
    assert not torch.equal(first, tube_masks(4, BASE_GRID, 0.9, generator))


def test_every_place_is_hidden_equally_often() -> None:
    count, ratio = 20_000, 0.75
    often = tube_masks(count, (1, 4, 5), ratio, seeded()).float().mean(dim=0)
    deviation = (ratio * (1 - ratio) / count) ** 0.5
    assert (often - ratio).abs().max() < 4 * deviation


@pytest.mark.parametrize(("ratio", "hidden"), [(0.0, 0), (0.009, 0), (1.0, 100), (-0.5, -50)])
def test_some_must_be_hidden_and_some_left(ratio: float, hidden: int) -> None:
    with pytest.raises(ValueError, match=f"{ratio} hides {hidden} of the 100"):
        tube_masks(1, BASE_GRID, ratio, seeded())


@pytest.mark.parametrize("size", ["base", "tiny"])
@pytest.mark.parametrize("ratio", [0.75, 0.85, 0.9, 0.95])
def test_the_network_takes_them(size: str, ratio: float) -> None:
    """The grid is that of the size; a thin network keeps it quick."""
    config = MODEL_SIZES[size]
    model = create_model(
        size,
        pretraining=True,
        embed_dim=16,
        num_heads=2,
        depths=(1, 2, 2),
        decoder_embed_dim=16,
        decoder_num_heads=2,
        decoder_depth=1,
    ).eval()
    grid = config.token_grid(config.num_frames, config.image_size, config.image_size)
    assert grid == {"base": BASE_GRID, "tiny": TINY_GRID}[size]
    clips = torch.zeros(2, 3, config.num_frames, config.image_size, config.image_size)
    masks = tube_masks(2, grid, ratio, seeded())
    with torch.inference_mode():
        predicted = model(clips, masks)
    assert predicted.shape == (2, int(masks[0].sum()), 1536)
