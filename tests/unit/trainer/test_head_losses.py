"""What heads lose on a batch, on numbers checked by hand."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from tests.unit.trainer.test_heads import heads, info
from trainer.config import HeadConfig
from trainer.data.loader import Batch
from trainer.head_losses import class_targets, head_losses
from trainer.heads import resolve_heads
from trainer.losses import vote_loss

NAN = math.nan


def batch(
    labels: list[int], shares: Tensor | None = None, values: Tensor | None = None, classes: int = 3
) -> Batch:
    count = len(labels)
    return Batch(
        pictures=torch.zeros(count, 1, 4, 4, 3, dtype=torch.uint8),
        labels=torch.tensor(labels),
        shares=torch.zeros(count, classes) if shares is None else shares,
        votes=torch.zeros(count, 0, dtype=torch.long),
        values=torch.zeros(count, 0) if values is None else values,
        further=torch.zeros(count, 0, dtype=torch.long),
        places=torch.arange(count),
    )


def test_labels_become_shares_and_none_becomes_zeros() -> None:
    found = class_targets(batch([2, -1, 0]), heads())
    assert found.tolist() == [[0, 0, 1], [0, 0, 0], [1, 0, 0]]


def test_what_only_raters_judged_is_learned_by_their_shares() -> None:
    shares = torch.tensor([[0.5, 0.25, 0.25], [0.0, 0.75, 0.25], [0.0, 0.0, 0.0]])
    found = class_targets(batch([2, -1, -1], shares), heads())
    assert found.tolist() == [[0, 0, 1], [0, 0.75, 0.25], [0, 0, 0]]


def test_without_classes_there_are_no_targets() -> None:
    given = batch([-1, -1], values=torch.zeros(2, 1), classes=0)
    (learned,) = resolve_heads((), [info(values=("valence",))])
    assert class_targets(given, (learned,)).shape == (2, 0)


def test_shares_are_taken_where_a_head_asks_for_them() -> None:
    shares = torch.tensor([[0.5, 0.25, 0.25], [0.0, 0.0, 0.0]])
    given = batch([0, 1], shares)
    assert torch.equal(class_targets(given, heads(HeadConfig(kind="shares"))), shares)
    plain = class_targets(given, heads(HeadConfig(kind="classes")))
    assert plain.tolist() == [[1, 0, 0], [0, 1, 0]]


def test_where_votes_are_counted_a_clip_without_raters_is_learned_by_its_label() -> None:
    shares = torch.tensor([[0.5, 0.25, 0.25], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    learned = heads(HeadConfig(kind="shares", loss="dirichlet"))
    found = class_targets(batch([2, 1, -1], shares), learned)
    assert found.tolist() == [[0.5, 0.25, 0.25], [0, 1, 0], [0, 0, 0]]


def test_a_head_that_counts_votes_loses_by_these_and_has_its_weight() -> None:
    (learned,) = heads(HeadConfig(kind="shares", loss="dirichlet", weight=3.0))
    outputs, votes = torch.randn(2, 3), torch.tensor([[4, 6, 0], [0, 0, 0]])
    classes = torch.tensor([[0.4, 0.6, 0.0], [0.0, 0.0, 1.0]])
    (found,) = head_losses(
        outputs, classes, torch.zeros(2, 0), (learned,), smoothing=0, votes=votes
    )
    torch.testing.assert_close(found, 3 * vote_loss(outputs, votes, classes))
    assert found.item() != pytest.approx(3 * vote_loss(outputs, 0 * votes, classes).item())


def test_every_head_has_its_own_loss_and_weight() -> None:
    learned = heads(
        HeadConfig(kind="classes", weight=2.0),
        HeadConfig(kind="values", names=("arousal",), loss="mse", weight=0.5),
        HeadConfig(kind="values", names=("valence",), loss="ccc"),
    )
    torch.manual_seed(0)
    outputs, truth = torch.randn(4, 5), torch.rand(4, 2) * 2 - 1
    classes = torch.eye(3)[[0, 1, 2, 0]]
    of_classes, of_arousal, of_valence = head_losses(
        outputs, classes, truth, learned, smoothing=0.1
    )
    entropy = F.cross_entropy(outputs[:, :3], torch.tensor([0, 1, 2, 0]), label_smoothing=0.1)
    assert of_classes.item() == pytest.approx(2.0 * entropy.item())
    squares = (outputs[:, 3] - truth[:, 0]).square().mean()
    assert of_arousal.item() == pytest.approx(0.5 * squares.item())
    x, y = outputs[:, 4], truth[:, 1]
    ccc = (2 * ((x - x.mean()) * (y - y.mean())).mean()) / (
        x.var(correction=0) + y.var(correction=0) + (x.mean() - y.mean()).square()
    )
    assert of_valence.item() == pytest.approx(1 - ccc.item(), abs=1e-5)


def test_two_losses_of_one_head_are_summed() -> None:
    outputs, truth = torch.randn(4, 5), torch.rand(4, 2)
    none = torch.zeros(4, 3)

    def loss(name: str) -> Tensor:
        config = HeadConfig.model_validate({"kind": "values", "loss": name})
        return head_losses(outputs[:, :2], none, truth, heads(config), smoothing=0)[0]

    assert loss("mse+ccc").item() == pytest.approx(loss("mse").item() + loss("ccc").item())


def test_bounded_scores_are_compared_not_raw_outputs() -> None:
    learned = heads(HeadConfig(kind="values", names=("valence",), bounded=True))
    outputs, truth = torch.tensor([[0.0], [30.0]]), torch.tensor([[0.0], [1.0]])
    (loss,) = head_losses(outputs, torch.zeros(2, 3), truth, learned, smoothing=0)
    assert loss.item() == pytest.approx(0, abs=1e-6)


def test_what_is_not_known_has_no_part_in_loss_or_gradient() -> None:
    learned = heads()
    outputs = torch.randn(3, 5, requires_grad=True)
    classes = torch.tensor([[1.0, 0, 0], [0, 0, 0], [0, 0, 0]])
    values = torch.tensor([[NAN, NAN], [0.5, NAN], [NAN, NAN]])
    losses = head_losses(outputs, classes, values, learned, smoothing=0.1)
    torch.stack(losses).sum().backward()
    assert outputs.grad is not None
    assert torch.isfinite(outputs.grad).all()
    touched = (outputs.grad != 0).tolist()
    assert touched == [
        [True, True, True, False, False],
        [False, False, False, True, False],
        [False] * 5,
    ]


def test_a_batch_without_any_label_has_a_loss_of_zero_that_still_runs_backward() -> None:
    outputs = torch.randn(2, 5, requires_grad=True)
    losses = head_losses(
        outputs, torch.zeros(2, 3), torch.full((2, 2), NAN), heads(), smoothing=0.1
    )
    total = torch.stack(losses).sum()
    total.backward()
    assert total.item() == 0
    assert outputs.grad is not None
    assert not outputs.grad.any()


def test_actions_are_learned_by_divergence_and_unknown_ones_are_left_out() -> None:
    learned = resolve_heads((), [info(values=("action_jaw_open", "valence", "action_eye_blink"))])
    outputs = torch.tensor([[0.5, 0.0, 30.0], [0.25, -30.0, 2.0]])
    truth = torch.tensor([[0.5, 0.25, NAN], [NAN, 0.0, NAN]])
    of_values, of_actions = head_losses(outputs, torch.zeros(2, 0), truth, learned, smoothing=0)
    assert of_values.item() == 0
    from_half = 0.25 * math.log(0.25 / 0.5) + 0.75 * math.log(0.75 / 0.5)
    assert of_actions.item() == pytest.approx((from_half + 0) / 2, abs=1e-6)
