"""Compares what several runs answered for the same clips. Knows nothing of runs or files.

All differences are of the same clips, and of the same resamples of these: what makes a clip hard
for all runs takes no part in them. N clips, M runs, R resamples.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from scipy import stats

from svfap_core.settings import Frozen
from trainer.class_figures import confusion_matrices, mean_recall, rates, recalls
from trainer.dimension_figures import agreement
from trainer.doubt import aurcs
from trainer.intervals import Draws, Figure, proportion
from trainer.predictions import Floats, Predictions

Mask: TypeAlias = NDArray[np.bool_]
Measure: TypeAlias = Literal["right", "error"]
"""Of a single clip: whether its answer is right, or how far its values are off, on average."""


class Contrast(Frozen):
    """One figure of every run, and how far each further run is above the first."""

    name: str
    figures: Annotated[tuple[Figure, ...], Field(description="Of every run.")]
    differences: Annotated[
        tuple[Figure, ...],
        Field(description="Of every run but the first: its figure - the first's."),
    ]


class McNemar(Frozen):
    """Clips that only one of two runs answers right (McNemar 1947, exact: two-sided binomial)."""

    run: Annotated[str, Field(description="It is held against the first run.")]
    n: Annotated[int, Field(description="Clips with a label.")]
    only_first: Annotated[int, Field(description="Clips that the first run alone answers right.")]
    only_other: int
    p: Annotated[
        float, Field(description="How often chance alone makes the two differ at least as much.")
    ]


class Part(Frozen):
    """Some of the clips: those of one subject, say."""

    column: str
    value: str
    measure: Measure
    contrast: Contrast


class Answer(Frozen):
    """What one run says of a clip."""

    answer: str
    probability: Annotated[float, Field(description="Of the answer.")]
    of_label: Annotated[float, Field(description="Probability of the label.")]


class WorstClip(Frozen):
    """A clip that runs answer wrong."""

    clip: str
    subject: str | None
    label: str
    answers: Annotated[tuple[Answer, ...], Field(description="Of every run.")]


class WorstValue(Frozen):
    """A value that runs are far off."""

    clip: str
    subject: str | None
    dimension: str
    truth: float
    predicted: Annotated[tuple[float, ...], Field(description="By every run.")]


class LabelDoubt(Frozen):
    """A clip whose label all runs doubt in favour of the same other class."""

    clip: str
    subject: str | None
    label: str
    suggested: str
    of_label: Annotated[tuple[float, ...], Field(description="Its probability, by every run.")]
    of_suggested: tuple[float, ...]


class Comparison(Frozen):
    """All that differs between runs, on clips that all of them were judged on."""

    runs: tuple[str, ...]
    data_set: str
    split: str
    caution: str
    protocols: Annotated[tuple[str, ...], Field(description="How each run was judged.")]
    n: Annotated[int, Field(description="Clips that all runs were judged on.")]
    left_out: Annotated[tuple[int, ...], Field(description="Clips of each run that not all have.")]
    resampled: Literal["clips", "subjects"]
    units: int
    resamples: int
    seed: int
    contrasts: tuple[Contrast, ...]
    mcnemar: Annotated[tuple[McNemar, ...], Field(description="Empty: no clip has a label.")]
    parts: Annotated[tuple[Part, ...], Field(description="Subjects, and columns asked for.")]
    settings: Annotated[
        dict[str, tuple[str, ...]] | None,
        Field(description="Those that differ -> that of every run; none: not all are runs."),
    ]
    worst_clips: tuple[WorstClip, ...]
    worst_values: tuple[WorstValue, ...]
    label_doubts: tuple[LabelDoubt, ...]


@dataclass(frozen=True, slots=True)
class _Sample:
    """A figure and what it is in each resample, `(1 + R,)`; `known` `(N,)`: of which clips."""

    figure: Figure
    values: Floats
    known: Mask


def contrasts(judged: Sequence[Predictions], draws: Draws) -> tuple[Contrast, ...]:
    """Every figure of all runs.

    Args:
        judged: What each run predicted; clips, truth, classes and dimensions are the same.
        draws: Of these clips.
    """
    found = [dict(_samples(p, draws)) for p in judged]
    return tuple(_contrast(name, [samples[name] for samples in found], draws) for name in found[0])


def mcnemar(run: str, first: Predictions, other: Predictions) -> McNemar:
    """Two runs on clips with a label."""
    a, b = first.right(), other.right()
    only_first, only_other = int((a & ~b).sum()), int((b & ~a).sum())
    discordant = only_first + only_other
    p = float(stats.binomtest(only_other, discordant).pvalue) if discordant else 1.0
    n = int((first.labels >= 0).sum())
    return McNemar(run=run, n=n, only_first=only_first, only_other=only_other, p=p)


def parts(
    judged: Sequence[Predictions],
    column: str,
    values: Sequence[str],
    order: Sequence[str],
    draws: Draws,
) -> Iterator[Part]:
    """All runs on the clips of each value of a column.

    Args:
        judged: As for `contrasts`.
        column: Its name.
        values: N.
        order: All values.
        draws: What intervals are over.
    """
    places: dict[str, list[int]] = {value: [] for value in order}
    for row, value in enumerate(values):
        places[value].append(row)
    measures: tuple[Measure, ...] = ("right", "error")
    scored: dict[Measure, list[Floats]] = {
        measure: [_per_clip(p, measure) for p in judged] for measure in measures
    }
    for value, here in places.items():
        for measure, per_clip in scored.items():
            rows = np.array([row for row in here if np.isfinite(per_clip[0][row])], dtype=np.int64)
            if len(rows):
                inner = draws.within(rows)
                samples = [_mean(scores[rows], measure, inner) for scores in per_clip]
                contrast = _contrast(value, samples, inner)
                yield Part(column=column, value=value, measure=measure, contrast=contrast)


def worst_clips(judged: Sequence[Predictions], most: int) -> tuple[WorstClip, ...]:
    """Clips that a run answers wrong, those first to whose label all runs give the least."""
    first = judged[0]
    known = np.flatnonzero(first.labels >= 0)
    if not len(known):
        return ()
    of_label = np.mean([p.log_probabilities[known, p.labels[known]] for p in judged], axis=0)
    wrong = np.any([~p.right()[known] for p in judged], axis=0)
    rows = [row for row in np.argsort(of_label, kind="stable") if wrong[row]]
    return tuple(
        WorstClip(
            clip=first.clips[i],
            subject=first.subjects[i],
            label=first.classes[first.labels[i]],
            answers=tuple(_answer(p, i) for p in judged),
        )
        for i in known[rows[:most]].tolist()
    )


def worst_values(judged: Sequence[Predictions], most: int) -> tuple[WorstValue, ...]:
    """Values that all runs together are furthest off."""
    first = judged[0]
    errors = np.mean([np.abs(p.predicted - p.truth) for p in judged], axis=0)
    errors = np.nan_to_num(errors, nan=-1.0)
    places = np.argsort(-errors, axis=None, kind="stable")[:most].tolist()
    return tuple(
        WorstValue(
            clip=first.clips[i],
            subject=first.subjects[i],
            dimension=first.values[d],
            truth=float(first.truth[i, d]),
            predicted=tuple(float(p.predicted[i, d]) for p in judged),
        )
        for i, d in (divmod(place, len(first.values)) for place in places)
        if errors[i, d] >= 0
    )


def label_doubts(judged: Sequence[Predictions]) -> tuple[LabelDoubt, ...]:
    """Labels that are likely to be wrong, the likeliest first.

    Confident learning (Northcutt et al. 2021): the label has less probability than clips with this
    label have on average, another class more than clips of that class have. All runs must agree.
    """
    first = judged[0]
    if not (first.labels >= 0).any():
        return ()
    suggested = np.stack([_suggested(p) for p in judged])
    agreed = (suggested[0] >= 0) & (suggested == suggested[0]).all(axis=0)
    found: list[tuple[float, LabelDoubt]] = []
    for i in np.flatnonzero(agreed).tolist():
        label, other = int(first.labels[i]), int(suggested[0, i])
        of_label, of_other = (
            tuple(float(np.exp(p.log_probabilities[i, k])) for p in judged) for k in (label, other)
        )
        doubt = LabelDoubt(
            clip=first.clips[i],
            subject=first.subjects[i],
            label=first.classes[label],
            suggested=first.classes[other],
            of_label=of_label,
            of_suggested=of_other,
        )
        found.append((sum(of_label) - sum(of_other), doubt))
    return tuple(doubt for _, doubt in sorted(found, key=lambda each: each[0]))


def _suggested(p: Predictions) -> NDArray[np.int64]:
    """`(N,)` the class by which a label would be replaced; -1: the label is not in doubt."""
    probabilities = np.exp(p.log_probabilities)
    known = p.labels >= 0
    usual = np.array(
        [
            probabilities[p.labels == k, k].mean() if (p.labels == k).any() else np.inf
            for k in range(len(p.classes))
        ]
    )
    rows = np.arange(len(p))
    confident = np.where(probabilities >= usual, probabilities, -1.0)
    doubted = known & (probabilities[rows, p.labels] < usual[p.labels])
    confident[rows, p.labels] = -1.0
    likely = confident.argmax(axis=1)
    return np.where(doubted & (confident[rows, likely] > 0), likely, -1)


def _answer(p: Predictions, i: int) -> Answer:
    answer = int(p.answers()[i])
    probability, of_label = np.exp(p.log_probabilities[i, [answer, p.labels[i]]]).tolist()
    return Answer(answer=p.classes[answer], probability=probability, of_label=of_label)


def _contrast(name: str, samples: Sequence[_Sample], draws: Draws) -> Contrast:
    first = samples[0]
    return Contrast(
        name=name,
        figures=tuple(sample.figure for sample in samples),
        differences=tuple(
            draws.figure(sample.values - first.values, first.known) for sample in samples[1:]
        ),
    )


def _samples(p: Predictions, draws: Draws) -> Iterator[tuple[str, _Sample]]:
    """Name -> figure and resamples: of classes, then of dimensions."""
    labelled = p.labels >= 0
    if labelled.any():
        confusions = confusion_matrices(p.labels, p.answers(), len(p.classes), draws)
        found = rates(confusions)
        recall = recalls(p, draws.units)
        war = proportion(p.right()[labelled], draws.units[labelled])
        yield "WAR", _Sample(war, found["war"], labelled)
        yield "UAR", _Sample(mean_recall(p, draws.units, recall), found["uar"], labelled)
        surest = p.log_probabilities[labelled].max(axis=1)
        drawn = {
            "weighted F1": found["f1_weighted"],
            "macro F1": found["f1_macro"],
            "AURC": aurcs(~p.right()[labelled], surest, labelled, draws),
        }
        for name, values in drawn.items():
            yield name, _Sample(draws.figure(values, labelled), values, labelled)
        losses = -p.log_probabilities[np.arange(len(p)), p.labels]
        yield "log loss", _mean(np.where(labelled, losses, np.nan), "error", draws)
        for k, (name, figure) in enumerate(recall.items()):
            if figure.n:
                yield f"recall {name}", _Sample(figure, found["recall"][:, k], p.labels == k)
    for d, name in enumerate(p.values):
        known = np.isfinite(p.truth[:, d])
        if known.sum() >= 2:
            for measure, values in zip(
                ("PCC", "CCC", "MAE"), agreement(p, d, draws).T, strict=True
            ):
                yield f"{measure} {name}", _Sample(draws.figure(values, known), values, known)


def _per_clip(p: Predictions, measure: Measure) -> Floats:
    """`(N,)`; not-a-number where the clip has no truth for it."""
    if measure == "right":
        if not p.classes:
            return np.full(len(p), np.nan)
        return np.where(p.labels >= 0, p.right().astype(np.float64), np.nan)
    known = np.isfinite(p.truth)
    total = np.where(known, np.abs(p.predicted - p.truth), 0.0).sum(axis=1)
    with np.errstate(invalid="ignore"):
        return total / known.sum(axis=1)


def _mean(scores: Floats, measure: Measure, draws: Draws) -> _Sample:
    """The mean of the scores of single clips, which may be not-a-number."""
    known = np.isfinite(scores)
    sums = draws.sums(np.stack([known.astype(np.float64), np.where(known, scores, 0.0)], axis=1))
    with np.errstate(invalid="ignore"):
        values = sums[:, 1] / sums[:, 0]
    if measure == "right":
        return _Sample(proportion(scores[known] > 0, draws.units[known]), values, known)
    return _Sample(draws.figure(values, known), values, known)
