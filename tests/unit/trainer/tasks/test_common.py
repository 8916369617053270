"""What all tasks share: chance that follows from the step, rates, recomputed blocks."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from unittest.mock import Mock

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from svfap_core.models.tpsbt import TPSBT
from tests.unit.trainer.miniature import mini_finetune
from tests.unit.trainer.narrow import NARROW, narrow_networks
from trainer.data.loader import Batch
from trainer.recomputing import recompute_blocks_
from trainer.specs import default_spec
from trainer.tasks.common import Task


@pytest.fixture(autouse=True)
def narrow() -> Iterator[None]:
    with narrow_networks():
        yield


class Plain(Task):
    """A task whose network is given."""

    network: nn.Module

    def learning(self) -> nn.Module:
        return self.network


def task(
    step: int = 3,
    *,
    rank: int = 0,
    world: int = 1,
    network: nn.Module | None = None,
    total_steps: int = 10,
    **changes: object,
) -> Plain:
    config = mini_finetune(Path("unused"), **changes)
    spec = default_spec("tiny")
    made = Plain(config.recipe, config.augment, spec, spec.template, total_steps=total_steps)
    made.network = network or TPSBT(NARROW, 2)
    made.log = Mock()
    made.trainer = Mock(global_step=step, current_epoch=1, global_rank=rank, world_size=world)
    names = tuple(f"clip{place}" for place in range(200))
    made.trainer.train_dataloader.dataset.names.return_value = names
    return made


def batch(count: int = 10) -> Batch:
    return Batch(
        pictures=torch.zeros(count, 1, 4, 4, 1, dtype=torch.uint8),
        labels=torch.zeros(count, dtype=torch.long),
        shares=torch.zeros(count, 2),
        votes=torch.zeros(count, 0, dtype=torch.long),
        values=torch.zeros(count, 0),
        further=torch.zeros(count, 0, dtype=torch.long),
        places=torch.arange(100, 100 + count),
    )


def draw(made: Task, stream: int = 0) -> float:
    return float(torch.rand((), generator=made.chance(stream), dtype=torch.float64))


def test_chance_repeats_in_a_step_and_differs_in_everything_else() -> None:
    assert draw(task()) == draw(task())
    made = task(**{"recipe.accumulate": 2})
    made.on_train_batch_start(batch(), 1)
    other_part = draw(made)
    others = [
        draw(task(step=4)),
        draw(task(rank=1, world=2)),
        draw(task(), stream=1),
        draw(task(**{"recipe.seed": 1})),
        other_part,
    ]
    assert len({draw(task()), *others}) == 1 + len(others)


def test_chance_of_a_step_is_shared_by_its_parts_and_processes() -> None:
    def shared(made: Task) -> float:
        return float(torch.rand((), generator=made.step_chance(1), dtype=torch.float64))

    made = task(**{"recipe.accumulate": 2})
    first = shared(made)
    made.on_train_batch_start(batch(), 1)
    assert shared(made) == first == shared(task(rank=1, world=2))
    assert shared(task(step=4)) != first


def test_turns_count_parts_and_processes_as_batches_are_dealt_out() -> None:
    turns = []
    for part in range(2):
        for rank in range(3):
            made = task(rank=rank, world=3, **{"recipe.accumulate": 2})
            made.on_train_batch_start(batch(), 4 + part)
            turns.append((made.turn, made.turns))
    assert turns == [(turn, 6) for turn in range(6)]


def test_all_other_chance_follows_from_the_step_too() -> None:
    def draws(step: int, rank: int = 0) -> tuple[float, float]:
        made = task(step, rank=rank, world=2)
        torch.rand(5)
        made.on_train_batch_start(batch(), 0)
        return float(torch.rand(())), float(np.random.rand())  # noqa: NPY002  # what timm uses

    assert draws(3) == draws(3)
    assert len({draws(3), draws(4), draws(3, rank=1)}) == 3


def test_a_sound_loss_is_logged_and_given_back() -> None:
    made, loss = task(), torch.tensor(1.5, requires_grad=True)
    assert made.checked(loss, batch()) is loss
    assert made.log.call_args.args[0] == "train/loss"  # type: ignore[attr-defined]


@pytest.mark.parametrize("value", [torch.nan, torch.inf])
def test_a_loss_that_is_not_a_number_names_step_and_clips(value: float) -> None:
    with pytest.raises(FloatingPointError, match="step 3 of epoch 1") as caught:
        task().checked(torch.tensor(value), batch())
    assert "clip100, clip101, clip102, clip103" in str(caught.value)
    assert "clip107, ..." in str(caught.value)
    with pytest.raises(FloatingPointError, match=r"clip100, clip101\. "):
        task().checked(torch.tensor(value), batch(2))


def test_a_gradient_that_is_not_a_number_names_the_clips_of_all_parts() -> None:
    made = task(**{"recipe.accumulate": 2})
    optimizer = made.configure_optimizers()["optimizer"]
    for part in range(2):
        made.on_train_batch_start(batch(1), part)
        made.checked(torch.tensor(1.0), batch(part + 1))
    made.network.get_parameter("head.weight").grad = torch.full((2, 32), 1.0)
    made.on_before_optimizer_step(optimizer)
    made.network.get_parameter("head.weight").grad = torch.full((2, 32), torch.inf)
    with pytest.raises(FloatingPointError, match=r"a gradient .*clip100, clip100, clip101\. "):
        made.on_before_optimizer_step(optimizer)


def test_a_scaler_leaves_out_the_steps_that_overflow_by_itself() -> None:
    made = task(**{"recipe.precision": "16-mixed"})
    made.network.get_parameter("head.weight").grad = torch.full((2, 32), torch.inf)
    made.on_before_optimizer_step(made.configure_optimizers()["optimizer"])


def rates(made: Task, steps: int) -> list[float]:
    found = made.configure_optimizers()
    optimizer, schedule = found["optimizer"], found["lr_scheduler"]["scheduler"]
    assert found["lr_scheduler"]["interval"] == "step"
    rates = []
    for _ in range(steps):
        rates.append(max(group["lr"] for group in optimizer.param_groups))
        optimizer.step()
        schedule.step()
    return rates


def test_the_rate_rises_then_falls_as_half_a_cosine() -> None:
    found = rates(task(**{"recipe.lr": 1.0, "recipe.warmup": 0.2, "recipe.final_lr": 0.1}), 10)
    assert found[:3] == pytest.approx([0.0, 1.0, 1.0])
    assert found[6] == pytest.approx(0.1 + 0.9 / 2)
    assert found[2:] == sorted(found[2:], reverse=True)
    assert found[9] > 0.1


def test_a_run_of_one_step_has_no_warm_up() -> None:
    made = task(total_steps=1, **{"recipe.lr": 1.0, "recipe.warmup": 0.9})
    assert rates(made, 1) == [1.0]


def test_rates_fall_from_layer_to_layer_with_down_samplers_among_them() -> None:
    """In the reference down-samplers learn at the full rate, up to 18 times their neighbours'."""

    def scales(**changes: object) -> dict[str, float]:
        made = task(**{"recipe.layer_decay": 0.5, "recipe.lr": 1.0, **changes})
        groups = made.configure_optimizers()["optimizer"].param_groups
        names = {id(p): name for name, p in made.network.named_parameters()}
        return {names[id(p)]: group["initial_lr"] for group in groups for p in group["params"]}

    found = scales()
    assert len(found) == len(list(TPSBT(NARROW, 2).named_parameters()))
    assert found["head.weight"] == found["fc_norm.bias"] == 1.0
    assert found["blocks.5.mlp.fc1.weight"] == 0.5
    assert found["blocks.0.mlp.fc1.weight"] == 0.5**6
    assert found["patch_embed.proj.weight"] == 0.5**7
    for kind in ("temporal_downsamples.0.weight", "spatial_downsamples.0.mlp.fc1.weight"):
        assert found[kind] == found["blocks.2.mlp.fc1.weight"]
        assert scales(**{"recipe.compat": True})[kind] == 1.0


def test_vectors_have_no_weight_decay() -> None:
    groups = task().configure_optimizers()["optimizer"].param_groups
    decayed = {p.ndim > 1 for group in groups if group["weight_decay"] for p in group["params"]}
    spared = {p.ndim > 1 for group in groups if not group["weight_decay"] for p in group["params"]}
    assert (decayed, spared) == ({True}, {False})


def test_muon_takes_matrices_of_blocks_and_leaves_the_head_to_adamw() -> None:
    made = task(**{"recipe.optimizer": "muon"})
    names = {id(p): name for name, p in made.network.named_parameters()}
    groups = made.configure_optimizers()["optimizer"].param_groups
    muon = {names[id(p)] for g in groups if not g.get("use_fallback") for p in g["params"]}
    adamw = {names[id(p)] for g in groups if g.get("use_fallback") for p in g["params"]}
    assert muon | adamw == set(names.values())
    assert {"blocks.0.mlp.fc1.weight", "blocks.3.cross_attn.kv.weight"} <= muon
    assert "head.weight" in adamw


@pytest.mark.parametrize("optimizer", ["adamw", "muon"])
def test_what_is_frozen_is_left_to_itself(optimizer: str) -> None:
    network = TPSBT(NARROW, 2)
    network.patch_embed.requires_grad_(requires_grad=False)
    made = task(network=network, **{"recipe.optimizer": optimizer})
    held = {
        id(p)
        for group in made.configure_optimizers()["optimizer"].param_groups
        for p in group["params"]
    }
    assert not held & {id(p) for p in network.patch_embed.parameters()}
    assert len(held) == sum(p.requires_grad for p in network.parameters())


CLIPS = torch.randn(4, 3, 8, 32, 32, generator=torch.Generator().manual_seed(0))


def gradients(network: nn.Module) -> dict[str, Tensor]:
    torch.manual_seed(1)
    network.zero_grad()
    network(CLIPS).square().sum().backward()
    return {name: p.grad.clone() for name, p in network.named_parameters() if p.grad is not None}


def deep() -> TPSBT:
    torch.manual_seed(0)
    network = TPSBT(NARROW, 3)
    nn.init.normal_(network.head.weight)  # type: ignore[arg-type]
    for block in network.blocks:
        block.drop_path.rate = 0.3 if hasattr(block.drop_path, "rate") else 0.0  # type: ignore[union-attr]
    return network


def test_recomputed_blocks_give_the_same_gradients() -> None:
    plain, again = deep(), deep()
    recompute_blocks_(again)
    expected, found = gradients(plain), gradients(again)
    assert expected.keys() == found.keys()
    assert [n for n in expected if not torch.allclose(found[n], expected[n], atol=1e-6)] == []
    assert again.state_dict().keys() == plain.state_dict().keys()


def test_recomputed_blocks_forget_their_inner_values() -> None:
    """Otherwise they would save nothing."""
    held: list[int] = []

    def count(tensor: Tensor) -> Tensor:
        held.append(tensor.numel())
        return tensor

    def kept(network: nn.Module) -> int:
        held.clear()
        with torch.autograd.graph.saved_tensors_hooks(count, lambda tensor: tensor):
            network(CLIPS)
        return sum(held)

    again = deep()
    recompute_blocks_(again)
    assert kept(again) < kept(deep()) / 2


def test_a_copy_of_recomputed_blocks_has_weights_of_its_own() -> None:
    """The moving average is a copy: it must not be judged by the weights it averages."""
    network = deep()
    recompute_blocks_(network)
    copy = deepcopy(network).eval()
    expected = copy(CLIPS)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.zero_()
    assert torch.equal(copy(CLIPS), expected)
