"""Serves batches of stills in an order that depends on seed and epoch only. Renders nothing.

Rare labels are repeated (repeat-factor sampling, Gupta et al. 2019, "LVIS", section 4.2), so that
every picture is still seen in every epoch.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, Sampler

from trainer.data.fer2013 import Stills


class StillSet(Dataset[tuple[Tensor, Tensor]]):
    """Stills by lists of indices: one item is a whole batch `(B, 48, 48)`, `(B,)`."""

    def __init__(self, stills: Stills) -> None:
        self.stills = stills

    def __len__(self) -> int:
        return len(self.stills)

    def __getitem__(self, index: list[int]) -> tuple[Tensor, Tensor]:
        return self.stills.pictures[index], self.stills.labels[index]


class EpochBatches(Sampler[list[int]]):
    """Index batches of one epoch after another; `epoch` and `start` make it resumable.

    Every batch is full; what is left over at the end of an epoch is left out of it.
    """

    def __init__(self, labels: Tensor, batch_size: int, *, balance: float, seed: int) -> None:
        counts = labels.bincount().clamp(min=1)
        self.repeats = (counts.max() / counts)[labels] ** balance
        self.batch_size = batch_size
        self.seed = seed
        self.epoch = 0
        self.start = 0

    def __len__(self) -> int:
        return int(self.repeats.floor().sum() + self.repeats.frac().sum()) // self.batch_size

    def set_epoch(self, epoch: int) -> None:
        """Called by Lightning before each epoch."""
        self.epoch = epoch

    def __iter__(self) -> Iterator[list[int]]:
        generator = torch.Generator().manual_seed(self.seed * 1_000_003 + self.epoch)
        extra = torch.rand(len(self.repeats), generator=generator) < self.repeats.frac()
        times = self.repeats.floor().long() + extra
        order = torch.arange(len(times)).repeat_interleave(times)
        order = order[torch.randperm(len(order), generator=generator)]
        # The number of extra repeats varies a little by chance; every epoch has as many batches.
        needed = len(self) * self.batch_size
        order = order.repeat(2)[:needed].reshape(-1, self.batch_size)
        start, self.start = self.start, 0
        for batch in order[start:]:
            yield batch.tolist()


class ResumableLoader(DataLoader[tuple[Tensor, Tensor]]):
    """Loader whose place within an epoch is part of a checkpoint."""

    def __init__(self, stills: Stills, batches: EpochBatches) -> None:
        super().__init__(StillSet(stills), sampler=batches, batch_size=None)
        self.batches = batches
        self.served = 0

    def __len__(self) -> int:
        return len(self.batches)

    def __iter__(self) -> Iterator[Any]:  # pyright: ignore[reportIncompatibleMethodOverride]  # names a private class
        self.served = self.batches.start
        for batch in super().__iter__():
            self.served += 1
            yield batch

    def state_dict(self) -> dict[str, int]:
        """Saved by Lightning in the middle of an epoch."""
        return {"served": self.served}

    def load_state_dict(self, state: dict[str, int]) -> None:
        """Go on behind the last batch that was served."""
        self.batches.start = state["served"] % len(self.batches)


def evaluation_loader(stills: Stills, batch_size: int) -> DataLoader[tuple[Tensor, Tensor]]:
    """All stills once, in order."""
    batches = torch.arange(len(stills)).split(batch_size)
    return DataLoader(
        StillSet(stills), sampler=[batch.tolist() for batch in batches], batch_size=None
    )
