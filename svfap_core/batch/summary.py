"""`summary.csv` of a batch: the summaries of all its results in one table, in order of their names.

The ledger says which results there are; rows that are in the table already are kept, so that it
costs little to bring it up to date, after each run as after a kill. Knows no analysis.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from operator import itemgetter
from pathlib import Path
from time import perf_counter

from svfap_core.batch.ledger import Ledger
from svfap_core.batch.output import Output
from svfap_core.errors import OutputError
from svfap_core.results.dialect import CsvDialect, dialect_of, read_lines, write_lines
from svfap_core.results.files import BATCH_SUMMARY, SUMMARY_ENDING
from svfap_core.results.summary import SummarySchema

log = logging.getLogger(__name__)

RESULT = "result"
"""The column with the path of a row's result below the output, without endings."""

_TEXTS = {RESULT, *(c.name for c in SummarySchema((), ()).columns if c.kind == "text")}
"""Columns of text, the same under all models; the others are numbers."""

_EVERY_S = 2.0
_MAX_SHARE = 0.05
"""Of the time of a run, for bringing the table up to date while it goes on."""

_Row = dict[str, str]


class BatchSummary:
    """The table of one output; used by one thread."""

    def __init__(self, output: Output, ledger: Ledger) -> None:
        self._output = output
        self._ledger = ledger
        self._due_s = 0.0

    def update_if_due(self) -> None:
        """Bring the table up to date, unless that was done a moment ago."""
        if perf_counter() >= self._due_s:
            self.update()

    def update(self) -> None:
        """Bring the table up to date; a warning if it cannot be written."""
        began_s = perf_counter()
        try:
            self._write()
        except OutputError as error:
            log.warning("%s could not be brought up to date: %s", BATCH_SUMMARY, error)
        ended_s = perf_counter()
        self._due_s = ended_s + max(_EVERY_S, (ended_s - began_s) / _MAX_SHARE)

    def _write(self) -> None:
        wanted = self._ledger.made(SUMMARY_ENDING)
        if not wanted:
            return
        stage = f"{self._ledger.owner.replace(':', '-')}/summary"
        before = self._read(BATCH_SUMMARY) if self._output.exists(BATCH_SUMMARY) else b""
        rows = [row for row in _rows(before) if wanted.get(_name(row), "") == row.get("analysis")]
        dialect = dialect_of(before)
        for name in wanted.keys() - set(map(_name, rows)):
            content = self._read(name)
            # What was made last is as the user wants it now.
            dialect = dialect_of(content)
            of = {RESULT: name.removesuffix(SUMMARY_ENDING)}
            rows += [of | row for row in _rows(content)]
        rows.sort(key=itemgetter(RESULT))  # Persons stay in their order.

        def make(folder: Path) -> list[Path]:
            path = folder / BATCH_SUMMARY
            _write_csv(path, rows, dialect)
            return [path]

        self._output.fill(stage, make)
        self._output.publish(stage, BATCH_SUMMARY, BATCH_SUMMARY)

    def _read(self, name: str) -> bytes:
        """A file as UTF-8, whatever another program has made of it."""
        return self._output.read(name).decode("utf-8", errors="replace").encode()


def _rows(content: bytes) -> list[_Row]:
    """The rows of a table, with decimal points; none where it is cut off.

    Their dialects may differ: each file is read in its own.
    """
    if not content.endswith(b"\n"):
        return []
    dialect = dialect_of(content)
    names, *lines = read_lines(content)
    return [
        {
            name: cell if name in _TEXTS else dialect.plain_number(cell)
            for name, cell in zip(names, cells, strict=True)
        }
        for cells in lines
        if len(cells) == len(names)
    ]


def _name(row: _Row) -> str:
    return row.get(RESULT, "") + SUMMARY_ENDING


def _write_csv(path: Path, rows: Sequence[_Row], dialect: CsvDialect) -> None:
    names = list(dict.fromkeys(name for row in rows for name in row))

    def cell(row: _Row, name: str) -> str:
        text = row.get(name, "")
        return text if name in _TEXTS else dialect.number(text)

    write_lines(path, dialect, [names, *([cell(row, name) for name in names] for row in rows)])
