"""Training in less memory: blocks forget their inner values and compute them again.

Needs torch alone, so that it can be tried where Lightning is not installed.
"""

from __future__ import annotations

from types import MethodType
from typing import Any

from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint

from svfap_core.models.tpsbt import TPSBTBackbone


def recompute_blocks_(backbone: TPSBTBackbone) -> None:
    """Let blocks forget their inner values and compute them again in the backward pass."""
    for block in backbone.blocks:
        block.forward = MethodType(_recomputed, block)  # A copy of the block gets its own.


def _recomputed(block: nn.Module, *tokens: Tensor) -> Any:
    return checkpoint(type(block).forward, block, *tokens, use_reentrant=False)
