"""How well dimensions are followed, as values and as levels. N clips, R resamples."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from svfap_core.labels import usual_range
from svfap_core.settings import Frozen
from trainer.class_figures import Confusion, confusion_matrices, counts, rates
from trainer.intervals import Draws, Figure
from trainer.predictions import Floats, Integers, Predictions

_NO_SPREAD = 1e-12
"""A variance below this share of the mean square is rounding: the values are constant."""


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


def agreement(p: Predictions, d: int, draws: Draws) -> Floats:
    """PCC, CCC and mean absolute error of one dimension, `(1 + R, 3)`."""
    predicted, truth = p.predicted[:, d], p.truth[:, d]
    known = np.isfinite(truth)
    # Medians taken off, a constant is exactly zero, and sums of squares lose no digits.
    middle_x, middle_y = float(np.median(predicted[known])), float(np.median(truth[known]))
    x = np.where(known, predicted - middle_x, 0.0)
    y = np.where(known, truth - middle_y, 0.0)
    error = np.where(known, np.abs(predicted - truth), 0.0)
    moments = np.stack([known.astype(np.float64), x, y, x * x, y * y, x * y, error], axis=1)
    n, sx, sy, sxx, syy, sxy, sum_error = draws.sums(moments).T
    with np.errstate(invalid="ignore", divide="ignore"):
        var_x, var_y = (sxx - sx * sx / n) / (n - 1), (syy - sy * sy / n) / (n - 1)
        flat = (var_x <= _NO_SPREAD * sxx / n) | (var_y <= _NO_SPREAD * syy / n)
        cov = (sxy - sx * sy / n) / (n - 1)
        apart = (sx - sy) / n + middle_x - middle_y
        pcc = np.where(flat, np.nan, np.clip(cov / np.sqrt(var_x * var_y), -1, 1))
        ccc = np.where(flat, 0.0, 2 * cov / (var_x + var_y + apart**2))
        return np.stack([pcc, ccc, sum_error / n], axis=1)


def dimension_figures(found: Floats, known: NDArray[np.bool_], draws: Draws) -> DimensionFigures:
    """The figures of what `agreement` gives.

    Args:
        found: `(1 + R, 3)`.
        known: `(N,)`, clips with a true value.
        draws: Those of `found`.
    """
    pcc, ccc, mae = (draws.figure(values, known) for values in found.T)
    accuracy = draws.figure(1 - found[:, 2], known)
    return DimensionFigures(n=int(known.sum()), pcc=pcc, ccc=ccc, accuracy=accuracy, mae=mae)


def level_figures(p: Predictions, levels: int, draws: Draws) -> dict[str, LevelFigures]:
    """Dimension -> its figures, for those with a true value.

    Raises:
        ValueError: There are less than two levels, or a dimension is not in -1..1.
    """
    if levels < 2:
        raise ValueError(f"{levels} levels: give at least 2")
    found: dict[str, LevelFigures] = {}
    for d, name in enumerate(p.values):
        if usual_range(name) != (-1.0, 1.0):
            raise ValueError(f"{name} is not in -1..1: levels are of valence, arousal, dominance")
        truth, answers = _levels(p.truth[:, d], levels), _levels(p.predicted[:, d], levels)
        confusions = confusion_matrices(truth, answers, levels, draws)
        if n := int(confusions[0].sum()):
            f1 = draws.figure(rates(confusions)["f1_weighted"], truth >= 0)
            found[name] = LevelFigures(n=n, f1_weighted=f1, confusion=counts(confusions[0]))
    return found


def _levels(values: Floats, levels: int) -> Integers:
    """The level next to each value; -1 for not-a-number."""
    nearest = np.floor((values + 1) / 2 * (levels - 1) + 0.5)
    return np.nan_to_num(np.clip(nearest, 0, levels - 1), nan=-1).astype(np.int64)
