"""How strongly a head is held back, and how well it then does on clips it has not seen.

By cross-validation over groups of clips, on what is learned from alone: the strength of the penalty
by folds, and what that choice is worth by further folds around it (nested cross-validation: Varma &
Simon 2006). Knows no networks and no files.

N clips, W windows, G groups, K outputs of a goal.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from svfap_core.models import Head, HeadKind
from trainer.data.folds import fold_numbers
from trainer.linear import Linear, logistic, ridge
from trainer.predictions import Floats, Integers

STRENGTHS = (100.0, 10.0, 1.0, 0.1, 0.01, 0.001)
"""Of the penalty, falling; features are standardised, so that one grid serves all encoders."""

UNTRIED = 1.0
"""Where there are too few groups to choose by."""

MOST_FOLDS = 5
PARTS = 4
"""Into which the clips of a fold are parted for a learning curve."""

_LEAST_PROBABILITY = 1e-6

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """Features of windows.

    Attributes:
        features: `(W, D)` float64.
        places: `(W,)`, the clip of each.
        groups: `(N,)`, the group of each clip; no fold parts one.
    """

    features: Floats
    places: Integers
    groups: Integers

    def __len__(self) -> int:
        return len(self.groups)

    @property
    def counts(self) -> Integers:
        """`(N,)` windows of each clip."""
        return np.bincount(self.places, minlength=len(self))


@dataclass(frozen=True, slots=True, eq=False)
class Goal:
    """What one head says of clips.

    Attributes:
        head: Its outputs; values one by one.
        truth: `(N, K)`, shares of classes or a value.
        weights: `(N,)`, how much each clip counts; 0: its truth is not known.
        strata: `(N,)`, its class, of which each fold is to have its share.
    """

    head: Head
    truth: Floats
    weights: Floats
    strata: Integers

    @property
    def known(self) -> Mask:
        """`(N,)` clips that can be learned from."""
        return self.weights > 0

    def fit(
        self, windows: Windows, clips: Mask, strengths: tuple[float, ...], *, exact: bool = False
    ) -> list[Linear]:
        """A head for each strength, learned from some clips; a clip's windows count as one."""
        rows = clips[windows.places]
        places = windows.places[rows]
        x, truth = windows.features[rows], self.truth[places]
        weights = (self.weights / windows.counts.clip(min=1))[places]
        if self.head.kind is HeadKind.CLASSES:
            return logistic(x, truth, weights, strengths, exact=exact)
        if self.head.kind is HeadKind.UNBOUNDED:
            return ridge(x, truth, weights, strengths)
        # A bounded value is the share of its range: a sigmoid is the logistic of two classes.
        share = ((truth - self.head.low) / (self.head.high - self.head.low)).clip(0, 1)
        found = logistic(x, np.hstack((share, 1 - share)), weights, strengths, exact=exact)
        return [
            Linear(one.weight[:1] - one.weight[1:], one.bias[:1] - one.bias[1:]) for one in found
        ]

    def scores(self, windows: Windows, linear: Linear, clips: Mask) -> Floats:
        """`(n, K)`, mean scores of the windows of some clips, as clips are judged."""
        rows = clips[windows.places]
        found = self.head.scores(linear(windows.features[rows]).numpy())
        sums = np.zeros((len(windows), found.shape[1]))
        np.add.at(sums, windows.places[rows], found)
        return sums[clips] / windows.counts[clips][:, None]

    def loss(self, scores: Floats, clips: Mask) -> float:
        """Weighted sum over some clips: cross entropy of classes, squared error of a value."""
        truth = self.truth[clips]
        if self.head.kind is HeadKind.CLASSES:
            losses = -(truth * np.log(scores.clip(min=_LEAST_PROBABILITY))).sum(axis=1)
        else:
            losses = ((scores - truth) ** 2).sum(axis=1)
        return float(self.weights[clips] @ losses)


def fold_count(goal: Goal, groups: Integers, clips: Mask) -> int:
    """How many folds there can be: each class in each of them, if that leaves two; 0 for none."""
    of_clips, strata = groups[clips], goal.strata[clips]
    if len(np.unique(of_clips)) < 2:
        return 0
    rarest = min(len(np.unique(of_clips[strata == stratum])) for stratum in np.unique(strata))
    return min(MOST_FOLDS, max(2, rarest), len(np.unique(of_clips)))


def choose(goal: Goal, windows: Windows, clips: Mask, seed: int) -> float:
    """The strength with the least loss on clips that were not learned from; of equals, the larger.

    Args:
        goal: What is learned.
        windows: Of all clips.
        clips: `(N,)`, those to choose by.
        seed: Of the folds.
    """
    losses = np.zeros(len(STRENGTHS))
    for learned, held in _folds(goal, windows, clips, seed):
        for number, linear in enumerate(goal.fit(windows, learned, STRENGTHS)):
            losses[number] += goal.loss(goal.scores(windows, linear, held), held)
    return STRENGTHS[int(np.argmin(losses))] if losses.any() else UNTRIED


@dataclass(frozen=True, slots=True, eq=False)
class Unseen:
    """What heads say of clips that they have not seen.

    Attributes:
        scores: `(N, K)`, NaN for clips that were not judged.
        clips: Learned from, on average over the folds.
    """

    scores: Floats
    clips: float


def unseen_scores(goal: Goal, windows: Windows, seed: int, parts: int = PARTS) -> Unseen:
    """Nested cross-validation: each fold is judged by heads that know nothing of it.

    Args:
        goal: What is learned.
        windows: Of all clips.
        seed: Of the folds.
        parts: Of the `PARTS` into which the other folds are parted, how many are learned from.
    """
    scores = np.full(goal.truth.shape, np.nan)
    sizes: list[int] = []
    for learned, held in _folds(goal, windows, goal.known, seed):
        some = _some(goal, windows, learned, seed, parts)
        strength = choose(goal, windows, some, seed)
        (linear,) = goal.fit(windows, some, (strength,))
        scores[held] = goal.scores(windows, linear, held)
        sizes.append(int(some.sum()))
    return Unseen(scores, float(np.mean(sizes)) if sizes else 0.0)


def _folds(goal: Goal, windows: Windows, clips: Mask, seed: int) -> list[tuple[Mask, Mask]]:
    """Of each fold the clips that are learned from, and those that are kept back."""
    count = fold_count(goal, windows.groups, clips)
    numbers = np.full(len(windows), -1)
    if count:
        numbers[clips] = _drawn(windows.groups[clips], goal.strata[clips], count, seed)
    return [(clips & (numbers != fold), clips & (numbers == fold)) for fold in range(count)]


def _some(goal: Goal, windows: Windows, clips: Mask, seed: int, parts: int) -> Mask:
    if parts == PARTS:
        return clips
    numbers = np.full(len(windows), PARTS)
    numbers[clips] = _drawn(windows.groups[clips], goal.strata[clips], PARTS, seed)
    return clips & (numbers < parts)


def _drawn(groups: Integers, strata: Integers, count: int, seed: int) -> Integers:
    """`(n,)` fold of each clip, from 0; a seed decides which of equal groups comes first."""
    order = np.random.default_rng(seed).permutation(len(np.unique(groups)))
    return fold_numbers(groups, strata, count, order)
