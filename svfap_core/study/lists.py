"""`files.csv` and `events.csv`: which participant a video shows when, and what happens in it.

Every fault is found, each with its file and line. Knows no videos.
"""

from __future__ import annotations

import csv
import difflib
import io
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from svfap_core.atomic import whole_file
from svfap_core.errors import SvfapError
from svfap_core.failures import reason_of
from svfap_core.messages import Message
from svfap_core.results.dialect import BYTE_ORDER_MARK, COMMAS, dialect_of, write_lines
from svfap_core.study.roles import ROLES_HELP, Role, parse_role
from svfap_core.study.settings import FILE_COLUMNS, StudySettings
from svfap_core.system import name_key

FILES_NAME = "files.csv"
EVENTS_NAME = "events.csv"
EVENT_COLUMNS = ("file", "event", "time_s")
ALL_FILES = "*"


class Problem(NamedTuple):
    """What is wrong, in which file of the study and line; 0 where no line is meant."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        """One line for the user, as a `Message`."""
        if not self.line:
            return Message("%1: %2", self.file, self.message)
        return Message("%1, line %2: %3", self.file, self.line, self.message)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEntry:
    """One participant in one video: a line of files.csv.

    Attributes:
        line: In files.csv, from 1.
        file: Path of the video below the root, with `/` between folders.
        participant: Who is measured.
        role: Which person of the video that is.
        offset_s: Media time at which the study's time 0 lies, in s; may be negative, where the
            video begins later.
        levels: Variables with levels: name to level.
        numbers: Variables that are numbers; `None` where the cell is empty.
    """

    line: int
    file: str
    participant: str
    role: Role
    offset_s: float
    levels: Mapping[str, str]
    numbers: Mapping[str, float | None]

    @property
    def condition(self) -> tuple[str, ...]:
        """The levels, in the order of the study's variables."""
        return tuple(self.levels.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class EventEntry:
    """An event: a line of events.csv.

    `file` is as in files.csv, or `*` for all of them. `time_s` counts from the study's time 0;
    without it, the markers of this name count.
    """

    line: int
    file: str
    event: str
    time_s: float | None


def read_files(
    path: Path, settings: StudySettings, problems: list[Problem]
) -> tuple[FileEntry, ...]:
    """The lines of files.csv that can be used; what is wrong with others is added to `problems`."""
    columns = (*FILE_COLUMNS, *settings.variables)
    found: list[FileEntry] = []
    for line in _lines(path, columns, problems, unknown=_UNKNOWN_VARIABLE):
        file = line.path("file")
        participant = line.text("participant", "write who is seen, such as P01")
        role = line.role()
        offset_s = line.number("offset_s")
        levels = {n: line.level(n, known) for n, known in settings.factors.items()}
        numbers = {n: line.number(n) for n in settings.numbers}
        if role is not None and not line.is_wrong:
            found.append(
                FileEntry(
                    line=line.number_of_line,
                    file=file,
                    participant=participant,
                    role=role,
                    offset_s=offset_s or 0.0,
                    levels=levels,
                    numbers=numbers,
                )
            )
    if not found and not problems:
        problems.append(Problem(path.name, 0, Message("lists no videos: add a line for each")))
    problems += _twice(path.name, found)
    problems += _alike(path.name, found)
    problems += _changing(path.name, found)
    return tuple(found)


def read_events(
    path: Path, files: Iterable[FileEntry], problems: list[Problem]
) -> tuple[EventEntry, ...]:
    """The lines of events.csv that can be used; none where there is no such file.

    While something is wrong in files.csv, files are not looked up in it.
    """
    if not path.exists():
        return ()
    known = None if problems else {entry.file for entry in files}
    found: dict[tuple[str, str, float | None], EventEntry] = {}
    for line in _lines(path, EVENT_COLUMNS, problems, unknown=_UNKNOWN_COLUMN):
        file = line.cells["file"]
        if file != ALL_FILES:
            file = line.path("file")
            if file and known is not None and file not in known:
                near = difflib.get_close_matches(file, known, n=1)
                line.wrong(_suggesting(Message("%1 is not in files.csv", file), near))
        event = line.text("event", "write the name of the event")
        time_s = line.number("time_s")
        if line.is_wrong:
            continue
        entry = EventEntry(line=line.number_of_line, file=file, event=event, time_s=time_s)
        first = found.setdefault((file, event, time_s), entry)
        if first is not entry:
            line.wrong(Message("repeats line %1: remove one of them", first.line))
    return tuple(found.values())


def write_list(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write files.csv or events.csv.

    Raises:
        OutputError: The file cannot be written.
    """
    with whole_file(path) as part:
        write_lines(part, COMMAS, [columns, *rows])


def _twice(name: str, entries: Iterable[FileEntry]) -> Iterator[Problem]:
    """Lines that name one person of a video, or one participant in it, again."""
    places: dict[tuple[str, object], int] = {}
    names: dict[str, str] = {}
    for entry in entries:
        key = name_key(entry.file)
        if names.setdefault(key, entry.file) != entry.file:
            said = Message("%1 and %2 are one file here: write it alike", entry.file, names[key])
            yield Problem(name, entry.line, said)
        for what, is_who in ((entry.role, False), (entry.participant, True)):
            first = places.setdefault((key, what), entry.line)
            if first != entry.line:
                said = (
                    Message("%1 is in this video already, in line %2", entry.participant, first)
                    if is_who
                    else Message(
                        "this video has the role %1 already, in line %2", entry.role, first
                    )
                )
                yield Problem(name, entry.line, said)
                break


def _alike(name: str, entries: Iterable[FileEntry]) -> Iterator[Problem]:
    """Participants that differ in case only: one of them is not known."""
    first: dict[str, FileEntry] = {}
    for entry in entries:
        other = first.setdefault(entry.participant.casefold(), entry)
        if other.participant != entry.participant:
            said = Message(
                "unknown participant %1: line %2 has %3; write it alike, or choose another name",
                entry.participant,
                other.line,
                other.participant,
            )
            yield Problem(name, entry.line, said)


def _changing(name: str, entries: Iterable[FileEntry]) -> Iterator[Problem]:
    """Numbers that are not the same for all videos of a participant under one condition."""
    first: dict[tuple[str, tuple[str, ...]], FileEntry] = {}
    for entry in entries:
        other = first.setdefault((entry.participant, entry.condition), entry)
        for variable, value in entry.numbers.items():
            if value != other.numbers[variable]:
                said = Message(
                    "%1 of %2 differs from line %3: give one number per participant and condition",
                    variable,
                    entry.participant,
                    other.line,
                )
                yield Problem(name, entry.line, said)


_UNKNOWN_VARIABLE = Message("%1 is no variable of study.yaml: add it there or remove the column")
_UNKNOWN_COLUMN = Message("%1 is no column of this file: remove it")


class _Line:
    """The cells of one line by column; faults are added to `problems`."""

    def __init__(
        self,
        name: str,
        number: int,
        cells: Mapping[str, str],
        delimiter: str,
        problems: list[Problem],
    ) -> None:
        self.number_of_line = number
        self.cells = cells
        self.is_wrong = False
        self._name = name
        self._comma = delimiter != ","
        self._problems = problems

    def wrong(self, message: str) -> None:
        """Say what is wrong with this line."""
        self.is_wrong = True
        self._problems.append(Problem(self._name, self.number_of_line, message))

    def text(self, column: str, otherwise: str) -> str:
        """A cell that cannot be empty."""
        if not self.cells[column]:
            self.wrong(Message("no %1: %2", column, otherwise))
        return self.cells[column]

    def path(self, column: str) -> str:
        """A path below the root."""
        text = self.text(column, "write the path of the video").replace("\\", "/")
        path = PurePosixPath(text)
        if path.is_absolute() or ".." in path.parts or text[1:2] == ":":
            self.wrong(Message("%1 must be a path below the root in study.yaml", text))
        return path.as_posix()

    def role(self) -> Role | None:
        """Which person of the video."""
        try:
            return parse_role(self.cells["role"])
        except ValueError:
            self.wrong(Message("unknown role %1: %2", repr(self.cells["role"]), ROLES_HELP))
            return None

    def number(self, column: str) -> float | None:
        """A number, `None` for an empty cell; with a decimal comma where no commas part cells."""
        text = self.cells[column]
        if not text:
            return None
        try:
            value = float(text.replace(",", ".") if self._comma else text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            self.wrong(Message("%1 must be a number, got %2", column, repr(text)))
            return None
        return value

    def level(self, variable: str, levels: Sequence[str]) -> str:
        """A level of a variable."""
        level = self.cells[variable]
        if level not in levels:
            known = ", ".join(levels)
            said = Message("%1 must be one of %2, got %3", variable, known, repr(level))
            self.wrong(_suggesting(said, difflib.get_close_matches(level, levels, n=1)))
        return level


def _lines(
    path: Path, columns: Sequence[str], problems: list[Problem], *, unknown: Message
) -> Iterator[_Line]:
    """The lines of a table that have cells, in order."""
    try:
        text, delimiter = _content(path)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        header = [name.strip() for name in next(reader, [])]
        faults = list(_faults_of_header(header, columns, unknown))
        problems += [Problem(path.name, 1, fault) for fault in faults]
        if faults:
            return
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                said = Message("%1 cells where the first line has %2", len(cells), len(header))
                problems.append(Problem(path.name, reader.line_num, said))
                continue
            named = {n: cell.strip() for n, cell in zip(header, cells, strict=True)}
            yield _Line(path.name, reader.line_num, named, delimiter, problems)
    except csv.Error as error:
        said = Message("is not CSV: %1", error)
        problems.append(Problem(path.name, 0, said))
    except SvfapError as error:
        problems.append(Problem(path.name, 0, str(error)))


def _content(path: Path) -> tuple[str, str]:
    """The text of a table and the delimiter of its cells.

    Raises:
        SvfapError: It cannot be read.
    """
    try:
        content = path.read_bytes()
        text = content.removeprefix(BYTE_ORDER_MARK).decode("utf-8")
    except OSError as error:
        raise SvfapError(Message("cannot be read: %1", reason_of(error))) from error
    except UnicodeDecodeError as error:
        raise SvfapError("is not UTF-8: in Excel, save it as CSV UTF-8") from error
    return text, dialect_of(content).delimiter


def _faults_of_header(
    header: Sequence[str], columns: Sequence[str], unknown: Message
) -> Iterator[Message]:
    for name in columns:
        if name not in header:
            yield Message("the column %1 is missing", name)
    for name in dict.fromkeys(header):
        if name not in columns:
            yield Message(unknown, name or "''")
        if header.count(name) > 1:
            yield Message("the column %1 is there twice", name)


def _suggesting(message: Message, near: Sequence[str]) -> Message:
    return Message("%1 (did you mean %2?)", message, near[0]) if near else message
