"""Turns stills into clips as a tracker would cut them from video. Knows nothing of labels or files.

A clip shows one still along a smooth path of shifts, turns and sizes, under drifting light, with
the blur, noise and block artefacts of video. A whole batch is made at once on tensors. All chance
comes from the generator, so equal seeds give equal clips.

B clips, T frames, S size in pixels.
"""

from __future__ import annotations

import math

import torch
from torch import Generator, Tensor
from torch.nn import functional as F

from trainer.config import AugmentConfig

BLOCK_PX = 8
COARSE_PX = 28


def render(
    stills: Tensor,
    frames: int,
    size_px: int,
    *,
    augment: AugmentConfig | None = None,
    generator: Generator | None = None,
) -> Tensor:
    """Stills `(B, H, W)` uint8 -> clips `(B, T, S, S)` uint8; without `augment` motionless."""
    grey = stills.float()[:, None] / 255
    if augment is None:
        still = F.interpolate(grey, size_px, mode="bilinear", align_corners=False)
        return _quantised(still).expand(-1, frames, -1, -1)
    count = len(stills)
    paths = affine_paths(count, frames, augment, generator)
    clips = _warped(grey, paths, size_px)
    clips = _lit(clips, augment, generator)
    clips = _focused(clips, augment, generator)
    clips = _compressed(clips, augment, generator)
    clips = _erased(clips, augment, generator)
    strength = augment.noise * torch.rand(count, 1, 1, 1, generator=generator)
    clips = clips + strength * torch.randn(clips.shape, generator=generator)
    return _quantised(clips)


def affine_paths(
    count: int, frames: int, augment: AugmentConfig, generator: Generator | None
) -> Tensor:
    """For each frame the map from crop to still coordinates (both -1..1), `(B, T, 2, 3)`."""
    log_scale = augment.scale * _wander(count, frames, augment.path, generator)
    angle = math.radians(augment.rotation_deg) * _wander(count, frames, augment.path, generator)
    shift_x = 2 * augment.shift * _wander(count, frames, augment.path, generator)
    shift_y = 2 * augment.shift * _wander(count, frames, augment.path, generator)
    mirror = torch.where(torch.rand(count, 1, generator=generator) < augment.flip, -1.0, 1.0)
    cos, sin = angle.cos() * log_scale.exp(), angle.sin() * log_scale.exp()
    row_x = torch.stack((cos * mirror, -sin, shift_x), dim=-1)
    row_y = torch.stack((sin * mirror, cos, shift_y), dim=-1)
    return torch.stack((row_x, row_y), dim=-2)


def _wander(count: int, frames: int, path: float, generator: Generator | None) -> Tensor:
    """Smooth random lines `(B, T)`: normal, cut at 2, around which `path` as much moves in time."""
    centre = torch.randn(count, 1, generator=generator).clamp(-2, 2)
    time = torch.linspace(-0.5, 0.5, frames) if frames > 1 else torch.zeros(1)
    drift = torch.randn(count, 1, generator=generator) * time
    swing = torch.randn(count, 1, generator=generator)
    turns = 0.5 + torch.rand(count, 1, generator=generator)
    phase = 2 * math.pi * torch.rand(count, 1, generator=generator)
    wave = swing * torch.sin(2 * math.pi * turns * time + phase)
    return centre + path * (drift + 0.5 * wave)


def _warped(grey: Tensor, paths: Tensor, size_px: int) -> Tensor:
    """Stills `(B, 1, H, W)` seen through the maps, `(B, T, S, S)`."""
    count, frames = paths.shape[:2]
    grid = F.affine_grid(
        paths.flatten(0, 1), [count * frames, 1, size_px, size_px], align_corners=False
    )
    # All frames of a clip are sampled as one tall picture: the still is then read only once.
    grid = grid.reshape(count, frames * size_px, size_px, 2)
    clips = F.grid_sample(grey, grid, padding_mode="border", align_corners=False)
    return clips.reshape(count, frames, size_px, size_px)


def _lit(clips: Tensor, augment: AugmentConfig, generator: Generator | None) -> Tensor:
    """Brightness, contrast and a slope of light, the first two drifting within a clip."""
    count, frames, size_px, _ = clips.shape

    def wander(path: float) -> Tensor:
        return _wander(count, frames, path, generator)[..., None, None]

    contrast = (augment.contrast * wander(0.2)).exp()
    brightness = augment.brightness * wander(0.2)
    ramp = torch.linspace(-1, 1, size_px)
    slope = wander(0) * ramp[:, None] + wander(0) * ramp
    clips = (clips - 0.5) * contrast + 0.5 + brightness
    return clips * (1 + augment.side_light * slope)


def _focused(clips: Tensor, augment: AugmentConfig, generator: Generator | None) -> Tensor:
    """Each clip between blurred and sharpened, by what a coarser picture of it lacks."""
    size = clips.shape[-2:]
    coarse = F.interpolate(clips, COARSE_PX, mode="area")
    blurred = F.interpolate(coarse, size, mode="bilinear", align_corners=False)
    amount = torch.rand(len(clips), 1, 1, 1, generator=generator)
    amount = amount * (augment.blur + augment.sharpen) - augment.sharpen
    return clips.lerp(blurred, amount)


def _compressed(clips: Tensor, augment: AugmentConfig, generator: Generator | None) -> Tensor:
    """Some clips with rounded frequencies of 8 x 8 blocks, coarser for high ones (as in JPEG)."""
    chosen = torch.rand(len(clips), generator=generator) < augment.compress
    strength = 0.01 + 0.05 * torch.rand(len(clips), 1, 1, 1, 1, 1, generator=generator)
    if not chosen.any() or clips.shape[-1] % BLOCK_PX:
        return clips
    index = torch.arange(BLOCK_PX).float()
    basis = torch.cos(math.pi * (index + 0.5) * index[:, None] / BLOCK_PX) * (2 / BLOCK_PX) ** 0.5
    basis[0] /= 2**0.5
    rounding = strength[chosen] * (1 + index[:, None] + index)
    blocks = clips[chosen].unflatten(-2, (-1, BLOCK_PX)).unflatten(-1, (-1, BLOCK_PX))
    blocks = blocks.transpose(-3, -2)
    waves = basis @ blocks @ basis.T
    blocks = basis.T @ ((waves / rounding).round() * rounding) @ basis
    clips = clips.clone()
    clips[chosen] = blocks.transpose(-3, -2).flatten(-2).flatten(-3, -2)
    return clips


def _erased(clips: Tensor, augment: AugmentConfig, generator: Generator | None) -> Tensor:
    """Some clips with one flat rectangle of a sixth to two fifths of the width in every frame."""
    count, _, size_px, _ = clips.shape
    draws = torch.rand(6, count, 1, generator=generator)
    place = torch.arange(size_px) / size_px
    sides = 0.16 + 0.24 * draws[2:4]
    inside_y, inside_x = (
        (place >= start * (1 - side)) & (place < start * (1 - side) + side)
        for start, side in zip(draws[:2], sides, strict=True)
    )
    chosen = draws[4] < augment.erase
    hole = (chosen & inside_y)[:, None, :, None] & inside_x[:, None, None, :]
    return torch.where(hole, draws[5][:, :, None, None], clips)


def _quantised(clips: Tensor) -> Tensor:
    return (clips * 255).round_().clamp_(0, 255).to(torch.uint8)
