"""Codes as a table (CSV), and codes from tables of other programs.

Ours has a line per code: video, coder, tier, code, start_s, end_s, comment, with times in seconds;
`end_s` is that of `start_s` for a point and empty while an interval is still running. In other
tables columns are known by usual names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from svfap_core.atomic import whole_file
from svfap_core.codes.coding import Code, Coding
from svfap_core.codes.losses import Loss, LossNote, losses_of
from svfap_core.codes.reading import Imported, left_out, read_bytes, reversed_note, seconds_of
from svfap_core.codes.tables import column_key, first_of, read_cells, rows
from svfap_core.errors import SvfapError
from svfap_core.messages import Message
from svfap_core.results.dialect import COMMAS, CsvDialect, write_lines

WANTED = Message("a table of codes")
COLUMNS = ("video", "coder", "tier", "code", "start_s", "end_s", "comment")

_CANNOT = {Loss.SCHEME, Loss.SOURCE}
_DEFAULT_TIER = "codes"

_STARTS = ("start s", "start", "onset", "begin", "start time", "begin time", "time", "time s",
           "timestamp s", "timestamp", "tmin", "start seconds")  # fmt: skip
_STARTS_MS = ("start ms", "onset ms", "begin ms", "time ms")
_ENDS = ("end s", "end", "offset", "stop s", "stop", "end time", "tmax", "end seconds")
_ENDS_MS = ("end ms", "offset ms", "stop ms")
_DURATIONS = ("duration s", "duration")
_LABELS = ("code", "label", "text", "behavior", "behaviour", "value", "annotation", "event", "name")
_TIERS = ("tier", "tier name", "subject", "participant", "channel", "column")
_COMMENTS = ("comment", "comments", "note", "notes")
_CODERS = ("coder", "annotator", "observer", "rater")
_VIDEOS = ("video", "media", "media file", "media file name", "file")


def write_csv(path: Path, coding: Coding, dialect: CsvDialect = COMMAS) -> tuple[LossNote, ...]:
    """Write a table.

    Returns:
        What the file cannot store.

    Raises:
        OutputError: The file cannot be written.
    """
    lines = [
        (
            coding.video,
            coding.coder,
            code.tier,
            code.label,
            dialect.number(f"{code.start_s:.6f}"),
            "" if code.end_s is None else dialect.number(f"{code.end_s:.6f}"),
            code.comment,
        )
        for code in coding.codes
    ]
    with whole_file(path) as part:
        write_lines(part, dialect, [COLUMNS, *lines])
    return losses_of(coding, _CANNOT, "CSV")


def read_csv(path: Path) -> tuple[Imported, ...]:
    """The codings in a table: one for each video and coder that it names.

    Raises:
        SvfapError: The file is missing, damaged or has no column of times.
    """
    (header, *lines), notes = read_cells(read_bytes(path, WANTED), path, WANTED)
    keys = {column_key(name) for name in header}
    if not keys & {*_STARTS, *_STARTS_MS}:
        raise SvfapError(
            Message("%1 has no column of times", path),
            hint=Message("Its first line must name the columns: %1.", ", ".join(COLUMNS)),
        )
    is_ours = set(map(column_key, COLUMNS)) <= keys
    codes: dict[tuple[str, str], list[Code]] = defaultdict(list)
    without = swapped = 0
    for row in rows(header, lines):
        start_s, end_s = _times(row, is_ours=is_ours)
        if start_s is None:
            without += 1
            continue
        if end_s is not None and end_s < start_s:
            start_s, end_s, swapped = end_s, start_s, swapped + 1
        code = Code(
            tier=(first_of(row, _TIERS) or "").strip() or _DEFAULT_TIER,
            label=first_of(row, _LABELS) or "",
            start_s=start_s,
            end_s=end_s,
            comment=first_of(row, _COMMENTS) or "",
        )
        codes[first_of(row, _VIDEOS) or "", first_of(row, _CODERS) or ""].append(code)
    notes = (*notes, *left_out(without), *reversed_note(swapped))
    return tuple(
        Imported(Coding(video=video, coder=coder, codes=tuple(found)), path.stem, notes)
        for (video, coder), found in (codes or {("", ""): []}).items()
    )


def _times(row: Mapping[str, str], *, is_ours: bool) -> tuple[float | None, float | None]:
    """Start and end; a start alone is a point, but in a table of ours."""
    _, start_s = _seconds(row, _STARTS, _STARTS_MS)
    end, end_s = _seconds(row, _ENDS, _ENDS_MS)
    _, duration_s = _seconds(row, _DURATIONS, ())
    if start_s is None or (end and end_s is None):
        return None, None
    if end_s is None and duration_s is not None:
        end_s = start_s + duration_s
    if end_s is None and not is_ours:
        end_s = start_s
    return start_s, end_s


def _seconds(
    row: Mapping[str, str], names: tuple[str, ...], names_ms: tuple[str, ...]
) -> tuple[str, float | None]:
    """The cell of a time, and its seconds if it is one."""
    cell = first_of(row, names)
    if cell is not None:
        return cell.strip(), seconds_of(cell)
    cell = (first_of(row, names_ms) or "").strip()
    time_ms = seconds_of(cell)
    return cell, None if time_ms is None else time_ms / 1000
