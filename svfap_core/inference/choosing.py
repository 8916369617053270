"""Chooses what runs a model: measured on this computer when it is first needed, then remembered.

A runtime is used only while it gives the numbers of torch in float32, as nearly as its own numbers
allow: see `guard`. Knows no videos.
"""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

from platformdirs import user_cache_path
from pydantic import TypeAdapter, ValidationError

from svfap_core.atomic import whole_file
from svfap_core.errors import ModelError, OutputError, SvfapError
from svfap_core.inference.agreement import LIMITS, Apart
from svfap_core.inference.card import card_text
from svfap_core.inference.conversion import can_convert, converted, forget
from svfap_core.inference.guard import FEW, Guard
from svfap_core.inference.model_folder import LoadedModel
from svfap_core.messages import Message
from svfap_core.runtime.openvino_runtime import OpenVinoRuntime
from svfap_core.runtime.place import Place, computing_place
from svfap_core.runtime.window_network import Numbers, Runtime
from svfap_core.settings import ComputeSettings, RuntimeName

log = logging.getLogger(__name__)

ROUNDS = 7
SECONDS = 3.0

FORM = 3
"""Raised when what was remembered was judged otherwise than it would be now."""


class Candidate(NamedTuple):
    """A runtime and its numbers."""

    runtime: RuntimeName
    numbers: Numbers


PLAIN = Candidate("torch", "float32")
"""What the others are held against."""


class Choice(NamedTuple):
    """What is remembered.

    Attributes:
        candidate: What was chosen.
        exact: What torch in float32 gives for the first `FEW` faces, `(FEW, K)`: so that torch,
            whose import takes seconds, need not be loaded to see that another is still sound.
    """

    candidate: Candidate
    exact: list[list[float]]


def make_runtime(loaded: LoadedModel, device: Place, compute: ComputeSettings) -> Runtime:
    """What runs a model, as the settings ask.

    What cannot run, or gives other scores than it may, is left out. The choice is remembered, for
    this model on this computer.

    Raises:
        ModelError: What was asked for by name cannot run the model, or gives other scores.
    """
    offered = candidates(device, compute)
    if offered == [PLAIN]:
        return _build(PLAIN, loaded, device)
    key = _key(loaded, device, compute)
    before = _remembered().get(key)
    if (
        before is not None
        and before.candidate in offered
        and (runtime := _still_sound(before, loaded, device))
    ):
        return runtime
    guard = Guard(loaded, device)
    by_time = device == "cpu" and compute.runtime == "auto"
    chosen, runtime, all_ran = _choose(offered, loaded, device, guard, by_time=by_time)
    log.info("%s runs by %s in %s", loaded.card.name, *chosen)
    if all_ran:  # What failed may run next time.
        _remember(key, Choice(chosen, guard.exact()))
    return runtime


def coarsest(device: Place, compute: ComputeSettings) -> Numbers:
    """The coarsest numbers that the settings allow on a device.

    Where these are float32, a model's precision is known before it is loaded.
    """
    return candidates(device, compute)[0].numbers


def candidates(device: Place, compute: ComputeSettings) -> list[Candidate]:
    """What the settings allow, the best liked first; float32 is the last and always allowed."""
    runtimes: list[RuntimeName] = ["torch"]
    if compute.runtime != "auto":
        runtimes = [compute.runtime]
    elif device == "cpu" and can_convert():
        runtimes = ["openvino", "torch"]
    numbers: list[Numbers] = [*_coarse_numbers(device, compute), "float32"]
    found = [Candidate(runtime, n) for n in numbers for runtime in runtimes]
    return [c for c in found if c.numbers != "int8" or c.runtime == "openvino"]


def _coarse_numbers(device: Place, compute: ComputeSettings) -> list[Numbers]:
    """Numbers coarser than float32 that may be used, the best liked first."""
    if compute.precision == "float32":
        return []
    if device == "cuda":
        # float16 is eight times as fine as bfloat16, but overflows where a network's values are
        # large: then bfloat16 serves those who asked for 16 bits.
        return ["float16"] if compute.precision == "auto" else ["float16", "bfloat16"]
    if compute.precision == "auto":
        return []
    if compute.precision == "int8" and device == "cpu":
        return ["int8", "bfloat16"]
    return ["bfloat16"]


def _choose(
    offered: list[Candidate],
    loaded: LoadedModel,
    device: Place,
    guard: Guard,
    *,
    by_time: bool,
) -> tuple[Candidate, Runtime, bool]:
    """The first that gives the right scores: of the fastest, or in the order offered.

    Returns:
        It, and whether all others could run.

    Raises:
        SvfapError: There is none; says why the last one is not.
    """
    runtimes, failures = _running(offered, loaded, device, guard)
    if by_time:
        times_ms = measure(runtimes, guard)
        told = ", ".join(f"{c.runtime} {c.numbers} {ms:.1f} ms" for c, ms in times_ms.items())
        log.info("%s on %s: a window takes %s", loaded.card.name, device, told)
        runtimes = {c: runtimes[c] for c in sorted(times_ms, key=times_ms.__getitem__)}
    refusals: list[SvfapError] = []
    for candidate, runtime in runtimes.items():
        apart = _apart(candidate, runtime, guard)
        if apart.within(LIMITS[candidate.numbers]):
            return candidate, runtime, not failures
        refusals.append(_refused(candidate, apart))
        log.info("%s: %s", loaded.card.name, refusals[-1])
    raise [*failures, *refusals][-1]


def _running(
    offered: list[Candidate], loaded: LoadedModel, device: Place, guard: Guard
) -> tuple[dict[Candidate, Runtime], list[SvfapError]]:
    """Those that score a window, prepared; and what hinders the others."""
    runtimes: dict[Candidate, Runtime] = {}
    failures: list[SvfapError] = []
    window = guard.window()
    for candidate in offered:
        try:
            runtime = _build(candidate, loaded, device)
            runtime.run(window)
        except SvfapError as error:
            failures.append(error)
        except RuntimeError as error:
            failures.append(
                ModelError(
                    Message("%1 cannot run the model: %2", _name(candidate), error),
                    hint="Set the runtime to auto or torch.",
                )
            )
        else:
            runtimes[candidate] = runtime
            continue
        log.info("%s cannot run %s: %s", _name(candidate), loaded.card.name, failures[-1])
    return runtimes, failures


def measure(runtimes: dict[Candidate, Runtime], guard: Guard) -> dict[Candidate, float]:
    """Median ms of one window for each; they have run before.

    They take turns, so that what else the computer does hits all alike.
    """
    window = guard.window()
    taken_ms: dict[Candidate, list[float]] = {candidate: [] for candidate in runtimes}
    began_s = perf_counter()
    for done in range(ROUNDS):
        if done and perf_counter() - began_s > SECONDS:
            break
        for candidate, runtime in runtimes.items():
            start_s = perf_counter()
            runtime.run(window)
            taken_ms[candidate].append(1000 * (perf_counter() - start_s))
    return {candidate: median(taken) for candidate, taken in taken_ms.items()}


def _apart(candidate: Candidate, runtime: Runtime, guard: Guard) -> Apart:
    """How far its scores are from the exact ones.

    A few faces tell whether float32 is float32: it is off by rounding, or by far.
    """
    if candidate == PLAIN:
        return Apart(0, 0, 0)
    return guard.apart(runtime, FEW if candidate.numbers == "float32" else None)


def _still_sound(before: Choice, loaded: LoadedModel, device: Place) -> Runtime | None:
    """What was chosen before, if it still gives the right scores on a few faces."""
    chosen = before.candidate
    try:
        runtime = _build(chosen, loaded, device)
        guard = Guard(loaded, device, before.exact)
        if chosen == PLAIN or guard.apart(runtime, FEW).most <= LIMITS[chosen.numbers].most:
            return runtime
    except (SvfapError, RuntimeError) as error:
        log.info("%s cannot run %s any more: %s", _name(chosen), loaded.card.name, error)
    return None


def _build(candidate: Candidate, loaded: LoadedModel, device: Place) -> Runtime:
    if candidate.runtime == "openvino":
        return _by_openvino(candidate, loaded, device)
    from svfap_core.runtime.torch_runtime import TorchRuntime  # noqa: PLC0415  # takes seconds

    compiled = candidate.runtime == "compiled"
    return TorchRuntime(loaded, device, candidate.numbers, compiled=compiled)


def _by_openvino(candidate: Candidate, loaded: LoadedModel, device: Place) -> Runtime:
    if device != "cpu" or not can_convert():
        raise ModelError(
            Message("OpenVINO cannot run the model on %1", device)
            if can_convert()
            else "OpenVINO is not installed",
            hint="Set the runtime to auto or torch, or the device to cpu.",
        )
    try:
        return OpenVinoRuntime(converted(loaded), candidate.numbers)
    except RuntimeError as error:
        forget(loaded)
        raise ModelError(
            Message("OpenVINO cannot use the converted model: %1", error),
            hint="Start again: it is then converted again. Or set the runtime to torch.",
        ) from error


def _refused(candidate: Candidate, apart: Apart) -> ModelError:
    return ModelError(
        Message(
            "%1's scores in %2 are %3 off those of torch in float32 (%4 on average, %5 "
            "other emotions)",
            _name(candidate),
            candidate.numbers,
            f"{apart.most:.2g}",
            f"{apart.mean:.2g}",
            f"{apart.other_labels:.0%}",
        ),
        hint="Set the runtime to auto or torch.",
    )


def _name(candidate: Candidate) -> str:
    return {"openvino": "OpenVINO", "compiled": "torch.compile"}.get(candidate.runtime, "torch")


# -- memory ----------------------------------------------------------------------------------------

_CHOICES = TypeAdapter(dict[str, Choice])


def _key(loaded: LoadedModel, device: Place, compute: ComputeSettings) -> str:
    """Names all that a choice depends on: the model, what was asked for, the computer."""
    described = loaded.weights_sha256 + card_text(loaded.card)
    model = hashlib.sha256(described.encode()).hexdigest()[:32]
    asked = f"{compute.runtime} {compute.precision}"
    return f"{model}, {asked}, {computing_place(device)}, form {FORM}"


def _file() -> Path:
    return user_cache_path("svfap", appauthor=False) / "runtimes.json"


def _remembered() -> dict[str, Choice]:
    try:
        return _CHOICES.validate_json(_file().read_bytes())
    except (OSError, ValidationError):
        return {}


def _remember(key: str, chosen: Choice) -> None:
    """Keep a choice; a cache that cannot be written costs time, not results."""
    try:
        with whole_file(_file()) as part:
            part.write_bytes(_CHOICES.dump_json({**_remembered(), key: chosen}, indent=1))
    except OutputError as error:
        log.info("the choice of a runtime is not kept: %s", error)
