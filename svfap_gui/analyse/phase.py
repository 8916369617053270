"""How far an open video is on its way to a result."""

from __future__ import annotations

from enum import StrEnum


class AnalysePhase(StrEnum):
    """What is open, and how far it is."""

    EMPTY = "empty"
    OPENING = "opening"
    READY = "ready"
    """A video without a result."""
    ANALYSING = "analysing"
    """For the first time, or again: then the earlier result is shown meanwhile."""
    CANCELLED = "cancelled"
    """What was found until then is shown, but lies nowhere."""
    DONE = "done"
