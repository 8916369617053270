"""Windows per second and memory: networks, batches, numbers. Random images, no scores."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any

import torch

from svfap_core.runtime.torch_runtime import CropNetwork, TorchRuntime, arithmetic
from svfap_core.runtime.window_network import Numbers
from tests.gpu.graph import graphed
from tests.gpu.log import Log
from tests.gpu.networks import loaded, noise_crops
from tests.gpu.plan import Plan

MOST_RUNS = 50


def speed(plan: Plan, log: Log) -> None:
    """By the code that analyses, with copies to and from the host; and of the network alone."""
    device = torch.device(plan.device)
    for size in plan.sizes:
        model = loaded(size)
        for batch in plan.batches:
            for numbers in plan.timed:
                what = {"network": size, "batch": batch, "numbers": numbers}
                log.attempt(
                    what | {"way": "eager"}, partial(_eager, model, device, numbers, batch, plan)
                )
            if device.type == "cuda":
                what = {"network": size, "batch": batch, "numbers": "float16"}
                log.attempt(
                    what | {"way": "CUDA graph"}, partial(_graph, model, device, batch, plan)
                )
    if not plan.compiled:
        return
    for size in plan.sizes:
        what = {"network": size, "batch": 1, "numbers": "float16", "way": "torch.compile"}
        log.attempt(what, partial(_compiled, loaded(size), device, plan))


def _eager(
    model: Any, device: torch.device, numbers: Numbers, batch: int, plan: Plan
) -> dict[str, Any]:
    model = copy.deepcopy(model)
    crops = noise_crops(model.card.input, batch)
    runtime, network = TorchRuntime(model, device, numbers), CropNetwork(model).to(device).eval()
    held = torch.from_numpy(crops).to(device)
    fresh_memory(device)

    @torch.inference_mode()
    def alone() -> None:
        with arithmetic(numbers, device):
            network(held)

    whole_s = seconds(lambda: runtime.run(crops), device, plan)
    alone_s = seconds(alone, device, plan)
    return _figures(batch, whole_s, alone_s, device)


def _graph(model: Any, device: torch.device, batch: int, plan: Plan) -> dict[str, Any]:
    model = copy.deepcopy(model)
    held = torch.from_numpy(noise_crops(model.card.input, batch)).to(device)
    fresh_memory(device)
    run = graphed(CropNetwork(model).to(device).eval(), held, "float16")
    return _figures(batch, None, seconds(lambda: run(held), device, plan), device)


def _compiled(model: Any, device: torch.device, plan: Plan) -> dict[str, Any]:
    crops = noise_crops(model.card.input, 1)
    runtime = TorchRuntime(model, device, "float16", compiled=True)
    fresh_memory(device)
    start_s = perf_counter()
    runtime.run(crops)
    first_s = perf_counter() - start_s
    whole_s = seconds(lambda: runtime.run(crops), device, plan)
    return _figures(1, whole_s, None, device) | {"compiling_s": round(first_s, 1)}


def _figures(
    batch: int, whole_s: float | None, alone_s: float | None, device: torch.device
) -> dict[str, Any]:
    return {
        "windows_per_s": whole_s and batch / whole_s,
        "network_windows_per_s": alone_s and batch / alone_s,
        "memory_mb": memory_mb(device),
    }


def seconds(
    work: Callable[[], object], device: torch.device, plan: Plan, *, times: float = 1.0
) -> float:
    """Median of single runs, each from an idle device to an idle device.

    Args:
        work: What is run.
        device: Where it computes.
        plan: How long at least.
        times: So many times as long.
    """
    for _ in range(plan.warm_up):
        work()
    taken_s: list[float] = []
    began_s = perf_counter()
    least_s = times * plan.least_s
    while not taken_s or (perf_counter() - began_s < least_s and len(taken_s) < MOST_RUNS):
        _wait(device)
        start_s = perf_counter()
        work()
        _wait(device)
        taken_s.append(perf_counter() - start_s)
    return median(taken_s)


def fresh_memory(device: torch.device) -> None:
    """Forget the highest use so far."""
    if device.type == "cuda":
        torch.cuda.reset_peak_memory_stats()


def memory_mb(device: torch.device) -> int | None:
    """The highest use by tensors since then, or nothing where nobody counts."""
    return round(torch.cuda.max_memory_allocated() / 1e6) if device.type == "cuda" else None


def _wait(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize()
