"""The layers of TPSBT: patches, positions, attention, blocks. Knows nothing of stages or heads.

B clips, N tokens, M context tokens, D width, H heads, E = D / H, G bottleneck tokens,
T time slices, S tokens in a slice.
"""

from __future__ import annotations

from itertools import pairwise

import torch
from einops import rearrange
from torch import Tensor, nn
from torch.nn import functional as F

from svfap_core.models.config import PATCH_FRAMES

NORM_EPS = 1e-6
STEM_WIDTH = 32
"""Channels after the first convolution of a stem; they double up to the width of tokens."""
BOTTLENECK_HIDDEN = 128
"""Width inside the spatial attention. The paper gives none; 77.6 M parameters need this one."""


def sinusoid_table(num_positions: int, dim: int) -> Tensor:
    """Sine-cosine positions over the flat token index, `(1, num_positions, dim)` float32.

    Row p, column j holds sin (even j) or cos (odd j) of p / 10000^(2 (j // 2) / dim), computed in
    float64 (Vaswani et al. 2017, section 3.5). A row does not depend on `num_positions`. On the
    device "meta" it is a shape without numbers.
    """
    if torch.empty(0).is_meta:  # Arithmetic there makes torch import its compiler, for seconds.
        return torch.empty(1, num_positions, dim)
    column = torch.arange(dim)
    wavelength = torch.pow(10000.0, 2 * (column // 2).double() / dim)
    angle = torch.arange(num_positions).double()[:, None] / wavelength
    return torch.where(column % 2 == 0, angle.sin(), angle.cos()).float()[None]


class PatchEmbed(nn.Module):
    """Cuts a clip into patches of 2 x P x P pixels and projects each to one token."""

    def __init__(self, dim: int, patch_size: int) -> None:
        super().__init__()
        kernel = (PATCH_FRAMES, patch_size, patch_size)
        self.proj = nn.Conv3d(3, dim, kernel_size=kernel, stride=kernel)

    def forward(self, clips: Tensor) -> Tensor:
        """`(B, 3, frames, height, width)` -> `(B, T * S, D)`, time-major."""
        return self.proj(clips).flatten(2).transpose(1, 2)


class ChannelNorm(nn.Module):
    """Batch normalisation (Ioffe & Szegedy 2015) without a count of batches: floats alone."""

    running_mean: Tensor
    running_var: Tensor

    def __init__(self, width: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.bias = nn.Parameter(torch.zeros(width))
        self.register_buffer("running_mean", torch.zeros(width))
        self.register_buffer("running_var", torch.ones(width))

    def forward(self, maps: Tensor) -> Tensor:
        """`(B, C, H, W)`, in training by the statistics of the batch; frozen, by what it knows."""
        training = self.training and self.weight.requires_grad
        mean, var = self.running_mean, self.running_var
        return F.batch_norm(maps, mean, var, self.weight, self.bias, training)


class ConvStem(nn.Module):
    """Tokens by convolutions that halve an image, in place of one projection of whole patches.

    Transformers with such a stem learn in fewer steps and from less data (Xiao et al. 2021, "Early
    convolutions help transformers see better", section 4). A token sees what lies around its patch
    too, evenly on all sides: kernels are even. The two frames of a patch are seen together, as in
    `PatchEmbed`.
    """

    def __init__(self, dim: int, patch_size: int) -> None:
        super().__init__()
        steps = patch_size.bit_length() - 1
        widths = [3 * PATCH_FRAMES, *(min(dim, STEM_WIDTH << step) for step in range(steps))]
        halving = [
            nn.Sequential(
                nn.Conv2d(before, after, 4, stride=2, padding=1, bias=False),
                ChannelNorm(after),
                nn.ReLU(),
            )
            for before, after in pairwise(widths)
        ]
        self.halving = nn.Sequential(*halving)
        self.proj = nn.Conv2d(widths[-1], dim, 1)

    def forward(self, clips: Tensor) -> Tensor:
        """`(B, 3, frames, height, width)` -> `(B, T * S, D)`, time-major."""
        slices = clips.unflatten(2, (-1, PATCH_FRAMES)).permute(0, 2, 3, 1, 4, 5).flatten(2, 3)
        maps = self.proj(self.halving(slices.flatten(0, 1)))
        return maps.flatten(2).transpose(1, 2).unflatten(0, slices.shape[:2]).flatten(1, 2)


def attention(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """softmax(q kᵀ / √E) v (Vaswani et al. 2017, Eq. 1).

    Args:
        q: Queries, `(B, H, N, E)`.
        k: Keys, `(B, H, M, E)`.
        v: Values, `(B, H, M, E)`.

    Returns:
        `(B, H, N, E)`.
    """
    if q.requires_grad and q.dtype is torch.bfloat16 and q.device.type == "cpu":
        # Here the backward pass of torch's fused kernel takes twice to seven times as long.
        return (q * q.shape[-1] ** -0.5 @ k.transpose(-2, -1)).softmax(dim=-1) @ v
    return F.scaled_dot_product_attention(q, k, v)


class SelfAttention(nn.Module):
    """Multi-head self-attention; the key has no bias (it would cancel in the softmax)."""

    def __init__(self, dim: int, num_heads: int) -> None:
        super().__init__()
        self.num_heads = num_heads
        self.qkv = nn.Linear(dim, 3 * dim, bias=False)
        self.q_bias = nn.Parameter(torch.zeros(dim))
        self.v_bias = nn.Parameter(torch.zeros(dim))
        self.proj = nn.Linear(dim, dim)

    def forward(self, tokens_BND: Tensor) -> Tensor:
        bias = torch.cat((self.q_bias, torch.zeros_like(self.v_bias), self.v_bias))
        qkv = F.linear(tokens_BND, self.qkv.weight, bias)
        q, k, v = rearrange(qkv, "b n (three h e) -> three b h n e", three=3, h=self.num_heads)
        mixed = attention(q, k, v)
        return self.proj(rearrange(mixed, "b h n e -> b n (h e)"))


class CrossAttention(nn.Module):
    """Multi-head attention of one token set (queries) over another (keys and values)."""

    def __init__(self, dim: int, num_heads: int) -> None:
        super().__init__()
        self.num_heads = num_heads
        self.q = nn.Linear(dim, dim, bias=False)
        self.kv = nn.Linear(dim, 2 * dim, bias=False)
        self.q_bias = nn.Parameter(torch.zeros(dim))
        self.v_bias = nn.Parameter(torch.zeros(dim))
        self.proj = nn.Linear(dim, dim)

    def forward(self, tokens_BND: Tensor, context_BMD: Tensor) -> Tensor:
        q = F.linear(tokens_BND, self.q.weight, self.q_bias)
        kv_bias = torch.cat((torch.zeros_like(self.v_bias), self.v_bias))
        kv = F.linear(context_BMD, self.kv.weight, kv_bias)
        q = rearrange(q, "b n (h e) -> b h n e", h=self.num_heads)
        k, v = rearrange(kv, "b m (two h e) -> two b h m e", two=2, h=self.num_heads)
        mixed = attention(q, k, v)
        return self.proj(rearrange(mixed, "b h n e -> b n (h e)"))


class Mlp(nn.Module):
    """Two linear layers with an exact GELU between."""

    def __init__(self, dim: int, hidden: int, out: int) -> None:
        super().__init__()
        self.fc1 = nn.Linear(dim, hidden)
        self.fc2 = nn.Linear(hidden, out)

    def forward(self, tokens: Tensor) -> Tensor:
        return self.fc2(F.gelu(self.fc1(tokens)))


class DropPath(nn.Module):
    """Stochastic depth (Huang et al. 2016): in training some clips go without a branch.

    Here rather than from timm, whose import takes longer than that of torch: every start of the
    application would wait for it.
    """

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, branch: Tensor) -> Tensor:
        """`(B, ...)`; the branches that stay are scaled up, so that the mean is kept."""
        if not self.training:
            return branch
        keep = 1 - self.rate
        mask = branch.new_empty(len(branch), *[1] * (branch.ndim - 1)).bernoulli_(keep)
        return branch * mask / keep


class Block(nn.Module):
    """Pre-norm transformer block: self-attention, then MLP, each with a residual."""

    def __init__(self, dim: int, num_heads: int, drop_path: float = 0.0) -> None:
        super().__init__()
        self.norm1 = nn.LayerNorm(dim, eps=NORM_EPS)
        self.attn = SelfAttention(dim, num_heads)
        self.norm2 = nn.LayerNorm(dim, eps=NORM_EPS)
        self.mlp = Mlp(dim, 4 * dim, dim)
        self.drop_path = DropPath(drop_path) if drop_path else nn.Identity()

    def forward(self, tokens_BND: Tensor) -> Tensor:
        tokens_BND = tokens_BND + self.drop_path(self.attn(self.norm1(tokens_BND)))
        return tokens_BND + self.drop_path(self.mlp(self.norm2(tokens_BND)))


class CrossBlock(Block):
    """A block that first attends to a context (SVFAP Eq. 6-8).

    With bottleneck tokens as queries and all tokens as context it gathers; as the last block of a
    stage, the roles exchanged, it hands what was gathered back to all tokens.
    """

    def __init__(self, dim: int, num_heads: int, drop_path: float = 0.0) -> None:
        super().__init__(dim, num_heads, drop_path)
        self.cross_norm1 = nn.LayerNorm(dim, eps=NORM_EPS)
        self.cross_norm2 = nn.LayerNorm(dim, eps=NORM_EPS)
        self.cross_attn = CrossAttention(dim, num_heads)

    def forward(  # pyright: ignore[reportIncompatibleMethodOverride]  # one more argument
        self, tokens_BND: Tensor, context_BMD: Tensor
    ) -> Tensor:
        gathered = self.cross_attn(self.cross_norm1(tokens_BND), self.cross_norm2(context_BMD))
        return super().forward(tokens_BND + self.drop_path(gathered))


class SpatialAttentionPool(nn.Module):
    """Sums up each time slice in G bottleneck tokens by learned attention (SVFAP Eq. 5)."""

    def __init__(self, dim: int, num_bottleneck: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(dim, eps=NORM_EPS)
        self.mlp = Mlp(dim, BOTTLENECK_HIDDEN, num_bottleneck)

    def forward(self, tokens_BND: Tensor, num_slices: int) -> Tensor:
        """`(B, T * S, D)` -> `(B, T * G, D)`; the weights of a slice sum to one over space."""
        scores = rearrange(self.mlp(self.norm(tokens_BND)), "b (t s) g -> b t g s", t=num_slices)
        slices = rearrange(tokens_BND, "b (t s) d -> b t s d", t=num_slices)
        return (scores.softmax(dim=-1) @ slices).flatten(1, 2)


class TemporalConv(nn.Conv1d):
    """Halves time by a strided convolution at every place of the picture (SVFAP section 3.3)."""

    def __init__(self, dim: int, stride: int) -> None:
        super().__init__(dim, dim, kernel_size=stride, stride=stride)

    def forward(self, tokens_BND: Tensor, num_slices: int) -> Tensor:  # pyright: ignore[reportIncompatibleMethodOverride]  # tokens, not channels first
        """`(B, T * S, D)` -> `(B, T / stride * S, D)`."""
        places = tokens_BND.shape[1] // num_slices
        lines = rearrange(tokens_BND, "b (t s) d -> (b s) d t", t=num_slices)
        return rearrange(super().forward(lines), "(b s) d t -> b (t s) d", s=places)
