"""Participants under conditions, and groups of them, from the windows. Knows no files.

First the mean per participant and condition, then across participants: windows overlap and repeat
within a person, so that they are no units of anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from svfap_core.results.edits import TimeRange
from svfap_core.results.intervals import length_s
from svfap_core.results.layout import Row
from svfap_core.results.schema import EMO_TOP, emotion_column
from svfap_core.results.time_budget import Behavior, BoutMeasures, bout_measures
from svfap_core.study.layouts import (
    PARTICIPANT,
    Scores,
    TableLayout,
    groups_layout,
    level_cells,
    measure_column,
    measures_of,
    participants_layout,
    who_cells,
)
from svfap_core.study.lists import FileEntry
from svfap_core.study.settings import StudySettings
from svfap_core.study.windows import stretches


@dataclass(frozen=True, slots=True, kw_only=True)
class FileWindows:
    """A line of files.csv with its windows.

    `time` is that from the study's time 0 to the end of the video, in media time; `measured_s` its
    length less what the user excluded.
    """

    entry: FileEntry
    time: TimeRange
    measured_s: float
    rows: list[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A participant under one condition, in one or more videos."""

    files: tuple[FileWindows, ...]

    @property
    def entry(self) -> FileEntry:
        """Of the first video."""
        return self.files[0].entry

    @property
    def measured_s(self) -> float:
        """Length of the videos from the study's time 0, less what the user excluded."""
        return sum(file.measured_s for file in self.files)

    @property
    def trusted_s(self) -> float:
        """Time that counts."""
        return sum(length_s(time for time, _ in stretches(file.rows)) for file in self.files)

    @property
    def trusted_share(self) -> float:
        """0..1; 0 where nothing was measured."""
        return min(1.0, self.trusted_s / self.measured_s) if self.measured_s else 0.0


def cells_of(files: Sequence[FileWindows], settings: StudySettings) -> list[Cell]:
    """Participants in order of files.csv, of each the conditions in the order of study.yaml."""
    found: dict[tuple[str, tuple[str, ...]], list[FileWindows]] = {}
    for file in files:
        found.setdefault((file.entry.participant, file.entry.condition), []).append(file)
    participants = dict.fromkeys(file.entry.participant for file in files)
    conditions = [*product(*settings.factors.values())]
    return [
        Cell(files=tuple(found[key])) for key in product(participants, conditions) if key in found
    ]


def too_little_seen(cells: Iterable[Cell], settings: StudySettings) -> list[Cell]:
    """Those with less trusted time than the study wants."""
    return [cell for cell in cells if cell.trusted_share < settings.rules.min_trusted_share]


def leave_out(participants: Iterable[str], files: Iterable[FileWindows]) -> None:
    """Mark the windows of participants, so that they count in nothing any more."""
    names = set(participants)
    for file in files:
        if file.entry.participant in names:
            for row in file.rows:
                row["left_out"], row["in_means"] = row["left_out"] or PARTICIPANT, 0


def participant_rows(cells: Iterable[Cell], settings: StudySettings, scores: Scores) -> list[Row]:
    """A row for each participant and condition."""
    layout = participants_layout(settings, scores)
    return [_participant_row(cell, layout, scores) for cell in cells]


def group_rows(
    participants: Sequence[Row], settings: StudySettings, scores: Scores
) -> Iterator[Row]:
    """A row for each condition and measure; conditions without participants have none.

    Args:
        participants: Rows of the participants table.
        settings: Of the study.
        scores: Of the study.
    """
    layout = groups_layout(settings)
    for condition in product(*settings.factors.values()):
        levels = level_cells(settings, condition)
        those = [row for row in participants if levels.items() <= row.items()]
        for column in measures_of(scores) if those else ():
            values = np.array(
                [v for row in those if (v := row[column.name]) is not None], np.float64
            )
            cells: Row = {
                **levels,
                "measure": column.name,
                "participants": len(values),
                "missing": len(those) - len(values),
            }
            if len(values):
                cells |= {"mean": values.mean(), "min": values.min(), "max": values.max()}
                cells["sd"] = values.std(ddof=1) if len(values) > 1 else None
            yield layout.checked(cells)


def _participant_row(cell: Cell, layout: TableLayout, scores: Scores) -> Row:
    in_means = [row for file in cell.files for row in file.rows if row["in_means"]]
    found: Row = {
        **who_cells(cell.entry),
        "files": len(cell.files),
        "windows": len(in_means),
        "measured_s": cell.measured_s,
        "trusted_s": cell.trusted_s,
        "trusted_share": cell.trusted_share,
    }
    parts = [part for file in cell.files for part in stretches(file.rows)]
    lengths_s = np.array([time.end_s - time.start_s for time, _ in parts])
    for column in scores.columns:
        values = _values(in_means, column.name)
        if not np.isfinite(values).any():
            continue
        areas = _values([row for _, row in parts], column.name) * lengths_s
        figures = (np.nanmean(values), np.nanmax(values), np.nansum(areas))
        for measure, value in zip(("mean", "peak", "area"), figures, strict=True):
            found[measure_column(measure, column.name)] = float(value)
    for emotion in scores.emotions:
        found |= {
            measure_column(measure, emotion_column(emotion)): value
            for measure, value in _bouts(cell, emotion).items()
        }
    return layout.checked(found)


def _values(rows: Sequence[Row], column: str) -> NDArray[np.float64]:
    """A column as `(rows,)`, not-a-number where it is empty."""
    return np.array([row[column] for row in rows], np.float64)


def _bouts(cell: Cell, emotion: str) -> Mapping[str, float | None]:
    """The measures of an emotion's bouts over all videos; see docs/figures.md."""
    found = [bout_measures(_behavior(file, emotion), (file.time,)) for file in cell.files]
    count, observed_s = sum(f.count for f in found), sum(f.observed_s for f in found)
    total_s = sum(f.total_s or 0.0 for f in found)
    return {
        "share": total_s / observed_s if observed_s else None,
        "bouts": count if observed_s else None,
        "rate": 60 * count / observed_s if observed_s else None,
        "bout_s": total_s / count if count else None,
        "latency_s": _mean_latency_s(found),
    }


def _mean_latency_s(found: Iterable[BoutMeasures]) -> float | None:
    latencies_s = [f.latency_s for f in found if f.latency_s is not None]
    return float(np.mean(latencies_s)) if latencies_s else None


def _behavior(file: FileWindows, emotion: str) -> Behavior:
    """An emotion's bouts in one video: stretches in which windows with it follow each other."""
    bouts: list[TimeRange] = []
    observed: list[TimeRange] = []
    for time, row in stretches(file.rows):
        observed.append(time)
        if row[EMO_TOP.name] != emotion:
            continue
        if bouts and bouts[-1].end_s == time.start_s:
            bouts[-1] = TimeRange(bouts[-1].start_s, time.end_s)
        else:
            bouts.append(time)
    return Behavior("emotion", emotion, observed, bouts)
