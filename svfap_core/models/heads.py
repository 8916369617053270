"""What the numbers of a model's output vector mean. Knows nothing of networks or files.

One linear layer makes the whole vector; heads are named stretches of it, side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import torch
from torch import Tensor


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

    def scores(self, outputs: Tensor) -> Tensor:
        """Raw outputs `(..., K)` -> scores `(..., K)`."""
        if self.kind is HeadKind.CLASSES:
            return outputs.softmax(dim=-1)
        if self.kind in {HeadKind.BOUNDED, HeadKind.ACTIONS}:
            return self.low + (self.high - self.low) * outputs.sigmoid()
        return outputs


def split_outputs(outputs: Tensor, heads: tuple[Head, ...]) -> tuple[Tensor, ...]:
    """Raw outputs `(B, sum of K)` -> one `(B, K)` per head, in order.

    Raises:
        ValueError: The heads together are not as long as the vector.
    """
    sizes = [len(head.names) for head in heads]
    if outputs.shape[-1] != sum(sizes):
        raise ValueError(
            f"the model gives {outputs.shape[-1]} outputs, its heads name {sum(sizes)}"
        )
    return torch.split(outputs, sizes, dim=-1)
