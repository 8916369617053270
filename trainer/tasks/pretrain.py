"""Masked autoencoding: predicts the hidden nine tenths of a clip from what is left.

The graph is that of the paper (`svfap_core.models.mae`). Knows nothing of labels or files.

B clips, N tokens, M masked, P values in a patch.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Generator, Tensor, nn
from torchmetrics import MeanMetric

from svfap_core.clips.preprocess import normalise_, to_unit
from svfap_core.models.create import create_model
from svfap_core.models.mae import MaskedAutoencoder, masked_targets, patchify, unpatchify
from svfap_core.settings import ClipSpec
from trainer.config import PretrainConfig
from trainer.data.loader import Batch
from trainer.data.masking import tube_masks
from trainer.losses import masked_pixel_mse, mean_patch_baseline
from trainer.plan import Plan
from trainer.recomputing import recompute_blocks_
from trainer.tasks.common import Task

SHOWN_CLIPS = 6
VALIDATION_SEED = 20_240_101
MASK_STREAM = 1


class PretrainTask(Task):
    """One pre-training run."""

    loss_figure = "val/mse"

    def __init__(
        self,
        config: PretrainConfig,
        plan: Plan,
        *,
        total_steps: int,
    ) -> None:
        spec = plan.spec
        super().__init__(
            config.recipe, config.augment, spec, plan.template, total_steps=total_steps
        )
        self.mask_ratio = config.mask_ratio
        self.network = build_autoencoder(config, spec)
        if config.recipe.recompute:
            recompute_blocks_(self.network.encoder)
        self.grid = self.network.encoder.config.token_grid(spec.frames, spec.size_px, spec.size_px)
        self.val_mse, self.val_baseline = MeanMetric(), MeanMetric()
        self.shown: Tensor | None = None
        """Rows of pictures of the last validation: what is there, what is seen, what is guessed."""

    def learning(self) -> nn.Module:
        """Encoder and decoder."""
        return self.network

    def example(self, count: int) -> Tensor:
        """What is guessed of grey clips."""
        mask = tube_masks(count, self.grid, self.mask_ratio, Generator().manual_seed(0))
        return self.network(self.grey_clips(count), mask)

    def training_step(self, batch: Batch, batch_idx: int) -> Tensor:
        """Mean squared error of the masked patches, each normalised by itself (Eq. 11)."""
        del batch_idx
        pixels = self._pixels(batch, training=True)
        masks = tube_masks(
            len(pixels) * self.turns, self.grid, self.mask_ratio, self.step_chance(MASK_STREAM)
        )
        mask = masks[self.turn :: self.turns].to(self.device)
        predicted, target = self._predict(pixels, mask)
        return self.checked(masked_pixel_mse(predicted, target), batch)

    def validation_step(self, batch: Batch, batch_idx: int) -> None:
        """The same error on clips that are not learned from, each with a mask of its own."""
        pixels = self._pixels(batch, training=False)
        chances = [Generator().manual_seed(VALIDATION_SEED + p) for p in batch.places.tolist()]
        masks = [tube_masks(1, self.grid, self.mask_ratio, chance) for chance in chances]
        mask = torch.cat(masks).to(self.device)
        predicted, target = self._predict(pixels, mask)
        self.val_mse.update(masked_pixel_mse(predicted, target), len(pixels))
        self.val_baseline.update(mean_patch_baseline(target), len(pixels))
        self.log("val/mse", self.val_mse, on_epoch=True, batch_size=len(pixels))
        self.log("val/baseline", self.val_baseline, on_epoch=True, batch_size=len(pixels))
        if batch_idx == 0:
            patch = self.network.encoder.config.patch_size
            self.shown = shown(pixels, mask, predicted, self.grid, patch)

    def _pixels(self, batch: Batch, *, training: bool) -> Tensor:
        with self.full_precision():
            clips = self.rendered(batch.pictures, training=training)
            return to_unit(clips, self.spec, self.device)

    def _predict(self, pixels: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        patch = self.network.encoder.config.patch_size
        target = masked_targets(pixels, mask, patch)
        return self.network(normalise_(pixels.clone(), self.spec), mask), target


def build_autoencoder(config: PretrainConfig, spec: ClipSpec) -> MaskedAutoencoder:
    """The network of a pre-training run with fresh weights."""
    decoder: dict[str, Any] = {
        "decoder_embed_dim": config.decoder_dim,
        "decoder_depth": config.decoder_depth,
        "decoder_num_heads": config.decoder_heads,
    }
    return create_model(
        config.size,
        pretraining=True,
        num_frames=spec.frames,
        image_size=spec.size_px,
        **{name: value for name, value in decoder.items() if value is not None},
    )


def shown(
    pixels: Tensor, mask: Tensor, predicted: Tensor, grid: tuple[int, int, int], patch_size: int
) -> Tensor:
    """First frames of some clips as `(3 * S, n * S, 3)` uint8: input, visible part, guess.

    The guess is in units of each patch, so it takes mean and deviation from the hidden patch; only
    its structure is the network's. Visible patches are shown as they are.
    """
    count = min(SHOWN_CLIPS, len(pixels))
    patches = patchify(pixels[:count], patch_size)
    mean, deviation = patches.mean(dim=-2, keepdim=True), patches.std(dim=-2, keepdim=True)
    hidden = mask[:count]
    seen = torch.where(hidden[..., None, None], torch.full_like(patches, 0.5), patches)
    guess = patches.clone()
    found = predicted[:count].float().reshape(-1, *patches.shape[2:])
    guess[hidden] = found * deviation[hidden] + mean[hidden]
    rows = [
        torch.cat(list(unpatchify(part, grid, patch_size)[:, :, 0]), dim=-1)
        for part in (patches, seen, guess)
    ]
    picture = torch.cat(rows, dim=-2).permute(1, 2, 0)
    return (picture.clamp(0, 1) * 255).round().to(torch.uint8).cpu()
