"""What a result's sidecar says to those that open its video again. Knows no file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def analysed_stream(facts: Mapping[str, Any]) -> int | None:
    """Which stream of its video a result is of; `None` where the sidecar does not say.

    The video of a live recording is not what was analysed, and has one stream.
    """
    number = facts.get("source", {}).get("video_stream")
    return number if isinstance(number, int) and "recording" not in facts else None
