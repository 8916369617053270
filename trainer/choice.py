"""Which weights a run gives: those of its best epoch, or its last where no epoch can be chosen.

The metric that epochs are chosen by is a setting; left to `auto`, it is the finest that the
validation clips are enough for:

    fewer than 30 labelled clips    none: the last (averaged) weights
    fewer than 200, or a class
    with fewer than 10              the loss, which no two epochs share
    a class with at least twice
    the clips of another            UAR, the mean of the recalls
    else                            WAR, the share of right answers; CCC where there are no classes

Knows nothing of networks, of losses or of how weights are exported.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, Literal, TypeAlias

import lightning as L

from svfap_core.errors import SourceError
from svfap_core.messages import Message
from svfap_core.settings import Frozen
from trainer.config import FinetuneConfig, RunConfig
from trainer.plan import Counts, Plan

LEAST_CLIPS = 30
"""With fewer labelled validation clips, choosing an epoch follows noise.

Of an accuracy of 80 %, 4 clips have a standard error of 20 %, 30 clips one of 7 %.
"""

FEW_CLIPS = 200
"""With fewer, scores that count right answers tie or differ by chance: at 80 %, 200 clips have a
standard error of 2.8 %, and epochs lie closer together. The loss weighs every probability."""

LEAST_OF_CLASS = 10
"""With fewer clips of a class, its recall moves by more than 10 % with one answer."""

SKEW = 2.0
"""From so many times the clips of the rarest class on, the most frequent one rules accuracy."""

By: TypeAlias = Literal["last", "loss", "war", "uar", "ccc"]
Why: TypeAlias = Literal[
    "asked", "none", "few", "rough", "rare", "skewed", "even", "values", "several"
]

LOSSES = ("val/loss", "val/mse")
"""Of fine-tuning and of pre-training."""


def too_few(clips: int) -> str:
    """Why so many labelled validation clips choose nothing; empty if they do."""
    if not clips:
        return Message("there are no labelled validation clips")
    if clips < LEAST_CLIPS:
        return Message("%1 labelled validation clips are fewer than %2", clips, LEAST_CLIPS)
    return ""


class Selection(Frozen):
    """Which weights a run gives, by how many labelled validation clips, and why by this metric."""

    by: By
    why: Why
    clips: int

    @property
    def reason(self) -> str:
        """Why, as the end of a sentence."""
        if self.why in ("none", "few"):
            return too_few(self.clips)
        return {
            "asked": Message("its settings say so"),
            "rough": Message("%1 clips are too few for metrics that count answers", self.clips),
            "rare": Message("a class has fewer than %1 of them", LEAST_OF_CLASS),
            "skewed": Message("a class has at least %1 times the clips of another", f"{SKEW:g}"),
            "even": Message("the classes are about equally frequent"),
            "values": Message("there are dimensions and no classes"),
            "several": Message("there are further labels only, which have no metric together"),
        }[self.why]


def select(config: RunConfig, plan: Plan) -> Selection:
    """What the weights of a run are chosen by.

    Raises:
        SourceError: The settings need a metric that the run does not have.
    """
    known = plan.counts("val")
    if not isinstance(config, FinetuneConfig):
        # Its error is a mean over thousands of patches, the same ones in every epoch.
        by = config.select if known.clips else "last"
        return Selection(by=by, why="asked" if by == config.select else "none", clips=known.clips)
    if config.patience and not known.clips:
        raise SourceError(
            "patience needs validation clips, and there are none",
            hint="Raise data.val_share, or leave patience at 0.",
        )
    figures = {"war": plan.targets.classes, "uar": plan.targets.classes, "ccc": plan.targets.values}
    if not figures.get(config.select, True):
        raise SourceError(
            Message("the run has no %1 to be selected by", config.select.upper()),
            hint="UAR and WAR need classes, CCC needs dimensions: set select to auto or loss.",
        )
    by, why = _chosen(config.select, known)
    if by == "ccc" and not plan.targets.values:
        by, why = "loss", "several"
    return Selection(by=by, why=why, clips=known.labelled)


def _chosen(asked: Literal["auto"] | By, known: Counts) -> tuple[By, Why]:
    if asked == "last":
        return "last", "asked"
    if too_few(known.labelled):
        return "last", "few" if known.labelled else "none"
    return _finest(known) if asked == "auto" else (asked, "asked")


def _finest(known: Counts) -> tuple[By, Why]:
    """The metric that these validation clips are enough for."""
    if known.labelled < FEW_CLIPS:
        return "loss", "rough"
    there = [count for count in known.classes.values() if count]
    if not there:
        return "ccc", "values"
    if min(there) < LEAST_OF_CLASS:
        return "loss", "rare"
    return ("uar", "skewed") if max(there) >= SKEW * min(there) else ("war", "even")


class BestEpoch(L.Callback):
    """Keeps the best epoch of a run, and ends a run that gets no better, also after a resume.

    Of epochs with the same score, that of the lower validation loss is better: scores that count
    right answers are often equal.

    Args:
        monitor: The score; a loss is the better the lower.
        checkpoint: Where the best epoch is kept; none: it is not.
        patience: Validations without a better one before the end; 0: no end.
    """

    def __init__(self, monitor: str, *, checkpoint: Path | None, patience: int = 0) -> None:
        self.monitor = monitor
        self.checkpoint = checkpoint
        self.patience = patience
        self._sign = -1.0 if monitor in LOSSES else 1.0
        self._best: tuple[float, float] | None = None
        self._waited = 0

    @property
    def exhausted(self) -> bool:
        """Whether patience has ended the run."""
        return 0 < self.patience <= self._waited

    def state_dict(self) -> dict[str, Any]:
        """The best score so far, and for how many validations there was no better one."""
        return {"best": self._best, "waited": self._waited}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Resume."""
        self._best, self._waited = state_dict["best"], state_dict["waited"]

    def on_train_start(self, trainer: L.Trainer, pl_module: L.LightningModule) -> None:
        """A run that is resumed after its end has nothing to do."""
        del pl_module
        trainer.should_stop |= self.exhausted

    def on_validation_end(self, trainer: L.Trainer, pl_module: L.LightningModule) -> None:
        """Compare this epoch with the best one."""
        del pl_module
        figures = trainer.callback_metrics
        score = self._sign * float(figures[self.monitor])
        found = _rank(score), _rank(-float(figures.get(LOSSES[0], 0.0)))
        # A checkpoint is written by all processes together: all must come to the same answer.
        if trainer.strategy.reduce_boolean_decision(self._best is None or found > self._best):
            self._best, self._waited = found, 0
            if self.checkpoint is not None:
                trainer.save_checkpoint(self.checkpoint, weights_only=False)
        else:
            self._waited += 1
        trainer.should_stop |= self.exhausted


def _rank(figure: float) -> float:
    """A figure that orders: what is not a number comes last."""
    return -math.inf if math.isnan(figure) else figure
