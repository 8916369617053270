"""Reads codes from any file that holds some: its ending and its first line decide how."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from svfap_core.codes.boris_project import read_boris_project
from svfap_core.codes.boris_table import is_boris_table, read_boris_table
from svfap_core.codes.coding_file import read_coding
from svfap_core.codes.csv_file import WANTED, read_csv
from svfap_core.codes.datavyu import (
    FIRST_LINE,
    is_cell_table,
    read_cell_table,
    read_database,
    read_opf,
)
from svfap_core.codes.eaf_reading import read_eaf
from svfap_core.codes.reading import Imported, read_bytes
from svfap_core.codes.subtitles import read_subtitles
from svfap_core.codes.tables import read_cells
from svfap_core.codes.textgrid import read_textgrid
from svfap_core.errors import SvfapError
from svfap_core.messages import Message
from svfap_core.results.files import CODES_ENDING

_READERS: dict[str, Callable[[Path], tuple[Imported, ...]]] = {
    ".eaf": read_eaf,
    ".textgrid": read_textgrid,
    ".boris": read_boris_project,
    ".boris.gz": read_boris_project,
    ".opf": read_opf,
    ".srt": read_subtitles,
    ".vtt": read_subtitles,
}
_TABLES = (".csv", ".tsv", ".txt")
ENDINGS = (*_READERS, *_TABLES, CODES_ENDING)
"""Of files that may hold codes."""


def read_codes(path: Path) -> tuple[Imported, ...]:
    """The codings in a file of codes of this program, or of ELAN, BORIS, Datavyu, Praat or others.

    Raises:
        SvfapError: The file is missing, damaged, or of a kind that holds no codes.
    """
    name = path.name.casefold()
    if name.endswith(CODES_ENDING):
        return (Imported(read_coding(path).coding, path.name.removesuffix(CODES_ENDING)),)
    for ending, read in _READERS.items():
        if name.endswith(ending):
            return read(path)
    if name.endswith(_TABLES):
        return _table_reader(path)(path)
    raise SvfapError(
        Message("%1 is not a file of codes", path),
        hint=Message("Choose one that ends in %1.", ", ".join(ENDINGS)),
    )


def _table_reader(path: Path) -> Callable[[Path], tuple[Imported, ...]]:
    content = read_bytes(path, WANTED)
    if content.lstrip(b"\xef\xbb\xbf").startswith(FIRST_LINE.encode()):
        return read_database
    lines = read_cells(content, path, WANTED).lines
    if lines and is_cell_table(lines[0]):
        return read_cell_table
    return read_boris_table if any(map(is_boris_table, lines)) else read_csv
