"""Clips to render, and augmentations of one kind."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import torch
from torch import Tensor

from svfap_core.settings import ClipSpec
from tests.fakes import SPEC
from tests.unit.trainer.miniature import drawn_face
from trainer.config import AugmentConfig
from trainer.data.rendering import render
from trainer.specs import FACE_TEMPLATE

NONE = AugmentConfig.model_validate(
    {name: 0 for name, field in AugmentConfig.model_fields.items() if field.default}
)
ALL = AugmentConfig(
    compress=0.5, erase=0.5, crop_scale=(0.3, 1.0), rand_augment="rand-m7-n2-mstd0.5-inc1"
)

SIZE_PX = 56


def spec(frames: int = 8, size_px: int = SIZE_PX, **changes: Any) -> ClipSpec:
    values = {"frames": frames, "size_px": size_px, "template": FACE_TEMPLATE}
    return SPEC.model_copy(update=values | changes)


def only(**changes: Any) -> AugmentConfig:
    """No augmentation but this."""
    return NONE.model_copy(update=changes)


def stills(count: int = 4) -> Tensor:
    faces = [torch.from_numpy(drawn_face(k % 7, k)) for k in range(count)]
    return torch.stack(faces)[:, None, :, :, None]


def film(count: int = 4, frames: int = 8, channels: int = 3) -> Tensor:
    """Pictures of chance, softened so that resampling does not decide all."""
    rng = np.random.default_rng(0)
    noise = rng.integers(0, 256, (count * frames, 12, 12, channels)).astype(np.uint8)
    large = [cv2.resize(picture, (48, 48)).reshape(48, 48, channels) for picture in noise]
    return torch.from_numpy(np.stack(large)).unflatten(0, (count, frames))


def chance(seed: int = 1) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def moved(
    augment: AugmentConfig, seed: int = 1, pictures: Tensor | None = None, frames: int = 8
) -> Tensor:
    pictures = stills() if pictures is None else pictures
    clips = render(pictures, spec(frames), None, augment=augment, generator=chance(seed))
    return clips.contiguous()


def difference(one: Tensor, other: Tensor) -> int:
    return int((one.int() - other.int()).abs().max())
