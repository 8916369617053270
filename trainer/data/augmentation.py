"""What cameras, light and codecs do to a face: how training clips of our own recipes may differ.

Light drifts within a clip; blur, block artefacts, a rectangle and noise are of the whole clip. All
chance comes from the generator, so equal seeds give equal clips.

B clips, F pictures of each (T, or 1 for stills), T frames, C channels, S size in pixels.
"""

from __future__ import annotations

import math

import torch
from torch import Generator, Tensor
from torch.nn import functional as F

from trainer.config import AugmentConfig

BLOCK_PX = 8
COARSE_PX = 28


def affected(clips: Tensor, augment: AugmentConfig, generator: Generator | None) -> Tensor:
    """Clips `(B, F, C, S, S)` in 0..1 under light, lens, codec and noise; values may leave 0..1."""
    channels = clips.shape[2]
    flat = _lit(clips, augment, generator).flatten(1, 2)
    flat = _focused(flat, augment, generator)
    flat = _compressed(flat, augment, generator)
    flat = _erased(flat, augment, generator)
    strength = augment.noise * _rand(len(flat), 1, 1, 1, like=flat, generator=generator)
    if augment.noise:
        flat = flat + strength * _randn(*flat.shape, like=flat, generator=generator)
    return flat.unflatten(1, (-1, channels))


def wander(count: int, frames: int, path: float, generator: Generator | None) -> Tensor:
    """Smooth random lines `(B, T)`: normal, cut at 2, around which `path` as much moves in time."""
    centre = torch.randn(count, 1, generator=generator).clamp(-2, 2)
    time = torch.linspace(-0.5, 0.5, frames) if frames > 1 else torch.zeros(1)
    drift = torch.randn(count, 1, generator=generator) * time
    swing = torch.randn(count, 1, generator=generator)
    turns = 0.5 + torch.rand(count, 1, generator=generator)
    phase = 2 * math.pi * torch.rand(count, 1, generator=generator)
    wave = swing * torch.sin(2 * math.pi * turns * time + phase)
    return centre + path * (drift + 0.5 * wave)


def _lit(clips: Tensor, augment: AugmentConfig, generator: Generator | None) -> Tensor:
    """Brightness, contrast and a slope of light, the first two drifting within a clip."""
    if not augment.brightness + augment.contrast + augment.side_light:
        return clips
    count, frames, _, size_px, _ = clips.shape

    def drift(path: float) -> Tensor:
        return wander(count, frames, path, generator).to(clips.device)[..., None, None, None]

    contrast = (augment.contrast * drift(0.2)).exp()
    brightness = augment.brightness * drift(0.2)
    ramp = torch.linspace(-1, 1, size_px, device=clips.device)
    slope = drift(0) * ramp[:, None] + drift(0) * ramp
    clips = (clips - 0.5) * contrast + 0.5 + brightness
    return clips * (1 + augment.side_light * slope)


def _focused(clips: Tensor, augment: AugmentConfig, generator: Generator | None) -> Tensor:
    """Each clip between blurred and sharpened, by what a coarser picture of it lacks."""
    if not augment.blur + augment.sharpen:
        return clips
    size = clips.shape[-2:]
    coarse = F.interpolate(clips, COARSE_PX, mode="area")
    blurred = F.interpolate(coarse, size, mode="bilinear", align_corners=False)
    amount = _rand(len(clips), 1, 1, 1, like=clips, generator=generator)
    amount = amount * (augment.blur + augment.sharpen) - augment.sharpen
    return clips.lerp(blurred, amount)


def _compressed(clips: Tensor, augment: AugmentConfig, generator: Generator | None) -> Tensor:
    """Some clips with rounded frequencies of 8 x 8 blocks, coarser for high ones (as in JPEG)."""
    chosen = _rand(len(clips), like=clips, generator=generator) < augment.compress
    strength = 0.01 + 0.05 * _rand(len(clips), 1, 1, 1, 1, 1, like=clips, generator=generator)
    if not chosen.any() or clips.shape[-1] % BLOCK_PX:
        return clips
    index = torch.arange(BLOCK_PX, device=clips.device).float()
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
    if not augment.erase:
        return clips
    count, _, size_px, _ = clips.shape
    draws = _rand(6, count, 1, like=clips, generator=generator)
    place = torch.arange(size_px, device=clips.device) / size_px
    sides = 0.16 + 0.24 * draws[2:4]
    inside_y, inside_x = (
        (place >= start * (1 - side)) & (place < start * (1 - side) + side)
        for start, side in zip(draws[:2], sides, strict=True)
    )
    chosen = draws[4] < augment.erase
    hole = (chosen & inside_y)[:, None, :, None] & inside_x[:, None, None, :]
    return torch.where(hole, draws[5][:, :, None, None], clips)


def _rand(*shape: int, like: Tensor, generator: Generator | None) -> Tensor:
    """Even random numbers, drawn on the CPU so that all devices make the same clips."""
    return torch.rand(shape, generator=generator).to(like.device)


def _randn(*shape: int, like: Tensor, generator: Generator | None) -> Tensor:
    """Normal random numbers; they are many, so they are drawn where they are used."""
    if generator is not None and generator.device != like.device:
        seed = int(torch.randint(2**62, (), generator=generator))
        generator = Generator(like.device).manual_seed(seed)
    return torch.randn(shape, generator=generator, device=like.device)
