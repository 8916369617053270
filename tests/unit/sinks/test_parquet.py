from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from svfap_core.errors import OutputError
from svfap_core.sinks import parquet
from svfap_core.sinks.parquet import ParquetSink
from tests.disk import small_disk
from tests.scenes import result, schema, talk


def test_row_groups_are_written_as_rows_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "ROWS_PER_GROUP", 30)
    results = talk().results
    sink = ParquetSink(tmp_path / "t.parquet", schema())
    for row in results:
        sink.write_results([row])
    assert not (tmp_path / "t.parquet").exists()
    sink.commit()
    file = pq.ParquetFile(tmp_path / "t.parquet")
    sizes = [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)]
    assert sizes == [30] * (len(results) // 30) + [len(results) % 30]
    file.close()


def test_equal_analyses_give_equal_files(tmp_path: Path) -> None:
    for name in ("a", "b"):
        sink = ParquetSink(tmp_path / name, schema())
        sink.write_results(talk().results)
        sink.commit()
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_empty_table_is_a_table(tmp_path: Path) -> None:
    ParquetSink(tmp_path / "t.parquet", schema()).commit()
    assert pq.read_table(tmp_path / "t.parquet").num_rows == 0


def test_discard_leaves_nothing_and_may_come_twice(tmp_path: Path) -> None:
    sink = ParquetSink(tmp_path / "t.parquet", schema())
    sink.write_results([result(7.0, 1)])
    sink.discard()
    sink.discard()
    assert list(tmp_path.iterdir()) == []


def test_full_disk_is_an_output_error_and_leaves_nothing(tmp_path: Path) -> None:
    sink = ParquetSink(tmp_path / "t.parquet", schema())
    sink.write_results(talk().results)
    with small_disk(4000):
        with pytest.raises(OutputError) as caught:
            sink.commit()
        sink.discard()
    assert caught.value.hint
    assert list(tmp_path.iterdir()) == []
