"""Random views of a clip, drawn as the reference code draws them, by timm and torchvision.

First RandAugment on whole frames, then a random part of them, then its mirror image; noise in place
of a rectangle comes last, on what the network is given. Whatever is drawn is the same in all frames
of a clip, but for the noise. Both libraries draw from global generators: these are seeded from the
one that is given, and put back.

B clips, T frames, C channels, S size in pixels.
"""

from __future__ import annotations

import random
from collections.abc import Generator
from contextlib import contextmanager

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from timm.data.auto_augment import RandAugment, rand_augment_transform
from timm.data.random_erasing import RandomErasing
from torch import Tensor
from torchvision.transforms import v2

from trainer.config import AugmentConfig

SIDES = (1.0, 0.875, 0.75, 0.66)
"""Of the crops of pre-training, as shares of the picture's; width and height may be neighbours."""

PLACES = tuple((x, y) for x in range(5) for y in range(5) if (x + y) % 2 == 0)
"""Of these crops, in quarters of the room there is: corners, middles of the sides, and so on."""

NEARLY_PX = 3
"""A crop that is not this much smaller than the picture is the whole picture."""


def random_views(
    clips: Tensor, augment: AugmentConfig, generator: torch.Generator | None
) -> Tensor:
    """Clips `(B, T, S, S, 3)` uint8 -> the same, each as it may look under `augment`."""
    if augment.rand_augment:
        clips = _rand_augmented(clips, augment.rand_augment, generator)
    if augment.crop_scale is not None or augment.multi_scale_crop:
        clips = _cropped(clips, augment, generator)
    if augment.flip:
        mirror = torch.rand(len(clips), generator=generator) < augment.flip
        clips = torch.where(mirror.view(-1, 1, 1, 1, 1).to(clips.device), clips.flip(-2), clips)
    return clips


def erased_by_noise(clips: Tensor, probability: float, generator: torch.Generator | None) -> Tensor:
    """Clips `(B, C, T, S, S)`, normalised, some with a rectangle of normal noise (timm)."""
    erase = RandomErasing(probability, mode="pixel", device=clips.device)  # pyright: ignore[reportArgumentType]  # a device is as good as its name
    with _global_chance(_seed(generator), clips.device):
        # Frames become channels: timm draws one place for all channels, and noise for each.
        return torch.stack([erase(clip.flatten(0, 1)) for clip in clips]).reshape(clips.shape)


def _rand_augmented(clips: Tensor, operations: str, generator: torch.Generator | None) -> Tensor:
    operate = rand_augment_transform(operations, {"interpolation": Image.Resampling.BICUBIC})
    seeds = [_seed(generator) for _ in clips]
    with _global_chance(_seed(generator)):
        changed = [
            _operated(clip, operate, seed)
            for clip, seed in zip(clips.contiguous().cpu().numpy(), seeds, strict=True)
        ]
    return torch.from_numpy(np.stack(changed)).to(clips.device)


def _operated(clip: NDArray[np.uint8], operate: RandAugment, seed: int) -> NDArray[np.uint8]:
    """All frames `(T, S, S, 3)` under the operations that are drawn after `seed`."""
    changed = np.empty_like(clip)
    for number, frame in enumerate(clip):
        if number and np.array_equal(frame, clip[number - 1]):
            changed[number] = changed[number - 1]
            continue
        random.seed(seed)
        np.random.seed(seed)  # noqa: NPY002
        changed[number] = operate(Image.fromarray(frame))
    return changed


def _cropped(clips: Tensor, augment: AugmentConfig, generator: torch.Generator | None) -> Tensor:
    planes, size_px = clips.movedim(-1, 2), clips.shape[2]
    if augment.crop_scale is None:
        parts = [_multi_scale_crop(clip, generator) for clip in planes]
    else:
        crop = v2.RandomResizedCrop(size_px, scale=augment.crop_scale)
        with _global_chance(_seed(generator)):
            parts = [crop(clip) for clip in planes]
    return torch.stack(parts).movedim(2, -1)


def _multi_scale_crop(clip: Tensor, generator: torch.Generator | None) -> Tensor:
    """A part of all frames `(T, C, S, S)`, resized to the whole."""
    size_px = clip.shape[-1]
    sides = [int(share * size_px) for share in SIDES]
    sides = [size_px if size_px - side < NEARLY_PX else side for side in sides]
    pairs = [(h, w) for i, h in enumerate(sides) for j, w in enumerate(sides) if abs(i - j) <= 1]
    height, width = pairs[_below(len(pairs), generator)]
    x, y = PLACES[_below(len(PLACES), generator)]
    top, left = y * ((size_px - height) // 4), x * ((size_px - width) // 4)
    return v2.functional.resized_crop(clip, top, left, height, width, [size_px, size_px])


def _below(limit: int, generator: torch.Generator | None) -> int:
    return int(torch.randint(limit, (), generator=generator))


def _seed(generator: torch.Generator | None) -> int:
    return _below(2**32, generator)


@contextmanager
def _global_chance(seed: int, device: torch.device | None = None) -> Generator[None]:
    """Global generators, and that of a GPU, follow from `seed` here and go on as before after."""
    kept = random.getstate(), np.random.get_state()  # noqa: NPY002  # timm draws from it
    devices = [device] if device is not None and device.type == "cuda" else []
    with torch.random.fork_rng(devices=devices):
        random.seed(seed)
        np.random.seed(seed)  # noqa: NPY002
        torch.manual_seed(seed)
        try:
            yield
        finally:
            random.setstate(kept[0])
            np.random.set_state(kept[1])  # noqa: NPY002
