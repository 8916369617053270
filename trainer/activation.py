"""Scores of heads as tensors, for gradients; `Head.scores` gives the same numbers."""

from __future__ import annotations

from torch import Tensor

from svfap_core.models import Head, HeadKind


def activated(head: Head, outputs: Tensor) -> Tensor:
    """Raw outputs `(..., K)` of a head -> scores `(..., K)`."""
    if head.kind is HeadKind.CLASSES:
        return outputs.softmax(dim=-1)
    if head.kind in {HeadKind.BOUNDED, HeadKind.ACTIONS}:
        return head.low + (head.high - head.low) * outputs.sigmoid()
    return outputs
