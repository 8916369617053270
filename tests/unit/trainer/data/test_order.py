"""Order of training: complete, balanced, shared out, repeatable, resumable."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
import pytest
import torch

from trainer.data.order import Draw, EpochBatches

LABELS = np.array([0] * 40 + [1] * 10 + [2] * 2)


def batches(labels: np.ndarray = LABELS, batch_size: int = 4, **options: Any) -> EpochBatches:
    return EpochBatches(labels, batch_size, **options)


def places(drawn: Sequence[Sequence[Draw]]) -> list[int]:
    return [draw.place for draw in chain.from_iterable(drawn)]


# -- order ---------------------------------------------------------------------------------------


def test_every_clip_once_in_every_epoch() -> None:
    sampler = batches()
    for epoch in range(3):
        sampler.set_epoch(epoch)
        assert sorted(places(list(sampler))) == list(range(52))


def test_epochs_differ_and_repeat_themselves() -> None:
    first, again = batches(), batches()
    order = list(first)
    assert order == list(again)
    assert places(order) != list(range(52))
    first.set_epoch(1)
    assert places(order) != places(list(first))
    assert places(order) != places(list(batches(seed=1)))


def test_global_chance_plays_no_part() -> None:
    torch.manual_seed(0)
    first = list(batches(balance=0.5))
    torch.manual_seed(1)
    assert first == list(batches(balance=0.5))


def test_every_draw_has_chance_of_its_own() -> None:
    seeds: list[int] = []
    for seed in range(3):
        sampler = batches(seed=seed, repeats=3)
        for epoch in range(5):
            sampler.set_epoch(epoch)
            seeds += [draw.seed for draw in chain.from_iterable(sampler)]
    assert len(seeds) == len(set(seeds)) == 15 * 3 * 52
    assert min(seeds) >= 0


def test_full_balance_evens_labels_out() -> None:
    seen = Counter(LABELS[places(list(batches(balance=1.0)))].tolist())
    assert seen[0] == seen[1] == seen[2] == 40


def test_a_little_balance_repeats_rare_labels_and_loses_nobody() -> None:
    indices = places(list(batches(balance=0.5, batch_size=1)))
    seen = Counter(LABELS[indices].tolist())
    assert set(indices) == set(range(52))
    assert seen[2] / 2 > seen[1] / 10 > seen[0] / 40 == 1


def test_clips_without_a_label_are_not_repeated() -> None:
    labels = np.array([0] * 2 + [1] * 8 + [-1] * 6)
    seen = Counter(places(list(batches(labels, balance=1.0, batch_size=2))))
    assert [seen[place] for place in (0, 1, 2, 10)] == [4, 4, 1, 1]
    assert places(list(batches(np.full(8, -1), balance=1.0))) != []


def test_as_many_batches_as_announced_in_every_epoch() -> None:
    sampler = batches(balance=0.3, parts=2)
    for epoch in range(20):
        sampler.set_epoch(epoch)
        assert len(list(sampler)) == len(sampler)


def test_several_windows_of_every_clip() -> None:
    drawn = list(chain.from_iterable(batches(repeats=3)))
    seeds = defaultdict(set)
    for draw in drawn:
        seeds[draw.place].add(draw.seed)
    assert len(drawn) == 156
    assert {len(of_clip) for of_clip in seeds.values()} == {3}
    assert len(seeds) == 52


def test_all_batches_are_full() -> None:
    assert {len(batch) for batch in batches(batch_size=5)} == {5}
    assert len(list(batches(batch_size=5))) == 10
    assert not list(batches(batch_size=53))


# -- processes and parts -------------------------------------------------------------------------


@pytest.mark.parametrize(("world", "parts"), [(2, 1), (4, 1), (1, 2), (1, 4), (2, 2)])
@pytest.mark.parametrize("start", [0, 5])
def test_processes_and_parts_share_out_every_batch(world: int, parts: int, start: int) -> None:
    """Together they draw what one process draws at once, chance included."""
    alone = batches(balance=0.5, seed=3)
    alone.set_epoch(2)
    shared: list[list[list[Draw]]] = []
    for rank in range(world):
        sampler = batches(balance=0.5, seed=3, parts=parts, rank=rank, world=world)
        sampler.set_epoch(2)
        sampler.start = start * parts
        shared.append(list(sampler))
    wanted = list(alone)[start:]
    assert {len(drawn) for drawn in shared} == {len(wanted) * parts}
    for number, whole in enumerate(wanted):
        pieces = [drawn[number * parts + part] for drawn in shared for part in range(parts)]
        assert {len(piece) for piece in pieces} == {4 // (world * parts)}
        assert sorted(chain.from_iterable(pieces)) == sorted(whole)


def test_goes_on_within_an_epoch_with_the_same_draws() -> None:
    for start in range(13):
        sampler = batches(seed=1)
        whole = list(sampler)
        sampler.start = start
        assert list(sampler) == whole[start:]
        assert list(sampler) == whole, "only one epoch begins in its middle"
