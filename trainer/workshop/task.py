"""Supervised training with a teacher, hints, left-out patches, two sorts of labels, two views.

Knows nothing of files, checkpoints or how progress is shown. B clips, K classes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from svfap_core.models import Head, HeadKind, split_outputs
from trainer.activation import activated
from trainer.data.layouts.ferplus import LABEL
from trainer.data.loader import Batch
from trainer.losses import soft_cross_entropy
from trainer.plan import Plan
from trainer.tasks.finetune import FinetuneTask
from trainer.workshop.config import WorkshopConfig
from trainer.workshop.networks import Network, PictureCNN, StillTPSBT, TrainedTPSBT


class WorkshopTask(FinetuneTask):
    """One run of the workshop; a network of other frames or size than the model sees its own.

    Args:
        config: The run.
        plan: What it learns, from which clips; its input is that of the exported model.
        total_steps: Optimiser steps of the whole run.
        network: What learns.
        teachers: Trained networks in evaluation mode.
    """

    of_adamw = (*FinetuneTask.of_adamw, "hints.*")
    config: WorkshopConfig  # pyright: ignore[reportIncompatibleVariableOverride]  # set once
    network: Network  # pyright: ignore[reportIncompatibleVariableOverride]  # set once

    def __init__(
        self,
        config: WorkshopConfig,
        plan: Plan,
        *,
        total_steps: int,
        network: Network,
        teachers: Sequence[nn.Module] = (),
    ) -> None:
        super().__init__(config, plan, total_steps=total_steps, network=network)
        own = {"frames": network.frames, "size_px": network.size_px}
        self.spec = plan.spec.model_copy(update=own)
        # The label that FER2013 gave to each clip of the training part, -1 for none.
        self.old_labels = torch.from_numpy(_old_labels(plan)) if config.label_share else None
        self.leaves_weights_unused = isinstance(network, StillTPSBT)  # Its later stages.
        # In a tuple, so that they are neither trained nor saved with the run.
        self.teachers = tuple(teachers)
        self.hint_heads = nn.ModuleList()
        if config.teacher and config.teacher.hints and isinstance(network, StillTPSBT):
            first = self.teachers[0]
            assert isinstance(first, PictureCNN)  # noqa: S101  # as the run saw to
            dim = network.config.embed_dim
            self.hint_heads.extend(
                nn.Sequential(nn.LayerNorm(dim), nn.Linear(dim, width))
                for width in first.map_widths
            )

    def on_fit_start(self) -> None:
        """Teachers are not part of the run, and so have to be brought along."""
        for teacher in self.teachers:
            teacher.to(self.device)

    def learning(self) -> nn.Module:
        """The network; with hints also what compares it with its teacher."""
        if not self.hint_heads:
            return self.network
        return nn.ModuleDict({"network": self.network, "hints": self.hint_heads})

    def on_train_batch_start(self, batch: Any, batch_idx: int) -> None:
        """More patches from step to step, until all of them are seen; larger images likewise."""
        super().on_train_batch_start(batch, batch_idx)
        done = self.global_step / self.total_steps
        if isinstance(self.network, TrainedTPSBT):
            self.network.keep = self.config.patch_keep + (1 - self.config.patch_keep) * done
        elif self.config.cnn_first_px:
            side = shown_px(self.config.cnn_first_px, self.network.size_px, done)
            for network in (self.network, self.judged):
                assert isinstance(network, PictureCNN)  # noqa: S101  # the other is its average
                network.shown_px = side

    def supervised(self, outputs: Tensor, batch: Batch, mixture: Tensor) -> Tensor:
        """How far the outputs are from what raters said, and from the label that was there before.

        The label of FER2013 and the votes of FER+ pull apart; a share of the label keeps the
        recall of rare classes, which few raters choose.
        """
        loss = super().supervised(outputs, batch, mixture)
        if self.old_labels is None:
            return loss
        labels = self.old_labels[batch.places.cpu()].to(outputs.device)
        count = len(self.plain_heads[0].names)
        known = F.one_hot(labels.clamp(min=0), count).float() * (labels >= 0)[:, None]
        old = soft_cross_entropy(outputs, mixture @ known, self.config.label_smoothing)
        return loss.lerp(old, self.config.label_share)

    def training_step(self, batch: Batch, batch_idx: int) -> Tensor:
        """The heads' losses on mixed clips, blended with what the teachers say."""
        del batch_idx
        shown = shown_twice(batch) if self.config.steady else batch
        clips, mixture = self.mixed(self.clips(shown.pictures, training=True))
        hints = clips.new_zeros(())
        if self.hint_heads:
            outputs, wanted, hints = self._hinted(clips)
        else:
            outputs = self.network(clips).float()
            with torch.no_grad():
                wanted = [teacher(clips).float() for teacher in self.teachers]
        loss = self.supervised(outputs, shown, mixture)
        if self.config.teacher is not None:
            asked = mixture @ shown.values.isnan().all(dim=1).to(mixture)
            taught = self._distillation(outputs, wanted, asked)
            loss = loss.lerp(taught, self.config.teacher.share)
            loss = loss + self.config.teacher.hints * hints
        if self.config.steady:
            loss = loss + self.config.steady * disagreement(outputs, self.plain_heads)
        return self.checked(loss, batch)

    def _hinted(self, clips: Tensor) -> tuple[Tensor, list[Tensor], Tensor]:
        """Outputs, the teachers' outputs, and how far inner tokens are from the first one's maps.

        Hints (Romero et al. 2015, "FitNets") tell every place what to see: thousands of numbers
        per image where a label is one. A transformer, which is born without locality, learns
        from them in a fraction of the steps.
        """
        assert isinstance(self.network, StillTPSBT)  # noqa: S101  # or there are no hint heads
        teacher, *others = self.teachers
        assert isinstance(teacher, PictureCNN)  # noqa: S101  # as the run saw to
        outputs, tokens, places = self.network.forward_with_hints(clips)
        with torch.no_grad():
            maps, said = teacher.maps(clips, self.spec.size_px // self.network.config.patch_size)
            wanted = [said.float(), *(other(clips).float() for other in others)]
        errors = [
            F.mse_loss(head(token).float(), grid[:, places])
            for head, token, grid in zip(self.hint_heads, tokens, maps, strict=True)
        ]
        return outputs.float(), wanted, torch.stack(errors).sum()

    def _distillation(self, outputs: Tensor, given: Sequence[Tensor], asked: Tensor) -> Tensor:
        """How far the outputs for classes are from the mean of the teachers'.

        Hinton et al. 2015, section 2: softened divergence, scaled to keep its gradients; the mean
        is that of softened probabilities. Of clips whose actions are known the truth is known, too,
        and teachers are not asked.

        Args:
            outputs: `(B, K)`.
            given: `(B, classes)` of each teacher.
            asked: `(B,)`, which share of each clip teachers judge.
        """
        assert self.config.teacher is not None  # noqa: S101  # or there is no teacher
        t = self.config.teacher.temperature
        own = torch.cat(
            [
                part
                for head, part in zip(
                    self.plain_heads, split_outputs(outputs, self.plain_heads), strict=True
                )
                if head.kind is HeadKind.CLASSES
            ],
            dim=-1,
        )
        mean = (torch.stack(list(given)) / t).softmax(dim=-1).mean(dim=0)
        divergence = F.kl_div((own / t).log_softmax(dim=-1), mean, reduction="none").sum(dim=-1)
        return t * t * (asked * divergence).sum() / asked.sum().clamp(min=1)


def shown_twice(batch: Batch) -> Batch:
    """The clips of a batch, and the same again: two views, as chance treats each in its own way.

    Mixing a batch with itself in reverse order, as timm does, mixes both views of a clip with views
    of the same other clip: they stay comparable.
    """
    return Batch(*(torch.cat([field, field]) for field in batch))


def disagreement(outputs: Tensor, heads: tuple[Head, ...]) -> Tensor:
    """How differently the first half of outputs `(2B, K)` and the second speak of the same clips.

    Classes: half the Jeffreys divergence, in nats. Values and actions: mean squared difference.
    """
    total = outputs.new_zeros(())
    for head, part in zip(heads, split_outputs(outputs, heads), strict=True):
        if head.kind is HeadKind.CLASSES:
            one, other = part.log_softmax(dim=-1).chunk(2)
            total = total + ((one.exp() - other.exp()) * (one - other)).sum(dim=-1).mean() / 2
        else:
            scores, again = activated(head, part).chunk(2)
            total = total + F.mse_loss(scores, again)
    return total


def shown_px(first: int, last: int, done: float) -> int:
    """Side of images after a share of the steps: in steps of 16, the last one for the last third.

    Small images first (Tan & Le 2021, "EfficientNetV2", section 4.2): most of a training is done
    at a fraction of the cost of its end.
    """
    steps = (last - first) // 16 + 1
    passed = min(steps - 1, int(1.5 * done * (steps - 1) + 1e-9))
    return last - 16 * (steps - 1 - passed)


def _old_labels(plan: Plan) -> NDArray[np.int64]:
    """`(N,)` place of each training clip's label of FER2013 among the classes, -1 for none."""
    pairs = zip(plan.manifests, plan.rows["train"], strict=True)
    classes = plan.targets.classes
    return np.concatenate(
        [manifest.further_indices(LABEL, classes)[rows] for manifest, rows in pairs]
    )
