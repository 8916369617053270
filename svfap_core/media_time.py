"""Media time as people write it: seconds, `mm:ss` or `hh:mm:ss`. Knows no settings."""

from __future__ import annotations

import re
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field

_CLOCK = re.compile(r"(?:\d+:(?:[0-5]?\d:)?[0-5]?\d|\d+)(?:\.\d+)?")


def _seconds(value: object) -> object:
    """The seconds of a time as clocks show it; anything else as it is."""
    if not isinstance(value, str) or not _CLOCK.fullmatch(value.strip()):
        return value
    seconds = 0.0
    for part in value.split(":"):
        seconds = 60 * seconds + float(part)
    return seconds


def _both_ends(value: object) -> object:
    """The two times of a text such as `0:10 0:20`, or of a list; anything else as it is."""
    if isinstance(value, str):
        return tuple(re.split(r"[\s,]+", value.strip()))
    return tuple(value) if isinstance(value, list) else value


def _forward(stretch: tuple[float, float]) -> tuple[float, float]:
    if stretch[1] <= stretch[0]:
        raise ValueError("the end must be after the start")
    return stretch


MediaTime: TypeAlias = Annotated[float, BeforeValidator(_seconds), Field(ge=0)]
"""Seconds since the first frame; `mm:ss` and `hh:mm:ss` are understood."""

MediaStretch: TypeAlias = Annotated[
    tuple[MediaTime, MediaTime], BeforeValidator(_both_ends), AfterValidator(_forward)
]
"""Start and end; the end is no part of it. A text with both is understood."""
