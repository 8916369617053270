"""The model that comes with the product: there, whole, honest about itself, and the default."""

from __future__ import annotations

import numpy as np

from svfap_core.inference.predictor import Predictor, pick_device
from svfap_core.inference.store import DEFAULT_MODEL, find_model, open_model
from tests.scenes import EMOTIONS

MAX_BYTES = 30_000_000


def test_it_is_small_whole_and_carries_its_figures() -> None:
    folder = find_model()
    assert folder.name == DEFAULT_MODEL
    assert (folder / "model.safetensors").stat().st_size < MAX_BYTES
    card = open_model().card  # checks the hash of the weights
    tested = {m.name: m for m in card.metrics if m.split == "private_test"}
    assert tested["WAR"].n == 3589
    assert tested["WAR"].value >= 0.5
    assert card.provenance.limits
    assert card.provenance.intended_use


def test_it_scores_emotions_and_derives_dimensions() -> None:
    predictor = Predictor(open_model(), pick_device("cpu"))
    assert set(predictor.emotion_names) == set(EMOTIONS)
    assert predictor.dimensions_origin == "derived"
    size = predictor.spec.size_px
    window = np.random.default_rng(0).integers(
        0, 256, (predictor.spec.frames, size, size, 3), dtype=np.uint8
    )
    (scores,) = predictor.predict([window])
    assert abs(sum(scores.emotions.values()) - 1) < 1e-6
    assert all(-1 <= value <= 1 for value in scores.dimensions.values())
