"""Chooses what runs a model: measured on this computer when it is first needed, then remembered.

A runtime is used only while it gives the numbers of torch in float32. Knows no videos.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from platformdirs import user_cache_path
from pydantic import TypeAdapter, ValidationError

from svfap_core.atomic import whole_file
from svfap_core.errors import ModelError, OutputError, SvfapError
from svfap_core.inference.checkpoint import LoadedModel
from svfap_core.inference.conversion import can_convert, converted, forget, network_key
from svfap_core.inference.place import computing_place
from svfap_core.inference.runtime import Numbers, OpenVinoRuntime, Runtime, TorchRuntime
from svfap_core.models import HeadKind, split_outputs
from svfap_core.settings import ComputeSettings, RuntimeName

log = logging.getLogger(__name__)

TOLERANCE: Mapping[Numbers, float] = {"float32": 1e-4, "half": 0.01, "int8": 0.03}
"""How far a score may be from that of torch in float32, the finest numbers first."""

ROUNDS = 7
SECONDS = 3.0


class Candidate(NamedTuple):
    """A runtime and its numbers."""

    runtime: RuntimeName
    numbers: Numbers


PLAIN = Candidate("torch", "float32")
"""What the others are held against."""


def make_runtime(loaded: LoadedModel, device: torch.device, compute: ComputeSettings) -> Runtime:
    """What runs a model, as the settings ask.

    `auto` on a CPU measures what there is, unless that was done before for a model of this shape
    on this computer; what cannot run, or gives other numbers, is left out.

    Raises:
        ModelError: The runtime that was asked for by name cannot run the model.
    """
    numbers = coarsest(device, compute)
    if compute.runtime != "auto":
        return _named(Candidate(compute.runtime, numbers), loaded, device)
    if device.type != "cpu" or not can_convert():
        return TorchRuntime(loaded, device, numbers)
    return _fastest(loaded, device, numbers)


def coarsest(device: torch.device, compute: ComputeSettings) -> Numbers:
    """The coarsest numbers that the settings allow on a device.

    Where these are float32, a model's precision is known before it is loaded.
    """
    numbers: Numbers = compute.precision if compute.precision != "auto" else "float32"
    if device.type == "cuda" and compute.precision == "auto":
        return "half"
    if numbers == "int8" and (device.type != "cpu" or compute.runtime not in {"auto", "openvino"}):
        return "half"  # The coarsest that torch has.
    return numbers


def _named(candidate: Candidate, loaded: LoadedModel, device: torch.device) -> Runtime:
    """What was asked for, or an error that says why not."""
    runtime = _build(candidate, loaded, device)
    if candidate.runtime == "openvino":
        apart = _apart(runtime, loaded, device)
        if not apart <= TOLERANCE[candidate.numbers]:
            raise ModelError(
                f"OpenVINO's scores in {candidate.numbers} are {apart:.2g} off those of torch",
                hint="Set the precision to float32, or the runtime to auto or torch.",
            )
    return runtime


def _fastest(loaded: LoadedModel, device: torch.device, numbers: Numbers) -> Runtime:
    """The remembered choice if it still holds, or else a new one."""
    key = f"{network_key(loaded)}, {numbers}, {computing_place(device)}"
    chosen = _remembered().get(key)
    if chosen is None:
        finest_first: tuple[Numbers, ...] = tuple(TOLERANCE)
        allowed = finest_first[: finest_first.index(numbers) + 1]
        candidates = [Candidate("torch", n) for n in allowed if n != "int8"]
        candidates += [Candidate("openvino", n) for n in allowed]
        times_ms = measure(candidates, loaded, device)
        chosen = min(times_ms, key=times_ms.__getitem__)
        told = ", ".join(f"{c.runtime} {c.numbers} {ms:.1f} ms" for c, ms in times_ms.items())
        log.info("%s runs by %s %s: a window takes %s", loaded.card.name, *chosen, told)
        if math.inf not in times_ms.values():  # What failed may run next time.
            _remember(key, chosen)
    try:
        runtime = _build(chosen, loaded, device)
        if chosen == PLAIN or _apart(runtime, loaded, device) <= TOLERANCE[chosen.numbers]:
            return runtime
    except (SvfapError, RuntimeError) as error:
        log.info("%s cannot run %s: %s", chosen.runtime, loaded.card.name, error)
    return _build(PLAIN, loaded, device)


def measure(
    candidates: list[Candidate], loaded: LoadedModel, device: torch.device
) -> dict[Candidate, float]:
    """Median ms of one window for each candidate that gives the right numbers.

    They take turns, so that what else the computer does hits all alike. Infinite for one that
    cannot run.
    """
    window = _window(loaded)
    runtimes: dict[Candidate, Runtime] = {}
    times_ms: dict[Candidate, float] = {}
    for candidate in candidates:
        try:
            runtime = _build(candidate, loaded, device)
            apart = 0.0 if candidate == PLAIN else _apart(runtime, loaded, device)
        except (SvfapError, RuntimeError) as error:
            log.info("%s cannot run %s: %s", candidate.runtime, loaded.card.name, error)
            times_ms[candidate] = math.inf
            continue
        if apart <= TOLERANCE[candidate.numbers]:
            runtimes[candidate] = runtime
        else:
            log.info("%s %s is %.2g off in %s", *candidate, apart, loaded.card.name)
    taken_ms: dict[Candidate, list[float]] = {c: [] for c in runtimes}
    began_s = perf_counter()
    for done in range(ROUNDS):
        if done and perf_counter() - began_s > SECONDS:
            break
        for candidate, runtime in runtimes.items():
            start_s = perf_counter()
            runtime.run(window)
            taken_ms[candidate].append(1000 * (perf_counter() - start_s))
    return times_ms | {candidate: median(taken) for candidate, taken in taken_ms.items()}


def _apart(runtime: Runtime, loaded: LoadedModel, device: torch.device) -> float:
    """How far its scores are from those of torch in float32; no number where they are none."""
    window = _window(loaded)
    expected = _scores(loaded, TorchRuntime(loaded, device).run(window))
    return float(np.abs(_scores(loaded, runtime.run(window)) - expected).max())


def _build(candidate: Candidate, loaded: LoadedModel, device: torch.device) -> Runtime:
    if candidate.runtime != "openvino":
        compiled = candidate.runtime == "compiled"
        return TorchRuntime(loaded, device, candidate.numbers, compiled=compiled)
    if device.type != "cpu" or not can_convert():
        raise ModelError(
            f"OpenVINO cannot run the model on {device.type}"
            if can_convert()
            else "OpenVINO is not installed",
            hint="Set the runtime to auto or torch, or the device to cpu.",
        )
    try:
        return OpenVinoRuntime(converted(loaded), candidate.numbers)
    except RuntimeError as error:
        forget(loaded)
        raise ModelError(
            f"OpenVINO cannot use the converted model: {error}",
            hint="Start again: it is then converted anew. Or set the runtime to torch.",
        ) from error


def _window(loaded: LoadedModel) -> NDArray[np.uint8]:
    spec = loaded.card.input
    shape = (1, spec.frames, spec.size_px, spec.size_px, 3)
    return np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)


def _scores(loaded: LoadedModel, outputs: NDArray[np.float32]) -> NDArray[np.float64]:
    """Probabilities and values, which is what has to agree."""
    heads = loaded.card.heads
    parts = split_outputs(torch.from_numpy(outputs).double(), heads)
    temperatures = (loaded.card.temperature if h.kind is HeadKind.CLASSES else 1.0 for h in heads)
    scores = (h.scores(p / t) for h, p, t in zip(heads, parts, temperatures, strict=True))
    return torch.cat(tuple(scores), dim=-1).numpy()


# -- memory ----------------------------------------------------------------------------------------

_CHOICES = TypeAdapter(dict[str, Candidate])


def _file() -> Path:
    return user_cache_path("svfap", appauthor=False) / "runtimes.json"


def _remembered() -> dict[str, Candidate]:
    try:
        return _CHOICES.validate_json(_file().read_bytes())
    except (OSError, ValidationError):
        return {}


def _remember(key: str, chosen: Candidate) -> None:
    """Keep a choice; a cache that cannot be written costs time, not results."""
    try:
        with whole_file(_file()) as part:
            part.write_bytes(_CHOICES.dump_json({**_remembered(), key: chosen}, indent=1))
    except OutputError as error:
        log.info("the choice of a runtime is not kept: %s", error)
