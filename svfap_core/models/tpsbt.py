"""TPSBT: temporal pyramid and spatial bottleneck transformer (SVFAP section 3.3).

Stage 1 looks at all tokens. Every later stage first halves time, then sums up each time slice in a
few bottleneck tokens, lets those gather from the full tokens, and hands the result back to them.
State-dict names and shapes are those of the published checkpoints, so these load unchanged.
Knows nothing of files, preprocessing or training.

B clips, N tokens, D width, T time slices, S tokens in a slice.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, pairwise

from torch import Tensor, nn

from svfap_core.models.config import TIME_STRIDE, TPSBTConfig
from svfap_core.models.layers import (
    NORM_EPS,
    Block,
    ConvStem,
    CrossBlock,
    PatchEmbed,
    SpatialAttentionPool,
    TemporalConv,
    sinusoid_table,
)


class TPSBTBackbone(nn.Module):
    """Patches, positions and the three stages: what pre-training and fine-tuning share."""

    pos_table: Tensor

    def __init__(self, config: TPSBTConfig) -> None:
        super().__init__()
        self.config = config
        dim, heads = config.embed_dim, config.num_heads
        embed = ConvStem if config.conv_stem else PatchEmbed
        self.patch_embed = embed(dim, config.patch_size)

        ends = list(accumulate(config.depths))
        last = max(1, ends[-1] - 1)
        rates = [config.drop_path * index / last for index in range(ends[-1])]
        self.blocks = nn.ModuleList(
            (Block if i < ends[0] else CrossBlock)(dim, heads, rate) for i, rate in enumerate(rates)
        )
        self.stage_slices = [slice(start, end) for start, end in pairwise([0, *ends])]
        later = range(len(config.depths) - 1)
        self.temporal_downsamples = nn.ModuleList(TemporalConv(dim, TIME_STRIDE) for _ in later)
        self.spatial_downsamples = nn.ModuleList(
            SpatialAttentionPool(dim, config.num_bottleneck) for _ in later
        )
        t, h, w = config.token_grid(config.num_frames, config.image_size, config.image_size)
        self.register_buffer("pos_table", sinusoid_table(t * h * w, dim), persistent=False)

    def embed(self, clips: Tensor) -> tuple[Tensor, int]:
        """`(B, 3, frames, height, width)` -> tokens with positions `(B, T * S, D)`, and T.

        Raises:
            ValueError: The clip's shape does not divide into the token grid.
        """
        if clips.ndim != 5 or clips.shape[1] != 3:
            raise ValueError(
                f"clips must be (B, 3, frames, height, width), got {tuple(clips.shape)}"
            )
        num_slices, rows, columns = self.config.token_grid(*clips.shape[2:])
        tokens_BND = self.patch_embed(clips)
        return tokens_BND + self.positions(num_slices * rows * columns, tokens_BND), num_slices

    def positions(self, count: int, like: Tensor) -> Tensor:
        """The first `count` rows of the position table, `(1, count, D)`, in `like`'s dtype."""
        table = self.pos_table
        if count > table.shape[1]:
            table = sinusoid_table(count, table.shape[2])
        return table[:, :count].to(like)

    def stages(self, tokens_BND: Tensor, num_slices: int) -> Iterator[Tensor]:
        """The output of each stage; slices are halved between them, S stays.

        `tokens_BND` may be any time-major subset that keeps the same places in every slice, as
        tube masking leaves them.
        """
        first, *later = self.stage_slices
        for block in self.blocks[first]:
            tokens_BND = block(tokens_BND)
        yield tokens_BND
        for stage, downsample, pool in zip(
            later, self.temporal_downsamples, self.spatial_downsamples, strict=True
        ):
            tokens_BND = downsample(tokens_BND, num_slices)
            num_slices //= TIME_STRIDE
            *gather, hand_back = self.blocks[stage]
            bottleneck = pool(tokens_BND, num_slices)
            for block in gather:
                bottleneck = block(bottleneck, tokens_BND)
            tokens_BND = hand_back(tokens_BND, bottleneck)
            yield tokens_BND


class TPSBT(TPSBTBackbone):
    """The encoder with one linear head: scores for a clip.

    Args:
        config: Shape of the network.
        num_outputs: Length of the output vector: classes, regressed dimensions, or several heads
            side by side (`heads.split_outputs`). 0 leaves the head out.
    """

    def __init__(self, config: TPSBTConfig, num_outputs: int) -> None:
        super().__init__(config)
        self.fc_norm = nn.LayerNorm(config.embed_dim, eps=NORM_EPS)
        self.head = nn.Linear(config.embed_dim, num_outputs) if num_outputs else nn.Identity()
        init_weights(self)
        if isinstance(self.head, nn.Linear):
            # A head near zero starts every output at the mean, as in the reference training.
            nn.init.trunc_normal_(self.head.weight, std=2e-5)

    def forward_features(self, clips: Tensor) -> Tensor:
        """Clips `(B, 3, frames, height, width)` -> features `(B, D)`: mean over stage 3, normed."""
        tokens_BND, num_slices = self.embed(clips)
        *_, last_BND = self.stages(tokens_BND, num_slices)
        return self.fc_norm(last_BND.mean(dim=1))

    def forward(self, clips: Tensor) -> Tensor:
        """Clips `(B, 3, frames, height, width)`, normalised -> raw outputs `(B, num_outputs)`.

        Without a head the features `(B, D)`.

        Raises:
            ValueError: The clip's shape does not divide into the token grid.
        """
        return self.head(self.forward_features(clips))


def init_weights(model: nn.Module, *, xavier: bool = False) -> None:
    """Initial weights: truncated normal 0.02 (xavier uniform for pre-training), biases zero.

    Convolutions keep PyTorch's default, as in the reference.
    """
    for module in model.modules():
        if isinstance(module, nn.Linear):
            if xavier:
                nn.init.xavier_uniform_(module.weight)
            else:
                nn.init.trunc_normal_(module.weight, std=0.02)
            if module.bias is not None:  # pyright: ignore[reportUnnecessaryComparison]  # bias=False
                nn.init.zeros_(module.bias)
