"""Arguments that the programs share: lists of inputs from files, and `--version`.

Opens no input.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from svfap_core.sources.access import read_errors

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def listed(inputs: Sequence[Path]) -> list[Path]:
    """The inputs, with `-` replaced by the lines of standard input and `@FILE` by those of a file.

    A line is a path as it stands; a relative one starts from the present folder. Empty lines are
    left out. A file that is really named so is itself; `./-` is always a file.

    Raises:
        SourceError: A list cannot be read.
    """
    found: list[Path] = []
    for given in inputs:
        text = os.fspath(given)
        if text == "-":
            found += _lines(sys.stdin.buffer.read())
        elif text.startswith("@") and len(text) > 1 and not given.exists():
            file = Path(text[1:])
            with read_errors(file):
                found += _lines(file.read_bytes())
        else:
            found.append(given)
    return found


def _lines(content: bytes) -> list[Path]:
    """Bytes, since a name need not be text."""
    lines = content.removeprefix(_BYTE_ORDER_MARK).split(b"\n")
    names = [line.removesuffix(b"\r") for line in lines]
    return [Path(os.fsdecode(name)) for name in names if name.strip()]


def _show_version(*, wanted: bool) -> None:
    if wanted:
        print(version_text())
        raise typer.Exit


def version_text() -> str:
    """What `--version` says."""
    return f"svfap {version('svfap')}"


VersionOption: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--version", callback=_show_version, is_eager=True, help="Show the version and exit."
    ),
]
