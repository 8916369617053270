"""Reads the first sheet of a workbook (.xlsx, ECMA-376). Knows no data set."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET  # see `_part`

from svfap_core.errors import SourceError
from svfap_core.failures import reason_of
from svfap_core.messages import Message

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_MOST_BYTES = 256 * 1024 * 1024


def read_sheet(path: Path) -> list[dict[str, str]]:
    """The rows of the first sheet by the names in its first row; empty cells are empty.

    Raises:
        SourceError: It cannot be read, or is no workbook.
    """
    try:
        with zipfile.ZipFile(path) as book:
            texts = _texts(book)
            sheet = _part(book, "xl/worksheets/sheet1.xml")
    except OSError as error:
        raise SourceError(Message("%1 cannot be read: %2", path, reason_of(error))) from error
    except (zipfile.BadZipFile, KeyError, ValueError, ET.ParseError) as error:
        raise SourceError(Message("%1 is no workbook: %2", path, error)) from error
    header: dict[str, str] = {}
    rows: list[dict[str, str]] = []
    for row in sheet.iter(f"{_MAIN}row"):
        cells = {
            re.sub(r"\d", "", cell.get("r", "")): _text(cell, texts)
            for cell in row.iter(f"{_MAIN}c")
        }
        if header:
            rows.append({name: cells.get(column, "") for column, name in header.items()})
        else:
            header = {column: text.strip() for column, text in cells.items() if text.strip()}
    return rows


def _text(cell: ET.Element, texts: list[str]) -> str:
    """What a cell shows: a text, of all or its own, or a number."""
    said = "".join(
        part.text or "" for part in cell.iter() if part.tag in (f"{_MAIN}v", f"{_MAIN}t")
    )
    if cell.get("t") == "s" and said.isdecimal():
        return texts[int(said)] if int(said) < len(texts) else ""
    return said


def _texts(book: zipfile.ZipFile) -> list[str]:
    """Texts that cells share; a workbook of numbers has none."""
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    root = _part(book, "xl/sharedStrings.xml")
    return ["".join(each.itertext()) for each in root.iter(f"{_MAIN}si")]


def _part(book: zipfile.ZipFile, name: str) -> ET.Element:
    """A part, unless it is larger than any table of labels; expat limits what entities make of it.

    Raises:
        KeyError: There is no such part.
        ValueError: It is too large.
        ParseError: It is no XML.
    """
    if book.getinfo(name).file_size > _MOST_BYTES:
        raise ValueError(f"{name} is larger than {_MOST_BYTES} bytes")
    return ET.fromstring(book.read(name))  # noqa: S314  # see above
