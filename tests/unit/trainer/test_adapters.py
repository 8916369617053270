"""Low-rank adapters: what they free, that they begin as nothing, that merging changes nothing."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
import torch
from torch import nn

from svfap_core.errors import ModelError
from svfap_core.models.tpsbt import TPSBT
from tests.unit.trainer.narrow import NARROW
from trainer.adapters import merged_state, with_adapters
from trainer.config import LoraConfig

CLIPS = torch.randn(2, 3, 8, 32, 32, generator=torch.Generator().manual_seed(0))


def plain() -> TPSBT:
    torch.manual_seed(0)
    network = TPSBT(NARROW, 5)
    nn.init.normal_(network.head.weight, std=0.3)  # type: ignore[arg-type]
    return network.eval()


def adapted(**changes: Any) -> TPSBT:
    return with_adapters(plain(), LoraConfig(rank=2, **changes)).eval()


def moved(network: TPSBT) -> TPSBT:
    """As after some training: what is free is elsewhere."""
    torch.manual_seed(1)
    for parameter in network.parameters():
        if parameter.requires_grad:
            parameter.data += 0.1 * torch.randn_like(parameter)
    return network


def test_adapters_begin_as_nothing() -> None:
    assert torch.equal(adapted()(CLIPS), plain()(CLIPS))


def test_only_adapters_norm_and_head_are_free() -> None:
    network = adapted()
    free = {name for name, p in network.named_parameters() if p.requires_grad}
    others = {name for name in free if "lora_" not in name}
    assert others == {"fc_norm.weight", "fc_norm.bias", "head.weight", "head.bias"}
    adapters = {name.split(".lora_")[0] for name in free - others}
    count = len(network.blocks)
    assert {f"blocks.{i}.mlp.fc2" for i in range(count)} <= adapters
    assert {f"blocks.{i}.cross_attn.proj" for i in range(2, count)} <= adapters
    assert len(adapters) == 3 * count + (count - 2)


def test_every_adapter_learns() -> None:
    network = moved(adapted())
    network(CLIPS).square().sum().backward()
    assert [
        name
        for name, p in network.named_parameters()
        if p.requires_grad and (p.grad is None or not p.grad.any())
    ] == []


def test_merged_weights_give_the_same_outputs_in_a_plain_network() -> None:
    network = moved(adapted(alpha=8.0))
    expected = network(CLIPS)
    state = merged_state(network)
    fresh = TPSBT(NARROW, 5)
    assert state.keys() == fresh.state_dict().keys()
    fresh.load_state_dict(state)
    assert torch.allclose(fresh.eval()(CLIPS), expected, atol=1e-5)
    assert not torch.allclose(plain()(CLIPS), expected, atol=1e-2)


def test_only_adapted_layers_differ_after_merging() -> None:
    state, before = merged_state(moved(adapted())), plain().state_dict()
    changed = {name for name in state if not torch.equal(state[name], before[name])}
    assert all(
        name.endswith(("proj.weight", "fc1.weight", "fc2.weight"))
        or name.startswith(("head.", "fc_norm."))
        for name in changed
    )
    assert "patch_embed.proj.weight" not in changed


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", absent)
    with pytest.raises(ModelError, match="peft") as caught:
        with_adapters(plain(), LoraConfig())
    assert "pip install" in caught.value.hint
