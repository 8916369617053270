"""Codes from a BORIS project (.boris, also compressed as .boris.gz), a coding per observation.

Format: JSON as described in the BORIS user guide (project format 1.6 to 8). Subjects become tiers,
the ethogram their codes; behaviours that exclude each other become exclusive groups.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from svfap_core.codes.boris_table import NO_SUBJECT, Event, offset_note, pair, unpaired_note
from svfap_core.codes.coding import CodeDefinition, Coding, Scheme, Tier, clean_text
from svfap_core.codes.reading import (
    MAX_BYTES,
    Imported,
    damaged,
    decode,
    left_out,
    read_bytes,
    seconds_of,
)
from svfap_core.messages import Message

WANTED = Message("a BORIS project")


def read_boris_project(path: Path) -> tuple[Imported, ...]:
    """The codings in a project, one for each observation.

    `Imported.offset_s` takes away the time offset of the observation, which BORIS adds to the time
    of the video. Offsets between several players are notes.

    Raises:
        SvfapError: The file is missing, damaged or no BORIS project.
    """
    project = _project(path)
    ethogram = [b for b in _values(project.get("behaviors_conf")) if _text(b, "code")]
    subjects = [name for s in _values(project.get("subjects_conf")) if (name := _text(s, "name"))]
    observations = _mapping(project.get("observations"))
    codings: list[Imported] = []
    for name, found in observations.items():
        codings.append(_imported(name, _mapping(found), ethogram, subjects))
    return tuple(codings) or (Imported(Coding(scheme=_scheme(ethogram, subjects)), path.stem),)


def _project(path: Path) -> Mapping[str, Any]:
    content = read_bytes(path, WANTED)
    if content.startswith(b"\x1f\x8b"):
        content = _unzipped(content, path)
    text, _ = decode(content, path)
    try:
        project = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = Message("line %1", getattr(error, "lineno", 1))
        raise damaged(path, WANTED, line) from error
    if not isinstance(project, dict) or "observations" not in project:
        raise damaged(path, WANTED)
    return cast("Mapping[str, Any]", project)


def _unzipped(content: bytes, path: Path) -> bytes:
    """The content of a gzip file, which may say to be endless."""
    try:
        decompressor = zlib.decompressobj(wbits=31)
        unzipped = decompressor.decompress(content, MAX_BYTES)
    except zlib.error as error:
        raise damaged(path, WANTED) from error
    if not decompressor.eof:
        raise damaged(path, WANTED)
    return unzipped


def _imported(
    name: str, found: Mapping[str, Any], ethogram: list[Mapping[str, Any]], subjects: list[str]
) -> Imported:
    kinds = {
        _text(b, "code"): "POINT" if "point" in _text(b, "type").casefold() else "STATE"
        for b in ethogram
    }
    events: list[Event] = []
    without = 0
    for raw in _list(found.get("events")):
        event = _event(raw, kinds)
        if event is None:
            without += 1
        else:
            events.append(event)
    paired = pair(events)
    files = [str(file) for file in _values_list(found.get("file"))[0]]
    video = files[0].replace("\\", "/").rpartition("/")[2] if files else ""
    offset_s = (seconds_of(str(found.get("time offset", 0))) or 0.0) + _created_s(found, files)
    notes = (
        *left_out(without),
        *unpaired_note(paired.unpaired),
        *offset_note(offset_s),
        *_players(found),
        *_playlist(files),
    )
    used = [e.subject for e in events]
    coding = Coding(
        video=video,
        scheme=_scheme(ethogram, [*subjects, *(s for s in used if s not in subjects)]),
        codes=tuple(paired.codes),
    )
    return Imported(coding, str(clean_text(name)), notes, -offset_s + 0.0)


def _event(raw: object, kinds: Mapping[str, str]) -> Event | None:
    """An event: time, subject, code, modifiers, comment, and from version 8 a frame number."""
    cells = _list(raw)
    if len(cells) < 3:
        return None
    t_s = seconds_of(str(cells[0]))
    subject, behavior = str(clean_text(str(cells[1]))), str(clean_text(str(cells[2])))
    if t_s is None or not behavior:
        return None
    words = [str(cell) for cell in cells[3:5] if isinstance(cell, str) and cell]
    kind = kinds.get(behavior, "POINT")
    return Event(t_s, subject or NO_SUBJECT, behavior, "; ".join(words), kind)


def _players(found: Mapping[str, Any]) -> tuple[str, ...]:
    """The notes on players that start later or earlier than the first."""
    offsets = _mapping(_mapping(found.get("media_info")).get("offset"))
    known = {player: seconds_of(str(offset)) for player, offset in offsets.items()}
    return tuple(
        Message("BORIS plays the video of player %1 with an offset of %2 s.", player, f"{s:g}")
        for player, s in known.items()
        if s
    )


def _playlist(files: list[str]) -> tuple[str, ...]:
    """The note on videos that one player shows one after another, as if they were one."""
    if len(files) < 2:
        return ()
    return (
        Message(
            "The observation plays %1 videos one after another: times count from the first.",
            len(files),
        ),
    )


def _created_s(found: Mapping[str, Any], files: list[str]) -> float:
    """When the first video was made, if the times of the observation count from 1970."""
    created = _mapping(_mapping(found.get("media_info")).get("media_creation_time"))
    if not found.get("media_creation_date_as_offset") or not files:
        return 0.0
    return seconds_of(str(created.get(files[0], 0))) or 0.0


def _scheme(ethogram: list[Mapping[str, Any]], subjects: list[str]) -> Scheme:
    """All behaviours on the tier of each subject; keys on the first tier only, as no two may be."""
    groups = _groups(ethogram)
    tiers: list[Tier] = []
    keys: set[str] = set()
    for subject in dict.fromkeys(str(clean_text(s)) for s in subjects or [NO_SUBJECT]):
        definitions: dict[str, CodeDefinition] = {}
        for behavior in ethogram:
            name, key = _text(behavior, "code"), _text(behavior, "key")
            definitions.setdefault(
                name,
                CodeDefinition(
                    name=name,
                    kind="point" if "point" in _text(behavior, "type").casefold() else "interval",
                    color=_color(_text(behavior, "color")),
                    key="" if tiers or key in keys else key,
                    group=groups.get(name, ""),
                    description=_text(behavior, "description"),
                ),
            )
            keys.add(key)
        tiers.append(Tier(name=subject or NO_SUBJECT, definitions=tuple(definitions.values())))
    return Scheme(tiers=tuple(tiers))


def _groups(ethogram: list[Mapping[str, Any]]) -> dict[str, str]:
    """Groups of behaviours each of which excludes all others, by behaviour."""
    excluded = {
        _text(b, "code"): {
            str(clean_text(name)) for name in _text(b, "excluded").split(",") if name
        }
        for b in ethogram
    }
    groups: dict[str, str] = {}
    for name, others in excluded.items():
        group = {name, *others}
        if name in groups or not others:
            continue
        if all({other, *excluded.get(other, set())} == group for other in others):
            groups |= dict.fromkeys(group, " / ".join(sorted(group)))
    return groups


def _color(text: str) -> str:
    color = text.casefold()
    is_one = len(color) == 7 and color[0] == "#" and set(color[1:]) <= set("0123456789abcdef")
    return color if is_one else ""


def _text(found: Mapping[str, Any], key: str) -> str:
    value = found.get(key)
    return str(clean_text(value)) if isinstance(value, str) else ""


def _mapping(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []


def _values(value: object) -> list[Mapping[str, Any]]:
    return [_mapping(found) for found in _mapping(value).values()]


def _values_list(value: object) -> list[list[Any]]:
    """Files of all players; in early versions a plain list."""
    players = [_list(found) for found in _mapping(value).values()]
    return players or [_list(value)]
