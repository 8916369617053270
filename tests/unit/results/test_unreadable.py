"""Files that are sound but cannot be read just now: nobody is told to move or remake them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from svfap_core.errors import SvfapError
from svfap_core.results.edits import Edits
from svfap_core.results.edits_file import read_saved_edits, write_edits
from svfap_core.results.markers import TimedText, read_markers, write_markers
from svfap_core.results.reading import read_result
from svfap_core.results.table import read_rows, write_table
from svfap_core.results.tracks import read_tracks, write_tracks
from tests.disk import no_handle_left
from tests.scenes import schema, talk


@pytest.mark.parametrize(
    ("name", "write", "read"),
    [
        ("a.csv", lambda path: write_table(path, schema(), []), read_rows),
        ("a.parquet", lambda path: write_table(path, schema(), []), read_rows),
        ("a.tracks.parquet", lambda path: write_tracks(path, talk(seconds=1)), read_tracks),
        ("a.edits.json", lambda path: write_edits(path, Edits()), read_saved_edits),
        ("a.markers.csv", lambda path: write_markers(path, [TimedText(1.0, "x")]), read_markers),
        ("folder", lambda path: path.mkdir(), read_result),
    ],
)
def test_a_sound_file_that_cannot_be_opened(
    tmp_path: Path,
    name: str,
    write: Callable[[Path], object],
    read: Callable[[Path], object],
) -> None:
    path = tmp_path / name
    write(path)
    with no_handle_left(), pytest.raises(SvfapError, match="Too many open files") as caught:
        read(path)
    assert "then try again" in caught.value.hint
