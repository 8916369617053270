"""How fast training is: reading alone, rendering alone, and the step with two kinds of attention.

    python -m tests.benchmarks.training MANIFEST [SIZE] [BATCH]

Medians of alternating repeats within one run, as ratios: the step as it is against the same step
with attention written out as softmax(q k) v, as the reference code has it; and what the loader
gives against what the step takes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from statistics import median
from time import perf_counter
from unittest.mock import Mock

import torch
from torch import Tensor

from svfap_core.models import layers
from tests.benchmarks.measuring import publish, seconds, table
from trainer.building import build_task
from trainer.config import RunConfig, parse_config
from trainer.data.loader import Batch
from trainer.data.manifest import read_manifest
from trainer.fit import training_loader
from trainer.plan import plan_training

REPEATS = 15


def explicit(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """Attention as the reference code computes it."""
    return ((q * q.shape[-1] ** -0.5) @ k.transpose(-2, -1)).softmax(dim=-1) @ v


@contextmanager
def explicit_attention() -> Iterator[None]:
    own = layers.attention
    layers.attention = explicit
    try:
        yield
    finally:
        layers.attention = own


def read_rate(config: RunConfig, batches: int = 12) -> float:
    """Clips per second of the loader alone, its workers warm."""
    served = iter(training_loader(config, plan_training(config)))
    for _ in range(4 + config.data.workers * 4):
        next(served)
    count, start_s = 0, perf_counter()
    for _ in range(batches):
        count += len(next(served).places)
    return count / (perf_counter() - start_s)


def step_times(config: RunConfig, batch: Batch) -> tuple[float, float]:
    """Seconds of a step as it is, and with explicit attention."""
    task = build_task(config, plan_training(config), total_steps=1000)
    task.log = Mock()
    task._trainer = Mock(global_step=0, current_epoch=0, world_size=1, global_rank=0)
    task.train()

    def step() -> None:
        with torch.autocast("cpu", torch.bfloat16):
            loss = task.training_step(batch, 0)
        loss.backward()
        task.zero_grad()

    taken: dict[bool, list[float]] = {False: [], True: []}
    for repeat in range(2 * REPEATS + 2):
        # One, other, other, one: whatever comes back every second step falls on both alike.
        written_out = repeat % 4 in (1, 2)
        with explicit_attention() if written_out else nullcontext():
            taken[written_out].append(seconds(step))
    return median(taken[False][1:]), median(taken[True][1:])


def report(name: str, config: RunConfig) -> dict[str, float | str]:
    plan = plan_training(config)
    loader = training_loader(config, plan)
    batch = next(iter(loader))
    task = build_task(config, plan, total_steps=1000)
    task._trainer = Mock(global_step=0, current_epoch=0, world_size=1, global_rank=0)
    render_s = median(
        seconds(lambda: task.rendered(batch.pictures, training=True)) for _ in range(REPEATS)
    )
    reading = read_rate(config)
    own_s, explicit_s = step_times(config, batch)
    count = len(batch.places)
    return {
        "work": name,
        "reading_clips_per_s": reading,
        "step_clips_per_s": count / own_s,
        "rendering_share": render_s / own_s,
        "times_explicit": explicit_s / own_s,
    }


def main(manifest: Path, size: str, batch_size: int) -> None:
    common = {
        "size": size,
        "data": {"manifests": [manifest], "windows_per_clip": 50},
        "recipe": {"epochs": 1, "lr": 1e-3, "batch_size": batch_size},
    }
    found = [report("pre-train", parse_config({"kind": "pretrain", "mask_ratio": 0.9, **common}))]
    if read_manifest(manifest).info.classes:
        found.append(report("fine-tune", parse_config({"kind": "finetune", **common})))
    rows = [
        [
            row["work"],
            f"{row['step_clips_per_s']:.1f}",
            f"{row['times_explicit']:.2f}",
            f"{row['rendering_share']:.0%}",
            f"{row['reading_clips_per_s']:.0f}",
        ]
        for row in found
    ]
    head = ["work", "clips/s", "times explicit attention", "share of rendering", "reading alone"]
    publish("training", found, table([*head[:-1], f"{head[-1]}, clips/s"], rows))


if __name__ == "__main__":
    main(
        Path(sys.argv[1]),
        sys.argv[2] if len(sys.argv) > 2 else "tiny",
        int(sys.argv[3]) if len(sys.argv) > 3 else 32,
    )
