"""Codes from subtitles: SubRip (.srt) and WebVTT (.vtt), an interval per cue.

Format: "WebVTT: The Web Video Text Tracks Format" of the W3C; SubRip as players read it. Markup,
positions, notes and styles are left out; a voice of WebVTT is a tier.
"""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import NamedTuple

from svfap_core.codes.coding import Code, Coding
from svfap_core.codes.reading import (
    Imported,
    damaged,
    decode,
    left_out,
    read_bytes,
    reversed_note,
    seconds_of,
)
from svfap_core.messages import Message

WANTED = Message("subtitles")
TIER = "subtitles"

_ARROW = "-->"
_TIMES = re.compile(r"\s*(-?[\d:.,]+)\s*-->\s*(-?[\d:.,]+)(?:\s.*)?")
_VOICE = re.compile(r"<v(?:\.[^ >]*)?\s+([^>]+)>")
_MARKUP = re.compile(
    r"</?(?:i|b|u|c|v|lang|ruby|rt|font)(?:[.\s][^>]*)?>|<[\d:.]+>|\{\\[^}]*\}", re.IGNORECASE
)
_MAP = re.compile(r"X-TIMESTAMP-MAP=(?=.*MPEGTS:(\d{1,12}))(?=.*LOCAL:([\d:.]+))")
_TICKS_PER_S = 90_000
_HOUR_S = 3600.0


class _Cue(NamedTuple):
    start_s: float
    end_s: float
    lines: list[str]


def read_subtitles(path: Path) -> tuple[Imported, ...]:
    """The coding in a file of subtitles.

    `Imported.offset_s` is that of `X-TIMESTAMP-MAP`; where the first cue begins an hour or more
    into the video, as time codes do, it takes the whole hours away.

    Raises:
        SvfapError: The file is missing or holds no cue.
    """
    text, notes = decode(read_bytes(path, WANTED), path)
    is_vtt = text.startswith("WEBVTT")
    cues, without = _cues(text, is_vtt=is_vtt)
    if not cues and not is_vtt:
        raise damaged(path, WANTED)
    codes: list[Code] = []
    for cue in cues:
        said = "\n".join(cue.lines)
        voice = _VOICE.search(said) if is_vtt else None
        plain = _MARKUP.sub("", said)
        codes.append(
            Code(
                tier=(voice[1].strip() if voice else "") or TIER,
                label=html.unescape(plain) if is_vtt else plain,
                start_s=min(cue[:2]),
                end_s=max(cue[:2]),
            )
        )
    swapped = sum(cue.end_s < cue.start_s for cue in cues)
    offset_s, about = _offset(text, codes)
    all_notes = (*notes, *left_out(without), *reversed_note(swapped), *about)
    return (Imported(Coding(codes=tuple(codes)), path.stem, all_notes, offset_s),)


def _cues(text: str, *, is_vtt: bool) -> tuple[list[_Cue], int]:
    """The cues, and how many lines of times cannot be read."""
    cues: list[_Cue] = []
    without = 0
    is_passed_over = is_vtt  # The header.
    before = ""
    for line in text.split("\n"):
        found = _TIMES.fullmatch(line) if _ARROW in line else None
        start_s, end_s = map(seconds_of, found.groups()) if found else (None, None)
        if start_s is not None and end_s is not None:
            if cues and not is_passed_over:
                _drop_name(cues[-1].lines, is_vtt=is_vtt)
            cues.append(_Cue(start_s, end_s, []))
            is_passed_over = False
        elif found or (_ARROW in line and not cues):
            without += 1
            is_passed_over = True
        elif is_vtt and not before and line.startswith(("NOTE", "STYLE", "REGION")):
            is_passed_over = True
        elif cues and not is_passed_over:
            cues[-1].lines.append(line)
        before = line.strip()
    return cues, without


def _drop_name(lines: list[str], *, is_vtt: bool) -> None:
    """Take the number or name of the next cue off the text of the last one."""
    is_apart = len(lines) > 1 and not lines[-2].strip()
    if lines and ((is_vtt and is_apart) or (not is_vtt and lines[-1].strip().isdigit())):
        lines.pop()


def _offset(text: str, codes: list[Code]) -> tuple[float, tuple[str, ...]]:
    """What to add to get the times of the video, and why."""
    found = _MAP.search(text[:4096])
    local_s = seconds_of(found[2]) if found else None
    if found and local_s is not None:
        offset_s = round(int(found[1]) / _TICKS_PER_S - local_s, 6)
        note = Message(
            "The subtitles have an offset of %1 s: add it to get video times.", f"{offset_s:g}"
        )
        return offset_s, (note,) if offset_s else ()
    first_s = min((code.start_s for code in codes), default=0.0)
    if first_s < _HOUR_S:
        return 0.0, ()
    hours = int(first_s // _HOUR_S)
    note = Message(
        "The first subtitle starts after %1 h: if its time is a timecode, subtract these hours.",
        hours,
    )
    return -hours * _HOUR_S, (note,)
