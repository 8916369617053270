"""Supervised training: network, losses and metrics of a run.

Knows nothing of files, checkpoints or how progress is shown.

B clips, K classes, D dimensions.
"""

from __future__ import annotations

from typing import Any

import torch
from timm.data.mixup import Mixup
from timm.utils.model_ema import ModelEmaV3
from torch import Tensor, nn
from torchmetrics import ConcordanceCorrCoef, MeanMetric, PearsonCorrCoef
from torchmetrics.classification import MulticlassConfusionMatrix

from svfap_core.clips.preprocess import to_batch
from svfap_core.models import HeadKind, split_outputs
from svfap_core.models.create import create_model
from svfap_core.models.tpsbt import TPSBT
from svfap_core.settings import ClipSpec
from trainer.activation import activated
from trainer.config import FinetuneConfig
from trainer.data.loader import Batch
from trainer.data.views import erased_by_noise
from trainer.head_losses import class_targets, further_targets, head_losses
from trainer.plan import Plan
from trainer.quiet import quiet
from trainer.recomputing import recompute_blocks_
from trainer.tasks.common import Task

ERASE_STREAM = 1


class FinetuneTask(Task):
    """One run. `average` is what is validated and exported: the moving average of `network`.

    Args:
        config: The run.
        plan: What it learns, from which clips.
        total_steps: Optimiser steps of the whole run.
        network: What learns; none: that of the run, with fresh weights.
    """

    def __init__(
        self,
        config: FinetuneConfig,
        plan: Plan,
        *,
        total_steps: int,
        network: nn.Module | None = None,
    ) -> None:
        super().__init__(
            config.recipe, config.augment, plan.spec, plan.template, total_steps=total_steps
        )
        self.config = config
        self.heads = plan.heads
        self.plain_heads = tuple(learned.head for learned in plan.heads)
        if network is None:
            network = build_network(config, plan.spec, plan.num_outputs)
        self.network = network
        if config.recipe.recompute and isinstance(network, TPSBT):
            recompute_blocks_(network)
        self.average: ModelEmaV3 | None = None
        self.mixing = Mixup(
            mixup_alpha=config.mixup,
            cutmix_alpha=config.cutmix,
            prob=1.0 if config.mixup + config.cutmix else 0.0,
            label_smoothing=0.0,
            num_classes=1,
        )
        classes, self.values = plan.targets.classes, plan.targets.values
        self.val_loss = MeanMetric()
        self.confusion = MulticlassConfusionMatrix(len(classes)) if classes else None
        self.further = {
            name: MulticlassConfusionMatrix(len(names))
            for name, names in plan.targets.further.items()
        }
        self.ccc = [ConcordanceCorrCoef() for _ in self.values]
        self.pcc = [PearsonCorrCoef() for _ in self.values]
        # Lists of modules for Lightning, which moves metrics to the device; typed ones for us.
        self._metrics = nn.ModuleList([*self.ccc, *self.pcc, *self.further.values()])

    def begin_average(self) -> None:
        """Start the moving average from the network, which has its first weights by now."""
        if self.config.ema_decay:
            self.average = ModelEmaV3(self.network, decay=self.config.ema_decay, use_warmup=True)
            # Many processes wait for the gradients of all that could have one.
            self.average.requires_grad_(requires_grad=False)

    @property
    def judged(self) -> nn.Module:
        """The network that is validated and exported."""
        return self.network if self.average is None else self.average.module

    def learning(self) -> nn.Module:
        """The network."""
        return self.network

    def example(self, count: int) -> Tensor:
        """The outputs of grey clips."""
        return self.network(self.grey_clips(count))

    def clips(self, pictures: Tensor, *, training: bool) -> Tensor:
        """Pictures as prepared -> what the network takes, by the path that analysis takes."""
        with self.full_precision():
            clips = to_batch(self.rendered(pictures, training=training), self.spec, self.device)
            if training and self.augment.erase_noise:
                chance = self.chance(ERASE_STREAM)
                clips = erased_by_noise(clips, self.augment.erase_noise, chance)
            return clips

    def training_step(self, batch: Batch, batch_idx: int) -> Tensor:
        """The heads' losses on mixed clips."""
        del batch_idx
        clips, mixture = self.mixed(self.clips(batch.pictures, training=True))
        return self.checked(self.supervised(self.network(clips).float(), batch, mixture), batch)

    def supervised(self, outputs: Tensor, batch: Batch, mixture: Tensor) -> Tensor:
        """How far the outputs for mixed clips are from what is known of these clips."""
        losses = head_losses(
            outputs,
            mixture @ class_targets(batch, self.heads),
            _mixed_values(batch.values, mixture),
            self.heads,
            smoothing=self.config.label_smoothing,
            votes=batch.votes,
            further=[mixture @ targets for targets in further_targets(batch, self.heads)],
        )
        return torch.stack(losses).sum()

    def mixed(self, clips: Tensor) -> tuple[Tensor, Tensor]:
        """Mixed clips, and of what each is made: `(B, B)` shares of the clips that were given."""
        count = len(clips)
        if not self.config.mixup + self.config.cutmix:
            return clips, torch.eye(count, device=self.device)
        # As classes, the clips themselves tell how they were mixed; any target follows from that.
        # Frames become channels, since timm cuts boxes out of pictures.
        self.mixing.num_classes = count
        places = torch.arange(count, device=self.device)
        mixed, mixture = self.mixing(clips.flatten(1, 2), places)
        return mixed.reshape(clips.shape), mixture.float()

    def optimizer_step(self, *args: Any, **kwargs: Any) -> None:
        """The average follows every optimiser step, before a checkpoint can be written."""
        super().optimizer_step(*args, **kwargs)
        if self.average is not None:
            self.average.update(self.network, step=self.global_step + 1)  # Counted afterwards.

    def validation_step(self, batch: Batch, batch_idx: int) -> None:
        """The loss, and what the figures of the epoch are made of."""
        del batch_idx
        count = len(batch.places)
        outputs = self.judged(self.clips(batch.pictures, training=False)).float()
        classes = class_targets(batch, self.heads)
        further = further_targets(batch, self.heads)
        losses = head_losses(
            outputs,
            classes,
            batch.values,
            self.heads,
            smoothing=0.0,
            votes=batch.votes,
            further=further,
        )
        self.val_loss.update(torch.stack(losses).sum(), count)
        self.log("val/loss", self.val_loss, on_epoch=True, batch_size=count)
        done = 0
        told = dict(zip(self.further, further, strict=True)) | {"": classes}
        for head, part in zip(
            self.plain_heads, split_outputs(outputs, self.plain_heads), strict=True
        ):
            if head.kind is HeadKind.CLASSES:
                confusion = self.further[head.name] if head.name else self.confusion
                known = told[head.name].sum(dim=1) > 0
                if confusion is not None and known.any():
                    confusion.update(part[known], told[head.name][known].argmax(dim=1))
                continue
            for place, scores in enumerate(activated(head, part).T, done):
                known = ~batch.values[:, place].isnan()
                for metric in (self.ccc[place], self.pcc[place]):
                    if known.any():
                        metric.update(scores[known], batch.values[known, place])
            done += part.shape[1]

    def on_validation_epoch_end(self) -> None:
        """Figures over all clips of all processes together.

        Right answers (WAR) and the mean recall of the classes that there are (UAR), those of other
        labels under their names; CCC and PCC of dimensions, where constant answers correlate with
        nothing.
        """
        figures: dict[str, Tensor] = {}
        with quiet():  # Of constant answers, or of no labels.
            for name, metric in {"": self.confusion, **self.further}.items():
                if metric is not None:
                    confusion = metric.compute().float()
                    support, right = confusion.sum(dim=1), confusion.diagonal()
                    ending = f"_{name}" if name else ""
                    figures[f"war{ending}"] = right.sum() / support.sum()
                    figures[f"uar{ending}"] = (right / support)[support > 0].mean()
            for name, metrics in (("ccc", self.ccc), ("pcc", self.pcc)):
                found = [metric.compute() for metric in metrics]
                if found:
                    figures[name] = torch.stack(found).nan_to_num().mean()
                figures |= {f"{name}_{v}": f for v, f in zip(self.values, found, strict=True)}
        for name, figure in figures.items():
            self.log(f"val/{name}", figure.nan_to_num(), sync_dist=True)
        for metric in (self.confusion, *self.further.values(), *self.ccc, *self.pcc):
            if metric is not None:
                metric.reset()


def build_network(config: FinetuneConfig, spec: ClipSpec, num_outputs: int) -> TPSBT:
    """The network of a run with fresh weights."""
    return create_model(
        config.size,
        num_classes=num_outputs,
        drop_path=config.drop_path,
        num_frames=spec.frames,
        image_size=spec.size_px,
    )


def _mixed_values(values: Tensor, mixture: Tensor) -> Tensor:
    """Values `(B, D)` of mixed clips; unknown where any part is."""
    unknown = values.isnan().float()
    mixed = mixture @ values.nan_to_num()
    return torch.where(mixture @ unknown > 0, torch.nan, mixed)
