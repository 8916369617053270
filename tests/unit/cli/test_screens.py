"""What people read while a batch runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.batch.batch import FileEnded, FileOutcome
from svfap_core.batch.plan import Planned
from svfap_core.cli.screens import RichScreen


@pytest.mark.parametrize(("video", "times"), [("faces-hidden", 1), ("anonymised", 0)])
def test_what_is_to_be_reviewed_is_said(
    capsys: pytest.CaptureFixture[str], video: str, times: int
) -> None:
    names = (f"talk.mp4.{video}.mp4", "talk.mp4.hidden-faces.json")
    ended = FileEnded(
        planned=Planned(Path("talk.mp4"), "talk.mp4"),
        outcome=FileOutcome.DONE,
        files=tuple(map(Path, names)),
    )
    RichScreen().event(ended)
    out = capsys.readouterr()
    assert (out.out + out.err).count("svfap review talk.mp4.hidden-faces.json") == times
