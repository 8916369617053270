"""The one way from face crops to a model's input, for training and analysis alike.

Knows nothing of models, tracks or files. Needs torch alone, so that it can run anywhere.

B clips, T frames, S side of the crop in pixels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import torch
from torch import Tensor

if TYPE_CHECKING:
    from svfap_core.settings import ClipSpec

LUMA = (0.299, 0.587, 0.114)
"""Weights of red, green and blue in luma (ITU-R BT.601, section 2.5.1)."""


class Constants(NamedTuple):
    """The numbers of a `ClipSpec` as tensors on a device.

    Making them copies from the host: what runs often, or in a CUDA graph, makes them beforehand.
    """

    luma: Tensor
    mean: Tensor
    std: Tensor


def constants_of(spec: ClipSpec, device: torch.device) -> Constants:
    """Luma weights `(3,)` for bytes; mean and deviation `(1, 3, 1, 1, 1)`."""
    mean, std = (torch.tensor(v, device=device).view(1, 3, 1, 1, 1) for v in (spec.mean, spec.std))
    return Constants(torch.tensor(LUMA, device=device) / 255, mean, std)


def to_batch(
    faces_rgb: Tensor, spec: ClipSpec, device: torch.device, constants: Constants | None = None
) -> Tensor:
    """Face crops to the tensor that a model takes.

    Args:
        faces_rgb: `(B, T, S, S, 3)` uint8, T and S as in `spec`.
        spec: The model's input, from its card.
        device: Where the result should lie; pixels travel as bytes, a quarter of the floats.
        constants: Those of `spec` on that device, where they were made beforehand.

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
    constants = constants or constants_of(spec, device)
    return normalise_(to_unit(faces_rgb, spec, device, constants), spec, constants)


def to_unit(
    faces_rgb: Tensor, spec: ClipSpec, device: torch.device, constants: Constants | None = None
) -> Tensor:
    """Crops `(B, T, S, S, 3)` uint8 -> `(B, 3, T, S, S)` float32 in 0..1, coloured as in `spec`.

    The values before mean and deviation are taken off, as masked pre-training predicts them.
    """
    if faces_rgb.dtype != torch.uint8:
        raise ValueError(f"face crops must be uint8, got {faces_rgb.dtype}")
    faces = faces_rgb.to(device, non_blocking=True)
    if spec.colour == "gray":
        luma = (constants or constants_of(spec, device)).luma
        return (faces.float() @ luma)[:, None].expand(-1, 3, -1, -1, -1).contiguous()
    channels_first = faces.permute(0, 4, 1, 2, 3)
    return channels_first.to(torch.float32, memory_format=torch.contiguous_format).div_(255)


def normalise_(clips: Tensor, spec: ClipSpec, constants: Constants | None = None) -> Tensor:
    """`(B, 3, T, S, S)` in 0..1 -> the same tensor, mean taken off and divided by deviation."""
    _, mean, std = constants or constants_of(spec, clips.device)
    return clips.sub_(mean).div_(std)
