"""Commands as users give them, and what they say."""

from __future__ import annotations

from pathlib import Path

import yaml
from typer.testing import CliRunner, Result

from trainer.cli import app
from trainer.config import RunConfig
from trainer.events import Event, from_line


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
