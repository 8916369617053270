from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.errors import OutputError
from svfap_core.sinks.csv import CsvSink
from svfap_core.types import Status
from tests.disk import small_disk
from tests.scenes import result, schema, talk


def test_file_is_plain_and_appears_at_commit(tmp_path: Path) -> None:
    path = tmp_path / "out" / "t.csv"
    sink = CsvSink(path, schema("Ünï, 1.mp4"))
    sink.write_results([result(1.0, 0, Status.NO_FACE), result(7.0, 1)])
    assert not path.exists()
    sink.commit()
    assert [p.name for p in path.parent.iterdir()] == ["t.csv"]
    raw = path.read_bytes()
    assert b"\r" not in raw
    lines = raw.decode().splitlines()
    assert lines[1].startswith('2,"Ünï, 1.mp4",25,1.080000,1.000000,1.000000,,')
    assert lines[1].endswith(",no_face")
    assert lines[2].split(",")[4:6] == ["7.080000", "7.000000"]


def test_rows_can_be_read_along(tmp_path: Path) -> None:
    sink = CsvSink(tmp_path / "t.csv", schema())
    sink.write_results([result(1.5, 0, Status.NO_FACE)])
    assert len((tmp_path / "t.csv.part").read_text().splitlines()) == 2
    sink.discard()


def test_a_live_table_has_every_row_at_once_and_keeps_them(tmp_path: Path) -> None:
    sink = CsvSink(tmp_path / "t.csv", schema(), live=True)
    for t_s in (7.0, 7.1):
        sink.write_results([result(t_s, 1)])
    assert len((tmp_path / "t.csv").read_text().splitlines()) == 3, "a killed process leaves this"
    sink.discard()
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]


def test_discard_leaves_nothing_and_may_come_twice(tmp_path: Path) -> None:
    sink = CsvSink(tmp_path / "t.csv", schema())
    sink.write_results([result(7.0, 1)])
    sink.discard()
    sink.discard()
    assert list(tmp_path.iterdir()) == []


def test_full_disk_is_an_output_error_and_leaves_nothing(tmp_path: Path) -> None:
    sink = CsvSink(tmp_path / "t.csv", schema())
    rows = talk().results * 5
    with small_disk(20_000):
        with pytest.raises(OutputError) as caught:
            sink.write_results(rows)
        sink.discard()
    assert caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_folder_in_the_way_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "t.csv" / "full").mkdir(parents=True)
    sink = CsvSink(tmp_path / "t.csv", schema())
    with pytest.raises(OutputError, match="in the way"):
        sink.commit()
    sink.discard()
    assert [p.name for p in tmp_path.iterdir()] == ["t.csv"]
