"""Steps of training: how fast, in how much memory, and do the savings change the loss?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from svfap_core.models import TPSBTConfig
from svfap_core.models.create import create_model
from svfap_core.models.mae import masked_targets
from svfap_core.models.tpsbt import TPSBTBackbone
from tests.gpu.log import Log
from tests.gpu.networks import CLASSES
from tests.gpu.plan import Plan
from tests.gpu.speed import fresh_memory, memory_mb, seconds
from trainer.losses import masked_pixel_mse, soft_cross_entropy
from trainer.recomputing import recompute_blocks_

RATE = 1e-4
MASKED = 0.9

LossOf = Callable[[Any], Tensor]


def training(plan: Plan, log: Log) -> None:
    """Fine-tuning and masked pre-training in bfloat16 with AdamW, on one random batch.

    Pictures are not read or rendered: what is timed is the step of the network.
    """
    ways = [(False, False), (True, False)]
    if plan.compiled:
        ways += [(False, True), (True, True)]
    for recomputed, compiled in ways:
        for name, made in (("fine-tune", _finetuning), ("pre-train", _pretraining)):
            what = {
                "work": name,
                "network": plan.training_size,
                "batch": plan.training_batch,
                "recomputed": recomputed,
                "compiled": compiled,
            }
            work = partial(_steps, plan, made, recomputed=recomputed, compiled=compiled)
            log.attempt(what, work)


def _steps(
    plan: Plan,
    made: Callable[[Plan, torch.device], tuple[nn.Module, TPSBTBackbone, LossOf]],
    *,
    recomputed: bool,
    compiled: bool,
) -> dict[str, Any]:
    device = torch.device(plan.device)
    torch.manual_seed(0)
    model, encoder, loss_of = made(plan, device)
    model.to(device).train()
    if recomputed:
        recompute_blocks_(encoder)
    if compiled:
        model.compile()
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE)
    losses: list[Tensor] = []

    def step() -> None:
        with torch.autocast(device.type, torch.bfloat16):
            loss = loss_of(model)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.detach())

    step()  # What is compiled is compiled here.
    fresh_memory(device)
    step_s = seconds(step, device, plan, times=4)
    first, last = losses[0].item(), losses[-1].item()
    finite = bool(torch.stack(losses).isfinite().all())
    return {
        "ms": 1000 * step_s,
        "clips_per_s": plan.training_batch / step_s,
        "memory_mb": memory_mb(device),
        "first_loss": first,
        "last_loss": last,
        "right": finite and last < 1.02 * first,
    }


def _finetuning(plan: Plan, device: torch.device) -> tuple[nn.Module, TPSBTBackbone, LossOf]:
    model = create_model(plan.training_size, num_classes=CLASSES, **plan.training)
    clips = _clips(plan, model.config).to(device)
    places = torch.arange(len(clips)) % CLASSES
    labels = F.one_hot(places, CLASSES).float().to(device)
    return model, model, lambda network: soft_cross_entropy(network(clips), labels)


def _pretraining(plan: Plan, device: torch.device) -> tuple[nn.Module, TPSBTBackbone, LossOf]:
    model = create_model(plan.training_size, pretraining=True, **plan.training)
    config = model.encoder.config
    clips = _clips(plan, config).to(device)
    slices, rows, columns = config.token_grid(*clips.shape[2:])
    chance = torch.rand(len(clips), rows * columns)
    hidden = chance.argsort(dim=1) < round(MASKED * rows * columns)
    mask = hidden.repeat(1, slices).to(device)
    target = masked_targets(clips, mask, config.patch_size)
    return model, model.encoder, lambda network: masked_pixel_mse(network(clips, mask), target)


def _clips(plan: Plan, config: TPSBTConfig) -> Tensor:
    side = config.image_size
    return torch.randn(plan.training_batch, 3, config.num_frames, side, side)
