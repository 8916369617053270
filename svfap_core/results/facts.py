"""What a result's sidecar says to those that open its video again. Knows no file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from svfap_core.settings import DEFAULT_DECODING, DecodingSettings


def analysed_stream(facts: Mapping[str, Any]) -> int | None:
    """Which stream of its video a result is of; `None` where the sidecar does not say.

    The video of a live recording is not what was analysed, and has one stream.
    """
    number = facts.get("source", {}).get("video_stream")
    return number if isinstance(number, int) and "recording" not in facts else None


def decoding_of(facts: Mapping[str, Any]) -> DecodingSettings:
    """How the source of a result was read, by its sidecar, as far as that says so."""
    try:
        asked = DecodingSettings.model_validate(facts["settings"]["decoding"])
    except (KeyError, TypeError, ValidationError):
        asked = DEFAULT_DECODING
    stream = facts.get("source", {}).get("video_stream")
    return asked if stream is None else asked.model_copy(update={"video_stream": stream})
