"""Figures of a result from Python, against its own parts."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from svfap_core.codes.coding import Code, Coding
from svfap_core.codes.coding_file import write_coding
from svfap_core.errors import SvfapError
from svfap_core.pipeline.result import Result
from svfap_core.results.edits import Edits, Marker, TimeRange
from svfap_core.results.statistics import statistics
from tests.scenes import talk

CODING = Coding(
    coder="Anna",
    codes=(
        Code(tier="face", label="laugh", start_s=8, end_s=10),
        Code(tier="face", label="laugh", start_s=14, end_s=19),
        Code(tier="face", label="nod", start_s=9, end_s=9),
    ),
)
EDITS = Edits().rename(0, "Maria").add_marker(Marker(t_s=12.0, text="film"))


@pytest.fixture(scope="module")
def result() -> Result:
    return Result(talk(), {}, video=None, edits=EDITS)


def test_the_time_budget_has_emotions_and_codes(result: Result, tmp_path: Path) -> None:
    write_coding(tmp_path / "talk.mp4.anna.codes.json", CODING)
    frame = result.time_budget([tmp_path / "talk.mp4.anna.codes.json"]).to_pandas()
    assert frame.equals(result.time_budget([CODING]).to_pandas())
    assert list(frame.kind) == ["emotion"] * 14 + ["code", "point"]
    assert list(frame[frame.coder == "Anna"]["count"]) == [2, 1]
    emotions = frame[frame.kind == "emotion"].groupby("subject")
    assert emotions.share.sum().to_dict() == pytest.approx({"Maria": 1, "Person 1": 1}, abs=1e-4)
    assert len(result.time_budget()) == 14
    column = result.time_budget().schema.field("latency_s")
    assert b'"unit": "s"' in column.metadata[b"svfap"]


def test_ranges_are_those_asked_for(result: Result) -> None:
    markers = result.time_budget(within="markers").to_pandas()
    assert [*dict.fromkeys(zip(markers.start_s, markers.end_s, strict=True))] == [
        (0.0, 12.0),
        (12.0, 19.96),
    ]
    within = result.time_budget([CODING], within="code").to_pandas()
    assert set(within.range) == {"face: laugh"}
    laugh = within[within.label == "laugh"].iloc[0]
    assert (laugh.range_s, laugh.total_s, laugh.share) == (7.0, 7.0, 1.0)
    two = result.time_budget([CODING, CODING.changed(coder="Ben")], within="code").to_pandas()
    assert set(two.range) == {"Anna: face: laugh", "Ben: face: laugh"}
    assert len(result.time_budget(within="code")) == 0
    with pytest.raises(ValueError, match="needs chosen"):
        result.time_budget(within="range")


def test_scores_of_a_range_are_the_statistics(result: Result) -> None:
    frame = result.statistics(within="range", chosen=(2.0, 8.0)).to_pandas()
    found = statistics(result.population, 0, TimeRange(2.0, 8.0))
    happy = frame[(frame.person_id == 0) & (frame.score == "emo_happy")].iloc[0]
    assert happy["mean"] == pytest.approx(found.scores["happy"].mean, abs=1e-5)
    assert happy.rows == found.rows
    assert isinstance(frame, pd.DataFrame)
    laugh = result.statistics([CODING], within="code").to_pandas()
    assert set(laugh.range) == {"face: laugh"}


def test_a_missing_file_of_codes_says_so(result: Result, tmp_path: Path) -> None:
    with pytest.raises(SvfapError):
        result.time_budget([tmp_path / "no.codes.json"])
