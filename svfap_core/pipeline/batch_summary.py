"""`summary.csv` of a batch: the summaries of all its results in one table, in order of their names.

The ledger says which results there are; rows that are in the table already are kept, so that it
costs little to bring it up to date, after each run as after a kill. Knows no analysis.
"""

from __future__ import annotations

import csv
import io
import logging
from collections.abc import Sequence
from operator import itemgetter
from pathlib import Path
from time import perf_counter

from svfap_core.errors import OutputError
from svfap_core.pipeline.ledger import Ledger
from svfap_core.pipeline.output import Output
from svfap_core.results.files import BATCH_SUMMARY, SUMMARY_ENDING

log = logging.getLogger(__name__)

RESULT = "result"
"""The column with the path of a row's result below the output, without endings."""

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
        before = self._read(BATCH_SUMMARY) if self._output.exists(BATCH_SUMMARY) else ""
        rows = [row for row in _rows(before) if wanted.get(_name(row), "") == row.get("analysis")]
        there = set(map(_name, rows))
        for name in wanted.keys() - there:
            of = {RESULT: name.removesuffix(SUMMARY_ENDING)}
            rows += [of | row for row in _rows(self._read(name))]
        rows.sort(key=itemgetter(RESULT))  # Persons stay in their order.

        def make(folder: Path) -> list[Path]:
            path = folder / BATCH_SUMMARY
            _write_csv(path, rows)
            return [path]

        self._output.fill(stage, make)
        self._output.publish(stage, BATCH_SUMMARY, BATCH_SUMMARY)

    def _read(self, name: str) -> str:
        return self._output.read(name).decode("utf-8", errors="replace")


def _rows(text: str) -> list[_Row]:
    """The rows of a table; none where it is cut off."""
    return list(csv.DictReader(io.StringIO(text))) if text.endswith("\n") else []


def _name(row: _Row) -> str:
    return row.get(RESULT, "") + SUMMARY_ENDING


def _write_csv(path: Path, rows: Sequence[_Row]) -> None:
    columns = dict.fromkeys(name for row in rows for name in row)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(columns), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
