"""A CSV file that describes clips of one's own: path, labels, values, subject, fold and part.

Knows the meaning of its columns, and looks at the files it names.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from svfap_core.errors import SourceError
from svfap_core.labels import BIG_FIVE, DIMENSIONS
from svfap_core.messages import Message
from svfap_core.sources.images import natural_key
from trainer.data.catalogue import Catalogue, Item, Split
from trainer.data.layouts.common import (
    ASSUMED_RATE_FPS,
    BEYOND,
    Gathering,
    class_name,
    clip_name,
    material_of,
    rate_notes,
    read_table,
)

_LAYOUT = "rows with the path of a video or of a folder of pictures, relative to the CSV file"
_SHARE = "share_"
_OTHERS = ("path", "label", "subject", "fold", "split", "start_s", "end_s")
_SPLITS: dict[str, Split] = {"train": "train", "val": "val", "validation": "val", "test": "test"}
_ROUNDING = 0.02
"""By how much written shares may miss a sum of one."""


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
    columns = [column for column in rows[0] if column != BEYOND]
    shares = {name: class_name(name.removeprefix(_SHARE)) for name in columns if _is_share(name)}
    dimensions = tuple(name for name in DIMENSIONS if name in columns)
    if not (shares or dimensions or "label" in columns):
        raise SourceError(
            Message("%1 has neither labels nor values", root),
            hint=Message("Add a column label, or one of %1.", ", ".join(DIMENSIONS)),
        )
    found = Gathering()
    for number, row in enumerate(rows, 2):
        try:
            found.add(_item(row, root.parent, shares, dimensions))
        except ValueError as error:
            found.miss(row["path"].strip() or f"row {number}", str(error))
    items = found.items(root, "clips that can be used", _LAYOUT)
    _check_subjects(root, items)
    labels = {item.label for item in items if item.label}
    unused = [name for name in columns if name not in (*_OTHERS, *dimensions, *shares)]
    return Catalogue(
        data_set=root.stem,
        items=items,
        problems=found.problems(),
        classes=tuple(shares.values()) or tuple(sorted(labels, key=natural_key)),
        values=dimensions,
        rate_fps=ASSUMED_RATE_FPS,
        protocol="as its columns say: folds of a cross-validation, or parts of a split",
        notes=(
            "Own scale: valence, arousal and dominance in -1..1, Big-Five in 0..1, kept.",
            *rate_notes(items),
            *(
                [Message("Columns without a meaning here: %1.", ", ".join(unused))]
                if unused
                else ()
            ),
        ),
    )


def _is_share(column: str) -> bool:
    return column.startswith(_SHARE)


def _item(
    row: Mapping[str, str], base: Path, shares: Mapping[str, str], dimensions: Iterable[str]
) -> Item:
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
    label = class_name(row["label"]) if row.get("label", "").strip() else None
    if label and shares and label not in shares.values():
        raise ValueError(f"has the unknown label {label!r}: there is no column {_SHARE}{label}")
    votes, values = _votes(row, shares), _values(row, dimensions)
    if not (label or votes or values):
        raise ValueError("has neither label nor value")
    return Item(
        clip=clip,
        source=source,
        material=material_of(source),
        label=label,
        shares=votes,
        values=values,
        subject=row.get("subject", "").strip() or None,
        split=_split(row),
        fold=_fold(row),
        start_s=start_s,
        end_s=end_s,
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


def _votes(row: Mapping[str, str], shares: Mapping[str, str]) -> dict[str, float]:
    votes = {name: _number(row, column) or 0.0 for column, name in shares.items()}
    total = sum(votes.values())
    if not any(votes.values()):
        return {}
    if min(votes.values()) < 0 or abs(total - 1) > _ROUNDING:
        raise ValueError(f"has shares that are no parts of one: their sum is {total:g}")
    return {name: share / total for name, share in votes.items()}


def _values(row: Mapping[str, str], dimensions: Iterable[str]) -> dict[str, float]:
    values = {name: _number(row, name) for name in dimensions}
    known = {name: value for name, value in values.items() if value is not None}
    for name, value in known.items():
        low = 0 if name in BIG_FIVE else -1
        if not low <= value <= 1:
            raise ValueError(f"has {value:g} in {name}, outside {low}..1")
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
