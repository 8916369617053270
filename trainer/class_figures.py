"""How well classes are told apart, and how far probabilities can be trusted.

Each figure is a function of sums over clips, so that the figures of all resamples of the bootstrap
come from the very code that gives the figure itself. N clips, K classes, R resamples.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from svfap_core.settings import Frozen
from trainer.intervals import Draws, Figure, mean_proportion, proportion
from trainer.predictions import Floats, Integers, Predictions

CALIBRATION_BINS = 15
_CHANCE_DRAWS = 1000
_DRAWS_AT_ONCE = 4_000_000

Confusion: TypeAlias = Annotated[
    tuple[tuple[int, ...], ...], Field(description="Clips; rows: truth, columns: answer.")
]


class ConfidenceBin(Frozen):
    """Clips whose surest answer has about the same probability."""

    clips: Annotated[int, Field(gt=0)]
    confidence: Annotated[float, Field(description="Mean probability of the answers.")]
    right: Annotated[float, Field(description="Share of them that is right.")]


class ClassFigures(Frozen):
    """How well classes are told apart. The answer is the class of the highest probability."""

    n: Annotated[int, Field(description="Clips with a label; all figures are of them.")]
    war: Annotated[Figure, Field(description="Share of right answers (weighted average recall).")]
    uar: Annotated[Figure, Field(description="Mean of the recalls, without `absent` classes.")]
    f1_weighted: Annotated[Figure, Field(description="Mean of the F1, weighted by support.")]
    f1_macro: Annotated[Figure, Field(description="Mean of the F1 of classes true or answered.")]
    recall: dict[str, Figure]
    support: Annotated[dict[str, int], Field(description="Class -> clips of it.")]
    absent: Annotated[tuple[str, ...], Field(description="Classes that no clip is of.")]
    confusion: Confusion
    ece: Annotated[float, Field(description="Expected calibration error.")]
    ece_by_chance: Annotated[
        float,
        Field(description="It stays below in 95 % of draws where probabilities are the truth."),
    ]
    reliability: Annotated[tuple[ConfidenceBin, ...], Field(description="Bins that hold clips.")]


def class_figures(p: Predictions, draws: Draws) -> ClassFigures:
    """The figures of clips with a label; there must be one."""
    known = p.labels >= 0
    confusions = confusion_matrices(p.labels, p.answers(), len(p.classes), draws)
    found = rates(confusions)
    recall = recalls(p, draws.units)
    support = {name: figure.n for name, figure in recall.items()}
    bins = reliability(p.log_probabilities, p.labels)
    return ClassFigures(
        n=int(known.sum()),
        war=proportion(p.right()[known], draws.units[known]),
        uar=mean_recall(p, draws.units, recall),
        f1_weighted=draws.figure(found["f1_weighted"], known),
        f1_macro=draws.figure(found["f1_macro"], known),
        recall=recall,
        support=support,
        absent=tuple(name for name, count in support.items() if not count),
        confusion=counts(confusions[0]),
        ece=calibration_error(bins),
        ece_by_chance=chance_error(p.log_probabilities[known], draws.seed),
        reliability=bins,
    )


def recalls(p: Predictions, units: Integers) -> dict[str, Figure]:
    """Class -> the share of its clips that were answered right."""
    right = p.right()
    of_class = {name: p.labels == k for k, name in enumerate(p.classes)}
    return {name: proportion(right[rows], units[rows]) for name, rows in of_class.items()}


def mean_recall(p: Predictions, units: Integers, recall: dict[str, Figure]) -> Figure:
    """The mean over classes that clips are of."""
    present = {name: figure for name, figure in recall.items() if figure.value is not None}
    right = p.right().astype(np.float64)
    errors = np.zeros((int(units.max()) + 1, len(present)))
    for column, (name, figure) in enumerate(present.items()):
        rows = p.labels == p.classes.index(name)
        np.add.at(errors[:, column], units[rows], (right[rows] - (figure.value or 0)) / figure.n)
    return mean_proportion(list(present.values()), errors)


def calibration_error(bins: Sequence[ConfidenceBin]) -> float:
    """Expected calibration error (Guo et al. 2017, Eq. 3): mean gap of trust and truth, 0..1."""
    gaps = sum(b.clips * abs(b.confidence - b.right) for b in bins)
    return gaps / sum(b.clips for b in bins)


def chance_error(log_p: Floats, seed: int) -> float:
    """The calibration error that few clips give by chance, however true probabilities are.

    Answers are drawn right as often as their probabilities say (consistency resampling, Broecker &
    Smith 2007); of these draws' errors, the one that 95 % stay below.

    Args:
        log_p: `(N, K)` log-probabilities.
        seed: Of the draws.
    """
    confidence = np.exp(log_p.max(axis=1))
    n, rng = len(confidence), np.random.default_rng(seed)
    bins = np.eye(CALIBRATION_BINS)[bins_of(confidence)]
    errors: list[Floats] = []
    block = max(1, _DRAWS_AT_ONCE // n)
    for start in range(0, _CHANCE_DRAWS, block):
        rows = min(block, _CHANCE_DRAWS - start)
        gaps = (rng.random((rows, n)) < confidence) - confidence
        errors.append(np.abs(gaps @ bins).sum(axis=1) / n)
    return float(np.quantile(np.concatenate(errors), 0.95))


def reliability(log_p: Floats, labels: Integers) -> tuple[ConfidenceBin, ...]:
    """Clips by the probability of their answer, in 15 equal bins, open below (Guo et al. 2017).

    Args:
        log_p: `(N, K)` log-probabilities.
        labels: `(N,)` true classes; rows of label -1 do not count.
    """
    rows, truth = log_p[labels >= 0], labels[labels >= 0]
    confidence, right = np.exp(rows.max(axis=1)), rows.argmax(axis=1) == truth
    places = bins_of(confidence)
    return tuple(
        ConfidenceBin(
            clips=int(chosen.sum()),
            confidence=float(confidence[chosen].mean()),
            right=float(right[chosen].mean()),
        )
        for chosen in (places == place for place in np.unique(places))
    )


def confusion_matrices(truth: Integers, answers: Integers, k: int, draws: Draws) -> Floats:
    """Confusion matrices `(1 + R, K, K)`; clips with truth -1 are in none."""
    rows = np.flatnonzero(truth >= 0)
    cells = np.zeros((len(truth), k * k))
    cells[rows, truth[rows] * k + answers[rows]] = 1
    return draws.sums(cells).reshape(-1, k, k)


def counts(confusion: Floats) -> Confusion:
    """A matrix of clips as whole numbers."""
    return tuple(tuple(row) for row in confusion.astype(int).tolist())


def rates(confusions: Floats) -> dict[str, Floats]:
    """Figures `(1 + R,)` of confusion matrices `(1 + R, K, K)`; recall is `(1 + R, K)`."""
    hits = np.diagonal(confusions, axis1=1, axis2=2)
    support, answered = confusions.sum(axis=2), confusions.sum(axis=1)
    with np.errstate(invalid="ignore"):
        recall, f1 = hits / support, 2 * hits / (support + answered)
        n = support.sum(axis=1)
        return {
            "war": hits.sum(axis=1) / n,
            "uar": np.nansum(recall, axis=1) / np.isfinite(recall).sum(axis=1),
            "f1_weighted": np.nansum(f1 * support, axis=1) / n,
            "f1_macro": np.nansum(f1, axis=1) / np.isfinite(f1).sum(axis=1),
            "recall": recall,
        }


def bins_of(shares: Floats) -> NDArray[np.int64]:
    """The bin of each share, from 0: 15 equal ones, open below."""
    edges = np.linspace(0, 1, CALIBRATION_BINS + 1)[1:-1]
    return np.digitize(shares, edges, right=True)
