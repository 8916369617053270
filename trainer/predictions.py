"""What a model answered for each clip beside what is true, checked, and written as Parquet.

Knows nothing of models or figures. N clips, K classes, D dimensions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import ArrayLike, NDArray

from svfap_core.atomic import whole_file
from svfap_core.labels import usual_range
from svfap_core.types import frozen

Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]

LEAST_LOG_PROBABILITY = -690.0
"""Natural log of 1e-300: below it a probability cannot be written as a number any more."""

_TOLERANCE = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Answers and truth of a further label: K classes, `(N, K)` log-probabilities, `(N,)` labels.

    As in `Predictions`.
    """

    classes: tuple[str, ...]
    log_probabilities: Floats
    labels: Integers


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Predictions:
    """Answers and truth, one row per clip; the arrays become read-only.

    Attributes:
        clips: N names, all different.
        subjects: N; who is seen, none where nobody knows.
        folds: N; the fold in which the clip was tested, none without cross-validation.
        groups: N; clips of one group are judged by the mean of their scores (`average_groups`);
            none: the clip stands for itself.
        classes: K names in the order of the model's outputs; K may be 0.
        log_probabilities: `(N, K)`, natural log of the mean probability over the clip's windows;
            each row's probabilities sum to 1.
        labels: `(N,)`, the true class as an index into `classes`; -1: none.
        values: D names of dimensions; D may be 0.
        predicted: `(N, D)`, finite.
        truth: `(N, D)`, each within its `labels.usual_range`; not-a-number: none.
        shares: `(N, K)`, the share of raters who chose each class, or of soft labels; each row
            sums to 1, or is zeros: none. Left out: all zeros.
        further: Of further labels, by their names.

    Raises:
        ValueError: Lengths, shapes, types or ranges are not as above, names repeat, or there
            are no clips, or neither classes nor dimensions.
    """

    clips: tuple[str, ...]
    subjects: tuple[str | None, ...]
    folds: tuple[int | None, ...]
    groups: tuple[str | None, ...]
    classes: tuple[str, ...]
    log_probabilities: Floats
    labels: Integers
    values: tuple[str, ...]
    predicted: Floats
    truth: Floats
    shares: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    further: Mapping[str, Answers] = field(default_factory=dict[str, Answers])

    def __post_init__(self) -> None:
        n, k, d = len(self.clips), len(self.classes), len(self.values)
        for name in ("subjects", "folds", "groups"):
            if len(given := getattr(self, name)) != n:
                raise ValueError(f"{len(given)} {name} for {n} clips: give one each, or None")
        _check_array("log_probabilities", self.log_probabilities, (n, k), np.float64)
        _check_array("labels", self.labels, (n,), np.int64)
        _check_array("predicted", self.predicted, (n, d), np.float64)
        _check_array("truth", self.truth, (n, d), np.float64)
        if not self.shares.size:
            object.__setattr__(self, "shares", np.zeros((n, k)))
        _check_array("shares", self.shares, (n, k), np.float64)
        if not n or not k + d + len(self.further):
            raise ValueError("predictions need at least one clip, and one class or dimension")
        _check_distinct("clips", self.clips)
        columns = [*_columns(self.classes, self.values), *_further_columns(self.further)]
        _check_distinct("columns", columns)
        for name in self.further:
            self.of(name)
        self._check_classes()
        self._check_dimensions()
        for name in ("log_probabilities", "labels", "predicted", "truth", "shares"):
            frozen(getattr(self, name))

    def __len__(self) -> int:
        return len(self.clips)

    @property
    def has_subjects(self) -> bool:
        """Whether it is known of any clip who is seen."""
        return any(subject is not None for subject in self.subjects)

    def of(self, name: str) -> Predictions:
        """The predictions of a further label, as those of classes.

        Raises:
            ValueError: They are not as such must be.
        """
        answers, n = self.further[name], len(self)
        return Predictions(
            clips=self.clips,
            subjects=self.subjects,
            folds=self.folds,
            groups=self.groups,
            classes=answers.classes,
            log_probabilities=answers.log_probabilities,
            labels=answers.labels,
            values=(),
            predicted=np.zeros((n, 0)),
            truth=np.zeros((n, 0)),
        )

    def units(self) -> Integers:
        """`(N,)`: which clips count together, as numbers from 0 without gaps.

        Those of one subject; a clip without a subject counts alone.
        """
        numbers: dict[object, int] = {}
        pairs = zip(self.subjects, range(len(self)), strict=True)
        found = [
            numbers.setdefault(place if name is None else name, len(numbers))
            for name, place in pairs
        ]
        return np.array(found, dtype=np.int64)

    def answers(self) -> Integers:
        """`(N,)`: the class of the highest probability; of equals the first."""
        return self.log_probabilities.argmax(axis=1).astype(np.int64)

    def right(self) -> NDArray[np.bool_]:
        """`(N,)`: whether the answer is the label; a clip without a label is not."""
        return self.answers() == self.labels

    def rated(self) -> NDArray[np.bool_]:
        """`(N,)`: whether shares of raters are known."""
        return np.asarray(self.shares.any(axis=1))

    def take(self, rows: Sequence[int]) -> Predictions:
        """The clips in these rows, in this order."""
        at = np.array(rows, dtype=np.int64)
        arrays = {
            name: getattr(self, name)[at]
            for name in ("log_probabilities", "labels", "predicted", "truth", "shares")
        }
        lists = {
            name: tuple(getattr(self, name)[row] for row in rows)
            for name in ("clips", "subjects", "folds", "groups")
        }
        further = {
            name: Answers(a.classes, a.log_probabilities[at], a.labels[at])
            for name, a in self.further.items()
        }
        return replace(self, **lists, **arrays, further=further)

    def _check_classes(self) -> None:
        log_p, k = self.log_probabilities, len(self.classes)
        outside = (self.labels < -1) | (self.labels >= k)
        self._refuse(outside, f"has a label outside -1..{k - 1}: -1 stands for no label")
        if k:
            possible = (log_p >= LEAST_LOG_PROBABILITY) & (log_p <= _TOLERANCE)
            self._refuse(
                ~possible.all(axis=1),
                f"has a log-probability outside {LEAST_LOG_PROBABILITY:g}..0: "
                "clamp probabilities to 1e-12 before their logarithm",
            )
            off = np.abs(np.exp(log_p).sum(axis=1) - 1) > _TOLERANCE
            self._refuse(
                off, "has probabilities that do not sum to 1: average softmax outputs, not logits"
            )
        total = self.shares.sum(axis=1)
        odd = (self.shares < 0).any(axis=1) | ((np.abs(total - 1) > _TOLERANCE) & (total != 0))
        self._refuse(odd, "has shares of raters that do not sum to 1")

    def _check_dimensions(self) -> None:
        unreal = ~np.isfinite(self.predicted).all(axis=1)
        self._refuse(unreal, "has a predicted value that is not finite: the model has diverged")
        lows = np.array([usual_range(name)[0] for name in self.values])
        possible = np.isnan(self.truth) | ((self.truth >= lows) & (self.truth <= 1))
        self._refuse(
            ~possible.all(axis=1),
            "has a true value out of range: map the data set's scale linearly to -1..1 "
            "(to 0..1 for the Big-Five)",
        )

    def _refuse(self, rows: ArrayLike, problem: str) -> None:
        wrong = np.flatnonzero(rows)
        if len(wrong):
            raise ValueError(f"clip {self.clips[wrong[0]]} {problem}")


def write_predictions(path: Path, predictions: Predictions) -> None:
    """Write one row per clip as Parquet, whole or not at all.

    Columns: clip, subject, fold, group, label (the class's name), `p_<class>` (probabilities, not
    their logarithms), `<dimension>` and `true_<dimension>`, and `share_<class>` where shares of
    raters are known of any clip. Of each further label `label_<name>` and `p_<name>_<class>`. What
    is not known is null.

    Raises:
        OutputError: The file cannot be written.
    """
    p = predictions
    names = {-1: None, **dict(enumerate(p.classes))}
    columns: list[Any] = [
        pa.array(p.clips, pa.string()),
        pa.array(p.subjects, pa.string()),
        pa.array(p.folds, pa.int64()),
        pa.array(p.groups, pa.string()),
        pa.array([names[label] for label in p.labels.tolist()], pa.string()),
        *(pa.array(column) for column in np.exp(p.log_probabilities).T),
        *(pa.array(column) for column in p.predicted.T),
        *(pa.array(column, mask=np.isnan(column)) for column in p.truth.T),
    ]
    heads = _columns(p.classes, p.values)
    if p.shares.any():
        columns += [pa.array(column, mask=~p.rated()) for column in p.shares.T]
        heads += [f"share_{name}" for name in p.classes]
    for answers in p.further.values():
        words = {-1: None, **dict(enumerate(answers.classes))}
        columns.append(pa.array([words[k] for k in answers.labels.tolist()], pa.string()))
        columns += [pa.array(column) for column in np.exp(answers.log_probabilities).T]
    heads += _further_columns(p.further)
    table = pa.table(columns, names=heads)
    with whole_file(path) as part, part.open("wb") as file:
        # Our own file object keeps the system's error number, which Arrow's would hide.
        pq.write_table(table, file, compression="zstd")


def read_predictions(path: Path) -> Predictions:
    """What `write_predictions` wrote.

    Raises:
        OSError, ValueError: There is no such file, or it holds something else.
    """
    table = pq.read_table(path)
    heads: list[str] = table.column_names
    values = [name.removeprefix("true_") for name in heads if name.startswith("true_")]
    further = [name.removeprefix("label_") for name in heads if name.startswith("label_")]
    of_label = {
        name: [n.removeprefix(f"p_{name}_") for n in heads if n.startswith(f"p_{name}_")]
        for name in further
    }
    taken = {f"p_{name}_{each}" for name, classes in of_label.items() for each in classes}
    found = [
        n.removeprefix("p_") for n in heads if n.startswith("p_") and n not in {*values, *taken}
    ]
    if missing := {*_columns(found, values)} - {*heads}:
        raise ValueError(f"{path} has no column {min(missing)}")

    def column(name: str) -> list[Any]:
        return table[name].to_pylist()

    def columns(names: Iterable[str], missing: float) -> Floats:
        parts = [table[name].fill_null(missing).to_numpy() for name in names]
        return np.stack(parts, axis=1) if parts else np.zeros((len(table), 0))

    def labels(name: str, classes: Sequence[str]) -> Integers:
        numbers = {None: -1, **{each: number for number, each in enumerate(classes)}}
        return np.array([numbers.get(n, len(classes)) for n in column(name)], dtype=np.int64)

    def logs(names: Iterable[str]) -> Floats:
        with np.errstate(divide="ignore"):
            return np.log(columns(names, np.nan))

    shares = [f"share_{name}" for name in found]
    return Predictions(
        clips=tuple(column("clip")),
        subjects=tuple(column("subject")),
        folds=tuple(column("fold")),
        groups=tuple(column("group")),
        classes=tuple(found),
        log_probabilities=logs(f"p_{name}" for name in found),
        labels=labels("label", found),
        values=tuple(values),
        predicted=columns(values, np.nan),
        truth=columns((f"true_{name}" for name in values), np.nan),
        shares=columns(shares if shares and shares[0] in heads else (), 0.0),
        further={
            name: Answers(
                tuple(classes),
                logs(f"p_{name}_{each}" for each in classes),
                labels(f"label_{name}", classes),
            )
            for name, classes in of_label.items()
        },
    )


def _columns(classes: Iterable[str], values: Sequence[str]) -> list[str]:
    probabilities = (f"p_{name}" for name in classes)
    truths = (f"true_{name}" for name in values)
    return ["clip", "subject", "fold", "group", "label", *probabilities, *values, *truths]


def _further_columns(further: Mapping[str, Answers]) -> list[str]:
    return [
        column
        for name, answers in further.items()
        for column in (f"label_{name}", *(f"p_{name}_{each}" for each in answers.classes))
    ]


def _check_array(name: str, array: NDArray[Any], shape: tuple[int, ...], dtype: type) -> None:
    if array.shape != shape or array.dtype != dtype:
        raise ValueError(
            f"{name} is {array.dtype} {array.shape}; it must be {dtype.__name__} {shape}"
        )


def _check_distinct(what: str, names: Sequence[str]) -> None:
    repeated = [name for name, count in Counter(names).items() if count > 1]
    if repeated:
        raise ValueError(f"{what} must have different names, but {repeated[0]!r} repeats")
