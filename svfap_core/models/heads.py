"""What the numbers of a model's output vector mean. Knows nothing of networks or files.

One linear layer makes the whole vector; heads are named stretches of it, side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from torch import Tensor

Outputs = TypeVar("Outputs", NDArray[np.float32], NDArray[np.float64], "Tensor")


class HeadKind(StrEnum):
    """How raw outputs become scores."""

    CLASSES = "classes"
    """Softmax: probabilities that sum to one."""
    BOUNDED = "bounded"
    """Sigmoid, stretched to the head's range."""
    UNBOUNDED = "unbounded"
    """As they are (SVFAP Eq. 13 regresses without an activation)."""
    ACTIONS = "actions"
    """Sigmoid: how strong each facial action is, 0..1."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """One head.

    Attributes:
        kind: How its outputs become scores.
        names: Of its outputs.
        low: Lowest value, of a bounded one; 0 of actions.
        high: Highest value, of a bounded one; 1 of actions.
        votes: Whether it learned from raters' votes or their shares: then the entropy of its
            probabilities says how much raters disagree. For classes.
        name: What its classes are of, such as arousal; none: they are emotions. For classes.
    """

    kind: HeadKind
    names: tuple[str, ...]
    low: float = -1.0
    high: float = 1.0
    votes: bool = False
    name: str = ""

    def __post_init__(self) -> None:
        if not self.names or len(set(self.names)) != len(self.names):
            raise ValueError(f"a head needs distinct output names, got {self.names}")
        if self.low >= self.high:
            raise ValueError(f"head range must rise, got {self.low} to {self.high}")
        if self.kind is HeadKind.ACTIONS and (self.low, self.high) != (0.0, 1.0):
            raise ValueError(f"facial actions lie in 0..1, not {self.low} to {self.high}")
        if self.votes and self.kind is not HeadKind.CLASSES:
            raise ValueError(f"raters vote for classes, not for {self.kind}")
        if self.name and self.kind is not HeadKind.CLASSES:
            raise ValueError(f"a head of classes may have a name, not one that is {self.kind}")

    def scores(self, outputs: NDArray[np.floating]) -> NDArray[np.float64]:
        """Raw outputs `(..., K)` -> scores `(..., K)`; see also `trainer.activation`."""
        raw = np.asarray(outputs, np.float64)
        # Of what lies far below, 1 / infinity is right; outputs that are no numbers give NaN.
        with np.errstate(over="ignore", invalid="ignore"):
            if self.kind is HeadKind.CLASSES:
                likely = np.exp(raw - raw.max(axis=-1, keepdims=True))
                return likely / likely.sum(axis=-1, keepdims=True)
            if self.kind in {HeadKind.BOUNDED, HeadKind.ACTIONS}:
                return self.low + (self.high - self.low) / (1 + np.exp(-raw))
        return raw


def split_outputs(outputs: Outputs, heads: tuple[Head, ...]) -> tuple[Outputs, ...]:
    """Raw outputs `(..., sum of K)` -> one `(..., K)` per head, in order.

    Raises:
        ValueError: The heads together are not as long as the vector.
    """
    ends = list(accumulate(len(head.names) for head in heads))
    if outputs.shape[-1] != ends[-1]:
        raise ValueError(f"the model gives {outputs.shape[-1]} outputs, its heads name {ends[-1]}")
    return tuple(outputs[..., start:end] for start, end in pairwise([0, *ends]))
