"""What a study's tables leave out, why, and how much. Knows no files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from svfap_core.results.intervals import length_s
from svfap_core.results.layout import Row
from svfap_core.study.epochs import LeftOut
from svfap_core.study.layouts import (
    BEFORE_START,
    EXCLUDED,
    NOT_SEEN,
    TRUSTED_SHARE,
    TableLayout,
    who_cells,
)
from svfap_core.study.participants import Cell, FileWindows
from svfap_core.study.windows import stretches


def time_rows(file: FileWindows, layout: TableLayout) -> Iterator[Row]:
    """What is left out of the time of one video, by reason.

    Their seconds and the trusted time add up to the length of the video.
    """
    windows: Counter[str] = Counter()
    seconds: dict[str, float] = {}
    told: set[tuple[object, object, str]] = set()
    for row in file.rows:
        reason, start_s, end_s = row["left_out"], row["start_s"], row["end_s"]
        if not isinstance(reason, str):
            continue
        window = (row["track_id"], row["timestamp_s"], reason)
        windows[reason] += window not in told
        told.add(window)
        assert isinstance(start_s, float) and isinstance(end_s, float)  # noqa: S101, PT018  # by the layout
        if start_s >= file.time.start_s:
            seconds[reason] = seconds.get(reason, 0.0) + end_s - start_s
    untrusted_s = sum(s for reason, s in seconds.items() if reason != EXCLUDED)
    trusted_s = length_s(time for time, _ in stretches(file.rows))
    seconds[EXCLUDED] = file.time.end_s - file.time.start_s - file.measured_s
    seconds[BEFORE_START] = file.time.start_s
    seconds[NOT_SEEN] = max(0.0, file.measured_s - trusted_s - untrusted_s)
    cells: Row = {"scope": "time", "file": file.entry.file, **who_cells(file.entry)}
    for reason in layout_reasons(layout):
        count, time_s = windows[reason], round(seconds.get(reason, 0.0), 6)
        if count or time_s:
            found: Row = {"reason": reason, "windows": count, "seconds": time_s}
            yield layout.checked(cells | found)


def participant_rows_left_out(cells: Iterable[Cell], layout: TableLayout) -> Iterator[Row]:
    """The conditions by which participants are left out."""
    for cell in cells:
        yield layout.checked(
            {
                "scope": "participant",
                **who_cells(cell.entry),
                "reason": TRUSTED_SHARE,
                "seconds": cell.measured_s,
                "trusted_share": cell.trusted_share,
            }
        )


def epoch_rows_left_out(
    file: FileWindows, left_out: Iterable[LeftOut], layout: TableLayout
) -> Iterator[Row]:
    """The epochs of a video that are left out; those that never were have no number."""
    for epoch in left_out:
        yield layout.checked(
            {
                "scope": "epoch",
                "file": file.entry.file,
                **who_cells(file.entry),
                "event": epoch.of.event,
                "event_number": epoch.of.number or None,
                "reason": epoch.reason,
                "trusted_share": epoch.share,
            }
        )


def layout_reasons(layout: TableLayout) -> tuple[str, ...]:
    """All reasons, in the order in which they are listed."""
    return next(column.values for column in layout.columns if column.name == "reason")
