"""What heads lose on a batch, by what is known of its clips.

B clips, K classes, D dimensions.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional as F

from svfap_core.models import HeadKind, split_outputs
from trainer.activation import activated
from trainer.data.loader import Batch
from trainer.heads import LearnedHead
from trainer.losses import action_loss, ccc_loss, mse, soft_cross_entropy, vote_loss


def class_targets(batch: Batch, heads: Sequence[LearnedHead]) -> Tensor:
    """What the class head should say, `(B, K)` shares; rows of zeros have no label.

    A clip that has no label, but shares of raters, is learned by these; where votes are counted, a
    clip without shares by its label.
    """
    shares = batch.shares.float()
    count = shares.shape[1]
    if not count or not all(learned.takes_labels for learned in heads):
        return shares
    labelled = batch.labels >= 0
    if any(learned.counts_votes for learned in heads):
        labelled &= ~shares.any(dim=1)
    one_hot = F.one_hot(batch.labels.clamp(min=0), count).float()
    return torch.where(labelled[:, None], one_hot, shares)


def further_targets(batch: Batch, heads: Sequence[LearnedHead]) -> list[Tensor]:
    """What each named head should say, `(B, K)`; rows of zeros have no label."""
    named = [learned.head for learned in heads if learned.head.name]
    return [
        F.one_hot(labels.clamp(min=0), len(head.names)).float() * (labels >= 0)[:, None]
        for head, labels in zip(named, batch.further.T, strict=True)
    ]


def head_losses(
    outputs: Tensor,
    classes: Tensor,
    values: Tensor,
    heads: Sequence[LearnedHead],
    *,
    smoothing: float,
    votes: Tensor | None = None,
    further: Sequence[Tensor] = (),
) -> list[Tensor]:
    """The weighted loss of every head.

    Args:
        outputs: Of the network, `(B, sum of K and D)`.
        classes: `(B, K)`, see `class_targets`.
        values: `(B, D)`, NaN where there is none.
        heads: The heads.
        smoothing: Of classes; not of votes, which are learned as they were counted.
        votes: `(B, K)`, where a head counts them.
        further: Of named heads in order, see `further_targets`.
    """
    parts = split_outputs(outputs.float(), tuple(learned.head for learned in heads))
    losses: list[Tensor] = []
    done = 0
    told = iter(further)
    for learned, part in zip(heads, parts, strict=True):
        if learned.head.name:
            found = soft_cross_entropy(part, next(told), smoothing)
        elif learned.head.kind is HeadKind.CLASSES:
            found = (
                vote_loss(part, votes, classes)
                if learned.counts_votes and votes is not None
                else soft_cross_entropy(part, classes, smoothing)
            )
        else:
            truth = values[:, done : done + part.shape[1]]
            done += part.shape[1]
            if learned.loss == "cross_entropy":
                found = action_loss(part, truth)
            else:
                scores = activated(learned.head, part)
                found = sum(
                    (_VALUE_LOSSES[name](scores, truth) for name in learned.loss.split("+")),
                    torch.zeros((), device=outputs.device),
                )
        losses.append(learned.weight * found)
    return losses


_VALUE_LOSSES = {"mse": mse, "ccc": ccc_loss}
