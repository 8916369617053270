from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch.utils._python_dispatch import TorchDispatchMode

from svfap_core.errors import ModelError
from svfap_core.inference import choosing, conversion
from svfap_core.inference.checkpoint import LoadedModel
from svfap_core.inference.choosing import PLAIN, Candidate, make_runtime, measure
from svfap_core.inference.eight_bits import quantised
from svfap_core.inference.runtime import OpenVinoRuntime, TorchRuntime
from svfap_core.settings import ComputeSettings
from tests.unit.inference.samples import model_card, network, windows

CPU = torch.device("cpu")
OPENVINO = Candidate("openvino", "float32")


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


def test_a_converted_network_gives_the_numbers_of_torch_for_any_number_of_windows(
    mirrored: LoadedModel,
) -> None:
    eager = TorchRuntime(mirrored, CPU)
    runtime = OpenVinoRuntime(conversion.converted(mirrored))
    for count in (1, 4, 2, 1):
        found = runtime.run(crops(count))
        assert found.dtype == np.float32
        np.testing.assert_allclose(found, eager.run(crops(count)), rtol=1e-4, atol=1e-5)
    assert eager.run(crops(4)).std(axis=0).max() > 1e-3
    first = runtime.run(crops(1))
    copy = first.copy()
    runtime.run(255 - crops(1))
    np.testing.assert_array_equal(first, copy)
    assert runtime.precision == eager.precision == "float32"
    eight = OpenVinoRuntime(conversion.converted(mirrored), "int8").precision
    assert eight in {"int8 and float32 (openvino, cpu)", "int8 and bfloat16 (openvino, cpu)"}
    assert "OpenVINO 20" in runtime.device
    assert "float32" in runtime.device
    with pytest.raises(ValueError, match="the model takes clips"):
        runtime.run(crops(1)[:, :4])


def test_a_network_is_converted_once_and_again_when_its_file_is_damaged(
    mirrored: LoadedModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(choosing, "_remembered", AlwaysOpenVino)
    file = conversion.converted(mirrored)
    before = file.stat().st_mtime_ns
    assert conversion.converted(mirrored).stat().st_mtime_ns == before
    assert list(file.parent.parent.iterdir()) == [file.parent]  # Nothing half made is left.
    weights = file.with_suffix(".bin")
    weights.write_bytes(weights.read_bytes()[:100])
    assert isinstance(make_runtime(mirrored, CPU, ComputeSettings()), TorchRuntime)
    assert isinstance(make_runtime(mirrored, CPU, ComputeSettings()), OpenVinoRuntime)


def test_torch_tells_its_numbers_and_keeps_no_gradients(mirrored: LoadedModel) -> None:
    version = torch.__version__.split("+")[0]
    threads = torch.get_num_threads()
    runtime = TorchRuntime(mirrored, CPU)
    assert runtime.device == f"CPU, {threads} threads (torch {version}, float32)"
    half = TorchRuntime(mirrored, CPU, "half")
    assert half.device == f"CPU, {threads} threads (torch {version}, bfloat16 autocast)"
    assert (runtime.precision, half.precision) == ("float32", "bfloat16 (torch, cpu)")
    runtime.run(crops(1))
    assert all(parameter.grad is None for parameter in mirrored.model.parameters())
    with pytest.raises(ValueError, match="the model takes clips"):
        runtime.run(crops(1)[:, :4])


def test_half_multiplies_in_half_and_answers_in_float32(mirrored: LoadedModel) -> None:
    for numbers, dtype in (("float32", torch.float32), ("half", torch.bfloat16)):
        runtime = TorchRuntime(mirrored, CPU, numbers)
        with Watching() as seen:
            assert runtime.run(crops(2)).dtype == np.float32
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


def test_the_fastest_is_chosen_once_and_remembered(
    mirrored: LoadedModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[Candidate]] = []

    def measured(candidates: list[Candidate], *_: object) -> dict[Candidate, float]:
        asked.append(candidates)
        return {PLAIN: 9.0, OPENVINO: 3.0}

    monkeypatch.setattr(choosing, "_file", lambda: tmp_path / "choice.json")
    monkeypatch.setattr(choosing, "measure", measured)
    for _ in range(2):
        assert isinstance(make_runtime(mirrored, CPU, ComputeSettings()), OpenVinoRuntime)
    assert asked == [[PLAIN, OPENVINO]]
    make_runtime(mirrored, CPU, ComputeSettings(precision="half"))
    assert len(asked[1]) == 4
    make_runtime(mirrored, CPU, ComputeSettings(precision="int8"))
    assert set(asked[2]) == {*asked[1], Candidate("openvino", "int8")}


def test_eight_bits_are_for_openvino_and_torch_takes_half(mirrored: LoadedModel) -> None:
    ours = make_runtime(mirrored, CPU, ComputeSettings(runtime="openvino", precision="int8"))
    assert ", int8 and " in ours.device
    exact = TorchRuntime(mirrored, CPU).run(crops(3))
    found = ours.run(crops(3))
    assert 0 < np.abs(found - exact).max() < 0.05 * np.abs(exact).max()
    torchs = make_runtime(mirrored, CPU, ComputeSettings(runtime="torch", precision="int8"))
    assert torchs.device.endswith("bfloat16 autocast)")


@pytest.mark.parametrize("axis", [0, 1])
def test_weights_in_eight_bits_are_near(axis: int) -> None:
    weights = np.random.default_rng(0).normal(size=(6, 9)).astype(np.float32)
    weights[2] = weights[:, 3] = 0
    values, scale = quantised(weights, axis)
    assert values.dtype == np.int8
    assert values.max() == 127
    assert (np.abs(values * scale - weights) <= scale / 2 + 1e-7).all()


def test_all_that_can_run_is_measured(mirrored: LoadedModel) -> None:
    times_ms = measure([PLAIN, OPENVINO], mirrored, CPU)
    assert set(times_ms) == {PLAIN, OPENVINO}
    assert all(ms > 0 for ms in times_ms.values())


def test_a_runtime_with_other_numbers_is_not_used(
    mirrored: LoadedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = OpenVinoRuntime.run
    monkeypatch.setattr(OpenVinoRuntime, "run", lambda self, faces: 1.1 * sound(self, faces))
    assert set(measure([PLAIN, OPENVINO], mirrored, CPU)) == {PLAIN}
    with pytest.raises(ModelError, match=r"scores in float32 are .* off"):
        make_runtime(mirrored, CPU, ComputeSettings(runtime="openvino"))
    monkeypatch.setattr(choosing, "_remembered", AlwaysOpenVino)
    assert isinstance(make_runtime(mirrored, CPU, ComputeSettings()), TorchRuntime)


class AlwaysOpenVino(dict[str, Candidate]):
    def get(self, key: str, default: object = None) -> Candidate:  # type: ignore[override]
        return OPENVINO


def test_without_openvino_torch_serves_unless_asked_by_name(
    mirrored: LoadedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "can_convert", lambda: False)
    assert isinstance(make_runtime(mirrored, CPU, ComputeSettings()), TorchRuntime)
    with pytest.raises(ModelError, match="OpenVINO is not installed"):
        make_runtime(mirrored, CPU, ComputeSettings(runtime="openvino"))


def test_a_failed_conversion_says_what_to_do_and_auto_goes_on_with_torch(
    mirrored: LoadedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    conversion.forget(mirrored)
    with pytest.raises(ModelError, match="cannot be converted") as caught:
        make_runtime(mirrored, CPU, ComputeSettings(runtime="openvino"))
    assert "torch" in caught.value.hint
    monkeypatch.setattr(choosing, "_remembered", AlwaysOpenVino)
    assert isinstance(make_runtime(mirrored, CPU, ComputeSettings()), TorchRuntime)


def test_what_failed_once_is_tried_again(
    mirrored: LoadedModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choices = tmp_path / "choice.json"
    monkeypatch.setattr(choosing, "_file", lambda: choices)
    with monkeypatch.context() as broken:
        broken.setattr(sys, "executable", "/nowhere/python")
        conversion.forget(mirrored)
        assert isinstance(make_runtime(mirrored, CPU, ComputeSettings()), TorchRuntime)
        assert not choices.exists()
    make_runtime(mirrored, CPU, ComputeSettings())
    assert choices.exists()


def test_an_unwritable_cache_costs_nothing_but_time(
    mirrored: LoadedModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert isinstance(make_runtime(mirrored, CPU, ComputeSettings()), TorchRuntime)


def test_analysis_converts_in_a_process_of_its_own() -> None:
    """See `conversion`: the frontend that converts must not come into this process."""
    code = (
        "import sys, torch\n"
        "from tests.unit.inference.test_runtime import CPU, loaded\n"
        "from svfap_core.inference.choosing import make_runtime\n"
        "from svfap_core.settings import ComputeSettings\n"
        "make_runtime(loaded(), CPU, ComputeSettings(runtime='openvino'))\n"
        "print('openvino.frontend.pytorch' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
