"""Finished models that are changed: emotions corrected, fewer facial actions."""

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
from trainer.finished import Correction, correct_emotions, keep_actions

ACTIONS = Head(
    kind=HeadKind.ACTIONS, names=("brow_down", "jaw_open", "mouth_smile"), low=0.0, high=1.0
)
VALENCE = Head(kind=HeadKind.UNBOUNDED, names=("valence",))


def scores(model: LoadedModel) -> list[Scores]:
    spec = model.card.input
    shape = (2, spec.frames, spec.size_px, spec.size_px, 3)
    crops = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    return Predictor(model.card, TorchRuntime(model, torch.device("cpu"))).predict(list(crops))


def test_emotions_are_corrected_alone_and_old_figures_go(tmp_path: Path) -> None:
    folder = write_untrained_model(tmp_path / "model", (CLASSES, VALENCE))
    before = load_model(folder)

    def log_odds(model: LoadedModel) -> NDArray[np.float64]:
        found = np.log([[*s.emotions.values()] for s in scores(model)])
        return (found - found[:, :1]) * model.card.temperature

    names = before.card.emotion_names
    offsets = dict.fromkeys(names, 0.0) | {names[2]: 0.3}
    correction = Correction(scale=2, offsets=offsets, temperature=0.5, ambiguity_threshold=0.7)
    card = correct_emotions(folder, correction)
    expected = 2 * log_odds(before)
    expected[:, 2] += 0.3
    after = load_model(folder)
    np.testing.assert_allclose(log_odds(after), expected, atol=1e-5)
    valences = [[s.dimensions["valence"] for s in scores(model)] for model in (before, after)]
    assert valences[0] == pytest.approx(valences[1])
    assert card.sha256 != before.card.sha256
    assert (card.temperature, card.ambiguity_threshold, card.metrics) == (0.5, 0.7, ())
    assert f"multiplied by 2.00, and changed by: {names[0]} +0.00" in card.provenance.notes[-1]


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
