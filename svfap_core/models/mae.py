"""Masked-autoencoder pre-training on the paper's graph (SVFAP sections 3.2-3.4, Eq. 8-11).

The encoder sees visible tokens only. The bottleneck tokens are the context of each reverse block
and the coarser stages are brought back to full time before they are added up; both differ from the
public reference code, where masked patches reach the encoder. Knows nothing of data or optimisers.

B clips, N tokens, V visible, M masked (N = V + M), D width, T time slices, S tokens in a slice,
P values in a patch.
"""

from __future__ import annotations

import torch
from einops import rearrange, repeat
from torch import Tensor, nn

from svfap_core.models.config import PATCH_FRAMES, DecoderConfig, TPSBTConfig
from svfap_core.models.layers import NORM_EPS, Block, sinusoid_table
from svfap_core.models.tpsbt import TPSBTBackbone, init_weights

TARGET_EPS = 1e-6


class MaskedEncoder(TPSBTBackbone):
    """The encoder on visible tokens, its stages fused over time scales (Eq. 9-10)."""

    def __init__(self, config: TPSBTConfig) -> None:
        super().__init__(config)
        self.norm = nn.LayerNorm(config.embed_dim, eps=NORM_EPS)

    def forward(self, clips: Tensor, mask_BN: Tensor) -> Tensor:
        """Clips and mask (true = masked) -> `(B, V, D)`."""
        if self.config.conv_stem:
            # What a token sees of its neighbours must not tell what is hidden.
            clips = clips * ~self._hidden(clips, mask_BN)
        tokens_BND, num_slices = self.embed(clips)
        visible_BVD = _select(tokens_BND, ~mask_BN)
        fused_BVD = torch.zeros_like(visible_BVD)
        for stage, tokens in enumerate(self.stages(visible_BVD, num_slices)):
            fused_BVD = fused_BVD + _repeat_slices(tokens, num_slices, stage)
        return self.norm(fused_BVD)

    def _hidden(self, clips: Tensor, mask_BN: Tensor) -> Tensor:
        """Where the pixels of masked patches lie, `(B, 1, frames, height, width)`."""
        _, rows, columns = self.config.token_grid(*clips.shape[2:])
        side = self.config.patch_size
        return repeat(
            mask_BN,
            "b (t h w) -> b 1 (t p) (h y) (w x)",
            h=rows,
            w=columns,
            p=PATCH_FRAMES,
            y=side,
            x=side,
        )


class Decoder(nn.Module):
    """Plain transformer blocks that predict the pixels of masked tokens."""

    def __init__(self, config: DecoderConfig, patch_values: int) -> None:
        super().__init__()
        self.blocks = nn.ModuleList(
            Block(config.embed_dim, config.num_heads) for _ in range(config.depth)
        )
        self.norm = nn.LayerNorm(config.embed_dim, eps=NORM_EPS)
        self.head = nn.Linear(config.embed_dim, patch_values)

    def forward(self, tokens_BND: Tensor, num_masked: int) -> Tensor:
        """Tokens with the masked ones last -> their pixels `(B, M, P)`."""
        for block in self.blocks:
            tokens_BND = block(tokens_BND)
        return self.head(self.norm(tokens_BND[:, -num_masked:]))


class MaskedAutoencoder(nn.Module):
    """Encoder, decoder and mask token: predicts what a tube mask hides."""

    decoder_pos_table: Tensor

    def __init__(self, config: TPSBTConfig, decoder: DecoderConfig) -> None:
        super().__init__()
        self.encoder = MaskedEncoder(config)
        self.encoder_to_decoder = nn.Linear(config.embed_dim, decoder.embed_dim, bias=False)
        self.mask_token = nn.Parameter(torch.zeros(1, 1, decoder.embed_dim))
        self.decoder = Decoder(decoder, 3 * PATCH_FRAMES * config.patch_size**2)
        count = self.encoder.pos_table.shape[1]
        self.register_buffer(
            "decoder_pos_table", sinusoid_table(count, decoder.embed_dim), persistent=False
        )
        init_weights(self, xavier=True)
        nn.init.trunc_normal_(self.mask_token, std=0.02)

    def forward(self, clips: Tensor, mask: Tensor) -> Tensor:
        """Predicted pixels of the masked patches.

        Args:
            clips: `(B, 3, frames, height, width)`, normalised.
            mask: `(B, N)` boolean, true = masked; the same places in every time slice, and equally
                many in every clip.

        Returns:
            `(B, M, P)` in the order of the masked tokens, to compare with `masked_targets`.

        Raises:
            ValueError: The mask does not fit the clip, or is not a tube mask.
        """
        num_slices, rows, columns = self.encoder.config.token_grid(*clips.shape[2:])
        _check_tube_mask(mask, num_slices, rows * columns)
        visible = self.encoder_to_decoder(self.encoder(clips, mask))
        positions = self._positions(mask.shape[1], visible).expand(len(mask), -1, -1)
        tokens = torch.cat(
            (
                visible + _select(positions, ~mask),
                self.mask_token.to(visible) + _select(positions, mask),
            ),
            dim=1,
        )
        return self.decoder(tokens, mask.shape[1] - visible.shape[1])

    def _positions(self, count: int, like: Tensor) -> Tensor:
        table = self.decoder_pos_table
        if count > table.shape[1]:
            table = sinusoid_table(count, table.shape[2])
        return table[:, :count].to(like)


def patchify(pixels: Tensor, patch_size: int) -> Tensor:
    """`(B, 3, frames, height, width)` -> `(B, N, 2 * p * p, 3)`, time-major, as the tokens lie."""
    return rearrange(
        pixels,
        "b c (t f) (h p) (w q) -> b (t h w) (f p q) c",
        f=PATCH_FRAMES,
        p=patch_size,
        q=patch_size,
    )


def unpatchify(patches: Tensor, grid: tuple[int, int, int], patch_size: int) -> Tensor:
    """Inverse of `patchify` for a token grid (time, rows, columns)."""
    t, h, w = grid
    return rearrange(
        patches,
        "b (t h w) (f p q) c -> b c (t f) (h p) (w q)",
        t=t,
        h=h,
        w=w,
        f=PATCH_FRAMES,
        p=patch_size,
        q=patch_size,
    )


def masked_targets(pixels: Tensor, mask: Tensor, patch_size: int) -> Tensor:
    """What the decoder should predict (Eq. 11): masked patches, normalised each by itself.

    Args:
        pixels: `(B, 3, frames, height, width)` before mean/std normalisation.
        mask: `(B, N)` boolean, true = masked.
        patch_size: Height and width of a patch in pixels.

    Returns:
        `(B, M, P)`: per patch and channel zero mean and unit (unbiased) deviation.
    """
    patches = patchify(pixels, patch_size)
    deviation = patches.var(dim=-2, unbiased=True, keepdim=True).sqrt() + TARGET_EPS
    normalised = (patches - patches.mean(dim=-2, keepdim=True)) / deviation
    return _select(normalised.flatten(2), mask)


def _select(tokens_BND: Tensor, keep_BN: Tensor) -> Tensor:
    """The tokens where `keep_BN` is true; every clip keeps equally many."""
    return tokens_BND[keep_BN].reshape(len(tokens_BND), -1, tokens_BND.shape[-1])


def _repeat_slices(tokens: Tensor, num_slices: int, stage: int) -> Tensor:
    """Nearest-neighbour up-sampling over time, from `num_slices / 2^stage` to `num_slices`."""
    factor = 2**stage
    return repeat(tokens, "b (t s) d -> b (t factor s) d", t=num_slices // factor, factor=factor)


def _check_tube_mask(mask: Tensor, num_slices: int, per_slice: int) -> None:
    if mask.dtype != torch.bool or mask.ndim != 2 or mask.shape[1] != num_slices * per_slice:
        raise ValueError(
            f"mask must be boolean (B, {num_slices * per_slice}), "
            f"got {mask.dtype} {tuple(mask.shape)}"
        )
    slices = mask.reshape(len(mask), num_slices, per_slice)
    counts = slices[:, 0].sum(dim=1)
    if not (slices == slices[:, :1]).all() or not (counts == counts[0]).all():
        raise ValueError(
            "mask must hide the same places in every time slice (a tube mask) "
            "and equally many in every clip"
        )
    if not 0 < int(counts[0]) < per_slice:
        raise ValueError(f"mask hides {int(counts[0])} of {per_slice} places; need some of both")
