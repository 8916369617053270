"""--baseline: z-scores in the tables of an analysis."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from typer.testing import CliRunner

from svfap_core.api import read
from svfap_core.cli.annotate import app
from svfap_core.results.table import read_table
from tests.shared_data import shared

CLIP = "expression_change.mp4"


@pytest.mark.slow
def test_tables_compare_each_person_with_the_baseline(tmp_path: Path) -> None:
    common = [str(shared(f"data/clips/{CLIP}")), "--out", str(tmp_path), "--json"]
    for baseline, outcome in ((("0:02", "8"), "done"), (("0:02", "8"), "skipped")):
        run = CliRunner().invoke(app, [*common, "--baseline", *baseline])
        assert run.exit_code == 0, run.output
        assert f'"outcome": "{outcome}"' in run.output
    table = read_table(tmp_path / f"{CLIP}.csv")
    assert table.equals(read_table(tmp_path / f"{CLIP}.parquet"))
    again = read(tmp_path / f"{CLIP}.csv").table
    measured = [name for name in table.column_names if not name.startswith("z_")]
    assert again.column_names == table.column_names
    assert again.select(measured).equals(table.select(measured))
    assert np.allclose(numbers(again, "z_valence"), numbers(table, "z_valence"), atol=0.01)
    facts = json.loads((tmp_path / f"{CLIP}.json").read_text())
    assert facts["settings"]["baseline"] == [2, 8]
    assert [c["name"] for c in facts["table"]["columns"]] == table.column_names
    in_range = np.array([2 <= t < 8 for t in table["describes_s"].to_pylist()])
    in_range &= np.array(table["status"].to_pylist()) == "ok"
    assert in_range.sum() > 8
    for column in ("emo_happy", "emo_sad", "valence"):
        scores = numbers(table, column)
        inside = scores[in_range]
        expected = (scores - inside.mean()) / inside.std(ddof=1)
        # Scores in the table are rounded to 0.00001.
        tolerance = 3e-5 / inside.std(ddof=1) * (1 + np.nanmax(abs(expected)))
        assert np.allclose(numbers(table, f"z_{column}"), expected, atol=tolerance, equal_nan=True)

    run = CliRunner().invoke(app, [*common, "--baseline", "2", "9"])
    assert '"outcome": "done"' in run.output, "another baseline is another analysis"
    run = CliRunner().invoke(app, [*common, "--baseline", "0", "0.1"])
    assert run.exit_code == 0
    assert read_table(tmp_path / f"{CLIP}.csv")["z_valence"].null_count == table.num_rows


def numbers(table: pa.Table, column: str) -> np.ndarray:  # pyright: ignore[reportUnknownParameterType]  # pyarrow has no types
    return np.array(table[column].to_pylist(), float)
