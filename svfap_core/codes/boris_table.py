"""Codes as BORIS exports them: tabular events, a line per start, stop and point, and back.

Format: "Export events" and "Export aggregated events" of the BORIS user guide. A subject is a tier.
Starts and stops of one behaviour and subject follow each other in turn. Both forms of the tables
are read, with or without the lines about the observation that versions before 8 put first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from svfap_core.atomic import whole_file
from svfap_core.codes.coding import Code, Coding
from svfap_core.codes.lanes import lane_names, spread
from svfap_core.codes.losses import Loss, LossNote, losses_of
from svfap_core.codes.reading import (
    Imported,
    damaged,
    left_out,
    read_bytes,
    reversed_note,
    seconds_of,
)
from svfap_core.codes.tables import column_key, read_cells, rows
from svfap_core.messages import Message
from svfap_core.results.dialect import COMMAS, CsvDialect, write_lines

WANTED = Message("events exported from BORIS")
NO_SUBJECT = "No focal subject"
"""What BORIS calls events of nobody."""

_COLUMNS = (
    "Observation id",
    "Observation date",
    "Description",
    "Observation duration",
    "Observation type",
    "Source",
    "Time offset (s)",
    "Media duration (s)",
    "FPS (frame/s)",
    "Subject",
    "Behavior",
    "Behavioral category",
    "Behavior type",
    "Time",
    "Media file name",
    "Image index",
    "Image file path",
    "Comment",
)
_CANNOT = {Loss.SCHEME, Loss.CODER, Loss.SOURCE}


class Event(NamedTuple):
    """A start, stop or point in BORIS."""

    t_s: float
    subject: str
    behavior: str
    comment: str
    kind: str
    """"POINT", "START", "STOP" or, where starts and stops take turns, "STATE"."""


class Paired(NamedTuple):
    """Codes of events; `unpaired` stops had no start and are points now."""

    codes: list[Code]
    unpaired: int


def write_boris(
    path: Path, coding: Coding, observation: str = "", dialect: CsvDialect = COMMAS
) -> tuple[LossNote, ...]:
    """Write tabular events.

    Args:
        path: The file.
        coding: The codes.
        observation: What the observation is called; the name of the file when empty.
        dialect: Of the table; BORIS itself writes commas or tabs.

    Returns:
        What the file cannot store.

    Raises:
        OutputError: The file cannot be written.
    """
    events, is_spread = _events(coding)
    video = coding.video
    lines = [
        (
            observation or path.stem, "", "", "", "Media file(s)", video, dialect.number("0.0"), "",
            "", e.subject, e.behavior, "", e.kind, dialect.number(f"{e.t_s:.6f}"), video, "", "",
            e.comment,
        )
        for e in events
    ]  # fmt: skip
    with whole_file(path) as part:
        write_lines(part, dialect, [_COLUMNS, *lines])
    return losses_of(coding, _CANNOT | ({Loss.TIERS} if is_spread else set()), "BORIS")


def _events(coding: Coding) -> tuple[list[Event], bool]:
    """In order of time; and whether equal codes that overlap went to tiers apart."""
    events: list[tuple[float, int, int, Event]] = []
    taken = set(coding.tier_names)
    is_spread = False
    for tier in coding.tier_names:
        by_label: dict[str, list[Code]] = defaultdict(list)
        for code in coding.on_tier(tier):
            by_label[code.label].append(code)
        places = {label: _places(codes) for label, codes in by_label.items()}
        count = max((max(p) + 1 for p in places.values()), default=1)
        names = lane_names(tier, count, taken)
        taken.update(names)
        is_spread |= count > 1
        for label, codes in by_label.items():
            for code, place in zip(codes, places[label], strict=True):
                for event in _of_code(code, names[place]):
                    # At one time a stop comes before the start of what follows.
                    rank = ("STOP", "POINT", "START").index(event.kind)
                    events.append((event.t_s, rank, len(events), event))
    return [event for *_, event in sorted(events, key=lambda item: item[:3])], is_spread


def _places(codes: list[Code]) -> list[int]:
    # Points lie within states without being mistaken for their edges.
    intervals = [code for code in codes if not code.is_point]
    ends = (float("inf") if code.end_s is None else code.end_s for code in intervals)
    places = iter(spread((c.start_s, end) for c, end in zip(intervals, ends, strict=True)))
    return [0 if code.is_point else next(places) for code in codes]


def _of_code(code: Code, subject: str) -> Iterable[Event]:
    kind = "POINT" if code.is_point else "START"
    yield Event(code.start_s, subject, code.label, code.comment, kind)
    if not code.is_point and code.end_s is not None:
        yield Event(code.end_s, subject, code.label, "", "STOP")


def is_boris_table(header: Iterable[str]) -> bool:
    """Whether a line names the columns of such a table."""
    keys = set(map(column_key, header))
    has_kind = bool(keys & {"behavior type", "status"})
    return has_kind and {"subject", "behavior"} <= keys and bool(keys & {"time", "start s"})


def read_boris_table(path: Path) -> tuple[Imported, ...]:
    """The codings in a table of events: one for each observation.

    `Imported.offset_s` takes away the time offset of the observation, which BORIS adds to the time
    of the video.

    Raises:
        SvfapError: The file is missing, damaged or no such table.
    """
    lines, notes = read_cells(read_bytes(path, WANTED), path, WANTED)
    start = next((i for i, line in enumerate(lines) if is_boris_table(line)), None)
    if start is None:
        raise damaged(path, WANTED)
    about = {column_key(line[0]): line[1:] for line in lines[:start] if line}
    usual = (about.get("observation id") or [path.stem])[0]
    observations: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in rows(lines[start], lines[start + 1 :]):
        observations[row.get("observation id") or usual].append(row)
    offset = (about.get("time offset s") or ["0"])[0]
    return tuple(
        _imported(name, found, offset, notes)
        for name, found in (observations or {usual: []}).items()
    )


def offset_note(offset_s: float) -> tuple[str, ...]:
    """The note on the time offset of an observation, if it has one."""
    if not offset_s:
        return ()
    offset = f"{offset_s:g}"
    return (
        Message(
            "The BORIS observation has a time offset of %1 s: subtract it to get video times.",
            offset,
        ),
    )


def _imported(
    name: str, found: list[Mapping[str, str]], offset: str, notes: tuple[str, ...]
) -> Imported:
    codes: list[Code] = []
    events: list[Event] = []
    without = swapped = 0
    for row in found:
        time, kind = row.get("time"), (row.get("behavior type") or row.get("status") or "").upper()
        start_s = seconds_of(row.get("start s", "") if time is None else time)
        end_s = seconds_of(row.get("stop s", "")) if time is None else None
        tier, label = _tier(row.get("subject", "")), row.get("behavior", "")
        comment = _comment(row)
        if start_s is None or kind not in {"POINT", "START", "STOP", "STATE"}:
            without += 1
        elif time is None:
            end_s = start_s if kind == "POINT" or end_s is None else end_s
            swapped += end_s < start_s
            start_s, end_s = sorted((start_s, end_s))
            codes.append(
                Code(tier=tier, label=label, start_s=start_s, end_s=end_s, comment=comment)
            )
        else:
            events.append(Event(start_s, tier, label, comment, kind))
    paired = pair(events)
    offset_s = seconds_of((found[0].get("time offset s") if found else None) or offset) or 0.0
    video = (
        (found[0].get("media file name") or found[0].get("media file path") or "") if found else ""
    )
    all_notes = (
        *notes, *left_out(without), *reversed_note(swapped), *unpaired_note(paired.unpaired),
        *offset_note(offset_s),
    )  # fmt: skip
    coding = Coding(video=video, codes=(*codes, *paired.codes))
    return Imported(coding, name, all_notes, -offset_s + 0.0)


def _tier(subject: str) -> str:
    return subject.strip() or NO_SUBJECT


def _comment(row: Mapping[str, str]) -> str:
    """Comments, and modifiers, for which codes have no place of their own."""
    modifiers = [cell for key, cell in row.items() if key.startswith("modifier") and cell]
    comments = (row.get(key, "") for key in ("comment", "comment start", "comment stop"))
    return "; ".join([*modifiers, *(comment for comment in comments if comment)])


def pair(events: Iterable[Event]) -> Paired:
    """Intervals of starts and stops, in order of time; a start without a stop is running."""
    codes: list[Code] = []
    open_: dict[tuple[str, str], Event] = {}
    unpaired = 0
    for event in sorted(events, key=lambda event: event.t_s):
        key = event.subject, event.behavior
        begun = open_.get(key)
        if event.kind == "POINT" or (event.kind == "STOP" and begun is None):
            unpaired += event.kind == "STOP"
            codes.append(_code(event, event.t_s))
        elif event.kind == "START" or begun is None:
            if begun is not None:
                unpaired += 1
                codes.append(_code(begun, None))
            open_[key] = event
        else:
            comment = _together(begun.comment, event.comment)
            codes.append(_code(begun._replace(comment=comment), event.t_s))
            del open_[key]
    return Paired([*codes, *(_code(begun, None) for begun in open_.values())], unpaired)


def _together(start: str, stop: str) -> str:
    """The comments of a start and its stop; modifiers stand in both and are kept once."""
    new = (part for part in stop.split("; ") if part not in start.split("; "))
    return "; ".join(part for part in (start, *new) if part)


def unpaired_note(count: int) -> tuple[str, ...]:
    """The note on starts and stops that do not take turns, if there are any."""
    if not count:
        return ()
    return (Message("%1 starts or stops have no counterpart: check these codes.", count),)


def _code(event: Event, end_s: float | None) -> Code:
    return Code(
        tier=event.subject,
        label=event.behavior,
        start_s=event.t_s,
        end_s=end_s,
        comment=event.comment,
    )
