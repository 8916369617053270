"""How well two series of scores or labels agree. Knows nothing of where they come from.

No tests of significance: time units of a video follow from each other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreAgreement:
    """Of two series A and B; what is not defined, as for a constant series, is `None`.

    Attributes:
        n: Pairs.
        ccc: Lin's concordance correlation coefficient, -1..1; 1: equal values.
        r: Pearson's correlation, -1..1; 1: equal up to scale and offset.
        mean_abs_difference: Mean of |A - B|, in the unit of the score.
        mean_difference: Mean of A - B.
    """

    n: int
    ccc: float | None
    r: float | None
    mean_abs_difference: float | None
    mean_difference: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OneLabel:
    """One label against all others.

    Attributes:
        label: The label.
        n_a: Units to which A gives it.
        n_b: Units to which B gives it.
        n_both: Units to which both give it.
        kappa: Cohen's kappa of this label against all others.
        kappa_max: The highest kappa that these marginals allow.
    """

    label: str
    n_a: int
    n_b: int
    n_both: int
    kappa: float | None
    kappa_max: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelAgreement:
    """Of two series of labels, A in rows and B in columns of `confusion`.

    Attributes:
        labels: Names of rows and columns.
        confusion: Counts of units, `(labels, labels)`.
        n: Units.
        agreement: Share of units with the same label, 0..1.
        kappa: Cohen's kappa; `None` where both give one and the same label throughout.
        kappa_max: The highest kappa that the marginals allow.
        each: Each label against all others.
    """

    labels: tuple[str, ...]
    confusion: Codes
    n: int
    agreement: float | None
    kappa: float | None
    kappa_max: float | None
    each: tuple[OneLabel, ...]


def score_agreement(a: Floats, b: Floats) -> ScoreAgreement:
    """Compare pairs of scores; those of which one is not a number are left out.

    The concordance correlation coefficient is that of L. I-K. Lin (1989), A concordance correlation
    coefficient to evaluate reproducibility, Biometrics 45, 255-268, with moments over n.

    Args:
        a: `(n,)`.
        b: `(n,)`.
    """
    known = np.isfinite(a) & np.isfinite(b)
    a, b = a[known], b[known]
    if not len(a):
        return ScoreAgreement(n=0, ccc=None, r=None, mean_abs_difference=None, mean_difference=None)
    (mean_a, mean_b), (var_a, var_b) = ((float(of(a)), float(of(b))) for of in (np.mean, _variance))
    covariance = float(np.mean((a - mean_a) * (b - mean_b)))
    apart = var_a + var_b + (mean_a - mean_b) ** 2
    spread = math.sqrt(var_a) * math.sqrt(var_b)
    return ScoreAgreement(
        n=len(a),
        ccc=2 * covariance / apart if apart > 0 else None,
        r=min(1.0, max(-1.0, covariance / spread)) if spread > 0 else None,
        mean_abs_difference=float(np.mean(np.abs(a - b))),
        mean_difference=mean_a - mean_b,
    )


def label_agreement(a: Codes, b: Codes, labels: Sequence[str]) -> LabelAgreement:
    """Compare pairs of labels, given as places in `labels`; pairs with one below 0 are left out."""
    known = (a >= 0) & (b >= 0)
    size = len(labels)
    counts = np.bincount(a[known].astype(np.int64) * size + b[known], minlength=size * size)
    confusion = counts.reshape(size, size)
    return agreement_of(confusion, labels)


def agreement_of(confusion: Codes, labels: Sequence[str]) -> LabelAgreement:
    """What follows from a confusion matrix.

    Kappa and its maximum are those of J. Cohen (1960), A coefficient of agreement for nominal
    scales, Educational and Psychological Measurement 20, 37-46.

    Args:
        confusion: Counts, `(labels, labels)`, A in rows and B in columns.
        labels: Names of rows and columns.
    """
    n = int(confusion.sum())
    kappa, kappa_max = _kappa(confusion)
    each: list[OneLabel] = []
    for place, label in enumerate(labels):
        both = int(confusion[place, place])
        n_a, n_b = int(confusion[place].sum()), int(confusion[:, place].sum())
        own = np.array([[both, n_a - both], [n_b - both, n - n_a - n_b + both]])
        own_kappa, own_max = _kappa(own)
        each.append(
            OneLabel(label=label, n_a=n_a, n_b=n_b, n_both=both, kappa=own_kappa, kappa_max=own_max)
        )
    return LabelAgreement(
        labels=tuple(labels),
        confusion=confusion,
        n=n,
        agreement=int(np.trace(confusion)) / n if n else None,
        kappa=kappa,
        kappa_max=kappa_max,
        each=tuple(each),
    )


def _kappa(confusion: Codes) -> tuple[float | None, float | None]:
    """Kappa and its maximum; `None` where chance alone gives full agreement."""
    n = int(confusion.sum())
    rows, columns = confusion.sum(axis=1), confusion.sum(axis=0)
    # In whole numbers, so that full agreement by chance is known for certain.
    chance, observed = int(rows @ columns), int(np.trace(confusion)) * n
    if n * n == chance:
        return None, None
    most = int(np.minimum(rows, columns).sum()) * n
    return (observed - chance) / (n * n - chance), (most - chance) / (n * n - chance)


def _variance(values: Floats) -> float:
    """Over n; exactly 0 for equal values, which rounding might miss."""
    return float(values.var()) if values.min() < values.max() else 0.0
