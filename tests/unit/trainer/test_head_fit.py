"""Runs that fit a head on the features of a fixed encoder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from svfap_core.errors import ModelError
from svfap_core.inference.checkpoint import load_model
from svfap_core.inference.predictor import Predictor
from svfap_core.runtime.torch_runtime import TorchRuntime
from tests.models import write_untrained_model
from tests.unit.trainer.fitting import classes, metrics
from tests.unit.trainer.miniature import write_clips
from tests.unit.trainer.narrow import differing, narrow_networks, silent, weights
from trainer import head_fit, nested
from trainer.config import FinetuneConfig
from trainer.data.loader import ClipSet
from trainer.evaluate import Protocol, evaluate
from trainer.events import Ended, Event, LearningCurve, Warned
from trainer.export import export_run
from trainer.features import Encoder
from trainer.fit import fit
from trainer.folder import FACTS_FILE, FEATURES, LAST, LEARNING_CURVE_FILE, PAUSE
from trainer.initial import trained_run
from trainer.linear import logistic
from trainer.plan import plan_run
from trainer.scoring import read_windows, window_batches

pytestmark = pytest.mark.filterwarnings("ignore::Warning:lightning", "ignore::Warning:torch")

CPU = torch.device("cpu")


@pytest.fixture(autouse=True, scope="module")
def narrow() -> Iterator[None]:
    """Two penalties and one division into folds: more take as many times as long."""
    with narrow_networks(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(nested, "STRENGTHS", (10.0, 0.1))
        patch.setattr(head_fit, "CURVE_SEEDS", 1)
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty clips of ten persons and two classes; persons 9 and 10 are for the test."""
    return write_clips(
        tmp_path_factory.mktemp("head") / "data",
        subjects=10,
        values=("valence",),
        shares=True,
        splits=("train",) * 8 + ("test",) * 2,
        size_px=32,
        frames=8,
    )


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_untrained_model(tmp_path_factory.mktemp("model") / "model")


def head(folder: Path, model: Path, **changes: Any) -> FinetuneConfig:
    own = {"train": "head", "init": model, "data.val_share": 0.0, "recipe.epochs": 1}
    return classes(folder, **{**own, **changes})


def events_of(config: FinetuneConfig, run: Path, **how: bool) -> list[Event]:
    heard: list[Event] = []
    fit(config, run, listener=heard.append, **how)
    return heard


def test_a_run_leaves_encoder_and_head_and_says_what_they_are_worth(
    folder: Path, model: Path, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    heard = events_of(head(folder, model), run)
    assert isinstance(heard[-1], Ended)
    assert heard[-1].outcome == "finished"
    (curve,) = [event for event in heard if isinstance(event, LearningCurve)]
    assert [point.clips for point in curve.points] == [8, 16, 22, 26]
    assert all(point.low <= point.value <= point.high for point in curve.points)  # type: ignore[operator]
    assert LearningCurve.model_validate_json((run / LEARNING_CURVE_FILE).read_text()) == curve
    assert float(metrics(run)[0]["unseen/war"]) == curve.points[-1].value
    facts = json.loads((run / FACTS_FILE).read_text())["head"]
    assert (facts["clips"], facts["groups"], facts["folds"], facts["unseen"]) == (32, 8, 5, 32)
    assert facts["strengths"].keys() == {"happy, sad"}
    own = load_model(model).model.state_dict()
    taken = {name.removeprefix("network."): value for name, value in weights(run).items()}
    assert set(differing({n: v for n, v in taken.items() if "head" not in n},
                         {n: v for n, v in own.items() if "head" not in n})) == set()  # fmt: skip


def test_a_second_run_asks_the_encoder_nothing(
    folder: Path, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fit(head(folder, model), tmp_path / "one", listener=silent)
    monkeypatch.setattr(Encoder, "features", None)
    fit(head(folder, model), tmp_path / "two", listener=silent)
    assert differing(weights(tmp_path / "one"), weights(tmp_path / "two")) == []


def test_the_exported_model_says_of_a_clip_what_the_regression_says(
    folder: Path, model: Path, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    fit(head(folder, model, mirrored=True), run, listener=silent)
    export_run(run, tmp_path / "exported", "mini")
    loaded = load_model(tmp_path / "exported")
    assert any("fitted on 32 clips" in note for note in loaded.card.provenance.notes)
    assert any(
        "Calibrated by cross-validation over 32 clips" in note
        for note in loaded.card.provenance.notes
    )
    plan = plan_run(head(folder, model))
    predictor = Predictor(loaded.card, TorchRuntime(loaded, CPU))
    clips = ClipSet(plan, "train")
    batches = window_batches(clips, range(32), None, paper=False)
    read = [windows for _, windows in read_windows(clips, batches, plan.template, 0)]
    features = np.concatenate([predictor.features(list(windows)) for windows in read])
    facts = json.loads((run / FACTS_FILE).read_text())["head"]
    (strength,) = facts["strengths"].values()
    own = features.astype(float)
    (expected,) = logistic(
        own, np.eye(2)[plan.labels("train")], np.ones(32), [strength], exact=True
    )
    wanted = (expected(own) / loaded.card.temperature).softmax(dim=-1).numpy()
    scores = [each.emotions for windows in read for each in predictor.predict(list(windows))]
    found = np.array([[each["happy"], each["sad"]] for each in scores])
    assert found == pytest.approx(wanted, abs=1e-5)
    judged = evaluate([run], tmp_path / "judged", Protocol(device="cpu"))
    assert judged.n == 8


def test_values_shares_and_bounded_values_are_learned_together(
    folder: Path, model: Path, tmp_path: Path
) -> None:
    heads = [{"kind": "values", "bounded": True}, {"kind": "shares"}]
    fit(head(folder, model, heads=heads), tmp_path / "run", listener=silent)
    _, network = trained_run(tmp_path / "run")
    assert network.get_parameter("head.weight").shape[0] == 3
    facts = json.loads((tmp_path / "run" / FACTS_FILE).read_text())["head"]
    assert list(facts["strengths"]) == ["valence", "happy, sad"]
    fit(head(folder, model, heads=[{"kind": "values"}]), tmp_path / "values", listener=silent)
    assert metrics(tmp_path / "values")[0].keys() == {"epoch", "step", "unseen/ccc"}


def test_clips_that_all_belong_together_are_learned_from_with_a_word(
    model: Path, tmp_path: Path
) -> None:
    one = write_clips(tmp_path / "one", subjects=1, splits=("train",), size_px=32, frames=8)
    heard = events_of(head(one, model), tmp_path / "run")
    assert [e.text for e in heard if isinstance(e, Warned) and "belong together" in e.text]
    assert (tmp_path / "run" / LAST).exists()


def test_a_paused_run_goes_on_with_the_features_it_has(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trainer.scoring.BATCH", 2)
    data = write_clips(tmp_path / "data", subjects=4, splits=("train",), size_px=32, frames=8)
    config, run = head(data, model), tmp_path / "run"
    features, calls = Encoder.features, []

    def counted(self: Encoder, *given: Any) -> Any:
        calls.append(given)
        if len(calls) == 3:
            (run / PAUSE).touch()
        return features(self, *given)

    monkeypatch.setattr(Encoder, "features", counted)
    assert not fit(config, run, listener=silent)
    assert not (run / LAST).exists()
    assert fit(config, run, listener=silent, resume=True)
    assert len(calls) == 8
    assert len(list((data / FEATURES).iterdir())) == 1
    before = (run / LAST).read_bytes()
    assert fit(config, run, listener=silent, resume=True)
    assert (run / LAST).read_bytes() == before
    with pytest.raises(ModelError, match="holds a run already"):
        fit(config, run, listener=silent)
