from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.errors import SvfapError
from svfap_core.results.table import read_rows, read_table
from svfap_core.sinks.csv import CsvSink
from svfap_core.sinks.parquet import ParquetSink
from tests.scenes import schema, talk


def test_csv_and_parquet_read_back_equal(tmp_path: Path) -> None:
    table = schema('with, comma "and" quotes.mp4')
    recording = talk()
    for sink in (CsvSink(tmp_path / "t.csv", table), ParquetSink(tmp_path / "t.parquet", table)):
        sink.write_results(recording.results)
        sink.commit()
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
