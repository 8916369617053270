"""Options of the command line for every setting of a run, made from their schema.

An option that is given counts before the file of `--config`, and that before the default.
"""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from svfap_core.errors import SvfapError
from svfap_core.messages import joined
from svfap_core.run_settings import RunSettings, leaves
from svfap_core.settings_file import choices, problems, read_run_settings

_UNITS = {"_s": "SECONDS", "_px": "PIXELS", "_fps": "FPS"}
_NAMED = {
    "analysis.tracker.min_size_px": "min-face",
    "analysis.landmarker_file": "landmarker",
    "outputs.tables": "format",
    "outputs.faces": "export-faces",
    "outputs.anonymise.effect": "anonymise",
    "outputs.anonymise.sound": "anonymise-sound",
    "outputs.anonymise.visible": "anonymise-except",
    "outputs.anonymise.margin": "anonymise-margin",
    "outputs.anonymise.bridge_s": "anonymise-bridge",
    "outputs.anonymise.lead_s": "anonymise-lead",
    "outputs.anonymise.min_score": "anonymise-min-score",
}
"""Options that are not called as their field."""

_PANEL = "Settings"
_Command = TypeVar("_Command", bound=Callable[..., None])


def option_of(field: str) -> str:
    """The option of a setting, by its dotted name."""
    name = field.rpartition(".")[2]
    unit = next((unit for unit in _UNITS if name.endswith(unit)), "")
    return "--" + _NAMED.get(field, name.removesuffix(unit).replace("_", "-"))


def with_setting_options(command: _Command) -> _Command:
    """Give a command whose last parameter is `**settings` an option for each setting."""
    own = inspect.signature(command, eval_str=True)
    *before, settings = own.parameters.values()
    assert settings.kind is settings.VAR_KEYWORD  # noqa: S101  # as said above
    options = [_parameter(name, field) for name, field in leaves(RunSettings)]
    parameters = [*before, *options]
    command.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in parameters} | {"return": None}
    return command


def settings_in_force(config: Path | None, given: Mapping[str, Any]) -> RunSettings:
    """The settings of a file, else the defaults, under the options that were given.

    Args:
        config: A file as `write_run_settings` makes it.
        given: What `with_setting_options` passes on; `None` for what was not given.

    Raises:
        SvfapError: The file or an option cannot be used; says which and why.
    """
    below = RunSettings() if config is None else read_run_settings(config)
    values = below.model_dump()
    for name, field in leaves(RunSettings):
        if (value := given[_parameter_name(name)]) is not None:
            *groups, last = name.split(".")
            place = values
            for group in groups:
                place = place[group]
            several = _takes_several(field.annotation)
            place[last] = [part for part in value.split(",") if part] if several else value
    for name in ("detector_file", "landmarker_file"):
        if file := values["analysis"][name]:  # Workers have another present folder.
            values["analysis"][name] = str(Path(file).absolute())
    try:
        return RunSettings.model_validate(values)
    except ValidationError as error:
        raise SvfapError(joined(problems(error, RunSettings, _called))) from error


def _called(place: str) -> str:
    return option_of(place) if place in dict(leaves(RunSettings)) else ""


def _parameter(name: str, field: FieldInfo) -> inspect.Parameter:
    """A setting as a parameter of a command; what is typed is checked by the schema."""
    option, kind = option_of(name), _bare(field.annotation)
    default = "" if field.default in (None, ()) else f" Default: {_written(field.default)}."
    typed: Any = tuple[str, str] if _is_pair(kind) else str
    if kind is bool:
        typed, option = bool, f"{option}/--no-{option.removeprefix('--')}"
    about = typer.Option(
        option,
        help=f"{field.description}{default}",
        metavar=_metavar(name, kind),
        show_default=False,
        rich_help_panel=_PANEL,
    )
    return inspect.Parameter(
        _parameter_name(name),
        inspect.Parameter.KEYWORD_ONLY,
        default=None,
        annotation=Annotated[typed | None, about],
    )


def _parameter_name(field: str) -> str:
    return field.replace(".", "_")


def _written(value: Any) -> str:
    """A value as it is typed."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _metavar(name: str, kind: Any) -> str | None:
    """What is to be typed."""
    if kind is bool:
        return None
    if _is_pair(kind):
        return "START END"
    if words := choices(kind):
        return (",".join if _takes_several(kind) else "|".join)(words)
    if typing.get_origin(kind) in {types.UnionType, typing.Union}:
        return "|".join(_metavar(name, _bare(part)) or "" for part in typing.get_args(kind))
    if _takes_several(kind):
        return f"{_metavar(name, typing.get_args(kind)[0])},..."
    unit = next((unit for ending, unit in _UNITS.items() if name.endswith(ending)), "NUMBER")
    return {int: "N", float: unit}.get(kind, "TEXT")


def _bare(kind: Any) -> Any:
    """A type without `None` and `Annotated`."""
    if typing.get_origin(kind) is Annotated:
        return _bare(typing.get_args(kind)[0])
    parts = [part for part in typing.get_args(kind) if part is not type(None)]
    optional = type(None) in typing.get_args(kind)
    return _bare(parts[0]) if optional and len(parts) == 1 else kind


def _is_pair(kind: Any) -> bool:
    return typing.get_origin(kind) is tuple and not _takes_several(kind)


def _takes_several(kind: Any) -> bool:
    return typing.get_origin(kind) is tuple and typing.get_args(kind)[1:] == (...,)
