"""What a prepared data set holds, and what is odd about it: to be looked at before training.

Knows the manifest and the list of what was left out; reads no images and writes nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import computed_field

from svfap_core.labels import usual_range
from svfap_core.settings import Frozen
from svfap_core.sources.images import natural_key
from trainer.data.bonds import Leak, leak_text, leaks_of_folds
from trainer.data.folds import known_folds
from trainer.data.manifest import Manifest
from trainer.data.oddities import (
    MOST_NAMED,
    Copies,
    OddClasses,
    copy_texts,
    find_copies,
    odd_classes,
    odd_texts,
    why_left_out,
)
from trainer.data.splits import absence_texts, parts_of

BINS = 10
"""Of the histogram of a dimension, over its usual range."""
MOST_SUBJECTS = 200
"""More of them are only counted."""

_USUAL = {"train": 0, "val": 1, "test": 2}


class Spread(Frozen):
    """Numbers of `n` clips."""

    n: int
    least: float
    median: float
    most: float
    mean: float


class Dimension(Frozen):
    """Values of a dimension; `histogram` has `BINS` bins over its usual range."""

    spread: Spread | None
    histogram: tuple[int, ...]


class ClassCount(Frozen):
    """A class: its clips by part, and how many subjects show it, as far as they are known."""

    name: str
    clips: int
    parts: dict[str, int]
    subjects: int


class SubjectCount(Frozen):
    """A subject: clips by class, and the parts they are in."""

    name: str
    clips: int
    classes: dict[str, int]
    parts: tuple[str, ...]


class Description(Frozen):
    """A data set in numbers.

    Attributes:
        data_set: Its name.
        parts: Part or fold -> clips; `val` and `test` may be cut out of the training part.
        classes: In the order of the data set; a clip without a label counts for the class that
            most raters chose.
        unlabelled: Clips without any class, where there are classes.
        subjects: How many are known.
        by_subject: Each of them, if they are no more than `MOST_SUBJECTS`.
        values: Dimension -> its values.
        labels: Further label -> class -> clips.
        raters: Votes of a clip, where they are known.
        agreement: Share of a clip's votes that are for its commonest class.
        meta: What else is known -> value -> clips, of the commonest values.
        duration_s: Of clips.
        rate_fps: Of clips.
        face_px: Side of the face in its source, where this program found it.
        odd: Classes that may be none.
        copies: Sources that are there under several names.
        left_out: How many things are not in it, or not whole.
        reasons: Why, the commonest first -> how many.
        leaks: What its official parts share.
    """

    data_set: str
    parts: dict[str, int]
    classes: tuple[ClassCount, ...]
    unlabelled: int
    subjects: int
    by_subject: tuple[SubjectCount, ...]
    values: dict[str, Dimension]
    labels: dict[str, dict[str, int]]
    raters: Spread | None
    agreement: Spread | None
    meta: dict[str, dict[str, int]]
    duration_s: Spread | None
    rate_fps: Spread | None
    face_px: Spread | None
    odd: OddClasses
    copies: Copies
    left_out: int
    reasons: dict[str, int]
    leaks: tuple[Leak, ...]

    @computed_field
    @property
    def clips(self) -> int:
        """All of them."""
        return sum(self.parts.values())

    @computed_field
    @property
    def warnings(self) -> tuple[str, ...]:
        """What a reader must know of all this, in sentences."""
        by_part = {
            part: {each.name: each.parts.get(part, 0) for each in self.classes}
            for part in self.parts
        }
        return (
            *odd_texts(self.data_set, self.odd),
            *copy_texts(self.data_set, self.copies),
            *(leak_text(self.data_set, leak) for leak in self.leaks),
            *absence_texts(self.data_set, by_part),
        )


def describe(
    manifest: Manifest,
    *,
    fold: int | None = None,
    val_share: float = 0.1,
    test_share: float = 0.0,
) -> Description:
    """Describe a prepared data set.

    Args:
        manifest: The data set.
        fold: Test fold; none: of a data set with folds these are its parts.
        val_share: As in `DataConfig`, by default as there.
        test_share: As in `DataConfig`.

    Raises:
        SourceError: The data set has no such fold.
    """
    info = manifest.info
    choices = manifest.choices()
    subjects: list[str | None] = [name or None for name in manifest.column("subject")]
    if fold is None and known_folds(manifest):
        parts = [
            split or (f"fold {number}" if number is not None else "train")
            for split, number in zip(manifest.column("split"), manifest.column("fold"), strict=True)
        ]
        leaks = leaks_of_folds(manifest)
    else:
        divided = parts_of(manifest, fold=fold, val_share=val_share, test_share=test_share)
        named = np.full(len(manifest), "train", "U5")
        for split, rows in divided.rows.items():
            named[rows] = split
        parts, leaks = named.tolist(), divided.leaks
    classes = _classes(info.classes, choices, parts, subjects)
    votes = manifest.votes(info.classes).astype(np.float64)
    total = votes.sum(axis=1)
    rated = total > 0
    known = {subject for subject in subjects if subject}
    left_out, reasons = why_left_out(manifest)
    return Description(
        data_set=info.data_set,
        parts=_in_order(Counter(parts)),
        classes=classes,
        unlabelled=int((choices < 0).sum()) if classes else 0,
        subjects=len(known),
        by_subject=_by_subject(info.classes, choices, parts, subjects)
        if len(known) <= MOST_SUBJECTS
        else (),
        values={name: _dimension(manifest, name) for name in info.values},
        labels={
            name: {label: manifest.column(f"label_{name}").count(label) for label in of}
            for name, of in info.labels.items()
        },
        raters=_spread(total[rated]),
        agreement=_spread(votes[rated].max(axis=1, initial=0) / total[rated]),
        meta={
            name: dict(
                Counter(filter(None, manifest.column(f"meta_{name}"))).most_common(MOST_NAMED)
            )
            for name in info.meta
        },
        duration_s=_spread(_numbers(manifest, "num_frames") / _numbers(manifest, "rate_fps")),
        rate_fps=_spread(_numbers(manifest, "rate_fps")),
        face_px=_spread(np.sqrt(_numbers(manifest, "box_w") * _numbers(manifest, "box_h"))),
        odd=odd_classes({each.name: each.clips for each in classes}),
        copies=find_copies(manifest, choices),
        left_out=left_out,
        reasons=reasons,
        leaks=leaks,
    )


# -- counts --------------------------------------------------------------------------------------


def _in_order(counts: Counter[str]) -> dict[str, int]:
    """Parts as they are used, folds by number."""
    return dict(
        sorted(counts.items(), key=lambda item: (_USUAL.get(item[0], 3), natural_key(item[0])))
    )


def _classes(
    names: Sequence[str],
    choices: NDArray[np.int64],
    parts: Sequence[str],
    subjects: Sequence[str | None],
) -> tuple[ClassCount, ...]:
    by_part: dict[int, Counter[str]] = defaultdict(Counter)
    shown: dict[int, set[str]] = defaultdict(set)
    for choice, part, subject in zip(choices.tolist(), parts, subjects, strict=True):
        by_part[choice][part] += 1
        if subject:
            shown[choice].add(subject)
    return tuple(
        ClassCount(
            name=name,
            clips=by_part[place].total(),
            parts=_in_order(by_part[place]),
            subjects=len(shown[place]),
        )
        for place, name in enumerate(names)
    )


def _by_subject(
    names: Sequence[str],
    choices: NDArray[np.int64],
    parts: Sequence[str],
    subjects: Sequence[str | None],
) -> tuple[SubjectCount, ...]:
    classes: dict[str, Counter[int]] = defaultdict(Counter)
    seen_in: dict[str, Counter[str]] = defaultdict(Counter)
    for choice, part, subject in zip(choices.tolist(), parts, subjects, strict=True):
        if subject:
            classes[subject][choice] += 1
            seen_in[subject][part] += 1
    return tuple(
        SubjectCount(
            name=subject,
            clips=counts.total(),
            classes={name: counts[place] for place, name in enumerate(names) if counts[place]},
            parts=tuple(_in_order(seen_in[subject])),
        )
        for subject, counts in sorted(classes.items())
    )


def _numbers(manifest: Manifest, column: str) -> NDArray[np.float64]:
    """A column of numbers, NaN where there is none."""
    return np.array(manifest.table[column].cast("float64").to_numpy(), np.float64)


def _spread(numbers: NDArray[np.float64]) -> Spread | None:
    known = numbers[np.isfinite(numbers)]
    if not len(known):
        return None
    return Spread(
        n=len(known),
        least=float(known.min()),
        median=float(np.median(known)),
        most=float(known.max()),
        mean=float(known.mean()),
    )


def _dimension(manifest: Manifest, name: str) -> Dimension:
    values = manifest.values((name,))[:, 0].astype(np.float64)
    counts, _ = np.histogram(values[np.isfinite(values)], BINS, usual_range(name))
    return Dimension(spread=_spread(values), histogram=tuple(counts.tolist()))
