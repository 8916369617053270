from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from svfap_core.errors import OutputError
from svfap_core.inference.predictor import Predictor
from svfap_core.sinks import features
from svfap_core.sinks.features import KEYS, FeaturesSink
from svfap_core.types import AffectResult
from tests.disk import small_disk
from tests.scenes import schema, talk
from tests.unit.inference.test_predictor import predictor


@pytest.fixture(scope="module")
def encoder() -> Predictor:
    return predictor()


def rows(encoder: Predictor) -> list[AffectResult]:
    """Rows as an analysis gives them: features where there are scores."""
    rng = np.random.default_rng(0)
    return [
        replace(row, features=rng.normal(size=encoder.num_features).astype(np.float32))
        if row.emotions
        else row
        for row in talk().results
    ]


def test_rows_with_scores_are_there_in_order_bit_for_bit(
    tmp_path: Path, encoder: Predictor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(features, "ROWS_PER_GROUP", 7)
    path, results = tmp_path / "t.features.parquet", rows(encoder)
    sink = FeaturesSink(path, schema(), encoder)
    for first in range(0, len(results), 3):
        sink.write_results(results[first : first + 3])
    assert not path.exists()
    sink.commit()
    scored = [row for row in results if row.emotions]
    assert 0 < len(scored) < len(results)
    table = pq.read_table(path)
    assert pq.ParquetFile(path).num_row_groups > 1
    cells = [schema().row(row) for row in scored]
    assert table.select(KEYS).to_pylist() == [{k: row[k] for k in KEYS} for row in cells]
    found = np.stack([table[f"f{n}"].to_numpy() for n in range(encoder.num_features)], axis=1)
    np.testing.assert_array_equal(found, np.stack([row.features for row in scored]))
    assert table.schema.field("f0").type == pa.float32()


def test_a_video_without_faces_has_all_columns_and_no_row(
    tmp_path: Path, encoder: Predictor
) -> None:
    sink = FeaturesSink(tmp_path / "t.parquet", schema(), encoder)
    sink.commit()
    table = pq.read_table(tmp_path / "t.parquet")
    assert (table.num_rows, table.num_columns) == (0, len(KEYS) + encoder.num_features)
    assert table.schema.metadata[b"svfap.model"].decode() == encoder.card.name


def test_a_full_disk_leaves_nothing(tmp_path: Path, encoder: Predictor) -> None:
    sink = FeaturesSink(tmp_path / "t.parquet", schema(), encoder)
    sink.write_results(rows(encoder))
    with small_disk(3000), pytest.raises(OutputError):
        sink.commit()
    sink.discard()
    assert list(tmp_path.iterdir()) == []
