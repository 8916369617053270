"""The task: its input is that of analysis, its loss what it says, its chance that of the step."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from svfap_core.clips.preprocess import to_batch
from tests.unit.trainer.miniature import drawn_face, mini_config
from trainer.data.fer2013 import LABELS
from trainer.data.motion import render
from trainer.networks import build_network
from trainer.runs import clip_spec
from trainer.tasks.finetune import ClassifierTask

STILLS = torch.stack([torch.from_numpy(drawn_face(k, k)) for k in range(4)])
TRUTH = torch.arange(4)


class Fixed(nn.Module):
    """A teacher that always says the same."""

    def forward(self, clips: Tensor) -> Tensor:
        return torch.arange(7.0).expand(len(clips), -1)


def task(kind: str = "still", teacher: Any = None, **changes: object) -> ClassifierTask:
    config = mini_config(Path("unused"), kind, **changes)
    made = ClassifierTask(config, clip_spec(config), LABELS, total_steps=10, teacher=teacher)
    made.log = Mock()
    made.trainer = Mock(global_step=3, current_epoch=0)
    return made


def linear_head(made: ClassifierTask) -> nn.Linear:
    head = made.network.head
    assert isinstance(head, nn.Linear)
    return head


def test_training_sees_what_analysis_would_see() -> None:
    made = task("clip")
    clips = made.clips(STILLS, training=False)
    windows = render(STILLS, 8, 112)[..., None].expand(-1, -1, -1, -1, 3).contiguous()
    assert torch.equal(clips, to_batch(windows, made.spec, torch.device("cpu")))
    assert clips.shape == (4, 3, 8, 112, 112)


def test_without_a_teacher_the_loss_is_smoothed_cross_entropy() -> None:
    made = task(label_smoothing=0.1, augment={"erase": 0})
    torch.manual_seed(0)
    loss = made.training_step((STILLS, TRUTH), 0)
    torch.manual_seed(0)
    logits = made.network(made.clips(STILLS, training=True))
    assert loss.item() == pytest.approx(
        F.cross_entropy(logits, TRUTH, label_smoothing=0.1).item(), rel=1e-4
    )


def test_a_student_that_agrees_with_its_teacher_has_no_loss() -> None:
    made = task("still", Fixed(), distill=1.0)
    head = linear_head(made)
    nn.init.zeros_(head.weight)
    head.bias.data = torch.arange(7.0)
    assert made.training_step((STILLS, TRUTH), 0).item() == pytest.approx(0, abs=1e-5)


def test_the_teacher_is_neither_trained_nor_saved() -> None:
    teacher = nn.Linear(1, 1)
    made = task("still", teacher)
    owned = {id(p) for p in made.parameters()}
    assert not owned & {id(p) for p in teacher.parameters()}
    assert not any("teacher" in name for name in made.state_dict())


@pytest.mark.parametrize("optimizer", ["adamw", "muon"])
def test_every_weight_in_use_learns(optimizer: str) -> None:
    made = task("clip", optimizer=optimizer, lr=0.01)
    for parameter in made.network.get_submodule("patch_embed").parameters():
        parameter.requires_grad = False
    (group,) = [made.configure_optimizers()["optimizer"]]
    made.training_step((STILLS, TRUTH), 0).backward()
    before = {name: p.clone() for name, p in made.network.named_parameters()}
    group.step()
    still = {name for name, p in made.network.named_parameters() if torch.equal(p, before[name])}
    assert still == {"patch_embed.proj.weight", "patch_embed.proj.bias"}


def test_hints_pull_inner_tokens_to_the_teachers_maps() -> None:
    teacher = build_network(mini_config(Path("unused"), "cnn"), 7).eval()
    made = task("still", teacher, distill=0.5, hints=1.0)
    assert len(made.hint_heads) == 3
    made.training_step((STILLS, TRUTH), 0).backward()
    assert all(p.grad is not None and p.grad.any() for p in made.hint_heads.parameters())
    assert not any(p.grad is not None for p in teacher.parameters())


def test_a_loss_that_is_not_a_number_stops_with_the_step_named() -> None:
    made = task()
    nn.init.constant_(linear_head(made).weight, torch.nan)
    with pytest.raises(FloatingPointError, match=r"step 3 \(batch 5"):
        made.training_step((STILLS, TRUTH), 5)
