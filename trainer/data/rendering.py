"""Turns prepared pictures into the clips that a network is trained on. Knows nothing of labels.

Real clips and stills alike are cut to the model's template in one resampling, as a tracker would
cut them: a little shifted, turned and sized, under drifting light, with the blur, noise and block
artefacts of video. A still moves along a smooth path, so that stills can teach a video network. A
whole batch is made at once, on whatever device it lies. All chance comes from the generator, so
equal seeds give equal clips.

B clips, F pictures of each (T, or 1 for stills), T frames, C channels, S size in pixels.
"""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Generator, Tensor
from torch.nn import functional as F
from torchvision.transforms import InterpolationMode, v2

from svfap_core.settings import ClipSpec
from svfap_core.tracking.align import fit_similarity
from trainer.config import AugmentConfig
from trainer.specs import Template

BLOCK_PX = 8
COARSE_PX = 28
MOST_STRETCH = 4 / 3
"""Ratio of width to height of a random crop, at most (as in torchvision's RandomResizedCrop)."""


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
    base = base_map(spec.template, template).to(pictures.device)
    planes = pictures.permute(0, 1, 4, 2, 3).float() / 255
    if augment is None:
        clips = _warped(planes, _composed(base, _still(count, given, pictures)), size_px)
        return _finished(clips, frames)
    paths = affine_paths(count, frames, augment, generator).to(pictures.device)
    clips = _warped(planes, _composed(base, paths), size_px)
    channels = planes.shape[2]
    clips = _lit(clips, augment, generator)
    flat = clips.flatten(1, 2)
    flat = _focused(flat, augment, generator)
    flat = _compressed(flat, augment, generator)
    flat = _erased(flat, augment, generator)
    strength = augment.noise * _rand(count, 1, 1, 1, like=flat, generator=generator)
    if augment.noise:
        flat = flat + strength * _randn(*flat.shape, like=flat, generator=generator)
    clips = _finished(flat.unflatten(1, (-1, channels)), frames)
    return _rand_augmented(clips, augment, generator) if augment.rand_augment else clips


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
    log_scale = augment.scale * _wander(count, frames, augment.path, generator)
    angle = math.radians(augment.rotation_deg) * _wander(count, frames, augment.path, generator)
    shift_x = 2 * augment.shift * _wander(count, frames, augment.path, generator)
    shift_y = 2 * augment.shift * _wander(count, frames, augment.path, generator)
    mirror = torch.where(torch.rand(count, 1, generator=generator) < augment.flip, -1.0, 1.0)
    cos, sin = angle.cos() * log_scale.exp(), angle.sin() * log_scale.exp()
    row_x = torch.stack((cos * mirror, -sin, shift_x), dim=-1)
    row_y = torch.stack((sin * mirror, cos, shift_y), dim=-1)
    paths = torch.stack((row_x, row_y), dim=-2)
    if augment.crop_scale is None:
        return paths
    crop = _random_crop(count, augment.crop_scale, generator)
    return torch.cat((paths[..., :2] @ crop[..., :2], paths[..., :2] @ crop[..., 2:]), -1) + (
        F.pad(paths[..., 2:], (2, 0))
    )


def _random_crop(count: int, scale: tuple[float, float], generator: Generator | None) -> Tensor:
    """A part of the picture at random place, area and aspect, the same in all frames."""
    low, high = scale
    area = low + (high - low) * torch.rand(count, generator=generator)
    stretch = MOST_STRETCH ** (2 * torch.rand(count, generator=generator) - 1)
    width = (area * stretch).sqrt().clamp(max=1)
    height = (area / stretch).sqrt().clamp(max=1)
    x = (1 - width) * (2 * torch.rand(count, generator=generator) - 1)
    y = (1 - height) * (2 * torch.rand(count, generator=generator) - 1)
    zero = torch.zeros(count)
    rows = torch.stack((width, zero, x, zero, height, y), dim=-1)
    return rows.reshape(count, 1, 2, 3)


def _still(count: int, frames: int, like: Tensor) -> Tensor:
    """Maps that change nothing, `(B, F, 2, 3)`."""
    return torch.eye(2, 3, device=like.device).expand(count, frames, 2, 3)


def _composed(base: Tensor, paths: Tensor) -> Tensor:
    """First the path, then the base map, `(B, T, 2, 3)`."""
    linear = base[:2, :2] @ paths[..., :2]
    shift = base[:2, :2] @ paths[..., 2:] + base[:2, 2:]
    return torch.cat((linear, shift), dim=-1)


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


def _lit(clips: Tensor, augment: AugmentConfig, generator: Generator | None) -> Tensor:
    """Brightness, contrast and a slope of light, the first two drifting within a clip."""
    count, frames, _, size_px, _ = clips.shape

    def wander(path: float) -> Tensor:
        return _wander(count, frames, path, generator).to(clips.device)[..., None, None, None]

    contrast = (augment.contrast * wander(0.2)).exp()
    brightness = augment.brightness * wander(0.2)
    ramp = torch.linspace(-1, 1, size_px, device=clips.device)
    slope = wander(0) * ramp[:, None] + wander(0) * ramp
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


def _rand_augmented(clips: Tensor, augment: AugmentConfig, generator: Generator | None) -> Tensor:
    """RandAugment (Cubuk et al. 2020) with the same operations in all frames of a clip."""
    operations = v2.RandAugment(
        augment.rand_augment,
        augment.rand_magnitude,
        num_magnitude_bins=11,
        interpolation=InterpolationMode.BILINEAR,  # Tensors are turned and sheared by no other.
        fill=128,
    )
    seed = int(torch.randint(2**62, (), generator=generator))
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        changed = [operations(clip.permute(0, 3, 1, 2)) for clip in clips]
    return torch.stack(changed).permute(0, 1, 3, 4, 2)


def _finished(clips: Tensor, frames: int) -> Tensor:
    """`(B, F, C, S, S)` in 0..1 -> `(B, T, S, S, 3)` uint8."""
    clips = (clips * 255).round_().clamp_(0, 255).to(torch.uint8).permute(0, 1, 3, 4, 2)
    count, _, height, width, _ = clips.shape
    return clips.expand(count, frames, height, width, 3)


def _rand(*shape: int, like: Tensor, generator: Generator | None) -> Tensor:
    """Even random numbers, drawn on the CPU so that all devices make the same clips."""
    return torch.rand(shape, generator=generator).to(like.device)


def _randn(*shape: int, like: Tensor, generator: Generator | None) -> Tensor:
    """Normal random numbers; they are many, so they are drawn where they are used."""
    if generator is not None and generator.device != like.device:
        seed = int(torch.randint(2**62, (), generator=generator))
        generator = Generator(like.device).manual_seed(seed)
    return torch.randn(shape, generator=generator, device=like.device)
