"""Commands of the trainer for what is entered in forms: exactly what is run, and can be copied.

Knows no Qt or process.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias, cast

import yaml

from svfap_core.settings import Frozen
from svfap_gui.train.files import Home, StepKind
from trainer.config import RunConfig
from trainer.steps import EvaluateConfig, ExportConfig, PrepareConfig

Folds: TypeAlias = int | Literal["subject"] | None
"""How many folds a cross-validation has, or one for each subject; none: official ones, or 5."""


class Order(NamedTuple):
    """A process to be started: what it does, in which folder, by which command."""

    step: StepKind
    home: Path
    command: tuple[str, ...]


def prepare(data_set: str, source: Path, home: Path, config: PrepareConfig) -> Order:
    """Make a data set out of what was published, or of one's own clips."""
    changes = _changes(PrepareConfig(), config)
    return _order(
        StepKind.PREPARE, home, data_set, str(source), "--out", str(home), *_settings(changes)
    )


def train(preset: str, start: RunConfig, config: RunConfig, home: Path) -> Order:
    """Pre-train or fine-tune.

    Args:
        preset: The recipe.
        start: What it says.
        config: What is wanted.
        home: Folder of the run.
    """
    return _order(StepKind(config.kind), home, *_learning(preset, start, config, home))


def cross_validate(
    preset: str, start: RunConfig, config: RunConfig, home: Path, folds: Folds
) -> Order:
    """Fine-tune and test a run for each fold, then one that learns from all; see `train`."""
    own = ["--folds", str(folds)] if folds else []
    if folds == "subject":
        own = ["--leave-one-subject-out"]
    return _order(StepKind.CROSS_VALIDATE, home, *_learning(preset, start, config, home, *own))


def _learning(
    preset: str, start: RunConfig, config: RunConfig, home: Path, *options: str
) -> list[str]:
    """Arguments of a command that learns, from the preset on."""
    changes = _changes(start, config)
    data = cast("dict[str, Any]", changes.pop("data", {}))
    given = [part for path in data.pop("manifests", ()) for part in ("--data", path)]
    if data:
        changes["data"] = data
    if changes.get("init") is not None:
        given += ["--init", changes.pop("init")]
    return [preset, *given, "--out", str(home), *options, *_settings(changes)]


def resume(home: Home) -> Order:
    """Go on with a run, by the settings that it keeps, or a preparation, by its command."""
    if home.step is StepKind.PREPARE:
        return Order(home.step, home.path, home.made.command)
    kept, out = str(home.config), str(home.path)
    return _order(home.step, home.path, kept, "--out", out, "--resume")


def evaluate(run: Path, config: EvaluateConfig) -> Order:
    """Judge a run."""
    return _order(StepKind.EVALUATE, run, str(run), *_options(EvaluateConfig(), config))


def export(run: Path, models: Path, config: ExportConfig) -> Order:
    """Make a model of a run, among the user's own."""
    plain = ExportConfig(name=config.name)
    named = ("--out", str(models / config.name), "--name", config.name)
    return _order(StepKind.EXPORT, run, str(run), *named, *_options(plain, config))


def _order(step: StepKind, home: Path, *arguments: str) -> Order:
    return Order(step, home, (sys.executable, "-m", "trainer", step, *arguments, "--json"))


def _changes(start: Frozen, config: Frozen) -> dict[str, Any]:
    """What the config says otherwise, nested as it is there."""
    return _difference(start.model_dump(mode="json"), config.model_dump(mode="json"))


def _difference(start: Mapping[str, Any], config: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in config.items():
        before = start[name]
        if isinstance(value, dict) and isinstance(before, dict):
            inner = _difference(cast("Mapping[str, Any]", before), cast("Mapping[str, Any]", value))
            if inner:
                found[name] = inner
        elif value != before:
            found[name] = value
    return found


def _settings(changes: Mapping[str, Any], prefix: str = "") -> list[str]:
    """`--set name=value` for each change."""
    found: list[str] = []
    for name, value in changes.items():
        if isinstance(value, dict) and value and prefix + name in _GROUPS:
            found += _settings(cast("Mapping[str, Any]", value), f"{prefix}{name}.")
        else:
            found += ["--set", f"{prefix}{name}={_as_yaml(value)}"]
    return found


_GROUPS = frozenset({"data", "recipe", "augment", "lora"})
"""Groups of settings that are always there. In one that may be left out, a change makes it whole
only together with its other values."""


def _options(start: Frozen, config: Frozen) -> list[str]:
    """`--name value` for each change; `--name` alone for what is switched on."""
    found: list[str] = []
    for name, value in _changes(start, config).items():
        found += [f"--{name}"] if value is True else [f"--{name}", str(value)]
    return found


def _as_yaml(value: Any) -> str:
    text = yaml.safe_dump(value, default_flow_style=True, width=10_000)
    return text.removesuffix("\n").removesuffix("\n...").strip()
