"""What is odd about a prepared data set: names of classes, copies, and what was left out.

Knows the manifest and the list of what was left out; reads no images.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from svfap_core.labels import EMOTIONS
from svfap_core.messages import Message
from svfap_core.settings import Frozen
from trainer.data.manifest import Manifest
from trainer.folder import PROBLEMS_FILE

MOST_NAMED = 20
"""Of copies and reasons; the others are only counted."""

_MISSING = frozenset(("", "-", "?", "n/a", "na", "<na>", "nan", "nat", "nil", "none", "null"))
_NUMBER = re.compile(r"\d+(\.\d+)?")


class OddClasses(Frozen):
    """Classes that may be none.

    Attributes:
        near_equal: Pairs with nearly the same name.
        nan_like: Those named as what is missing.
        lone: Those with a single clip.
        empty: Those without one.
    """

    near_equal: tuple[tuple[str, str], ...]
    nan_like: tuple[str, ...]
    lone: tuple[str, ...]
    empty: tuple[str, ...]


class Copies(Frozen):
    """Sources that are there under several names.

    Attributes:
        clips: How many clips are copies of others.
        contradicting: How many contents are in several classes.
        first: Names of clips with one content, of the first such contents.
    """

    clips: int = 0
    contradicting: int = 0
    first: tuple[tuple[str, ...], ...] = ()


def odd_classes(counts: Mapping[str, int]) -> OddClasses:
    """Which classes may be none; `counts` are class -> clips."""
    return OddClasses(
        near_equal=tuple(pair for pair in combinations(counts, 2) if _is_near(*pair)),
        nan_like=tuple(name for name in counts if name.strip().casefold() in _MISSING),
        lone=tuple(name for name, clips in counts.items() if clips == 1),
        empty=tuple(name for name, clips in counts.items() if not clips),
    )


def _is_near(one: str, other: str) -> bool:
    """Whether one name may be a slip of the other: by capitals, signs, or a letter or two."""
    if one in EMOTIONS and other in EMOTIONS:
        return False
    first, second = (re.sub(r"[\W_]", "", name).casefold() for name in (one, other))
    if re.sub(r"\d", "", first) == re.sub(r"\d", "", second) and first != second:
        return False  # Such as level 1 and level 2.
    length = min(len(first), len(second))
    return _distance(first, second) <= (0 if length < 4 else 1 if length < 6 else 2)


def _distance(one: str, other: str) -> int:
    """How many letters are added, left out or changed from one to the other (Levenshtein)."""
    before = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        row = [place]
        for column, another in enumerate(other, 1):
            row.append(
                min(before[column] + 1, row[-1] + 1, before[column - 1] + (letter != another))
            )
        before = row
    return before[-1]


def find_copies(manifest: Manifest, choices: NDArray[np.int64]) -> Copies:
    """Clips with one content and several sources; a still is a source of its own."""
    sources: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    columns = (manifest.column(name) for name in ("content", "source", "clip", "num_frames"))
    for row, (content, source, clip, frames) in enumerate(zip(*columns, strict=True)):
        if content:
            sources[content][clip if frames == 1 else source].append(row)
    clips = contradicting = 0
    first: list[tuple[str, ...]] = []
    names = manifest.table["clip"]
    for of_source in sources.values():
        if len(of_source) < 2:
            continue
        rows = [rows[0] for rows in of_source.values()]
        clips += sum(map(len, list(of_source.values())[1:]))
        contradicting += len({choices[row] for row in rows if choices[row] >= 0}) > 1
        if len(first) < MOST_NAMED:
            first.append(tuple(names[row].as_py() for row in rows))
    return Copies(clips=clips, contradicting=contradicting, first=tuple(first))


def why_left_out(manifest: Manifest) -> tuple[int, dict[str, int]]:
    """How many things are missing or not whole, and why."""
    try:
        with (manifest.folder / PROBLEMS_FILE).open(newline="", encoding="utf-8") as file:
            rows = [(row["name"], row["reason"]) for row in csv.DictReader(file)]
    except (OSError, ValueError, KeyError, TypeError, csv.Error):  # There is none, or another one.
        return 0, {}
    reasons = Counter(_kind(name, reason) for name, reason in rows)
    return len(rows), dict(reasons.most_common(MOST_NAMED))


def _kind(name: str, reason: str) -> str:
    """A reason without what differs from one thing to the next: its path and numbers."""
    path, found, after = reason.partition(f"/{name.rpartition('/')[2]}")
    if found:
        reason = f"{path.partition('/')[0]}…{after}"
    return _NUMBER.sub("…", reason)


def odd_texts(data_set: str, odd: OddClasses) -> list[str]:
    """Sentences on classes that may be none."""
    texts: list[str] = [
        Message(
            "%1: the classes %2 and %3 have nearly the same name: are they one?", data_set, *pair
        )
        for pair in odd.near_equal
    ]
    said = (
        (odd.nan_like, Message("%1: the class %2 is named as a label that is missing")),
        (odd.lone, Message("%1: the class %2 has one clip: it is learned or judged, not both")),
        (odd.empty, Message("%1: no clip is of the class %2")),
    )
    texts += [Message(text, data_set, name) for names, text in said for name in names]
    return texts


def copy_texts(data_set: str, copies: Copies) -> list[str]:
    """Sentences on sources that are there under several names."""
    texts: list[str] = []
    if copies.clips:
        texts.append(
            Message(
                "%1: %2 clip(s) are copies of others, such as %3: copies stay in one part",
                data_set,
                copies.clips,
                " = ".join(copies.first[0][:2]),
            )
        )
    if copies.contradicting:
        texts.append(
            Message("%1: %2 source(s) have copies in another class", data_set, copies.contradicting)
        )
    return texts
