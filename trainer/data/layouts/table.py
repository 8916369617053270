"""A CSV file that describes clips of one's own: path, labels, values, subject, fold and part.

Knows the meaning of its columns, and looks at the files it names. Columns without a meaning are
kept as what else is known of a clip.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from svfap_core.errors import SourceError
from svfap_core.facial_actions import ACTION_PREFIX, ACTIONS
from svfap_core.labels import DIMENSIONS, usual_range
from svfap_core.messages import Message
from svfap_core.sources.images import natural_key
from trainer.data.catalogue import Catalogue, Item, Split
from trainer.data.layouts.common import (
    ASSUMED_RATE_FPS,
    BEYOND,
    Gathering,
    class_names,
    clip_name,
    material_of,
    rate_notes,
    read_table,
    read_votes,
    renaming_notes,
)

_LAYOUT = "rows with the path of a video or of a folder of pictures, relative to the CSV file"
_OTHERS = ("path", "label", "subject", "fold", "split", "start_s", "end_s")
_SHARE, _VOTES, _LABEL, _META = "share_", "votes_", "label_", "meta_"
_VALUES = (*DIMENSIONS, *(ACTION_PREFIX + name for name in ACTIONS))
_SPLITS: dict[str, Split] = {"train": "train", "val": "val", "validation": "val", "test": "test"}
_ROUNDING = 0.02
"""By how much written shares may miss a sum of one."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """What the columns mean: column -> class, name or dimension.

    `classes` and `words` say which class a word in `label`, and in a further label, stands for.
    """

    shares: Mapping[str, str]
    votes: Mapping[str, str]
    classes: Mapping[str, str]
    labels: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    values: tuple[str, ...]
    meta: Mapping[str, str]

    @property
    def counted(self) -> tuple[str, ...]:
        """Classes that have columns of their own."""
        return tuple(dict.fromkeys((*self.shares.values(), *self.votes.values())))


def read(root: Path) -> Catalogue:
    """All clips that the CSV file names.

    Raises:
        SourceError: It is no such table, names no clip that can be used, or has one subject in
            several parts or folds.
    """
    if root.is_dir():
        raise SourceError(Message("%1 is a folder", root), hint="Give the CSV file itself.")
    rows = read_table(root, ("path",))
    if not rows:
        raise SourceError(Message("%1 has no row below its first line", root))
    columns = _columns(root, rows)
    found = Gathering()
    for number, row in enumerate(rows, 2):
        try:
            found.add(_item(row, root.parent, columns))
        except ValueError as error:
            found.miss(row["path"].strip() or f"row {number}", str(error))
    items = found.items(root, "clips that can be used", _LAYOUT)
    _check_subjects(root, items)
    labels = {item.label for item in items if item.label}
    return Catalogue(
        data_set=root.stem,
        items=items,
        problems=found.problems(),
        classes=columns.counted or tuple(sorted(labels, key=natural_key)),
        values=columns.values,
        labels={
            name: tuple(
                sorted({i.labels[name] for i in items if name in i.labels}, key=natural_key)
            )
            for name in columns.labels.values()
        },
        rate_fps=ASSUMED_RATE_FPS,
        protocol="as its columns say: folds of a cross-validation, or parts of a split",
        notes=(
            "Own scale: valence, arousal and dominance in -1..1, Big-Five in 0..1, kept.",
            *rate_notes(items),
            *renaming_notes(columns.classes),
            *(
                [Message("Columns that nothing is learned from: %1.", ", ".join(columns.meta))]
                if columns.meta
                else ()
            ),
        ),
    )


def _columns(root: Path, rows: Sequence[Mapping[str, str]]) -> _Columns:
    names = [name for name in rows[0] if name and name != BEYOND]
    values = tuple(name for name in _VALUES if name in names)
    starting = {
        prefix: {name: name.removeprefix(prefix) for name in names if name.startswith(prefix)}
        for prefix in (_SHARE, _VOTES, _LABEL, _META)
    }
    told = {name for of_prefix in starting.values() for name in of_prefix} | {*_OTHERS, *values}
    others = {name: name for name in names if name not in told}
    words = {row["label"].strip() for row in rows if row.get("label", "").strip()}
    for prefix in (_SHARE, _VOTES):
        words |= set(starting[prefix].values())
    classes = class_names(words)
    shares, votes = (
        {name: classes[word] for name, word in starting[prefix].items()}
        for prefix in (_SHARE, _VOTES)
    )
    if not (shares or votes or values or starting[_LABEL] or "label" in names):
        raise SourceError(
            Message("%1 has neither labels nor values", root),
            hint=Message("Add a column label, or one of %1.", ", ".join(DIMENSIONS)),
        )
    for of_class in (shares, votes):
        if len(set(of_class.values())) < len(of_class):
            raise SourceError(
                Message("%1 has two columns for one class: %2", root, ", ".join(of_class)),
                hint="Leave one of them out.",
            )
    return _Columns(
        shares=shares,
        votes=votes,
        classes=classes,
        labels=starting[_LABEL],
        words={name: class_names(row[name].strip() for row in rows) for name in starting[_LABEL]},
        values=values,
        meta=others | starting[_META],
    )


def _item(row: Mapping[str, str], base: Path, columns: _Columns) -> Item:
    """One row; what is wrong with it is a `ValueError`."""
    if BEYOND in row:
        raise ValueError("has more cells than the first line has names: are commas quoted?")
    if not (path := row["path"].strip()):
        raise ValueError("names no path")
    source = base / path
    start_s, end_s = _number(row, "start_s") or 0.0, _number(row, "end_s")
    if start_s < 0 or (end_s is not None and end_s <= start_s):
        raise ValueError(f"lasts from {start_s:g} to {end_s} s")
    clip = clip_name(source, base)
    if start_s or end_s is not None:
        clip += f"@{start_s:g}-{'end' if end_s is None else f'{end_s:g}'}"
    word = row.get("label", "").strip()
    label = columns.classes[word] if word else None
    if label and columns.counted and label not in columns.counted:
        raise ValueError(f"has the unknown label {label!r}, which no other column is of")
    shares, votes = _shares(row, columns.shares), read_votes(row, columns.votes)
    values = _values(row, columns.values)
    labels = {
        name: columns.words[column][word]
        for column, name in columns.labels.items()
        if (word := row[column].strip())
    }
    if not (label or shares or votes or values or labels):
        raise ValueError("has neither label nor value")
    return Item(
        clip=clip,
        source=source,
        material=material_of(source),
        label=label,
        labels=labels,
        votes=votes,
        shares=shares,
        values=values,
        subject=row.get("subject", "").strip() or None,
        split=_split(row),
        fold=_fold(row),
        start_s=start_s,
        end_s=end_s,
        meta={name: cell for column, name in columns.meta.items() if (cell := row[column].strip())},
    )


def _number(row: Mapping[str, str], column: str) -> float | None:
    if not (text := row.get(column, "").strip()):
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ValueError(f"has {text!r} in {column}, which is no number")
    return value


def _shares(row: Mapping[str, str], columns: Mapping[str, str]) -> dict[str, float]:
    shares = {name: _number(row, column) or 0.0 for column, name in columns.items()}
    total = sum(shares.values())
    if not any(shares.values()):
        return {}
    if min(shares.values()) < 0 or abs(total - 1) > _ROUNDING:
        raise ValueError(f"has shares that are no parts of one: their sum is {total:g}")
    return {name: share / total for name, share in shares.items()}


def _values(row: Mapping[str, str], dimensions: Iterable[str]) -> dict[str, float]:
    values = {name: _number(row, name) for name in dimensions}
    known = {name: value for name, value in values.items() if value is not None}
    for name, value in known.items():
        low, _ = usual_range(name)
        if not low <= value <= 1:
            raise ValueError(f"has {value:g} in {name}, outside {low:g}..1")
    return known


def _split(row: Mapping[str, str]) -> Split | None:
    if not (word := row.get("split", "").strip().casefold()):
        return None
    if word not in _SPLITS:
        raise ValueError(f"is in the part {word!r}, not in train, val or test")
    return _SPLITS[word]


def _fold(row: Mapping[str, str]) -> int | None:
    number = _number(row, "fold")
    if number is not None and (number < 1 or number != int(number)):
        raise ValueError(f"is in the fold {number:g}; folds are counted from 1")
    return None if number is None else int(number)


def _check_subjects(root: Path, items: Iterable[Item]) -> None:
    sides: dict[str, set[str]] = defaultdict(set)
    for item in items:
        if item.subject:
            fold = f"fold {item.fold}" if item.fold else ""
            sides[item.subject].add(" of ".join(filter(None, (item.split, fold))) or "no part")
    for subject, found in sides.items():
        if len(found) > 1:
            raise SourceError(
                Message(
                    "%1 has the subject %2 in %3", root, subject, " and in ".join(sorted(found))
                ),
                hint="All clips of a subject belong into one part or fold: otherwise a model is "
                "judged on people it has learned.",
            )
