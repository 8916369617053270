"""The order in which clips are drawn: it depends on seed and epoch only. Reads no clip."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch.utils.data import Sampler


class Draw(NamedTuple):
    """One clip of a batch: its place in the set, and the number that all its chance comes from."""

    place: int
    seed: int


class EpochBatches(Sampler[list[Draw]]):
    """Draws of one epoch after another, for one process; `epoch` and `start` make it resumable.

    Rare labels are repeated (repeat-factor sampling, Gupta et al. 2019, "LVIS", section 4.2), so
    that every clip is still seen in every epoch. All processes walk through the same order and take
    turns within each batch, as do the parts of a batch that is accumulated. Every batch is full;
    what is left over is left out of the epoch.

    Args:
        labels: `(N,)`, -1 for none.
        batch_size: Clips of a batch over all processes and parts.
        parts: Parts of each batch, served one after the other.
        repeats: Windows of each clip.
        balance: 0..1, see `DataConfig`.
        seed: Of the order and of each draw.
        rank: Number of this process, of `world`.
        world: How many there are.
    """

    def __init__(
        self,
        labels: NDArray[np.int64],
        batch_size: int,
        *,
        parts: int = 1,
        repeats: int = 1,
        balance: float = 0.0,
        seed: int = 0,
        rank: int = 0,
        world: int = 1,
    ) -> None:
        self._times = torch.from_numpy(repeat_factors(labels, balance) * repeats)
        self._batch_size = batch_size
        self._parts = parts
        self._seed = seed
        self._rank, self._world = rank, world
        self.epoch = 0
        self.start = 0

    def __len__(self) -> int:
        return self._whole_batches * self._parts

    @property
    def _whole_batches(self) -> int:
        return int(self._times.floor().sum() + self._times.frac().sum()) // self._batch_size

    def set_epoch(self, epoch: int) -> None:
        """Called by Lightning before each epoch."""
        self.epoch = epoch

    def __iter__(self) -> Iterator[list[Draw]]:
        epoch_seed = self._seed * 1_000_003 + self.epoch
        generator = torch.Generator().manual_seed(epoch_seed)
        extra = torch.rand(len(self._times), generator=generator) < self._times.frac()
        times = self._times.floor().long() + extra
        order = torch.arange(len(times)).repeat_interleave(times)
        order = order[torch.randperm(len(order), generator=generator)]
        # The number of extra repeats varies a little by chance; every epoch has as many batches.
        needed = self._whole_batches * self._batch_size
        order = order.repeat(2)[:needed].reshape(-1, self._batch_size)
        start, self.start = self.start, 0
        turns = self._parts * self._world
        for number in range(start, len(self)):
            whole, part = divmod(number, self._parts)
            first = epoch_seed * 1_000_000_007 + whole * self._batch_size
            draws = [Draw(p, (first + i) % 2**63) for i, p in enumerate(order[whole].tolist())]
            yield draws[part * self._world + self._rank :: turns]


def repeat_factors(labels: NDArray[np.int64], balance: float) -> NDArray[np.float64]:
    """`(N,)`, how often each clip counts so that rare labels do as much as `balance` asks, 0..1."""
    labelled = labels[labels >= 0]
    counts = np.bincount(labelled).clip(min=1) if len(labelled) else np.ones(1)
    factor = (counts.max() / counts) ** balance
    return np.where(labels >= 0, factor[labels.clip(min=0)], 1.0)
