"""Figures of runs and models: pooled over folds, the same from any number of processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
import torch

from svfap_core.errors import ModelError, SourceError
from svfap_core.inference.model_folder import read_card
from svfap_core.runtime import place
from tests.models import LABELS, write_untrained_model
from tests.unit.trainer.miniature import mini_finetune, write_clips
from tests.unit.trainer.narrow import narrow_networks
from tests.unit.trainer.test_scoring import write_groups
from trainer import temperature
from trainer.console import print_evaluation
from trainer.evaluate import (
    PREDICTIONS_FILE,
    Protocol,
    evaluate,
    process_device,
    results_folder,
)
from trainer.export import export_run, judged_model, model_of_run
from trainer.fit import fit
from trainer.folder import EVALUATION_FILE, REPORT_FILE
from trainer.metrics import Evaluation
from trainer.scoring import score


@pytest.fixture(autouse=True, scope="module")
def narrow() -> Iterator[None]:
    with narrow_networks():
        yield


def short_run(folder: Path, data: Path, **changes: object) -> Path:
    """A run of one step."""
    config = mini_finetune(data, **{"recipe.epochs": 1, **changes})
    fit(config, folder, listener=lambda _: None, max_steps=1)
    return folder


def test_a_model_is_judged_and_its_card_takes_the_figures(tmp_path: Path) -> None:
    model = write_untrained_model(tmp_path / "model")
    data = write_clips(tmp_path / "set", classes=LABELS[:2])
    out = tmp_path / "out"
    for _ in range(2):
        found = evaluate([model], out, Protocol(windows=1), data=[data], record=True)
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
        results_folder([model], "test")
    with pytest.raises(ModelError, match="--data"):
        evaluate([model], tmp_path / "out", Protocol())
    with pytest.raises(ModelError, match="one model folder only"):
        evaluate([tmp_path], tmp_path / "out", Protocol(), record=True)
    with pytest.raises(ModelError, match="figures of the calibrated model"):
        evaluate([model], tmp_path / "out", Protocol(calibrated=False), record=True)
    with pytest.raises(ModelError, match="figures of the calibrated model"):
        evaluate([model], tmp_path / "out", Protocol(paper=True), record=True)


# docs/reference.md: Probabilities
def test_a_run_is_judged_as_the_model_that_it_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(temperature, "PRIOR_SD", 1e3)  # Else four clips leave it at 1.
    run = short_run(tmp_path / "run", write_clips(tmp_path / "set"), mixup=0.0)
    loaded, plan = model_of_run(run, "mini", torch.device("cpu"))
    found = evaluate([run], tmp_path / "out", Protocol(windows=1))
    assert loaded.card.temperature != 1
    assert found.models == (judged_model(loaded.card),)
    # Probabilities are those of the calibrated model, and so is the calibration error.
    expected = score(loaded, plan, "test", device=torch.device("cpu"), windows=1)
    rows = pq.read_table(tmp_path / "out" / PREDICTIONS_FILE).to_pylist()
    told = [[row["p_happy"], row["p_sad"]] for row in rows]
    np.testing.assert_allclose(told, np.exp(expected.log_probabilities), rtol=1e-6)
    raw = evaluate([run], tmp_path / "raw", Protocol(windows=1, calibrated=False))
    assert raw.models[0].temperature == 1
    assert raw.protocol.endswith("not calibrated; not mirrored")
    found_ones = pq.read_table(tmp_path / "raw" / PREDICTIONS_FILE).to_pylist()
    logits = np.log([[row["p_happy"], row["p_sad"]] for row in found_ones])
    softened = np.exp(logits / loaded.card.temperature)
    softened /= softened.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(told, softened, rtol=1e-4)
    paper = evaluate([run], tmp_path / "paper", Protocol(paper=True))
    assert paper.models[0].temperature == 1
    assert "not calibrated" in paper.protocol


# docs/reference.md: Folds
def test_folds_are_pooled_and_a_single_one_is_named(tmp_path: Path) -> None:
    data = write_clips(tmp_path / "set", folds=2, size_px=32)
    runs = [short_run(tmp_path / f"fold{n}", data, **{"data.fold": n}) for n in (1, 2)]
    found = evaluate(runs, tmp_path / "out", Protocol(windows=1))
    assert (found.n, found.split, len(found.models)) == (16, "test, 2 folds pooled", 2)
    rows = pq.read_table(tmp_path / "out" / PREDICTIONS_FILE).to_pylist()
    assert len({row["clip"] for row in rows}) == 16
    assert {row["fold"] for row in rows} == {1, 2}
    assert evaluate(runs[1:], tmp_path / "one", Protocol(windows=1)).split == "test, fold 2"
    with pytest.raises(ModelError, match="with fold 1 as its test part, not 2"):
        evaluate(runs[:1], tmp_path / "other", Protocol(fold=2))


def test_a_model_is_judged_on_the_fold_that_is_asked_for(tmp_path: Path) -> None:
    model = write_untrained_model(tmp_path / "model")
    data = write_clips(tmp_path / "set", classes=LABELS[:2], folds=2, per_subject=2)
    with pytest.raises(SourceError, match="--fold"):
        evaluate([model], tmp_path / "out", Protocol(), data=[data])
    found = evaluate([model], tmp_path / "out", Protocol(windows=1, fold=2), data=[data])
    assert (found.n, found.split) == (4, "test, fold 2")


@pytest.mark.parametrize(("splits", "doubted"), [(("train", "test"), True), (("val",), False)])
def test_a_validation_part_that_a_model_may_have_learned_from_is_told(
    tmp_path: Path, splits: tuple[str, ...], *, doubted: bool
) -> None:
    model = write_untrained_model(tmp_path / "model")
    data = write_clips(tmp_path / "set", classes=LABELS[:2], splits=splits)
    found = evaluate([model], tmp_path / "out", Protocol(split="val", windows=1), data=[data])
    assert ("may have learned from it" in found.protocol) == doubted


def test_training_clips_are_named_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = write_clips(tmp_path / "set", classes=LABELS[:2])
    run = short_run(tmp_path / "run", data)
    model = write_untrained_model(tmp_path / "model")
    known = "These clips were learned from: the figures say nothing about new ones."
    perhaps = "These clips may have been learned from: then the figures say nothing about new ones."
    for source, given, split, said in (
        (run, [], "train", known),
        (run, [data], "train", perhaps),
        (model, [data], "train", perhaps),
        (run, [], "test", ""),
    ):
        out = tmp_path / f"{source.name}-{split}-{len(given)}"
        found = evaluate([source], out, Protocol(split=split, windows=1), data=given)
        page = (out / REPORT_FILE).read_text(encoding="utf-8").partition("<main>")[2]
        print_evaluation(found)
        first = capsys.readouterr().out.splitlines()[0]
        if said:
            assert page.strip().startswith(f"<p class='caution'>{said}</p>")
            assert first == said
        else:
            assert "learned from" not in page + first


def test_scores_of_a_group_are_judged_together(tmp_path: Path) -> None:
    model = write_untrained_model(tmp_path / "model")
    data = write_clips(tmp_path / "set", classes=LABELS[:2])
    write_groups(data)
    found = evaluate([model], tmp_path / "out", Protocol(windows=1), data=[data])
    assert (found.n, "group's clips averaged" in found.protocol) == (2, True)
    rows = pq.read_table(tmp_path / "out" / PREDICTIONS_FILE).to_pylist()
    assert [row["group"] for row in rows] == ["person4/a", "person4/b"] * 2


def test_dimensions_are_scored_as_levels_too(tmp_path: Path) -> None:
    run = short_run(tmp_path / "run", write_clips(tmp_path / "set", values=("valence",)))
    evaluate([run], run / "evaluation-test", Protocol(windows=1, levels=5))
    text = (run / "evaluation-test" / EVALUATION_FILE).read_text()
    found = Evaluation.model_validate_json(text)
    assert sum(map(sum, found.levels["valence"].confusion)) == 4
    card = export_run(run, tmp_path / "model", "mini").card
    assert "weighted F1 of 5 levels valence" in {metric.name for metric in card.metrics}


def test_every_process_has_its_own_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    assert process_device("cpu") == torch.device("cpu")
    monkeypatch.setattr(place, "may_have_gpu", lambda: True)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setenv("LOCAL_RANK", "1")
    assert process_device("auto") == torch.device("cuda", 1)


def test_other_processes_than_the_first_write_and_say_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = write_untrained_model(tmp_path / "model")
    data = write_clips(tmp_path / "set", classes=LABELS[:2])
    monkeypatch.setenv("RANK", "1")
    told: list[int] = []
    evaluate(
        [model], tmp_path / "out", Protocol(windows=1), data=[data],
        progress=lambda done, _: told.append(done),
    )  # fmt: skip
    assert told == []
    assert not (tmp_path / "out").exists()


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
        done = subprocess.run(
            arguments, env=environment, check=True, capture_output=True, text=True
        )
        assert done.stdout.count("Miniature, test: 7 clips") == 1
    one, two = (json.loads((tmp_path / n / EVALUATION_FILE).read_text()) for n in ("one", "two"))
    assert one == two
    first, second = (
        pq.read_table(tmp_path / n / PREDICTIONS_FILE).to_pydict() for n in ("one", "two")
    )
    assert first["clip"] == second["clip"]
    for name in LABELS:
        np.testing.assert_allclose(first[f"p_{name}"], second[f"p_{name}"], atol=1e-5)
