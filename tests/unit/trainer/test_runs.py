"""Runs and their folders: resumed ones end where uninterrupted ones do, nothing is overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from svfap_core.errors import ModelError
from tests.unit.trainer.miniature import mini_config, write_fer2013
from trainer.callbacks import EVENTS_FILE
from trainer.config import ClassifierConfig
from trainer.data.fer2013 import read_fer2013
from trainer.events import Checkpoint, Ended, Epoch, Event, Started, from_line
from trainer.runs import BEST, LAST, averaged_network, build_task, fit, read_config

pytestmark = pytest.mark.filterwarnings("ignore::Warning:lightning", "ignore::Warning:torch")


@pytest.fixture
def config(tmp_path: Path) -> ClassifierConfig:
    """Six steps in two epochs of a network that drops patches and paths, mixes and averages."""
    data = write_fer2013(tmp_path / "mini.parquet")
    return mini_config(data, "still", patch_keep=0.5, mixup=0.5, drop_path=0.2, balance=0.0)


def silent(event: Event) -> None:
    del event


def weights(run: Path) -> dict[str, torch.Tensor]:
    return torch.load(run / LAST, weights_only=True)["state_dict"]


@pytest.mark.parametrize("steps", [2, 3, 4])
def test_a_resumed_run_ends_with_the_same_weights(
    config: ClassifierConfig, tmp_path: Path, steps: int
) -> None:
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    assert fit(config, whole, listener=silent)
    assert not fit(config, broken, listener=silent, max_steps=steps)
    assert fit(config, broken, listener=silent, resume=True)
    expected, found = weights(whole), weights(broken)
    assert expected.keys() == found.keys()
    assert [name for name in expected if not torch.equal(expected[name], found[name])] == []


def test_what_a_run_leaves_and_tells(config: ClassifierConfig, tmp_path: Path) -> None:
    run = tmp_path / "run"
    events: list[Event] = []
    fit(config, run, listener=events.append)
    assert {path.name for path in run.iterdir()} == {"config.yaml", LAST, BEST, EVENTS_FILE}
    assert read_config(run) == config
    kinds = {type(event) for event in events}
    assert {Started, Epoch, Checkpoint, Ended} <= kinds
    lines = (run / EVENTS_FILE).read_text().splitlines()
    assert [from_line(line) for line in lines] == events
    assert not averaged_network(run).training


def test_a_folder_with_a_run_is_not_begun_again(config: ClassifierConfig, tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("network: clip")
    with pytest.raises(ModelError, match="holds a run already"):
        fit(config, tmp_path, listener=silent)


def test_only_the_same_run_goes_on(config: ClassifierConfig, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="not the folder of a training run"):
        fit(config, tmp_path / "nothing", listener=silent, resume=True)
    run = tmp_path / "run"
    fit(config, run, listener=silent, max_steps=1)
    other = config.model_copy(update={"lr": 0.5})
    with pytest.raises(ModelError, match="other settings"):
        fit(other, run, listener=silent, resume=True)


def test_a_run_begins_from_another(config: ClassifierConfig, tmp_path: Path) -> None:
    run = tmp_path / "still"
    fit(config.model_copy(update={"epochs": 1}), run, listener=silent)
    begun = build_task(
        mini_config(config.data, "clip", init=run), read_fer2013(config.data, "train")
    )
    expected = averaged_network(run).state_dict()
    for module in (begun.network, begun.average.module):
        assert torch.equal(
            module.state_dict()["blocks.3.mlp.fc1.weight"], expected["blocks.3.mlp.fc1.weight"]
        )
