"""Losses that leave out what has no label. Knows nothing of networks, optimisers or data sets.

All compute in float32, whatever the type of their inputs, and give a scalar. A batch without any
label gives 0 that still hangs on the outputs: its backward pass runs and gives zero gradients, so
that distributed training, where every process must take part, does not wait for ever.

B clips, K classes, D dimensions, M masked patches, P values in a patch.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

_CCC_EPS = 1e-8
"""Added to the variances of labels, which are of order 1: two constants have no correlation."""


def soft_cross_entropy(logits: Tensor, targets: Tensor, smoothing: float = 0.0) -> Tensor:
    """Cross entropy with shares of the classes as truth (SVFAP Eq. 12 for hard labels).

    Args:
        logits: `(B, K)`.
        targets: `(B, K)`, each row sums to 1; a row of zeros or NaN has no label and is left out.
            A labelled clip mixed with one that has no label sums to, and weighs, less than 1.
        smoothing: This share of each row is spread evenly over all classes (Szegedy et al. 2016,
            section 7), 0..1.

    Returns:
        Mean over the labelled rows. A row that is NaN in part is a fault and makes it NaN.

    Raises:
        ValueError: The shapes differ, or `smoothing` is out of range.
    """
    _check_shapes(logits, targets)
    if not 0 <= smoothing <= 1:
        raise ValueError(f"smoothing is a share and must lie in 0..1, got {smoothing}")
    targets = targets.float()
    labelled = (targets.nan_to_num() != 0).any(dim=-1)
    targets = torch.where(labelled[:, None], targets, 0.0)
    targets = targets.lerp(targets.mean(dim=-1, keepdim=True).expand_as(targets), smoothing)
    per_row = -(targets * logits.float().log_softmax(dim=-1)).sum(dim=-1)
    return per_row.sum() / labelled.sum().clamp(min=1)


def vote_loss(outputs: Tensor, votes: Tensor, targets: Tensor) -> Tensor:
    """Negative log-likelihood of raters' votes, the outputs being log concentrations.

    The raters of a clip choose with probabilities p ~ Dirichlet(alpha), alpha = exp(outputs): their
    votes n, N in all, follow the Dirichlet-multinomial distribution (Mosimann 1962; Minka 2000,
    "Estimating a Dirichlet distribution", section 2; A is the sum of alpha):

        P(n) = N! Gamma(A) / Gamma(A + N) * prod_k Gamma(alpha_k + n_k) / (n_k! Gamma(alpha_k))

    The mean of p is softmax(outputs), as of any class head; A says how much raters of such clips
    agree with it, as in evidential learning (Sensoy et al. 2018), which has alpha >= 1 instead. Of
    one vote the loss is the cross entropy, so a clip whose votes are not known counts as one rater:
    by its label, or by the mean over what its shares say.

    Args:
        outputs: `(B, K)`.
        votes: `(B, K)`, whole numbers; a row of zeros: not counted.
        targets: `(B, K)`, shares of the classes where votes are not counted, each row summing to 1;
            a row of zeros in both has no label and is left out.

    Returns:
        Mean over the labelled rows. A row of many votes tells more and weighs more.

    Raises:
        ValueError: The shapes differ.
    """
    _check_shapes(outputs, votes)
    _check_shapes(outputs, targets)
    log_alpha = outputs.float()
    total = votes.sum(dim=-1)
    orders = torch.lgamma(total + 1.0) - torch.lgamma(votes + 1.0).sum(dim=-1)
    chosen = _log_rising(log_alpha, votes).sum(dim=-1)
    likelihood = orders + chosen - _log_rising(log_alpha.logsumexp(dim=-1), total)
    one_vote = (targets.float() * log_alpha.log_softmax(dim=-1)).sum(dim=-1)
    labelled = (total > 0) | (targets != 0).any(dim=-1)
    return -torch.where(total > 0, likelihood, one_vote).sum() / labelled.sum().clamp(min=1)


def _log_rising(log_alpha: Tensor, counts: Tensor) -> Tensor:
    """Log of Gamma(alpha + n) / Gamma(alpha) = alpha * (alpha + 1) * ... * (alpha + n - 1).

    Factor by factor, from log alpha: the difference of two log Gammas has no digits left in float32
    where alpha is large, and exp overflows.
    """
    before = torch.arange(int(counts.max()) if counts.numel() else 0, device=counts.device)
    factors = torch.logaddexp(log_alpha[..., None], before.float().log())
    return torch.where(before < counts[..., None], factors, 0.0).sum(dim=-1)


def mse(predicted: Tensor, truth: Tensor) -> Tensor:
    """Mean squared error over the labelled entries (SVFAP Eq. 13).

    Args:
        predicted: `(B, D)`.
        truth: `(B, D)`; NaN is an entry without a label.

    Raises:
        ValueError: The shapes differ.
    """
    _check_shapes(predicted, truth)
    errors, labelled = _errors(predicted, truth)
    return errors.square().sum() / labelled.sum().clamp(min=1)


def action_loss(outputs: Tensor, truth: Tensor) -> Tensor:
    """Mean divergence, in nats, of the labelled entries: 0 where the scores are the truth.

    Each entry is a Bernoulli distribution, `truth` against sigmoid(`outputs`). Cross entropy is
    this and a constant, so its gradient is score - truth. That of a squared error vanishes near 0
    and 1, and facial actions are at rest, near 0, most of the time.

    Args:
        outputs: `(B, D)` logits.
        truth: `(B, D)`, 0..1; NaN is an entry without a label.

    Raises:
        ValueError: The shapes differ.
    """
    _check_shapes(outputs, truth)
    labelled = ~truth.isnan()
    known = torch.where(labelled, truth, 0.0).float().clamp(0, 1)
    crossed = F.binary_cross_entropy_with_logits(outputs.float(), known, reduction="none")
    own = torch.special.entr(known) + torch.special.entr(1 - known)
    return ((crossed - own) * labelled).sum() / labelled.sum().clamp(min=1)


def ccc_loss(predicted: Tensor, truth: Tensor) -> Tensor:
    """1 - concordance correlation coefficient, 0..2 (Lin 1989, Eq. 5; SVFAP Eq. 14).

    Moments are over the batch, divided by the number of entries as in Lin's paper, so the loss of
    small batches is rough.

    Args:
        predicted: `(B, D)`.
        truth: `(B, D)`; NaN is an entry without a label.

    Returns:
        Mean over the dimensions that have two or more labelled entries; the others take no part.
        A dimension whose truth is constant has a loss of 1 and no gradient.

    Raises:
        ValueError: The shapes differ.
    """
    _check_shapes(predicted, truth)
    errors, labelled = _errors(predicted, truth)
    count = labelled.sum(dim=0)
    share = labelled / count.clamp(min=1)
    x, y = predicted.float(), torch.where(labelled, truth, 0.0).float()
    x = x - (share * x).sum(dim=0)
    y = y - (share * y).sum(dim=0)
    spread = (share * (x.square() + y.square())).sum(dim=0)
    shift = (share * errors).sum(dim=0)
    ccc = 2 * (share * x * y).sum(dim=0) / (spread + shift.square() + _CCC_EPS)
    counted = count >= 2
    return ((1 - ccc) * counted).sum() / counted.sum().clamp(min=1)


def masked_pixel_mse(predicted: Tensor, target: Tensor) -> Tensor:
    """Mean squared error of the masked patches in normalised units (SVFAP Eq. 11).

    Args:
        predicted: `(B, M, P)`, from `MaskedAutoencoder`.
        target: `(B, M, P)`, from `masked_targets`.

    Raises:
        ValueError: The shapes differ.
    """
    _check_shapes(predicted, target)
    return (predicted.float() - target.float()).square().mean()


def mean_patch_baseline(target: Tensor) -> Tensor:
    """What `masked_pixel_mse` is for predicting of each patch its own mean, and no more.

    That is zero in normalised units. The loss is just below 1, less for flat patches, whose target
    is zero. A pre-training that does not fall clearly below it has learned no texture.

    Args:
        target: `(B, M, P)`, from `masked_targets`.
    """
    return target.float().square().mean()


def _errors(predicted: Tensor, truth: Tensor) -> tuple[Tensor, Tensor]:
    """`predicted` - `truth`, 0 where there is no label, in float32; and where there is one."""
    labelled = ~truth.isnan()
    # NaN is replaced before it meets `predicted`: its gradient would be NaN even where hidden.
    known = torch.where(labelled, truth, 0.0).float()
    return (predicted.float() - known) * labelled, labelled


def _check_shapes(outputs: Tensor, truth: Tensor) -> None:
    """Broadcasting would compare every clip with every other."""
    if outputs.shape != truth.shape:
        raise ValueError(
            f"outputs {tuple(outputs.shape)} and truth {tuple(truth.shape)} must have equal shapes"
        )
