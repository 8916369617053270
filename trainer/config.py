"""Settings of a training run, checked at birth. Knows nothing of files, tensors or loops.

One frozen schema drives the YAML presets, the command line and, later, the app's form.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from svfap_core.settings import Frozen

Fraction: TypeAlias = Annotated[float, Field(ge=0, le=1)]
Spread: TypeAlias = Annotated[float, Field(ge=0, lt=1)]


class AugmentConfig(Frozen):
    """How far a training clip may differ from its still. Spreads are standard deviations."""

    scale: Annotated[Spread, Field(description="Spread of the crop's size, as a ratio.")] = 0.09
    shift: Annotated[Spread, Field(description="Spread of its place, in picture widths.")] = 0.045
    rotation_deg: Annotated[float, Field(ge=0, lt=90, description="Spread of its angle.")] = 7.0
    flip: Annotated[Fraction, Field(description="Probability of a mirrored clip.")] = 0.5
    path: Annotated[
        Fraction,
        Field(description="Movement within a clip, as a share of the three spreads above."),
    ] = 0.35
    brightness: Annotated[Spread, Field(description="Spread of an added grey value.")] = 0.1
    contrast: Annotated[Spread, Field(description="Spread of the contrast, as a ratio.")] = 0.2
    side_light: Annotated[Spread, Field(description="Spread of a slope of light.")] = 0.12
    blur: Annotated[
        float, Field(ge=0, le=1, description="Largest share of a blurred picture mixed in.")
    ] = 0.9
    sharpen: Annotated[
        float, Field(ge=0, le=3, description="Largest amount of unsharp masking.")
    ] = 1.0
    noise: Annotated[Spread, Field(description="Largest deviation of pixel noise.")] = 0.03
    compress: Annotated[
        Fraction, Field(description="Probability of block artefacts as of a video codec.")
    ] = 0.3
    erase: Annotated[Fraction, Field(description="Probability of an erased rectangle.")] = 0.25


class ClassifierConfig(Frozen):
    """One training run of a classifier of seven basic emotions on FER2013.

    `network` decides what is trained: `cnn`, a small convolutional teacher on single pictures;
    `still`, the first stage of TPSBT on motionless clips; `clip`, the whole TPSBT on clips.
    """

    data: Annotated[Path, Field(description="FER2013 as Parquet: split, label, jpeg.")]
    network: Annotated[Literal["cnn", "still", "clip"], Field(description="What is trained.")]
    size: Annotated[str, Field(description="Size of TPSBT, a name in MODEL_SIZES.")] = "tiny"
    cnn: Annotated[str, Field(description="timm name of the teacher's network.")] = "resnet10t"
    cnn_size_px: Annotated[int, Field(gt=0, description="Picture size the teacher sees.")] = 64
    init: Annotated[
        Path | None, Field(description="Run whose averaged weights are taken where they fit.")
    ] = None
    teacher: Annotated[
        Path | None, Field(description="Run whose averaged network gives soft labels.")
    ] = None
    epochs: Annotated[int, Field(gt=0, description="Passes over the training pictures.")]
    batch_size: Annotated[int, Field(gt=0, multiple_of=2, description="Clips per step.")] = 128
    lr: Annotated[float, Field(gt=0, description="Highest learning rate.")] = 1e-3
    optimizer: Annotated[
        Literal["adamw", "muon"], Field(description="muon: for matrices of blocks; AdamW else.")
    ] = "adamw"
    warmup: Annotated[Fraction, Field(description="Share of all steps with a rising rate.")] = 0.1
    weight_decay: Annotated[float, Field(ge=0, description="Of matrices, not of biases.")] = 0.05
    clip_norm: Annotated[float, Field(ge=0, description="Largest gradient norm; 0: any.")] = 1.0
    drop_path: Annotated[Spread, Field(description="Stochastic depth of the last block.")] = 0.0
    patch_keep: Annotated[
        float,
        Field(
            gt=0,
            le=1,
            description="Share of the patches that TPSBT sees in the first step; "
            "rises evenly to all of them in the last.",
        ),
    ] = 1.0
    whiten: Annotated[
        bool,
        Field(description="Patches are whitened by the training pictures and then kept."),
    ] = False
    label_smoothing: Annotated[Spread, Field(description="Share given to other labels.")] = 0.1
    mixup: Annotated[float, Field(ge=0, description="Alpha of mixup; 0: none.")] = 0.0
    balance: Annotated[
        Fraction,
        Field(description="0: pictures as they are; 1: rare labels repeated until all are even."),
    ] = 0.25
    distill: Annotated[
        Fraction, Field(description="Share of the loss that follows the teacher.")
    ] = 0.0
    hints: Annotated[
        float,
        Field(ge=0, description="Weight of following the teacher's inner maps (still only)."),
    ] = 0.0
    distill_temperature: Annotated[float, Field(gt=0, description="Softens both sides.")] = 2.0
    ema_decay: Annotated[Fraction, Field(description="Of the averaged weights.")] = 0.999
    precision: Annotated[
        Literal["32-true", "bf16-mixed", "16-mixed"], Field(description="Arithmetic of a step.")
    ] = "bf16-mixed"
    checkpoint_every_steps: Annotated[
        int, Field(gt=0, description="Steps between checkpoints that a resumed run starts from.")
    ] = 100
    seed: Annotated[int, Field(ge=0, description="Of weights, order and augmentation.")] = 0
    augment: AugmentConfig = AugmentConfig()
