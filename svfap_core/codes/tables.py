"""Rows of text tables by the names of their columns, in any dialect and encoding."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from svfap_core.codes.reading import damaged, decode
from svfap_core.messages import Message
from svfap_core.results.dialect import dialect_of

_SEPARATORS = re.compile(r"[\s_.()\-#:]+")


class Lines(NamedTuple):
    """All lines of a table as cells, with notes on how they were read."""

    lines: list[list[str]]
    notes: tuple[str, ...]


def read_cells(content: bytes, path: Path, wanted: Message) -> Lines:
    """The cells of a CSV or TSV file; empty lines are left out.

    Raises:
        SvfapError: It is no text, has no cells, or a quote is not closed.
    """
    text, notes = decode(content, path)
    delimiter = dialect_of(text.encode("utf-8", "replace")).delimiter
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        lines = [line for line in reader if any(cell.strip() for cell in line)]
    except csv.Error as error:
        line = Message("line %1", reader.line_num)
        raise damaged(path, wanted, line) from error
    if not lines:
        raise damaged(path, wanted)
    return Lines(lines, notes)


def column_key(name: str) -> str:
    """Equal for names of columns that differ in case, spaces and punctuation."""
    return _SEPARATORS.sub(" ", name).strip().casefold()


def rows(header: Sequence[str], lines: Iterable[Sequence[str]]) -> Iterable[Mapping[str, str]]:
    """Lines as cells by the keys of their columns; missing cells are empty."""
    keys = [column_key(name) for name in header]
    for line in lines:
        cells = [*line, *("" for _ in range(len(keys) - len(line)))]
        yield dict(zip(keys, cells, strict=False))


def first_of(row: Mapping[str, str], names: Iterable[str]) -> str | None:
    """The cell of the first of some columns that the table has; nothing if it has none."""
    return next((row[name] for name in names if name in row), None)
