"""What a model learns: from settings and data sets to heads with losses. Knows no network.

B clips, K classes, D dimensions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from svfap_core.errors import SourceError
from svfap_core.labels import BIG_FIVE
from svfap_core.messages import Message
from svfap_core.models import Head, HeadKind, split_outputs
from trainer.config import HeadConfig
from trainer.data.loader import Batch, ClipSet, Targets
from trainer.data.manifest import ManifestInfo
from trainer.losses import ccc_loss, mse, soft_cross_entropy


@dataclass(frozen=True, slots=True)
class LearnedHead:
    """A head of the model and how it is taught."""

    head: Head
    shares: bool
    loss: str
    weight: float


def resolve_heads(
    configs: Sequence[HeadConfig], infos: Sequence[ManifestInfo]
) -> tuple[LearnedHead, ...]:
    """The heads of a run; without settings, all that the data sets have labels for.

    Raises:
        SourceError: The data sets have no labels, or not those that were asked for.
    """
    classes = _union([info.classes for info in infos])
    values = _union([info.values for info in infos])
    if not configs:
        configs = [
            *([HeadConfig(kind="classes")] if classes else []),
            *([HeadConfig(kind="values")] if values else []),
        ]
    heads = [head for config in configs for head in _heads(config, classes, values)]
    if not heads:
        names = ", ".join(info.data_set for info in infos)
        raise SourceError(
            Message("%1 has no labels to learn from", names), hint="Use it to pre-train."
        )
    if sum(head.head.kind is HeadKind.CLASSES for head in heads) > 1:
        raise SourceError("a model tells one set of classes", hint="Leave one of the heads out.")
    learned = targets_of(heads).values
    if twice := [name for name in dict.fromkeys(learned) if learned.count(name) > 1]:
        raise SourceError(
            Message("more than one head learns %1", ", ".join(twice)),
            hint="Name the dimensions of each head with heads[].names.",
        )
    return tuple(heads)


def targets_of(heads: Sequence[LearnedHead]) -> Targets:
    """Names of classes and dimensions, in the order of the heads."""
    named: dict[bool, tuple[str, ...]] = {True: (), False: ()}
    for learned in heads:
        named[learned.head.kind is HeadKind.CLASSES] += learned.head.names
    return Targets(classes=named[True], values=named[False])


def without_labels(heads: Sequence[LearnedHead], clips: ClipSet) -> list[str]:
    """What is learned although no clip of a part has a label for it; to train, of each class."""
    places = {name: place for place, name in enumerate(targets_of(heads).values)}
    bare: list[str] = []
    for learned in heads:
        if learned.head.kind is not HeadKind.CLASSES:
            known = ~np.isnan(clips.values)
            bare += [
                f"values {name}" for name in learned.head.names if not known[:, places[name]].any()
            ]
        elif not (clips.shares.any() or (not learned.shares and (clips.labels >= 0).any())):
            bare.append("shares" if learned.shares else "classes")
        elif clips.split == "train":
            # Of labelled clips a head of classes learns no shares (`class_targets`).
            shares = clips.shares if learned.shares else clips.shares[clips.labels < 0]
            known = set(np.flatnonzero(shares.any(axis=0)).tolist())
            known |= set() if learned.shares else set(clips.labels.tolist())
            bare += [
                Message("the class %1", name)
                for place, name in enumerate(learned.head.names)
                if place not in known
            ]
    return bare


def class_targets(batch: Batch, heads: Sequence[LearnedHead]) -> Tensor:
    """What the class head should say, `(B, K)` shares; rows of zeros have no label.

    A clip that has no label, but shares of raters, is learned by these.
    """
    count = batch.shares.shape[1]
    if not count or any(learned.shares for learned in heads):
        return batch.shares.float()
    known = batch.labels >= 0
    one_hot = F.one_hot(batch.labels.clamp(min=0), count).float()
    return torch.where(known[:, None], one_hot, batch.shares.float())


def head_losses(
    outputs: Tensor,
    classes: Tensor,
    values: Tensor,
    heads: Sequence[LearnedHead],
    *,
    smoothing: float,
) -> list[Tensor]:
    """The weighted loss of every head, from the network's outputs `(B, sum of K and D)`."""
    parts = split_outputs(outputs.float(), tuple(learned.head for learned in heads))
    losses: list[Tensor] = []
    done = 0
    for learned, part in zip(heads, parts, strict=True):
        if learned.head.kind is HeadKind.CLASSES:
            found = soft_cross_entropy(part, classes, smoothing)
        else:
            truth = values[:, done : done + part.shape[1]]
            done += part.shape[1]
            scores = learned.head.scores(part)
            found = sum(
                (_VALUE_LOSSES[name](scores, truth) for name in learned.loss.split("+")),
                torch.zeros((), device=outputs.device),
            )
        losses.append(learned.weight * found)
    return losses


_VALUE_LOSSES = {"mse": mse, "ccc": ccc_loss}


def _heads(
    config: HeadConfig, classes: tuple[str, ...], values: tuple[str, ...]
) -> list[LearnedHead]:
    known = values if config.kind == "values" else classes
    names = config.names or known
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        raise SourceError(
            Message("the data has no %1", " ".join((config.kind, ", ".join(unknown))).strip()),
            hint=Message("It has: %1.", ", ".join(known) or "none"),
        )
    if config.kind != "values":
        if len(names) < 2:
            raise SourceError(
                Message("%1 alone is no choice", ", ".join(names)),
                hint="Learn two or more classes.",
            )
        head = Head(kind=HeadKind.CLASSES, names=names)
        return [LearnedHead(head, config.kind == "shares", "cross_entropy", config.weight)]
    loss = config.loss or "mse"
    if not config.bounded:
        head = Head(kind=HeadKind.UNBOUNDED, names=names)
        return [LearnedHead(head, False, loss, config.weight)]  # noqa: FBT003  # not of shares
    ranges = {low: tuple(n for n in names if (n in BIG_FIVE) == (low == 0)) for low in (-1.0, 0.0)}
    return [
        LearnedHead(
            Head(kind=HeadKind.BOUNDED, names=part, low=low, high=1.0),
            shares=False,
            loss=loss,
            weight=config.weight,
        )
        for low, part in ranges.items()
        if part
    ]


def _union(groups: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for group in groups for name in group))
