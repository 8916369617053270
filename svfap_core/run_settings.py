"""The settings of a run as one schema: command line, files and forms are made from it."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, Field
from pydantic.fields import FieldInfo

from svfap_core.settings import AnalysisSettings, Device, Frozen, OutputSettings

DEFAULT_MODEL = "svfap-tiny"
"""The built-in model."""


class RunSettings(Frozen):
    """The settings of a run that are the same for all its files."""

    model: Annotated[str, Field(description="Name or folder of the model that scores faces.")] = (
        DEFAULT_MODEL
    )
    device: Annotated[
        Device,
        Field(
            description="Where the model computes; auto takes the best available. A missing one is "
            "an error."
        ),
    ] = "auto"
    analysis: AnalysisSettings = AnalysisSettings()
    outputs: OutputSettings = OutputSettings()


def leaves(schema: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """All fields that hold a value, in order, by their dotted names.

    A field with a single choice tells schemas apart; it is no setting.
    """
    for name, field in schema.model_fields.items():
        kind = field.annotation
        if typing.get_origin(kind) is Literal and len(typing.get_args(kind)) == 1:
            continue
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from leaves(kind, f"{prefix}{name}.")
        else:
            yield prefix + name, field
