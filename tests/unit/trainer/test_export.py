"""From run to model: the same outputs, a calibrated card, figures of evaluations only."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from svfap_core.errors import ModelError
from svfap_core.inference.card import ModelCard, Provenance
from svfap_core.inference.checkpoint import load_model
from svfap_core.inference.model_folder import read_card
from svfap_core.inference.official_cards import ASSUMED_TEMPLATE
from svfap_core.inference.predictor import Predictor
from svfap_core.models import MODEL_SIZES, Head, HeadKind
from svfap_core.runtime.torch_runtime import TorchRuntime
from tests.models import write_untrained_model
from tests.unit.trainer.miniature import mini_finetune, mini_pretrain, write_clips
from tests.unit.trainer.narrow import narrow_networks
from trainer.evaluate import Protocol, evaluate
from trainer.export import (
    ACTIONS_NOTE,
    ONNX_FILE,
    _difference,
    export_onnx,
    export_run,
    model_of_run,
)
from trainer.fit import fit
from trainer.folder import BEST
from trainer.initial import trained_run
from trainer.metrics import Evaluation, JudgedModel
from trainer.report import EVALUATION_FILE
from trainer.runs import read_config
from trainer.specs import default_spec

VALUES = ("valence", "arousal")
CPU = torch.device("cpu")


@pytest.fixture(autouse=True, scope="module")
def narrow() -> Iterator[None]:
    with narrow_networks():
        yield


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole network of classes and dimensions after two steps."""
    folder = tmp_path_factory.mktemp("export")
    data = write_clips(folder / "set", values=VALUES)
    config = mini_finetune(data, drop_path=0.1, mirrored=True, **{"recipe.epochs": 1})
    fit(config, folder / "run", listener=lambda _: None)
    return folder / "run"


def test_the_exported_model_gives_the_outputs_of_the_run(run: Path, tmp_path: Path) -> None:
    card = export_run(run, tmp_path / "model", "mini", title="Mini", licence="CC0").card
    loaded = load_model(tmp_path / "model")
    clips = torch.randn(2, 3, 8, 32, 32)
    with torch.inference_mode():
        assert torch.equal(loaded.model(clips), trained_run(run)[1](clips))
    assert (card.title, card.licence) == ("Mini", "CC0")
    assert card.emotion_names == ("happy", "sad")
    assert card.dimension_names == VALUES
    assert card.encoder.drop_path == 0
    assert card.mirrored
    assert card.provenance.trained_on == ("Miniature",)
    assert card.provenance.software["torch"] == version("torch")


def test_facial_actions_are_learned_judged_and_exported(tmp_path: Path) -> None:
    names = ("action_mouth_smile", "action_jaw_open")
    data = write_clips(tmp_path / "set", values=names)
    heads = [{"kind": "classes"}, {"kind": "actions"}]
    fit(
        mini_finetune(data, heads=heads, **{"recipe.epochs": 1}),
        tmp_path / "run",
        listener=lambda _: None,
    )
    found = evaluate([tmp_path / "run"], tmp_path / "run/evaluation-test", Protocol(windows=1))
    assert tuple(found.dimensions) == names
    card = export_run(tmp_path / "run", tmp_path / "model", "mini").card
    assert (card.dimension_names, card.action_names) == ((), ("mouth_smile", "jaw_open"))
    assert ACTIONS_NOTE in card.provenance.notes
    assert "CCC action_jaw_open" in {metric.name for metric in card.metrics}
    loaded = load_model(tmp_path / "model")
    predictor = Predictor(loaded.card, TorchRuntime(loaded, CPU))
    window = np.zeros((8, 32, 32, 3), np.uint8)
    (scores,) = predictor.predict([window])
    assert tuple(scores.actions) == ("mouth_smile", "jaw_open")
    assert all(0 <= value <= 1 for value in scores.actions.values())


def test_the_card_holds_what_was_measured_of_this_model_and_nothing_else(
    run: Path, tmp_path: Path
) -> None:
    assert export_run(run, tmp_path / "before", "mini").card.metrics == ()
    found = evaluate([run], run / "evaluation-test", Protocol(windows=1))
    assert found.protocol.endswith("by svfap-train; mirrored too, outputs averaged")
    made = export_run(run, tmp_path / "after", "mini")
    card = read_card(tmp_path / "after")
    assert (made.card, made.left_out) == (card, ())
    recorded = {m.name: m.value for m in card.metrics}
    assert found.classes is not None
    assert found.models == (JudgedModel(sha256=card.sha256, temperature=card.temperature),)
    assert recorded["UAR"] == pytest.approx(found.classes.uar.value, abs=1e-4)
    assert recorded["CCC valence"] == pytest.approx(found.dimensions["valence"].ccc.value, abs=1e-4)
    # The very figures come out again when the exported model is judged.
    data = read_config(run).data.manifests
    again = evaluate([tmp_path / "after"], tmp_path / "out", Protocol(windows=1), data=data)
    assert (again.classes, again.dimensions) == (found.classes, found.dimensions)


@pytest.mark.parametrize("change", ["weights", "temperature", "version"])
def test_figures_of_another_model_are_left_out_and_named(
    run: Path, tmp_path: Path, change: str
) -> None:
    copy = Path(shutil.copytree(run, tmp_path / "run"))
    evaluate([copy], copy / "evaluation-test", Protocol(windows=1))
    file = copy / "evaluation-test" / EVALUATION_FILE
    if change == "weights":  # As if training had gone on.
        saved = torch.load(copy / BEST, weights_only=True)
        name = next(n for n in saved["state_dict"] if n.endswith("head.weight") and "average" in n)
        saved["state_dict"][name] += 1
        torch.save(saved, copy / BEST)
    elif change == "temperature":
        found = Evaluation.model_validate_json(file.read_text())
        (judged,) = found.models
        other = judged.model_copy(update={"temperature": judged.temperature + 0.1})
        file.write_text(found.model_copy(update={"models": (other,)}).model_dump_json())
    else:
        file.write_text("{}")
    made = export_run(copy, tmp_path / "model", "mini")
    assert made.card.metrics == ()
    (told,) = made.left_out
    assert told.startswith("evaluation-test: ")


def test_crops_without_a_template_get_an_assumed_one_and_the_card_says_so(tmp_path: Path) -> None:
    data = write_clips(tmp_path / "set", template=None, folds=2)
    config = mini_finetune(data, **{"recipe.epochs": 1, "data.fold": 1})
    fit(config, tmp_path / "run", listener=lambda _: None, max_steps=1)
    loaded, plan = model_of_run(tmp_path / "run", "mini", CPU)
    card = loaded.card
    assert plan.template is None
    assert card.input.template == ASSUMED_TEMPLATE
    assert any("UNVERIFIED" in n and "svfap-train template" in n for n in card.provenance.notes)
    assert any("without fold 1" in note for note in card.provenance.notes)


def test_pretrainings_are_no_models(tmp_path: Path) -> None:
    data = write_clips(tmp_path / "set")
    fit(mini_pretrain(data), tmp_path / "pre", listener=lambda _: None, max_steps=1)
    with pytest.raises(ModelError, match="pre-training"):
        model_of_run(tmp_path / "pre", "mini", CPU)


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


def test_onnx_is_judged_by_probabilities_and_values() -> None:
    names = ("happy", "sad", "fear")
    heads = (
        Head(kind=HeadKind.CLASSES, names=names),
        Head(kind=HeadKind.UNBOUNDED, names=("valence",)),
    )
    card = load_card(heads)
    expected = torch.tensor([[40.0, 0.0, 0.0, 0.5]])
    # Far apart as raw outputs, alike as probabilities.
    assert _difference(card, expected + torch.tensor([0.1, 0, 0, 0]), expected) < 1e-9
    apart = _difference(card, expected + torch.tensor([0, 0, 0, 0.01]), expected)
    assert apart == pytest.approx(0.01, rel=1e-4)


def load_card(heads: tuple[Head, ...]) -> ModelCard:
    return ModelCard(
        name="x",
        title="X",
        task="x",
        size="tiny",
        encoder=MODEL_SIZES["tiny"],
        heads=heads,
        input=default_spec("tiny"),
        licence="CC0",
        provenance=Provenance(trained_on=()),
        created=datetime(2024, 1, 1, tzinfo=UTC),
    )


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxscript", None)
    loaded = load_model(write_untrained_model(tmp_path / "model"))
    with pytest.raises(ModelError, match="pip install onnxscript"):
        export_onnx(loaded, tmp_path / "model")
    assert not (tmp_path / "model" / ONNX_FILE).exists()
