from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from svfap_core.errors import ModelError
from svfap_core.inference import choosing, conversion
from svfap_core.inference.agreement import LIMITS
from svfap_core.inference.choosing import PLAIN, Candidate, Choice, candidates, make_runtime
from svfap_core.inference.guard import Guard
from svfap_core.inference.model_folder import LoadedModel
from svfap_core.runtime.openvino_runtime import OpenVinoRuntime
from svfap_core.runtime.place import Place
from svfap_core.runtime.torch_runtime import TorchRuntime
from svfap_core.runtime.window_network import Numbers, Outputs, Runtime
from svfap_core.settings import ComputeSettings
from tests.unit.inference.samples import model_card, network, windows

CPU: Place = "cpu"
CUDA: Place = "cuda"
OPENVINO = Candidate("openvino", "float32")
FRONTEND = "openvino.frontend.pytorch"


def loaded(**changes: Any) -> LoadedModel:
    card = model_card(**changes)
    return LoadedModel(network(card), card)


@pytest.fixture(scope="module")
def mirrored() -> LoadedModel:
    return loaded(mirrored=True)


@pytest.fixture
def choices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where choices are remembered, empty at first."""
    file = tmp_path / "choice.json"
    monkeypatch.setattr(choosing, "_file", lambda: file)
    return file


class AlwaysOpenVino(dict[str, Choice]):
    def get(self, key: str, default: object = None) -> Choice:  # type: ignore[override]
        return Choice(OPENVINO, [])


def fastest(monkeypatch: pytest.MonkeyPatch, runtime: str) -> list[set[Candidate]]:
    """Let a runtime win, the coarser the faster; what was measured is told."""
    asked: list[set[Candidate]] = []
    coarse = list(LIMITS)

    def measured(runtimes: Iterable[Candidate], _: Guard) -> dict[Candidate, float]:
        asked.append(set(runtimes))
        return {c: 9.0 * (c.runtime != runtime) - coarse.index(c.numbers) for c in runtimes}

    monkeypatch.setattr(choosing, "measure", measured)
    return asked


@pytest.fixture
def cache(mirrored: LoadedModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of networks in a cache of the test's own, with a copy of the one there is."""
    kept = conversion.converted(mirrored).parent
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    shutil.copytree(kept, conversion.networks_folder() / kept.name)
    return conversion.networks_folder()


def test_a_network_is_converted_once(mirrored: LoadedModel, cache: Path) -> None:
    file = conversion.converted(mirrored)
    before = file.stat().st_mtime_ns
    assert file.is_relative_to(cache)
    assert conversion.converted(mirrored).stat().st_mtime_ns == before


def test_a_damaged_network_is_converted_again_in_a_process_of_its_own(
    mirrored: LoadedModel, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """See `conversion`: the frontend that converts must not come into this process."""
    for name in [name for name in sys.modules if name.startswith(FRONTEND)]:
        monkeypatch.delitem(sys.modules, name)
    fastest(monkeypatch, "openvino")
    weights = conversion.converted(mirrored).with_suffix(".bin")
    weights.write_bytes(weights.read_bytes()[:100])
    assert isinstance(make_runtime(mirrored, CPU, ComputeSettings()), TorchRuntime)
    assert not weights.exists()
    assert isinstance(make_runtime(mirrored, CPU, ComputeSettings()), OpenVinoRuntime)
    assert list(cache.iterdir()) == [weights.parent]  # Nothing half made is left.
    assert not [name for name in sys.modules if name.startswith(FRONTEND)]


def test_the_fastest_is_chosen_once_and_remembered(
    mirrored: LoadedModel, choices: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = fastest(monkeypatch, "openvino")
    for _ in range(2):
        assert isinstance(make_runtime(mirrored, CPU, ComputeSettings()), OpenVinoRuntime)
    assert asked == [{PLAIN, OPENVINO}]
    make_runtime(mirrored, CPU, ComputeSettings(precision="half"))
    assert len(asked[1]) == 4
    make_runtime(mirrored, CPU, ComputeSettings(precision="int8"))
    assert asked[2] == {*asked[1], Candidate("openvino", "int8")}


def test_what_is_remembered_is_held_against_what_torch_gave(
    mirrored: LoadedModel, choices: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fastest(monkeypatch, "openvino")
    make_runtime(mirrored, CPU, ComputeSettings())
    with monkeypatch.context() as without:
        without.setattr(TorchRuntime, "run", lambda *_: pytest.fail("torch was needed"))
        assert isinstance(make_runtime(mirrored, CPU, ComputeSettings()), OpenVinoRuntime)
    ((key, kept),) = choosing._remembered().items()
    assert kept.exact == Guard(mirrored, CPU).exact()
    off = [[value + 0.1 * place for place, value in enumerate(row)] for row in kept.exact]
    choosing._remember(key, kept._replace(exact=off))
    make_runtime(mirrored, CPU, ComputeSettings())
    assert choosing._remembered()[key] == kept, "it was judged anew"


def test_another_card_is_judged_anew(
    mirrored: LoadedModel, choices: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lower temperature makes the same rounding a greater difference."""
    asked = fastest(monkeypatch, "openvino")
    make_runtime(mirrored, CPU, ComputeSettings())
    card = mirrored.card.model_copy(update={"temperature": 0.01})
    make_runtime(LoadedModel(mirrored.model, card), CPU, ComputeSettings())
    assert len(asked) == 2


def test_eight_bits_are_for_openvino_and_torch_takes_half(
    mirrored: LoadedModel, choices: Path
) -> None:
    crops = np.stack(windows(3, model_card().input))
    ours = make_runtime(mirrored, CPU, ComputeSettings(runtime="openvino", precision="int8"))
    assert ", int8 and " in ours.device
    exact = TorchRuntime(mirrored, CPU).run(crops).raw
    found = ours.run(crops).raw
    assert 0 < np.abs(found - exact).max() < 0.05 * np.abs(exact).max()
    torchs = make_runtime(mirrored, CPU, ComputeSettings(runtime="torch", precision="int8"))
    assert torchs.device.endswith("bfloat16 autocast)")


@pytest.mark.parametrize(
    ("precision", "numbers"),
    [
        ("auto", ["float16", "float32"]),
        ("float32", ["float32"]),
        ("half", ["float16", "bfloat16", "float32"]),
        ("int8", ["float16", "bfloat16", "float32"]),
    ],
)
@pytest.mark.parametrize("runtime", ["auto", "torch", "compiled"])
def test_on_cuda_float16_is_liked_best_and_bfloat16_is_for_who_asks(
    runtime: Any, precision: Any, numbers: list[Numbers]
) -> None:
    name = "torch" if runtime == "auto" else runtime
    found = candidates(CUDA, ComputeSettings(runtime=runtime, precision=precision))
    assert found == [Candidate(name, n) for n in numbers]


class Coarse:
    """A runtime whose scores are off on faces and right on noise."""

    device = "somewhere"

    def __init__(self, inner: Runtime) -> None:
        self._inner = inner

    def run(self, faces_rgb: NDArray[np.uint8]) -> Outputs:
        outputs = self._inner.run(faces_rgb)
        detail = np.abs(np.diff(faces_rgb.astype(np.float32), axis=3)).mean()
        outputs.raw[:, 0] += 1.0 if detail < 40 else 0.0
        return outputs


@pytest.mark.parametrize("precision", ["half", "int8"])
def test_numbers_that_change_scores_of_faces_are_refused(
    mirrored: LoadedModel, choices: Path, monkeypatch: pytest.MonkeyPatch, precision: Any
) -> None:
    """Noise, by which this was judged before, shows nothing of it."""
    sound = choosing._build

    def built(candidate: Candidate, *others: Any) -> Any:
        runtime = sound(candidate, *others)
        return runtime if candidate.numbers == "float32" else Coarse(runtime)

    monkeypatch.setattr(choosing, "_build", built)
    fastest(monkeypatch, "openvino")
    noise = np.stack(windows(1, mirrored.card.input))
    coarse = built(Candidate("torch", "bfloat16"), mirrored, CPU)
    exact = TorchRuntime(mirrored, CPU).run(noise).raw
    assert np.abs(coarse.run(noise).raw - exact).max() < 0.02
    for runtime in ("auto", "openvino"):
        found = make_runtime(mirrored, CPU, ComputeSettings(runtime=runtime, precision=precision))
        assert isinstance(found, OpenVinoRuntime)
        assert found.device.endswith("float32)")


def overflowing() -> LoadedModel:
    """A model whose first sums are too large for float16."""
    model = loaded()
    with torch.no_grad():
        model.model.patch_embed.proj.weight.mul_(1e6)
    return model


@pytest.mark.parametrize(("precision", "half"), [("auto", None), ("half", "bfloat16")])
def test_a_model_that_overflows_float16_is_computed_in_other_numbers(
    choices: Path, monkeypatch: pytest.MonkeyPatch, precision: Any, half: str | None
) -> None:
    """As on CUDA, where float16 comes first; computed by the CPU here."""
    numbers = {"auto": ["float16"], "half": ["float16", "bfloat16"]}[precision]
    monkeypatch.setattr(choosing, "_coarse_numbers", lambda *_: numbers)
    settings = ComputeSettings(runtime="torch", precision=precision)
    found = make_runtime(overflowing(), CPU, settings)
    assert (f"{half} autocast" if half else "float32") in found.device
    assert "float16 autocast" in make_runtime(loaded(), CPU, settings).device
    assert len(choices.read_text().splitlines()) > 4  # Both are remembered.


def test_all_that_can_run_is_measured(mirrored: LoadedModel) -> None:
    runtimes = {c: choosing._build(c, mirrored, CPU) for c in (PLAIN, OPENVINO)}
    times_ms = choosing.measure(runtimes, Guard(mirrored, CPU))
    assert set(times_ms) == {PLAIN, OPENVINO}
    assert all(ms > 0 for ms in times_ms.values())


def test_a_runtime_with_other_numbers_is_not_used(
    mirrored: LoadedModel, choices: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = OpenVinoRuntime.run

    def wrong(self: OpenVinoRuntime, faces_rgb: NDArray[np.uint8]) -> Outputs:
        outputs = sound(self, faces_rgb)
        return outputs._replace(raw=1.1 * outputs.raw)

    monkeypatch.setattr(OpenVinoRuntime, "run", wrong)
    fastest(monkeypatch, "openvino")
    assert isinstance(make_runtime(mirrored, CPU, ComputeSettings()), TorchRuntime)
    with pytest.raises(ModelError, match=r"scores in float32 are .* off"):
        make_runtime(mirrored, CPU, ComputeSettings(runtime="openvino"))
    monkeypatch.setattr(choosing, "_remembered", AlwaysOpenVino)
    assert isinstance(make_runtime(mirrored, CPU, ComputeSettings()), TorchRuntime)


def test_without_openvino_torch_serves_unless_asked_by_name(
    mirrored: LoadedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "can_convert", lambda: False)
    assert isinstance(make_runtime(mirrored, CPU, ComputeSettings()), TorchRuntime)
    with pytest.raises(ModelError, match="OpenVINO is not installed"):
        make_runtime(mirrored, CPU, ComputeSettings(runtime="openvino"))


def test_a_failed_conversion_says_what_to_do_and_auto_goes_on_with_torch(
    mirrored: LoadedModel, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    conversion.forget(mirrored)
    with pytest.raises(ModelError, match="cannot be converted") as caught:
        make_runtime(mirrored, CPU, ComputeSettings(runtime="openvino"))
    assert "torch" in caught.value.hint
    monkeypatch.setattr(choosing, "_remembered", AlwaysOpenVino)
    assert isinstance(make_runtime(mirrored, CPU, ComputeSettings()), TorchRuntime)


def test_what_failed_once_is_tried_again(
    mirrored: LoadedModel,
    choices: Path,
    cache: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fastest(monkeypatch, "openvino")
    with monkeypatch.context() as broken:
        broken.setattr(sys, "executable", "/nowhere/python")
        broken.setenv("XDG_CACHE_HOME", str(tmp_path / "empty"))
        assert isinstance(make_runtime(mirrored, CPU, ComputeSettings()), TorchRuntime)
        assert not choices.exists()
    assert isinstance(make_runtime(mirrored, CPU, ComputeSettings()), OpenVinoRuntime)
    assert choices.exists()


def test_an_unwritable_cache_costs_nothing_but_time(
    mirrored: LoadedModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert isinstance(make_runtime(mirrored, CPU, ComputeSettings()), TorchRuntime)
