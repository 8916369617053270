from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch.utils._python_dispatch import TorchDispatchMode

from svfap_core.clips.preprocess import to_batch
from svfap_core.inference import conversion
from svfap_core.inference.model_folder import LoadedModel
from svfap_core.models.layers import ChannelNorm
from svfap_core.runtime.eight_bits import quantised
from svfap_core.runtime.openvino_runtime import OpenVinoRuntime
from svfap_core.runtime.torch_runtime import CropNetwork, TorchRuntime
from tests.unit.inference.samples import ENCODER, clip_spec, model_card, network, windows

CPU = torch.device("cpu")


def loaded(**changes: Any) -> LoadedModel:
    card = model_card(**changes)
    return LoadedModel(network(card), card)


def crops(count: int) -> NDArray[np.uint8]:
    return np.stack(windows(count, model_card().input))


@pytest.fixture(scope="module")
def mirrored() -> LoadedModel:
    return loaded(mirrored=True)


class Watching(TorchDispatchMode):
    """Counts what torch is asked to do, and in which numbers matrices are multiplied."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: Counter[str] = Counter()
        self.products: set[torch.dtype] = set()

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Any = None
    ) -> Any:
        name = func.name().removeprefix("aten::").split(".")[0]
        self.calls[name] += 1
        found = func(*args, **(kwargs or {}))
        if name in {"linear", "mm", "addmm", "bmm"}:
            self.products.add(found.dtype)
        return found


def test_a_converted_stem_gives_the_numbers_of_torch() -> None:
    stemmed = loaded(encoder=replace(ENCODER, conv_stem=True))
    for layer in stemmed.model.patch_embed.modules():
        if isinstance(layer, ChannelNorm):
            layer.running_mean, layer.running_var = torch.rand(2, len(layer.weight)).unbind()
    runtime = OpenVinoRuntime(conversion.converted(stemmed))
    wanted = TorchRuntime(stemmed, CPU).run(crops(3))
    for ours, expected in zip(runtime.run(crops(3)), wanted, strict=True):
        np.testing.assert_allclose(ours, expected, rtol=1e-3, atol=1e-4)
    assert wanted.raw.std(axis=0).max() > 1e-3


def test_a_converted_network_gives_the_numbers_of_torch_for_any_number_of_windows(
    mirrored: LoadedModel,
) -> None:
    eager = TorchRuntime(mirrored, CPU)
    runtime = OpenVinoRuntime(conversion.converted(mirrored))
    for count in (1, 4, 2, 1):
        for ours, wanted in zip(runtime.run(crops(count)), eager.run(crops(count)), strict=True):
            assert ours.dtype == np.float32
            np.testing.assert_allclose(ours, wanted, rtol=1e-4, atol=1e-5)
    assert eager.run(crops(4)).raw.std(axis=0).max() > 1e-3
    first = runtime.run(crops(1))
    copies = [values.copy() for values in first]
    runtime.run(255 - crops(1))
    for values, copy in zip(first, copies, strict=True):
        np.testing.assert_array_equal(values, copy)
    assert runtime.precision == eager.precision == "float32"
    eight = OpenVinoRuntime(conversion.converted(mirrored), "int8").precision
    assert eight in {"int8 and float32 (openvino, cpu)", "int8 and bfloat16 (openvino, cpu)"}
    assert "OpenVINO 20" in runtime.device
    assert "float32" in runtime.device
    with pytest.raises(ValueError, match="the model takes clips"):
        runtime.run(crops(1)[:, :4])


WITHOUT_TORCH = """
import sys
from pathlib import Path

import numpy as np

sys.modules["torch"] = None  # Importing it is an error from here on.
from svfap_core.runtime.openvino_runtime import OpenVinoRuntime

kept, crops, out = map(Path, sys.argv[1:])
raw, features = OpenVinoRuntime(kept).run(np.load(crops))
np.savez(out, raw=raw, features=features)
"""


def test_a_kept_network_gives_outputs_and_features_without_torch(
    mirrored: LoadedModel, tmp_path: Path
) -> None:
    np.save(tmp_path / "crops.npy", crops(2))
    kept = conversion.converted(mirrored)
    files = (kept, tmp_path / "crops.npy", tmp_path / "out.npz")
    subprocess.run([sys.executable, "-c", WITHOUT_TORCH, *files], check=True, timeout=120)
    found, wanted = np.load(tmp_path / "out.npz"), TorchRuntime(mirrored, CPU).run(crops(2))
    np.testing.assert_allclose(found["raw"], wanted.raw, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(found["features"], wanted.features, rtol=1e-4, atol=1e-5)


def test_torch_tells_its_numbers_and_keeps_no_gradients(mirrored: LoadedModel) -> None:
    version = torch.__version__.split("+")[0]
    threads = torch.get_num_threads()
    runtime = TorchRuntime(mirrored, CPU)
    assert runtime.device == f"CPU, {threads} threads (torch {version}, float32)"
    half = TorchRuntime(mirrored, CPU, "bfloat16")
    assert half.device == f"CPU, {threads} threads (torch {version}, bfloat16 autocast)"
    assert (runtime.precision, half.precision) == ("float32", "bfloat16 (torch, cpu)")
    runtime.run(crops(1))
    assert all(parameter.grad is None for parameter in mirrored.model.parameters())
    with pytest.raises(ValueError, match="the model takes clips"):
        runtime.run(crops(1)[:, :4])


def test_half_multiplies_in_half_and_answers_in_float32(mirrored: LoadedModel) -> None:
    for numbers, dtype in (
        *(("float32", torch.float32), ("bfloat16", torch.bfloat16)),
        ("float16", torch.float16),
    ):
        runtime = TorchRuntime(mirrored, CPU, numbers)
        with Watching() as seen:
            assert {values.dtype for values in runtime.run(crops(2))} == {np.dtype(np.float32)}
        assert seen.products == {dtype}


def test_nothing_in_the_network_waits_for_the_device(mirrored: LoadedModel) -> None:
    """On a GPU each of these would stop the host until all before it is done."""
    runtime = TorchRuntime(mirrored, CPU)
    with Watching() as seen:
        runtime.run(crops(2))
    waits = {"_local_scalar_dense", "nonzero", "masked_select", "unique", "equal", "is_nonzero"}
    assert not waits & seen.calls.keys()
    with Watching() as seen:
        torch.ones(2, 2).sum().item()
    assert waits & seen.calls.keys()


@pytest.mark.parametrize("colour", ["rgb", "gray"])
def test_nothing_in_the_network_copies_numbers_from_the_host(colour: str) -> None:
    """A CUDA graph cannot hold that: such numbers have to lie on the device beforehand."""
    model = loaded(input=clip_spec(colour=colour))
    network, held = CropNetwork(model).eval(), torch.from_numpy(crops(2))
    with torch.inference_mode(), Watching() as seen:
        network(held)
    assert "lift_fresh" not in seen.calls
    with Watching() as seen:
        to_batch(held, model.card.input, CPU)
    assert "lift_fresh" in seen.calls


@pytest.mark.parametrize("axis", [0, 1])
def test_weights_in_eight_bits_are_near(axis: int) -> None:
    weights = np.random.default_rng(0).normal(size=(6, 9)).astype(np.float32)
    weights[2] = weights[:, 3] = 0
    values, scale = quantised(weights, axis)
    assert values.dtype == np.int8
    assert values.max() == 127
    assert (np.abs(values * scale - weights) <= scale / 2 + 1e-7).all()
