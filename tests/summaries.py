"""A summary, checked against what pandas makes of the tables by itself."""

from __future__ import annotations

import pandas as pd
import pytest

PRECISION = 2e-5
"""Tables and summaries are both written with five decimals."""


def assert_is_what_pandas_makes(summary: pd.DataFrame, table: pd.DataFrame) -> None:
    """Compare the rows of one video in a summary with its table, person by person."""
    trusted = table[
        (table.status == "ok") | ((table.status == "partial") & (table.coverage >= 0.5))
    ]
    seen = table.person_id.dropna().nunique()
    assert summary.person_id.notna().sum() == seen
    for _, row in summary[summary.person_id.notna()].iterrows():
        of = trusted[trusted.person_id == row.person_id]
        assert row.rows_trusted == len(of)
        assert row.rows_left_out == (table.person_id == row.person_id).sum() - len(of)
        parts = row.trusted_s + row.left_out_s + row.excluded_s
        assert parts == pytest.approx(row.seen_s, abs=1e-3)
        if of.empty:
            assert pd.isna(row.emo_top)
            continue
        emotions = [c for c in table.columns if c.startswith("emo_") and c != "emo_top"]
        means = of[emotions].mean()
        assert row.emo_top == means.idxmax().removeprefix("emo_")
        for column in emotions:
            assert row[f"mean_{column}"] == pytest.approx(means[column], abs=PRECISION)
        for column in ("valence", "arousal", "dominance"):
            expected = of[column].agg(["mean", "min", "max", "std"])
            for word, name in (("mean", "mean"), ("min", "min"), ("max", "max"), ("sd", "std")):
                value = row[f"{word}_{column}"]
                if pd.isna(expected[name]):
                    assert pd.isna(value)
                else:
                    assert value == pytest.approx(expected[name], abs=PRECISION)
        shares = [row[c] for c in summary.columns if c.startswith("share_")]
        assert sum(shares) == pytest.approx(1, abs=1e-4)
