"""The model card: everything one must know to use a weights file, as versioned JSON.

Knows nothing of where models lie or how weights are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Annotated, Any, Literal, Self, cast

from pydantic import AwareDatetime, Field, ValidationError, model_validator
from pydantic_core import from_json, to_json

from svfap_core.errors import ModelError
from svfap_core.facial_actions import ACTIONS
from svfap_core.labels import DIMENSIONS, Range
from svfap_core.messages import Message
from svfap_core.models import MODEL_SIZES, Head, HeadKind, TPSBTConfig
from svfap_core.quality_curves import QualityCurves
from svfap_core.settings import NAME_PATTERN, ClipSpec, Frozen

SCHEMA_VERSION = 3
"""1: at most one head of classes. 2: further ones, which have names. 3: facial actions."""

_TAKEN = frozenset(
    {
        *("action", "bbox", "big5", "det", "describes", "dimensions", "emo", "face", "head"),
        *("interocular", "landmarker", "max", "mean", "min", "n", "person", "pts", "schema"),
        *("sd", "share", "timestamp", "track", "window", "z"),
    }
)
"""What other columns of tables begin with, so that no head may be called so."""


_MAX_ENCODER = {
    "embed_dim": 4096,
    "num_heads": 64,
    "num_bottleneck": 256,
    "num_frames": 512,
    "image_size": 1024,
    "patch_size": 64,
}
_MAX_BLOCKS = 256
_MAX_TOKENS = 65_536
_MAX_NUMBER = 1e6


class Metric(Frozen):
    """One figure, and on what it was measured."""

    data_set: str
    split: Annotated[str, Field(description="Part of the data set, such as test or 5 folds.")]
    protocol: Annotated[str, Field(description="How it was measured, and by whom.")]
    name: Annotated[str, Field(description="Such as WAR, UAR, CCC.")]
    value: float
    n: Annotated[int | None, Field(ge=1, description="Clips or stills it was measured on.")] = None


class Provenance(Frozen):
    """Where a model comes from, what it is for and what it is not for."""

    trained_on: tuple[str, ...]
    initialised_from: str = ""
    trained_at: str = ""
    software: dict[str, str] = Field(default_factory=dict, description="Package -> version.")
    intended_use: str = ""
    limits: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class ModelCard(Frozen):
    """A model's task, input, figures, licence and origin.

    `heads` name the output vector in order. At most one head of classes has no name: it tells
    emotions. Those that have one tell what it says; one of kind `actions` gives facial actions
    (`facial_actions.ACTIONS`); the others regress dimensions (`labels.DIMENSIONS`). `sha256` is
    that of the weights file, empty until saved.
    """

    schema_version: Literal[3] = SCHEMA_VERSION
    name: Annotated[str, Field(pattern=NAME_PATTERN)]
    title: str
    task: Annotated[str, Field(description="What it scores, in a few words for people.")]
    size: Annotated[str, Field(description="The registered size it was built from.")]
    encoder: TPSBTConfig
    heads: Annotated[tuple[Head, ...], Field(min_length=1)]
    input: ClipSpec
    temperature: Annotated[
        float, Field(gt=0, description="Divides the class outputs before softmax (calibration).")
    ] = 1.0
    ambiguity_threshold: Annotated[
        float | None,
        Field(ge=0, le=1, description="From this ambiguity on, fewer than six of ten raters agree, "
        "more often than not; none: not measured."),
    ] = None  # fmt: skip
    mirrored: Annotated[
        bool,
        Field(description="Whether each window is scored with its mirror image, as their mean."),
    ] = False
    quality: Annotated[
        QualityCurves,
        Field(description="What a face's size, sharpness, light and pose say about its scores."),
    ] = QualityCurves()
    metrics: tuple[Metric, ...] = ()
    licence: str
    provenance: Provenance
    sha256: Annotated[str, Field(pattern=r"^(?:[0-9a-f]{64})?$")] = ""
    created: AwareDatetime

    @property
    def num_outputs(self) -> int:
        """Length of the output vector: rows of the head's weight."""
        return sum(len(head.names) for head in self.heads)

    @property
    def emotion_names(self) -> tuple[str, ...]:
        """Labels of the class head without a name, in the order of its outputs; empty if none."""
        return next((h.names for h in self._class_heads if not h.name), ())

    @property
    def named_classes(self) -> dict[str, tuple[str, ...]]:
        """The names of further class heads, with their labels, in the order of the outputs."""
        return {head.name: head.names for head in self._class_heads if head.name}

    @property
    def _class_heads(self) -> tuple[Head, ...]:
        return tuple(head for head in self.heads if head.kind is HeadKind.CLASSES)

    @property
    def has_ambiguity(self) -> bool:
        """Whether the class head learned from raters' votes, so that it says where they differ."""
        return any(head.votes for head in self.heads)

    @property
    def dimension_names(self) -> tuple[str, ...]:
        """Names of the regressed dimensions in the order of the outputs."""
        kinds = {HeadKind.BOUNDED, HeadKind.UNBOUNDED}
        return tuple(name for head in self.heads if head.kind in kinds for name in head.names)

    @property
    def action_names(self) -> tuple[str, ...]:
        """Names of the facial actions in the order of the outputs; empty without such a head."""
        return tuple(n for h in self.heads if h.kind is HeadKind.ACTIONS for n in h.names)

    @property
    def ranges(self) -> dict[str, Range]:
        """The range of each dimension that has one: of bounded heads."""
        bounded = [head for head in self.heads if head.kind is HeadKind.BOUNDED]
        return {name: (head.low, head.high) for head in bounded for name in head.names}

    @model_validator(mode="after")
    def _heads_are_distinct(self) -> Self:
        if sum(not head.name for head in self._class_heads) > 1:
            raise ValueError("a model has at most one class head without a name")
        names = (*self.emotion_names, *self.dimension_names)
        if len(set(names)) != len(names):
            raise ValueError("an output name occurs in two heads")
        if unknown := [name for name in self.dimension_names if name not in DIMENSIONS]:
            raise ValueError(f"unknown dimension {', '.join(unknown)}; known: {DIMENSIONS}")
        if len(set(self.action_names)) != len(self.action_names):
            raise ValueError("a facial action occurs in two heads")
        if unknown := [name for name in self.action_names if name not in ACTIONS]:
            raise ValueError(
                f"unknown facial action {', '.join(unknown)}; known: {', '.join(ACTIONS)}"
            )
        return self

    @model_validator(mode="after")
    def _names_of_heads_make_columns(self) -> Self:
        check_named_heads(self.heads)
        return self

    @model_validator(mode="after")
    def _numbers_are_usable(self) -> Self:
        """No card makes a sound network's scores overflow, or a crop of no size."""
        spec = self.input
        points = [number for point in spec.template for number in point]
        bounds = [number for head in self.heads for number in (head.low, head.high)]
        numbers = [spec.span_s, self.temperature, *points, *spec.mean, *spec.std, *bounds]
        if not all(abs(number) <= _MAX_NUMBER for number in numbers):  # NaN compares as false.
            raise ValueError(f"a number of input, heads or temperature is beyond {_MAX_NUMBER:g}")
        if min(*spec.std, self.temperature) < 1 / _MAX_NUMBER:
            raise ValueError(f"std and temperature must be at least {1 / _MAX_NUMBER:g}")
        spread = max(max(points[axis::2]) - min(points[axis::2]) for axis in (0, 1))
        if min(points) < -1 or max(points) > 2 or spread < 0.01:
            raise ValueError("the points of the template must lie apart, in or near the crop")
        return self

    @model_validator(mode="after")
    def _encoder_fits(self) -> Self:
        if self.size not in MODEL_SIZES:
            raise ValueError(f"unknown size {self.size!r}; there are {', '.join(MODEL_SIZES)}")
        for field, limit in _MAX_ENCODER.items():
            if not 0 < getattr(self.encoder, field) <= limit:
                raise ValueError(f"encoder {field} must lie in 1..{limit}")
        if sum(self.encoder.depths) > _MAX_BLOCKS:
            raise ValueError(f"more than {_MAX_BLOCKS} blocks")
        for frames, side_px in (
            (self.input.frames, self.input.size_px),
            (self.encoder.num_frames, self.encoder.image_size),
        ):
            if prod(self.encoder.token_grid(frames, side_px, side_px)) > _MAX_TOKENS:
                raise ValueError(f"a clip of {frames} x {side_px} px has too many patches")
        return self


def check_named_heads(heads: Sequence[Head]) -> None:
    """See that labels and names of class heads make columns that a table can be read by.

    Raises:
        ValueError: They do not.
    """
    classes = [head for head in heads if head.kind is HeadKind.CLASSES]
    labels = [label for head in classes for label in head.names]
    if bad := [name for name in labels if not name.isidentifier()]:
        raise ValueError(f"a label must be one word, as it names a column; got {bad}")
    if taken := {"top", "ambiguity"} & {*labels}:
        raise ValueError(f"a label must not be {min(taken)}: a column has this name")
    names = [head.name for head in classes if head.name]
    if bad := [name for name in names if not name.isidentifier()]:
        raise ValueError(f"a head's name must be one word, as columns begin with it; got {bad}")
    for place, name in enumerate(names):
        if name.split("_")[0] in _TAKEN:
            raise ValueError(f"a head must not be called {name}: other columns begin so")
        for other in (*names[:place], *names[place + 1 :]):
            if f"{other}_".startswith(f"{name}_"):
                raise ValueError(f"columns of the heads {name} and {other} begin alike")
    if any(head.votes and head.name for head in classes):
        raise ValueError("only the class head without a name learns from raters' votes")


def parse_card(text: str | bytes, origin: str) -> ModelCard:
    """The card in a JSON text, brought to the present schema.

    Args:
        text: The content of a card file.
        origin: What to call it in an error, such as its path.

    Raises:
        ModelError: Not a card, of a newer version than this one knows, or contradictory.
    """
    try:
        values = from_json(text)
    except ValueError as error:
        raise ModelError(
            Message("%1 is not a model card: %2", origin, error), hint="Import the model again."
        ) from error
    if not isinstance(values, dict):
        raise ModelError(Message("%1 is not a model card", origin), hint="Import the model again.")
    try:
        return ModelCard.model_validate_json(
            to_json(_migrated(cast("dict[str, Any]", values), origin)), strict=True
        )
    except ValidationError as error:
        raise ModelError(
            Message("%1 does not describe a model: %2", origin, _first_problem(error)),
            hint="Correct the card, or import the model again from its original file.",
        ) from error


def card_text(card: ModelCard) -> str:
    """The card as the JSON that `parse_card` reads."""
    return card.model_dump_json(indent=2) + "\n"


def _migrated(values: dict[str, Any], origin: str) -> dict[str, Any]:
    """The values in the present schema. Earlier ones lack what heads can do since, and no more."""
    version = values.get("schema_version")
    if type(version) is not int or version < 1:
        raise ModelError(
            Message("%1 has no valid schema_version (%2)", origin, f"{version!r}"),
            hint="Import the model again.",
        )
    if version > SCHEMA_VERSION:
        raise ModelError(
            Message(
                "%1 has schema version %2, this program reads up to %3",
                origin,
                version,
                SCHEMA_VERSION,
            ),
            hint="Update the program to use this model.",
        )
    return values | {"schema_version": SCHEMA_VERSION}


def _first_problem(error: ValidationError) -> str:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"{where}: {first['msg']}" if where else first["msg"]
