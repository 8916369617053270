"""Judges predictions: agreement with the truth, calibration, and how sure the figures are.

Knows nothing of models or files. Figures are of all clips together, never means over folds or
batches (SVFAP section 4.2.1).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from svfap_core.inference.card import Metric
from svfap_core.settings import Frozen
from trainer.class_figures import ClassFigures, class_figures
from trainer.dimension_figures import (
    DimensionFigures,
    LevelFigures,
    agreement,
    dimension_figures,
    level_figures,
)
from trainer.doubt import RiskCoverage, VoteFigures, risk_coverage, vote_figures
from trainer.intervals import Draws
from trainer.predictions import Predictions


class JudgedModel(Frozen):
    """Which model was judged: another checkpoint or calibration is another model."""

    sha256: Annotated[str, Field(description="Of the weights, as a model folder stores them.")]
    temperature: Annotated[float, Field(description="That its class outputs were divided by.")]


class Evaluation(Frozen):
    """All figures of one model, or of those of all folds, on one part of a data set.

    Intervals count subjects, with all their clips, where subjects are known, else clips; a clip
    without a subject among others that have one counts as one. `units` says how many there are.
    """

    caution: Annotated[str, Field(description="What to know before the figures; mostly empty.")]
    data_set: str
    split: Annotated[str, Field(description="Part of the data set, such as test or 5 folds.")]
    protocol: Annotated[str, Field(description="How it was measured, and by whom.")]
    models: Annotated[tuple[JudgedModel, ...], Field(description="One, or that of each fold.")]
    n: Annotated[int, Field(description="Clips that were judged, with or without truth.")]
    labels: Annotated[tuple[str, ...], Field(description="Classes in the order of outputs.")]
    classes: Annotated[ClassFigures | None, Field(description="None: no clip has a label.")]
    risks: Annotated[RiskCoverage | None, Field(description="None: no clip has a label.")]
    votes: Annotated[VoteFigures | None, Field(description="None: no clip has votes of raters.")]
    dimensions: dict[str, DimensionFigures]
    means: Annotated[DimensionFigures | None, Field(description="Of all in `dimensions`.")]
    further: dict[str, ClassFigures] = Field(default_factory=dict, description="Further labels.")
    levels: Annotated[dict[str, LevelFigures], Field(description="Dimensions, if asked for.")]
    unmeasured: Annotated[tuple[str, ...], Field(description="With less than two true values.")]
    resampled: Literal["clips", "subjects"]
    units: int
    resamples: int
    seed: int

    def metrics(self) -> tuple[Metric, ...]:
        """As a model card holds them: figures that are defined, without their intervals."""
        found: list[tuple[str, float | None, int]] = []
        if (c := self.classes) is not None:
            named = {"WAR": c.war, "UAR": c.uar}
            named |= {"weighted F1": c.f1_weighted, "macro F1": c.f1_macro}
            named |= {f"recall {name}": figure for name, figure in c.recall.items()}
            named |= {"AURC": self.risks.aurc} if self.risks else {}
            named |= {"KL": self.votes.kl} if self.votes else {}
            found += [("ECE", c.ece, c.n), *((name, f.value, f.n) for name, f in named.items())]
        if self.means is not None:
            for suffix, d in {"": self.means, **self.dimensions}.items():
                named = {"CCC": d.ccc, "PCC": d.pcc, "ACC": d.accuracy}
                found += [(f"{k} {suffix}".strip(), f.value, f.n) for k, f in named.items()]
        for name, c in self.further.items():
            named = {"weighted F1": c.f1_weighted, "WAR": c.war, "UAR": c.uar}
            found += [(f"{k} {name}", figure.value, figure.n) for k, figure in named.items()]
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
    caution: str = "",
    resamples: int = 1000,
    seed: int = 0,
) -> Evaluation:
    """All figures of predictions, with 95 % intervals.

    Clips of one person are alike: taken one by one they would make the figures look too sure. So
    the interval of a proportion is Wilson's on the effective number of clips, that of their mean
    follows from these, and all others are percentile intervals of a bootstrap that draws subjects
    with all their clips, where there are enough (`intervals`). With few subjects (below twenty or
    so) the latter are still somewhat narrow. The calibration error has none, but what it would be
    by chance: each resample makes it larger.

    Args:
        predictions: All folds together (`trainer.pooling.pool`).
        data_set: Its name, for people.
        split: Part of it, such as test or 5 folds.
        protocol: How predictions were made, and by whom.
        models: What made them, in the order of the folds.
        levels: Judge dimensions as so many levels too, as AVCAffe is scored (5): level k stands at
            -1 + 2 k / (levels - 1), and a value is of the level next to it, the higher one
            half-way, values beyond -1..1 of the outermost.
        caution: What a reader must know before any figure.
        resamples: Of the bootstrap; 0: none.
        seed: Of the bootstrap; the same seed gives the same intervals.

    Raises:
        ValueError: There is neither a label nor a dimension with two true values, there are less
            than two levels or levels of a dimension not in -1..1, or the number of resamples is
            negative.
    """
    p, resampled = predictions, "subjects" if predictions.has_subjects else "clips"
    draws = Draws(p.units(), resamples, seed, resampled)
    known = np.isfinite(p.truth)
    measured = [d for d, n in enumerate(known.sum(axis=0).tolist()) if n >= 2]
    labelled = bool((p.labels >= 0).any())
    told = {name: p.of(name) for name, a in p.further.items() if (a.labels >= 0).any()}
    if not labelled and not measured and not told:
        raise ValueError("no clip has a label or true values: there is nothing to judge by")
    found = [agreement(p, d, draws) for d in measured]
    dimensions = {
        p.values[d]: dimension_figures(figures, known[:, d], draws)
        for d, figures in zip(measured, found, strict=True)
    }
    together = np.asarray(known[:, measured].any(axis=1))
    means = dimension_figures(np.mean(found, axis=0), together, draws) if measured else None
    return Evaluation(
        caution=caution,
        data_set=data_set,
        split=split,
        protocol=protocol,
        models=tuple(models),
        n=len(p),
        labels=p.classes,
        classes=class_figures(p, draws) if labelled else None,
        risks=risk_coverage(p, draws) if labelled else None,
        votes=vote_figures(p, draws) if p.shares.any() else None,
        dimensions=dimensions,
        means=means,
        further={name: class_figures(answers, draws) for name, answers in told.items()},
        levels={} if levels is None else level_figures(p, levels, draws),
        unmeasured=tuple(name for name in p.values if name not in dimensions),
        resampled=resampled,
        units=len(draws),
        resamples=resamples,
        seed=seed,
    )
