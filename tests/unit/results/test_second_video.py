"""A video beside the analysed one: where it lies, and its offset."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from svfap_core.results.carrying import carry_over
from svfap_core.results.edits import Edits, Marker
from svfap_core.results.edits_file import read_saved_edits, write_edits
from svfap_core.results.second_video import SecondVideo

times_s = st.floats(-90_000, 90_000, allow_nan=False).map(lambda t_s: round(t_s, 6))


def test_files_of_one_folder_are_moved_together(tmp_path: Path) -> None:
    first, second = tmp_path / "study" / "faces" / "a.mp4", tmp_path / "study" / "stimuli" / "b.mp4"
    kept = SecondVideo.of(second, first)
    assert kept.path == "../stimuli/b.mp4"
    moved = tmp_path / "elsewhere" / "faces" / "a.mp4"
    assert kept.located(moved) == tmp_path / "elsewhere" / "stimuli" / "b.mp4"
    assert SecondVideo.of(first.with_name("b.mp4"), first).path == "b.mp4"


def test_files_that_share_no_folder_are_named_by_their_whole_path() -> None:
    first, second = Path("/data/a.mp4").absolute(), Path("/films/b.mp4").absolute()
    kept = SecondVideo.of(second, first)
    assert Path(kept.path) == second
    assert kept.located(Path("/elsewhere/a.mp4")) == second


names = st.text("ab.", min_size=1, max_size=3).filter(lambda name: set(name) != {"."})
places = st.lists(names, min_size=1, max_size=4).map(lambda parts: Path("/", *parts).absolute())


@given(places, places)
def test_a_file_is_found_where_it_lies(second: Path, first: Path) -> None:
    assert SecondVideo.of(second, first).located(first) == second


@given(times_s, times_s)
def test_aligned_frames_are_shown_together(first_s: float, second_s: float) -> None:
    aligned = SecondVideo(path="b.mp4").aligned(first_s, second_s)
    assert aligned.time_s(first_s) == pytest.approx(second_s, abs=2e-6)


@given(times_s)
def test_an_offset_is_written_and_read_exactly(offset_s: float) -> None:
    shifted = SecondVideo(path="b.mp4").shifted_to(offset_s)
    assert SecondVideo.model_validate_json(shifted.model_dump_json()) == shifted
    assert shifted.shifted_to(shifted.offset_s) == shifted


def test_what_is_no_offset_is_refused() -> None:
    with pytest.raises(ValidationError):
        SecondVideo(path="b.mp4", offset_s=float("inf"))
    with pytest.raises(ValidationError):
        SecondVideo(path="")


def test_it_is_saved_with_the_edits_and_goes_to_another_analysis(tmp_path: Path) -> None:
    second = SecondVideo(path="../b.mp4", offset_s=-1.25, heard=True)
    edits = Edits().beside(second).add_marker(Marker(t_s=1.0)).rename(1, "Anna").on("one")
    write_edits(tmp_path / "a.edits.json", edits)
    assert read_saved_edits(tmp_path / "a.edits.json").edits == edits
    assert carry_over(edits, {}, "two", {}).edits.second == second
    assert edits.about_persons().second is None
    assert edits.beside(None).second is None


def test_of_two_the_one_on_top_counts() -> None:
    mine, theirs = SecondVideo(path="mine.mp4"), SecondVideo(path="theirs.mp4")
    assert Edits().beside(mine).over(Edits().beside(theirs)).second == mine
    assert Edits().over(Edits().beside(theirs)).second == theirs
