from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.errors import OutputError, SvfapError
from svfap_core.results.table import read_rows, read_table, read_whole_rows, write_table
from svfap_core.sinks.csv import CsvSink
from tests.disk import small_disk
from tests.scenes import schema, talk


def test_csv_and_parquet_read_back_equal(tmp_path: Path) -> None:
    table = schema('with, comma "and" quotes.mp4')
    recording = talk()
    rows = [table.row(result) for result in recording.results]
    for ending in (".csv", ".parquet"):
        write_table(tmp_path / f"t{ending}", table, rows)
    from_csv, from_parquet = read_table(tmp_path / "t.csv"), read_table(tmp_path / "t.parquet")
    assert from_csv.equals(from_parquet)
    assert read_rows(tmp_path / "t.csv") == [table.row(result) for result in recording.results]
    assert b"svfap.columns" in from_parquet.schema.metadata


@pytest.mark.parametrize(
    "name", ["missing.csv", "empty.csv", "broken.parquet", "other.csv", "a.txt"]
)
def test_what_is_no_table_is_refused_with_a_hint(tmp_path: Path, name: str) -> None:
    if name.startswith(("empty", "broken")):
        (tmp_path / name).write_bytes(b"")
    if name.startswith("other"):
        (tmp_path / name).write_text("a,b\n1,2\n")
    with pytest.raises(SvfapError) as caught:
        read_table(tmp_path / name)
    assert caught.value.hint


def test_a_table_of_rows_is_that_of_the_sink(tmp_path: Path) -> None:
    recording = talk()
    sink = CsvSink(tmp_path / "a.csv", schema())
    sink.write_results(recording.results)
    sink.commit()
    write_table(tmp_path / "b.csv", schema(), iter(recording.rows()))
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_a_full_disk_leaves_no_table(tmp_path: Path) -> None:
    for name in ("t.csv", "t.parquet"):
        with small_disk(3000), pytest.raises(OutputError):
            write_table(tmp_path / name, schema(), talk().rows())
    assert list(tmp_path.iterdir()) == []


def test_whole_rows_of_a_whole_table_are_all_its_rows(tmp_path: Path) -> None:
    for name in ("t.csv", "t.parquet"):
        write_table(tmp_path / name, schema(), talk().rows())
        assert read_whole_rows(tmp_path / name) == (talk().rows(), False)
    with pytest.raises(SvfapError):
        read_whole_rows(tmp_path / "missing.csv")
