"""What adapters share: looking at files, naming clips and emotions, gathering items and problems.

Knows no data set, opens no video and reads no picture.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from svfap_core.errors import SourceError
from svfap_core.failures import reason_of
from svfap_core.labels import EMOTIONS
from svfap_core.messages import Message
from svfap_core.names import plain
from svfap_core.settings import DEFAULT_DECODING
from svfap_core.sources.access import is_folder, real
from svfap_core.sources.images import IMAGE_EXTENSIONS, natural_key
from svfap_core.sources.searching import VIDEO_EXTENSIONS, find_videos
from trainer.data.catalogue import Item, Material, Problem

BEYOND = "cells beyond the header"
"""Name that `read_table` gives to cells for which the first line has no name."""

ASSUMED_RATE_FPS = DEFAULT_DECODING.image_rate_fps
"""Of folders of pictures: no data set says how fast theirs follow each other."""

MOST_VOTES = 32_767
"""More raters of one clip than this are an error of the table."""

_SYNONYMS = {
    "happiness": "happy",
    "joy": "happy",
    "sadness": "sad",
    "anger": "angry",
    "surprised": "surprise",
    "fearful": "fear",
    "disgusted": "disgust",
    "contemptuous": "contempt",
    "anxious": "anxiety",
    "helpless": "helplessness",
    "disappointed": "disappointment",
}
_EMOTION_OF = {name: name for name in EMOTIONS} | _SYNONYMS


class Gathering:
    """Items and problems of one data set while its folders and lists are read."""

    def __init__(self) -> None:
        self._items: dict[str, Item] = {}
        self._problems: list[Problem] = []

    def add(self, item: Item) -> None:
        """Take an item, or note what is wrong with its source or its name.

        What is no text in its names is escaped (`plain`): a manifest is made of text.
        """
        item = _as_text(item)
        if reason := fault(item.source):
            self.miss(item.clip, reason)
        elif (other := self._items.get(item.clip)) is not None:
            self.miss(item.clip, Message("occurs twice: %1, after %2", item.source, other.source))
        else:
            self._items[item.clip] = item

    def miss(self, name: str, reason: str) -> None:
        """Note something that is no item."""
        self._problems.append(Problem(name=plain(name), reason=plain(reason)))

    def index(self, named: Iterable[tuple[str, Path]]) -> dict[str, Path]:
        """Paths by name; a second path of a name becomes a problem."""
        known: dict[str, Path] = {}
        for name, path in named:
            if (other := known.setdefault(name, path)) != path:
                self.miss(name, Message("occurs twice: %1, after %2", path, other))
        return known

    def items(self, root: Path, data_set: str, layout: str) -> tuple[Item, ...]:
        """All items in natural order of their clips.

        Raises:
            SourceError: There is not one.
        """
        if not self._items:
            raise wrong_root(root, data_set, layout, self._problems)
        return tuple(sorted(self._items.values(), key=lambda item: natural_key(item.clip)))

    def problems(self) -> tuple[Problem, ...]:
        """All problems in natural order of their names."""
        return tuple(sorted(self._problems, key=lambda problem: natural_key(problem.name)))


def _as_text(item: Item) -> Item:
    names = {"clip": item.clip, "label": item.label, "subject": item.subject, "group": item.group}
    changes: dict[str, Any] = {
        field: text for field, name in names.items() if name and (text := plain(name)) != name
    }
    meta = {plain(name): plain(value) for name, value in item.meta.items()}
    if meta != item.meta:
        changes["meta"] = meta
    return replace(item, **changes) if changes else item


def wrong_root(
    root: Path, data_set: str, layout: str, problems: Iterable[Problem] = ()
) -> SourceError:
    """The error for a root that does not hold what it should; `layout` says what that is."""
    first = next(iter(problems), None)
    seen = f": {first.name} {first.reason}" if first else ""
    return SourceError(
        Message("%1 does not hold %2%3", root, data_set, seen),
        hint=Message("Expected: %1.", layout),
    )


def fault(source: Path) -> str | None:
    """Why a file is no video or a folder no clip of pictures, as far as names and sizes tell."""
    try:
        if is_folder(source):
            return None if any(map(is_picture, source.iterdir())) else "holds no image"
        size_bytes = source.stat().st_size
    except FileNotFoundError:
        return Message("is missing: %1", source)
    except OSError as error:
        return Message("cannot be read: %1", reason_of(error))
    except ValueError:  # There is a NUL in its name.
        return Message("is missing: %1", source)
    if source.suffix.lower() not in VIDEO_EXTENSIONS:
        return "is neither a video by its ending nor a folder"
    return None if size_bytes else "is empty (0 bytes)"


def rate_notes(items: Iterable[Item]) -> tuple[str, ...]:
    """A note that the rate of folders of pictures is assumed, where there are any."""
    if all(item.material is Material.VIDEO for item in items):
        return ()
    return (
        Message(
            "UNVERIFIED: the frame rate of folders of images is not given; %1 fps are assumed.",
            f"{ASSUMED_RATE_FPS:g}",
        ),
    )


def count_notes(found: int, published: int, clips: str = "clips") -> tuple[str, ...]:
    """A note where a data set is there with another number of clips than it was published with."""
    if found == published:
        return ()
    return (Message("%1 %2 are there; %3 are published.", f"{found:,}", clips, f"{published:,}"),)


def is_picture(path: Path) -> bool:
    """Whether a name is that of a picture that a clip shows."""
    return path.suffix.lower() in IMAGE_EXTENSIONS and not path.name.startswith(".")


def material_of(source: Path) -> Material:
    """A folder holds face pictures; everything else is meant to be a video."""
    return Material.FACES if is_folder(source) else Material.VIDEO


def videos_below(folder: Path) -> list[Path]:
    """All videos in a folder and its folders; nothing where there is no such folder."""
    return find_videos([folder]) if is_folder(folder) else []


def entries(folder: Path) -> list[Path]:
    """What is directly in a folder in natural order, hidden things left out; nothing without it.

    Raises:
        SourceError: The folder may not be read.
    """
    if not is_folder(folder):
        return []
    try:
        found = [path for path in folder.iterdir() if not path.name.startswith(".")]
    except OSError as error:
        raise SourceError(
            Message("%1 may not be read", folder), hint="Give yourself the right to read it."
        ) from error
    return sorted(found, key=lambda path: natural_key(path.name))


def read_text(path: Path) -> str:
    """A text file.

    Raises:
        SourceError: It cannot be read, or is no text.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SourceError(
            Message("%1 cannot be read: %2", path, reason_of(error)), hint="Check the path."
        ) from error
    except UnicodeDecodeError as error:
        raise SourceError(Message("%1 is no UTF-8 text", path), hint="Save it as UTF-8.") from error


def read_lines(path: Path) -> list[str]:
    """The lines of a text file that are not blank.

    Raises:
        SourceError: It cannot be read, or is no text.
    """
    return [line for line in read_text(path).split("\n") if line.strip()]


def last_field(line: str) -> tuple[str, str]:
    """What a line says, and the label that ends it behind white space."""
    name, *label = line.strip().rsplit(maxsplit=1)
    return name, "".join(label)


def read_table(path: Path, columns: Iterable[str]) -> list[dict[str, str]]:
    """The rows of a CSV file by the names in its first line; cells that a row lacks are empty.

    Raises:
        SourceError: It cannot be read, is no text, or lacks one of the columns.
    """
    reader = csv.DictReader(io.StringIO(read_text(path)), restkey=BEYOND, restval="")
    try:
        header = reader.fieldnames = [name.strip() for name in reader.fieldnames or ()]
        rows = [row for row in reader if any(row.values())]
    except csv.Error as error:
        raise SourceError(Message("%1 is no CSV file: %2", path, error)) from error
    if missing := [name for name in columns if name not in header]:
        raise SourceError(
            Message("%1 has no column %2", path, ", ".join(missing)),
            hint="The first line names the columns, separated by commas.",
        )
    return rows


def read_votes(row: Mapping[str, str], columns: Mapping[str, str]) -> dict[str, int]:
    """Class -> how many raters chose it; nothing where nobody chose any.

    Args:
        row: Cells by their columns; what is missing or empty is 0.
        columns: Column -> class.

    Raises:
        ValueError: A cell holds something else than a number of raters.
    """
    votes: dict[str, int] = {}
    for column, name in columns.items():
        text = row.get(column, "").strip() or "0"
        try:
            count = float(text)
        except ValueError:
            count = -1.0
        if not (0 <= count <= MOST_VOTES and count == int(count)):
            raise ValueError(f"has {text!r} in {column}, which is no number of raters")
        votes[name] = int(count)
    return votes if any(votes.values()) else {}


def clip_name(source: Path, base: Path) -> str:
    """A name for a clip that users named by a path: below `base`, or below the path's own root."""
    normal = Path(os.path.normpath(source))
    home = Path(os.path.normpath(base))
    ways = (path for path in (normal, real(normal)) if path.is_relative_to(home))
    below = next(ways, None)
    inside = normal if below is None else below.relative_to(home)
    parts = [part for part in inside.parts if part not in (inside.anchor, "..")]
    return "/".join(parts) or normal.name


def emotion(word: str) -> str | None:
    """The product's name of an emotion; none for a word it does not know."""
    return _EMOTION_OF.get(word.strip().casefold())


def class_name(word: str) -> str:
    """The product's name of an emotion, or the word as it is."""
    return emotion(word) or plain(word.strip())


def class_names(words: Iterable[str]) -> dict[str, str]:
    """Word -> class; words that differ only in capitals are one class, spelled as the first."""
    spelled: dict[str, str] = {}
    classes: dict[str, str] = {}
    for word in sorted(set(words), key=natural_key):
        name = class_name(word)
        classes[word] = spelled.setdefault(name.casefold(), name)
    return classes


def renaming_notes(classes: Mapping[str, str]) -> tuple[str, ...]:
    """A note which words stand for a class of another name, where there are any."""
    renamed = [
        Message("%1 is %2", plain(word), name) for word, name in classes.items() if word != name
    ]
    return (Message("Classes bear this program's names: %1.", ", ".join(renamed)),) * bool(renamed)


def scaled(value: float, low: float, high: float) -> float | None:
    """A value of a scale mapped linearly to -1..1; none outside the scale."""
    if not low <= value <= high:
        return None
    return 2 * (value - low) / (high - low) - 1
