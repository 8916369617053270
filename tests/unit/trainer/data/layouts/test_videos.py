"""A plain folder of videos."""

from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.errors import SourceError
from tests.unit.trainer.data.layouts.tree import reasons, write
from trainer.data.layouts import videos


def test_every_video_below_the_folder_is_an_item(root: Path) -> None:
    write(root / "b.mp4")
    write(root / "a [1].mov")
    write(root / "more/c.mkv")
    write(root / "empty.mp4", "")
    write(root / "notes.txt")
    found = videos.read(root)
    assert [item.clip for item in found.items] == ["a [1].mov", "b.mp4", "more/c.mkv"]
    assert len({item.subject for item in found.items}) == 3
    assert (found.classes, found.values) == ((), ())
    assert reasons(found) == {"empty.mp4": "is empty (0 bytes)"}


def test_a_folder_without_videos_is_refused(root: Path) -> None:
    with pytest.raises(SourceError, match="does not hold videos"):
        videos.read(root)
