"""Judges predictions: agreement with the truth, calibration, and how sure the figures are.

Knows nothing of models or files. Figures are of all clips together, never means over folds or
batches (SVFAP section 4.2.1). Each figure is a function of sums over clips, so that the figures of
all resamples of the bootstrap come from the very code that gives the figure itself.

N clips, K classes, R resamples.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal, NamedTuple, TypeAlias

import numpy as np
from pydantic import Field

from svfap_core.inference.card import Metric
from svfap_core.labels import usual_range
from svfap_core.settings import Frozen
from trainer.predictions import Floats, Integers, Predictions

CALIBRATION_BINS = 15
_TAIL = 0.025
_DRAWS_AT_ONCE = 4_000_000
_NO_SPREAD = 1e-12
"""A variance below this share of the mean square is rounding: the values are constant."""

Confusion: TypeAlias = Annotated[
    tuple[tuple[int, ...], ...], Field(description="Clips; rows: truth, columns: answer.")
]


class Figure(Frozen):
    """A figure, none where it is not defined, and its 95 % interval, where one could be drawn."""

    value: float | None
    low: float | None = None
    high: float | None = None


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
    reliability: Annotated[tuple[ConfidenceBin, ...], Field(description="Bins that hold clips.")]


class DimensionFigures(Frozen):
    """How well one dimension is followed, or the mean of these figures over several.

    Variances and covariance are the unbiased ones (division by n - 1) throughout. Where truth or
    predictions are constant there is no PCC, and CCC is 0. Errors are in units of the scale.
    """

    n: Annotated[int, Field(description="Clips with a true value; all figures are of them.")]
    pcc: Annotated[Figure, Field(description="Pearson correlation.")]
    ccc: Annotated[Figure, Field(description="Concordance (Lin 1989; SVFAP Eq. 14).")]
    accuracy: Annotated[Figure, Field(description="1 - mean absolute error (SVFAP section 4.4).")]
    mae: Annotated[Figure, Field(description="Mean absolute error.")]


class LevelFigures(Frozen):
    """A dimension judged as levels, from low (0) to high."""

    n: Annotated[int, Field(description="Clips with a true value; all figures are of them.")]
    f1_weighted: Figure
    confusion: Confusion

    def title(self, dimension: str) -> str:
        """What the weighted F1 of a dimension is called."""
        return f"weighted F1 of {len(self.confusion)} levels {dimension}"


class JudgedModel(Frozen):
    """Which model was judged: another checkpoint or calibration is another model."""

    sha256: Annotated[str, Field(description="Of the weights, as a model folder stores them.")]
    temperature: Annotated[float, Field(description="That its class outputs were divided by.")]


class Evaluation(Frozen):
    """All figures of one model, or of those of all folds, on one part of a data set.

    Intervals draw subjects with all their clips where every clip has one, else single clips;
    `units` says of how many.
    """

    data_set: str
    split: Annotated[str, Field(description="Part of the data set, such as test or 5 folds.")]
    protocol: Annotated[str, Field(description="How it was measured, and by whom.")]
    models: Annotated[tuple[JudgedModel, ...], Field(description="One, or that of each fold.")]
    n: Annotated[int, Field(description="Clips that were judged, with or without truth.")]
    labels: Annotated[tuple[str, ...], Field(description="Classes in the order of outputs.")]
    classes: Annotated[ClassFigures | None, Field(description="None: no clip has a label.")]
    dimensions: dict[str, DimensionFigures]
    means: Annotated[DimensionFigures | None, Field(description="Of all in `dimensions`.")]
    levels: Annotated[dict[str, LevelFigures], Field(description="Dimensions, if asked for.")]
    unmeasured: Annotated[tuple[str, ...], Field(description="With less than two true values.")]
    resampled: Literal["clips", "subjects"]
    units: int
    resamples: int
    seed: int

    def metrics(self) -> tuple[Metric, ...]:
        """As a model card holds them: figures that are defined, without their intervals."""
        found: list[tuple[str, float | None, int]] = []
        if self.classes is not None:
            c = self.classes
            found += [("WAR", c.war.value, c.n), ("UAR", c.uar.value, c.n), ("ECE", c.ece, c.n)]
            found += [("weighted F1", c.f1_weighted.value, c.n)]
            found += [("macro F1", c.f1_macro.value, c.n)]
            found += [(f"recall {k}", f.value, c.support[k]) for k, f in c.recall.items()]
        if self.means is not None:
            for suffix, d in {"": self.means, **self.dimensions}.items():
                named = {"CCC": d.ccc, "PCC": d.pcc, "ACC": d.accuracy}
                found += [(f"{k} {suffix}".strip(), f.value, d.n) for k, f in named.items()]
        for name, of in self.levels.items():
            found.append((of.title(name), of.f1_weighted.value, of.n))
        return tuple(
            Metric(
                data_set=self.data_set,
                split=self.split,
                protocol=self.protocol,
                name=name,
                value=round(value, 4),
                n=n,
            )
            for name, value, n in found
            if value is not None
        )


def measure(
    predictions: Predictions,
    *,
    data_set: str,
    split: str,
    protocol: str,
    models: Sequence[JudgedModel],
    levels: int | None = None,
    resamples: int = 1000,
    seed: int = 0,
) -> Evaluation:
    """All figures of predictions, with 95 % intervals of the percentile bootstrap.

    The bootstrap draws subjects with all their clips where every clip has one: clips of one person
    are alike, and drawn one by one they would make the figures look too sure. With few subjects
    (below twenty or so) intervals are still somewhat narrow. The calibration error has none: each
    resample makes it larger. A figure's interval leaves out resamples in which it is not defined.

    Args:
        predictions: All folds together (`trainer.predictions.pool`).
        data_set: Its name, for people.
        split: Part of it, such as test or 5 folds.
        protocol: How predictions were made, and by whom.
        models: What made them, in the order of the folds.
        levels: Judge dimensions as so many levels too, as AVCAffe is scored (5): level k stands at
            -1 + 2 k / (levels - 1), and a value is of the level next to it, the higher one
            half-way, values beyond -1..1 of the outermost.
        resamples: Of the bootstrap; 0: no intervals.
        seed: Of the bootstrap; the same seed gives the same intervals.

    Raises:
        ValueError: There is neither a label nor a dimension with two true values, there are less
            than two levels or levels of a dimension not in -1..1, or the number of resamples is
            negative.
    """
    p, draws = predictions, _Draws(predictions.units(), resamples, seed)
    known = np.isfinite(p.truth)
    counts = known.sum(axis=0).tolist()
    measured = [d for d, n in enumerate(counts) if n >= 2]
    labelled = bool((p.labels >= 0).any())
    if not labelled and not measured:
        raise ValueError("no clip has a label or true values: there is nothing to judge by")
    agreement = [_agreement(p, d, draws) for d in measured]
    dimensions = {
        p.values[d]: _dimension_figures(counts[d], figures)
        for d, figures in zip(measured, agreement, strict=True)
    }
    together = int(known[:, measured].any(axis=1).sum())
    return Evaluation(
        data_set=data_set,
        split=split,
        protocol=protocol,
        models=tuple(models),
        n=len(p),
        labels=p.classes,
        classes=_class_figures(p, draws) if labelled else None,
        dimensions=dimensions,
        means=_dimension_figures(together, np.mean(agreement, axis=0)) if measured else None,
        levels={} if levels is None else _level_figures(p, levels, draws),
        unmeasured=tuple(name for name in p.values if name not in dimensions),
        resampled="subjects" if p.has_subjects else "clips",
        units=int(draws.units.max()) + 1,
        resamples=resamples,
        seed=seed,
    )


def calibration_error(bins: Sequence[ConfidenceBin]) -> float:
    """Expected calibration error (Guo et al. 2017, Eq. 3): mean gap of trust and truth, 0..1."""
    gaps = sum(b.clips * abs(b.confidence - b.right) for b in bins)
    return gaps / sum(b.clips for b in bins)


def reliability(log_p: Floats, labels: Integers) -> tuple[ConfidenceBin, ...]:
    """Clips by the probability of their answer, in 15 equal bins, open below (Guo et al. 2017).

    Args:
        log_p: `(N, K)` log-probabilities.
        labels: `(N,)` true classes; rows of label -1 do not count.
    """
    rows, truth = log_p[labels >= 0], labels[labels >= 0]
    confidence, right = np.exp(rows.max(axis=1)), rows.argmax(axis=1) == truth
    edges = np.linspace(0, 1, CALIBRATION_BINS + 1)[1:-1]
    places = np.digitize(confidence, edges, right=True)
    return tuple(
        ConfidenceBin(
            clips=int(chosen.sum()),
            confidence=float(confidence[chosen].mean()),
            right=float(right[chosen].mean()),
        )
        for chosen in (places == place for place in np.unique(places))
    )


class _Draws(NamedTuple):
    """What the bootstrap draws: `units` `(N,)` numbers the unit that each clip belongs to."""

    units: Integers
    resamples: int
    seed: int


def _sums(statistics: Floats, draws: _Draws) -> Floats:
    """Sums of rows `(N, M)` over all clips, then over each resample: `(1 + R, M)`.

    A single unit cannot be resampled; then R is 0.
    """
    if draws.resamples < 0:
        raise ValueError(f"{draws.resamples} resamples: give 0 for no intervals, or more")
    count = int(draws.units.max()) + 1
    by_unit = np.zeros((count, statistics.shape[1]))
    np.add.at(by_unit, draws.units, statistics)
    sums = [by_unit.sum(axis=0, keepdims=True)]
    rng = np.random.default_rng(draws.seed)
    block = max(1, _DRAWS_AT_ONCE // count)
    for start in range(0, draws.resamples if count > 1 else 0, block):
        rows = min(block, draws.resamples - start)
        drawn = rng.integers(count, size=(rows, count)) + count * np.arange(rows)[:, None]
        times = np.bincount(drawn.ravel(), minlength=rows * count).reshape(rows, count)
        sums.append(times.astype(np.float64) @ by_unit)
    return np.concatenate(sums)


def _figure(values: Floats) -> Figure:
    """The first of `(1 + R,)` values and what lies between the outer 2.5 % of the others."""
    value, others = float(values[0]), values[1:][np.isfinite(values[1:])]
    if not np.isfinite(value) or not len(others):
        return Figure(value=value if np.isfinite(value) else None)
    low, high = np.quantile(others, [_TAIL, 1 - _TAIL]).tolist()
    return Figure(value=value, low=low, high=high)


def _confusions(truth: Integers, answers: Integers, k: int, draws: _Draws) -> Floats:
    """Confusion matrices `(1 + R, K, K)`; clips with truth -1 are in none."""
    rows = np.flatnonzero(truth >= 0)
    cells = np.zeros((len(truth), k * k))
    cells[rows, truth[rows] * k + answers[rows]] = 1
    return _sums(cells, draws).reshape(-1, k, k)


def _counts(confusion: Floats) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(row) for row in confusion.astype(int).tolist())


def _rates(confusions: Floats) -> dict[str, Floats]:
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


def _class_figures(p: Predictions, draws: _Draws) -> ClassFigures:
    answers = p.log_probabilities.argmax(axis=1).astype(np.int64)
    confusions = _confusions(p.labels, answers, len(p.classes), draws)
    rates = _rates(confusions)
    support = confusions[0].sum(axis=1).astype(int).tolist()
    bins = reliability(p.log_probabilities, p.labels)
    return ClassFigures(
        n=sum(support),
        war=_figure(rates["war"]),
        uar=_figure(rates["uar"]),
        f1_weighted=_figure(rates["f1_weighted"]),
        f1_macro=_figure(rates["f1_macro"]),
        recall={name: _figure(rates["recall"][:, k]) for k, name in enumerate(p.classes)},
        support=dict(zip(p.classes, support, strict=True)),
        absent=tuple(name for name, count in zip(p.classes, support, strict=True) if not count),
        confusion=_counts(confusions[0]),
        ece=calibration_error(bins),
        reliability=bins,
    )


def _agreement(p: Predictions, d: int, draws: _Draws) -> Floats:
    """PCC, CCC and mean absolute error of one dimension, `(1 + R, 3)`."""
    predicted, truth = p.predicted[:, d], p.truth[:, d]
    known = np.isfinite(truth)
    # Medians taken off, a constant is exactly zero, and sums of squares lose no digits.
    middle_x, middle_y = float(np.median(predicted[known])), float(np.median(truth[known]))
    x = np.where(known, predicted - middle_x, 0.0)
    y = np.where(known, truth - middle_y, 0.0)
    error = np.where(known, np.abs(predicted - truth), 0.0)
    moments = np.stack([known.astype(np.float64), x, y, x * x, y * y, x * y, error], axis=1)
    n, sx, sy, sxx, syy, sxy, sum_error = _sums(moments, draws).T
    with np.errstate(invalid="ignore", divide="ignore"):
        var_x, var_y = (sxx - sx * sx / n) / (n - 1), (syy - sy * sy / n) / (n - 1)
        flat = (var_x <= _NO_SPREAD * sxx / n) | (var_y <= _NO_SPREAD * syy / n)
        cov = (sxy - sx * sy / n) / (n - 1)
        apart = (sx - sy) / n + middle_x - middle_y
        pcc = np.where(flat, np.nan, np.clip(cov / np.sqrt(var_x * var_y), -1, 1))
        ccc = np.where(flat, 0.0, 2 * cov / (var_x + var_y + apart**2))
        return np.stack([pcc, ccc, sum_error / n], axis=1)


def _dimension_figures(n: int, agreement: Floats) -> DimensionFigures:
    pcc, ccc, mae = agreement.T
    return DimensionFigures(
        n=n, pcc=_figure(pcc), ccc=_figure(ccc), accuracy=_figure(1 - mae), mae=_figure(mae)
    )


def _level_figures(p: Predictions, levels: int, draws: _Draws) -> dict[str, LevelFigures]:
    """Dimension -> its figures, for those with a true value."""
    if levels < 2:
        raise ValueError(f"{levels} levels: give at least 2")
    found: dict[str, LevelFigures] = {}
    for d, name in enumerate(p.values):
        if usual_range(name) != (-1.0, 1.0):
            raise ValueError(f"{name} is not in -1..1: levels are of valence, arousal, dominance")
        truth, answers = _levels(p.truth[:, d], levels), _levels(p.predicted[:, d], levels)
        confusions = _confusions(truth, answers, levels, draws)
        if n := int(confusions[0].sum()):
            f1 = _figure(_rates(confusions)["f1_weighted"])
            found[name] = LevelFigures(n=n, f1_weighted=f1, confusion=_counts(confusions[0]))
    return found


def _levels(values: Floats, levels: int) -> Integers:
    """The level next to each value; -1 for not-a-number."""
    nearest = np.floor((values + 1) / 2 * (levels - 1) + 0.5)
    return np.nan_to_num(np.clip(nearest, 0, levels - 1), nan=-1).astype(np.int64)
