"""The trainer on the command line: what is asked for reaches a run, mistakes come back in words."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import typer
import yaml
from typer.testing import CliRunner, Result

from tests.models import write_untrained_model
from tests.unit.trainer.data.at_once import AtOnce
from tests.unit.trainer.miniature import (
    drawn_face,
    mini_finetune,
    mini_pretrain,
    write_clips,
    write_fer2013,
)
from tests.unit.trainer.narrow import narrow_networks
from trainer import fit
from trainer.cli import app
from trainer.config import MOVED, FinetuneConfig, PretrainConfig, RunConfig
from trainer.data import workers
from trainer.data.layouts import LAYOUTS
from trainer.data.manifest import read_manifest
from trainer.events import Ended, Evaluated, Event, Exported, Failed, Prepared, Warned, from_line
from trainer.folder import LAST
from trainer.recipes import preset_names
from trainer.runs import read_config
from trainer.settings import read_settings
from trainer.steps import PrepareConfig

pytestmark = pytest.mark.filterwarnings("ignore::Warning:lightning", "ignore::Warning:torch")

ALL_PRESETS = preset_names()


@pytest.fixture(autouse=True)
def narrow() -> Iterator[None]:
    with narrow_networks():
        yield


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_clips(tmp_path_factory.mktemp("data") / "clips", size_px=32)


def run(*arguments: object) -> Result:
    wide = {"COLUMNS": "250", "TERM": "dumb", "NO_COLOR": "1"}
    return CliRunner(env=wide).invoke(app, [str(argument) for argument in arguments])


def written(path: Path, config: RunConfig) -> Path:
    path.write_text(yaml.safe_dump(config.model_dump(mode="json"), sort_keys=False))
    return path


def events_of(result: Result) -> list[Event]:
    found = [from_line(line) for line in result.stdout.splitlines()]
    assert None not in found
    return [event for event in found if event is not None]


# Settings


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


# Help


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


# Runs


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
    assert [event.kind for event in told if event.kind != "checkpoint"] == [
        *("initialised", "started", "epoch", "epoch", "ended")
    ]
    config = read_config(out)
    assert isinstance(config, FinetuneConfig)
    assert (config.data.manifests, config.init) == ((data,), model)


def test_a_run_tells_its_progress_in_words(data: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "config.yaml", mini_pretrain(data))
    result = run("pretrain", file, "--out", tmp_path / "run")
    assert result.exit_code == 0, result.output
    assert "step 0 of 4" in result.stdout
    assert "epoch 2: " in result.stdout
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


# Data


def test_the_kinds_of_data_sets_are_listed() -> None:
    result = run("prepare", "list")
    assert result.exit_code == 0
    kinds = {line.split()[0] for line in result.stdout.splitlines()}
    assert kinds == set(LAYOUTS)
    assert all(len(line.split()) > 2 for line in result.stdout.splitlines())


def test_an_unknown_kind_names_those_there_are() -> None:
    result = run("prepare", "vox", "somewhere", "--out", "x")
    assert result.exit_code == 2
    assert "voxceleb2" in result.stderr


def test_preparing_needs_a_place() -> None:
    result = run("prepare", "fer2013", "somewhere")
    assert result.exit_code == 2
    assert "--out" in result.stderr
    result = run("prepare", "folder", "--out", "x")
    assert result.exit_code == 2
    assert "prepare DATASET ROOT" in result.stderr


def test_help_lists_the_settings_of_preparing() -> None:
    text = run("prepare", "--help").stdout
    assert all(name in text for name in PrepareConfig.model_fields)


def test_settings_of_stills_are_not_ignored(tmp_path: Path) -> None:
    file = write_fer2013(tmp_path / "mini.parquet", 1)
    result = run("prepare", "fer2013", file, "--out", tmp_path / "out", "--set", "size_px=64")
    assert result.exit_code == 1
    assert "size_px cannot be set for FER2013" in result.stderr
    result = run("prepare", "fer2013", file, "--out", tmp_path / "out", "--shards")
    assert result.exit_code == 0
    assert "Note: 21 stills are there; 35,887 are published." in result.stdout


def test_stills_are_prepared(tmp_path: Path) -> None:
    file = write_fer2013(tmp_path / "mini.parquet", 1)
    result = run("prepare", "fer2013", file, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "21 clips of FER2013" in result.stdout
    assert len(read_manifest(tmp_path / "out")) == 21


def test_a_prepared_data_set_is_an_event(tmp_path: Path) -> None:
    file = write_fer2013(tmp_path / "mini.parquet", 1)
    result = run("prepare", "fer2013", file, "--out", tmp_path / "out", "--json")
    *_, made = events_of(result)
    assert isinstance(made, Prepared)
    assert (made.data_set, made.clips, made.folder) == ("FER2013", 21, str(tmp_path / "out"))
    assert len(made.classes) == 7
    assert made.notes


def test_what_is_odd_about_a_data_set_is_said_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its counts too; `describe` says all of it again."""
    monkeypatch.setattr(workers, "ProcessPoolExecutor", AtOnce)
    names = ("Bored", "bored", "happy", "hapy", "nan")
    for number, name in enumerate(f"{name}/{n}" for name in names for n in range(2)):
        (tmp_path / "set" / name).mkdir(parents=True)
        cv2.imwrite(str(tmp_path / "set" / name / "1.png"), drawn_face(0, min(number, 8)))
    arguments = ("prepare", "folder", tmp_path / "set", "--out", tmp_path / "out")
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    odd = (
        "set: the classes happy and hapy have nearly the same name: are they one?",
        "set: the class nan is named as a label that is missing",
        "set: 1 clip(s) are copies of others, such as nan/0 = nan/1: copies stay in one part",
    )
    for text in odd:
        assert f"Warning: {text}\n" in result.stdout
    assert "bored is Bored" in result.stdout
    assert re.search(r"^  Bored +3 +1 +4$", result.stdout, re.MULTILINE)
    assert "hapy" in result.stdout
    *told, made = events_of(run(*arguments, "--json"))
    assert isinstance(made, Prepared)
    assert made.classes == ("Bored", "happy", "hapy", "nan")
    assert set(odd) <= {event.text for event in told if isinstance(event, Warned)}
    result = run("describe", tmp_path / "out")
    assert result.exit_code == 0, result.output
    for text in odd:
        assert f"Warning: {text}\n" in result.stdout
    assert "Copies:" in result.stdout
    found = json.loads(run("describe", tmp_path / "out", "--json").stdout)
    assert found["odd"]["near_equal"] == [["happy", "hapy"]]
    assert set(odd) <= set(found["warnings"])
    assert found["clips"] == 10


def test_what_is_no_data_set_is_not_described(tmp_path: Path) -> None:
    result = run("describe", tmp_path)
    assert result.exit_code == 1
    assert "holds no manifest" in result.stderr


def test_settings_of_preparing_are_checked(tmp_path: Path) -> None:
    (tmp_path / "videos").mkdir()
    for setting in ("no_such=1", "margin=[", "margin"):
        result = run(
            "prepare", "folder", tmp_path / "videos", "--out", tmp_path / "out", "--set", setting
        )
        assert result.exit_code in (1, 2), setting
        assert setting.split("=")[0].strip("[") in result.stderr


def test_data_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = run("prepare", "fer2013", tmp_path / "no.parquet", "--out", tmp_path / "out", "--json")
    assert result.exit_code == 1
    (failed,) = events_of(result)
    assert isinstance(failed, Failed)
    assert "no.parquet" in failed.error


def test_an_item_that_cannot_be_prepared_is_named_and_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "ProcessPoolExecutor", AtOnce)
    for clip in ("happy/a", "happy/b", "sad/c"):
        (tmp_path / "set" / clip).mkdir(parents=True)
        cv2.imwrite(str(tmp_path / "set" / clip / "1.png"), drawn_face(0, 0))
    (tmp_path / "set" / "happy" / "b" / "2.png").write_bytes(b"no picture")
    arguments = ("prepare", "folder", tmp_path / "set", "--out", tmp_path / "out")
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    assert "note: happy/b/2.png: is no picture that training can read, or damaged" in result.stdout
    assert "2 clips of set in" in result.stdout
    assert "1 of 3 items failed" in result.stdout
    assert f"1 items are missing or not whole: see {tmp_path / 'out'}" in result.stdout
    *told, made = events_of(run(*arguments, "--json"))
    assert [event for event in told if isinstance(event, Warned)]
    assert isinstance(made, Prepared)
    assert (made.clips, made.items, made.failed, made.problems) == (2, 3, 1, 1)
    for clip in ("happy/a", "sad/c"):
        (tmp_path / "set" / clip / "1.png").write_bytes(b"no picture")
    result = run(*arguments)
    assert result.exit_code == 1
    assert "no clip could be made of set; happy/a/1.png: is no picture" in result.stderr


# Judging and exporting


def test_from_clips_to_a_model(data: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "config.yaml", mini_finetune(data))
    out = tmp_path / "run"
    assert run("finetune", file, "--out", out).exit_code == 0
    judged = run("evaluate", out)
    assert judged.exit_code == 0, judged.output
    assert "Miniature, test: 4 clips" in judged.stdout
    assert "WAR" in judged.stdout
    assert f"see {out / 'evaluation-test'}" in judged.stdout
    exported = run("export", out, "--out", tmp_path / "model", "--name", "mini", "--title", "Mini")
    assert exported.exit_code == 0, exported.output
    assert "Mini in" in exported.stdout
    report = tmp_path / "report"
    again = run("evaluate", tmp_path / "model", "--data", data, "--out", report, "--json")
    assert again.exit_code == 0, again.output
    *progress, evaluated = events_of(again)
    assert {event.kind for event in progress} == {"progress"}
    assert isinstance(evaluated, Evaluated)
    assert (evaluated.folder, evaluated.split) == (str(report), "test")
    assert 0 <= evaluated.metrics["WAR"] <= 1
    assert list(report.iterdir())


def test_what_is_left_off_a_card_is_told_in_words_and_as_an_event(
    data: Path, tmp_path: Path
) -> None:
    file = written(tmp_path / "config.yaml", mini_finetune(data))
    out = tmp_path / "run"
    assert run("finetune", file, "--out", out).exit_code == 0
    (out / "evaluation-old").mkdir()
    (out / "evaluation-old" / "evaluation.json").write_text("{}")
    arguments = ("export", out, "--out", tmp_path / "model", "--name", "mini")
    assert "not on the card: evaluation-old" in run(*arguments).stdout
    (exported,) = events_of(run(*arguments, "--json"))
    assert isinstance(exported, Exported)
    assert exported.left_out[0].startswith("evaluation-old")


def test_other_processes_than_the_first_say_nothing(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = write_untrained_model(tmp_path / "model")
    monkeypatch.setenv("RANK", "1")
    for more in ([], ["--json"]):
        result = run("evaluate", model, "--data", data, "--out", tmp_path / "out", *more)
        assert (result.exit_code, result.stdout) == (0, "")


def test_the_template_of_a_prepared_data_set_is_measured(tmp_path: Path) -> None:
    from skimage.data import astronaut

    def shown(clip: int, label: int, index: int) -> np.ndarray:
        return cv2.cvtColor(astronaut()[10:210, 125:325], cv2.COLOR_RGB2BGR)

    folder = write_clips(
        tmp_path / "set",
        subjects=1,
        per_subject=2,
        frames=1,
        size_px=200,
        template=None,
        draw=shown,
    )
    result = run("template", folder, "--pictures", "2")
    assert result.exit_code == 0, result.output
    assert "2 faces in 2 pictures" in result.stdout
    assert 'on a card: "template": [[0.' in result.stdout


@pytest.mark.parametrize("command", ["evaluate", "export"])
def test_a_folder_without_a_run_is_told(command: str, tmp_path: Path) -> None:
    more = ["--name", "x", "--out", tmp_path / "model"] if command == "export" else []
    result = run(command, tmp_path, *more)
    assert result.exit_code == 1
    assert result.stderr.startswith("failed: ")


def test_an_unknown_protocol_is_named(tmp_path: Path) -> None:
    result = run("evaluate", tmp_path, "--protocol", "other")
    assert result.exit_code == 2
    assert "cover and paper" in result.stderr


def test_help_comes_without_loading_what_only_training_needs() -> None:
    code = "import sys, trainer.cli; print({'torch', 'av', 'pyarrow'} & set(sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout == "set()\n"
