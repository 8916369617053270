from __future__ import annotations

from svfap_core.results.edits import ALL_TIME, Marker, TimeRange
from svfap_core.results.named_ranges import between_markers, chosen_range, whole_video


def test_ranges_lie_in_the_video() -> None:
    assert whole_video(20.0).parts == (TimeRange(0, 20),)
    assert whole_video(0.0).parts == ()
    assert chosen_range(TimeRange(25, 15), 20.0).parts == (TimeRange(15, 20),)
    assert chosen_range(ALL_TIME, 20.0).length_s == 20
    outside = chosen_range(TimeRange(30, 40), 20.0)
    assert (outside.parts, outside.start_s, outside.end_s) == ((), None, None)


def test_markers_part_the_video_and_name_what_follows() -> None:
    markers = (Marker(t_s=5, text="film"), Marker(t_s=5, text="A"), Marker(t_s=12, text="rest"))
    found = between_markers(markers, 20.0)
    assert [(r.name, *r.parts[0]) for r in found] == [
        ("", 0, 5), ("film, A", 5, 12), ("rest", 12, 20),
    ]  # fmt: skip
    assert sum(r.length_s for r in found) == 20


def test_a_marker_at_the_start_leaves_nothing_before_it() -> None:
    found = between_markers((Marker(t_s=0, text="go"), Marker(t_s=99)), 20.0)
    assert [(r.name, *r.parts[0]) for r in found] == [("go", 0, 20)]
    assert between_markers((), 20.0) == ()
    assert between_markers((Marker(t_s=99),), 20.0) == ()
