"""The settings of a run as a YAML file that a person can read and change.

A file says what differs from the defaults; one that is written says all. Knows nothing of what the
settings mean.
"""

from __future__ import annotations

import difflib
import inspect
import json
import textwrap
import typing
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from svfap_core.atomic import whole_file
from svfap_core.errors import SvfapError
from svfap_core.failures import reason_of
from svfap_core.messages import Message, joined
from svfap_core.run_settings import RunSettings, leaves

_INDENT = "  "
_WIDTH = 90

_Settings = TypeVar("_Settings", bound=BaseModel)


def read_run_settings(path: Path) -> RunSettings:
    """The settings in a file, with defaults for what it does not say.

    Raises:
        SvfapError: As `read_settings`.
    """
    return read_settings(path, RunSettings)


def read_settings(path: Path, schema: type[_Settings]) -> _Settings:
    """The settings in a file by their schema, with defaults for what it does not say.

    Raises:
        SvfapError: It cannot be read, or holds what is no setting; names line and field of each.
    """
    text = _text(path)
    values = _values(path, text)

    def called(field: str) -> str:
        return f"line {_line_of(text, field)}, {field}" if field else ""

    try:
        # Strict, as in JSON: `hop_s: yes` is no number.
        return schema.model_validate_json(json.dumps(values, default=str), strict=True)
    except ValidationError as error:
        found = problems(error, schema, called)
        newer = any(problem["type"] == "extra_forbidden" for problem in error.errors())
        raise SvfapError(
            Message("the settings in %1 cannot be used: %2", path, joined(found)),
            hint="If a newer version wrote this file, use that version." if newer else "",
        ) from error


def write_run_settings(path: Path, settings: RunSettings) -> None:
    """Write all settings, each with its description as a comment; whole or not at all.

    Raises:
        OutputError: The file cannot be written.
    """
    with whole_file(path) as part:
        part.write_text(settings_text(settings), encoding="utf-8")


def settings_text(settings: BaseModel) -> str:
    """All settings as YAML, each with its description as a comment."""
    about = inspect.cleandoc(type(settings).__doc__ or "").splitlines()[0]
    return "\n".join([f"# {about}", "", *_lines(settings)]) + "\n"


def problems(
    error: ValidationError, schema: type[BaseModel], called: Callable[[str], str] = str
) -> list[str]:
    """A sentence for each field that is wrong.

    Args:
        error: What validation said.
        schema: What was validated.
        called: From a field's dotted name to what the user knows it by.
    """
    fields = {name for name, _ in leaves(schema)}
    said: dict[str, str] = {}
    given: dict[str, str] = {}
    for problem in error.errors():
        place = ".".join(map(str, problem["loc"]))
        if problem["type"] == "extra_forbidden":
            said[place] = Message("there is no such setting%1", _suggestion(place, schema))
            continue
        field = next((name for name in fields if f"{place}.".startswith(f"{name}.")), place)
        message = problem["msg"].removeprefix("Value error, ")
        message = message.replace("Input should be", "must be").replace("Field", "is")
        message = message[:1].lower() + message[1:]
        said[field] = f"{said[field]}, or {message}" if field in said else message
        if place and isinstance(problem["input"], str | int | float):
            given[field] = f", got {problem['input']!r}"
    return [
        f"{f'{name}: ' if (name := called(field)) else ''}{message}{given.get(field, '')}"
        for field, message in said.items()
    ]


def choices(kind: Any) -> tuple[str, ...]:
    """The words that a field takes, of a tuple the words of its items; empty where others fit."""
    if typing.get_origin(kind) is typing.Literal:
        return typing.get_args(kind)
    parts = typing.get_args(kind)
    return choices(parts[0]) if typing.get_origin(kind) is tuple and parts[1:] == (...,) else ()


def _suggestion(place: str, schema: type[BaseModel]) -> str:
    known = {name.rpartition(".")[2]: name for name, _ in leaves(schema)}
    known |= {name: name for name, _ in leaves(schema)}
    near = difflib.get_close_matches(place, known, n=1) or difflib.get_close_matches(
        place.rpartition(".")[2], known, n=1
    )
    return f" (did you mean {known[near[0]]}?)" if near else ""


# -- writing -------------------------------------------------------------------------------------


def _lines(settings: BaseModel) -> Iterator[str]:
    """One group of settings as YAML, with comments."""
    for name, field in type(settings).model_fields.items():
        value = getattr(settings, name)
        if isinstance(value, BaseModel):
            yield f"# {inspect.cleandoc(type(value).__doc__ or '').splitlines()[0]}"
            yield f"{name}:"
            for line in _lines(value):
                yield _INDENT + line if line else line
            continue
        words = ", ".join(choices(field.annotation))
        which = "Any" if isinstance(value, tuple) else "One"
        about = f"{field.description or ''}{f' {which} of: {words}.' if words else ''}"
        yield from (f"# {line}" for line in textwrap.wrap(about, _WIDTH))
        yield f"{name}: {_flow(value)}"
        yield ""


def _flow(value: object) -> str:
    """A value on one line."""
    plain = list(value) if isinstance(value, tuple) else value
    escaped = isinstance(plain, str) and not plain.isprintable()
    text = yaml.safe_dump(
        plain,
        default_flow_style=True,
        default_style='"' if escaped else None,
        allow_unicode=not escaped,
        width=1 << 30,
    )
    return text.removesuffix("...\n").removesuffix("\n")


# -- reading -------------------------------------------------------------------------------------


class _Loader(yaml.SafeLoader):
    """A safe loader that refuses what is said twice."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002  # yaml's signature
        names = [key.value for key, _ in node.value]
        if twice := {str(name) for name in names if names.count(name) > 1}:
            raise yaml.constructor.ConstructorError(
                problem=f"{', '.join(sorted(twice))} stands there twice",
                problem_mark=node.start_mark,
            )
        return super().construct_mapping(node, deep)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SvfapError(Message("cannot read %1: %2", path, reason_of(error))) from error
    except UnicodeDecodeError as error:
        raise _no_yaml(path, error) from error


def _values(path: Path, text: str) -> dict[str, Any]:
    try:
        values: Any = yaml.load(text, Loader=_Loader)  # noqa: S506  # a safe loader
    except (yaml.YAMLError, RecursionError) as error:
        raise _no_yaml(path, error) from error
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise SvfapError(
            Message("%1 does not hold settings", path),
            hint="Write one a line, such as: device: cpu",
        )
    return values


def _line_of(text: str, field: str) -> int:
    """The line, from 1, of a field by its dotted name, or of the group where it should be."""
    node: Any = yaml.compose(text, Loader=_Loader)
    line = 1
    for part in field.split("."):
        pairs = node.value if isinstance(node, yaml.MappingNode) else ()
        found = next(((key, value) for key, value in pairs if key.value == part), None)
        if found is None:
            break
        line, node = found[0].start_mark.line + 1, found[1]
    return line


def _no_yaml(path: Path, error: Exception) -> SvfapError:
    return SvfapError(Message("%1 is not a YAML file: %2", path, " ".join(str(error).split())))
