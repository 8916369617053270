"""Does the device give the numbers of the CPU? On golden numbers and on faces.

Nothing here is about speed.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from svfap_core.inference.agreement import LIMITS, apart
from svfap_core.models.mae import masked_targets
from svfap_core.runtime.torch_runtime import CropNetwork, TorchRuntime, arithmetic
from svfap_core.runtime.window_network import Numbers
from tests.gpu.graph import graphed
from tests.gpu.log import Log
from tests.gpu.networks import face_crops, loaded
from tests.gpu.plan import Plan
from tests.parity.golden import build_finetune, build_pretrain, clips, read_golden
from trainer.losses import masked_pixel_mse, soft_cross_entropy

ROOT = Path(__file__).parents[2]
GOLDEN = "golden/tpsbt_small.json"
NEAR = {"float32": 1e-4, "float16": 0.01, "bfloat16": 0.1}
"""How far a golden number of order 1 may be off."""

CPU = torch.device("cpu")


def golden_file() -> Path:
    """The golden numbers: beside the checkout, or in it.

    Raises:
        FileNotFoundError: They are in neither place.
    """
    places = [ROOT.parent / "shared" / GOLDEN, ROOT / "shared" / GOLDEN]
    for place in places:
        if place.is_file():
            return place
    raise FileNotFoundError(f"no golden numbers at {' or '.join(map(str, places))}")


def golden(plan: Plan, log: Log) -> None:
    """The reference code's numbers, forwards and backwards."""
    try:
        numbers_of = read_golden(golden_file())
    except FileNotFoundError as error:
        missing = {"left_out": str(error)}
        log.attempt({"what": "golden numbers"}, lambda: missing)
        return
    device = torch.device(plan.device)
    for numbers in plan.numbers:
        for way in ("eager", "CUDA graph") if device.type == "cuda" else ("eager",):
            what = {"what": "fine-tuned", "numbers": numbers, "way": way}
            log.attempt(what, partial(_finetuned, numbers_of, device, numbers, way))
    log.attempt(
        {"what": "gradients", "numbers": "float32", "way": "eager"},
        partial(_gradients, numbers_of, device),
    )
    for index in range(len(numbers_of["pretrain"])):
        log.attempt(
            {"what": f"pre-training {index}", "numbers": "float32", "way": "eager"},
            partial(_pretrained, numbers_of, device, index),
        )


@torch.inference_mode()
def _finetuned(
    numbers_of: dict[str, Any], device: torch.device, numbers: Numbers, way: str
) -> dict[str, Any]:
    part = numbers_of["finetune"]
    model, batch = build_finetune(numbers_of).to(device), clips(part["config"]).to(device)
    if way == "eager":
        with arithmetic(numbers, device):
            found = model(batch)
    else:
        run = graphed(model, torch.zeros_like(batch), numbers)
        run(-batch)  # What it computed before must not stay in it.
        found = run(batch)
    off = (found.float().cpu() - torch.tensor(part["logits"])).abs().max().item()
    return {"most": off, "right": off <= NEAR[numbers]}


def _gradients(numbers_of: dict[str, Any], device: torch.device) -> dict[str, Any]:
    part = numbers_of["finetune"]
    model, batch = build_finetune(numbers_of).to(device), clips(part["config"]).to(device)
    count, classes = len(batch), part["config"]["num_classes"]
    labels = F.one_hot(torch.arange(count) % classes, classes).to(device)
    with arithmetic("float32", device):
        soft_cross_entropy(model(batch), labels).backward()
    off = 0.0
    for name, parameter in model.named_parameters():
        wanted, gradient = part["grad_norm"][name], parameter.grad
        assert gradient is not None
        # The gradient of some biases is nothing but rounding.
        off = max(off, abs(gradient.norm().item() - wanted) / max(abs(wanted), 1e-3))
    return {"most": off, "right": off <= 1e-3}


def _pretrained(numbers_of: dict[str, Any], device: torch.device, index: int) -> dict[str, Any]:
    part = numbers_of["pretrain"][index]
    model, batch, mask = build_pretrain(numbers_of, index)
    model, batch, mask = model.to(device), batch.to(device), mask.to(device)
    mean = torch.tensor((0.485, 0.456, 0.406), device=device).view(1, 3, 1, 1, 1)
    std = torch.tensor((0.229, 0.224, 0.225), device=device).view(1, 3, 1, 1, 1)
    with torch.no_grad(), arithmetic("float32", device):
        target = masked_targets(batch * std + mean, mask, 16)
        loss = masked_pixel_mse(model(batch, mask), target).item()
    off = abs(loss - part["loss"]) / abs(part["loss"])
    return {"most": off, "right": off <= 1e-4}


def faces(plan: Plan, log: Log) -> None:
    """Scores of faces by the code that analyses, against those of float32 on the CPU."""
    device = torch.device(plan.device)
    compiled: list[tuple[dict[str, Any], Callable[[], dict[str, Any]]]] = []
    for size in plan.sizes:
        model = loaded(size)
        windows = face_crops(model.card.input, plan.windows[size])
        exact = _probabilities(_raw(TorchRuntime(copy.deepcopy(model), CPU)), windows, model)
        for numbers in plan.numbers:
            what = {"network": size, "numbers": numbers}
            compare = partial(_compare, model, device, numbers, (windows, exact))
            log.attempt(what | {"way": "eager"}, partial(compare, "eager"))
            if device.type == "cuda":
                log.attempt(what | {"way": "CUDA graph"}, partial(compare, "CUDA graph"))
            if plan.compiled and size == "tiny":
                work = partial(compare, "compiled")
                compiled.append((what | {"way": "torch.compile"}, work))
    for what, work in compiled:
        log.attempt(what, work)


def _compare(
    model: Any,
    device: torch.device,
    numbers: Numbers,
    wanted: tuple[NDArray[np.uint8], NDArray[np.float64]],
    way: str,
) -> dict[str, Any]:
    windows, exact = wanted
    model = copy.deepcopy(model)
    if way == "CUDA graph":
        network: nn.Module = CropNetwork(model).to(device).eval()
        run = graphed(network, torch.from_numpy(windows[:1]).to(device), numbers)

        def scored(crops: NDArray[np.uint8]) -> NDArray[np.float32]:
            raw, _ = run(torch.from_numpy(crops).to(device))
            return raw.float().cpu().numpy()
    else:
        scored = _raw(TorchRuntime(model, device, numbers, compiled=way == "compiled"))
    found = apart(_probabilities(scored, windows, model), exact)
    # A network that has learned nothing is undecided, so that any rounding changes its labels.
    judged = found if model.trained else found._replace(other_labels=0.0)
    return found._asdict() | {"windows": len(windows), "right": judged.within(LIMITS[numbers])}


def _raw(runtime: TorchRuntime) -> Callable[[NDArray[np.uint8]], NDArray[np.float32]]:
    return lambda crops: runtime.run(crops).raw


def _probabilities(
    run: Callable[[NDArray[np.uint8]], NDArray[np.float32]],
    windows: NDArray[np.uint8],
    model: Any,
) -> NDArray[np.float64]:
    outputs = np.concatenate([run(windows[i : i + 1]).copy() for i in range(len(windows))])
    logits: Tensor = torch.from_numpy(outputs).double() / model.card.temperature
    return logits.softmax(dim=-1).numpy()
