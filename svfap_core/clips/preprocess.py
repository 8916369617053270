"""The one way from face crops to a model's input, for training and analysis alike.

Knows nothing of models, tracks or files.

B clips, T frames, S side of the crop in pixels.
"""

from __future__ import annotations

import torch
from torch import Tensor

from svfap_core.settings import ClipSpec

LUMA = (0.299, 0.587, 0.114)
"""Weights of red, green and blue in luma (ITU-R BT.601, section 2.5.1)."""


def to_batch(faces_rgb: Tensor, spec: ClipSpec, device: torch.device) -> Tensor:
    """Face crops to the tensor that a model takes.

    Args:
        faces_rgb: `(B, T, S, S, 3)` uint8, T and S as in `spec`.
        spec: The model's input, from its card.
        device: Where the result should lie; pixels travel as bytes, a quarter of the floats.

    Returns:
        `(B, 3, T, S, S)` float32, normalised.

    Raises:
        ValueError: The crops are not what `spec` asks for.
    """
    expected = (spec.frames, spec.size_px, spec.size_px, 3)
    if faces_rgb.shape[1:] != expected:
        raise ValueError(
            f"the model takes clips of (frames, height, width, 3) {expected}, "
            f"got {tuple(faces_rgb.shape[1:])}"
        )
    return normalise_(to_unit(faces_rgb, spec, device), spec)


def to_unit(faces_rgb: Tensor, spec: ClipSpec, device: torch.device) -> Tensor:
    """Crops `(B, T, S, S, 3)` uint8 -> `(B, 3, T, S, S)` float32 in 0..1, coloured as in `spec`.

    The values before mean and deviation are taken off, as masked pre-training predicts them.
    """
    if faces_rgb.dtype != torch.uint8:
        raise ValueError(f"face crops must be uint8, got {faces_rgb.dtype}")
    faces = faces_rgb.to(device, non_blocking=True)
    if spec.colour == "gray":
        weights = torch.tensor(LUMA, device=device) / 255
        return (faces.float() @ weights)[:, None].expand(-1, 3, -1, -1, -1).contiguous()
    channels_first = faces.permute(0, 4, 1, 2, 3)
    return channels_first.to(torch.float32, memory_format=torch.contiguous_format).div_(255)


def normalise_(clips: Tensor, spec: ClipSpec) -> Tensor:
    """`(B, 3, T, S, S)` in 0..1 -> the same tensor, mean taken off and divided by deviation."""
    mean = clips.new_tensor(spec.mean).view(1, 3, 1, 1, 1)
    std = clips.new_tensor(spec.std).view(1, 3, 1, 1, 1)
    return clips.sub_(mean).div_(std)
