"""Markers of a result are codes."""

from __future__ import annotations

from svfap_core.codes.markers import MARKERS_TIER, markers_of, with_markers
from svfap_core.results.edits import Marker
from tests.unit.codes.scenes import code, coding


def test_markers_are_points_of_a_tier() -> None:
    markers = (Marker(t_s=1, text="hi"), Marker(t_s=2))
    found = with_markers(with_markers(coding(code("a", 0, 3)), [Marker(t_s=9)]), markers)
    assert [(c.label, c.start_s, c.is_point) for c in found.on_tier(MARKERS_TIER)] == [
        ("hi", 1, True), ("", 2, True),
    ]  # fmt: skip
    assert markers_of(found) == markers
    assert len(found.codes) == 3
