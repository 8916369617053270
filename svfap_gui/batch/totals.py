"""A list of files summed up in one row. Knows no thread and no words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from svfap_gui.batch.model import BatchRow
from svfap_gui.batch.updates import RowState


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The list in one row.

    `done` counts what was done before, too. `left_s` is for everything that waits, `share` of the
    whole list's length. Files of unknown length count as the mean of the others.
    """

    files: int
    length_s: float
    faces: int
    done: int
    incomplete: int
    failed: int
    busy: int
    waiting: int
    share: float
    speed: float | None
    left_s: float | None


def totals(rows: Sequence[BatchRow], media_s: float, work_s: float, *, running: bool) -> Totals:
    """Sum up.

    Args:
        rows: The list.
        media_s: Length of what this run has finished.
        work_s: How long that took.
        running: Whether there is anything to wait for.
    """
    lengths = [row.length_s for row in rows if row.length_s is not None]
    mean_s = sum(lengths) / len(lengths) if lengths else 0.0
    behind_s, ahead_s, faces = 0.0, 0.0, 0
    counts = dict.fromkeys(RowState, 0)
    for row in rows:
        counts[row.state] += 1
        faces += row.faces or 0
        length_s = mean_s if row.length_s is None else row.length_s
        if row.state is RowState.RUNNING:
            done_s = min(row.position_s, length_s)
            behind_s += done_s
            ahead_s += length_s - done_s
            if not row.drawing:
                media_s, work_s = media_s + row.position_s, work_s + row.elapsed_s
        elif row.state in {RowState.WAITING, RowState.PREPARING}:
            ahead_s += length_s
        else:
            behind_s += length_s
    whole_s = behind_s + ahead_s
    speed = media_s / work_s if media_s and work_s else None
    return Totals(
        files=len(rows),
        length_s=sum(lengths),
        faces=faces,
        done=counts[RowState.DONE] + counts[RowState.SKIPPED],
        incomplete=counts[RowState.INCOMPLETE],
        failed=counts[RowState.FAILED] + counts[RowState.MISSING],
        busy=counts[RowState.BUSY],
        waiting=counts[RowState.WAITING] + counts[RowState.PREPARING],
        share=behind_s / whole_s if whole_s else 0.0,
        speed=speed,
        left_s=ahead_s / speed if speed and running else None,
    )
