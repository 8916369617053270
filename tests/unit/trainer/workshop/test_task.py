"""The workshop's task: what teachers say, hints of inner maps, more patches from step to step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor, nn
from torch.nn import functional as F

from svfap_core.models import Head, HeadKind
from tests.unit.trainer.miniature import mini_workshop, plan_of, write_clips
from tests.unit.trainer.narrow import PLAIN, narrow_networks
from tests.unit.trainer.tasks.test_finetune import (
    CLASSES,
    COUNT,
    FRAMES,
    Fixed,
    at_step,
    batch,
    film,
    lively,
    loss_of,
    stills,
)
from tests.unit.trainer.test_heads import info
from trainer.activation import activated
from trainer.data.manifest import ManifestInfo
from trainer.plan import plan_run
from trainer.specs import run_spec
from trainer.workshop.networks import ClipTPSBT, PictureCNN, StillTPSBT, build_network
from trainer.workshop.task import WorkshopTask, disagreement, shown_px, shown_twice


@pytest.fixture(autouse=True)
def narrow() -> Iterator[None]:
    with narrow_networks():
        yield


def task(
    kind: str = "clip",
    of: ManifestInfo = CLASSES,
    *,
    taught_by: tuple[Sequence[nn.Module], dict[str, object]] | None = None,
    step: int = 3,
    **changes: object,
) -> WorkshopTask:
    teachers, how = taught_by or ((), None)
    given = {} if how is None else {"teacher": {"runs": ["unused"], **how}}
    config = mini_workshop(Path("unused"), kind, **{**PLAIN, "ema_decay": 0.0, **given, **changes})
    torch.manual_seed(0)
    plan = plan_of(config, of)
    network = build_network(config, plan.spec, plan.num_outputs)
    made = WorkshopTask(config, plan, total_steps=10, network=network, teachers=teachers)
    return at_step(made, step)


@pytest.mark.parametrize(("kind", "frames"), [("clip", FRAMES), ("still", 1), ("cnn", 1)])
def test_every_network_sees_clips_of_its_own_length(kind: str, frames: int) -> None:
    made = task(kind, cnn_size_px=32)
    assert made.clips(stills(), training=False).shape[2] == frames


def test_more_patches_are_seen_from_step_to_step() -> None:
    made = task(patch_keep=0.4)
    assert isinstance(made.network, ClipTPSBT)
    kept = []
    for step in (0, 5, 10):
        made.trainer = Mock(global_step=step, current_epoch=0, world_size=1, global_rank=0)
        made.on_train_batch_start(None, 0)
        kept.append(made.network.keep)
    assert kept == pytest.approx([0.4, 0.7, 1.0])


def test_images_grow_from_step_to_step() -> None:
    """What judges the network meanwhile are images as large as those it learns from."""
    made = task("cnn", cnn_size_px=96, cnn_first_px=48, ema_decay=0.9)
    made.begin_average()
    clips = torch.zeros(2, 3, 1, 96, 96)
    seen: list[int] = []
    for step in (0, 2, 4, 5, 7, 10):
        made.trainer = Mock(global_step=step, current_epoch=0, world_size=1, global_rank=0)
        made.on_train_batch_start(None, 0)
        sides = {net.image(clips).shape[-1] for net in (made.network, made.judged)}
        seen += sides
    assert seen == [48, 48, 64, 80, 96, 96]


@given(st.integers(16, 200), st.integers(0, 200), st.floats(0, 1))
def test_images_never_shrink_and_end_at_their_full_size(first: int, more: int, done: float) -> None:
    last = first + more
    sizes = [shown_px(first, last, share) for share in (0.0, done, 1.0)]
    assert sizes == sorted(sizes)
    assert first <= sizes[0] < first + 16
    assert sizes[-1] == last
    assert shown_px(first, last, 0.7) == last


def test_the_old_label_has_its_share_of_the_target(tmp_path: Path) -> None:
    """0.75 of what raters said, and 0.25 of FER2013's label, where there is one."""
    folder = write_clips(
        tmp_path, classes=("a", "b", "c"), raters=4, labels={"fer2013": ("c", "a")}, subjects=1
    )
    config = mini_workshop(
        folder, "cnn", heads=[{"kind": "shares"}], label_share=0.25, label_smoothing=0.0
    )
    plan = plan_run(config)
    network = build_network(config, plan.spec, plan.num_outputs)
    made = at_step(WorkshopTask(config, plan, total_steps=10, network=network), 3)
    places = torch.arange(4)
    shares = torch.from_numpy(plan.shares("train"))
    shown = batch(film(4), labels=(-1,) * 4, shares=shares)._replace(places=places)
    old = F.one_hot(torch.tensor([2, 0, 2, 0]), 3).float()
    target = 0.75 * shares + 0.25 * old
    outputs = torch.tensor([[1.0, -1.0, 3.0]]).expand(4, -1)
    wanted = -(target * outputs.log_softmax(dim=1)).sum(dim=1).mean()
    found = made.supervised(outputs, shown, torch.eye(4))
    assert found.item() == pytest.approx(wanted.item(), rel=1e-5)


def taught(teacher: nn.Module, share: float = 1.0, **changes: Any) -> WorkshopTask:
    how: dict[str, object] = {"share": share, "temperature": 2.0}
    return lively(task(taught_by=((teacher,), how), **changes))


def test_a_student_that_agrees_with_its_teacher_has_no_loss() -> None:
    says = torch.tensor([1.0, -1.0, 3.0])
    made = taught(Fixed(says))
    made.network = Fixed(says + 5.0)  # type: ignore[assignment]
    assert loss_of(made).item() == pytest.approx(0, abs=1e-5)


def test_the_loss_is_shared_between_labels_and_softened_answers() -> None:
    says = torch.tensor([1.0, -1.0, 3.0])
    made = taught(Fixed(says), share=0.7, label_smoothing=0.0)
    own = made.network(made.clips(film(), training=True))
    wanted = (says / 2).softmax(dim=0).expand(COUNT, -1)
    divergence = (wanted * (wanted.log() - (own / 2).log_softmax(dim=1))).sum(dim=1).mean()
    entropy = F.cross_entropy(own, torch.tensor([0, 1, 2, 0]))
    expected = 0.3 * entropy + 0.7 * 4 * divergence
    assert loss_of(made).item() == pytest.approx(expected.item(), rel=1e-4)


def test_two_teachers_teach_the_mean_of_their_softened_answers() -> None:
    says = (torch.tensor([1.0, -1.0, 3.0]), torch.tensor([2.0, 0.5, -4.0]))
    how: dict[str, object] = {"share": 1.0, "temperature": 2.0}
    made = lively(task(taught_by=([Fixed(one) for one in says], how)))
    own = made.network(made.clips(film(), training=True))
    wanted = torch.stack([(one / 2).softmax(dim=0) for one in says]).mean(dim=0).expand(COUNT, -1)
    divergence = (wanted * (wanted.log() - (own / 2).log_softmax(dim=1))).sum(dim=1).mean()
    assert loss_of(made).item() == pytest.approx(4 * divergence.item(), rel=1e-4)


def test_a_teacher_is_not_asked_where_actions_are_known() -> None:
    says = torch.tensor([1.0, -1.0, 3.0])
    heads = [{"kind": "classes"}, {"kind": "actions", "weight": 1e-9}]
    of = info(classes=CLASSES.classes, values=("action_jaw_open",))
    made = taught(Fixed(says), of=of, heads=heads)
    own = made.network(made.clips(film(), training=True))[:, :3]
    wanted = (says / 2).softmax(dim=0)
    divergence = (wanted * (wanted.log() - (own / 2).log_softmax(dim=1))).sum(dim=1)
    known = torch.tensor([[0.5], [float("nan")], [0.0], [float("nan")]])
    found = loss_of(made, batch(labels=(0, 1, 2, 0), values=known, classes=3))
    assert found.item() == pytest.approx(4 * divergence[[1, 3]].mean().item(), rel=1e-4)


def test_the_teacher_sees_the_mixed_clips_of_its_student() -> None:
    teacher = Fixed(torch.zeros(3))
    seen: list[Tensor] = []
    teacher.register_forward_pre_hook(lambda _, args: seen.append(args[0]))
    made = taught(teacher, mixup=0.8)
    made.network.register_forward_pre_hook(lambda _, args: seen.append(args[0]))
    loss_of(made)
    assert len(seen) == 2
    assert torch.equal(*seen)


def test_the_teacher_is_neither_trained_nor_saved_but_brought_along() -> None:
    teacher = nn.Linear(1, 1)
    made = taught(teacher)
    owned = {id(p) for p in made.parameters()}
    assert not owned & {id(p) for p in teacher.parameters()}
    assert not any("teacher" in name for name in made.state_dict())
    made.to("meta")
    made.on_fit_start()
    assert teacher.weight.device.type == "meta"


def cnn(outputs: int = 3) -> PictureCNN:
    config = mini_workshop(Path("unused"), "cnn", cnn_size_px=64)
    made = build_network(config, run_spec(config), outputs).eval()
    assert isinstance(made, PictureCNN)
    return made.requires_grad_(requires_grad=False)


def test_hints_pull_inner_tokens_to_the_teachers_maps() -> None:
    teacher = cnn()
    made = lively(task("still", taught_by=((teacher,), {"share": 0.5, "hints": 1.0})))
    assert len(made.hint_heads) == 3
    names = {name for name, _ in made.learning().named_parameters()}
    assert any(name.startswith("hints.") for name in names)
    with_hints = loss_of(made)
    with_hints.backward()
    assert all(p.grad is not None and p.grad.any() for p in made.hint_heads.parameters())
    assert not any(p.grad is not None for p in teacher.parameters())
    without = lively(task("still", taught_by=((teacher,), {"share": 0.5, "hints": 0.0})))
    assert not without.hint_heads
    assert loss_of(without).item() < with_hints.item()


def test_hints_are_of_the_places_that_the_student_sees() -> None:
    how: dict[str, object] = {"share": 0.5, "hints": 1.0}
    spec = run_spec(mini_workshop(Path("unused"), "still")).model_copy(update={"size_px": 64})
    made = task("still", taught_by=((cnn(),), how), patch_keep=0.5, clip=spec)
    assert isinstance(made.network, StillTPSBT)
    made.on_train_batch_start(None, 0)
    clips = made.clips(film(), training=True)
    torch.manual_seed(4)
    _, _, hints = made._hinted(clips)
    torch.manual_seed(4)
    _, tokens, places = made.network.forward_with_hints(clips)
    teacher = made.teachers[0]
    assert isinstance(teacher, PictureCNN)
    maps, _ = teacher.maps(clips, 4)
    assert len(places) == round(16 * made.network.keep) < 16
    expected = sum(
        F.mse_loss(head(token), grid[:, places]).item()
        for head, token, grid in zip(made.hint_heads, tokens, maps, strict=True)
    )
    assert hints.item() == pytest.approx(expected, rel=1e-5)


def test_left_out_patches_are_recomputed_alike() -> None:
    found: list[tuple[float, dict[str, Tensor]]] = []
    for recompute in (False, True):
        made = lively(task(drop_path=0.3, patch_keep=0.6, **{"recipe.recompute": recompute}))
        torch.manual_seed(3)
        loss = loss_of(made)
        loss.backward()
        grads = {n: p.grad for n, p in made.network.named_parameters() if p.grad is not None}
        found.append((loss.item(), grads))
    (plain, expected), (again, grads) = found
    assert again == plain
    assert grads.keys() == expected.keys()
    assert all(torch.allclose(grads[n], expected[n], atol=1e-6) for n in expected)


@pytest.mark.parametrize("mixup", [0.0, 0.8])
def test_two_views_that_nothing_changes_agree_whatever_is_mixed(mixup: float) -> None:
    """Both views of a clip are mixed with views of the same other clip."""
    once = lively(task(mixup=mixup, drop_path=0.0))
    twice = lively(task(mixup=mixup, drop_path=0.0, steady=2.0))
    outputs = twice.network(
        twice.mixed(twice.clips(film(), training=True).repeat(2, 1, 1, 1, 1))[0]
    )
    assert not torch.allclose(outputs[0], outputs[1], atol=1e-3)
    assert disagreement(outputs, twice.plain_heads).item() == pytest.approx(0, abs=1e-6)
    if not mixup:
        assert loss_of(twice).item() == pytest.approx(loss_of(once).item(), rel=1e-4)


def test_what_differs_between_views_of_a_clip_is_lost() -> None:
    once = lively(task(**{"augment.shift": 0.1}, steady=0.0, step=4))
    twice = lively(task(**{"augment.shift": 0.1}, steady=1.0, step=4))
    more = lively(task(**{"augment.shift": 0.1}, steady=3.0, step=4))
    assert loss_of(once) != loss_of(twice)
    apart = loss_of(more) - loss_of(twice)
    shown = shown_twice(batch())
    twice.on_train_batch_start(None, 0)
    outputs = twice.network(twice.clips(shown.pictures, training=True))
    assert apart.item() == pytest.approx(
        2 * disagreement(outputs, twice.plain_heads).item(), rel=1e-3
    )
    assert apart > 0


def test_disagreement_is_half_the_jeffreys_divergence_and_the_squared_difference() -> None:
    heads = (
        Head(kind=HeadKind.CLASSES, names=("a", "b", "c")),
        Head(kind=HeadKind.ACTIONS, names=("mouth_smile",), low=0.0, high=1.0),
    )
    outputs = torch.tensor([[1.0, 0.0, -1.0, 0.3], [0.5, 0.5, 0.0, -0.2]])
    one, other = outputs[:, :3].softmax(dim=1)
    jeffreys = ((one - other) * (one.log() - other.log())).sum()
    scores = activated(heads[1], outputs[:, 3:])
    expected = jeffreys / 2 + (scores[0] - scores[1]).square().mean()
    assert disagreement(outputs, heads).item() == pytest.approx(expected.item(), rel=1e-5)
