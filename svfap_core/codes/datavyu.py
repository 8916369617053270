"""Codes from Datavyu: projects (.opf), their database as text, and tables exported by cell.

Format: as Datavyu 1.3 to 1.5 writes it. A project is a zip with `db` and `project`. `db` begins
with `#4`; a column is a line `name (MATRIX,true,)-code01|NOMINAL,code02|NOMINAL`, a cell a line
`00:00:01:000,00:00:02:500,(a,b)`; a backslash stands before a character that is meant as itself.
A column with several codes becomes a tier per code. Tables have columns such as `look.onset`, in
milliseconds.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from svfap_core.codes.coding import Code, Coding, Scheme, Tier, clean_text
from svfap_core.codes.reading import (
    MAX_BYTES,
    Imported,
    damaged,
    decode,
    left_out,
    read_bytes,
    reversed_note,
    seconds_of,
)
from svfap_core.codes.tables import read_cells
from svfap_core.errors import SvfapError
from svfap_core.messages import Message

WANTED = Message("a Datavyu project")
FIRST_LINE = "#4"

_COLUMN = re.compile(r"(.+?) ?\((MATRIX|TEXT|NOMINAL|PREDICATE),(?:true|false),(.*?)\)(?:-(.*))?")
_CELL = re.compile(r"(\d+:\d+:\d+:\d+),(\d+:\d+:\d+:\d+),(.*)", re.DOTALL)
_FEED = re.compile(r"^\s*-?\s*feed:\s*['\"]?(.+?)['\"]?\s*$", re.MULTILINE)
_OFFSET = re.compile(r"^\s*-?\s*offset:\s*['\"]?(-?\d{1,11})['\"]?\s*$", re.MULTILINE)
_ORDINAL = ".ordinal"


class _Cell(NamedTuple):
    column: str
    arguments: tuple[str, ...]
    start_s: float
    end_s: float
    values: tuple[str, ...]


def read_opf(path: Path) -> tuple[Imported, ...]:
    """The coding in a project.

    `Imported.offset_s` is that of the first video on Datavyu's timeline, taken away.

    Raises:
        SvfapError: The file is missing, damaged or no Datavyu project.
    """
    read_bytes(path, WANTED)
    database = _entry(path, "db")
    if database is None:
        raise damaged(path, WANTED, "db")
    project = decode(_entry(path, "project") or b"", path).text
    feed, offset = _FEED.search(project), _OFFSET.search(project)
    video = feed[1].replace("\\", "/").rpartition("/")[2] if feed else ""
    offset_s = int(offset[1]) / 1000 if offset else 0.0
    notes: list[str] = []
    if offset_s:
        notes.append(
            Message(
                "Datavyu places the video at %1 s: subtract this offset to get video times.",
                f"{offset_s:g}",
            )
        )
    imported = _database(database, path)
    return (
        imported._replace(
            coding=imported.coding.changed(video=video),
            notes=(*imported.notes, *notes),
            offset_s=-offset_s + 0.0,
        ),
    )


def read_database(path: Path) -> tuple[Imported, ...]:
    """The coding in a database that was saved as text (.csv, first line `#4`).

    Raises:
        SvfapError: The file is missing, truncated or damaged.
    """
    return (_database(read_bytes(path, WANTED), path),)


def is_cell_table(header: Iterable[str]) -> bool:
    """Whether a line names the columns of a table exported by cell."""
    return any(name.strip().endswith(_ORDINAL) for name in header)


def read_cell_table(path: Path) -> tuple[Imported, ...]:
    """The coding in a table exported by cell.

    Raises:
        SvfapError: The file is missing, damaged or no such table.
    """
    (header, *lines), notes = read_cells(read_bytes(path, WANTED), path, WANTED)
    cells: list[_Cell] = []
    without = 0
    names = [name.strip() for name in header]
    for column, places in _columns(names):
        arguments = tuple(names[i].removeprefix(f"{column}.") for i in places)
        for line in lines:
            found = dict(zip(arguments, _at(line, places), strict=True))
            onset, offset = found.pop("onset", ""), found.pop("offset", "")
            if not found.pop("ordinal", "") and not onset:
                continue
            start_ms, end_ms = seconds_of(onset), seconds_of(offset)
            if start_ms is None or end_ms is None:
                without += 1
                continue
            codes = tuple(found)
            cells.append(
                _Cell(column, codes, start_ms / 1000, end_ms / 1000, tuple(found.values()))
            )
    return (_imported(cells, [column for column, _ in _columns(names)], path, notes, without),)


def _columns(names: Sequence[str]) -> list[tuple[str, list[int]]]:
    """Columns of cells, and where in a line their parts lie."""
    known = [name.removesuffix(_ORDINAL) for name in names if name.endswith(_ORDINAL)]
    return [(k, [i for i, n in enumerate(names) if n.startswith(f"{k}.")]) for k in known]


def _at(line: Sequence[str], places: Iterable[int]) -> list[str]:
    return [line[i] if i < len(line) else "" for i in places]


def _entry(path: Path, name: str) -> bytes | None:
    """A file of the zip; one that unpacks to gigabytes is refused before it does."""
    try:
        with zipfile.ZipFile(path) as archive:
            if name not in archive.namelist():
                return None
            with archive.open(name) as file:
                content = file.read(MAX_BYTES + 1)
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError) as error:
        raise damaged(path, WANTED) from error
    if len(content) > MAX_BYTES:
        raise SvfapError(
            Message("%1 is too large to hold codes", path),
            hint="It unpacks to far more than any coding: check where it comes from.",
        )
    return content


def _database(content: bytes, path: Path) -> Imported:
    text, notes = decode(content, path)
    first, *lines = text.rstrip("\n").split("\n")
    if not first.startswith("#"):
        raise damaged(path, WANTED, Message("line %1", 1))
    columns: dict[str, tuple[str, ...]] = {}
    cells: list[_Cell] = []
    column = ""
    place = 0
    while place < len(lines):
        line, number = lines[place], place + 2
        place += 1
        cell = _CELL.fullmatch(line)
        if cell is not None and column:
            # A value may hold line ends; it goes on to its closing bracket.
            while cell[3].startswith("(") and not cell[3].endswith(")") and place < len(lines):
                line, place = f"{line}\n{lines[place]}", place + 1
                cell = _CELL.fullmatch(line) or cell
            cells.append(_cell(cell, column, columns[column], path, number))
        elif found := _COLUMN.fullmatch(line):
            column = _unescaped(found[1])
            columns[column] = tuple(
                _unescaped(argument).partition("|")[0] for argument in _split(found[4] or "")
            )
        elif line.strip():
            raise damaged(path, WANTED, Message("line %1", number))
    return _imported(cells, columns, path, notes, 0)


def _cell(
    found: re.Match[str], column: str, arguments: tuple[str, ...], path: Path, number: int
) -> _Cell:
    start_s, end_s = seconds_of(found[1]), seconds_of(found[2])
    is_whole = not arguments or (found[3].startswith("(") and found[3].endswith(")"))
    if start_s is None or end_s is None or not is_whole:
        raise damaged(path, WANTED, Message("line %1", number))
    text = found[3].removeprefix("(").removesuffix(")") if arguments else found[3]
    values = tuple(map(_unescaped, _split(text))) if arguments else (_unescaped(text),)
    return _Cell(column, arguments, start_s, end_s, values)


def _imported(
    cells: Iterable[_Cell],
    columns: Iterable[str],
    path: Path,
    notes: tuple[str, ...],
    without: int,
) -> Imported:
    codes: list[Code] = []
    several: dict[str, None] = {}
    swapped = 0
    for cell in cells:
        start_s, end_s = cell.start_s, cell.end_s
        if end_s < start_s:
            # An offset that was never set is 0.
            start_s, end_s, swapped = (
                (start_s, start_s, swapped) if end_s == 0 else (end_s, start_s, swapped + 1)
            )
        is_several = len(cell.arguments) > 1
        if is_several:
            several[cell.column] = None
        for number, value in _set_values(cell.values):
            name = _argument(cell.arguments, number) if is_several else ""
            tier = f"{cell.column}.{name}" if is_several else cell.column
            codes.append(Code(tier=tier, label=value, start_s=start_s, end_s=end_s))
    if several:
        notes = (
            *notes,
            Message("Columns with several codes become one tier per code: %1.", ", ".join(several)),
        )
    names = (str(clean_text(name)) for name in columns if name not in several)
    scheme = Scheme(tiers=tuple(Tier(name=name) for name in dict.fromkeys(names) if name))
    coding = Coding(scheme=scheme, codes=tuple(codes))
    return Imported(coding, path.stem, (*notes, *left_out(without), *reversed_note(swapped)))


def _set_values(values: Sequence[str]) -> list[tuple[int, str]]:
    """The values of a cell that are set, by their places; the first, if none is."""
    return [(i, v) for i, v in enumerate(values) if v.strip()] or [(0, "")]


def _argument(arguments: Sequence[str], number: int) -> str:
    return arguments[number] if number < len(arguments) else str(number + 1)


def _split(text: str) -> list[str]:
    """Parts between commas that no backslash stands before."""
    parts = [""]
    is_escaped = False
    for character in text:
        if character == "," and not is_escaped:
            parts.append("")
        else:
            parts[-1] += character
        is_escaped = character == "\\" and not is_escaped
    return parts if text else []


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)
