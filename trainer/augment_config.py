"""Settings of augmentation: how far a training clip may differ from what was prepared."""

from __future__ import annotations

from typing import Annotated, Any, Self, TypeAlias, cast

from pydantic import Field, model_validator

from svfap_core.messages import Message
from svfap_core.settings import Frozen

Fraction: TypeAlias = Annotated[float, Field(ge=0, le=1)]
Spread: TypeAlias = Annotated[float, Field(ge=0, lt=1)]


class AugmentConfig(Frozen):
    """How far a training clip may differ from what was prepared. Spreads are standard deviations.

    The fields from `rand_augment` on are those of the reference code, which come after all others;
    a still moves along a path of its own.
    """

    scale: Annotated[Spread, Field(description="Spread of the crop's size, as a ratio.")] = 0.09
    shift: Annotated[Spread, Field(description="Spread of its place, in crop widths.")] = 0.045
    rotation_deg: Annotated[float, Field(ge=0, lt=90, description="Spread of its angle.")] = 7.0
    path: Annotated[
        Fraction,
        Field(description="Movement within a clip, as a share of the three spreads above."),
    ] = 0.1
    brightness: Annotated[Spread, Field(description="Spread of an added grey value.")] = 0.1
    contrast: Annotated[Spread, Field(description="Spread of the contrast, as a ratio.")] = 0.2
    side_light: Annotated[Spread, Field(description="Spread of a slope of light.")] = 0.12
    blur: Annotated[
        float, Field(ge=0, le=1, description="Largest share of a blurred picture mixed in.")
    ] = 0.5
    sharpen: Annotated[
        float, Field(ge=0, le=3, description="Largest amount of unsharp masking.")
    ] = 0.5
    noise: Annotated[Spread, Field(description="Largest deviation of pixel noise.")] = 0.02
    compress: Annotated[
        Fraction, Field(description="Probability of block artefacts as of a video codec.")
    ] = 0.0
    erase: Annotated[Fraction, Field(description="Probability of a rectangle of one grey.")] = 0.25
    rand_augment: Annotated[
        str,
        Field(
            pattern=r"^(rand(-((m|n|mmax|inc)\d+|(p|mstd)\d+(\.\d+)?))+)?$",
            description="RandAugment as timm writes it, such as rand-m7-n4-mstd0.5-inc1; empty: "
            "none.",
        ),
    ] = ""
    crop_scale: Annotated[
        tuple[Fraction, Fraction] | None,
        Field(description="Share of the area shown, from least to most, at a random place and "
        "aspect (the reference: 0.08 to 1); none: all of it."),
    ] = None  # fmt: skip
    multi_scale_crop: Annotated[
        bool,
        Field(description="Crops of four sizes at 13 fixed places, as the reference's "
        "pre-training."),
    ] = False  # fmt: skip
    flip: Annotated[Fraction, Field(description="Probability of a mirrored clip.")] = 0.5
    erase_noise: Annotated[
        Fraction, Field(description="Probability of a rectangle of noise, in fine-tuning.")
    ] = 0.0

    @model_validator(mode="before")
    @classmethod
    def _from_before_timm(cls, values: Any) -> Any:
        """Runs from then have a number of operations, all of which were applied, and a magnitude.

        They can be judged and exported; what goes on with them sees other clips than before.
        """
        if not isinstance(values, dict) or "rand_magnitude" not in values:
            return values
        given = cast("dict[str, Any]", values).copy()
        magnitude, number = given.pop("rand_magnitude"), given.get("rand_augment", 0)
        return given | {"rand_augment": f"rand-m{magnitude}-n{number}-p1" if number else ""}

    @model_validator(mode="after")
    def _crops_fit(self) -> Self:
        if self.crop_scale is not None and not 0 < self.crop_scale[0] <= self.crop_scale[1]:
            raise ValueError(Message("crop_scale must rise from above 0, got %1", self.crop_scale))
        if self.crop_scale is not None and self.multi_scale_crop:
            raise ValueError("crop_scale and multi_scale_crop are two kinds of crops: set one")
        return self
