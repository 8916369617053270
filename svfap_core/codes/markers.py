"""Markers of a result as point codes of a default tier, and back."""

from __future__ import annotations

from collections.abc import Iterable

from svfap_core.codes.coding import Code, Coding
from svfap_core.results.edits import Marker

MARKERS_TIER = "markers"
"""As in annotations for ELAN."""


def with_markers(coding: Coding, markers: Iterable[Marker], tier: str = MARKERS_TIER) -> Coding:
    """The coding with these markers on a tier, in place of those it held there."""
    codes = [c for c in coding.codes if c.tier != tier]
    points = [Code(tier=tier, label=m.text, start_s=m.t_s, end_s=m.t_s) for m in markers]
    return coding.with_codes([*codes, *points])


def markers_of(coding: Coding, tier: str = MARKERS_TIER) -> tuple[Marker, ...]:
    """The codes of a tier as markers, each at its start; durations and comments stay behind."""
    return tuple(Marker(t_s=code.start_s, text=code.label) for code in coding.on_tier(tier))
