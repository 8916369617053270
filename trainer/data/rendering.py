"""Turns prepared images into the clips that a network is trained on. Knows nothing of labels.

Real clips and stills alike are cut to the model's template in one resampling, as a tracker would
cut them: a little shifted, turned and sized. A still moves along a smooth path, so that stills can
teach a video network. What light, lens and codec do is added next (`augmentation`), then a random
view of the whole is drawn, as the reference code draws it (`views`). A whole batch is made at once,
on whatever device it lies. All chance comes from the generator, so equal seeds give equal clips.

B clips, F images of each (T, or 1 for stills), T frames, C channels, S size in pixels.
"""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Generator, Tensor
from torch.nn import functional as F

from svfap_core.settings import ClipSpec
from svfap_core.tracking.align import fit_similarity
from trainer.config import AugmentConfig
from trainer.data.augmentation import affected, wander
from trainer.data.views import random_views
from trainer.specs import Template


def render(
    pictures: Tensor,
    spec: ClipSpec,
    template: Template | None,
    *,
    augment: AugmentConfig | None = None,
    generator: Generator | None = None,
) -> Tensor:
    """Pictures as prepared -> clips as the model's card describes them.

    Args:
        pictures: `(B, F, H, H, C)` uint8; with one picture per clip it stands still or, with
            `augment`, moves. A model of single pictures takes the one in the middle.
        spec: What the model sees.
        template: Where the pictures show the five points; none: they are used whole.
        augment: How clips may differ; none: as analysis would cut them.
        generator: Where chance comes from.

    Returns:
        `(B, T, S, S, 3)` uint8; grey pictures have three equal channels.
    """
    frames, size_px = spec.frames, spec.size_px
    if frames == 1:
        middle = pictures.shape[1] // 2
        pictures = pictures[:, middle : middle + 1]
    count, given = pictures.shape[:2]
    if given not in (1, frames):
        raise ValueError(f"a clip needs 1 or {frames} pictures, got {given}")
    clips = pictures.permute(0, 1, 4, 2, 3).float() / 255
    moves = augment is not None and bool(augment.scale + augment.shift + augment.rotation_deg)
    if moves or template is not None or clips.shape[-1] != size_px:
        maps = _still(count, given)
        if augment is not None and moves:
            maps = affine_paths(count, frames, augment, generator)
        base = base_map(spec.template, template)
        clips = _warped(clips, _composed(base, maps).to(clips.device), size_px)
    if augment is None:
        return _finished(clips, frames)
    clips = clips.expand(-1, frames, -1, -1, -1)
    return random_views(_finished(affected(clips, augment, generator), frames), augment, generator)


def base_map(wanted: Template, given: Template | None) -> Tensor:
    """From places in the crop to places in the picture, both -1..1, `(3, 3)`.

    Pictures whose template is not known are used whole.
    """
    matrix = np.eye(3)
    if given is not None:
        matrix[:2] = fit_similarity(2 * np.array(wanted) - 1, 2 * np.array(given) - 1)
    return torch.from_numpy(matrix).float()


def affine_paths(
    count: int, frames: int, augment: AugmentConfig, generator: Generator | None
) -> Tensor:
    """For each frame the map from the jittered to the plain crop (both -1..1), `(B, T, 2, 3)`."""
    log_scale = augment.scale * wander(count, frames, augment.path, generator)
    angle = math.radians(augment.rotation_deg) * wander(count, frames, augment.path, generator)
    shift_x = 2 * augment.shift * wander(count, frames, augment.path, generator)
    shift_y = 2 * augment.shift * wander(count, frames, augment.path, generator)
    cos, sin = angle.cos() * log_scale.exp(), angle.sin() * log_scale.exp()
    row_x = torch.stack((cos, -sin, shift_x), dim=-1)
    row_y = torch.stack((sin, cos, shift_y), dim=-1)
    return torch.stack((row_x, row_y), dim=-2)


def _still(count: int, frames: int) -> Tensor:
    """Maps that change nothing, `(B, F, 2, 3)`."""
    return torch.eye(2, 3).expand(count, frames, 2, 3)


def _composed(base: Tensor, paths: Tensor) -> Tensor:
    """First the path, then the base map, `(B, T, 2, 3)`."""
    linear = base[:2, :2] @ paths[..., :2]
    shift = base[:2, :2] @ paths[..., 2:] + base[:2, 2:]
    return torch.cat((linear, shift), dim=-1)


def _warped(planes: Tensor, maps: Tensor, size_px: int) -> Tensor:
    """Pictures `(B, F, C, H, H)` seen through the maps `(B, T, 2, 3)`: `(B, T, C, S, S)`."""
    count, frames = maps.shape[:2]
    given, channels, side = planes.shape[1:4]
    # Plain interpolation would pick single pixels of pictures much larger than the crop.
    shrink = side / (2 * size_px)
    if shrink > 1:
        small = (round(side / shrink), round(side / shrink))
        planes = F.interpolate(planes.flatten(0, 1), small, mode="area").unflatten(0, (count, -1))
    grid = F.affine_grid(
        maps.flatten(0, 1), [count * frames, 1, size_px, size_px], align_corners=False
    )
    if given == 1:
        # All frames of a clip are sampled as one tall picture: the still is then read only once.
        grid = grid.reshape(count, frames * size_px, size_px, 2)
        tall = F.grid_sample(planes[:, 0], grid, padding_mode="border", align_corners=False)
        return tall.unflatten(2, (frames, size_px)).transpose(1, 2)
    found = F.grid_sample(planes.flatten(0, 1), grid, padding_mode="border", align_corners=False)
    return found.reshape(count, frames, channels, size_px, size_px)


def _finished(clips: Tensor, frames: int) -> Tensor:
    """`(B, F, C, S, S)` in 0..1 -> `(B, T, S, S, 3)` uint8."""
    clips = (clips * 255).round_().clamp_(0, 255).to(torch.uint8).permute(0, 1, 3, 4, 2)
    count, _, height, width, _ = clips.shape
    return clips.expand(count, frames, height, width, 3)
