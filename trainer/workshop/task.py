"""Supervised training with a teacher, hints and left-out patches.

Knows nothing of files, checkpoints or how progress is shown. B clips, K classes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from svfap_core.models import HeadKind, split_outputs
from trainer.data.loader import Batch
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
        """More patches from step to step, until all of them are seen."""
        super().on_train_batch_start(batch, batch_idx)
        if isinstance(self.network, TrainedTPSBT):
            done = self.global_step / self.total_steps
            self.network.keep = self.config.patch_keep + (1 - self.config.patch_keep) * done

    def training_step(self, batch: Batch, batch_idx: int) -> Tensor:
        """The heads' losses on mixed clips, blended with what the teachers say."""
        if self.config.teacher is None:
            return super().training_step(batch, batch_idx)
        clips, mixture = self.mixed(self.clips(batch.pictures, training=True))
        hints = clips.new_zeros(())
        if self.hint_heads:
            outputs, wanted, hints = self._hinted(clips)
        else:
            outputs = self.network(clips).float()
            with torch.no_grad():
                wanted = [teacher(clips).float() for teacher in self.teachers]
        taught = self._distillation(outputs, wanted)
        loss = self.supervised(outputs, batch, mixture).lerp(taught, self.config.teacher.share)
        return self.checked(loss + self.config.teacher.hints * hints, batch)

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

    def _distillation(self, outputs: Tensor, given: Sequence[Tensor]) -> Tensor:
        """How far the outputs are from the mean of the teachers'.

        Classes: Hinton et al. 2015, section 2: softened divergence, scaled to keep its gradients;
        the mean is that of softened probabilities. Dimensions: mean squared error of scores.
        """
        assert self.config.teacher is not None  # noqa: S101  # or there is no teacher
        t = self.config.teacher.temperature
        total = outputs.new_zeros(())
        own_parts = split_outputs(outputs, self.plain_heads)
        given_parts = zip(*(split_outputs(one, self.plain_heads) for one in given), strict=True)
        for head, own, wanted in zip(self.plain_heads, own_parts, given_parts, strict=True):
            said = torch.stack(wanted)
            if head.kind is HeadKind.CLASSES:
                mean = (said / t).softmax(dim=-1).mean(dim=0)
                divergence = F.kl_div((own / t).log_softmax(dim=-1), mean, reduction="batchmean")
                total = total + t * t * divergence
            else:
                total = total + F.mse_loss(head.scores(own), head.scores(said).mean(dim=0))
        return total
