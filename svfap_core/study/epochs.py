"""Epochs: scores around events on a common grid, less their baseline. Knows no files.

A point of the grid has the scores of the window that speaks for its time. Windows last as long as
the model's span, so that a change is seen by half a span before and after it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from svfap_core.results.layout import TIME_DECIMALS, Row
from svfap_core.study.layouts import (
    BASELINE_SHARE,
    BEFORE_START,
    OUTSIDE_VIDEO,
    TRUSTED_SHARE,
    Scores,
    TableLayout,
    measure_column,
    who_cells,
)
from svfap_core.study.measuring import Occurrence
from svfap_core.study.participants import FileWindows
from svfap_core.study.settings import EpochSettings
from svfap_core.study.windows import stretches

_NEARLY = 1e-9
"""Steps that fit but for the rounding of decimals count as fitting."""


class LeftOut(NamedTuple):
    """An epoch that is not in the table, why, and the share of points that decided it."""

    of: Occurrence
    reason: str
    share: float | None


def grid_s(settings: EpochSettings) -> NDArray[np.float64]:
    """The times of all points from the event, `(points,)` in s; the event itself is among them."""
    before = math.floor(settings.before_s / settings.step_s + _NEARLY)
    after = math.floor(settings.after_s / settings.step_s + _NEARLY)
    steps = np.arange(-before, after + 1, dtype=np.float64)
    return np.round(steps * settings.step_s, TIME_DECIMALS).astype(np.float64)


def epoch_rows(
    file: FileWindows,
    events: Iterable[Occurrence],
    settings: EpochSettings,
    layout: TableLayout,
    scores: Scores,
) -> tuple[list[Row], list[LeftOut]]:
    """The epochs of one participant in one video, and those left out.

    The baseline is the part of the grid of `baseline_s` before the event. It may lie before the
    study's time 0.

    Args:
        file: The windows.
        events: In the video.
        settings: Grid, baseline and artefact rule.
        layout: Of the table.
        scores: Of the study.
    """
    parts = stretches(file.rows, BEFORE_START)
    starts_s = np.array([time.start_s for time, _ in parts])
    ends_s = np.array([time.end_s for time, _ in parts])
    values = np.array(
        [[row[c.name] for c in scores.columns] for _, row in parts], np.float64
    ).reshape(len(parts), len(scores.columns))
    grid = grid_s(settings)
    in_baseline = (grid >= -settings.baseline_s - _NEARLY) & (grid < 0)
    rows: list[Row] = []
    out: list[LeftOut] = []
    for event in events:
        if not 0 <= event.event_s < file.time.end_s:
            out.append(LeftOut(event, OUTSIDE_VIDEO, None))
            continue
        times_s = np.round(event.event_s + grid, TIME_DECIMALS)
        place = np.searchsorted(starts_s, times_s, side="right") - 1
        trusted = place >= 0
        trusted[trusted] = times_s[trusted] < ends_s[place[trusted]]
        shares = (
            (BASELINE_SHARE, float(trusted[in_baseline].mean())),
            (TRUSTED_SHARE, float(trusted.mean())),
        )
        short = next(
            (LeftOut(event, n, s) for n, s in shares if s < settings.min_trusted_share or not s),
            None,
        )
        if short is not None:
            out.append(short)
            continue
        found = np.full((len(grid), len(scores.columns)), np.nan)
        found[trusted] = values[place[trusted]]
        change = found - found[in_baseline & trusted].mean(axis=0)
        shared: Row = {
            "file": file.entry.file,
            **who_cells(file.entry),
            "event": event.event,
            "event_number": event.number,
            "event_s": event.event_s,
        }
        for point, t_s in enumerate(grid):
            cells = shared | {"t_s": float(t_s)}
            for number, column in enumerate(scores.columns):
                cells[column.name] = float(found[point, number])
                cells[measure_column("change", column.name)] = float(change[point, number])
            rows.append(layout.checked(cells))
    return rows, out
