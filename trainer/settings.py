"""Reads the settings of a run: a preset or a file, with other values on top."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import typer

from trainer.config import RunConfig, parse_config
from trainer.recipes import PRESETS, preset_names, put, put_text, read_values

Parsed = TypeVar("Parsed")


def read_settings(
    source: str, overrides: Sequence[str], given: Mapping[str, object] | None = None
) -> RunConfig:
    """A config with other values on top: see `settings_as`."""
    return settings_as(source, overrides, given or {}, parse_config, PRESETS)


def settings_as(
    source: str,
    overrides: Sequence[str],
    given: Mapping[str, object],
    parse: Callable[[object], Parsed],
    presets: Path,
) -> Parsed:
    """What `parse` makes of a config with other values on top.

    Args:
        source: Name of a preset, or a YAML file.
        overrides: `name=value`, with dots for nested names and values as in YAML.
        given: Name -> value; overrides come after them.
        parse: Makes a config of plain values.
        presets: Folder of the presets.

    Raises:
        typer.BadParameter: No such file, or a field that is unknown or wrong.
    """
    try:
        values = read_values(source, presets=presets)
        for name, value in given.items():
            put(values, name, value)
        for override in overrides:
            put_text(values, override)
    except (OSError, ValueError) as error:
        names = ", ".join(preset_names(presets))
        raise typer.BadParameter(f"{source}: {error}. Presets: {names}") from error
    try:
        return parse(values)
    except ValueError as error:
        raise typer.BadParameter(f"{source}: {error}") from error
