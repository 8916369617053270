"""Figures of runs and models: pooled over folds, the same from any number of processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from svfap_core.errors import ModelError
from svfap_core.inference.checkpoint import read_card
from tests.models import LABELS, write_untrained_model
from tests.unit.trainer.miniature import mini_finetune, write_clips
from trainer.evaluate import LEVELS_FILE, PREDICTIONS_FILE, Protocol, evaluate
from trainer.fit import fit
from trainer.predictions import read_predictions
from trainer.report import EVALUATION_FILE, REPORT_FILE

pytestmark = pytest.mark.filterwarnings("ignore::Warning:lightning", "ignore::Warning:torch")


def test_a_model_is_judged_and_its_card_takes_the_figures(tmp_path: Path) -> None:
    model = write_untrained_model(tmp_path / "model")
    data = write_clips(tmp_path / "set", classes=LABELS[:2])
    out = tmp_path / "out"
    for _ in range(2):
        found = evaluate([model], out, Protocol(windows=1), data=[data], keep=True)
    assert found.classes is not None
    assert {path.name for path in out.iterdir()} == {
        PREDICTIONS_FILE,
        EVALUATION_FILE,
        REPORT_FILE,
    }
    recorded = {m.name: m for m in read_card(model).metrics}
    assert recorded["WAR"].value == pytest.approx(found.classes.war.value, abs=1e-4)
    assert (recorded["WAR"].data_set, recorded["WAR"].split) == ("Miniature", "test")
    assert "1 windows, probabilities averaged" in recorded["WAR"].protocol
    assert len(recorded) == len(read_card(model).metrics)


def test_what_has_no_place_or_no_data_is_told(tmp_path: Path) -> None:
    model = write_untrained_model(tmp_path / "model")
    with pytest.raises(ModelError, match="--out"):
        evaluate([model], None, Protocol())
    with pytest.raises(ModelError, match="--data"):
        evaluate([model], tmp_path / "out", Protocol())
    with pytest.raises(ModelError, match="one model folder only"):
        evaluate([tmp_path], tmp_path / "out", Protocol(), keep=True)


def test_folds_are_pooled(tmp_path: Path) -> None:
    data = write_clips(tmp_path / "set", folds=2)
    runs = [tmp_path / f"fold{fold}" for fold in (1, 2)]
    for fold, run in enumerate(runs, 1):
        config = mini_finetune(data, "clip", **{"data.fold": fold, "recipe.epochs": 1})
        fit(config, run, listener=lambda _: None, max_steps=1)
    found = evaluate(runs, tmp_path / "out", Protocol(windows=1))
    assert found.n == 16
    assert found.split == "test, 2 folds pooled"
    predictions = read_predictions(tmp_path / "out" / PREDICTIONS_FILE)
    assert len(set(predictions.clips)) == 16
    assert set(predictions.folds) == {1, 2}


def test_dimensions_are_scored_as_levels_too(tmp_path: Path) -> None:
    data = write_clips(tmp_path / "set", values=("valence",))
    config = mini_finetune(data, "clip", **{"recipe.epochs": 1})
    fit(config, tmp_path / "run", listener=lambda _: None, max_steps=1)
    evaluate([tmp_path / "run"], tmp_path / "out", Protocol(windows=1, levels=5))
    found = json.loads((tmp_path / "out" / LEVELS_FILE).read_text())
    assert list(found) == ["valence"]
    assert sum(map(sum, found["valence"]["confusion"])) == 4


@pytest.mark.slow
def test_two_processes_give_the_figures_of_one(tmp_path: Path) -> None:
    model = write_untrained_model(tmp_path / "model")
    # 7 clips do not divide between two processes.
    data = write_clips(tmp_path / "set", classes=LABELS[:2], per_subject=7)
    command = ["-m", "trainer", "evaluate", str(model), "--data", str(data), "--out"]
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    many = ["-m", "torch.distributed.run", "--nproc-per-node", "2", "--master-port", "29617"]
    for name, start in (("one", []), ("two", many)):
        arguments = [sys.executable, *start, *command, str(tmp_path / name)]
        subprocess.run(arguments, env=environment, check=True, capture_output=True)
    one, two = (json.loads((tmp_path / n / EVALUATION_FILE).read_text()) for n in ("one", "two"))
    assert one == two
    first, second = (read_predictions(tmp_path / n / PREDICTIONS_FILE) for n in ("one", "two"))
    assert first.clips == second.clips
    np.testing.assert_allclose(first.log_probabilities, second.log_probabilities, atol=1e-4)
