"""Runs on the command line: progress, going on, mistakes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.models import write_untrained_model
from tests.unit.trainer.cli.commands import events_of, run, written
from tests.unit.trainer.miniature import (
    mini_finetune,
    mini_pretrain,
)
from trainer import fit
from trainer.config import FinetuneConfig, PretrainConfig, RunConfig
from trainer.events import Ended, Failed
from trainer.folder import LAST
from trainer.recipes import preset_names
from trainer.runs import read_config
from trainer.settings import read_settings

ALL_PRESETS = preset_names()


class Asked:
    """What `fit` was asked for."""

    config: RunConfig
    run: Path
    resume: bool


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    heard = Asked()

    def fake(config: RunConfig, run: Path, *, listener: Any, resume: bool) -> bool:
        del listener
        heard.config, heard.run, heard.resume = config, run, resume
        return True

    monkeypatch.setattr(fit, "fit", fake)
    return heard


def test_what_is_asked_for_reaches_the_run(asked: Asked, tmp_path: Path) -> None:
    out = tmp_path / "run"
    result = run(
        *("finetune", "finetune-tiny", "--out", out, "--data", "a", "--data", "b"),
        *("--init", "runs/x", "--set", "recipe.epochs=2", "--set", "mixup=0", "--resume"),
    )
    assert result.exit_code == 0, result.output
    assert isinstance(asked.config, FinetuneConfig)
    assert asked.config.data.manifests == (Path("a"), Path("b"))
    assert asked.config.init == Path("runs/x")
    assert (asked.config.recipe.epochs, asked.config.mixup) == (2, 0.0)
    assert (asked.run, asked.resume) == (out, True)


def test_pretraining_reaches_the_run(asked: Asked, tmp_path: Path) -> None:
    result = run("pretrain", "pretrain-tiny", "--out", tmp_path, "--data", "a", "--init", "b")
    assert result.exit_code == 0, result.output
    assert isinstance(asked.config, PretrainConfig)
    assert (asked.config.data.manifests, asked.resume) == ((Path("a"),), False)
    assert asked.config.init == Path("b")


@pytest.mark.parametrize("compat", [True, False])
def test_rates_as_in_the_reference_are_had_on_request(
    asked: Asked, tmp_path: Path, *, compat: bool
) -> None:
    more = ["--compat"] if compat else []
    result = run("finetune", "paper-finetune", "--out", tmp_path, "--data", "a", *more)
    assert result.exit_code == 0, result.output
    assert asked.config.recipe.compat == compat


@pytest.mark.parametrize(
    ("command", "preset"), [("pretrain", "finetune-tiny"), ("finetune", "paper-pretrain")]
)
def test_a_config_of_the_other_kind_names_its_command(
    command: str, preset: str, tmp_path: Path
) -> None:
    result = run(command, preset, "--out", tmp_path / "run")
    assert result.exit_code == 2
    other = "finetune" if command == "pretrain" else "pretrain"
    assert f"svfap-train {other}" in result.stderr
    assert not (tmp_path / "run").exists()


def test_the_recipe_of_the_paper_is_found_by_its_name(asked: Asked, tmp_path: Path) -> None:
    for command in ("pretrain", "finetune"):
        result = run(command, "paper", "--out", tmp_path, "--data", "a")
        assert result.exit_code == 0, result.output
        assert asked.config == read_settings(f"paper-{command}", ["data.manifests=[a]"])


def test_an_unknown_preset_names_those_there_are(tmp_path: Path) -> None:
    result = run("finetune", "finetune-tinny", "--out", tmp_path / "run")
    assert result.exit_code == 2
    assert all(name in result.stderr for name in ALL_PRESETS)


def test_a_run_tells_its_progress_as_lines(data: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "config.yaml", mini_finetune(Path("elsewhere")))
    model = write_untrained_model(tmp_path / "model")
    out = tmp_path / "run"
    result = run("finetune", file, "--out", out, "--data", data, "--init", model, "--json")
    assert result.exit_code == 0, result.output
    told = events_of(result)
    kinds = [event.kind for event in told if event.kind != "checkpoint"]
    assert kinds[:3] == ["initialised", "started", "step"]
    assert [kind for kind in kinds[3:] if kind != "step"] == ["epoch", "epoch", "ended"]
    config = read_config(out)
    assert isinstance(config, FinetuneConfig)
    assert (config.data.manifests, config.init) == ((data,), model)


def test_a_run_tells_its_progress_in_words(data: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "config.yaml", mini_pretrain(data))
    result = run("pretrain", file, "--out", tmp_path / "run")
    assert result.exit_code == 0, result.output
    assert "step 0 of 4" in result.stdout
    assert "epoch 1 of 2  step 1  loss" in result.stdout
    assert "epoch 2 of 2, " in result.stdout
    assert "val/mse" in result.stdout
    assert "epoch_0002.png" in result.stdout
    assert "finished after" in result.stdout


def test_a_run_goes_on_only_when_asked_to(data: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "config.yaml", mini_finetune(data))
    arguments = ("finetune", file, "--out", tmp_path / "run", "--json")
    assert run(*arguments).exit_code == 0
    again = run(*arguments)
    assert again.exit_code == 1
    (failed,) = events_of(again)
    assert isinstance(failed, Failed)
    assert "holds a run already" in failed.error
    assert "--resume" in failed.error
    resumed = run(*arguments, "--resume")
    assert resumed.exit_code == 0
    ended = events_of(resumed)[-1]
    assert isinstance(ended, Ended)
    assert ended.outcome == "finished"


@pytest.mark.parametrize("json", [True, False])
def test_a_mistake_is_one_line_and_an_exit_code(tmp_path: Path, *, json: bool) -> None:
    more = ["--json"] if json else []
    result = run(
        "finetune", "finetune-tiny", "--out", tmp_path / "run", "--data", tmp_path / "no", *more
    )
    assert result.exit_code == 1
    if json:
        (failed,) = events_of(result)
        assert isinstance(failed, Failed)
        assert "holds no manifest" in failed.error
    else:
        assert result.stdout == ""
        assert result.stderr.startswith("failed: ")
        assert "holds no manifest" in result.stderr


def test_a_mistake_in_the_data_does_not_block_the_folder(data: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "config.yaml", mini_finetune(tmp_path / "no"))
    arguments = ("finetune", file, "--out", tmp_path / "run")
    assert run(*arguments).exit_code == 1
    result = run(*arguments, "--data", data)
    assert result.exit_code == 0, result.output
    assert (tmp_path / "run" / LAST).exists()


def test_a_rate_that_is_far_too_high_is_told(data: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "config.yaml", mini_finetune(data))
    more = ("--set", "recipe.lr=1e30", "--set", "recipe.warmup=0", "--json")
    result = run("finetune", file, "--out", tmp_path / "run", *more)
    assert result.exit_code == 1
    told = events_of(result)
    (failed,) = [event for event in told if isinstance(event, Failed)]
    assert told[-1] == failed
    assert "is not a number in step 1 of epoch 0; clips of the batch: person" in failed.error


def test_settings_without_effect_are_noted(data: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "config.yaml", mini_finetune(data))
    result = run("finetune", file, "--out", tmp_path / "run", "--compat")
    assert result.exit_code == 0, result.output
    assert "note: recipe.compat has no effect" in result.stdout
