from __future__ import annotations

import importlib.util

import numpy as np
import pytest
import torch
from torch import Tensor

from svfap_core.inference import runtime
from svfap_core.inference.runtime import OpenVinoRuntime, Runtime, TorchRuntime, make_runtime
from tests.unit.inference.samples import clip_spec, model_card, network, windows

CPU = torch.device("cpu")


def crops(count: int) -> Tensor:
    return torch.from_numpy(np.stack(windows(count, model_card().input)))


def both() -> tuple[Runtime, Runtime]:
    card = model_card()
    model = network(card)
    return OpenVinoRuntime(model, card.input), TorchRuntime(model, card.input, CPU)


def test_openvino_gives_the_numbers_of_torch_for_any_number_of_windows() -> None:
    openvino, eager = both()
    for count in (1, 4, 2, 1):
        found = openvino.run(crops(count))
        assert found.dtype == torch.float32
        torch.testing.assert_close(found, eager.run(crops(count)), rtol=1e-4, atol=1e-5)
    assert eager.run(crops(4)).std(dim=0).max() > 1e-3


def test_outputs_are_kept_when_the_next_windows_are_scored() -> None:
    openvino, _ = both()
    first = openvino.run(crops(1))
    copy = first.clone()
    openvino.run(255 - crops(1))
    assert torch.equal(first, copy)


def test_what_computes_is_told() -> None:
    openvino, eager = both()
    assert "OpenVINO 20" in openvino.device
    assert eager.device == (
        f"CPU, {torch.get_num_threads()} threads (torch {torch.__version__.split('+')[0]}, float32)"
    )


def test_no_gradients_are_kept() -> None:
    _, eager = both()
    assert not eager.run(crops(1)).requires_grad


def test_without_openvino_torch_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    card = model_card()
    assert isinstance(make_runtime(network(card), clip_spec(), CPU), OpenVinoRuntime)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert isinstance(runtime.make_runtime(network(card), clip_spec(), CPU), TorchRuntime)
