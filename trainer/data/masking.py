"""Which patches pre-training hides. Knows nothing of pictures or networks."""

from __future__ import annotations

import torch
from torch import Generator, Tensor


def tube_masks(
    count: int, grid: tuple[int, int, int], ratio: float, generator: Generator
) -> Tensor:
    """Random places, hidden for the whole clip ("tubes", SVFAP section 3.2).

    A place is hidden in every time slice, so that no other moment gives it away. All places of a
    slice are equally likely to be hidden; every clip is drawn for itself.

    Args:
        count: Clips B.
        grid: Tokens of a clip: time slices, rows, columns (`TPSBTConfig.token_grid`).
        ratio: Share of the rows * columns places of a slice to hide, rounded down to whole places.
        generator: All chance comes from here; the masks lie on its device.

    Returns:
        `(B, slices * rows * columns)` boolean, time-major, true = masked.

    Raises:
        ValueError: `ratio` hides all places of a slice, or none.
    """
    num_slices, rows, columns = grid
    places = rows * columns
    hidden = int(ratio * places)
    if not 0 < hidden < places:
        raise ValueError(
            f"a mask ratio of {ratio} hides {hidden} of the {places} places of a slice: "
            "choose one that hides some and leaves some"
        )
    draws = torch.rand(count, places, generator=generator, device=generator.device)
    chosen = draws.argsort(dim=1)[:, :hidden]
    slices = torch.zeros_like(draws, dtype=torch.bool).scatter_(1, chosen, value=True)
    return slices.repeat(1, num_slices)
