"""The tables of a study and their codebook, made from results, lists and settings alone.

The same input gives the same bytes. Nothing in the folder of tables is edited by hand.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from svfap_core.atomic import whole_file
from svfap_core.errors import SvfapError
from svfap_core.results.dialect import dialect_of_settings
from svfap_core.results.layout import Row
from svfap_core.results.schema import ResultSchema
from svfap_core.results.table import write_table
from svfap_core.study.checking import problems_of_results
from svfap_core.study.epochs import LeftOut, epoch_rows
from svfap_core.study.exclusions import (
    epoch_rows_left_out,
    participant_rows_left_out,
    time_rows,
)
from svfap_core.study.layouts import (
    NO_MARKER,
    PARTICIPANT,
    Scores,
    TableLayout,
    epochs_layout,
    exclusions_layout,
    groups_layout,
    participants_layout,
    windows_layout,
)
from svfap_core.study.lists import ALL_FILES, FILES_NAME, Problem
from svfap_core.study.measuring import (
    Measured,
    Occurrence,
    event_times_s,
    measured,
    occurrences,
)
from svfap_core.study.participants import (
    FileWindows,
    cells_of,
    group_rows,
    leave_out,
    participant_rows,
    too_little_seen,
)
from svfap_core.study.study import Study, refuse
from svfap_core.study.windows import window_rows

TableName: TypeAlias = Literal["windows", "participants", "groups", "epochs", "exclusions"]

CODEBOOK_NAME = "codebook.json"
FORMATS = (".parquet", ".csv")

_MEANINGS: Mapping[TableName, str] = {
    "windows": "A row for each window of a participant in a video, with variables.",
    "participants": "A row for each participant and condition: means, peaks, areas, shares of "
    "time, bouts, latencies.",
    "groups": "A row for each condition and measure, across participants.",
    "epochs": "A row for each event of a participant and point of the grid, less the baseline.",
    "exclusions": "A row for each reason by which time, a participant or an epoch is left out.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The tables of a study in memory.

    `left_out` are the participants with too little trusted time; `methods` has the digest of each
    method and the videos analysed by it.
    """

    layouts: Mapping[TableName, TableLayout]
    rows: Mapping[TableName, list[Row]]
    left_out: tuple[str, ...]
    methods: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """A line of files.csv as measured, its events and its windows."""

    windows: FileWindows
    events: list[Occurrence]
    without_marker: list[LeftOut]


def tables_of(study: Study) -> Tables:
    """All tables of a study.

    Args:
        study: Without faults in its files.

    Raises:
        SvfapError: A result is missing or cannot be used, or results are of different methods; says
            which lines of files.csv.
    """
    settings = study.settings
    found = _measured(study)
    scores = Scores.of(_schema(one) for one in found)
    layouts: dict[TableName, TableLayout] = {
        "windows": windows_layout(settings, scores),
        "participants": participants_layout(settings, scores),
        "groups": groups_layout(settings),
        "epochs": epochs_layout(settings, scores),
        "exclusions": exclusions_layout(settings),
    }
    opened = [_opened(study, one, layouts["windows"], scores) for one in found]
    files = [one.windows for one in opened]
    exclusions = [row for file in files for row in time_rows(file, layouts["exclusions"])]
    cells = cells_of(files, settings)
    short = too_little_seen(cells, settings)
    left_out = tuple(dict.fromkeys(cell.entry.participant for cell in short))
    exclusions += participant_rows_left_out(short, layouts["exclusions"])
    leave_out(left_out, files)
    kept = [cell for cell in cells if cell.entry.participant not in left_out]
    participants = participant_rows(kept, settings, scores)
    epochs: list[Row] = []
    for one in opened:
        if one.windows.entry.participant in left_out:
            missing = [LeftOut(event, PARTICIPANT, None) for event in one.events]
        else:
            rows, missing = epoch_rows(
                one.windows, one.events, settings.epochs, layouts["epochs"], scores
            )
            epochs += rows
        missing = [*one.without_marker, *missing]
        exclusions += epoch_rows_left_out(one.windows, missing, layouts["exclusions"])
    return Tables(
        layouts=layouts,
        rows={
            "windows": [row for file in files for row in file.rows],
            "participants": participants,
            "groups": list(group_rows(participants, settings, scores)),
            "epochs": epochs,
            "exclusions": exclusions,
        },
        left_out=left_out,
        methods=_methods(found),
    )


def write_tables(study: Study, tables: Tables) -> list[Path]:
    """Write all tables, each as Parquet and CSV, and the codebook last.

    Returns:
        The files.

    Raises:
        OutputError: A file cannot be written.
    """
    dialect = dialect_of_settings(study.settings.run.outputs)
    made: list[Path] = []
    for name, rows in tables.rows.items():
        for ending in FORMATS:
            path = study.tables / f"{name}{ending}"
            write_table(path, tables.layouts[name], rows, dialect)
            made.append(path)
    path = study.tables / CODEBOOK_NAME
    with whole_file(path) as part:
        text = json.dumps(_codebook(study, tables), indent=2, ensure_ascii=False)
        part.write_text(text + "\n", encoding="utf-8")
    return [*made, path]


def _measured(study: Study) -> list[Measured]:
    """All lines of files.csv with their results.

    Raises:
        SvfapError: Names every line whose result is of no use.
    """
    found: list[Measured] = []
    problems: list[Problem] = []
    for entry in study.files:
        try:
            found.append(measured(study, entry))
        except SvfapError as error:
            problems.append(Problem(FILES_NAME, entry.line, str(error)))
    refuse(problems)
    refuse(list(problems_of_results(study, found)))
    return found


def _opened(study: Study, one: Measured, layout: TableLayout, scores: Scores) -> _Opened:
    return _Opened(
        windows=FileWindows(
            entry=one.entry,
            time=one.time,
            measured_s=one.measured_s,
            rows=window_rows(one, layout, scores),
        ),
        events=occurrences(study, one),
        without_marker=[
            LeftOut(Occurrence(line.event, 0, 0.0), NO_MARKER, None)
            for line in study.events
            if line.file in {one.entry.file, ALL_FILES} and not event_times_s(line, one)
        ],
    )


def _schema(one: Measured) -> ResultSchema:
    return one.population.recording.schema


def _methods(found: Iterable[Measured]) -> dict[str, tuple[str, ...]]:
    methods: dict[str, dict[str, None]] = {}
    for one in found:
        methods.setdefault(one.method, {})[one.entry.file] = None
    return {method: tuple(files) for method, files in methods.items()}


def _codebook(study: Study, tables: Tables) -> dict[str, Any]:
    """What every column means, and by which rules the tables were made; plain values for JSON."""
    settings = study.settings
    return {
        "study": settings.name,
        "variables": {
            name: kind if isinstance(kind, str) else list(kind)
            for name, kind in settings.variables.items()
        },
        "rules": settings.rules.model_dump(mode="json"),
        "epochs": settings.epochs.model_dump(mode="json"),
        "methods": {method: list(files) for method, files in tables.methods.items()},
        "left_out_participants": list(tables.left_out),
        "tables": {
            name: {
                "meaning": _MEANINGS[name],
                "rows": len(rows),
                "columns": _described(tables.layouts[name]),
            }
            for name, rows in tables.rows.items()
        },
    }


def _described(layout: TableLayout) -> Sequence[Mapping[str, Any]]:
    """The columns, each with a unit: that of pure numbers is 1, texts have none."""
    return [
        {"unit": "" if about["type"] == "text" else "1"} | about for about in layout.description()
    ]
