"""Whether a model knows when it is wrong, and whether it doubts where raters do.

N clips, K classes, U units, G groups of equal confidence, R resamples.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from scipy.special import xlogy

from svfap_core.settings import Frozen
from trainer.class_figures import CALIBRATION_BINS, bins_of
from trainer.intervals import Draws, Figure
from trainer.predictions import Floats, Integers, Predictions

AGREEING = 0.6
"""So many raters are most of them: six of the ten that FER+ has of each still."""
_LEAST_CLIPS = 30
_MAX_POINTS = 101
_CLIPS_AT_ONCE = 1_000_000


class RiskCoverage(Frozen):
    """What answering only the surer clips gains (Geifman & El-Yaniv 2017).

    Risk is the share of wrong answers among the clips that are answered; coverage is their share.
    """

    aurc: Annotated[Figure, Field(description="Mean risk over all coverages.")]
    best: Annotated[float, Field(description="AURC if the wrong answers were the least sure ones.")]
    excess: Annotated[float, Field(description="AURC above `best` (Geifman et al. 2019).")]
    curve: Annotated[
        tuple[tuple[float, float], ...],
        Field(description="Coverage and risk, from the surest clips on."),
    ]


class VoteBin(Frozen):
    """Pairs of a clip and a class to which about the same probability was given."""

    pairs: Annotated[int, Field(gt=0)]
    probability: Annotated[float, Field(description="Mean of the model's probabilities.")]
    share: Annotated[float, Field(description="Mean share of the raters who chose the class.")]


class VoteFigures(Frozen):
    """How near probabilities are to the shares of raters who chose each class."""

    n: Annotated[int, Field(description="Clips with votes; all figures are of them.")]
    kl: Annotated[
        Figure, Field(description="Mean divergence of the votes from the probabilities, in nats.")
    ]
    kl_of_mean: Annotated[float, Field(description="It, if every clip were given the mean votes.")]
    gap: Annotated[float, Field(description="Mean gap of probability and share over the bins.")]
    bins: Annotated[tuple[VoteBin, ...], Field(description="All classes; bins that hold pairs.")]


def disagreement_threshold(p: Predictions) -> float | None:
    """The ambiguity from which on raters disagree more often than not.

    Raters agree about a clip if a share of at least `AGREEING` of them say the same. The threshold
    is that by which the fewest clips are taken for the other kind.

    Args:
        p: Predictions whose probabilities are expected shares of raters, as at temperature 1.

    Returns:
        `labels.ambiguity` of the shares, 0..1; `None` with fewer than 30 clips of either kind.
    """
    rated = p.rated()
    disagreed = p.shares[rated].max(axis=1, initial=0) < AGREEING - 1e-6
    if min(disagreed.sum(), (~disagreed).sum()) < _LEAST_CLIPS:
        return None
    shares = np.exp(p.log_probabilities[rated])
    doubt = -xlogy(shares, shares).sum(axis=1) / np.log(shares.shape[1])
    order = np.argsort(doubt, kind="stable")
    ranked, kind = doubt[order], disagreed[order]
    # Errors of a threshold at each clip: disagreement below it, agreement from it on.
    errors = np.concatenate([[0], kind.cumsum()]) + np.concatenate(
        [(~kind)[::-1].cumsum()[::-1], [0]]
    )
    best = int(errors[:-1].argmin())
    return round(float(ranked[best]), 3)


def risk_coverage(p: Predictions, draws: Draws) -> RiskCoverage:
    """The risks of clips with a label, of which there must be one."""
    known = p.labels >= 0
    wrong, confidence = ~p.right()[known], p.log_probabilities[known].max(axis=1)
    values = aurcs(wrong, confidence, known, draws)
    errors = float(wrong.sum())
    best = _aurc(np.array([[len(wrong) - errors, errors]]), np.array([[0.0, errors]]))
    return RiskCoverage(
        aurc=draws.figure(values, known),
        best=float(best[0]),
        excess=max(0.0, float(values[0] - best[0])),
        curve=_curve(wrong, confidence),
    )


def aurcs(
    wrong: NDArray[np.bool_], confidence: Floats, known: NDArray[np.bool_], draws: Draws
) -> Floats:
    """AURC of all clips, then of each resample: `(1 + R,)`; not-a-number where no clip is drawn.

    Args:
        wrong: Of the clips with a label, whether their answers are wrong.
        confidence: Of the same clips.
        known: `(N,)`, which clips these are.
        draws: Of all clips.
    """
    order, starts = _groups(confidence)
    units, errors = draws.units[known][order], wrong[order].astype(np.float64)

    def of(times: Floats) -> Floats:
        clips = times[:, units]
        sums = (np.add.reduceat(each, starts, axis=1) for each in (clips, clips * errors))
        return _aurc(*sums)

    found = [of(np.ones((1, len(draws))))]
    rows = max(1, _CLIPS_AT_ONCE // len(units))
    for times in draws.times():
        found += [of(times[at : at + rows]) for at in range(0, len(times), rows)]
    return np.concatenate(found)


def vote_figures(p: Predictions, draws: Draws) -> VoteFigures:
    """The figures of clips with votes, of which there must be one."""
    known = p.rated()
    votes, log_p = p.shares, p.log_probabilities
    divergence = np.where(known, (xlogy(votes, votes) - votes * log_p).sum(axis=1), 0.0)
    count, total = draws.sums(np.stack([known.astype(np.float64), divergence], axis=1)).T
    with np.errstate(invalid="ignore"):
        kl = draws.figure(total / count, known)
    rated = votes[known]
    mean = rated.mean(axis=0)
    bins = vote_bins(np.exp(log_p[known]), rated)
    return VoteFigures(
        n=int(known.sum()),
        kl=kl,
        kl_of_mean=float((xlogy(rated, rated) - xlogy(rated, mean)).sum(axis=1).mean()),
        gap=sum(b.pairs * abs(b.probability - b.share) for b in bins) / rated.size,
        bins=bins,
    )


def vote_bins(probabilities: Floats, shares: Floats) -> tuple[VoteBin, ...]:
    """All pairs of clip and class by their probability, in 15 equal bins.

    Args:
        probabilities: `(N, K)`.
        shares: `(N, K)`.
    """
    given, chosen = probabilities.ravel(), shares.ravel()
    places = bins_of(given)
    sizes, of_p, of_share = (
        np.bincount(places, weights, CALIBRATION_BINS) for weights in (None, given, chosen)
    )
    return tuple(
        VoteBin(pairs=int(size), probability=float(a / size), share=float(b / size))
        for size, a, b in zip(sizes, of_p, of_share, strict=True)
        if size
    )


def _aurc(clips: Floats, errors: Floats) -> Floats:
    """AURC of groups from the surest to the least sure, `(R,)`.

    Clips of one group are answered in any order: the risk is the mean over these.

    Args:
        clips: `(R, G)`, whole numbers.
        errors: `(R, G)`, wrong ones among them.
    """
    ends = clips.cumsum(axis=1)
    begins, wrong_before = ends - clips, errors.cumsum(axis=1) - errors
    most = int(ends[:, -1].max())
    harmonic = np.concatenate([[0.0], np.cumsum(1 / np.arange(1, most + 1))])
    rate = np.divide(errors, clips, out=np.zeros_like(clips), where=clips > 0)
    spread = harmonic[ends.astype(np.int64)] - harmonic[begins.astype(np.int64)]
    with np.errstate(invalid="ignore"):
        return (errors + (wrong_before - rate * begins) * spread).sum(axis=1) / ends[:, -1]


def _groups(confidence: Floats) -> tuple[Integers, Integers]:
    """Clips from the surest to the least sure, and where each group of equals begins."""
    order = np.argsort(-confidence, kind="stable")
    ranked = confidence[order]
    return order, np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]])


def _curve(wrong: NDArray[np.bool_], confidence: Floats) -> tuple[tuple[float, float], ...]:
    """Coverage and risk at the ends of groups, thinned evenly."""
    order, starts = _groups(confidence)
    ends = np.append(starts[1:], len(order))
    if len(ends) > _MAX_POINTS:
        ends = ends[np.linspace(0, len(ends) - 1, _MAX_POINTS).round().astype(int)]
    risks = wrong[order].cumsum()[ends - 1] / ends
    return tuple(zip((ends / len(order)).tolist(), risks.tolist(), strict=True))
