"""The folder of a run: what it holds, how it is claimed and read. Starts no training.

config.yaml     what was asked for
facts.json      versions, code, command, and what its weights are selected by
data.json       what its outputs mean, and which data sets it learns from
init.json       which weights it started from
events.jsonl    progress; metrics.csv: the figures of every epoch
learning_curve.json  what a head is worth by how many clips it learned from (`train: head`)
last.ckpt       where a resumed run goes on
best.ckpt       the best epoch by validation, where one is selected (`choice`)
pictures/       what the network does, by epoch; tensorboard/: curves
evaluation-*/   figures, predictions and report of a part of the data
stop-early      put there by whoever wants the run to end with what it has
pause           put there by whoever wants the run to save and end, to be resumed later
model/          the model of a run that was ended so
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from svfap_core.atomic import whole_file
from svfap_core.errors import ModelError
from svfap_core.messages import Message
from svfap_core.settings import Frozen
from trainer.config import FinetuneConfig, PretrainConfig, RunConfig, parse_config
from trainer.data.manifest import CropGeometry, Manifest
from trainer.folder import BEST, CONFIG_FILE, DATA_FILE, EVENTS_FILE, FACTS_FILE, LAST
from trainer.heads import LearnedHead
from trainer.plan import Plan

SOFTWARE = ("svfap", "torch", "timm", "lightning", "numpy")

ConfigT = TypeVar("ConfigT", bound=PretrainConfig | FinetuneConfig)
Parsed = TypeVar("Parsed")

_DECIDING = (
    *("clip", "num_frames", "rate_fps", "content"),
    *("label", "subject", "group", "split", "fold"),
)
"""Columns of a manifest that decide what is learned from which clip, besides further labels."""


class DataSetFacts(Frozen):
    """A data set as a run found it; `sha256` is of its clips, their labels and parts, in order."""

    data_set: str
    classes: tuple[str, ...]
    values: tuple[str, ...]
    crop: CropGeometry
    clips: int
    sha256: str


class RunData(Frozen):
    """What the outputs of a run mean (nothing in a pre-training), and what it learns from."""

    heads: tuple[LearnedHead, ...]
    data_sets: tuple[DataSetFacts, ...]


def read_config(run: Path) -> RunConfig:
    """The config a run was begun with.

    Raises:
        ModelError: The folder holds no run, or one that this version does not know.
    """
    return read_settings_of(run, parse_config)


def read_settings_of(run: Path, parse: Callable[[object], Parsed]) -> Parsed:
    """What `parse` makes of the plain values that a run was begun with.

    Raises:
        ModelError: The folder holds no run, or `parse` refuses the values.
    """
    try:
        text = (run / CONFIG_FILE).read_text(encoding="utf-8")
        return parse(yaml.safe_load(text))
    except (OSError, yaml.YAMLError, ValueError) as error:
        raise ModelError(
            Message("%1 is not the folder of a training run: %2", run, error)
        ) from error


def claim(run: Path, config: RunConfig, *, resume: bool) -> None:
    """Make the folder, or see that it holds this very run.

    Raises:
        ModelError: The folder holds a run already, or none to resume, or of another config.
        OutputError: It cannot be written.
    """
    if resume:
        if not read_settings_of(run, lambda values: _is(config, values)):
            raise ModelError(
                Message("the run in %1 was begun with other settings", run),
                hint="Resume with the settings in its config.yaml, or choose a new folder.",
            )
        if not (run / LAST).exists() and not _fits_a_head(config):
            raise ModelError(
                Message("the run in %1 has no checkpoint to resume from", run),
                hint="It ended before its first one: delete the folder and begin again.",
            )
        return
    if (run / EVENTS_FILE).exists():  # Before there is one, nothing was begun.
        raise ModelError(
            Message("%1 holds a run already", run), hint="Use --resume, or choose a new folder."
        )
    text = yaml.safe_dump(config.model_dump(mode="json"), sort_keys=False)
    with whole_file(run / CONFIG_FILE) as part:
        part.write_text(text, encoding="utf-8")
    facts = {"software": software(), "code": code_version(), "command": sys.argv}
    with whole_file(run / FACTS_FILE) as part:
        part.write_text(json.dumps(facts, indent=2), encoding="utf-8")


def _fits_a_head(config: RunConfig) -> bool:
    """Whether what a run has done lies with its data until its one checkpoint is written."""
    return isinstance(config, FinetuneConfig) and config.train == "head"


def with_whole_paths(config: ConfigT) -> ConfigT:
    """The config with absolute paths, so that a run can be used from any working directory.

    A start that is no path stays as it is: the name of a stored model.
    """
    manifests = tuple(path.resolve() for path in config.data.manifests)
    changes: dict[str, Any] = {"data": config.data.model_copy(update={"manifests": manifests})}
    if config.init is not None and config.init.exists():
        changes["init"] = config.init.resolve()
    return config.model_copy(update=changes)


def data_of(plan: Plan) -> RunData:
    """What a run learns, by its data sets as they are now."""
    return RunData(heads=plan.heads, data_sets=tuple(map(_facts, plan.manifests)))


def keep_data(run: Path, plan: Plan, *, resume: bool) -> None:
    """Write what a run learns into its folder; where it is resumed, see that this has not changed.

    Raises:
        ModelError: A data set is another one by now.
        OutputError: The folder cannot be written.
    """
    now = data_of(plan)
    if not resume:
        with whole_file(run / DATA_FILE) as part:
            part.write_text(now.model_dump_json(indent=2), encoding="utf-8")
        return
    began = read_data(run)
    for path, old, new in zip(plan.data.manifests, began.data_sets, now.data_sets, strict=True):
        if old != new:
            raise ModelError(
                Message(
                    "the data set in %1 has changed since the run began: %2",
                    path,
                    _difference(old, new),
                ),
                hint="Prepare it as it was, or begin a new run.",
            )
    if began.heads != now.heads:
        raise ModelError(
            Message("the run in %1 was begun with other heads", run), hint="Begin a new run."
        )


def read_data(run: Path) -> RunData:
    """What a run learns, as it was when the run began.

    Raises:
        ModelError: The folder does not say.
    """
    try:
        return RunData.model_validate_json((run / DATA_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(
            Message("%1 does not say what its outputs mean: %2", run, error),
            hint="Its data could not be read, or an older version began it: begin a new run.",
        ) from error


def _is(config: RunConfig, values: object) -> bool:
    try:
        return type(config).model_validate(values) == config
    except ValidationError:  # It is of another kind.
        return False


def _facts(manifest: Manifest) -> DataSetFacts:
    digest = hashlib.sha256()
    for name in manifest.table.column_names:
        if name in _DECIDING or name.startswith(("share_", "votes_", "value_", "label_")):
            digest.update(json.dumps([name, manifest.column(name)]).encode())
    info = manifest.info
    return DataSetFacts(
        data_set=info.data_set,
        classes=info.classes,
        values=info.values,
        crop=info.crop,
        clips=len(manifest),
        sha256=digest.hexdigest(),
    )


def _difference(old: DataSetFacts, new: DataSetFacts) -> str:
    for name in ("data_set", "classes", "values", "crop", "clips"):
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            return f"{name} was {was} and is {now}"
    return "its clips, their labels or their parts are others"


def software() -> dict[str, str]:
    """Versions of what decides the numbers."""
    return {name: version(name) for name in SOFTWARE}


def code_version() -> str:
    """Commit of the code, and whether it was changed since; empty outside a repository."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
    try:
        found = subprocess.run(  # noqa: S603  # a constant command
            command, cwd=Path(__file__).parent, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return found.stdout.strip()


def chosen_checkpoint(run: Path) -> Path:
    """The checkpoint whose weights a run gives: the best, the last where none was chosen.

    Raises:
        ModelError: There is none.
    """
    for name in (BEST, LAST):
        if (run / name).exists():
            return run / name
    raise ModelError(
        Message("the run %1 has no checkpoint yet", run), hint="Let it train for a while."
    )


def add_facts(run: Path, **facts: object) -> None:
    """Add to what a run's folder says of how it came about.

    Raises:
        OutputError: The folder cannot be written.
    """
    found = read_facts(run, FACTS_FILE) | facts
    with whole_file(run / FACTS_FILE) as part:
        part.write_text(json.dumps(found, indent=2), encoding="utf-8")


def read_facts(run: Path, name: str) -> dict[str, Any]:
    """A JSON file of a run; empty where it is missing."""
    try:
        return json.loads((run / name).read_text(encoding="utf-8"))
    except OSError:
        return {}
