"""How fast training is: reading alone, rendering alone, and the step with two kinds of attention.

    python -m tests.benchmarks.training MANIFEST [SIZE] [BATCH]

Medians of alternating repeats within one run, as ratios: the step as it is against the same step
with attention written out as softmax(q k) v, as the reference code has it; and what the loader
gives against what the step takes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from statistics import median
from time import perf_counter
from unittest.mock import Mock

import torch
from torch import Tensor

from svfap_core.models import layers
from trainer.config import RunConfig
from trainer.data.loader import Batch
from trainer.data.manifest import read_manifest
from trainer.fit import build_task, clip_set, training_loader
from trainer.runs import parse_config

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


def seconds(work: Callable[[], object]) -> float:
    start_s = perf_counter()
    work()
    return perf_counter() - start_s


def read_rate(config: RunConfig, batches: int = 12) -> float:
    """Clips per second of the loader alone, its workers warm."""
    served = iter(training_loader(config, clip_set(config, "train")))
    for _ in range(4 + config.data.workers * 4):
        next(served)
    count, start_s = 0, perf_counter()
    for _ in range(batches):
        count += len(next(served).places)
    return count / (perf_counter() - start_s)


def step_times(config: RunConfig, batch: Batch) -> tuple[float, float]:
    """Seconds of a step as it is, and with explicit attention."""
    task = build_task(config, clip_set(config, "train"), total_steps=1000)
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


def report(name: str, config: RunConfig) -> None:
    clips = clip_set(config, "train")
    loader = training_loader(config, clips)
    batch = next(iter(loader))
    task = build_task(config, clips, total_steps=1000)
    task._trainer = Mock(global_step=0, current_epoch=0, world_size=1, global_rank=0)
    render_s = median(
        seconds(lambda: task.rendered(batch.pictures, training=True)) for _ in range(REPEATS)
    )
    reading = read_rate(config)
    own_s, explicit_s = step_times(config, batch)
    count = len(batch.places)
    print(
        f"{name:9} reading {reading:6.0f} clips/s | step {count / own_s:6.1f} clips/s, "
        f"{render_s / own_s:4.0%} of it rendering | {explicit_s / own_s:.2f} times as fast as with "
        f"explicit attention | reading is {reading * own_s / count:.1f} times as fast as the step"
    )


def main(manifest: Path, size: str, batch_size: int) -> None:
    common = {
        "size": size,
        "data": {"manifests": [manifest], "windows_per_clip": 50},
        "recipe": {"epochs": 1, "lr": 1e-3, "batch_size": batch_size},
    }
    report("pretrain", parse_config({"kind": "pretrain", "mask_ratio": 0.9, **common}))
    if read_manifest(manifest).info.classes:
        report("finetune", parse_config({"kind": "finetune", **common}))


if __name__ == "__main__":
    main(
        Path(sys.argv[1]),
        sys.argv[2] if len(sys.argv) > 2 else "tiny",
        int(sys.argv[3]) if len(sys.argv) > 3 else 32,
    )
