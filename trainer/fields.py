"""Says what the fields of a config are, for --help. Knows nothing of their meaning."""

from __future__ import annotations

import inspect
import typing
from typing import Any

from pydantic import BaseModel
from pydantic_core import PydanticUndefined


def describe(config: type[BaseModel]) -> str:
    """A Markdown list of all settings of a config, nested ones by their dotted names.

    Groups that may be left out, or of which there may be several (`name[].field`), have a line of
    their own before their fields.
    """
    lines = ["Settings of the config (YAML, or `--set name=value`):", ""]
    lines += _lines(config, "", None)
    return "\n".join(lines)


def _lines(config: type[BaseModel], prefix: str, given: BaseModel | None) -> list[str]:
    """The fields of a config, with the values in `given`, if there is one, as defaults."""
    lines: list[str] = []
    for name, field in config.model_fields.items():
        if _tells_configs_apart(field.annotation):
            continue
        default = field.get_default() if given is None else getattr(given, name)
        inner = _inner_config(field.annotation)
        if inner is None:
            lines.append(_line(prefix + name, field.description, default))
        elif isinstance(field.annotation, type):
            values = default if isinstance(default, BaseModel) else None
            lines += _lines(inner, f"{prefix}{name}.", values)
        else:
            summary = field.description or inspect.getdoc(inner)
            several = "[]" if isinstance(default, tuple) else ""
            lines.append(_line(prefix + name, summary, default))
            lines += _lines(inner, f"{prefix}{name}{several}.", None)
    return lines


def _line(name: str, text: str | None, default: Any) -> str:
    first, *_ = (text or "").splitlines() or [""]
    after = "*required*" if default is PydanticUndefined else f"[{default}]"
    return f"- `{name}` {first} {after}"


def _tells_configs_apart(annotation: Any) -> bool:
    return typing.get_origin(annotation) is typing.Literal and len(typing.get_args(annotation)) == 1


def _inner_config(annotation: Any) -> type[BaseModel] | None:
    """The config that a field holds, itself, optionally, or several of it."""
    for kind in (annotation, *typing.get_args(annotation)):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
    return None
