"""Classification of stills shown as clips: network, loss, optimiser and metrics of a run.

Knows nothing of files, checkpoints or how progress is shown.
"""

from __future__ import annotations

import math
from typing import Any

import lightning as L
import torch
from timm.data.mixup import Mixup
from timm.optim import param_groups_weight_decay  # pyright: ignore[reportPrivateImportUsage]  # re-exported without __all__
from timm.optim.muon import Muon
from timm.utils.model_ema import ModelEmaV3
from torch import Tensor, nn
from torch.nn import functional as F
from torchmetrics.classification import MulticlassAccuracy

from svfap_core.clips.preprocess import to_batch
from svfap_core.settings import ClipSpec
from trainer.config import ClassifierConfig
from trainer.data.motion import render
from trainer.networks import PictureCNN, StillTPSBT, TrainedTPSBT, build_network

BETAS = (0.9, 0.95)
"""Of AdamW, as in masked pre-training (method of He et al. 2022): a head that starts near zero lets
gradients grow a thousandfold in the first steps, which a longer memory would answer with leaps."""


FALLBACK_LR = 0.3
"""Rate of AdamW for what Muon does not take, as a share of Muon's."""


class ClassifierTask(L.LightningModule):
    """One run. `average` is what is validated and exported: the moving average of `network`.

    Args:
        config: The run.
        spec: What the network's input looks like; frames and size are the network's.
        labels: Names of the classes in the order of the outputs.
        total_steps: Optimiser steps of the whole run.
        teacher: A trained network in evaluation mode, or none.
    """

    def __init__(
        self,
        config: ClassifierConfig,
        spec: ClipSpec,
        labels: tuple[str, ...],
        *,
        total_steps: int,
        teacher: PictureCNN | None = None,
    ) -> None:
        super().__init__()
        self.config = config
        self.num_classes = len(labels)
        self.total_steps = total_steps
        self.network = build_network(config, self.num_classes)
        self.spec = spec.model_copy(
            update={"frames": self.network.frames, "size_px": self.network.size_px}
        )
        self.average = ModelEmaV3(self.network, decay=config.ema_decay, use_warmup=True)
        # In a tuple, so that the teacher is neither trained nor saved with the run.
        self.teachers: tuple[PictureCNN, ...] = () if teacher is None else (teacher,)
        self.hint_heads = nn.ModuleList()
        if config.hints and teacher is not None and isinstance(self.network, StillTPSBT):
            dim = self.network.config.embed_dim
            self.hint_heads.extend(
                nn.Sequential(nn.LayerNorm(dim), nn.Linear(dim, width))
                for width in teacher.map_widths
            )
        self.mixup = Mixup(
            mixup_alpha=config.mixup,
            cutmix_alpha=0.0,
            prob=1.0 if config.mixup else 0.0,
            label_smoothing=config.label_smoothing,
            num_classes=self.num_classes,
        )
        self.war = MulticlassAccuracy(self.num_classes, average="micro")
        self.uar = MulticlassAccuracy(self.num_classes, average="macro")

    def clips(self, stills: Tensor, *, training: bool) -> Tensor:
        """Stills `(B, H, W)` uint8 -> what the network takes, by the path that analysis takes."""
        # Pictures are made in full precision, whatever the network computes in.
        with torch.autocast(self.device.type, enabled=False):
            grey = render(
                stills,
                self.spec.frames,
                self.spec.size_px,
                augment=self.config.augment if training else None,
            )
            return to_batch(grey[..., None].expand(-1, -1, -1, -1, 3), self.spec, self.device)

    def on_train_batch_start(self, batch: Any, batch_idx: int) -> None:
        """All chance of a step follows from seed and step: a resumed run makes the same ones."""
        del batch, batch_idx
        L.seed_everything(self.config.seed * 1_000_003 + self.global_step, verbose=False)
        if isinstance(self.network, TrainedTPSBT):
            done = self.global_step / self.total_steps
            self.network.keep = self.config.patch_keep + (1 - self.config.patch_keep) * done

    def training_step(self, batch: tuple[Tensor, Tensor], batch_idx: int) -> Tensor:
        """Cross entropy with mixed, smoothed labels, blended with what the teacher says."""
        stills, labels = batch
        clips, targets = self.mixup(self.clips(stills, training=True), labels)
        if self.hint_heads:
            logits, wanted, hints = self._hinted(clips)
        else:
            logits, hints = self.network(clips).float(), clips.new_zeros(())
            with torch.no_grad():
                wanted = [teacher(clips).float() for teacher in self.teachers]
        loss = -(targets * logits.log_softmax(dim=-1)).sum(dim=-1).mean()
        for teacher_logits in wanted:
            loss = loss.lerp(self._distillation(logits, teacher_logits), self.config.distill)
        loss = loss + self.config.hints * hints
        if not torch.isfinite(loss):
            raise FloatingPointError(
                f"the loss is not a number in step {self.global_step} (batch {batch_idx} of "
                f"epoch {self.current_epoch}); a lower lr may help"
            )
        self.log("train/loss", loss.detach())
        return loss

    def _hinted(self, clips: Tensor) -> tuple[Tensor, list[Tensor], Tensor]:
        """Logits, the teacher's logits, and how far inner tokens are from the teacher's maps.

        Hints (Romero et al. 2015, "FitNets") tell every place what to see: thousands of numbers
        per picture where a label is one. A transformer, which is born without locality, learns
        from them in a fraction of the steps.
        """
        assert isinstance(self.network, StillTPSBT)  # noqa: S101  # or there are no hint heads
        teacher = self.teachers[0]
        logits, tokens, places = self.network.forward_with_hints(clips)
        with torch.no_grad():
            maps, wanted = teacher.maps(clips, self.spec.size_px // self.network.config.patch_size)
        errors = [
            F.mse_loss(head(token).float(), grid[:, places])
            for head, token, grid in zip(self.hint_heads, tokens, maps, strict=True)
        ]
        return logits.float(), [wanted.float()], torch.stack(errors).sum()

    def _distillation(self, logits: Tensor, teacher_logits: Tensor) -> Tensor:
        """Hinton et al. 2015, section 2: softened divergence, scaled to keep its gradients."""
        t = self.config.distill_temperature
        wanted = (teacher_logits / t).log_softmax(dim=-1)
        given = (logits / t).log_softmax(dim=-1)
        return t * t * F.kl_div(given, wanted, log_target=True, reduction="batchmean")

    def optimizer_step(self, *args: Any, **kwargs: Any) -> None:
        """The average follows every optimiser step, before a checkpoint can be written."""
        super().optimizer_step(*args, **kwargs)
        self.average.update(self.network, step=self.global_step)

    def validation_step(self, batch: tuple[Tensor, Tensor], batch_idx: int) -> None:
        """Accuracy over all (WAR) and as the mean of the classes' recalls (UAR)."""
        del batch_idx
        stills, labels = batch
        logits = self.average(self.clips(stills, training=False)).float()
        self.war(logits, labels)
        self.uar(logits, labels)
        self.log("val/loss", F.cross_entropy(logits, labels), batch_size=len(labels))
        self.log("val/war", self.war, on_epoch=True)
        self.log("val/uar", self.uar, on_epoch=True)

    def configure_optimizers(self) -> Any:
        """AdamW; the rate rises linearly, then falls as a cosine to nearly nothing."""
        learning = nn.ModuleDict({"network": self.network, "hints": self.hint_heads})
        groups = param_groups_weight_decay(
            learning, self.config.weight_decay, fallback_list=("network.head.*", "hints.*")
        )
        if self.config.optimizer == "muon":
            optimizer = Muon(
                groups, self.config.lr, nesterov=True, betas=BETAS, fallback_lr_scale=FALLBACK_LR
            )
        else:
            optimizer = torch.optim.AdamW(groups, lr=self.config.lr, betas=BETAS)
        total = self.total_steps
        warmup = max(1, round(self.config.warmup * total))

        def factor(step: int) -> float:
            if step < warmup:
                return (step + 1) / warmup
            done = (step - warmup) / max(1, total - warmup)
            return max(1e-3, 0.5 * (1 + math.cos(math.pi * min(1.0, done))))

        schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, factor)
        return {
            "optimizer": optimizer,
            "lr_scheduler": {"scheduler": schedule, "interval": "step"},
        }
