"""Settings of training runs, checked at birth. Knows nothing of files, tensors or loops.

One frozen schema drives the YAML presets, the command line and the app's form: descriptions say
what a field does, with its unit; limits stand in its type.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeAlias, TypeVar, cast

from pydantic import Field, ValidationError, model_validator

from svfap_core.messages import Message
from svfap_core.settings import ClipSpec, Frozen
from svfap_core.settings_file import problems
from trainer.augment_config import AugmentConfig, Fraction, Spread

Precision: TypeAlias = Literal["32-true", "bf16-mixed", "16-mixed"]

Checked = TypeVar("Checked", bound=Frozen)

USUAL_STRIDE = 4
"""Of SVFAP, section 4.1."""


class DataConfig(Frozen):
    """What a run learns from."""

    manifests: Annotated[
        tuple[Path, ...],
        Field(
            min_length=1,
            description="Prepared data sets: folders with a manifest.parquet. One "
            "that is named twice is learned from twice as often.",
        ),
    ]
    fold: Annotated[
        int | None,
        Field(ge=0, description="Test fold, for data sets judged by cross-validation; 0: none, all "
        "folds are learned from."),
    ] = None  # fmt: skip
    folds: Annotated[
        Annotated[int, Field(ge=2)] | Literal["subject"] | None,
        Field(description="Own folds, so many or one for each subject, in place of those that the "
        "data set has; subjects, groups, source videos and copies stay together."),
    ] = None  # fmt: skip
    val_share: Annotated[
        Spread,
        Field(description="Share of the training part to choose the model by, where the data set "
        "has no validation part; whole subjects where they are known. 0: train on all of it."),
    ] = 0.1  # fmt: skip
    test_share: Annotated[
        Spread,
        Field(description="Share to judge the model on, cut out first, where the data set has no "
        "test part; whole subjects where they are known."),
    ] = 0.0  # fmt: skip
    windows_per_clip: Annotated[
        int, Field(ge=1, description="Windows drawn from each clip in an epoch.")
    ] = 1
    sampling: Annotated[
        Literal["time", "paper"],
        Field(description="How frames of a window are chosen: evenly in time, or by index and "
        "stride as in the reference code."),
    ] = "time"  # fmt: skip
    span_s: Annotated[
        float | None,
        Field(gt=0, description="Time that a window covers, unless `clip` says it; left open: by "
        "stride, or as long as those of the model that the run starts from."),
    ] = None  # fmt: skip
    stride: Annotated[
        int | None,
        Field(ge=1, description="Distance of a window's frames, in frames at 25 per second (with "
        "sampling `paper`: of the clip, whatever its rate), unless `clip` says it; left open: 4."),
    ] = None  # fmt: skip
    balance: Annotated[
        Fraction,
        Field(description="0: clips as they are; 1: rare classes repeated until all are even."),
    ] = 0.0
    workers: Annotated[
        int, Field(ge=0, description="Processes that read clips; 0: read between steps.")
    ] = 1

    @model_validator(mode="after")
    def _parts_fit(self) -> Self:
        if self.span_s and self.stride:
            raise ValueError("span_s and stride say the same: set one of them")
        return self

    @property
    def frames_apart(self) -> int:
        """The stride that is used."""
        return self.stride or USUAL_STRIDE


class RecipeConfig(Frozen):
    """Optimiser and schedule."""

    epochs: Annotated[int, Field(gt=0, description="Passes over the training clips.")]
    batch_size: Annotated[
        int, Field(gt=0, description="Clips per optimiser step, over all processes together.")
    ] = 64
    accumulate: Annotated[
        int, Field(ge=1, description="Parts that a batch is computed in, to save memory.")
    ] = 1
    optimizer: Annotated[
        Literal["adamw", "muon"], Field(description="muon: for matrices of blocks; AdamW else.")
    ] = "adamw"
    lr: Annotated[float, Field(gt=0, description="Highest learning rate, at this batch size.")]
    final_lr: Annotated[Fraction, Field(description="Last rate, as a share of the highest.")] = 1e-3
    warmup: Annotated[Fraction, Field(description="Share of all steps with a rising rate.")] = 0.05
    weight_decay: Annotated[float, Field(ge=0, description="Of matrices, not of biases.")] = 0.05
    betas: Annotated[tuple[Fraction, Fraction], Field(description="Memories of AdamW.")] = (
        0.9,
        0.95,
    )
    layer_decay: Annotated[
        float,
        Field(gt=0, le=1, description="Factor of the rate from one block to the one before it; "
        "1: none."),
    ] = 1.0  # fmt: skip
    compat: Annotated[
        bool,
        Field(description="Down-samplers at the full rate, as the reference code has them."),
    ] = False
    clip_norm: Annotated[float, Field(ge=0, description="Largest gradient norm; 0: any.")] = 1.0
    precision: Annotated[Precision, Field(description="Arithmetic of a step.")] = "bf16-mixed"
    recompute: Annotated[
        bool, Field(description="Recompute blocks in the backward pass: less memory, more time.")
    ] = False
    compile: Annotated[bool, Field(description="Compile the network (torch.compile).")] = False
    checkpoint_every_steps: Annotated[
        int, Field(gt=0, description="Steps between checkpoints that a resumed run starts from.")
    ] = 100
    seed: Annotated[int, Field(ge=0, description="Of weights, order and augmentation.")] = 0

    @model_validator(mode="after")
    def _parts_fit(self) -> Self:
        if self.batch_size % self.accumulate:
            parts = self.batch_size, self.accumulate
            raise ValueError(
                Message("batch_size %1 does not divide into accumulate %2 equal parts", *parts)
            )
        if self.optimizer == "muon" and self.layer_decay < 1:
            raise ValueError("layer_decay is for adamw: with muon leave it at 1")
        return self


class PretrainConfig(Frozen):
    """Masked autoencoding on unlabelled faces (SVFAP sections 3.2 to 3.4)."""

    kind: Literal["pretrain"] = "pretrain"
    size: Annotated[str, Field(description="Size of the network: base, small, tiny or tiny-stem.")]
    data: DataConfig
    clip: Annotated[
        ClipSpec | None, Field(description="Input of the network; left open: the size's own.")
    ] = None
    mask_ratio: Annotated[
        float, Field(gt=0, lt=1, description="Share of places that are hidden in all slices.")
    ] = 0.9
    decoder_dim: Annotated[
        int | None, Field(gt=0, description="Width of the decoder; left open: the size's own.")
    ] = None
    decoder_depth: Annotated[
        int | None, Field(gt=0, description="Blocks of the decoder; left open: the size's own.")
    ] = None
    decoder_heads: Annotated[
        int | None, Field(gt=0, description="Its attention heads; left open: the size's own.")
    ] = None
    init: Annotated[
        Path | None, Field(description="Pre-training run whose weights are gone on from.")
    ] = None
    select: Annotated[
        Literal["loss", "last"],
        Field(description="Which weights the run keeps: those of the epoch with the lowest "
        "validation loss, or the last ones."),
    ] = "loss"  # fmt: skip
    augment: AugmentConfig = AugmentConfig(
        brightness=0.05, contrast=0.1, side_light=0.05, blur=0.0, sharpen=0.0, noise=0.0, erase=0.0
    )
    recipe: RecipeConfig


class HeadConfig(Frozen):
    """One thing that a model learns to tell."""

    kind: Annotated[
        Literal["classes", "shares", "values", "actions"],
        Field(description="classes: one label per clip, shares of raters where there is none; "
        "shares: shares of raters; values: dimensions; actions: facial actions, of the manifest's "
        "value_action_NAME."),
    ]  # fmt: skip
    names: Annotated[
        tuple[str, ...],
        Field(description="Classes, dimensions or actions, in the order of the outputs; empty: all "
        "that the data set has."),
    ] = ()  # fmt: skip
    label: Annotated[
        str,
        Field(description="Of classes: the further label that the head tells, NAME of the "
        "manifest's label_NAME; empty: the label."),
    ] = ""  # fmt: skip
    loss: Annotated[
        Literal["cross_entropy", "dirichlet", "mse", "ccc", "mse+ccc"] | None,
        Field(description="Left open: mse for values, else cross entropy. "
        "dirichlet: for shares, by the number of raters who chose each class."),
    ] = None  # fmt: skip
    bounded: Annotated[
        bool, Field(description="Values by a sigmoid on their range, not by a line.")
    ] = False
    weight: Annotated[float, Field(gt=0, description="Of this head's loss in the sum.")] = 1.0

    @model_validator(mode="after")
    def _loss_fits(self) -> Self:
        of_values = ("mse", "ccc", "mse+ccc")
        fitting = {
            "classes": ("cross_entropy",),
            "shares": ("cross_entropy", "dirichlet"),
            "values": of_values,
            "actions": ("cross_entropy", *of_values),
        }
        if self.loss not in (None, *fitting[self.kind]):
            raise ValueError(Message("a head of %1 cannot learn by %2", self.kind, self.loss))
        if self.label and self.kind != "classes":
            raise ValueError(Message("a head of %1 has no further label", self.kind))
        return self


class LoraConfig(Frozen):
    """Low-rank adapters (Hu et al. 2022) in place of all weights."""

    rank: Annotated[int, Field(gt=0, description="Rank of the adapters.")] = 8
    alpha: Annotated[float, Field(gt=0, description="Their scale, divided by the rank.")] = 16.0
    dropout: Annotated[Spread, Field(description="Dropout before the adapters.")] = 0.0


MOVED = {
    "network": "clip",
    "cnn": "resnet10t",
    "cnn_size_px": 64,
    "teacher": None,
    "whiten": False,
    "patch_keep": 1.0,
}
"""Settings that a fine-tuning once had, with what they were where nobody had set them."""


class FinetuneConfig(Frozen):
    """Supervised training of classes, shares or dimensions, from a pre-trained encoder or not."""

    kind: Literal["finetune"] = "finetune"
    size: Annotated[str, Field(description="Size of TPSBT: base, small, tiny or tiny-stem.")] = (
        "base"
    )
    data: DataConfig
    clip: Annotated[
        ClipSpec | None, Field(description="Input of the network; left open: the size's own.")
    ] = None
    heads: Annotated[
        tuple[HeadConfig, ...],
        Field(description="What to learn; empty: the classes and dimensions of the data set."),
    ] = ()
    init: Annotated[
        Path | None,
        Field(
            description="Where the encoder starts: a run, a model (folder or name) or a published "
            ".pth; left open: from nothing."
        ),
    ] = None
    train: Annotated[
        Literal["all", "head", "lora"],
        Field(
            description="all weights, only the head on a fixed encoder (for few clips, in "
            "seconds), or low-rank adapters."
        ),
    ] = "all"
    lora: LoraConfig = LoraConfig()
    drop_path: Annotated[Spread, Field(description="Stochastic depth of the last block.")] = 0.0
    label_smoothing: Annotated[Spread, Field(description="Share given to other labels.")] = 0.1
    mixup: Annotated[float, Field(ge=0, description="Alpha of mixup; 0: none.")] = 0.0
    cutmix: Annotated[float, Field(ge=0, description="Alpha of cutmix; 0: none.")] = 0.0
    ema_decay: Annotated[
        float,
        Field(ge=0, lt=1, description="Of the averaged weights, which are judged and exported; "
        "0: the weights themselves."),
    ] = 0.999  # fmt: skip
    mirrored: Annotated[
        bool,
        Field(description="The model scores each window with its mirror image too and gives their "
        "mean, for twice the time."),
    ] = False  # fmt: skip
    select: Annotated[
        Literal["auto", "loss", "war", "uar", "ccc", "last"],
        Field(
            description="Which weights the run keeps: those of the epoch that is best by this "
            "metric on the validation part, or the last ones. auto: loss, uar, war or ccc, to suit "
            "the validation clips. With fewer than 30 of these, always the last."
        ),
    ] = "auto"
    patience: Annotated[
        int, Field(ge=0, description="Epochs without a better validation before an end; 0: never.")
    ] = 0
    augment: AugmentConfig = AugmentConfig()
    recipe: RecipeConfig

    @model_validator(mode="before")
    @classmethod
    def _leave_the_workshop(cls, values: Any) -> Any:
        """Folders of older runs have all settings in them, most of them never set."""
        if not isinstance(values, dict):
            return values
        given = cast("dict[str, Any]", values)
        gone = {name for name in MOVED if name in given} - cls.model_fields.keys()
        if used := [name for name in MOVED if name in gone and given[name] != MOVED[name]]:
            raise ValueError(
                Message(
                    "%1: such runs are made by python -m trainer.workshop now "
                    "(docs/embedded-model.md)",
                    ", ".join(used),
                )
            )
        return {name: value for name, value in given.items() if name not in gone}

    @model_validator(mode="after")
    def _parts_fit(self) -> Self:
        recipe = self.recipe
        if self.train != "all" and self.init is None:
            raise ValueError(
                Message("train: %1 needs an encoder to start from: set init", self.train)
            )
        if self.mixup + self.cutmix and recipe.batch_size // recipe.accumulate % 2:
            raise ValueError("mixup and cutmix pair clips: batch_size / accumulate must be even")
        if self.train == "head" and any(head.label for head in self.heads):
            raise ValueError("train: head knows no further labels: leave heads[].label out")
        counted = self.train != "head" and any(head.loss == "dirichlet" for head in self.heads)
        if counted and self.label_smoothing + self.mixup + self.cutmix:
            raise ValueError(
                "loss dirichlet learns votes as they were counted: set label_smoothing, mixup and "
                "cutmix to 0"
            )
        return self


RunConfig: TypeAlias = Annotated[PretrainConfig | FinetuneConfig, Field(discriminator="kind")]


def checked(schema: type[Checked], values: object) -> Checked:
    """A config from plain values.

    Raises:
        ValueError: A field is unknown, missing or wrong: one sentence for each.
    """
    try:
        return schema.model_validate(values)
    except ValidationError as error:
        raise ValueError("\n".join(problems(error, schema))) from error


def parse_config(values: object) -> RunConfig:
    """The config of a pre-training or fine-tuning, as its `kind` says.

    Raises:
        ValueError: As above, or the kind is another one.
    """
    kind: Any = values.get("kind") if isinstance(values, dict) else None
    if kind == "pretrain":
        return checked(PretrainConfig, values)
    if kind == "finetune":
        return checked(FinetuneConfig, values)
    if kind == "workshop":
        raise ValueError(
            "kind: such runs are made by python -m trainer.workshop (docs/embedded-model.md), "
            "got 'workshop'"
        )
    raise ValueError(Message("kind: must be pretrain or finetune, got %1", repr(kind)))
