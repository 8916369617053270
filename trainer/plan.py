"""What a run learns, and from which clips: decided once, by its settings and its data.

All checks on the data stand here. Reads manifests, no images; knows no network and no folder of a
run.

N clips of a part, K classes, D dimensions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from svfap_core.errors import ModelError, SourceError
from svfap_core.messages import Message
from svfap_core.models import Head, HeadKind
from svfap_core.settings import ClipSpec
from trainer.config import DataConfig, FinetuneConfig, RunConfig
from trainer.data.catalogue import CropGeometry, Split
from trainer.data.folds import known_folds
from trainer.data.manifest import Manifest, read_manifest
from trainer.data.order import EpochBatches
from trainer.data.splits import SPLITS, Rows, parts_of
from trainer.heads import LearnedHead, Targets, resolve_heads, targets_of, value_names
from trainer.specs import Template, run_spec
from trainer.steps import no_clips

Entry = TypeVar("Entry", np.int64, np.float32)


@dataclass(frozen=True, slots=True)
class Counts:
    """The clips of a part.

    Attributes:
        clips: All of them.
        labelled: Those with a class or shares of raters; without classes, those with a value or a
            further label.
        classes: Of these by their class, or by that which most raters chose; every class is named.
    """

    clips: int
    labelled: int
    classes: Mapping[str, int]


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Data sets, their parts, and how and for what a network is shown their clips.

    Attributes:
        data: What was asked for.
        manifests: The data sets.
        rows: Of each part the rows of each manifest.
        heads: What a fine-tuning learns, and how.
        targets: Names of what is learned or judged.
        spec: Input of the network.
        template: How the prepared images show faces; none: nobody knows.
        warnings: What speaks against figures on these parts.
    """

    data: DataConfig
    manifests: tuple[Manifest, ...]
    rows: Mapping[Split, tuple[Rows, ...]]
    heads: tuple[LearnedHead, ...]
    targets: Targets
    spec: ClipSpec
    template: Template | None
    warnings: tuple[str, ...]

    @property
    def num_outputs(self) -> int:
        """Of the network: one for each class and dimension."""
        further = sum(map(len, self.targets.further.values()))
        return len(self.targets.classes) + len(self.targets.values) + further

    def size(self, split: Split) -> int:
        """How many clips a part has."""
        return sum(map(len, self.rows[split]))

    def counts(self, split: Split) -> Counts:
        """What is known of the clips of a part."""
        classes, values = true_classes(self.labels(split), self.shares(split)), self.values(split)
        known = classes >= 0
        found = np.bincount(classes[known], minlength=len(self.targets.classes)).tolist()
        other = ~np.isnan(values).all(axis=1) | (self.further(split) >= 0).any(axis=1)
        return Counts(
            clips=len(classes),
            labelled=int((known if known.any() else other).sum()),
            classes=dict(zip(self.targets.classes, found, strict=True)),
        )

    def labels(self, split: Split) -> NDArray[np.int64]:
        """`(N,)` class of each clip of a part, -1 where it has none."""
        return self._of(split, lambda manifest: manifest.label_indices(self.targets.classes))

    def shares(self, split: Split) -> NDArray[np.float32]:
        """`(N, K)` shares of raters, rows of zeros where there are none."""
        return self._of(split, lambda manifest: manifest.shares(self.targets.classes))

    def votes(self, split: Split) -> NDArray[np.int64]:
        """`(N, K)` how many raters chose each class, zeros where that is not known.

        `(N, 0)` where no head counts them.
        """
        counted = any(learned.counts_votes for learned in self.heads)
        classes = self.targets.classes if counted else ()
        return self._of(split, lambda manifest: manifest.votes(classes))

    def further(self, split: Split) -> NDArray[np.int64]:
        """`(N, H)` class of each clip in each of H further labels, -1 where it has none."""
        found = [
            self._of(split, lambda manifest, n=name, c=names: manifest.further_indices(n, c))
            for name, names in self.targets.further.items()
        ]
        return np.stack(found, axis=1) if found else np.zeros((self.size(split), 0), np.int64)

    def values(self, split: Split) -> NDArray[np.float32]:
        """`(N, D)`, NaN where a clip has no value."""
        return self._of(split, lambda manifest: manifest.values(self.targets.values))

    def _of(self, split: Split, column: Callable[[Manifest], NDArray[Entry]]) -> NDArray[Entry]:
        pairs = zip(self.manifests, self.rows[split], strict=True)
        return np.concatenate([column(manifest)[rows] for manifest, rows in pairs])

    def require(self, split: Split) -> None:
        """See that there is something to judge by.

        Raises:
            ModelError: The part has no clips.
        """
        if not self.size(split):
            raise ModelError(
                no_clips(split),
                hint="Judge another part (--split val), test every clip in turn (svfap-train "
                "cross-validate), or set data.test_share for a new run.",
            )


def plan_run(config: RunConfig, heads: tuple[LearnedHead, ...] | None = None) -> Plan:
    """The plan of a run.

    Args:
        config: Its settings.
        heads: What it learns, where that is known already; none: what settings and data say.

    Raises:
        SourceError: The data cannot be read, its parts do not go together, or it has not what the
            settings ask for.
    """
    manifests = _read(config.data)
    if heads is None and isinstance(config, FinetuneConfig):
        heads = resolve_heads(config.heads, [manifest.info for manifest in manifests])
    heads = heads or ()
    if config.data.fold and not (config.data.folds or any(map(known_folds, manifests))):
        raise SourceError(
            Message("%1 has no folds", _names(manifests)), hint="Leave data.fold out."
        )
    targets = targets_of([learned.head for learned in heads])
    return _plan(config.data, manifests, heads, targets, run_spec(config))


def plan_training(config: RunConfig, world: int = 1) -> Plan:
    """The plan of a run that is about to train in `world` processes.

    Raises:
        SourceError: As above, or there is not enough to learn from.
    """
    plan = plan_run(config)
    _check_part(plan, "train")
    if isinstance(config, FinetuneConfig) and config.train == "head":
        return plan  # It is fitted at once, and chosen by cross-validation.
    if config.data.val_share > 0 or plan.size("val"):
        _check_part(plan, "val")
    _check_batches(config, plan, world)
    return plan


def plan_judging(data: DataConfig, heads: Sequence[Head], spec: ClipSpec) -> Plan:
    """The plan by which a model is judged on any data, with folds or without.

    Args:
        data: What it is judged on.
        heads: Of the model.
        spec: Its input.

    Raises:
        SourceError: The data cannot be read, or its parts do not go together.
    """
    return _plan(data, _read(data), (), targets_of(heads), spec)


def true_classes(labels: NDArray[np.int64], shares: NDArray[np.float32]) -> NDArray[np.int64]:
    """`(N,)` true classes: without a label, that which most raters chose; -1 for none."""
    if not shares.shape[1]:
        return labels
    rated = (labels < 0) & (shares.sum(axis=1) > 0)
    return np.where(rated, shares.argmax(axis=1), labels)


def _read(data: DataConfig) -> tuple[Manifest, ...]:
    return tuple(read_manifest(path) for path in data.manifests)


def _names(manifests: Sequence[Manifest]) -> str:
    return ", ".join(manifest.info.data_set for manifest in manifests)


def _plan(
    data: DataConfig,
    manifests: tuple[Manifest, ...],
    heads: tuple[LearnedHead, ...],
    targets: Targets,
    spec: ClipSpec,
) -> Plan:
    parts = [
        parts_of(
            one,
            fold=data.fold,
            folds=data.folds,
            val_share=data.val_share,
            test_share=data.test_share,
        )
        for one in manifests
    ]
    folders = [manifest.folder for manifest in manifests]
    again = [folder in folders[:place] for place, folder in enumerate(folders)]

    def rows(split: Split) -> tuple[Rows, ...]:
        """Of each data set; one that is named again is judged once."""
        return tuple(
            part.rows[split][:0] if repeats and split != "train" else part.rows[split]
            for part, repeats in zip(parts, again, strict=True)
        )

    return Plan(
        data=data,
        manifests=manifests,
        rows={split: rows(split) for split in SPLITS},
        heads=heads,
        targets=targets,
        spec=spec,
        template=_common_crop(manifests).template,
        warnings=tuple(dict.fromkeys(text for part in parts for text in part.warnings)),
    )


def _common_crop(manifests: Sequence[Manifest]) -> CropGeometry:
    """How the images of all data sets show faces: one network cannot be shown two ways at once."""
    first, *others = (manifest.info.crop for manifest in manifests)
    if any(crop != first for crop in others):
        raise SourceError(
            "the data sets were cropped differently",
            hint="Prepare them with the same size and margin, or train on one of them.",
        )
    return first


def _check_part(plan: Plan, split: Split) -> None:
    if not plan.size(split):
        raise SourceError(
            Message("%1 has no clips in the part %2", _names(plan.manifests), split),
            hint="It needs clips to learn from, and one more subject or clip of each class to "
            "choose the model by; with data.val_share 0 it learns from all of them.",
        )
    if bare := _without_labels(plan, split):
        raise SourceError(
            Message("no clip in the part %1 has %2", split, ", ".join(bare)),
            hint="Choose what is learned with heads.",
        )


def _without_labels(plan: Plan, split: Split) -> list[str]:
    """What is learned although no clip of a part has a label for it; to train, of each class."""
    labels, shares, values = plan.labels(split), plan.shares(split), plan.values(split)
    places = {name: place for place, name in enumerate(plan.targets.values)}
    bare = _without_further_labels(plan, split)
    for learned in (each for each in plan.heads if not each.head.name):
        if learned.head.kind is not HeadKind.CLASSES:
            known = ~np.isnan(values)
            bare += [
                f"values {name}"
                for name in value_names(learned.head)
                if not known[:, places[name]].any()
            ]
        elif not (shares.any() or (learned.takes_labels and (labels >= 0).any())):
            bare.append("shares" if learned.shares else "classes")
        elif split == "train" and learned.counts_votes and not plan.votes(split).any():
            bare.append("votes")
        elif split == "train":
            # Of labelled clips a head of classes learns no shares (`class_targets`).
            rated = shares if learned.shares else shares[labels < 0]
            known = set(np.flatnonzero(rated.any(axis=0)).tolist())
            if learned.takes_labels:
                known |= set(labels[~(learned.shares & shares.any(axis=1))].tolist())
            bare += [
                Message("the class %1", name)
                for place, name in enumerate(learned.head.names)
                if place not in known
            ]
    return bare


def _without_further_labels(plan: Plan, split: Split) -> list[str]:
    bare: list[str] = []
    told = zip(plan.targets.further.items(), plan.further(split).T, strict=True)
    for (name, classes), labels in told:
        known = {*labels.tolist()} - {-1}
        if not known:
            bare.append(Message("label %1", name))
        elif split == "train":
            missing = [each for place, each in enumerate(classes) if place not in known]
            bare += [Message("the class %1", each) for each in missing]
    return bare


def _check_batches(config: RunConfig, plan: Plan, world: int) -> None:
    size, parts = config.recipe.batch_size, config.recipe.accumulate
    if size % (parts * world):
        raise SourceError(
            Message(
                "a batch of %1 does not divide into %2 parts on %3 processes", size, parts, world
            ),
            hint="Choose another batch_size.",
        )
    part = size // (parts * world)
    if isinstance(config, FinetuneConfig) and config.mixup + config.cutmix and part % 2:
        raise SourceError(
            Message(
                "mixup and cutmix pair clips, and %1 processes have parts of %2 clips", world, part
            ),
            hint="Choose another batch_size, or less accumulate.",
        )
    if len(epoch_batches(config, plan, world=world)) < 2 * parts:
        raise SourceError(
            Message(
                "%1 training clips are too few for two batches of %2",
                plan.size("train"),
                batch_size(config, plan, world),
            ),
            hint="Add clips, raise data.windows_per_clip, or use train: head.",
        )
    if 0 < (held := plan.size("val")) < world:
        raise SourceError(
            Message("%1 clips to choose the model by are fewer than %2 processes", held, world),
            hint="Start fewer processes, or raise data.val_share.",
        )


def batch_size(config: RunConfig, plan: Plan, world: int = 1) -> int:
    """Clips of a step: as asked, or of few clips the most with which an epoch has two steps."""
    recipe = config.recipe
    mixes = isinstance(config, FinetuneConfig) and config.mixup + config.cutmix > 0
    unit = recipe.accumulate * world * (2 if mixes else 1)
    drawn = len(_batches(config, plan, 1))
    return min(recipe.batch_size, max(1, drawn // 2 // unit) * unit)


def epoch_batches(config: RunConfig, plan: Plan, rank: int = 0, world: int = 1) -> EpochBatches:
    """The order in which one process of a run is given its clips."""
    size, parts = batch_size(config, plan, world), config.recipe.accumulate
    return _batches(config, plan, size, parts=parts, rank=rank, world=world)


def _batches(config: RunConfig, plan: Plan, size: int, **shared: int) -> EpochBatches:
    data = plan.data
    return EpochBatches(
        true_classes(plan.labels("train"), plan.shares("train")),
        size,
        repeats=data.windows_per_clip,
        balance=data.balance,
        seed=config.recipe.seed,
        **shared,
    )
