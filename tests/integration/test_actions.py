"""Facial actions by a model and by the landmarker, from video to files and back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import svfap_core as svfap
from svfap_core.cli.annotate import app
from svfap_core.facial_actions import ACTIONS, SHAPES, actions_of
from svfap_core.models import Head, HeadKind
from svfap_core.results.about import Described, about
from svfap_core.settings import OutputSettings
from svfap_core.tracking import landmarker_file
from tests.models import CLASSES, write_untrained_model
from tests.shared_data import shared

NAMES = ("mouth_smile", "jaw_open")
HEAD = Head(kind=HeadKind.ACTIONS, names=NAMES, low=0.0, high=1.0)


def landmarker() -> str:
    return str(shared("data/face_landmarker/face_landmarker.task"))


def clip() -> Path:
    return shared("data/clips/single_face.mp4")


def analysed(folder: Path, *heads: Head, actions: str) -> svfap.Result:
    model = write_untrained_model(folder / "model", heads)
    file = landmarker() if actions == "landmarker" else None
    settings = svfap.AnalysisSettings.model_validate({"actions": actions, "landmarker_file": file})
    return svfap.analyze(clip(), model=str(model), settings=settings)


def told(result: svfap.Result) -> str:
    return "\n".join(about(Described("it", result.population, result.facts)))


def read_back(result: svfap.Result, folder: Path) -> None:
    """Both formats hold the same, with and without the facts beside them."""
    table = result.to_pandas()
    means = result.summary().to_pandas()
    for name in ("csv", "parquet"):
        result.save(folder / name, OutputSettings.model_validate({"tables": [name]}))
        again = svfap.read(folder / name / f"{clip().name}.{name}")
        pd.testing.assert_frame_equal(again.to_pandas(), table)
        pd.testing.assert_frame_equal(again.summary().to_pandas(), means, atol=2e-5)
        for field in ("actions", "actions_origin", "landmarker"):
            was = getattr(result.recording.schema, field)
            assert getattr(again.recording.schema, field) == was
        (folder / name / f"{clip().name}.json").unlink()
        bare = svfap.read(folder / name / f"{clip().name}.{name}")
        pd.testing.assert_frame_equal(bare.to_pandas(), table)


def test_a_model_may_give_actions_and_nothing_else(tmp_path: Path) -> None:
    result = analysed(tmp_path, HEAD, actions="model")
    table = result.to_pandas()
    scores = table[["action_mouth_smile", "action_jaw_open"]]
    assert len(scores)
    assert scores.to_numpy().min() >= 0
    assert scores.to_numpy().max() <= 1
    assert all(row.is_scored for row in result.recording.results)
    assert "2 facial actions (model)" in told(result)
    assert result.summary().to_pandas()["mean_action_jaw_open"][0] == pytest.approx(
        scores["action_jaw_open"].mean(), abs=1e-4
    )
    read_back(result, tmp_path)


def test_the_landmarkers_actions_are_means_over_windows(tmp_path: Path) -> None:
    result = analysed(tmp_path, CLASSES, actions="landmarker")
    table = result.to_pandas()
    assert [c for c in table if c.startswith("action_")] == [f"action_{n}" for n in ACTIONS]
    assert table["action_mouth_smile"].iloc[0] < 0.5  # Of a window into which the smile reaches.
    assert table["action_mouth_smile"].iloc[-1] > 0.7
    assert "27 facial actions (landmarker)" in told(result)
    assert len(result.facts["landmarker"]["sha256"]) == 64
    read_back(result, tmp_path)


def test_both_can_be_compared(tmp_path: Path) -> None:
    result = analysed(tmp_path, CLASSES, HEAD, actions="landmarker")
    table = result.to_pandas()
    assert [c for c in table if c.startswith("action_")] == [f"action_{n}" for n in NAMES]
    assert [c for c in table if c.startswith("landmarker_")] == [f"landmarker_{n}" for n in ACTIONS]
    assert table["landmarker_mouth_smile"].iloc[-1] > 0.7
    read_back(result, tmp_path)


def test_the_command_line_writes_points_of_every_frame(tmp_path: Path) -> None:
    arguments = [str(clip()), "--out", str(tmp_path / "out"), "--actions", "landmarker"]
    found = CliRunner().invoke(app, [*arguments, "--landmarker", landmarker(), "--landmarks"])
    assert found.exit_code == 0, found.output
    name = tmp_path / "out" / f"{clip().name}.landmarks.parquet"
    marks = pq.read_table(name)
    assert marks.num_rows == 72
    rows = svfap.read(name).to_pandas()
    facts = json.loads((tmp_path / "out" / f"{clip().name}.json").read_text())
    assert facts["settings"]["actions"] == "landmarker"
    last = rows.iloc[-1]
    times = marks["timestamp_s"].to_numpy()
    inside = (times >= last["window_start_s"] - 1e-6) & (times < last["window_end_s"] - 1e-6)
    means = [marks[shape].to_numpy()[inside].mean() for shape in SHAPES]
    assert last["action_mouth_smile"] == pytest.approx(actions_of(means)["mouth_smile"], abs=0.02)
    points = np.array(marks["points"].to_pylist()).reshape(-1, 478, 3)
    assert points[:, :, 0].min() > 0
    assert points[:, :, 0].max() < 640


def test_the_file_is_downloaded_when_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "there" / "face_landmarker.task"
    place.parent.mkdir()
    shutil.copy(landmarker(), place)  # As after an earlier download.
    monkeypatch.setattr(landmarker_file, "downloaded_file", lambda: place)
    arguments = [str(clip()), "--out", str(tmp_path / "out"), "--actions", "landmarker"]
    found = CliRunner().invoke(app, [*arguments, "--download-landmarker"])
    assert found.exit_code == 0, found.output
    assert "The face landmarker is" in found.output


def test_a_missing_file_is_told_before_anything_is_analysed(tmp_path: Path) -> None:
    arguments = [str(clip()), "--out", str(tmp_path / "out"), "--actions", "landmarker"]
    found = CliRunner().invoke(app, [*arguments, "--landmarker", str(tmp_path / "none.task")])
    assert found.exit_code == 2
    assert "--download-landmarker" in found.output
