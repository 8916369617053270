"""Settings of the workshop's runs: those of a fine-tuning, and what only the built-in model needs.

Knows nothing of files, tensors or loops.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from svfap_core.settings import Frozen
from trainer.config import FinetuneConfig, Fraction, checked


class TeacherConfig(Frozen):
    """Trained networks whose answers a run learns from (Hinton et al. 2015)."""

    runs: Annotated[
        tuple[Path, ...],
        Field(
            min_length=1,
            description="Their runs, of which the averaged networks are taken, or kept files; "
            "several of them teach the mean of their answers.",
        ),
    ]
    share: Annotated[Fraction, Field(description="Share of the loss that follows them.")] = 0.6
    temperature: Annotated[float, Field(gt=0, description="Softens both sides.")] = 2.0
    hints: Annotated[
        float,
        Field(
            ge=0,
            description="How strongly a still network follows the inner maps of the first, a cnn.",
        ),
    ] = 0.0


class WorkshopConfig(FinetuneConfig):
    """Supervised training of the built-in model or of one of its helpers."""

    kind: Literal["workshop"] = "workshop"  # pyright: ignore[reportIncompatibleVariableOverride]  # tells it from a plain one
    network: Annotated[
        Literal["clip", "still", "cnn"],
        Field(
            description="clip: the whole TPSBT; still: its first stage on motionless clips; cnn: a "
            "small convolutional teacher on single images."
        ),
    ] = "clip"
    cnn: Annotated[
        str, Field(description="timm name of a cnn, or dlib: that of its face recognition.")
    ] = "resnet10t"
    cnn_size_px: Annotated[int, Field(gt=0, description="Image size that a cnn sees.")] = 64
    cnn_first_px: Annotated[
        int | None,
        Field(gt=0, description="Image size in its first step, which grows with them; none: the "
        "same in all."),
    ] = None  # fmt: skip
    cnn_weights: Annotated[
        Path | None,
        Field(description="Folder of dlib's published weights, from which cnn dlib starts."),
    ] = None
    dropout: Annotated[Fraction, Field(description="Before the outputs of a cnn.")] = 0.0
    label_share: Annotated[
        Fraction,
        Field(description="Share of a target that is FER2013's label; the rest are raters' votes."),
    ] = 0.0
    teacher: TeacherConfig | None = None
    steady: Annotated[
        float,
        Field(
            ge=0,
            description="Weight of the difference between what is said of two views of a clip "
            "(other shifts, light, codec): each step shows its clips twice; 0: once.",
        ),
    ] = 0.0
    keep_first: Annotated[
        bool,
        Field(
            description="Stem and first stage of the whole network stay as they begin: what they "
            "learned is kept, and a step costs about half."
        ),
    ] = False
    patch_keep: Annotated[
        float,
        Field(
            gt=0,
            le=1,
            description="Share of the patches that TPSBT sees in the first step; "
            "rises evenly to all of them in the last.",
        ),
    ] = 1.0

    @model_validator(mode="after")
    def _suits_the_network(self) -> Self:
        recipe = self.recipe
        tpsbt_only = {
            "init": self.init is not None,
            "patch_keep": self.patch_keep < 1,
            "drop_path": self.drop_path > 0,
            "layer_decay": recipe.layer_decay < 1,
            "recompute": recipe.recompute,
        }
        if self.network == "cnn" and any(tpsbt_only.values()):
            named = ", ".join(name for name, used in tpsbt_only.items() if used)
            raise ValueError(f"network cnn takes no {named}")
        cnn_only = {
            "cnn_first_px": self.cnn_first_px is not None,
            "cnn_weights": self.cnn_weights is not None,
            "dropout": self.dropout > 0,
        }
        if self.network != "cnn" and any(cnn_only.values()):
            named = ", ".join(name for name, used in cnn_only.items() if used)
            raise ValueError(f"network {self.network} takes no {named}")
        if self.keep_first and (self.network != "clip" or self.init is None):
            raise ValueError(
                "keep_first is for network clip with init: nothing else is learned yet"
            )
        if (self.cnn_first_px or 0) > self.cnn_size_px:
            raise ValueError(
                f"cnn_first_px {self.cnn_first_px} is more than cnn_size_px {self.cnn_size_px}"
            )
        if self.cnn_weights and self.cnn != "dlib":
            raise ValueError(f"cnn_weights are for cnn dlib, not for {self.cnn}")
        if self.train != "all":
            raise ValueError(f"the workshop trains all weights, not train: {self.train}")
        if self.patch_keep < 1 and recipe.compile:
            raise ValueError(
                "patch_keep changes the number of patches from step to step, and each number would "
                "be compiled anew: leave it at 1 with compile"
            )
        if self.teacher and self.teacher.hints and self.network != "still":
            raise ValueError(f"hints are for network still, not for {self.network}")
        if self.teacher and self.teacher.hints and recipe.layer_decay < 1:
            raise ValueError("hints take no layer_decay: leave it at 1")
        return self


def parse_config(values: object) -> WorkshopConfig:
    """The config of a run of the workshop.

    Raises:
        ValueError: A field is unknown, missing or wrong: one sentence for each.
    """
    return checked(WorkshopConfig, values)


def with_whole_paths(config: WorkshopConfig) -> WorkshopConfig:
    """The config with absolute paths of its teachers; `fit` sees to all others."""
    changes: dict[str, Any] = {}
    if config.teacher is not None:
        runs = tuple(run.resolve() for run in config.teacher.runs)
        changes["teacher"] = config.teacher.model_copy(update={"runs": runs})
    if config.cnn_weights is not None:
        changes["cnn_weights"] = config.cnn_weights.resolve()
    return config.model_copy(update=changes)
