"""Order of training: complete, balanced, repeatable, resumable."""

from __future__ import annotations

from collections import Counter
from itertools import chain

import torch

from trainer.data.dataset import EpochBatches, ResumableLoader, evaluation_loader
from trainer.data.fer2013 import Stills

LABELS = torch.tensor([0] * 40 + [1] * 10 + [2] * 2)


def batches(balance: float = 0.0, seed: int = 0, batch_size: int = 4) -> EpochBatches:
    return EpochBatches(LABELS, batch_size, balance=balance, seed=seed)


def numbered_stills(count: int = 52) -> Stills:
    pictures = torch.arange(count, dtype=torch.uint8)[:, None, None].expand(-1, 48, 48)
    return Stills(pictures, LABELS[:count])


def test_every_picture_once_in_every_epoch() -> None:
    assert sorted(chain.from_iterable(batches())) == list(range(52))


def test_epochs_differ_and_repeat_themselves() -> None:
    first, again = batches(), batches()
    order = list(first)
    assert order == list(again)
    first.set_epoch(1)
    assert order != list(first)
    assert order != list(batches(seed=1))


def test_full_balance_evens_labels_out() -> None:
    seen = Counter(LABELS[list(chain.from_iterable(batches(balance=1.0)))].tolist())
    assert seen[0] == seen[1] == seen[2] == 40


def test_a_little_balance_repeats_rare_labels_and_loses_nobody() -> None:
    indices = list(chain.from_iterable(batches(balance=0.5, batch_size=1)))
    seen = Counter(LABELS[indices].tolist())
    assert set(indices) >= set(range(40))
    assert seen[2] / 2 > seen[1] / 10 > seen[0] / 40 == 1


def test_as_many_batches_as_announced_in_every_epoch() -> None:
    sampler = batches(balance=0.3)
    for epoch in range(20):
        sampler.set_epoch(epoch)
        assert len(list(sampler)) == len(sampler)


def test_a_loader_goes_on_in_the_middle_of_an_epoch() -> None:
    def loader() -> ResumableLoader:
        return ResumableLoader(numbered_stills(), batches())

    whole = [pictures[:, 0, 0].tolist() for pictures, _ in loader()]
    broken = loader()
    begun = iter(broken)
    head = [next(begun)[0][:, 0, 0].tolist() for _ in range(5)]
    resumed = loader()
    resumed.load_state_dict(broken.state_dict())
    tail = [pictures[:, 0, 0].tolist() for pictures, _ in resumed]
    assert head + tail == whole
    assert len(list(resumed)) == len(resumed)


def test_evaluation_sees_all_in_order() -> None:
    pictures = torch.cat([pictures for pictures, _ in evaluation_loader(numbered_stills(), 5)])
    assert pictures[:, 0, 0].tolist() == list(range(52))
