"""Choosing a penalty, and judging that choice, by groups of clips."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from svfap_core.models import Head, HeadKind
from trainer.data.folds import fold_numbers
from trainer.linear import suitable_threads
from trainer.nested import (
    UNTRIED,
    Goal,
    Windows,
    choose,
    fold_count,
    unseen_scores,
)


@pytest.fixture(autouse=True, scope="module")
def one_thread() -> Iterator[None]:
    with suitable_threads(0):
        yield


CLASSES = Head(kind=HeadKind.CLASSES, names=("a", "b"))


def made(signal: float, clips: int = 40, per_group: int = 4) -> tuple[Goal, Windows]:
    """Two windows of each clip, whose first feature tells the class as far as `signal` says."""
    rng = np.random.default_rng(0)
    classes = np.arange(clips) % 2
    places = np.repeat(np.arange(clips), 2)
    features = rng.normal(size=(2 * clips, 8))
    features[:, 0] += signal * (2 * classes[places] - 1)
    goal = Goal(CLASSES, np.eye(2)[classes], np.ones(clips), classes)
    return goal, Windows(features, places, np.arange(clips) // per_group)


def test_folds_part_no_group_and_share_the_classes() -> None:
    groups = np.repeat(np.arange(12), 3)
    strata = np.repeat([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1], 3)
    folds = fold_numbers(groups, strata, 4, np.arange(12))
    assert all(len(set(folds[groups == group])) == 1 for group in range(12))
    for fold in range(4):
        assert np.bincount(strata[folds == fold]).tolist() == [6, 3]
    assert (fold_numbers(groups, strata, 4, np.arange(12)) == folds).all()
    assert (fold_numbers(groups, strata, 4, np.arange(12)[::-1]) != folds).any()


@pytest.mark.parametrize(
    ("groups", "strata", "count"),
    [([0, 0, 0, 0], [0, 1, 0, 1], 0), ([0, 1, 2, 3], [0, 0, 0, 1], 2), ([0, 1, 2], [0, 0, 0], 3)],
)
def test_there_are_as_many_folds_as_groups_and_classes_allow(
    groups: list[int], strata: list[int], count: int
) -> None:
    goal = Goal(CLASSES, np.eye(2)[strata], np.ones(len(groups)), np.array(strata))
    assert fold_count(goal, np.array(groups), goal.known) == count


def test_the_penalty_is_the_stronger_the_less_there_is_to_learn() -> None:
    chosen = {signal: choose(*made(signal), np.ones(40, bool), 0) for signal in (0.0, 3.0)}
    assert chosen[0.0] >= 1 > chosen[3.0]


def test_without_groups_to_tell_apart_nothing_is_chosen_or_judged() -> None:
    goal, windows = made(3.0, per_group=40)
    assert choose(goal, windows, goal.known, 0) == UNTRIED
    assert np.isnan(unseen_scores(goal, windows, 0).scores).all()


def test_no_clip_is_judged_by_a_head_that_has_seen_its_group() -> None:
    """Each group has a feature that gives its class away, which others know nothing of."""
    groups = np.arange(40) // 2
    classes = np.random.default_rng(3).integers(0, 2, 20)[groups]
    windows = Windows(np.eye(20)[groups] * 5, np.arange(40), groups)
    goal = Goal(CLASSES, np.eye(2)[classes], np.ones(40), classes)
    right = unseen_scores(goal, windows, 0).scores.argmax(axis=1) == classes
    (seen,) = goal.fit(windows, goal.known, (0.001,))
    assert (goal.scores(windows, seen, goal.known).argmax(axis=1) == classes).all()
    assert right.mean() < 0.7


def test_parts_of_a_curve_grow() -> None:
    goal, windows = made(2.0)
    sizes = [unseen_scores(goal, windows, 0, parts).clips for parts in (1, 2, 3, 4)]
    assert sizes == [8, 16, 24, 32]


def test_clips_count_alike_however_many_windows_they_have() -> None:
    goal, windows = made(1.0)
    first = np.arange(80) % 2 == 0
    some = Windows(windows.features[first], windows.places[first], windows.groups)
    once = np.concatenate((np.arange(40), np.repeat(np.arange(10), 3)))
    more = Windows(some.features[once], some.places[once], windows.groups)
    (one,), (two,) = (goal.fit(each, goal.known, (0.1,), exact=True) for each in (some, more))
    assert one.weight.numpy() == pytest.approx(two.weight.numpy(), abs=1e-6)


def test_a_bounded_value_follows_its_range() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(60, 3))
    truth = np.tanh(x[:, :1])
    head = Head(kind=HeadKind.BOUNDED, names=("valence",), low=-1.0, high=1.0)
    goal = Goal(head, truth, np.ones(60), np.zeros(60, np.int64))
    windows = Windows(x, np.arange(60), np.arange(60))
    (linear,) = goal.fit(windows, goal.known, (1e-4,), exact=True)
    # tanh(x) is the sigmoid of 2x, stretched to -1..1.
    assert linear.weight.numpy() == pytest.approx(np.array([[2.0, 0.0, 0.0]]), abs=0.02)
