"""Predictions of several folds as one, and of the clips of a group as one row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from trainer.predictions import Answers, Floats, Predictions


def pool(parts: Sequence[Predictions]) -> Predictions:
    """The folds of a cross-validation as one, in the given order: figures are of all of them.

    Raises:
        ValueError: There are no parts, their classes or dimensions differ, or a clip is in two.
    """
    if not parts:
        raise ValueError("nothing to pool: give the predictions of at least one fold")
    first = parts[0]
    for number, part in enumerate(parts[1:], start=2):
        for what, mine, other in (
            ("classes", first.classes, part.classes),
            ("dimensions", first.values, part.values),
            ("further labels", _outputs(first), _outputs(part)),
        ):
            if mine != other:
                raise ValueError(
                    f"the {what} of part {number} ({', '.join(other)}) are not those of part 1 "
                    f"({', '.join(mine)}): pool folds of one model and data set"
                )
    return Predictions(
        clips=tuple(clip for part in parts for clip in part.clips),
        subjects=tuple(subject for part in parts for subject in part.subjects),
        folds=tuple(fold for part in parts for fold in part.folds),
        groups=tuple(group for part in parts for group in part.groups),
        classes=first.classes,
        log_probabilities=np.concatenate([part.log_probabilities for part in parts]),
        labels=np.concatenate([part.labels for part in parts]),
        values=first.values,
        predicted=np.concatenate([part.predicted for part in parts]),
        truth=np.concatenate([part.truth for part in parts]),
        shares=np.concatenate([part.shares for part in parts]),
        further={
            name: Answers(
                answers.classes,
                np.concatenate([part.further[name].log_probabilities for part in parts]),
                np.concatenate([part.further[name].labels for part in parts]),
            )
            for name, answers in first.further.items()
        },
    )


def average_groups(predictions: Predictions) -> Predictions:
    """One row for each group, with the mean of its clips' scores, in the order of first clips.

    Raises:
        ValueError: The clips of a group differ in what is true of them.
    """
    p = predictions
    names = [group or clip for group, clip in zip(p.groups, p.clips, strict=True)]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    rows = np.array([numbers[name] for name in names])
    _, firsts = np.unique(rows, return_index=True)
    first = firsts.tolist()
    differs = (p.labels[firsts][rows] != p.labels) | ~np.isclose(
        p.truth[firsts][rows], p.truth, equal_nan=True
    ).all(axis=1)
    for answers in p.further.values():
        differs |= answers.labels[firsts][rows] != answers.labels
    if differs.any():
        raise ValueError(f"the clips of {names[int(differs.argmax())]} do not have one truth")

    def mean(scores: Floats, of: NDArray[np.bool_]) -> Floats:
        sums = np.zeros((len(numbers), scores.shape[1]))
        np.add.at(sums, rows[of], scores[of])
        return sums / np.bincount(rows[of], minlength=len(numbers)).clip(min=1)[:, None]

    every = np.ones(len(p), bool)
    return Predictions(
        clips=tuple(numbers),
        subjects=tuple(p.subjects[i] for i in first),
        folds=tuple(p.folds[i] for i in first),
        groups=(None,) * len(numbers),
        classes=p.classes,
        log_probabilities=np.log(mean(np.exp(p.log_probabilities), every)),
        labels=p.labels[firsts],
        values=p.values,
        predicted=mean(p.predicted, every),
        truth=p.truth[firsts],
        shares=mean(p.shares, p.rated()),
        further={
            name: Answers(
                a.classes,
                np.log(mean(np.exp(a.log_probabilities), every)),
                a.labels[firsts],
            )
            for name, a in p.further.items()
        },
    )


def _outputs(p: Predictions) -> tuple[str, ...]:
    """Of further labels."""
    return tuple(f"{name} {each}" for name, a in p.further.items() for each in a.classes)
