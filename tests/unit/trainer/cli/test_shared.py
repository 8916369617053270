"""Settings on the command line: what is asked for reaches a run, mistakes come back in words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import typer

from tests.unit.trainer.cli.commands import run
from trainer.config import MOVED, FinetuneConfig
from trainer.recipes import preset_names
from trainer.settings import read_settings

ALL_PRESETS = preset_names()


def test_overrides_reach_nested_fields() -> None:
    config = read_settings(
        "finetune-tiny", ["recipe.epochs=7", "augment.blur=0.25", "init=null", "data.fold=2"]
    )
    assert isinstance(config, FinetuneConfig)
    assert (config.recipe.epochs, config.augment.blur, config.init) == (7, 0.25, None)
    assert config.data.fold == 2


def test_values_are_read_as_yaml() -> None:
    config = read_settings(
        "finetune-tiny",
        ["heads=[{kind: values, names: [valence], loss: ccc}]", "recipe.betas=[0.5, 0.6]"],
    )
    assert isinstance(config, FinetuneConfig)
    assert config.heads[0].loss == "ccc"
    assert config.recipe.betas == (0.5, 0.6)


def test_given_values_are_taken_as_they_are_and_overrides_come_after_them() -> None:
    odd = Path("it's: a #1")
    config = read_settings("finetune-tiny", [], {"data.manifests": [odd], "init": odd})
    assert isinstance(config, FinetuneConfig)
    assert (config.data.manifests, config.init) == ((odd,), odd)
    after = read_settings("finetune-tiny", ["init=b"], {"init": odd})
    assert isinstance(after, FinetuneConfig)
    assert after.init == Path("b")


@pytest.mark.parametrize(
    ("override", "named"),
    [
        ("no_such_field=1", "no_such_field"),
        ("recipe.epochs=many", "epochs"),
        ("augment.blur.x=1", "blur"),
        ("recipe.batch_size=9", "batch_size"),
        ("recipe.epochs", "name=value"),
        ("recipe.epochs=[", r"recipe\.epochs"),
    ],
)
def test_a_wrong_override_says_which(override: str, named: str) -> None:
    with pytest.raises(typer.BadParameter, match=named):
        read_settings("finetune-tiny", [override])


def test_wrong_settings_are_told_one_by_one_in_plain_words() -> None:
    result = run("finetune", "finetune-tiny", "--out", "x", "--set", "recipe.lr=-1")
    assert result.exit_code == 2
    told = " ".join(result.stderr.replace("│", " ").split())
    assert "finetune-tiny: recipe.lr: must be greater than 0, got -1" in told
    assert "pydantic" not in told


def test_a_missing_config_is_named_with_the_presets_there_are() -> None:
    with pytest.raises(typer.BadParameter, match=r"nowhere\.yaml") as caught:
        read_settings("nowhere.yaml", [])
    assert [name for name in ALL_PRESETS if name not in str(caught.value)] == []


@pytest.mark.parametrize("content", [b"", b"- a\n- b", b"text", b"a: [", b"\xff\xfe\x00", b"3"])
def test_a_file_that_is_no_config_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "c.yaml").write_bytes(content)
    for overrides in ([], ["recipe.epochs=1"]):
        with pytest.raises(typer.BadParameter, match=r"c\.yaml"):
            read_settings(str(tmp_path / "c.yaml"), overrides)


@pytest.mark.parametrize(
    "command", ["prepare", "pretrain", "finetune", "evaluate", "compare", "export", "template"]
)
def test_every_command_explains_itself(command: str) -> None:
    assert command in run("--help").stdout
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "Usage" in result.stdout


def test_help_lists_the_settings_of_each_config() -> None:
    pretraining, finetuning = run("pretrain", "--help").stdout, run("finetune", "--help").stdout
    for name in ("mask_ratio", "decoder_dim", "recipe.lr", "augment.brightness"):
        assert name in pretraining
    for name in ("heads[].kind", "lora.rank", "clip.frames", "recipe.layer_decay"):
        assert name in finetuning
    assert "mask_ratio" not in finetuning
    assert not [name for name in MOVED if f"`{name}`" in finetuning]


def test_help_comes_without_loading_what_only_training_needs() -> None:
    code = "import sys, trainer.cli; print({'torch', 'av', 'pyarrow'} & set(sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout == "set()\n"
