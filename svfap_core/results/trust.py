"""Which scores count, and which are unclear: the one rule for all that shows or counts them."""

from __future__ import annotations

from svfap_core.types import AffectResult, Status

TRUSTED_COVERAGE = 0.5
"""A partial window counts from this coverage on."""


def is_trusted(row: AffectResult) -> bool:
    """Whether a row's scores count: status ok, or partial from half a span on."""
    if row.status is Status.PARTIAL:
        return row.coverage is not None and row.coverage >= TRUSTED_COVERAGE
    return row.status is Status.OK


def is_unclear(row: AffectResult, threshold: float | None) -> bool:
    """Whether raters are expected to differ about a row's emotion.

    Says nothing about trust: a face can be seen well and still be judged differently.

    Args:
        row: Unclear only where it has emotions and their ambiguity.
        threshold: The model card's `ambiguity_threshold`, 0..1; without one no row is unclear.
    """
    if threshold is None or row.ambiguity is None or not row.emotions:
        return False
    return row.ambiguity >= threshold
