from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from svfap_core.exports.sidecar import sidecar
from svfap_core.results.notes import remarks
from tests.scenes import schema, talk
from tests.unit.exports.test_sidecar import facts


def test_of_a_result_without_any_trouble_nothing_is_said(tmp_path: Path) -> None:
    """Who words a standing note anew changes `STANDING_NOTES` with it."""
    run = replace(facts(tmp_path / "v.mp4"), read_s=19.96)
    content = sidecar(run, schema(), talk(seconds=3).results)
    assert len(content["notes"]) == 2
    assert remarks(content) == ()


def test_what_is_said_of_the_video_is_passed_on() -> None:
    said = ["timestamp_s is what it is.", "It ends at 1.5 of 2.4 s.", "Its sound is gone."]
    assert remarks({"notes": said}) == tuple(said[1:])


@pytest.mark.parametrize("content", [{}, {"notes": None}, {"notes": "text"}])
def test_a_sidecar_without_notes_says_nothing(content: dict[str, object]) -> None:
    assert remarks(content) == ()
