"""Codes as a Praat TextGrid, and back.

Format: "TextGrid file formats" of the Praat manual. Praat reads only what stands free in a text
file: numbers, strings in double quotes, and flags in angle brackets; so its long and short forms
are the same sequence. An interval without text is a gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from svfap_core.atomic import whole_file
from svfap_core.codes.coding import MAX_S, Code, Coding, Scheme, Tier, clean_text
from svfap_core.codes.lanes import lane_names, spread
from svfap_core.codes.losses import Loss, LossNote, losses_of
from svfap_core.codes.reading import Imported, damaged, decode, read_bytes, reversed_note
from svfap_core.errors import SvfapError
from svfap_core.messages import Message

WANTED = Message("a Praat TextGrid")

_TOKEN = re.compile(r'"((?:[^"]|"")*)"|(?<!\S)(<\w+>|[-+]?[\d.][\d.eE+-]*%?)(?!\S)|(?<!\S)!.*')
_CANNOT = {Loss.SCHEME, Loss.CODER, Loss.SOURCE, Loss.COMMENTS, Loss.RUNNING, Loss.EMPTY}


def write_textgrid(
    path: Path, coding: Coding, duration_s: float | None = None
) -> tuple[LossNote, ...]:
    """Write a TextGrid in the long form, in UTF-8.

    Args:
        path: The .TextGrid file.
        coding: The codes.
        duration_s: Of the video in seconds; the last code's end when not given or if that is later.

    Returns:
        What the file cannot store.

    Raises:
        OutputError: The file cannot be written.
    """
    lanes = _lanes(coding)
    codes = [code for _, lane in lanes for code in lane]
    start_s = min([0.0, *(code.start_s for code in codes)])
    end_s = max([duration_s or 0.0, *(_end_s(code) for code in codes)])
    if end_s <= start_s:
        end_s = start_s + 1.0
    lines = [
        'File type = "ooTextFile"',
        'Object class = "TextGrid"',
        "",
        *_bounds(start_s, end_s, ""),
        "tiers? <exists>",
        f"size = {len(lanes)}",
        "item []:",
    ]
    for number, (name, lane) in enumerate(lanes, 1):
        lines.append(f"    item [{number}]:")
        lines += _tier_lines(name, lane, start_s, end_s)
    with whole_file(path) as part:
        part.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    is_spread = len(lanes) > len(coding.tier_names)
    return losses_of(coding, _CANNOT | ({Loss.TIERS} if is_spread else set()), "Praat")


def _lanes(coding: Coding) -> list[tuple[str, list[Code]]]:
    """The tiers of the file: none holds both points and intervals, or two at a time."""
    taken = set(coding.tier_names)
    lanes: list[tuple[str, list[Code]]] = []
    for tier in coding.tier_names:
        held = [code for code in coding.on_tier(tier) if code.label and not code.is_running]
        intervals = _apart([code for code in held if not code.is_point])
        points = _apart([code for code in held if code.is_point])
        parts = [*intervals, *points] or [[]]
        names = lane_names(tier, len(parts), taken)
        taken.update(names)
        lanes += zip(names, parts, strict=True)
    return lanes


def _apart(codes: list[Code]) -> list[list[Code]]:
    # A point takes the least of time, so that two of one time lie apart.
    places = spread((code.start_s, max(_end_s(code), code.start_s + 5e-7)) for code in codes)
    lanes: list[list[Code]] = [[] for _ in range(max(places, default=-1) + 1)]
    for place, code in zip(places, codes, strict=True):
        lanes[place].append(code)
    return lanes


def _tier_lines(name: str, lane: list[Code], start_s: float, end_s: float) -> Iterable[str]:
    are_points = any(code.is_point for code in lane)
    yield f'        class = "{"TextTier" if are_points else "IntervalTier"}"'
    yield f"        name = {_quoted(name)}"
    yield from _bounds(start_s, end_s, " " * 8)
    if are_points:
        yield f"        points: size = {len(lane)}"
        for number, code in enumerate(lane, 1):
            yield f"        points [{number}]:"
            yield f"            number = {code.start_s:.6f}"
            yield f"            mark = {_quoted(code.label)}"
        return
    intervals = list(_with_gaps(lane, start_s, end_s))
    yield f"        intervals: size = {len(intervals)}"
    for number, (from_s, to_s, text) in enumerate(intervals, 1):
        yield f"        intervals [{number}]:"
        yield from _bounds(from_s, to_s, " " * 12)
        yield f"            text = {_quoted(text)}"


def _with_gaps(
    lane: list[Code], start_s: float, end_s: float
) -> Iterator[tuple[float, float, str]]:
    at_s = start_s
    for code in lane:
        if code.start_s > at_s:
            yield at_s, code.start_s, ""
        yield code.start_s, _end_s(code), code.label
        at_s = _end_s(code)
    if end_s > at_s:
        yield at_s, end_s, ""


def _bounds(start_s: float, end_s: float, indent: str) -> list[str]:
    return [f"{indent}xmin = {start_s:.6f}", f"{indent}xmax = {end_s:.6f}"]


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _end_s(code: Code) -> float:
    return code.start_s if code.end_s is None else code.end_s


def read_textgrid(path: Path) -> tuple[Imported, ...]:
    """The coding in a TextGrid of the long or the short form, in UTF-8, UTF-16 or Windows-1252.

    Raises:
        SvfapError: The file is missing, truncated or no TextGrid of these forms.
    """
    content = read_bytes(path, WANTED)
    if content.startswith(b"ooBinaryFile") or b"chronological" in content[:64]:
        raise SvfapError(
            Message("%1 is a TextGrid in binary or chronological form", path),
            hint="Open it in Praat and choose Save as text file.",
        )
    text, notes = decode(content, path)
    grid = _Grid(text, path)
    coding, swapped = grid.coding()
    return (Imported(coding, path.stem, (*notes, *grid.notes, *reversed_note(swapped))),)


class _Grid:
    """What stands free in the text, read in order."""

    def __init__(self, text: str, path: Path) -> None:
        self._tokens = (t for t in _TOKEN.finditer(text) if t.lastindex)
        self._path = path
        self._place = ""
        self.notes: list[str] = []

    def coding(self) -> tuple[Coding, int]:
        """The coding, and how many of its codes ended before they started."""
        if not self._string().startswith("ooTextFile") or self._string() != "TextGrid":
            raise damaged(self._path, WANTED)
        self._bound()
        self._bound()
        tiers: dict[str, list[Code]] = {}
        swapped = 0
        count = self._count() if self._flag() == "<exists>" else 0
        for number in range(1, count + 1):
            self._place = Message("tier %1", number)
            kind, name = self._string(), str(clean_text(self._string())) or f"tier {number}"
            self._bound()
            self._bound()
            if kind not in {"IntervalTier", "TextTier"}:
                raise damaged(self._path, WANTED, self._place)
            codes = tiers.setdefault(name, [])
            for _ in range(self._count()):
                start_s = self._bound()
                end_s = self._bound() if kind == "IntervalTier" else start_s
                label = self._string()
                if kind == "IntervalTier" and not label.strip():
                    continue
                swapped += end_s < start_s
                start_s, end_s = sorted((start_s, end_s))
                codes.append(Code(tier=name, label=label, start_s=start_s, end_s=end_s))
        if count > len(tiers):
            self.notes.append(Message("Tiers with the same name are merged."))
        scheme = Scheme(tiers=tuple(Tier(name=name) for name in tiers))
        return Coding(
            scheme=scheme, codes=tuple(c for codes in tiers.values() for c in codes)
        ), swapped

    def _next(self) -> re.Match[str]:
        token = next(self._tokens, None)
        if token is None:
            raise damaged(self._path, WANTED, self._place)
        return token

    def _string(self) -> str:
        token = self._next()
        if token[1] is None:
            raise damaged(self._path, WANTED, self._place)
        return token[1].replace('""', '"')

    def _flag(self) -> str:
        return self._next()[2] or ""

    def _bound(self) -> float:
        try:
            number = float(self._flag())
        except ValueError:
            raise damaged(self._path, WANTED, self._place) from None
        if not abs(number) <= MAX_S:
            raise damaged(self._path, WANTED, self._place)
        return number

    def _count(self) -> int:
        number = self._bound()
        if number != int(number) or number < 0:
            raise damaged(self._path, WANTED, self._place)
        return int(number)
