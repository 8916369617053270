from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.errors import SvfapError
from svfap_core.results.markers import TimedText, read_markers, write_markers


def test_markers_are_a_plain_table_in_order_of_time(tmp_path: Path) -> None:
    path = tmp_path / "session.mp4.markers.csv"
    write_markers(path, [TimedText(2.5, 'a "b", c'), TimedText(1, "Ü")])
    assert path.read_text("utf-8") == 'timestamp_s,text\n1.000000,Ü\n2.500000,"a ""b"", c"\n'
    write_markers(path, [])
    assert path.read_text("utf-8") == "timestamp_s,text\n"
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_markers_read_back_and_broken_lines_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "m.markers.csv"
    markers = [TimedText(1.0, "Ü"), TimedText(2.5, 'a "b",\nc'), TimedText(3.0, "")]
    write_markers(path, markers)
    assert read_markers(path) == markers
    with path.open("a") as file:
        file.write("\nnan,x\n4.0\nlater,y\n5.0,kept\n6.")
    assert read_markers(path) == [*markers, TimedText(5.0, "kept")]


@pytest.mark.parametrize("content", [None, b"", b"a,b\n1,2\n", b"\xff\xfe"])
def test_what_holds_no_markers_is_told_with_a_hint(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "m").write_bytes(content)
    with pytest.raises(SvfapError) as caught:
        read_markers(tmp_path / "m")
    assert caught.value.hint
