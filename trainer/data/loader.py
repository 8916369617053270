"""Serves clips to training and validation, in an order that depends on seed and epoch only.

An index of the data set is a whole batch, so that a worker process reads it in one go. Every clip
is drawn with chance of its own, made of seed, epoch and place: the same run gives the same clips,
with any number of workers and processes, and also when it is resumed in the middle of an epoch.
Knows nothing of networks; renders nothing.
"""

from __future__ import annotations

import atexit
import signal
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, Sampler

from svfap_core.errors import SourceError
from svfap_core.messages import Message
from svfap_core.settings import ClipSpec
from trainer.config import DataConfig
from trainer.data.catalogue import Split
from trainer.data.frames import reader_for
from trainer.data.manifest import Manifest
from trainer.data.sampling import (
    covering_starts,
    duration_s,
    paper_pretraining_indices,
    paper_test_indices,
    paper_training_indices,
    training_start,
    window_frames,
)
from trainer.data.splits import known_folds, select


class Draw(NamedTuple):
    """One clip of a batch: its place in the set, and the number that all its chance comes from."""

    place: int
    seed: int


class Batch(NamedTuple):
    """Clips as prepared, with what is known of them.

    `pictures` `(B, F, H, H, C)` uint8; `labels` `(B,)` int64, -1 for none; `shares` `(B, K)`, a row
    of zeros for none; `values` `(B, D)`, NaN for none; `places` `(B,)` in the set.
    """

    pictures: Tensor
    labels: Tensor
    shares: Tensor
    values: Tensor
    places: Tensor


@dataclass(frozen=True, slots=True)
class Targets:
    """Names of what a run learns, in the order of its outputs."""

    classes: tuple[str, ...] = ()
    values: tuple[str, ...] = ()


Windows: TypeAlias = "list[tuple[int, NDArray[np.int64]]]"
"""Place of a clip in the set, and the indices of a window's pictures."""


class ClipSet(Dataset[Batch]):
    """One part of one or more data sets.

    Args:
        manifests: The data sets; their pictures must be of one size.
        split: The part.
        config: Folds, sampling.
        spec: Input of the network.
        targets: What is learned.

    Raises:
        SourceError: The data sets do not go together, or have no such part.
    """

    def __init__(
        self,
        manifests: Sequence[Manifest],
        split: Split,
        config: DataConfig,
        spec: ClipSpec,
        targets: Targets,
    ) -> None:
        self.config = config
        self.spec = spec
        self._unlabelled = not (targets.classes or targets.values)
        self._readers = [reader_for(manifest, spec) for manifest in manifests]
        if len(sizes := {reader.size_px for reader in self._readers}) > 1:
            raise SourceError(
                Message("the pictures of the data sets have different sizes: %1 px", sorted(sizes)),
                hint="Prepare them with the same size and margin, or train on one of them.",
            )
        # A run that learned from folds may be judged on a data set that has none.
        if split == "train" and config.fold is not None and not any(map(known_folds, manifests)):
            names = ", ".join(manifest.info.data_set for manifest in manifests)
            raise SourceError(Message("%1 has no folds", names), hint="Leave data.fold out.")
        chosen = [
            select(manifest, split, fold=config.fold, val_share=config.val_share)
            for manifest in manifests
        ]
        self._chosen = chosen
        self._ends = np.cumsum([len(rows) for rows in chosen])
        parts = list(zip(manifests, chosen, strict=True))
        self.labels = np.concatenate([m.label_indices(targets.classes)[r] for m, r in parts])
        self.shares = np.concatenate([m.shares(targets.classes)[r] for m, r in parts])
        self.values = np.concatenate([m.values(targets.values)[r] for m, r in parts])

    def __len__(self) -> int:
        return int(self._ends[-1])

    def __getitem__(self, draws: Sequence[Draw]) -> Batch:
        """A batch of one random window of each drawn clip."""
        pictures = [self._pictures(draw.place, self._training_window(draw)) for draw in draws]
        return self.batch([draw.place for draw in draws], pictures)

    def window_batch(self, windows: Windows) -> Batch:
        """A batch of given windows, as `covering` lists them."""
        pictures = [self._pictures(place, indices) for place, indices in windows]
        return self.batch([place for place, _ in windows], pictures)

    def batch(self, places: list[int], pictures: list[NDArray[np.uint8]]) -> Batch:
        """Pictures with what is known of their clips."""
        at = np.array(places)
        return Batch(
            torch.from_numpy(np.stack(pictures)),
            torch.from_numpy(self.labels[at]),
            torch.from_numpy(self.shares[at]),
            torch.from_numpy(self.values[at]),
            torch.from_numpy(at),
        )

    def column(self, name: str) -> list[Any]:
        """A column of the manifests, for the clips of this part."""
        return [
            value
            for reader, rows in zip(self._readers, self._chosen, strict=True)
            for value in reader.manifest.table[name].take(rows).to_pylist()
        ]

    def names(self) -> tuple[str, ...]:
        """Name of each clip; of several data sets with the data set's before it."""
        clips = self.column("clip")
        if len(self._readers) == 1:
            return tuple(clips)
        sets = [self._readers[self._at(p)[0]].manifest.info.data_set for p in range(len(self))]
        return tuple(f"{name}/{clip}" for name, clip in zip(sets, clips, strict=True))

    def covering(self, place: int, k: int | None, *, paper: bool) -> list[NDArray[np.int64]]:
        """The windows by which a clip is judged; k of them, or enough to cover it.

        With `paper`, as the reference code has it: k defaults to 2, head and tail.
        """
        count, times_s = self._times(place)
        if count == 1:
            return [np.zeros(1, np.int64)]
        frames = self.spec.frames
        if paper:
            return list(paper_test_indices(count, self.config.stride, frames, k or 2))
        span_s = self.spec.span_s
        starts = covering_starts(duration_s(times_s), span_s, k).tolist()
        return [window_frames(times_s, start, span_s, frames) for start in starts]

    def _at(self, place: int) -> tuple[int, int]:
        """Number of a clip's manifest, and its row in it."""
        number = int(np.searchsorted(self._ends, place, side="right"))
        # Counted from the end of its manifest's rows, so the index is negative.
        return number, int(self._chosen[number][place - self._ends[number]])

    def _pictures(self, place: int, indices: NDArray[np.int64]) -> NDArray[np.uint8]:
        number, row = self._at(place)
        return self._readers[number].read(row, indices)

    def _training_window(self, draw: Draw) -> NDArray[np.int64]:
        count, times_s = self._times(draw.place)
        if count == 1:
            return np.zeros(1, np.int64)
        position = float(np.random.default_rng(draw.seed).random())
        frames = self.spec.frames
        if self.config.sampling == "paper":
            stride = self.config.stride
            free = max(0, count - frames * stride)
            if self._unlabelled:
                return paper_pretraining_indices(count, stride, frames, int(position * (free + 1)))
            return paper_training_indices(count, stride, frames, int(position * free))
        start_s = training_start(duration_s(times_s), self.spec.span_s, position)
        return window_frames(times_s, start_s, self.spec.span_s, frames)

    def _times(self, place: int) -> tuple[int, NDArray[np.float64]]:
        """Number of pictures, and their times from the first one on.

        Where times are not known, as if the clip were as long as one window.
        """
        number, row = self._at(place)
        table = self._readers[number].manifest.table
        count: int = table["num_frames"][row].as_py()
        times = table["times_s"][row].as_py()
        if times is not None:
            return count, np.array(times)
        rate_fps = table["rate_fps"][row].as_py()
        if rate_fps is None:
            return count, np.linspace(0, self.spec.span_s, count, endpoint=False)
        return count, np.arange(count) / rate_fps


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
        labelled = labels[labels >= 0]
        counts = np.bincount(labelled).clip(min=1) if len(labelled) else np.ones(1)
        factor = (counts.max() / counts) ** balance
        times = np.where(labels >= 0, factor[labels.clip(min=0)], 1.0) * repeats
        self._times = torch.from_numpy(times)
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


class ResumableLoader(DataLoader[Batch]):
    """Loader whose place within an epoch is part of a checkpoint."""

    def __init__(self, clips: ClipSet, batches: EpochBatches, *, workers: int, pin: bool) -> None:
        super().__init__(
            clips,
            sampler=batches,
            batch_size=None,
            num_workers=workers,
            persistent_workers=workers > 0,
            prefetch_factor=4 if workers else None,
            multiprocessing_context="spawn" if workers else None,
            pin_memory=pin,
            worker_init_fn=_deaf_to_stops,
        )
        self.batches = batches
        self.served = 0
        self._ended_at_exit = False

    def __len__(self) -> int:
        return len(self.batches)

    def __iter__(self) -> Iterator[Any]:  # pyright: ignore[reportIncompatibleMethodOverride]  # names a private class
        self.served = self.batches.start
        batches = super().__iter__()
        if self.num_workers and not self._ended_at_exit:
            self._ended_at_exit = True
            atexit.register(_end_workers, weakref.ref(batches))
        for batch in batches:
            self.served += 1
            yield batch

    def state_dict(self) -> dict[str, int]:
        """Saved by Lightning in the middle of an epoch."""
        return {"served": self.served}

    def load_state_dict(self, state: dict[str, int]) -> None:
        """Go on behind the last batch that was served."""
        self.batches.start = state["served"] % len(self.batches)


def _deaf_to_stops(worker: int) -> None:
    """Let the process that trains decide when to stop: signals to its group reach workers too."""
    del worker
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)


def _end_workers(living: weakref.ref[Any]) -> None:
    """At exit, where the interpreter would send SIGTERM to its children and wait for them."""
    if (iterator := living()) is None:
        return
    iterator._shutdown_workers()  # noqa: SLF001  # there is no public way
    for worker in iterator._workers:  # noqa: SLF001
        worker.kill()


class WindowSet(Dataset[Batch]):
    """One window in the middle of every clip, in order: what a model is chosen by."""

    def __init__(self, clips: ClipSet, batch_size: int, rank: int, world: int) -> None:
        self._clips = clips
        places = range(rank, len(clips), world)
        self._batches = [places[i : i + batch_size] for i in range(0, len(places), batch_size)]

    def __len__(self) -> int:
        return len(self._batches)

    def __getitem__(self, index: int) -> Batch:
        """Batch `index`."""
        paper = self._clips.config.sampling == "paper"
        places = self._batches[index]
        return self._clips.window_batch(
            [(p, self._clips.covering(p, 1, paper=paper)[0]) for p in places]
        )
