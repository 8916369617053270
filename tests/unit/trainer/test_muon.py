"""Muon in float32: the same steps as timm's but for rounding, and nothing changed behind."""

from __future__ import annotations

import pytest
import torch
from timm.optim import muon
from timm.optim.muon import Muon

import trainer.muon
from trainer.muon import Float32Muon, muon_for


def stepped(kind: type[Muon]) -> torch.Tensor:
    weights = torch.nn.Parameter(torch.zeros(24, 16))
    optimizer = kind([weights], lr=0.1)
    for seed in range(3):
        weights.grad = torch.randn(24, 16, generator=torch.Generator().manual_seed(seed))
        optimizer.step()
    return weights.detach()


def test_steps_differ_by_rounding_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    rough, usual = stepped(Muon), muon.zeropower_via_newtonschulz
    used: list[torch.dtype] = []

    def seen(*args: object, dtype: torch.dtype = torch.bfloat16, **options: object) -> object:
        used.append(dtype)
        return usual(*args, dtype=dtype, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(muon, "zeropower_via_newtonschulz", seen)
    exact = stepped(Float32Muon)
    assert used == 3 * [torch.float32]
    assert muon.zeropower_via_newtonschulz is seen
    assert 0 < (exact - rough).abs().max() < 0.02 * exact.abs().max()


def test_a_cpu_without_units_for_bfloat16_has_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for units, kind in ((True, Muon), (False, Float32Muon)):
        monkeypatch.setattr(trainer.muon, "has_bf16_units", lambda units=units: units)
        assert muon_for(torch.device("cpu")) is kind
        assert muon_for(torch.device("cuda")) is Muon
