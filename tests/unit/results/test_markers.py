from __future__ import annotations

from pathlib import Path

from svfap_core.results.markers import TimedText, write_markers


def test_markers_are_a_plain_table_in_order_of_time(tmp_path: Path) -> None:
    path = tmp_path / "session.mp4.markers.csv"
    write_markers(path, [TimedText(2.5, 'a "b", c'), TimedText(1, "Ü")])
    assert path.read_text("utf-8") == 'timestamp_s,text\n1.000000,Ü\n2.500000,"a ""b"", c"\n'
    write_markers(path, [])
    assert path.read_text("utf-8") == "timestamp_s,text\n"
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
