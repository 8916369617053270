"""How much memory a training step needs, found by two clips before the first step.

Knows nothing of data sets or of how progress is shown.
"""

from __future__ import annotations

from typing import Any

import psutil
import torch
from torch import Tensor
from torch.autograd.graph import saved_tensors_hooks

from svfap_core.messages import Message
from trainer.config import Precision
from trainer.tasks.common import Task

_NUMBER = 4
"""Bytes of a float32: weights, gradients and the optimiser's memories are such."""
_MEMORIES = {"adamw": 2, "muon": 1}
"""Of an optimiser, for each weight that it changes."""
_MB = 2**20


def step_mb(task: Task, clips: int, precision: Precision) -> int:
    """Megabytes that a step takes on its device, besides torch itself and the images of the clips.

    Weights, their moving average, gradients, the optimiser's memories, and what the network keeps
    of each clip for the backward pass.

    Args:
        task: What learns.
        clips: That are computed at a time in one process.
        precision: Arithmetic of the step.
    """
    learned = sum(p.numel() for p in task.learning().parameters() if p.requires_grad)
    held = sum(p.numel() for p in task.parameters())
    numbers = held + learned * (1 + _MEMORIES[task.recipe.optimizer])
    # What two clips keep beyond one is a clip's; the rest is kept once, such as cast weights.
    one, two = (_kept(task, count, precision) for count in (1, 2))
    kept = one + (clips - 1) * (two - one)
    return round((numbers * _NUMBER + kept) / _MB)


def free_mb(device: torch.device) -> int:
    """Megabytes that are free on a device, of the computer's memory where it is the CPU."""
    free: int = (
        torch.cuda.mem_get_info(device)[0]
        if device.type == "cuda"
        else psutil.virtual_memory().available
    )
    return round(free / _MB)


def shortage(needed_mb: int, free: int) -> str:
    """The warning where a step will hardly fit; empty where it will."""
    if needed_mb <= free:
        return ""
    return Message(
        "a step needs about %1 GB of memory, and %2 GB are free: raise recipe.accumulate, lower "
        "recipe.batch_size, or set recipe.recompute",
        f"{needed_mb / 1024:.1f}",
        f"{free / 1024:.1f}",
    )


def _kept(task: Task, clips: int, precision: Precision) -> int:
    """Bytes that autograd keeps of some clips for the backward pass."""
    weights = {p.untyped_storage().data_ptr() for p in task.parameters()}
    kept: dict[int, int] = {}
    alive: list[Tensor] = []  # Else the place of one could be taken by the next.

    def keep(value: Tensor) -> Tensor:
        storage = value.untyped_storage()
        if storage.data_ptr() not in weights:
            kept[storage.data_ptr()] = storage.nbytes()
            alive.append(value)
        return value

    mixed = precision != "32-true"
    modes = {module: module.training for module in task.modules()}
    task.eval()  # As in training, a batch norm would learn from grey clips.
    with (
        torch.random.fork_rng(devices=[]),
        torch.autocast("cpu", torch.bfloat16, enabled=mixed),
        saved_tensors_hooks(keep, _given),
    ):
        task.example(clips)
    for module, training in modes.items():
        module.training = training
    return sum(kept.values())


def _given(value: Any) -> Any:
    return value
