"""Names and markers of a recording that has ended, changed in its files."""

from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.errors import SvfapError
from svfap_core.pipeline.recorded_work import RecordedWork, rework
from svfap_core.results.edits import Edits, Marker
from svfap_core.results.edits_file import read_saved_edits, write_edits
from svfap_core.results.layout import TIME_DECIMALS
from svfap_core.results.markers import TimedText, read_markers


@pytest.fixture
def work(tmp_path: Path) -> RecordedWork:
    """Recorded from second 10 to 20 of the source, one face, one marker, no name."""
    return RecordedWork(
        video=tmp_path / "session.mp4",
        analysis="ab" * 32,
        start_s=10.0,
        end_s=20.0,
        tracks=frozenset({1}),
        names={},
        markers=(TimedText(1.2345678, "a"),),
    )


def edits_path(work: RecordedWork) -> Path:
    return work.video.with_name("session.mp4.edits.json")


def test_only_what_is_about_the_recording_is_of_it(work: RecordedWork) -> None:
    marks = [(9.0, "before"), (11.0, "in"), (20.5, "after")]
    found = work.with_work({1: "Ann", 7: "somebody of later"}, marks)
    assert found.names == {1: "Ann"}
    assert found.markers == (TimedText(1.0, "in"),)


def test_the_first_name_takes_the_markers_along(work: RecordedWork) -> None:
    rework(work, work._replace(names={1: "Ann"}))
    edits = read_saved_edits(edits_path(work)).edits
    assert edits.analysis == work.analysis
    assert edits.names == {1: "Ann"}
    assert edits.markers == (Marker(t_s=1.2345678, text="a"),)


def test_a_marker_that_came_through_a_table_is_found_again(work: RecordedWork) -> None:
    edits = Edits(
        analysis=work.analysis, markers=(Marker(t_s=round(1.2345678, TIME_DECIMALS), text="a"),)
    )
    write_edits(edits_path(work), edits)
    rework(work, work._replace(markers=(TimedText(1.2345678, "smile"),)))
    assert [marker.text for marker in read_saved_edits(edits_path(work)).edits.markers] == ["smile"]
    table = read_markers(work.video.with_name("session.mp4.markers.csv"))
    assert [text for _, text in table] == ["smile"]


def test_names_are_not_given_to_tracks_of_another_analysis(work: RecordedWork) -> None:
    theirs = Edits(analysis="cd" * 32, names={1: "Eve"})
    write_edits(edits_path(work), theirs)
    with pytest.raises(SvfapError, match="analysed again"):
        rework(work, work._replace(names={1: "Ann"}))
    assert read_saved_edits(edits_path(work)).edits == theirs
