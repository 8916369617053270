"""Which scores count: the one rule for tables, curves, statistics, timeline and exports."""

from __future__ import annotations

from svfap_core.types import AffectResult, Status

TRUSTED_COVERAGE = 0.5
"""A partial window counts from this coverage on."""


def is_trusted(row: AffectResult) -> bool:
    """Whether a row's scores count: status ok, or partial from half a span on."""
    if row.status is Status.PARTIAL:
        return row.coverage is not None and row.coverage >= TRUSTED_COVERAGE
    return row.status is Status.OK
