"""Patch embeddings that start from the statistics of pictures. Knows nothing of runs or labels.

Neighbouring pixels are nearly equal, and in grey clips so are channels and frames: a patch
projection learned from scratch first learns brightness, in steps that are large in that one
direction. Whitened patches have equal variance in every direction that pictures use, which makes
small transformers learn many times faster (the idea of LeCun et al. 1998, "Efficient BackProp",
section 4.3, for whole patches).
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from svfap_core.models.config import PATCH_FRAMES
from svfap_core.models.layers import PatchEmbed

LEAST_VARIANCE = 3e-3
"""Of a direction, as a share of the mean variance; what lies below is noise and not blown up."""


@torch.no_grad()
def whiten_(embed: PatchEmbed, clips: Tensor) -> None:
    """Set a patch projection so that its outputs on such clips have mean 0 and unit variance.

    Args:
        embed: Changed in place; its outputs are a random rotation of the whitened directions.
        clips: `(B, 3, T, S, S)` as the network takes them, of grey and nearly motionless pictures:
            the first channel of the first frame stands for all.
    """
    dim, channels, _, patch_px, _ = embed.proj.weight.shape
    patches = F.unfold(clips[:, :1, 0], patch_px, stride=patch_px).transpose(1, 2).flatten(0, 1)
    mean = patches.mean(dim=0)
    variance, directions = torch.linalg.eigh(torch.cov(patches.T).double())
    floor = LEAST_VARIANCE * variance.mean()
    weight = (directions / (variance + floor).clamp(min=floor).sqrt()).T
    used = weight[variance > floor]
    rotation = torch.linalg.qr(torch.randn(dim, dim, dtype=torch.float64)).Q[:, : len(used)]
    weight = (rotation @ used[:dim] * (dim / min(dim, len(used))) ** 0.5).to(mean)
    if embed.proj.bias is not None:
        embed.proj.bias.copy_(-weight @ mean)
    weight = weight.reshape(dim, 1, 1, patch_px, patch_px) / (channels * PATCH_FRAMES)
    embed.proj.weight.copy_(weight.expand_as(embed.proj.weight))
