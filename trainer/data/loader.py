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
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from trainer.data.catalogue import Split
from trainer.data.frames import reader_for
from trainer.data.order import Draw, EpochBatches
from trainer.data.sampling import (
    covering_starts,
    duration_s,
    paper_pretraining_indices,
    paper_test_indices,
    paper_training_indices,
    training_start,
    window_frames,
)
from trainer.plan import Plan


class Batch(NamedTuple):
    """Clips as prepared, with what is known of them.

    `pictures` `(B, F, H, H, C)` uint8; `labels` `(B,)` int64, -1 for none; `shares` `(B, K)`, a row
    of zeros for none; `votes` `(B, K)` int64, alike, `(B, 0)` where no head counts them; `values`
    `(B, D)`, NaN for none; `further` `(B, H)` int64, further labels, -1 for none; `places` `(B,)`
    in the set.
    """

    pictures: Tensor
    labels: Tensor
    shares: Tensor
    votes: Tensor
    values: Tensor
    further: Tensor
    places: Tensor


Windows: TypeAlias = "list[tuple[int, NDArray[np.int64]]]"
"""Place of a clip in the set, and the indices of a window's pictures."""


class ClipSet(Dataset[Batch]):
    """One part of the data of a plan.

    Args:
        plan: The data sets and what is learned of them.
        split: The part.
    """

    def __init__(self, plan: Plan, split: Split) -> None:
        # Not the plan itself: a process that reads clips needs no other part.
        self.config = plan.data
        self.spec = plan.spec
        self._unlabelled = not (plan.targets.classes or plan.targets.values)
        self._readers = [reader_for(manifest, plan.spec) for manifest in plan.manifests]
        self.split: Split = split
        self._chosen = plan.rows[split]
        self._ends = np.cumsum([len(rows) for rows in self._chosen])
        self.labels = plan.labels(split)
        self.shares = plan.shares(split)
        self.votes = plan.votes(split)
        self.values = plan.values(split)
        self.further = plan.further(split)

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
        """Pictures with what is known of their clips; beside moving clips, stills are repeated."""
        at = np.array(places)
        longest = max(map(len, pictures))
        stack = [np.broadcast_to(each, (longest, *each.shape[1:])) for each in pictures]
        return Batch(
            torch.from_numpy(np.stack(stack)),
            torch.from_numpy(self.labels[at]),
            torch.from_numpy(self.shares[at]),
            torch.from_numpy(self.votes[at]),
            torch.from_numpy(self.values[at]),
            torch.from_numpy(self.further[at]),
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
            return list(paper_test_indices(count, self.config.frames_apart, frames, k or 2))
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
            stride = self.config.frames_apart
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
