"""What a model learns: from settings and data sets to heads. Knows no clip and no network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from svfap_core.errors import SourceError
from svfap_core.facial_actions import ACTION_PREFIX, ACTIONS
from svfap_core.inference.card import check_named_heads
from svfap_core.labels import BIG_FIVE
from svfap_core.messages import Message
from svfap_core.models import Head, HeadKind
from trainer.config import HeadConfig
from trainer.data.manifest import ManifestInfo, output_name


@dataclass(frozen=True, slots=True)
class LearnedHead:
    """A head of the model and how it is taught.

    Attributes:
        head: The head.
        shares: Whether clips are learned by the shares of their raters, not by their label.
        loss: `cross_entropy` or `dirichlet`; for values `mse`, `ccc` or `mse+ccc`; for actions
            any of these but `dirichlet`.
        weight: Of its loss in the sum.
    """

    head: Head
    shares: bool
    loss: str
    weight: float

    @property
    def counts_votes(self) -> bool:
        """Whether it learns how many raters chose each class, not only which share of them."""
        return self.loss == "dirichlet"

    @property
    def takes_labels(self) -> bool:
        """Whether the label of a clip without shares of raters is learned, too."""
        return self.counts_votes or not self.shares


@dataclass(frozen=True, slots=True)
class Targets:
    """Names of what a run learns, in the order of its outputs.

    `further` has the classes of further labels.
    """

    classes: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    further: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])


def resolve_heads(
    configs: Sequence[HeadConfig], infos: Sequence[ManifestInfo]
) -> tuple[LearnedHead, ...]:
    """The heads of a run; without settings, all that the data sets have labels for.

    Raises:
        SourceError: The data sets have no labels, or not those that were asked for.
    """
    classes = _union([info.classes for info in infos])
    values = _union([info.values for info in infos])
    actions = tuple(
        name.removeprefix(ACTION_PREFIX) for name in values if name.startswith(ACTION_PREFIX)
    )
    values = tuple(name for name in values if not name.startswith(ACTION_PREFIX))
    further = {
        name: _union([tuple(map(output_name, info.labels.get(name, ()))) for info in infos])
        for name in _union([tuple(info.labels) for info in infos])
    }
    if not configs:
        configs = [
            *([HeadConfig(kind="classes")] if classes else []),
            *([HeadConfig(kind="values")] if values else []),
            *([HeadConfig(kind="actions")] if actions else []),
        ]
    heads = [
        head
        for config in configs
        for head in (
            _action_head(config, actions)
            if config.kind == "actions"
            else _heads(config, classes, values, further)
        )
    ]
    if not heads:
        names = ", ".join(info.data_set for info in infos)
        raise SourceError(
            Message("%1 has no labels to learn from", names), hint="Use it to pre-train."
        )
    named = [head.head.name for head in heads if head.head.kind is HeadKind.CLASSES]
    if len(set(named)) < len(named):
        raise SourceError(
            "a model tells one set of classes of each label", hint="Leave one of the heads out."
        )
    if any(named):
        try:
            check_named_heads([head.head for head in heads])
        except ValueError as error:
            raise SourceError(str(error), hint="Rename it in the data set.") from error
    learned = targets_of([head.head for head in heads]).values
    if twice := [name for name in dict.fromkeys(learned) if learned.count(name) > 1]:
        raise SourceError(
            Message("more than one head learns %1", ", ".join(twice)),
            hint="Name the dimensions of each head with heads[].names.",
        )
    return tuple(heads)


def targets_of(heads: Sequence[Head]) -> Targets:
    """Names of classes and dimensions, in the order of the heads."""
    classes = [head for head in heads if head.kind is HeadKind.CLASSES]
    return Targets(
        classes=next((head.names for head in classes if not head.name), ()),
        values=tuple(name for head in heads for name in value_names(head)),
        further={head.name: head.names for head in classes if head.name},
    )


def value_names(head: Head) -> tuple[str, ...]:
    """Values of clips that a head learns, NAME of the manifest's value_NAME; none of classes."""
    if head.kind is HeadKind.CLASSES:
        return ()
    prefix = ACTION_PREFIX if head.kind is HeadKind.ACTIONS else ""
    return tuple(prefix + name for name in head.names)


def _action_head(config: HeadConfig, known: tuple[str, ...]) -> list[LearnedHead]:
    names = config.names or tuple(name for name in ACTIONS if name in known)
    unknown = [name for name in names if name not in known or name not in ACTIONS]
    if unknown or not names:
        raise SourceError(
            Message("the data has no %1", " ".join(("actions", ", ".join(unknown))).strip()),
            hint=Message("It has: %1.", ", ".join(known) or "none"),
        )
    head = Head(kind=HeadKind.ACTIONS, names=names, low=0.0, high=1.0)
    loss = config.loss or "cross_entropy"
    return [LearnedHead(head, shares=False, loss=loss, weight=config.weight)]


def _heads(
    config: HeadConfig,
    classes: tuple[str, ...],
    values: tuple[str, ...],
    further: Mapping[str, tuple[str, ...]],
) -> list[LearnedHead]:
    if config.label and config.label not in further:
        raise SourceError(
            Message("the data has no further label %1", config.label),
            hint=Message("It has: %1.", ", ".join(further) or "none"),
        )
    known = values if config.kind == "values" else further.get(config.label, classes)
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
        head = Head(kind=HeadKind.CLASSES, names=names, name=config.label)
        loss = config.loss or "cross_entropy"
        return [LearnedHead(head, config.kind == "shares", loss, config.weight)]
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
