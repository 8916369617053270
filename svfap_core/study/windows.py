"""The windows of a participant: what each says, which time it speaks for, and whether it counts.

All other tables of a study are made of these rows alone. Knows no files.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from svfap_core.results.edits import TimeRange
from svfap_core.results.intervals import common, less
from svfap_core.results.layout import Row
from svfap_core.results.schema import EMO_TOP
from svfap_core.results.trust import is_trusted
from svfap_core.study.layouts import BEFORE_START, EXCLUDED, Scores, TableLayout, who_cells
from svfap_core.study.measuring import Measured
from svfap_core.types import AffectResult

_FROM_RESULT = (
    "track_id", "timestamp_s", "describes_s", "status", "coverage", "face_quality", EMO_TOP.name
)  # fmt: skip


class _Part(NamedTuple):
    """A part of the time that a window speaks for, and why it does not count."""

    time: TimeRange
    left_out: str


def window_rows(of: Measured, layout: TableLayout, scores: Scores) -> list[Row]:
    """The rows of a participant in one video, in order of time.

    A window whose time is cut by an excluded range or by the study's time 0 has a row for each
    part. One that speaks for no time, such as one without scores, has a row without length.
    """
    spans = {
        id(span.row): TimeRange(span.start_s, span.end_s) for span in of.population.spans(of.person)
    }
    schema = of.population.recording.schema
    rows: list[Row] = []
    for result in of.population.rows(of.person):
        measured = schema.row(result)
        shared: Row = {
            "file": of.entry.file,
            **who_cells(of.entry),
            "person_id": of.person,
            "study_s": result.describes_s - of.entry.offset_s,
            **{name: measured[name] for name in _FROM_RESULT},
            **{c.name: measured.get(c.name) for c in scores.columns},
        }
        for part in _parts(of, result, spans.get(id(result))):
            # A part without length stands for a window whose time is another's: it holds itself.
            holds = part.time.holds(result.describes_s) or part.time[0] == part.time[1]
            cells = shared | {
                "start_s": part.time.start_s,
                "end_s": part.time.end_s,
                "left_out": part.left_out or None,
                "in_means": int(holds and not part.left_out),
            }
            rows.append(layout.checked(cells))
    return rows


def _parts(of: Measured, result: AffectResult, span: TimeRange | None) -> list[_Part]:
    """The parts of a window's time in order, and one without length where none is described."""
    excluded, start_s = of.population.edits.excluded, of.time.start_s
    before = (TimeRange(float("-inf"), start_s),)
    status = "" if is_trusted(result) else result.status.value
    found: list[_Part] = []
    if span is not None:
        kept = less([span], excluded)
        found += [_Part(time, EXCLUDED) for time in common([span], excluded)]
        found += [_Part(time, status or BEFORE_START) for time in common(kept, before)]
        found += [_Part(time, status) for time in less(kept, before)]
    t_s = result.describes_s
    if not any(part.time.holds(t_s) for part in found):
        reason = EXCLUDED if of.population.is_row_excluded(result) else status
        if not reason and t_s < start_s:
            reason = BEFORE_START
        found.append(_Part(TimeRange(t_s, t_s), reason))
    return sorted(found)


def stretches(rows: Sequence[Row], *also: str) -> list[tuple[TimeRange, Row]]:
    """The time of the rows that counts, in order; rows without length have none.

    Args:
        rows: Of one participant in one video.
        also: Reasons by which time is left out and wanted all the same.
    """
    found: list[tuple[TimeRange, Row]] = []
    for row in rows:
        start_s, end_s = row["start_s"], row["end_s"]
        assert isinstance(start_s, float) and isinstance(end_s, float)  # noqa: S101, PT018  # by the layout
        if start_s < end_s and (row["left_out"] is None or row["left_out"] in also):
            found.append((TimeRange(start_s, end_s), row))
    return sorted(found, key=_start)


def _start(item: tuple[TimeRange, Row]) -> float:
    return item[0].start_s
