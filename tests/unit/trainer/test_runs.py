"""The folder of a run: claimed once, read back as it was, and what it says of itself."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from svfap_core.errors import ModelError, OutputError
from tests.unit.trainer.miniature import mini_finetune, mini_pretrain, write_clips
from trainer import runs
from trainer.config import RunConfig, parse_config
from trainer.folder import BEST, CONFIG_FILE, DATA_FILE, EVENTS_FILE, FACTS_FILE, INIT_FILE, LAST
from trainer.plan import plan_run
from trainer.runs import (
    SOFTWARE,
    DataSetFacts,
    chosen_checkpoint,
    claim,
    code_version,
    data_of,
    keep_data,
    read_config,
    read_data,
    read_facts,
    software,
    with_whole_paths,
)

CONFIGS: list[RunConfig] = [
    mini_finetune(Path("data/a b"), **{"init": Path("runs/é"), "recipe.lr": 1e-5}),
    mini_pretrain([Path("one"), Path("two")], **{"augment.crop_scale": (0.4, 1.0)}),
]


@pytest.mark.parametrize("config", CONFIGS, ids=lambda config: config.kind)
def test_a_folder_holds_the_very_settings(config: RunConfig, tmp_path: Path) -> None:
    claim(tmp_path / "deep" / "run", config, resume=False)
    assert read_config(tmp_path / "deep" / "run") == config
    assert {path.name for path in (tmp_path / "deep" / "run").iterdir()} == {
        CONFIG_FILE,
        FACTS_FILE,
    }


def test_facts_say_what_made_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["svfap-train", "finetune", "x"])
    claim(tmp_path, CONFIGS[0], resume=False)
    facts = read_facts(tmp_path, FACTS_FILE)
    assert facts == {
        "software": software(),
        "code": code_version(),
        "command": ["svfap-train", "finetune", "x"],
    }
    assert set(software()) == set(SOFTWARE)
    assert read_facts(tmp_path, INIT_FILE) == {}


def test_code_outside_a_repository_has_no_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "__file__", str(tmp_path / "runs.py"))
    assert code_version() == ""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert code_version() == ""


def test_a_folder_with_a_run_is_not_begun_again(tmp_path: Path) -> None:
    claim(tmp_path, CONFIGS[0], resume=False)
    (tmp_path / EVENTS_FILE).touch()
    before = (tmp_path / CONFIG_FILE).read_bytes()
    with pytest.raises(ModelError, match="holds a run already") as caught:
        claim(tmp_path, CONFIGS[1], resume=False)
    assert "--resume" in caught.value.hint
    assert (tmp_path / CONFIG_FILE).read_bytes() == before


def test_a_run_that_never_began_does_not_block_its_folder(tmp_path: Path) -> None:
    """As where its data was not found: the next attempt may have other settings."""
    claim(tmp_path, CONFIGS[0], resume=False)
    claim(tmp_path, CONFIGS[1], resume=False)
    assert read_config(tmp_path) == CONFIGS[1]


def test_a_folder_with_other_things_may_be_begun_in(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    claim(tmp_path, CONFIGS[0], resume=False)


def test_only_the_same_run_with_a_checkpoint_goes_on(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="not the folder of a training run"):
        claim(tmp_path / "nothing", CONFIGS[0], resume=True)
    claim(tmp_path, CONFIGS[0], resume=False)
    with pytest.raises(ModelError, match="no checkpoint to resume from"):
        claim(tmp_path, CONFIGS[0], resume=True)
    (tmp_path / LAST).touch()
    claim(tmp_path, CONFIGS[0], resume=True)
    with pytest.raises(ModelError, match="other settings"):
        claim(tmp_path, CONFIGS[1], resume=True)
    changed = mini_finetune(Path("data/a b"), **{"init": Path("runs/é"), "recipe.lr": 2e-5})
    with pytest.raises(ModelError, match="other settings"):
        claim(tmp_path, changed, resume=True)


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot write"):
        claim(tmp_path / "file" / "run", CONFIGS[0], resume=False)


@pytest.mark.parametrize(
    "text", ["", "a list", "- 1", "kind: other", "kind: finetune\nnew: 1", "a: [", "\x00"]
)
def test_a_damaged_or_foreign_config_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / CONFIG_FILE).write_text(text)
    with pytest.raises(ModelError, match="not the folder of a training run"):
        read_config(tmp_path)


def test_a_config_that_is_not_text_is_told(tmp_path: Path) -> None:
    (tmp_path / CONFIG_FILE).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ModelError, match="not the folder of a training run"):
        read_config(tmp_path)


def test_settings_written_by_hand_are_numbers_all_the_same() -> None:
    values = yaml.safe_load("{kind: pretrain, size: tiny, data: {manifests: [x]}}")
    values["recipe"] = yaml.safe_load("{epochs: 1, lr: 1e-3}")
    assert parse_config(values).recipe.lr == 1e-3


def test_the_chosen_checkpoint_is_the_last_where_none_is_best(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no checkpoint yet"):
        chosen_checkpoint(tmp_path)
    (tmp_path / LAST).touch()
    assert chosen_checkpoint(tmp_path) == tmp_path / LAST
    (tmp_path / BEST).touch()
    assert chosen_checkpoint(tmp_path) == tmp_path / BEST


def test_facts_are_plain_json(tmp_path: Path) -> None:
    claim(tmp_path, CONFIGS[0], resume=False)
    assert json.loads((tmp_path / FACTS_FILE).read_text())["software"]["svfap"]


def test_paths_of_a_run_are_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "runs").mkdir()
    monkeypatch.chdir(tmp_path)
    config = mini_finetune(Path("a/../data"), init="runs")
    whole: Any = with_whole_paths(config)
    assert whole.data.manifests == (tmp_path / "data",)
    assert whole.init == tmp_path / "runs"
    named: Any = with_whole_paths(mini_finetune(Path("data"), init="svfap-tiny"))
    assert named.init == Path("svfap-tiny")  # A stored model.
    assert with_whole_paths(whole) == whole


def test_what_outputs_mean_comes_back_as_it_was(tmp_path: Path) -> None:
    data = write_clips(tmp_path / "data", values=("valence", "openness"))
    heads = [{"kind": "classes"}, {"kind": "values", "bounded": True, "loss": "mse+ccc"}]
    plan = plan_run(mini_finetune(data, heads=heads))
    keep_data(tmp_path, plan, resume=False)
    assert read_data(tmp_path) == data_of(plan)
    assert [h.head.low for h in read_data(tmp_path).heads] == [-1.0, -1.0, 0.0]
    assert data_of(plan_run(mini_pretrain(data))).heads == ()


@pytest.mark.parametrize("text", ["", "{}", "[1"])
def test_a_run_that_does_not_say_what_its_outputs_mean_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / DATA_FILE).write_text(text)
    with pytest.raises(ModelError, match="does not say what its outputs mean"):
        read_data(tmp_path)


def test_data_prepared_again_as_it_was_is_the_same(tmp_path: Path) -> None:
    def found(**options: Any) -> tuple[DataSetFacts, ...]:
        folder = write_clips(tmp_path / "data", values=("valence",), **{"frames": 2, **options})
        fold = {"data.fold": 1} if "folds" in options else {}
        facts = data_of(plan_run(mini_pretrain(folder, **fold))).data_sets
        shutil.rmtree(folder)
        return facts

    plain = found()
    assert found() == plain
    for other in ({"frames": 3}, {"folds": 2}, {"shares": True}, {"per_subject": 5}):
        assert found(**other) != plain, other
