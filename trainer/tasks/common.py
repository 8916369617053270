"""What all tasks share: chance that follows from the step, optimiser, schedule, sound losses.

Knows nothing of labels, masks, files or how progress is shown.
"""

from __future__ import annotations

from typing import Any

import lightning as L
import torch
from timm.optim import param_groups_weight_decay  # pyright: ignore[reportPrivateImportUsage]  # re-exported without __all__
from torch import Generator, Tensor, nn

from svfap_core.messages import Message
from svfap_core.settings import ClipSpec
from trainer.config import AugmentConfig, RecipeConfig
from trainer.data.loader import Batch
from trainer.data.rendering import render
from trainer.muon import muon_for
from trainer.optim import cosine_factor, parameter_groups
from trainer.specs import Template

FALLBACK_LR = 0.3
"""Rate of AdamW for what Muon does not take, as a share of Muon's."""

NAMED_CLIPS = 8
"""Of those whose loss is not a number."""


class Task(L.LightningModule):
    """A network that learns by a recipe.

    Args:
        recipe: Optimiser and schedule.
        augment: How training clips differ from what was prepared.
        spec: Input of the network.
        template: How the prepared pictures show faces.
        total_steps: Optimiser steps of the whole run.
    """

    of_adamw = ("head.*", "*.head.*", "mask_token")
    """Matrices that Muon leaves to AdamW besides all vectors."""

    leaves_weights_unused = False
    """Whether some weights of the network take no part in a step."""

    loss_figure = "val/loss"
    """Under which name the validation loss is logged."""

    def __init__(
        self,
        recipe: RecipeConfig,
        augment: AugmentConfig,
        spec: ClipSpec,
        template: Template | None,
        *,
        total_steps: int,
    ) -> None:
        super().__init__()
        self.recipe = recipe
        self.augment = augment
        self.spec = spec
        self.template = template
        self.total_steps = total_steps
        self._part = 0
        self._places: list[int] = []

    def figure(self, by: str) -> str:
        """The name under which a figure of the validation part is logged; the loss for `last`."""
        return self.loss_figure if by in ("loss", "last") else f"val/{by}"

    def learning(self) -> nn.Module:
        """What the optimiser changes: the encoder itself where rates differ by layer."""
        raise AssertionError  # pragma: no cover  # every task says

    def example(self, count: int) -> Tensor:
        """What the network gives for so many grey clips, as in a step."""
        del count
        raise AssertionError  # pragma: no cover  # every task says

    def grey_clips(self, count: int) -> Tensor:
        """`(B, 3, T, S, S)`, as the network takes them."""
        return torch.zeros(count, 3, self.spec.frames, self.spec.size_px, self.spec.size_px)

    def rendered(self, pictures: Tensor, *, training: bool) -> Tensor:
        """Pictures as prepared -> clips `(B, T, S, S, 3)` uint8."""
        return render(
            pictures,
            self.spec,
            self.template,
            augment=self.augment if training else None,
            generator=self.chance() if training else None,
        )

    def full_precision(self) -> torch.autocast:
        """Pictures are made in it, whatever the network computes in."""
        return torch.autocast(self.device.type, enabled=False)

    def chance(self, stream: int = 0) -> Generator:
        """A generator for this part of a step and process; streams are independent."""
        seed = (self._step_seed(self._part) * 31 + stream) * 1_000_003 + self.global_rank
        return Generator().manual_seed(seed % 2**63)

    def step_chance(self, stream: int) -> Generator:
        """The same for all parts and processes of a step, which `turn` tells apart."""
        return Generator().manual_seed((self._step_seed(0) * 31 + stream) % 2**63)

    @property
    def turns(self) -> int:
        """In how many parts a batch is computed, one after the other and side by side."""
        return self.recipe.accumulate * self.trainer.world_size

    @property
    def turn(self) -> int:
        """Which of them this is: its clips are every `turns`-th of the batch, from here on."""
        return self._part * self.trainer.world_size + self.global_rank

    def _step_seed(self, part: int) -> int:
        return (self.recipe.seed * 1_000_003 + self.global_step) * 1_009 + part

    def on_train_batch_start(self, batch: Any, batch_idx: int) -> None:
        """All chance of a step follows from seed and step: a resumed run makes the same ones."""
        del batch
        self._part = batch_idx % self.recipe.accumulate
        seed = (self._step_seed(self._part) * 1_000_003 + self.global_rank) % 2**32
        L.seed_everything(seed, verbose=False)

    def checked(self, loss: Tensor, batch: Batch) -> Tensor:
        """The loss, if it is a number.

        Raises:
            FloatingPointError: It is not; names the step and the clips.
        """
        places = batch.places.tolist()
        self._places = (self._places if self._part else []) + places
        if torch.isfinite(loss):
            self.log("train/loss", loss.detach(), batch_size=len(batch.places))
            return loss
        raise self._not_a_number("the loss", places)

    def on_before_optimizer_step(self, optimizer: torch.optim.Optimizer) -> None:
        """Let no step be made that would spoil the weights.

        Raises:
            FloatingPointError: A gradient is not a number; names the step and the clips.
        """
        if self.recipe.precision == "16-mixed":
            return  # There an overflow is usual: the scaler leaves the step out.
        held = [p.grad for group in optimizer.param_groups for p in group["params"]]
        norm = nn.utils.get_total_norm([gradient for gradient in held if gradient is not None])
        if not torch.isfinite(norm):
            raise self._not_a_number("a gradient", self._places)

    def _not_a_number(self, what: str, places: list[int]) -> FloatingPointError:
        loader: Any = self.trainer.train_dataloader
        names = loader.dataset.names()
        clips = ", ".join(names[place] for place in places[:NAMED_CLIPS])
        return FloatingPointError(
            Message(
                "%1 is not a number in step %2 of epoch %3; clips of the batch: %4%5. The "
                "last checkpoint is sound: resume from it with a lower lr or with precision "
                "32-true, or look at these clips",
                what,
                self.global_step,
                self.current_epoch,
                clips,
                ", ..." if len(places) > NAMED_CLIPS else "",
            )
        )

    def configure_optimizers(self) -> Any:
        """AdamW or Muon; the rate rises linearly, then falls as a cosine."""
        recipe = self.recipe
        if recipe.optimizer == "muon":
            groups = param_groups_weight_decay(
                self.learning(), recipe.weight_decay, fallback_list=self.of_adamw
            )
            optimizer: torch.optim.Optimizer = muon_for(self.device)(
                groups,
                recipe.lr,
                nesterov=True,
                betas=recipe.betas,
                fallback_lr_scale=FALLBACK_LR,
            )
        else:
            groups = parameter_groups(
                self.learning(),
                lr=recipe.lr,
                weight_decay=recipe.weight_decay,
                layer_decay=recipe.layer_decay,
                compat=recipe.compat,
            )
            optimizer = torch.optim.AdamW(groups, lr=recipe.lr, betas=recipe.betas)
        warmup = min(round(recipe.warmup * self.total_steps), self.total_steps - 1)

        def factor(step: int) -> float:
            return cosine_factor(
                step, total_steps=self.total_steps, warmup_steps=warmup, final=recipe.final_lr
            )

        schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, factor)
        return {
            "optimizer": optimizer,
            "lr_scheduler": {"scheduler": schedule, "interval": "step"},
        }
