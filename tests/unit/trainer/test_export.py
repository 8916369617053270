"""From run to model: the same outputs, a calibrated card, figures of evaluations only."""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from svfap_core.errors import ModelError
from svfap_core.inference.checkpoint import load_model, read_card
from tests.models import write_untrained_model
from tests.unit.trainer.miniature import mini_finetune, mini_pretrain, write_clips
from trainer.evaluate import Protocol, evaluate
from trainer.export import ONNX_FILE, export_onnx, export_run, model_of_run
from trainer.fit import fit
from trainer.initial import trained_network

pytestmark = pytest.mark.filterwarnings("ignore::Warning:lightning", "ignore::Warning:torch")

VALUES = ("valence", "arousal")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole network of classes and dimensions after two steps."""
    folder = tmp_path_factory.mktemp("export")
    data = write_clips(folder / "set", values=VALUES)
    config = mini_finetune(data, "clip", drop_path=0.1, **{"recipe.epochs": 1})
    fit(config, folder / "run", listener=lambda _: None)
    return folder / "run"


def test_the_exported_model_gives_the_outputs_of_the_run(run: Path, tmp_path: Path) -> None:
    card = export_run(run, tmp_path / "model", "mini", title="Mini", licence="CC0")
    loaded = load_model(tmp_path / "model")
    clips = torch.randn(2, 3, 8, 112, 112)
    with torch.inference_mode():
        assert torch.equal(loaded.model(clips), trained_network(run)(clips))
    assert (card.title, card.licence) == ("Mini", "CC0")
    assert card.emotion_names == ("happy", "sad")
    assert card.dimension_names == VALUES
    assert card.encoder.drop_path == 0
    assert card.provenance.trained_on == ("Miniature",)
    assert card.provenance.software["torch"] == version("torch")


def test_the_card_holds_what_was_measured_and_nothing_else(run: Path, tmp_path: Path) -> None:
    assert export_run(run, tmp_path / "before", "mini").metrics == ()
    found = evaluate([run], None, Protocol(windows=1))
    export_run(run, tmp_path / "after", "mini")
    recorded = {m.name: m.value for m in read_card(tmp_path / "after").metrics}
    assert found.classes is not None
    assert recorded["UAR"] == pytest.approx(found.classes.uar.value, abs=1e-4)
    assert recorded["CCC valence"] == pytest.approx(found.dimensions["valence"].ccc.value, abs=1e-4)


def test_helper_networks_and_pretrainings_are_no_models(tmp_path: Path) -> None:
    data = write_clips(tmp_path / "set")
    fit(mini_finetune(data, "still"), tmp_path / "still", listener=lambda _: None, max_steps=1)
    with pytest.raises(ModelError, match="helper network"):
        model_of_run(tmp_path / "still", "mini")
    fit(mini_pretrain(data), tmp_path / "pre", listener=lambda _: None, max_steps=1)
    with pytest.raises(ModelError, match="pre-training"):
        model_of_run(tmp_path / "pre", "mini")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_onnx_agrees_with_torch_for_any_batch(tmp_path: Path) -> None:
    import onnxruntime

    loaded = load_model(write_untrained_model(tmp_path / "model"))
    assert export_onnx(loaded, tmp_path / "model") < 1e-4
    session: Any = onnxruntime.InferenceSession(str(tmp_path / "model" / ONNX_FILE))
    clips = torch.randn(5, 3, 8, 112, 112)
    [found] = session.run(None, {"clips": clips.numpy()})
    with torch.inference_mode():
        np.testing.assert_allclose(found, loaded.model(clips).numpy(), atol=1e-4)


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxscript", None)
    loaded = load_model(write_untrained_model(tmp_path / "model"))
    with pytest.raises(ModelError, match="pip install onnxscript"):
        export_onnx(loaded, tmp_path / "model")
    assert not (tmp_path / "model" / ONNX_FILE).exists()
