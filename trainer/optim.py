"""Learning rates: which parameter learns how fast, and when. Knows nothing of losses or data.

Stages and down-samplers are counted from 0.
"""

from __future__ import annotations

import math
import re
from typing import Any

from torch import nn

from svfap_core.models.tpsbt import TPSBTBackbone

_BLOCK = re.compile(r"blocks\.(\d+)\.")
_DOWNSAMPLER = re.compile(r"(?:temporal|spatial)_downsamples\.(\d+)\.")
_ADAPTER = "lora_"
"""In the name of every parameter of a low-rank adapter (Hu et al. 2021), as peft calls them."""


def parameter_groups(
    model: nn.Module,
    *,
    lr: float,
    weight_decay: float,
    layer_decay: float,
    compat: bool = False,
) -> list[dict[str, Any]]:
    """Parameter groups for AdamW with layer-wise decay of the rate (SVFAP's fine-tuning).

    With L blocks, patches learn at `layer_decay`^(L + 1) of the rate, block i at
    `layer_decay`^(L - i), a down-sampler like the block that follows it, and everything that is not
    of the encoder at the full rate: head, norm, further heads, adapters within blocks.

    The encoder's parameters are known by their names, so `model` must be the encoder itself. Within
    a wrapper that prefixes names (peft's `base_model.model.`) all learn at the full rate.

    Args:
        model: A TPSBT, or any other module, which then has no layers to tell apart. Parameters
            that do not require a gradient are left out.
        lr: Peak learning rate of the head.
        weight_decay: Of AdamW. Parameters with one axis, biases and the mask token have none.
        layer_decay: In (0, 1]; 1 for one rate everywhere.
        compat: Let down-samplers learn at the full rate, as the reference code does. Only to
            reproduce its figures: they then learn up to 18 times faster than their neighbours.

    Returns:
        Groups from the first layer to the last, each with `params`, `lr` (scaled already),
        `weight_decay`, `lr_scale` (its share of the full rate) and a unique `name`.

    Raises:
        ValueError: `layer_decay` is out of range, or all parameters are frozen.
    """
    if not 0 < layer_decay <= 1:
        raise ValueError(f"layer_decay must lie in (0, 1], got {layer_decay}")
    # By hand, as timm's groups need a `group_matcher` on the model, renumber the layers when some
    # are absent, and carry neither `lr` nor `name`.
    backbone = model if isinstance(model, TPSBTBackbone) and layer_decay < 1 else None
    groups: dict[tuple[int, bool], dict[str, Any]] = {}
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue
        above = _layers_above(name, backbone, compat=compat)
        spared = parameter.ndim <= 1 or name.endswith(("bias", "mask_token"))
        group = groups.setdefault(
            (-above, spared),
            {
                "params": [],
                "lr": lr * layer_decay**above,
                "weight_decay": 0.0 if spared else weight_decay,
                "lr_scale": layer_decay**above,
                "name": f"top-{above}-{'no-decay' if spared else 'decay'}",
            },
        )
        group["params"].append(parameter)
    if not groups:
        raise ValueError("all parameters of the model are frozen: leave some free to train")
    return [groups[key] for key in sorted(groups)]


def _layers_above(name: str, backbone: TPSBTBackbone | None, *, compat: bool) -> int:
    """Layers between a parameter and the output; 0 for what is not of the encoder."""
    if backbone is None or _ADAPTER in name:
        return 0
    num_blocks = len(backbone.blocks)
    if name.startswith("patch_embed."):
        return num_blocks + 1
    if block := _BLOCK.match(name):
        return num_blocks - int(block[1])
    if (downsampler := _DOWNSAMPLER.match(name)) and not compat:
        return num_blocks - backbone.stage_slices[int(downsampler[1]) + 1].start
    return 0


def cosine_factor(step: int, *, total_steps: int, warmup_steps: int, final: float) -> float:
    """Share of the peak rate in a step, for `LambdaLR` called once per optimiser step.

    Rises linearly from 0 in step 0 to 1 in the last step of the warm-up, then falls from 1 as half
    a cosine wave to `final` in step `total_steps`, the one after the last, and stays there: step
    for step the schedule of the reference code. Without warm-up, step 0 has the peak rate.

    Args:
        step: Optimiser steps done so far.
        total_steps: Steps of the whole run.
        warmup_steps: Of these, the steps of the rise.
        final: Share of the peak at the end, 0..1.

    Raises:
        ValueError: The warm-up leaves no step for the rest, or `final` is out of range.
    """
    if not 0 <= warmup_steps < total_steps:
        raise ValueError(
            f"a warm-up of {warmup_steps} steps does not fit into a run of {total_steps}: "
            "shorten it, or train longer"
        )
    if not 0 <= final <= 1:
        raise ValueError(f"final is a share of the peak rate and must lie in 0..1, got {final}")
    if step < warmup_steps:
        return step / max(1, warmup_steps - 1)
    done = min(1.0, (step - warmup_steps) / (total_steps - warmup_steps))
    return final + (1 - final) * 0.5 * (1 + math.cos(math.pi * done))
