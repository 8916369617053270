"""The intraclass correlation ICC(2,1) of coders, over participants."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from svfap_core.results.agreement import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class IntraclassCorrelation:
    """ICC(2,1): two-way random, absolute agreement, of a single coder.

    Attributes:
        icc: At most 1; can be below 0; `None` where no value differs or n is below 2.
        low: Lower end of the interval; `None` where there is no icc, or coders agree fully.
        high: Upper end.
        n: Participants.
        left_out: Participants of whom a coder's value is missing.
    """

    icc: float | None
    low: float | None = None
    high: float | None = None
    n: int
    left_out: int


def icc(ratings: Floats, confidence: float = 0.95) -> IntraclassCorrelation:
    """ICC(2,1) with its F interval.

    P. E. Shrout and J. L. Fleiss (1979), Intraclass correlations: uses in assessing rater
    reliability, Psychological Bulletin 86, 420-428; interval of case 2 as in K. O. McGraw and S. P.
    Wong (1996), Forming inferences about some intraclass correlation coefficients, Psychological
    Methods 1, 30-46, ICC(A,1). It takes values to be normally distributed.

    Args:
        ratings: `(participants, coders)`, one value each, such as a mean or a rate; not-a-number
            where it is missing. Two coders or more.
        confidence: Of the interval, above 0 and below 1.

    Raises:
        ValueError: The array has another shape.
    """
    if ratings.ndim != 2 or ratings.shape[1] < 2:
        raise ValueError(f"Ratings of shape {ratings.shape}: give (participants, 2 coders or more)")
    whole = np.isfinite(ratings).all(axis=1)
    left_out = int((~whole).sum())
    x = ratings[whole]
    n, k = x.shape
    if n < 2 or x.min() == x.max():
        return IntraclassCorrelation(icc=None, n=n, left_out=left_out)
    rows, columns, center = x.mean(axis=1), x.mean(axis=0), x.mean()
    between = k * float(((rows - center) ** 2).sum()) / (n - 1)
    coders = n * float(((columns - center) ** 2).sum()) / (k - 1)
    rest = float(((x - rows[:, None] - columns + center) ** 2).sum()) / ((n - 1) * (k - 1))
    value = (between - rest) / (between + (k - 1) * rest + k * (coders - rest) / n)
    if (x == x[:, :1]).all():
        return IntraclassCorrelation(icc=1.0, n=n, left_out=left_out)
    # McGraw and Wong, table 7, row ICC(A,1).
    share, rest = k * value / (n * (1 - value)), max(rest, 1e-12 * (between + coders))
    whole_share = 1 + k * value * (n - 1) / (n * (1 - value))
    freedom = (share * coders + whole_share * rest) ** 2 / (
        (share * coders) ** 2 / (k - 1) + (whole_share * rest) ** 2 / ((n - 1) * (k - 1))
    )
    quantile = 0.5 + confidence / 2
    f_low, f_high = (
        float(stats.f.ppf(quantile, *degrees)) for degrees in ((n - 1, freedom), (freedom, n - 1))
    )
    spread = k * coders + (k * n - k - n) * rest
    return IntraclassCorrelation(
        icc=value,
        low=n * (between - f_low * rest) / (f_low * spread + n * between),
        high=n * (f_high * between - rest) / (spread + n * f_high * between),
        n=n,
        left_out=left_out,
    )
