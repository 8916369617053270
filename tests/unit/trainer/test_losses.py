"""Losses by their formulas, and with labels missing in every way they can be."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch
from scipy import stats
from torch import Tensor
from torch.nn import functional as F

from svfap_core.models.mae import masked_targets
from trainer.losses import (
    action_loss,
    ccc_loss,
    masked_pixel_mse,
    mean_patch_baseline,
    mse,
    soft_cross_entropy,
    vote_loss,
)

NAN = float("nan")


def leaf(*shape: int, seed: int = 0) -> Tensor:
    values = torch.randn(*shape, generator=torch.Generator().manual_seed(seed))
    return values.requires_grad_()


def test_hard_labels_give_the_usual_cross_entropy() -> None:
    logits, truth = leaf(6, 4), torch.tensor([0, 3, 1, 1, 2, 0])
    shares = F.one_hot(truth, 4).float()
    torch.testing.assert_close(soft_cross_entropy(logits, shares), F.cross_entropy(logits, truth))
    torch.testing.assert_close(
        soft_cross_entropy(logits, shares, smoothing=0.1),
        F.cross_entropy(logits, truth, label_smoothing=0.1),
    )


def test_shares_of_raters_are_the_truth() -> None:
    logits, shares = leaf(6, 4), leaf(6, 4, seed=1).detach().softmax(dim=-1)
    torch.testing.assert_close(
        soft_cross_entropy(logits, shares, smoothing=0.2),
        F.cross_entropy(logits, shares, label_smoothing=0.2),
    )


@pytest.mark.parametrize("none", [[0.0] * 4, [NAN] * 4, [NAN, 0.0, NAN, 0.0]])
def test_rows_without_a_label_count_for_nothing(none: list[float]) -> None:
    shares = torch.eye(4)
    shares[1] = torch.tensor(none)
    logits = leaf(4, 4)
    loss = soft_cross_entropy(logits, shares, smoothing=0.1)
    rows = torch.tensor([0, 2, 3])
    torch.testing.assert_close(loss, soft_cross_entropy(logits[rows], shares[rows], 0.1))
    (gradient,) = torch.autograd.grad(loss, logits)
    assert gradient[1].tolist() == [0] * 4
    assert gradient[rows].isfinite().all()
    assert gradient[rows].any(dim=1).all()


def test_a_clip_mixed_with_an_unlabelled_one_weighs_what_is_labelled_of_it() -> None:
    logits = leaf(1, 4)
    shares = torch.tensor([[0.0, 1.0, 0.0, 0.0]])
    torch.testing.assert_close(
        soft_cross_entropy(logits, 0.7 * shares, smoothing=0.1),
        0.7 * soft_cross_entropy(logits, shares, smoothing=0.1),
    )


def test_a_row_that_is_nan_in_part_is_not_hidden() -> None:
    shares = torch.tensor([[0.5, NAN, 0.5], [1.0, 0.0, 0.0]])
    assert soft_cross_entropy(leaf(2, 3), shares).isnan()


def uncounted(votes: Tensor) -> Tensor:
    return torch.zeros(votes.shape)


VOTES = torch.tensor([[10, 0, 0], [3, 4, 3], [0, 1, 0], [7, 0, 2]])


def test_the_loss_of_votes_is_the_dirichlet_multinomial_of_scipy() -> None:
    outputs = leaf(4, 3)
    expected = [
        stats.dirichlet_multinomial(np.exp(row), sum(counts)).logpmf(counts)
        for row, counts in zip(outputs.detach().double().numpy(), VOTES.tolist(), strict=True)
    ]
    found = vote_loss(outputs, VOTES, uncounted(VOTES))
    assert found.item() == pytest.approx(-np.mean(expected), rel=1e-6)


def test_its_gradient_is_that_of_log_gammas_and_of_differences() -> None:
    outputs = leaf(4, 3).double().detach().requires_grad_()
    alpha, total = outputs.exp(), VOTES.sum(dim=1)
    likelihood = (alpha + VOTES).lgamma() - alpha.lgamma()
    whole = alpha.sum(dim=1).lgamma() - (alpha.sum(dim=1) + total).lgamma()
    (expected,) = torch.autograd.grad(-(likelihood.sum(dim=1) + whole).mean(), outputs)
    plain = outputs.detach().float().requires_grad_()
    (found,) = torch.autograd.grad(vote_loss(plain, VOTES, uncounted(VOTES)), plain)
    torch.testing.assert_close(found, expected.float())


@pytest.mark.parametrize("place", [-200.0, -30.0, 30.0, 200.0])
@pytest.mark.parametrize("kind", [torch.float32, torch.bfloat16])
def test_no_output_is_too_large_or_small_for_it(place: float, kind: torch.dtype) -> None:
    """Where exp overflows, and where log Gamma has no digits left: as many raters as one likes."""
    outputs = (torch.randn(4, 3) + place).to(kind).requires_grad_()
    loss = vote_loss(outputs, VOTES, uncounted(VOTES))
    (gradient,) = torch.autograd.grad(loss, outputs)
    assert loss.dtype == torch.float32
    assert loss.isfinite()
    assert gradient.isfinite().all()
    if place > 0:  # Raters who all have the same probabilities in mind: a plain multinomial.
        p = outputs.detach().double().softmax(dim=1).numpy()
        expected = [
            stats.multinomial(sum(counts), row).logpmf(counts)
            for row, counts in zip(p, VOTES.tolist(), strict=True)
        ]
        assert loss.item() == pytest.approx(-np.mean(expected), rel=1e-3)


def test_one_vote_counts_as_a_label_does() -> None:
    outputs, truth = leaf(6, 4), torch.tensor([0, 3, 1, 1, 2, 0])
    votes = F.one_hot(truth, 4)
    expected = F.cross_entropy(outputs, truth)
    torch.testing.assert_close(vote_loss(outputs, votes, uncounted(votes)), expected)
    torch.testing.assert_close(vote_loss(outputs, 0 * votes, votes.float()), expected)


def test_clips_without_votes_are_learned_by_shares_and_without_these_not_at_all() -> None:
    outputs, shares = leaf(3, 3), torch.zeros(3, 3)
    shares[1] = torch.tensor([0.5, 0.5, 0.0])
    votes = VOTES[:3].clone()
    votes[1:] = 0
    first = vote_loss(outputs[:1], votes[:1], uncounted(votes[:1]))
    second = soft_cross_entropy(outputs[1:2], shares[1:2])
    loss = vote_loss(outputs, votes, shares)
    torch.testing.assert_close(loss, (first + second) / 2)
    (gradient,) = torch.autograd.grad(loss, outputs)
    assert gradient[2].tolist() == [0] * 3
    none = vote_loss(outputs, 0 * votes, 0 * shares)
    assert none.item() == 0
    assert not torch.autograd.grad(none, outputs)[0].any()


@pytest.mark.parametrize("concentration", [[2.0, 1.0, 0.5], [20.0, 12.0, 8.0]])
def test_votes_that_vary_teach_how_much_raters_agree(concentration: list[float]) -> None:
    """10 raters for each of 4000 clips, who share a view of the clip, but not between clips."""
    rng = np.random.default_rng(0)
    drawn = [rng.multinomial(10, p) for p in rng.dirichlet(concentration, 4000)]
    votes = torch.from_numpy(np.stack(drawn))
    outputs = torch.zeros(3, requires_grad=True)
    optimizer = torch.optim.LBFGS([outputs], max_iter=100, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss = vote_loss(outputs.expand(4000, 3), votes, uncounted(votes))
        loss.backward()
        return loss

    optimizer.step(closure)  # type: ignore[arg-type]
    found = outputs.detach().exp()
    assert found.sum().item() == pytest.approx(sum(concentration), rel=0.1)
    expected = np.array(concentration) / sum(concentration)
    assert outputs.detach().softmax(dim=0).numpy() == pytest.approx(expected, abs=0.01)


def test_smoothing_is_a_share() -> None:
    with pytest.raises(ValueError, match=r"smoothing .* 1\.5"):
        soft_cross_entropy(leaf(2, 3), torch.zeros(2, 3), smoothing=1.5)


def test_mse_is_over_the_labelled_entries() -> None:
    predicted = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
    truth = torch.tensor([[0.0, NAN], [5.0, 4.0]])
    loss = mse(predicted, truth)
    assert loss.item() == pytest.approx((1 + 4 + 0) / 3)
    (gradient,) = torch.autograd.grad(loss, predicted)
    torch.testing.assert_close(gradient, torch.tensor([[2 / 3, 0.0], [-4 / 3, 0.0]]))


def reference_ccc(x: Tensor, y: Tensor) -> float:
    a, b = x.detach().double().numpy(), y.double().numpy()
    covariance = ((a - a.mean()) * (b - b.mean())).mean()
    return float(2 * covariance / (np.var(a) + np.var(b) + (a.mean() - b.mean()) ** 2))


def test_the_loss_of_actions_is_the_divergence_of_the_truth_from_the_score() -> None:
    outputs = leaf(3, 2)
    truth = torch.tensor([[0.0, 0.3], [NAN, 1.0], [0.7, NAN]])
    scores = outputs.detach().sigmoid().double().numpy()
    expected = [
        stats.entropy([p, 1 - p], [q, 1 - q])
        for p, q in zip(truth.numpy().ravel(), scores.ravel(), strict=True)
        if not np.isnan(p)
    ]
    loss = action_loss(outputs, truth)
    assert loss.item() == pytest.approx(np.mean(expected), abs=1e-6)
    loss.backward()
    assert outputs.grad is not None
    slopes = torch.where(truth.isnan(), 0.0, (outputs.detach().sigmoid() - truth) / 4)
    torch.testing.assert_close(outputs.grad, slopes)
    right = torch.logit(torch.tensor([[0.2, 0.9]]))
    assert action_loss(right, right.sigmoid()).item() == pytest.approx(0, abs=1e-6)


def test_ccc_of_each_dimension() -> None:
    predicted = leaf(20, 3)
    truth = 0.5 * predicted.detach() + leaf(20, 3, seed=1).detach() + torch.tensor([0.0, 1.0, -3.0])
    expected = np.mean([1 - reference_ccc(predicted[:, d], truth[:, d]) for d in range(3)])
    assert ccc_loss(predicted, truth).item() == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize(
    ("change", "loss"),
    [
        (lambda x: x, 0.0),
        (lambda x: -x, 2.0),
        (lambda x: x + 2, 1 - 2 / (2 + 4)),
        (lambda x: 3 * x, 1 - 6 / 10),
    ],
)
def test_ccc_falls_with_shift_and_scale(change: Callable[[Tensor], Tensor], loss: float) -> None:
    """Truth with mean 0 and variance 1: Lin's three ways to disagree."""
    truth = torch.tensor([-1.0, 1.0, -1.0, 1.0])[:, None]
    assert ccc_loss(change(truth), truth).item() == pytest.approx(loss, abs=1e-6)


def test_ccc_leaves_out_entries_without_a_label() -> None:
    predicted, truth = leaf(10, 2), leaf(10, 2, seed=1).detach()
    truth[3, 0] = truth[7, 0] = NAN
    kept = torch.tensor([i for i in range(10) if i not in (3, 7)])
    loss = ccc_loss(predicted, truth)
    expected = 1 - np.mean(
        [
            reference_ccc(predicted[kept, 0], truth[kept, 0]),
            reference_ccc(predicted[:, 1], truth[:, 1]),
        ]
    )
    assert loss.item() == pytest.approx(expected, abs=1e-5)
    (gradient,) = torch.autograd.grad(loss, predicted)
    assert gradient.isfinite().all()
    assert gradient[[3, 7], 0].tolist() == [0, 0]
    assert gradient[kept].all()


@pytest.mark.parametrize("labels", [0, 1])
def test_a_dimension_with_fewer_than_two_labels_takes_no_part(labels: int) -> None:
    predicted, truth = leaf(6, 2), leaf(6, 2, seed=1).detach()
    truth[labels:, 1] = NAN
    loss = ccc_loss(predicted, truth)
    torch.testing.assert_close(loss, ccc_loss(predicted[:, :1], truth[:, :1]))
    (gradient,) = torch.autograd.grad(loss, predicted)
    assert gradient[:, 0].all()
    assert not gradient[:, 1].any()


def test_ccc_of_constants_has_a_gradient_that_is_a_number() -> None:
    predicted = torch.full((4, 1), 0.3, requires_grad=True)
    for truth in (
        torch.full((4, 1), 0.3),
        torch.full((4, 1), -0.5),
        torch.linspace(0, 1, 4)[:, None],
    ):
        loss = ccc_loss(predicted, truth)
        assert loss.item() == pytest.approx(1)
        assert torch.autograd.grad(loss, predicted)[0].isfinite().all()


@pytest.mark.parametrize("loss", [soft_cross_entropy, mse, action_loss, ccc_loss])
@pytest.mark.parametrize("batch", [0, 1, 5])
def test_without_any_label_the_loss_is_zero_and_hangs_on_the_outputs(
    loss: Callable[[Tensor, Tensor], Tensor], batch: int
) -> None:
    outputs = leaf(batch, 3)
    value = loss(outputs, torch.full((batch, 3), NAN))
    assert value.item() == 0
    (gradient,) = torch.autograd.grad(value, outputs)
    assert gradient.tolist() == [[0] * 3] * batch


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float64])
@pytest.mark.parametrize("loss", [soft_cross_entropy, mse, action_loss, ccc_loss, masked_pixel_mse])
def test_arithmetic_is_float32(
    loss: Callable[[Tensor, Tensor], Tensor], dtype: torch.dtype
) -> None:
    """Squares of 300 are beyond float16, and 256 + 1 is 256 in bfloat16."""
    outputs = (300 * leaf(64, 3).detach()).to(dtype)
    truth = leaf(64, 3, seed=1).detach().softmax(dim=-1).to(dtype)
    with torch.autocast("cpu", torch.bfloat16):
        given = loss(outputs, truth)
    assert given.dtype == torch.float32
    assert torch.equal(given, loss(outputs.float(), truth.float()))
    assert given.isfinite()


@pytest.mark.parametrize("loss", [soft_cross_entropy, mse, action_loss, ccc_loss, masked_pixel_mse])
def test_shapes_must_agree(loss: Callable[[Tensor, Tensor], Tensor]) -> None:
    with pytest.raises(ValueError, match=r"\(4, 1\) and truth \(4, 3\)"):
        loss(leaf(4, 1), torch.zeros(4, 3))


def test_the_mean_of_each_patch_is_worth_about_one() -> None:
    pixels = torch.rand(2, 3, 4, 32, 32, generator=torch.Generator().manual_seed(0))
    mask = torch.tensor([True, False, False, True]).repeat(2, 2)
    target = masked_targets(pixels, mask, 16)
    baseline = mean_patch_baseline(target)
    # The deviation is the unbiased one: of n = 2 * 16 * 16 values the mean square is (n - 1) / n.
    assert baseline.item() == pytest.approx(511 / 512, abs=1e-4)
    assert torch.equal(baseline, masked_pixel_mse(torch.zeros_like(target), target))
    assert masked_pixel_mse(target, target).item() == 0
    assert masked_pixel_mse(target + 0.5, target).item() == pytest.approx(0.25, rel=1e-4)


def test_flat_patches_make_the_baseline_lower() -> None:
    mask = torch.tensor([True, False, False, True]).repeat(1, 2)
    flat = masked_targets(torch.full((1, 3, 4, 32, 32), 0.5), mask, 16)
    assert mean_patch_baseline(flat).item() == pytest.approx(0, abs=1e-6)
