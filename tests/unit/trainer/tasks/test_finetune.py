"""Fine-tuning: its input is that of analysis, its loss as it says, its figures of all clips."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import Mock

import cv2
import numpy as np
import pytest
import torch
from timm.data.mixup import mixup_target
from timm.loss import SoftTargetCrossEntropy
from torch import Tensor, nn
from torch.nn import functional as F

from svfap_core.clips.preprocess import to_batch
from svfap_core.models import HeadKind
from tests.unit.trainer.miniature import drawn_face, mini_finetune, moving_face, plan_of
from tests.unit.trainer.narrow import PLAIN, narrow_networks
from tests.unit.trainer.test_heads import BOTH, info
from trainer.config import FinetuneConfig
from trainer.data.loader import Batch
from trainer.data.manifest import ManifestInfo
from trainer.data.rendering import render
from trainer.head_losses import class_targets, head_losses
from trainer.specs import FACE_TEMPLATE
from trainer.tasks.finetune import FinetuneTask

COUNT, SIZE_PX, FRAMES = 4, 32, 8
CLASSES = info(("a", "b", "c"))
CPU = torch.device("cpu")
ONE_LEVEL = 1.01 / 255 / 0.255
"""Of a pixel, in what the network sees: light that is multiplied by one may round the other way."""


@pytest.fixture(autouse=True)
def narrow() -> Iterator[None]:
    with narrow_networks():
        yield


class Fixed(nn.Module):
    """A network that always says the same."""

    def __init__(self, says: Tensor) -> None:
        super().__init__()
        self.says = says

    def forward(self, clips: Tensor) -> Tensor:
        return self.says.expand(len(clips), -1) if self.says.ndim == 1 else self.says[: len(clips)]


def task(
    of: ManifestInfo = CLASSES,
    *,
    step: int = 3,
    plain: bool = True,
    **changes: object,
) -> FinetuneTask:
    values: dict[str, object] = {**(PLAIN if plain else {}), "ema_decay": 0.0, **changes}
    config = mini_finetune(Path("unused"), **values)
    torch.manual_seed(0)
    return at_step(FinetuneTask(config, plan_of(config, of), total_steps=10), step)


MadeT = TypeVar("MadeT", bound=FinetuneTask)


def at_step(made: MadeT, step: int) -> MadeT:
    """As Lightning has it there."""
    made.log = Mock()
    made.trainer = Mock(global_step=step, current_epoch=0, world_size=1, global_rank=0)
    made.on_train_batch_start(None, 0)
    return made


def lively(made: MadeT) -> MadeT:
    """With a head whose outputs differ."""
    head = made.network.get_submodule("head")
    assert isinstance(head, nn.Linear)
    nn.init.normal_(head.weight, std=0.5)
    return made


def film(count: int = COUNT) -> Tensor:
    faces = [
        [cv2.resize(moving_face(clip, clip % 3, t), (48, 48)) for t in range(FRAMES)]
        for clip in range(count)
    ]
    return torch.from_numpy(np.stack(faces))[..., None]


def stills(count: int = COUNT) -> Tensor:
    return torch.from_numpy(np.stack([drawn_face(k % 3, k) for k in range(count)]))[
        :, None, ..., None
    ]


def batch(
    pictures: Tensor | None = None,
    labels: Any = (0, 1, 2, 0),
    values: Tensor | None = None,
    shares: Tensor | None = None,
    classes: int = 3,
) -> Batch:
    pictures = film() if pictures is None else pictures
    count = len(pictures)
    return Batch(
        pictures=pictures,
        labels=torch.tensor(labels)[:count],
        shares=torch.zeros(count, classes) if shares is None else shares,
        votes=torch.zeros(count, 0, dtype=torch.long),
        values=torch.zeros(count, 0) if values is None else values,
        further=torch.zeros(count, 0, dtype=torch.long),
        places=torch.arange(count),
    )


def loss_of(made: FinetuneTask, given: Batch | None = None) -> Tensor:
    made.on_train_batch_start(given, 0)
    return made.training_step(batch() if given is None else given, 0)


# What the network sees


@pytest.mark.parametrize("pictures", [film(), stills()], ids=["film", "stills"])
def test_training_sees_what_analysis_would_see(pictures: Tensor) -> None:
    made = task()
    crops = render(pictures, made.spec, FACE_TEMPLATE)
    expected = to_batch(crops, made.spec, CPU)
    assert expected.shape == (COUNT, 3, FRAMES, SIZE_PX, SIZE_PX)
    assert torch.equal(made.clips(pictures, training=False), expected)
    assert (made.clips(pictures, training=True) - expected).abs().max() < ONE_LEVEL


def test_the_network_is_given_these_clips() -> None:
    made = task()
    seen: list[Tensor] = []
    made.network.register_forward_pre_hook(lambda _, args: seen.append(args[0]))
    expected = to_batch(render(film(), made.spec, FACE_TEMPLATE), made.spec, CPU)
    loss_of(made)
    made.eval().validation_step(batch(), 0)
    in_training, judged = seen
    assert (in_training - expected).abs().max() < ONE_LEVEL
    assert torch.equal(judged, expected)


def test_training_clips_vary_from_step_to_step_and_repeat() -> None:
    made = task(plain=False)
    judged = made.clips(film(), training=False)
    first = made.clips(film(), training=True)
    assert torch.equal(first, made.clips(film(), training=True))
    assert not torch.equal(first, judged)
    other = task(plain=False, step=4).clips(film(), training=True)
    assert not torch.equal(first, other)
    assert torch.equal(judged, made.clips(film(), training=False))


# docs/reference.md: Order
def test_noise_is_of_what_the_network_is_given_and_of_training_alone() -> None:
    """Not of pixels, which operations and normalisation would change after it."""
    views = {"rand_augment": "rand-m7-n4-mstd0.5-inc1", "crop_scale": [0.08, 1.0]}
    made = task(augment=views | {"erase_noise": 1.0})
    plain = task(augment=views).clips(film(), training=True)
    found = made.clips(film(), training=True)
    erased = found != plain
    assert torch.equal(erased, erased[:, :1, :1].expand_as(erased))
    assert 0.01 < erased.float().mean() < 0.34
    noise = found[erased]
    assert noise.mean() == pytest.approx(0, abs=0.03)
    assert noise.std() == pytest.approx(1, abs=0.03)
    assert not torch.equal(found, task(augment=views, step=4).clips(film(), training=True))
    assert torch.equal(made.clips(film(), training=False), task().clips(film(), training=False))


# Losses


def test_without_mixing_the_loss_is_smoothed_cross_entropy() -> None:
    made = lively(task(label_smoothing=0.1))
    truth = torch.tensor([0, 1, 2, 0])
    outputs = made.network(made.clips(film(), training=True))
    expected = F.cross_entropy(outputs, truth, label_smoothing=0.1)
    assert loss_of(made).item() == pytest.approx(expected.item(), rel=1e-5)
    assert expected.item() != pytest.approx(F.cross_entropy(outputs, truth).item(), rel=1e-3)


def test_clips_without_a_label_are_left_out() -> None:
    made = lively(task(label_smoothing=0.1))
    outputs = made.network(made.clips(film(), training=True))[[1, 3]]
    expected = F.cross_entropy(outputs, torch.tensor([1, 2]), label_smoothing=0.1)
    found = loss_of(made, batch(labels=(-1, 1, -1, 2)))
    assert found.item() == pytest.approx(expected.item(), rel=1e-5)


def test_shares_of_raters_are_the_target_where_asked_for() -> None:
    shares = torch.tensor([[0.5, 0.5, 0], [0.2, 0.3, 0.5], [0, 1, 0], [0.1, 0.1, 0.8]])
    made = lively(task(heads=[{"kind": "shares"}], label_smoothing=0.0))
    outputs = made.network(made.clips(film(), training=True))
    expected = -(shares * outputs.log_softmax(dim=1)).sum(dim=1).mean()
    found = loss_of(made, batch(shares=shares))
    assert found.item() == pytest.approx(expected.item(), rel=1e-5)


def test_several_heads_are_learned_at_once() -> None:
    made = lively(task(of=BOTH, label_smoothing=0.0))
    values = torch.tensor([[0.5, -1.0], [0.0, math.nan], [math.nan, 0.25], [1.0, 1.0]])
    outputs = made.network(made.clips(film(), training=True))
    known = ~values.isnan()
    errors = (outputs[:, 3:] - values.nan_to_num())[known]
    expected = F.cross_entropy(outputs[:, :3], torch.tensor([0, 1, 2, 0])) + errors.square().mean()
    loss = loss_of(made, batch(values=values))
    assert loss.item() == pytest.approx(expected.item(), rel=1e-5)
    loss.backward()
    assert all(torch.isfinite(p.grad).all() for p in made.parameters() if p.grad is not None)


def test_values_alone_are_learned_without_any_class() -> None:
    made = lively(task(of=info(values=("valence",))))
    values = torch.tensor([[0.5], [math.nan], [-0.5], [1.0]])
    outputs = made.network(made.clips(film(), training=True))
    expected = (outputs - values)[[0, 2, 3]].square().mean()
    found = loss_of(made, batch(labels=(-1,) * 4, values=values, classes=0))
    assert found.item() == pytest.approx(expected.item(), rel=1e-5)


# Mixing


def mixed(**changes: object) -> tuple[Tensor, Tensor, Tensor]:
    made = task(label_smoothing=0.0, **changes)
    made.on_train_batch_start(None, 0)
    clips = made.clips(film(), training=True)
    return (clips.clone(), *made.mixed(clips))


def test_mixup_blends_targets_as_it_blends_clips() -> None:
    clips, found, mixture = mixed(mixup=0.8)
    expected = torch.einsum("ij,jcthw->icthw", mixture, clips)
    assert torch.allclose(found, expected, atol=1e-5)
    assert torch.allclose(mixture.sum(dim=1), torch.ones(COUNT))
    share = mixture[0, 0]
    assert 0 < share < 1
    assert torch.allclose(
        mixture, share * torch.eye(COUNT) + (1 - share) * torch.eye(COUNT).flip(0)
    )


# docs/reference.md: Mixing
def test_cutmix_cuts_a_box_in_rows_and_columns_for_all_times() -> None:
    clips, found, mixture = mixed(cutmix=1.0)
    own, other = (found == clips).all(dim=1), (found == clips.flip(0)).all(dim=1)
    assert (own | other).all()
    pasted = (other & ~own).any(dim=0).any(dim=0)
    rows, columns = pasted.any(dim=1).nonzero()[:, 0], pasted.any(dim=0).nonzero()[:, 0]
    assert len(rows) == rows[-1] - rows[0] + 1
    assert len(columns) == columns[-1] - columns[0] + 1
    box = torch.zeros(SIZE_PX, SIZE_PX, dtype=torch.bool)
    box[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] = True
    assert torch.equal(found[..., ~box], clips[..., ~box])
    assert torch.equal(found[..., box], clips.flip(0)[..., box])
    # A pixel at the rim may be equal in both.
    assert 1 - mixture[0, 0] == pytest.approx(box.float().mean(), abs=2 * 2 / SIZE_PX)
    assert 0 < mixture[0, 0] < 1


@pytest.mark.parametrize(
    "changes", [{"mixup": 0.8}, {"cutmix": 1.0}, {"mixup": 0.8, "cutmix": 1.0}]
)
def test_all_targets_are_mixed_as_the_clips_are(changes: dict[str, object]) -> None:
    made = lively(task(of=BOTH, label_smoothing=0.1, **changes))
    values = torch.tensor([[0.5, -1.0], [0.0, 0.5], [math.nan, 0.25], [1.0, 1.0]])
    given = batch(labels=(0, 1, 2, 0), values=values)
    found = loss_of(made, given)
    made.on_train_batch_start(None, 0)
    clips, mixture = made.mixed(made.clips(film(), training=True))
    truth = mixture @ values.nan_to_num()
    truth[1:3, 0] = math.nan  # One is unknown, and so is what it is mixed with.
    losses = head_losses(
        made.network(clips),
        mixture @ class_targets(given, made.heads),
        truth,
        made.heads,
        smoothing=0.1,
    )
    assert found.item() == pytest.approx(sum(loss.item() for loss in losses), rel=1e-5)


# docs/reference.md: Label smoothing
def test_smoothing_is_that_of_targets_that_are_smoothed_before_they_are_mixed() -> None:
    made = lively(task(label_smoothing=0.1, mixup=0.8))
    found = loss_of(made)
    made.on_train_batch_start(None, 0)
    clips, mixture = made.mixed(made.clips(film(), training=True))
    truth = torch.tensor([0, 1, 2, 0])
    targets = mixup_target(truth, 3, lam=mixture[0, 0].item(), smoothing=0.1)
    expected = SoftTargetCrossEntropy()(made.network(clips), targets)
    assert found.item() == pytest.approx(expected.item(), rel=1e-5)


def test_how_clips_are_mixed_follows_from_the_step() -> None:
    _, first, _ = mixed(mixup=0.8, cutmix=1.0)
    _, again, _ = mixed(mixup=0.8, cutmix=1.0)
    assert torch.equal(first, again)
    assert not torch.equal(first, mixed(mixup=0.8, cutmix=1.0, **{"recipe.seed": 1})[1])


# What learns


@pytest.mark.parametrize("optimizer", ["adamw", "muon"])
def test_every_weight_learns(optimizer: str) -> None:
    made = lively(task(of=BOTH, **{"recipe.optimizer": optimizer, "recipe.lr": 0.01}))
    optimiser = made.configure_optimizers()["optimizer"]
    loss_of(made, batch(values=torch.rand(4, 2))).backward()
    before = {name: p.clone() for name, p in made.network.named_parameters()}
    for group in optimiser.param_groups:
        group["lr"] = 0.01
    optimiser.step()
    same = [name for name, p in made.network.named_parameters() if torch.equal(p, before[name])]
    assert same == []


def test_recomputing_gives_the_same_loss_and_gradients() -> None:
    found: list[tuple[float, dict[str, Tensor]]] = []
    for recompute in (False, True):
        made = lively(task(drop_path=0.3, **{"recipe.recompute": recompute}))
        torch.manual_seed(3)
        loss = loss_of(made)
        loss.backward()
        grads = {n: p.grad for n, p in made.network.named_parameters() if p.grad is not None}
        found.append((loss.item(), grads))
    (plain, expected), (again, grads) = found
    assert again == plain
    assert grads.keys() == expected.keys()
    assert all(torch.allclose(grads[n], expected[n], atol=1e-6) for n in expected)


def test_the_average_follows_the_network() -> None:
    made = task(ema_decay=0.9)
    assert made.judged is made.network
    made.begin_average()
    assert made.judged is not made.network
    assert not any(p.requires_grad for p in made.judged.parameters())
    assert all(p.requires_grad for p in made.network.parameters())
    before = made.judged.get_parameter("head.bias").clone()
    with torch.no_grad():
        made.network.get_parameter("head.bias").add_(1.0)
    assert torch.equal(made.judged.get_parameter("head.bias"), before)
    assert made.average is not None
    made.average.update(made.network, step=1000)
    assert torch.allclose(made.judged.get_parameter("head.bias"), before + 0.1)


def test_the_average_has_its_own_blocks_even_when_they_are_recomputed() -> None:
    made = lively(task(ema_decay=0.9, **{"recipe.recompute": True}))
    made.begin_average()
    made.eval()
    clips = made.clips(film(), training=False)
    before = made.judged(clips)
    with torch.no_grad():
        for parameter in made.network.parameters():
            parameter.zero_()
    assert torch.equal(made.judged(clips), before)


def test_without_averaging_the_network_itself_is_judged() -> None:
    made = task(ema_decay=0.0)
    made.begin_average()
    assert made.judged is made.network
    assert not any(name.startswith("average.") for name in made.state_dict())


# Figures


def figures(made: FinetuneTask, outputs: Tensor, *batches: Batch) -> dict[str, float]:
    """What is logged where the network says `outputs`, clip by clip."""
    done = 0
    made.eval()
    for number, given in enumerate(batches):
        made.network = Fixed(outputs[done : done + len(given.places)])  # type: ignore[assignment]
        made.validation_step(given, number)
        done += len(given.places)
    made.on_validation_epoch_end()
    found: dict[str, float] = {}
    for call in made.log.call_args_list:  # type: ignore[attr-defined]
        name, value = call.args
        found[name] = float(value.compute() if hasattr(value, "compute") else value)
    return found


def judged_batch(labels: list[int], values: Tensor | None = None, classes: int = 3) -> Batch:
    return batch(
        film(1).expand(len(labels), -1, -1, -1, -1), labels, values=values, classes=classes
    )


def answers(labels: list[int], classes: int = 3) -> Tensor:
    return 2.0 * F.one_hot(torch.tensor(labels), classes)


def test_accuracy_is_over_all_and_as_the_mean_of_recalls() -> None:
    truth, said = [0, 0, 0, 0, 1, 2], [0, 0, 0, 1, 1, 0]
    found = figures(task(), answers(said), judged_batch(truth[:4]), judged_batch(truth[4:]))
    assert found["val/war"] == pytest.approx(4 / 6)
    assert found["val/uar"] == pytest.approx((0.75 + 1 + 0) / 3)
    expected = F.cross_entropy(answers(said), torch.tensor(truth))
    assert found["val/loss"] == pytest.approx(expected.item(), rel=1e-5)


@pytest.mark.parametrize("said", [[0, 1, 0, 1], [0, 2, 0, 1]], ids=["silent", "answered"])
def test_a_class_that_no_clip_is_of_has_no_part_in_the_mean(said: list[int]) -> None:
    """The reference divides by zero here; a class that is only answered has no recall either."""
    found = figures(task(), answers(said), judged_batch([0, 1, 0, 1]))
    recalls = [1.0, sum(s == 1 for s in said[1::2]) / 2]
    assert found["val/uar"] == pytest.approx(sum(recalls) / 2)
    assert math.isfinite(found["val/uar"])


def test_clips_without_a_label_are_not_judged() -> None:
    found = figures(task(), answers([0, 1, 2, 2]), judged_batch([0, -1, 2, -1]))
    assert (found["val/war"], found["val/uar"]) == (1.0, 1.0)


def test_shares_are_judged_by_their_largest() -> None:
    shares = torch.tensor([[0.6, 0.4, 0], [0.1, 0.2, 0.7], [0, 0, 0]])
    given = batch(film(1).expand(3, -1, -1, -1, -1), [0, 0, 0], shares=shares)
    found = figures(task(heads=[{"kind": "shares"}]), answers([0, 2, 1]), given)
    assert found["val/war"] == 1.0


# docs/reference.md: Choice by dimensions
def test_correlations_are_over_all_clips_together() -> None:
    """Not means over batches (SVFAP Eq. 14); unknown values are left out."""
    rng = np.random.default_rng(0)
    truth = rng.uniform(-1, 1, (9, 2)).astype(np.float32)
    said = (0.5 * truth + 0.2 * rng.normal(size=(9, 2)) + 0.3).astype(np.float32)
    truth[4, 0] = np.nan
    parts = [
        judged_batch([-1] * n, torch.from_numpy(truth[a : a + n]), 0)
        for a, n in ((0, 4), (4, 1), (5, 4))
    ]
    found = figures(task(of=info(values=("valence", "arousal"))), torch.from_numpy(said), *parts)
    for place, name in enumerate(("valence", "arousal")):
        known = ~np.isnan(truth[:, place])
        x, y = said[known, place].astype(float), truth[known, place].astype(float)
        pcc = np.corrcoef(x, y)[0, 1]
        covariance = np.cov(x, y)
        ccc = 2 * covariance[0, 1] / (np.trace(covariance) + (x.mean() - y.mean()) ** 2)
        assert found[f"val/pcc_{name}"] == pytest.approx(pcc, abs=1e-5)
        assert found[f"val/ccc_{name}"] == pytest.approx(ccc, abs=1e-5)
    for name in ("ccc", "pcc"):
        mean = (found[f"val/{name}_valence"] + found[f"val/{name}_arousal"]) / 2
        assert found[f"val/{name}"] == pytest.approx(mean)


def test_constant_answers_correlate_with_nothing() -> None:
    values = torch.tensor([[0.1], [0.2], [0.3]])
    found = figures(
        task(of=info(values=("valence",))), torch.ones(3, 1), judged_batch([-1] * 3, values, 0)
    )
    assert (found["val/ccc"], found["val/pcc"], found["val/ccc_valence"]) == (0.0, 0.0, 0.0)


def test_a_dimension_without_a_known_value_is_zero_not_nan() -> None:
    values = torch.tensor([[0.1, math.nan], [0.2, math.nan], [0.3, math.nan]])
    made = task(of=info(values=("valence", "arousal")))
    found = figures(made, values.nan_to_num(0.5), judged_batch([-1] * 3, values, 0))
    assert found["val/pcc_valence"] == pytest.approx(1.0)
    assert found["val/pcc_arousal"] == 0.0
    assert found["val/pcc"] == pytest.approx(0.5)


def test_figures_of_one_epoch_do_not_reach_the_next() -> None:
    made = task()
    figures(made, answers([1, 1]), judged_batch([0, 0]))
    made.log = Mock()
    assert figures(made, answers([0, 1]), judged_batch([0, 1]))["val/war"] == 1.0


def test_every_figure_that_a_model_can_be_chosen_by_is_logged() -> None:
    values = torch.tensor([[0.1, 0.3], [0.2, 0.1], [0.3, 0.2]])
    made = task(of=BOTH)
    found = figures(made, torch.randn(3, 5), judged_batch([0, 1, 1], values))
    assert {made.figure(by) for by in ("loss", "war", "uar", "ccc", "last")} <= set(found)


def test_several_heads_are_judged_together() -> None:
    values = torch.tensor([[0.1, 0.3], [0.2, 0.1], [0.3, 0.2]])
    outputs = torch.cat((answers([0, 1, 2]).float(), values * 2), dim=1)
    found = figures(task(of=BOTH), outputs, judged_batch([0, 1, 1], values))
    assert found["val/war"] == pytest.approx(2 / 3)
    assert found["val/pcc"] == pytest.approx(1.0)
    assert found["val/ccc"] < 1.0


def test_bounded_scores_are_judged_not_raw_outputs() -> None:
    values = torch.tensor([[-0.5], [0.0], [0.5]])
    made = task(of=info(values=("valence",)), heads=[{"kind": "values", "bounded": True}])
    raw = torch.logit((values + 1) / 2)
    assert made.plain_heads[0].kind is HeadKind.BOUNDED
    assert figures(made, raw, judged_batch([-1] * 3, values, 0))["val/ccc"] == pytest.approx(1.0)


def test_settings_are_those_of_the_run() -> None:
    made = task(mixup=0.3, cutmix=0.6)
    assert isinstance(made.config, FinetuneConfig)
    assert (made.mixing.mixup_alpha, made.mixing.cutmix_alpha) == (0.3, 0.6)
    assert made.mixing.label_smoothing == 0
