"""Finished models that are changed: one class likelier, fewer facial actions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from svfap_core.errors import ModelError
from svfap_core.inference.checkpoint import load_model
from svfap_core.inference.model_folder import LoadedModel
from svfap_core.inference.predictor import Predictor, Scores
from svfap_core.models import Head, HeadKind
from svfap_core.runtime.torch_runtime import TorchRuntime
from tests.models import CLASSES, write_untrained_model
from trainer.finished import keep_actions, offset_class

ACTIONS = Head(
    kind=HeadKind.ACTIONS, names=("brow_down", "jaw_open", "mouth_smile"), low=0.0, high=1.0
)
VALENCE = Head(kind=HeadKind.UNBOUNDED, names=("valence",))


def scores(model: LoadedModel) -> list[Scores]:
    spec = model.card.input
    shape = (2, spec.frames, spec.size_px, spec.size_px, 3)
    crops = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    return Predictor(model.card, TorchRuntime(model, torch.device("cpu"))).predict(list(crops))


def test_a_class_is_made_likelier_by_its_log_odds_and_old_figures_go(tmp_path: Path) -> None:
    folder = write_untrained_model(tmp_path / "model")
    before = load_model(folder)

    def log_odds(model: LoadedModel) -> NDArray[np.float64]:
        found = np.log([[*s.emotions.values()] for s in scores(model)])
        return found - found[:, :1]

    name = before.card.emotion_names[2]
    card = offset_class(folder, name, 0.3)
    changed = log_odds(load_model(folder)) - log_odds(before)
    expected = np.zeros_like(changed)
    expected[:, 2] = 0.3
    np.testing.assert_allclose(changed, expected, atol=1e-5)
    assert card.sha256 != before.card.sha256
    assert card.metrics == ()
    assert f"log-odds of {name} were changed by +0.3" in card.provenance.notes[-1]
    with pytest.raises(ModelError, match="has no class 'bored'"):
        offset_class(folder, "bored", 0.3)


def test_actions_that_are_left_out_change_nothing_else(tmp_path: Path) -> None:
    folder = write_untrained_model(tmp_path / "model", (CLASSES, ACTIONS, VALENCE))
    before = scores(load_model(folder))
    card = keep_actions(folder, ["mouth_smile", "brow_down"])
    assert [head.names for head in card.heads][1] == ("brow_down", "mouth_smile")
    assert "left out: jaw_open" in card.provenance.notes[-1]
    for one, was in zip(scores(load_model(folder)), before, strict=True):
        assert one.emotions == pytest.approx(was.emotions)
        assert one.dimensions == pytest.approx(was.dimensions)
        kept = {name: value for name, value in was.actions.items() if name != "jaw_open"}
        assert one.actions == pytest.approx(kept)
    with pytest.raises(ModelError, match="does not score jaw_open"):
        keep_actions(folder, ["jaw_open"])
    assert [head.kind for head in keep_actions(folder, []).heads] == [CLASSES.kind, VALENCE.kind]
    assert scores(load_model(folder))[0].actions == {}
