"""Configs as YAML: the presets that come along, and files that build on one another.

A file may name another with `base`; its own values go on top, field by field. Knows nothing of what
the fields mean.
"""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any, cast

import yaml

PRESETS = Path(__file__).parent / "presets"
MOST_BASES = 8
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader in C where there is one: a form reads all presets while somebody waits."""

Values = dict[str, Any]


def preset_names(presets: Path = PRESETS) -> list[str]:
    """Names of all presets in a folder, in order."""
    return sorted(path.stem for path in presets.glob("*.yaml"))


def preset_summary(name: str) -> str:
    """What a preset is for: the comment that its file begins with."""
    lines = (PRESETS / f"{name}.yaml").read_text(encoding="utf-8").splitlines()
    comment = itertools.takewhile(lambda line: line.startswith("#"), lines)
    return " ".join(line.removeprefix("#").strip() for line in comment)


def preset_of_kind(source: str, kind: str) -> str:
    """The full name of a preset that there is of each kind, such as `paper`; else `source`."""
    full = f"{source}-{kind}"
    return full if full in preset_names() else source


def read_values(
    source: str, folder: Path | None = None, *, presets: Path = PRESETS, depth: int = 0
) -> Values:
    """The values of a preset or YAML file, those of its bases below them.

    Args:
        source: Name of a preset, or path of a file.
        folder: What a relative path counts from; none: where the program was started.
        presets: Folder of the presets.
        depth: How many files were read on the way here.

    Raises:
        OSError: No such file.
        ValueError: It is no YAML table, or its bases go round in a circle.
    """
    preset = presets / f"{source}.yaml"
    path = preset if preset.exists() else (folder or Path()) / source
    if depth > MOST_BASES:
        raise ValueError(f"{source}: the files name each other as base")
    try:
        values: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise ValueError(f"{path} is no YAML: {error}") from error
    if not isinstance(values, dict):
        raise ValueError(f"{path}: not a table of settings")  # noqa: TRY004  # the file is wrong
    own = cast("Values", values)
    base = own.pop("base", None)
    if not base:
        return own
    return merged(read_values(str(base), path.parent, presets=presets, depth=depth + 1), own)


def merged(below: Values, above: Values) -> Values:
    """Both tables, inner ones likewise; where both have a value, the one above."""
    result = dict(below)
    for name, value in above.items():
        inner = result.get(name)
        if isinstance(inner, dict) and isinstance(value, dict):
            result[name] = merged(cast("Values", inner), cast("Values", value))
        else:
            result[name] = value
    return result


def put(values: Values, name: str, value: object) -> None:
    """Set a value by its dotted name, in place.

    Raises:
        ValueError: A part of the name is a value, not a group of settings.
    """
    *parents, field = name.split(".")
    for parent in parents:
        inner: Any = values.setdefault(parent, {})
        if not isinstance(inner, dict):
            raise ValueError(  # noqa: TRY004  # the name is wrong
                f"{name}: {parent} is a value, not a group of settings"
            )
        values = cast("Values", inner)
    values[field] = value


def put_text(values: Values, override: str) -> None:
    """The same for a text `name=value`, the value written as in YAML.

    Raises:
        ValueError: It is written otherwise.
    """
    name, equals, text = override.partition("=")
    if not equals:
        raise ValueError(f"{override}: write name=value")
    try:
        value: object = yaml.safe_load(text)
        # In a text, ` #` begins no comment: it may be part of a path.
        is_plain = isinstance(value, str) and not text.lstrip().startswith(("'", '"'))
        put(values, name, text.strip() if is_plain else value)
    except yaml.YAMLError as error:
        raise ValueError(f"{override}: {error}") from error
