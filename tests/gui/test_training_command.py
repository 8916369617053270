"""What a form says is what the command line reads."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from svfap_core.system import command_text
from svfap_gui.train import command as training_command
from svfap_gui.train.command import Folds
from svfap_gui.train.files import Home, Job, StepKind
from trainer.config import RunConfig
from trainer.recipes import merged, read_values
from trainer.settings import read_settings
from trainer.steps import EvaluateConfig, ExportConfig, PrepareConfig

RUN: TypeAdapter[RunConfig] = TypeAdapter(RunConfig)
NOW = datetime(2024, 1, 1, tzinfo=UTC)
CHANGES: list[Mapping[str, Any]] = [
    {},
    {"data": {"manifests": ["/a/one set", "/b"]}, "recipe": {"epochs": 3, "lr": 3e-5}},
    {"init": None, "clip": {"frames": 8, "span_s": 1.0, "size_px": 64}},
    {
        "init": "/runs/first",
        "augment": {"crop_scale": [0.5, 1.0], "multi_scale_crop": False, "flip": 0.25},
    },
]


def arguments(command: tuple[str, ...], name: str) -> list[str]:
    return [command[i + 1] for i, part in enumerate(command[:-1]) if part == name]


def as_read(command: tuple[str, ...]) -> RunConfig:
    """The config that `svfap-train` makes of a command."""
    given: dict[str, object] = {}
    if data := arguments(command, "--data"):
        given["data.manifests"] = [Path(path) for path in data]
    if init := arguments(command, "--init"):
        given["init"] = Path(init[0])
    return read_settings(command[4], arguments(command, "--set"), given)


@pytest.mark.parametrize("changes", CHANGES)
@pytest.mark.parametrize("preset", ["finetune-tiny", "dfew", "regression", "paper-pretrain"])
def test_a_run_is_asked_for_as_it_was_entered(preset: str, changes: Mapping[str, Any]) -> None:
    values = read_values(preset)
    start = RUN.validate_python(values)
    if "clip" in changes:
        base = {"template": [[0.3, 0.4]] * 5, "colour": "rgb", "mean": [0.5] * 3, "std": [0.2] * 3}
        changes = {**changes, "clip": {**base, **changes["clip"]}}
    wanted = RUN.validate_python(merged(values, dict(changes)))
    order = training_command.train(preset, start, wanted, Path("/runs/new run"))
    assert as_read(order.command) == wanted
    assert (order.step, order.home) == (StepKind(wanted.kind), Path("/runs/new run"))
    if not changes:
        assert "--set" not in order.command


def test_a_command_is_of_this_python_and_can_be_pasted() -> None:
    order = training_command.prepare(
        "folder", Path("/my clips"), Path("/d"), PrepareConfig(size_px=96, every_face=True)
    )
    assert order.command[:4] == (sys.executable, "-m", "trainer", "prepare")
    assert order.command[-1] == "--json"
    assert arguments(order.command, "--set") == ["size_px=96", "every_face=true"]
    assert tuple(shlex.split(command_text(order.command))) == order.command


def test_options_are_said_where_they_differ() -> None:
    plain = training_command.evaluate(Path("/r"), EvaluateConfig())
    assert plain.command[3:] == ("evaluate", "/r", "--json")
    other = training_command.evaluate(Path("/r"), EvaluateConfig(split="val", windows=2))
    assert other.command[4:] == ("/r", "--split", "val", "--windows", "2", "--json")
    config = ExportConfig(name="mine", licence="CC BY 4.0", onnx=True)
    exported = training_command.export(Path("/r"), Path("/models"), config).command
    assert exported[4:] == (
        *("/r", "--out", "/models/mine", "--name", "mine"),
        *("--licence", "CC BY 4.0", "--onnx", "--json"),
    )


@pytest.mark.parametrize(
    ("folds", "options"),
    [(None, ()), (8, ("--folds", "8")), ("subject", ("--leave-one-subject-out",))],
)
def test_a_cross_validation_is_asked_for_as_a_run_is(
    folds: Folds, options: tuple[str, ...]
) -> None:
    values = read_values("finetune-tiny")
    start = RUN.validate_python(values)
    wanted = RUN.validate_python(merged(values, {"data": {"manifests": ["/a"]}, "train": "head"}))
    home = Path("/runs/cv")
    order = training_command.cross_validate("finetune-tiny", start, wanted, home, folds)
    assert (order.step, order.home) == (StepKind.CROSS_VALIDATE, home)
    assert order.command[3:] == (
        *("cross-validate", "finetune-tiny", "--data", "/a", "--out", "/runs/cv", *options),
        *("--set", "train=head", "--json"),
    )


def home(step: StepKind, path: Path, *command: str) -> Home:
    return Home(path, step, (Job(step=step, home=path, command=command, begun=NOW),))


def test_resuming_takes_the_settings_that_the_run_keeps(tmp_path: Path) -> None:
    order = training_command.resume(home(StepKind.PRETRAIN, Path("/r"), "anything"))
    assert order.command[3:] == ("pretrain", "/r/config.yaml", "--out", "/r", "--resume", "--json")
    again = training_command.resume(home(StepKind.PREPARE, Path("/d"), "python", "as before"))
    assert again.command == ("python", "as before")
    kept = tmp_path / "folds" / "1" / "config.yaml"
    kept.parent.mkdir(parents=True)
    kept.touch()
    on = training_command.resume(home(StepKind.CROSS_VALIDATE, tmp_path, "anything"))
    assert on.command[3:] == (
        *("cross-validate", str(kept), "--out", str(tmp_path), "--resume", "--json"),
    )
