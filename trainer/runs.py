"""The folder of a run: what it holds, how it is claimed and read. Starts no training.

config.yaml     what was asked for
facts.json      versions, code, command
init.json       which weights it started from
events.jsonl    progress; metrics.csv: the figures of every epoch
last.ckpt       where a resumed run goes on; best.ckpt: the best by validation
pictures/       what the network does, by epoch; tensorboard/: curves
evaluation-*/   figures, predictions and report of a part of the data
stop-early      put there by whoever wants the run to end with what it has
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter

from svfap_core.atomic import whole_file
from svfap_core.errors import ModelError
from svfap_core.settings import ClipSpec
from trainer.config import RunConfig
from trainer.data.manifest import Manifest, read_manifest
from trainer.specs import Template, default_spec, span_of

CONFIG_FILE, FACTS_FILE, INIT_FILE = "config.yaml", "facts.json", "init.json"
EVENTS_FILE, METRICS_FILE = "events.jsonl", "metrics.csv"
LAST, BEST = "last.ckpt", "best.ckpt"
STOP_EARLY = "stop-early"
SOFTWARE = ("svfap", "torch", "timm", "lightning", "numpy")

_CONFIG: TypeAdapter[RunConfig] = TypeAdapter(RunConfig)


def parse_config(values: object) -> RunConfig:
    """A config from plain values.

    Raises:
        ValidationError: A field is unknown, missing or wrong.
    """
    return _CONFIG.validate_python(values)


def read_config(run: Path) -> RunConfig:
    """The config a run was begun with.

    Raises:
        ModelError: The folder holds no run, or one that this version does not know.
    """
    try:
        text = (run / CONFIG_FILE).read_text(encoding="utf-8")
        return parse_config(yaml.safe_load(text))
    except (OSError, yaml.YAMLError, ValueError) as error:
        raise ModelError(f"{run} is not the folder of a training run: {error}") from error


def claim(run: Path, config: RunConfig, *, resume: bool) -> None:
    """Make the folder, or see that it holds this very run.

    Raises:
        ModelError: The folder holds a run already, or none to resume, or of another config.
        OutputError: It cannot be written.
    """
    if resume:
        if read_config(run) != config:
            raise ModelError(
                f"the run in {run} was begun with other settings",
                hint="Resume with the settings in its config.yaml, or choose a new folder.",
            )
        if not (run / LAST).exists():
            raise ModelError(
                f"the run in {run} has no checkpoint to go on from",
                hint="It ended before its first one: delete the folder and begin again.",
            )
        return
    if (run / EVENTS_FILE).exists():  # Before there is one, nothing was begun.
        raise ModelError(f"{run} holds a run already", hint="Use --resume, or choose a new folder.")
    text = yaml.safe_dump(config.model_dump(mode="json"), sort_keys=False)
    with whole_file(run / CONFIG_FILE) as part:
        part.write_text(text, encoding="utf-8")
    facts = {"software": software(), "code": code_version(), "command": sys.argv}
    with whole_file(run / FACTS_FILE) as part:
        part.write_text(json.dumps(facts, indent=2), encoding="utf-8")


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


def run_spec(config: RunConfig) -> ClipSpec:
    """How clips reach a run's network.

    Windows by index cover what their stride says, whatever span is asked for.
    """
    spec = config.clip or default_spec(config.size, config.data.stride)
    if config.data.sampling == "time":
        return spec
    return spec.model_copy(update={"span_s": span_of(spec.frames, config.data.stride)})


def run_manifests(config: RunConfig) -> list[Manifest]:
    """The data sets of a run.

    Raises:
        SourceError: One cannot be read.
    """
    return [read_manifest(path) for path in config.data.manifests]


def common_template(manifests: Sequence[Manifest]) -> Template | None:
    """How the pictures of all data sets show faces.

    Raises:
        ModelError: They differ: one network cannot be shown both at once.
    """
    crops = {manifest.info.crop.model_dump_json(): manifest.info.crop for manifest in manifests}
    if len(crops) > 1:
        raise ModelError(
            "the data sets were cropped differently",
            hint="Prepare them with the same size and margin, or train on one of them.",
        )
    return next(iter(crops.values())).template


def best_checkpoint(run: Path) -> Path:
    """The best checkpoint of a run, the last where none was judged.

    Raises:
        ModelError: There is none.
    """
    for name in (BEST, LAST):
        if (run / name).exists():
            return run / name
    raise ModelError(f"the run {run} has no checkpoint yet", hint="Let it train for a while.")


def read_facts(run: Path, name: str) -> dict[str, Any]:
    """A JSON file of a run; empty where it is missing."""
    try:
        return json.loads((run / name).read_text(encoding="utf-8"))
    except OSError:
        return {}
