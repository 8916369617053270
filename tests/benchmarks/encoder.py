"""How fast one window is scored: network sizes, batches, arithmetic and runtimes.

    python -m tests.benchmarks.encoder [SIZE ...]

Compared with the same network in float32 with attention written out as softmax(q k) v, as the
reference formulation has it, and with VideoMAE ViT-B at 16 x 160 x 160 of the package transformers.
Weights are random: speed does not depend on them. `apart` is the largest difference of a class
probability from the reference formulation's. What takes twice the reference's time for one window
is not tried with more, nor are batches for which the reference takes more than 10 s;
torch.compile, which compiles for half a minute and more, is tried with one window only. VideoMAE is
left out where transformers is not installed.
"""

from __future__ import annotations

import importlib.util
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from svfap_core.clips.preprocess import to_batch
from svfap_core.inference import conversion
from svfap_core.inference.card import ModelCard
from svfap_core.inference.model_folder import LoadedModel
from svfap_core.models import MODEL_SIZES
from svfap_core.models.create import create_model
from svfap_core.runtime.openvino_core import openvino_core
from svfap_core.runtime.openvino_runtime import OpenVinoRuntime
from svfap_core.runtime.torch_runtime import TorchRuntime
from svfap_core.runtime.window_network import Runtime
from tests.benchmarks.measuring import publish, say, table, taking_turns
from tests.benchmarks.training import explicit_attention
from tests.unit.inference.samples import LABELS, clip_spec, model_card
from trainer.export import export_onnx

CPU = torch.device("cpu")
BATCHES = (1, 4, 16)
REFERENCE = "explicit attention, float32"
TOO_SLOW = 2.0
LONGEST_S = 10.0

Run = Callable[[NDArray[np.uint8]], NDArray[np.float32]]


def loaded(size: str) -> LoadedModel:
    """A network with random weights and outputs that differ."""
    torch.manual_seed(0)
    model = create_model(size, num_classes=len(LABELS)).eval()
    torch.nn.init.normal_(model.head.weight, std=0.3)
    config = MODEL_SIZES[size]
    spec = clip_spec(frames=config.num_frames, size_px=config.image_size)
    card: ModelCard = model_card(name=size, size=size, encoder=config, input=spec)
    return LoadedModel(model, card)


def runs(model: LoadedModel) -> Iterator[tuple[str, Run]]:
    """All ways to run a network that this computer has, the reference first."""
    eager = TorchRuntime(model, CPU)

    def reference(crops: NDArray[np.uint8]) -> NDArray[np.float32]:
        with explicit_attention():
            return eager.run(crops).raw

    yield REFERENCE, reference
    yield "torch, float32", raw(eager)
    yield "torch, bfloat16", raw(TorchRuntime(model, CPU, "bfloat16"))
    yield "torch.compile, float32", raw(TorchRuntime(model, CPU, compiled=True))
    yield "ONNX Runtime, float32", onnx(model)
    file = conversion.converted(model)
    yield "OpenVINO, float32", raw(OpenVinoRuntime(file))
    if "BF16" in openvino_core().get_property("CPU", "OPTIMIZATION_CAPABILITIES"):
        yield "OpenVINO, bfloat16", raw(OpenVinoRuntime(file, "bfloat16"))
    yield "OpenVINO, int8 and half", raw(OpenVinoRuntime(file, "int8"))


def raw(runtime: Runtime) -> Run:
    """The raw outputs of a runtime."""
    return lambda crops: runtime.run(crops).raw


def onnx(model: LoadedModel) -> Run:
    """The exported network in ONNX Runtime."""
    import onnxruntime

    with tempfile.TemporaryDirectory() as folder:
        export_onnx(model, Path(folder))
        session: Any = onnxruntime.InferenceSession(str(Path(folder) / "model.onnx"))
    name = session.get_inputs()[0].name

    def run(crops: NDArray[np.uint8]) -> NDArray[np.float32]:
        clips = to_batch(torch.from_numpy(crops), model.card.input, CPU)
        return session.run(None, {name: clips.numpy()})[0]

    return run


def windows(model: LoadedModel, count: int, seed: int = 0) -> NDArray[np.uint8]:
    """Random pictures."""
    spec = model.card.input
    shape = (count, spec.frames, spec.size_px, spec.size_px, 3)
    return np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)


def videomae() -> Run:
    """VideoMAE ViT-B at 16 x 160 x 160, with random weights, as transformers runs it."""
    import transformers

    config = transformers.VideoMAEConfig(image_size=160, num_frames=16, num_labels=len(LABELS))
    network = transformers.VideoMAEForVideoClassification(config).eval()

    @torch.inference_mode()
    def run(crops: NDArray[np.uint8]) -> NDArray[np.float32]:
        pixels = torch.from_numpy(crops).permute(0, 1, 4, 2, 3).float() / 255
        return network(pixels).logits.numpy()

    return run


def probabilities(outputs: NDArray[np.float32]) -> NDArray[np.float64]:
    return torch.from_numpy(outputs).double().softmax(-1).numpy()


def measure(size: str) -> list[dict[str, Any]]:
    """One row for each runtime and batch."""
    model = loaded(size)
    ways = dict(runs(model))
    if size == "base" and importlib.util.find_spec("transformers"):
        ways["VideoMAE ViT-B of transformers"] = videomae()
    found: list[dict[str, Any]] = []
    one_s = 0.0
    for count in BATCHES:
        if count * one_s > LONGEST_S:
            break
        crops = windows(model, count)
        expected = probabilities(ways[REFERENCE](crops))
        apart = {n: abs(probabilities(run(crops)) - expected).max() for n, run in ways.items()}
        works = {name: partial(run, crops) for name, run in ways.items()}
        times_s = taking_turns(works, rounds=7, limit_s=25)
        for name, taken_s in times_s.items():
            found.append(
                {
                    "size": size,
                    "windows": count,
                    "runtime": name,
                    "ms": 1000 * taken_s / count,
                    "times": times_s[REFERENCE] / taken_s,
                    "apart": None if "VideoMAE" in name else float(apart[name]),
                }
            )
            say(f"{size} {count} {name}: {1000 * taken_s / count:.1f} ms")
        one_s = one_s or times_s[REFERENCE]
        quick = {
            name for name, taken_s in times_s.items() if taken_s < TOO_SLOW * times_s[REFERENCE]
        }
        ways = {n: r for n, r in ways.items() if n in quick and "compile" not in n}
    return found


def main(sizes: Sequence[str]) -> None:
    found = [row for size in sizes for row in measure(size)]
    rows: list[list[object]] = []
    for size in sizes:
        for name in dict.fromkeys(row["runtime"] for row in found if row["size"] == size):
            mine = {r["windows"]: r for r in found if (r["size"], r["runtime"]) == (size, name)}
            cells = [
                f"{mine[n]['ms']:.1f} ms ({mine[n]['times']:.2f})" if n in mine else ""
                for n in BATCHES
            ]
            apart = max((r["apart"] or 0.0 for r in mine.values()), default=0.0)
            rows.append([size, name, *cells, "" if "VideoMAE" in name else f"{apart:.1g}"])
    head = ["network", "runtime", *(f"{n} at once, per window" for n in BATCHES), "apart"]
    publish("encoder", found, table(head, rows))


if __name__ == "__main__":
    main(sys.argv[1:] or ["base", "small", "tiny"])
