from __future__ import annotations

from dataclasses import replace
from statistics import fmean, stdev

import pytest

from svfap_core.results.baseline import MIN_ROWS, baseline
from svfap_core.results.edits import TimeRange
from tests.scenes import result

RANGE = TimeRange(0, 10)
ROWS = [result(3 + n / 2, 0) for n in range(8)]


def test_scores_are_told_in_standard_deviations_from_the_mean() -> None:
    against = baseline(ROWS, RANGE)
    happy = [row.emotions["happy"] for row in ROWS]
    later = result(12.0, 0)
    assert against.z(later)["happy"] == pytest.approx(
        (later.emotions["happy"] - fmean(happy)) / stdev(happy)
    )
    assert set(against.z(later)) == {*later.emotions, *later.dimensions}
    zs = [against.z(row)["valence"] for row in ROWS]
    assert fmean(zs) == pytest.approx(0, abs=1e-9)
    assert stdev(zs) == pytest.approx(1)


def test_too_few_rows_compare_nothing_and_say_so() -> None:
    against = baseline(ROWS[: MIN_ROWS - 1], RANGE)
    assert against.too_few_rows
    assert against.z(ROWS[0]) == {}
    assert not baseline(ROWS[:MIN_ROWS], RANGE).too_few_rows
    assert baseline([], RANGE).rows == 0


def test_a_score_that_does_not_move_has_no_z_score() -> None:
    still = [replace(row, emotions={**row.emotions, "fear": 0.25}) for row in ROWS]
    against = baseline(still, RANGE)
    assert against.flat == ("fear",)
    assert "fear" not in against.z(result(12.0, 0))
    assert "happy" in against.z(result(12.0, 0))
