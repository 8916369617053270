"""From run to model: the same logits, a calibrated card, honest figures."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from svfap_core.errors import ModelError
from svfap_core.inference.checkpoint import load_model, read_card
from tests.unit.trainer.miniature import mini_config, write_fer2013
from trainer.data.fer2013 import LABELS, read_fer2013
from trainer.export import evaluate_model, export_run
from trainer.runs import averaged_network, build_task, fit, read_config

pytestmark = pytest.mark.filterwarnings("ignore::Warning:lightning", "ignore::Warning:torch")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clip network after one step."""
    folder = tmp_path_factory.mktemp("export")
    config = mini_config(write_fer2013(folder / "mini.parquet", 1), "clip", epochs=1, drop_path=0.1)
    fit(config, folder / "run", listener=lambda _: None)
    return folder / "run"


def test_the_exported_model_gives_the_logits_of_the_run(run: Path, tmp_path: Path) -> None:
    export_run(run, tmp_path / "model", "mini")
    stills = read_fer2013(run.parent / "mini.parquet", "public_test")
    trained = averaged_network(run)
    clips = build_task(read_config(run), stills).clips(stills.pictures[:2], training=False)
    loaded = load_model(tmp_path / "model")
    with torch.inference_mode():
        assert torch.equal(loaded.model(clips), trained(clips))
    assert loaded.card.emotion_names == LABELS
    assert loaded.card.encoder.drop_path == 0


def test_the_card_holds_what_was_measured(run: Path, tmp_path: Path) -> None:
    model, data = tmp_path / "model", run.parent / "mini.parquet"
    public = export_run(run, model, "mini")
    private = evaluate_model(model, data, "private_test", keep=True)
    values = {(m.split, m.name): m.value for m in read_card(model).metrics}
    assert values["public_test", "WAR"] == pytest.approx(public.war, abs=1e-4)
    assert values["private_test", "UAR"] == pytest.approx(private.uar, abs=1e-4)
    again = evaluate_model(model, data, "private_test", keep=True)
    assert again == private
    assert len(read_card(model).metrics) == len(values)


def test_a_helper_network_is_no_model(tmp_path: Path) -> None:
    config = mini_config(write_fer2013(tmp_path / "mini.parquet", 1), "cnn", epochs=1)
    fit(config, tmp_path / "run", listener=lambda _: None)
    with pytest.raises(ModelError, match="helper network"):
        export_run(tmp_path / "run", tmp_path / "model", "mini")
