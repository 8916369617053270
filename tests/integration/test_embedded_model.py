"""The model that comes with the product: there, whole, honest about itself, and the default."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest

from svfap_core.inference.card import Metric
from svfap_core.inference.choosing import make_runtime
from svfap_core.inference.predictor import Predictor
from svfap_core.inference.store import DEFAULT_MODEL, find_model, open_model
from svfap_core.pipeline.engine import Engine
from svfap_core.runtime.place import pick_device
from svfap_core.settings import AnalysisSettings, ComputeSettings, WindowSettings
from svfap_core.sources.video_file import VideoFile
from tests.scenes import EMOTIONS
from tests.shared_data import shared
from trainer.data.layouts import fer2013
from trainer.data.prepare import prepare
from trainer.evaluate import Protocol, evaluate
from trainer.steps import PrepareConfig

MAX_BYTES = 30_000_000
PAGE = Path(__file__).parents[2] / "docs" / "embedded-model.md"
AS_RECORDED = 0.002
"""Accuracy may differ by this much on another processor."""


def recorded() -> dict[str, Metric]:
    """The figures on the card for the part that was looked at once."""
    return {m.name: m for m in open_model().card.metrics if m.split == "test"}


def test_it_is_small_whole_and_carries_its_figures() -> None:
    folder = find_model()
    assert folder.name == DEFAULT_MODEL
    assert (folder / "model.safetensors").stat().st_size < MAX_BYTES
    card = open_model().card  # checks the hash of the weights
    assert recorded()["WAR"].n == 3589
    assert recorded()["WAR"].value > 0.665
    assert recorded()["UAR"].value >= 0.63
    assert recorded()["ECE"].value <= 0.05
    assert card.provenance.limits
    assert card.provenance.intended_use


def test_its_page_tells_of_these_weights_and_these_figures() -> None:
    page, card = PAGE.read_text(encoding="utf-8"), open_model().card
    assert f"`{card.sha256[:16]}`" in page
    row = next(line for line in page.splitlines() if line.startswith("| private_test"))
    for name in ("WAR", "UAR"):
        assert f"{recorded()[name].value:.1%}".replace("%", " %") in row
    assert f"{recorded()['ECE'].value:.3f}" in row


@pytest.mark.slow
def test_a_smile_comes_and_goes() -> None:
    """The clip ends with the smile's last tenth of a second, so it is shown twice."""
    settings = AnalysisSettings(windows=WindowSettings(hop_s=0.1))
    engine = Engine.load(DEFAULT_MODEL, "cpu", settings)
    analyzer = engine.analyzer()
    with VideoFile(shared("data/clips/single_face.mp4")) as video:
        once = list(video.frames())
    length_s = once[-1].t_s + 1 / 30
    again = [replace(f, t_s=f.t_s + length_s, index=f.index + len(once)) for f in once]
    rows = [row for frame in once + again for row in analyzer.step(frame).results]
    told = [max(row.emotions, key=row.emotions.__getitem__) for row in rows if row.emotions]
    assert [label for label, _ in groupby(told)] == ["neutral", "happy", "neutral", "happy"]


@pytest.mark.slow
def test_the_figures_on_its_card_come_out_again(tmp_path: Path) -> None:
    source, data = shared("data/fer2013.parquet"), tmp_path / "fer2013"
    prepare(fer2013.read(source), data, PrepareConfig())
    found = evaluate([find_model()], tmp_path / "report", Protocol(), data=[data])
    assert found.classes is not None
    assert found.classes.war.value == pytest.approx(recorded()["WAR"].value, abs=AS_RECORDED)
    assert found.n == 3589


def test_it_scores_emotions_and_derives_dimensions() -> None:
    loaded = open_model()
    runtime = make_runtime(loaded, pick_device("cpu"), ComputeSettings())
    predictor = Predictor(loaded.card, runtime)
    assert set(predictor.emotion_names) == set(EMOTIONS)
    assert predictor.dimensions_origin == "derived"
    size = predictor.spec.size_px
    window = np.random.default_rng(0).integers(
        0, 256, (predictor.spec.frames, size, size, 3), dtype=np.uint8
    )
    (scores,) = predictor.predict([window])
    assert abs(sum(scores.emotions.values()) - 1) < 1e-6
    assert all(-1 <= value <= 1 for value in scores.dimensions.values())
