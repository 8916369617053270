"""What all importers share: files as text, times, and what comes of an import.

Nobody's file is trusted: it may be huge, truncated, in any encoding, or of another kind.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import NamedTuple

from svfap_core.codes.coding import MAX_S, Coding
from svfap_core.errors import SvfapError
from svfap_core.messages import Message
from svfap_core.results.unreadable import unreadable

MAX_BYTES = 1 << 28
"""No file of codes has a quarter of a gigabyte."""

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_CLOCK = re.compile(r"(-?)(?:(\d{1,6}):)?(\d{1,6}):(\d{1,2})(?:[.,:](\d{1,9}))?")
_NUMBER = re.compile(r"-?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][-+]?\d{1,2})?")


class Imported(NamedTuple):
    """A coding from a file of another program.

    `name` is what the file calls it, such as an observation. `offset_s`, added to all times
    (`Coding.shifted`), gives those of the video as players show it, as far as the file says so;
    it is not applied. `notes` are sentences for the user.
    """

    coding: Coding
    name: str = ""
    notes: tuple[str, ...] = ()
    offset_s: float = 0.0


class Decoded(NamedTuple):
    """The text of a file, with notes on how it was read."""

    text: str
    notes: tuple[str, ...]


def read_bytes(path: Path, wanted: Message) -> bytes:
    """The content of a file.

    Raises:
        SvfapError: It is missing, empty or too large.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise unreadable(path, wanted, error, if_damaged="Check that it is there.") from error
    if len(content) > MAX_BYTES:
        raise SvfapError(
            Message("%1 is too large to hold codes", path),
            hint="Choose the file of codes, not a video.",
        )
    if not content.strip(b"\0 \t\r\n"):
        raise SvfapError(Message("%1 is empty", path), hint="Export it again.")
    return content


def decode(content: bytes, path: Path) -> Decoded:
    """A text in UTF-8, UTF-16 or, where it is neither, Windows-1252, with LF line ends.

    Raises:
        SvfapError: It is no text.
    """
    encoding = next((name for mark, name in _MARKS.items() if content.startswith(mark)), None)
    if encoding is None and b"\0" in content[:2]:
        encoding = "utf-16-be" if content[:1] == b"\0" else "utf-16-le"
    notes: list[str] = []
    try:
        text = content.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        try:
            text = content.decode("cp1252") if encoding is None else ""
        except UnicodeDecodeError:
            text = ""
        if not text or "\0" in text:
            raise not_readable(path) from error
        notes.append(
            Message("%1 is not UTF-8: it was read as Windows-1252. Check the letters.", path.name)
        )
    if "\0" in text:
        raise not_readable(path)
    return Decoded(text.replace("\r\n", "\n").replace("\r", "\n"), tuple(notes))


def not_readable(path: Path) -> SvfapError:
    """The error for a file that is no text in a known encoding."""
    return SvfapError(
        Message("%1 is not a text file", path), hint="Export it again, as UTF-8 if you can choose."
    )


def damaged(path: Path, wanted: Message, where: object = "") -> SvfapError:
    """The error for a file that is truncated or of another kind.

    Args:
        path: The file.
        wanted: What it should have been.
        where: The line or element that cannot be read.
    """
    text = Message("%1 cannot be read as %2", path, wanted)
    return SvfapError(
        Message("%1, at %2", text, where) if where else text,
        hint="It may be truncated: open it in the program that wrote it and export it again.",
    )


def seconds_of(text: str) -> float | None:
    """Seconds of a time: a number, `mm:ss` or `hh:mm:ss`, with a fraction; else nothing.

    Fractions follow a point, a comma or, as Datavyu writes it, a third colon.
    """
    text = text.strip()
    if _NUMBER.fullmatch(text):
        seconds = float(text.replace(",", "."))
        return seconds if abs(seconds) <= MAX_S else None
    clock = _CLOCK.fullmatch(text)
    if clock is None:
        return None
    sign, hours, minutes, whole, fraction = clock.groups()
    seconds = int(hours or 0) * 3600 + int(minutes) * 60 + int(whole) + float(f"0.{fraction or 0}")
    return None if seconds > MAX_S else -seconds if sign else seconds


def left_out(count: int) -> tuple[str, ...]:
    """The note on codes that have no usable times, if there are any."""
    if not count:
        return ()
    return (Message("%1 codes are left out: their times are missing or not numbers.", count),)


def reversed_note(count: int) -> tuple[str, ...]:
    """The note on intervals that end before they start, if there are any."""
    if not count:
        return ()
    return (Message("%1 codes ended before they started: their times are swapped.", count),)


def beyond_note(coding: Coding, duration_s: float) -> tuple[str, ...]:
    """The note on codes that start after the end of the video, which suggests another clock.

    Args:
        coding: The codes, with the offset applied that the file names.
        duration_s: Of the video, in seconds.
    """
    beyond = sum(code.start_s > duration_s for code in coding.codes)
    if not beyond:
        return ()
    return (
        Message(
            "%1 of %2 codes start after the end of the video: do they count from another moment?",
            beyond,
            len(coding.codes),
        ),
    )
