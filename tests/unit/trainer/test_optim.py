"""Rates of the recipe: of every layer, down-sampler, adapter, and over the steps."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from svfap_core.models.create import create_model
from svfap_core.models.tpsbt import TPSBT
from trainer.optim import cosine_factor, parameter_groups

MINI = {"embed_dim": 32, "num_heads": 2, "image_size": 32, "num_frames": 8}


def base() -> TPSBT:
    with torch.device("meta"):
        return create_model("base", num_classes=7)


def mini(depths: tuple[int, ...] = (2, 2, 3)) -> TPSBT:
    return create_model("tiny", num_classes=3, depths=depths, **MINI)


def groups_of(model: nn.Module, **changes: Any) -> list[dict[str, Any]]:
    return parameter_groups(
        model, **{"lr": 1.0, "weight_decay": 0.05, "layer_decay": 0.5, **changes}
    )


def per_name(model: nn.Module, key: str, groups: list[dict[str, Any]]) -> dict[str, float]:
    """The value `key` of the one group that a parameter is in; every name in at most one."""
    names = {id(p): name for name, p in model.named_parameters()}
    pairs = [(names[id(p)], group[key]) for group in groups for p in group["params"]]
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


def test_the_first_step_of_adamw_moves_every_weight_by_its_own_rate() -> None:
    model = mini()
    optimizer = torch.optim.AdamW(groups_of(model, lr=1e-2, weight_decay=0.0), lr=123.0)
    before = {name: p.detach().clone() for name, p in model.named_parameters()}
    for parameter in model.parameters():
        parameter.grad = torch.ones_like(parameter)
    optimizer.step()
    rates = per_name(model, "lr", optimizer.param_groups)
    moved = {name: before[name] - p.detach() for name, p in model.named_parameters()}
    for name, rate in rates.items():
        torch.testing.assert_close(moved[name], torch.full_like(moved[name], rate), msg=name)
    assert rates["patch_embed.proj.weight"] == pytest.approx(1e-2 * 0.5**8)


def test_only_matrices_and_kernels_are_decayed() -> None:
    model = base()
    decay = per_name(model, "weight_decay", groups_of(model))
    for name, parameter in model.named_parameters():
        assert decay[name] == (0.05 if parameter.ndim > 1 else 0.0), name
    assert decay["blocks.0.attn.q_bias"] == decay["fc_norm.weight"] == 0
    assert decay["temporal_downsamples.0.weight"] == 0.05


def test_biases_of_more_axes_and_the_mask_token_are_not_decayed() -> None:
    model = nn.Module()
    model.mask_token = nn.Parameter(torch.zeros(1, 1, 4))
    model.position_bias = nn.Parameter(torch.zeros(2, 4))
    model.weight = nn.Parameter(torch.zeros(2, 4))
    assert per_name(model, "weight_decay", groups_of(model)) == {
        "mask_token": 0.0,
        "position_bias": 0.0,
        "weight": 0.05,
    }


@pytest.mark.parametrize("depths", [(2, 2, 3), (1, 2), (4,), (6, 3, 2), (1, 2, 2, 2)])
def test_any_depths(depths: tuple[int, ...]) -> None:
    with torch.device("meta"):
        model = create_model("tiny", num_classes=3, depths=depths, **{**MINI, "num_frames": 16})
    total = sum(depths)
    groups = groups_of(model)
    scales = per_name(model, "lr_scale", groups)
    assert scales["patch_embed.proj.weight"] == 0.5 ** (total + 1)
    for i in range(total):
        assert scales[f"blocks.{i}.attn.proj.weight"] == 0.5 ** (total - i)
    for k in range(len(depths) - 1):
        following = f"blocks.{sum(depths[: k + 1])}.cross_attn.q.weight"
        assert scales[f"temporal_downsamples.{k}.weight"] == scales[following]
        assert scales[f"spatial_downsamples.{k}.mlp.fc2.bias"] == scales[following]
    ordered = [group["lr_scale"] for group in groups]
    assert ordered == sorted(ordered)
    assert len({group["name"] for group in groups}) == len(groups)
    assert all(group["lr"] == group["lr_scale"] for group in groups)


def test_frozen_parameters_are_left_out_and_shift_no_other() -> None:
    model = mini()
    whole = per_name(model, "lr_scale", groups_of(model))
    frozen = {n for n, _ in model.named_parameters() if n.startswith(("patch_embed", "blocks.2."))}
    for name in frozen:
        model.get_parameter(name).requires_grad = False
    rest = per_name(model, "lr_scale", groups_of(model))
    assert rest == {name: scale for name, scale in whole.items() if name not in frozen}


def test_with_everything_frozen_there_is_nothing_to_train() -> None:
    with pytest.raises(ValueError, match="frozen"):
        groups_of(mini().requires_grad_(requires_grad=False))


def test_adapters_and_further_heads_learn_at_the_full_rate() -> None:
    model = mini()
    model.blocks[0].attn.qkv.lora_A = nn.Linear(32, 4, bias=False)
    model.blocks[0].attn.qkv.lora_B = nn.Linear(4, 96, bias=False)
    model.hints = nn.Sequential(nn.LayerNorm(32), nn.Linear(32, 5))
    model.decoder = nn.ModuleDict({"blocks": nn.ModuleList([nn.Linear(32, 32)])})
    scales = per_name(model, "lr_scale", groups_of(model))
    assert scales["blocks.0.attn.qkv.lora_A.weight"] == 1
    assert scales["blocks.0.attn.qkv.lora_B.weight"] == 1
    assert scales["hints.1.weight"] == scales["decoder.blocks.0.weight"] == 1
    assert scales["blocks.0.attn.qkv.weight"] == 0.5**7


def test_names_with_a_prefix_learn_at_the_full_rate() -> None:
    wrapped = nn.ModuleDict({"base_model": nn.ModuleDict({"model": mini()})})
    groups = groups_of(wrapped)
    assert {group["lr_scale"] for group in groups} == {1.0}
    assert "base_model.model.blocks.0.attn.qkv.weight" in per_name(wrapped, "lr", groups)


def test_without_layer_decay_there_are_two_groups() -> None:
    decayed, spared = groups_of(mini(), lr=3e-4, layer_decay=1.0)
    assert (decayed["weight_decay"], spared["weight_decay"]) == (0.05, 0.0)
    assert decayed["lr"] == spared["lr"] == 3e-4
    assert decayed["lr_scale"] == spared["lr_scale"] == 1


@pytest.mark.parametrize("layer_decay", [0.0, -0.5, 1.01, float("nan")])
def test_layer_decay_out_of_range(layer_decay: float) -> None:
    with pytest.raises(ValueError, match=r"layer_decay must lie in \(0, 1\]"):
        groups_of(mini(), layer_decay=layer_decay)


def test_the_rate_rises_from_nothing_and_falls_to_the_final_share() -> None:
    factors = [cosine_factor(step, total_steps=15, warmup_steps=5, final=0.1) for step in range(20)]
    assert factors[:6] == [0, 0.25, 0.5, 0.75, 1, 1]
    assert factors[10] == pytest.approx(0.55)
    assert all(a > b for a, b in pairwise(factors[5:16]))
    assert factors[15:] == pytest.approx([0.1] * 5)


# docs/reference.md: Learning rate
@pytest.mark.parametrize(("warmup", "total"), [(1, 2), (2, 9), (50, 1000)])
def test_rates_are_those_of_the_reference_step_by_step(warmup: int, total: int) -> None:
    """A line with both ends, then a cosine that begins at its peak and never reaches its end."""
    fall = np.linspace(0, np.pi, total - warmup, endpoint=False)
    wanted = np.concatenate([np.linspace(0, 1, warmup), 0.001 + 0.999 * (1 + np.cos(fall)) / 2])
    found = [
        cosine_factor(step, total_steps=total, warmup_steps=warmup, final=0.001)
        for step in range(total)
    ]
    assert found == pytest.approx(wanted)


def test_without_warm_up_the_first_step_has_the_peak() -> None:
    assert cosine_factor(0, total_steps=1, warmup_steps=0, final=0.0) == 1
    assert cosine_factor(1, total_steps=1, warmup_steps=0, final=0.0) == 0


@pytest.mark.parametrize(("total", "warmup"), [(5, 5), (5, 9), (0, 0), (5, -1)])
def test_a_warm_up_must_fit_into_the_run(total: int, warmup: int) -> None:
    with pytest.raises(ValueError, match=f"warm-up of {warmup} steps .* run of {total}"):
        cosine_factor(0, total_steps=total, warmup_steps=warmup, final=0.0)


@pytest.mark.parametrize("final", [-0.1, 1.1])
def test_final_is_a_share(final: float) -> None:
    with pytest.raises(ValueError, match="final"):
        cosine_factor(0, total_steps=5, warmup_steps=0, final=final)
