"""Agreement of two coders, or of a model and a coder, with intervals over participants.

Figures are of all time units or events of all participants together; whole participants are drawn
for intervals, as units of one participant follow from each other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from svfap_core.results.agreement import (
    Codes,
    Floats,
    LabelAgreement,
    ScoreAgreement,
    agreement_of,
    label_agreement,
    score_agreement,
)
from svfap_core.study.comparing.alpha import Scale, alpha_of, disagreements
from svfap_core.study.comparing.events import EventFigures, event_figures, match_events
from svfap_core.study.comparing.resampling import Estimate, Places, Resampling, estimate_over


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelsAgreed:
    """Labels of two sides, A in rows and B in columns of the confusion matrix.

    Attributes:
        pooled: Confusion matrix, kappa, its maximum and each label, of all units.
        kappa: Cohen's kappa with its interval.
        each: Kappa of each label against all others, in the order of `pooled.labels`.
        by_participant: Each participant by itself, in the order given.
    """

    pooled: LabelAgreement
    kappa: Estimate
    each: tuple[Estimate, ...]
    by_participant: tuple[LabelAgreement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoresAgreed:
    """Scores of two sides.

    Attributes:
        pooled: Of all pairs.
        ccc: Lin's concordance correlation coefficient with its interval.
        by_participant: Each participant by itself, in the order given.
    """

    pooled: ScoreAgreement
    ccc: Estimate
    by_participant: tuple[ScoreAgreement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsAgreed:
    """Events or bouts of one label, matched one to one within each participant.

    Attributes:
        n_matched: Matched pairs of all participants.
        n_reference: Events of the reference.
        n_other: Events of the other side.
        precision: Share of the other side's events that are matched, 0..1, with its interval.
        recall: Share of the reference's events that are matched.
        f1: Harmonic mean of both.
    """

    n_matched: int
    n_reference: int
    n_other: int
    precision: Estimate
    recall: Estimate
    f1: Estimate


def agree_on_labels(
    participants: Sequence[tuple[Codes, Codes]], labels: Sequence[str], resampling: Resampling
) -> LabelsAgreed:
    """Compare labels of time units.

    Args:
        participants: Of each, labels of A and of B, `(units,)` each, as places in `labels`; units
            with one below 0 are left out.
        labels: All labels.
        resampling: Draws, seed and confidence.
    """
    each = tuple(label_agreement(a, b, labels) for a, b in participants)
    size = len(labels)
    empty = np.zeros((0, size, size), np.int64)
    confusions = np.stack([one.confusion for one in each]) if each else empty
    pooled = agreement_of(confusions.sum(axis=0), labels)
    return LabelsAgreed(
        pooled=pooled,
        kappa=_kappa(confusions, resampling),
        each=tuple(_kappa(_against_others(confusions, k), resampling) for k in range(size)),
        by_participant=each,
    )


def agree_on_scores(
    participants: Sequence[tuple[Floats, Floats]], resampling: Resampling
) -> ScoresAgreed:
    """Compare scores of time units.

    Args:
        participants: Of each, scores of A and of B, `(units,)` each; units where one is not a
            number are left out.
        resampling: Draws, seed and confidence.
    """

    def of(places: Sequence[int] | Places) -> ScoreAgreement:
        pairs = [participants[place] for place in places]
        a, b = (np.concatenate([np.zeros(0), *side]) for side in zip(*pairs, strict=True))
        return score_agreement(a, b)

    return ScoresAgreed(
        pooled=of(range(len(participants))) if participants else score_agreement(*np.zeros((2, 0))),
        ccc=estimate_over(len(participants), lambda places: of(places).ccc, resampling),
        by_participant=tuple(score_agreement(a, b) for a, b in participants),
    )


def agree_by_alpha(
    participants: Sequence[Floats], scale: Scale, resampling: Resampling
) -> Estimate:
    """Krippendorff's alpha of two coders or more.

    Args:
        participants: Of each, `(coders, units)`; not-a-number where a coder gave no value.
        scale: Of the values.
        resampling: Draws, seed and confidence.
    """
    parts = disagreements(participants, scale)
    return estimate_over(
        len(parts), lambda places: alpha_of([parts[place] for place in places]), resampling
    )


def agree_on_events(
    participants: Sequence[tuple[Floats, Floats]], tolerance_s: float, resampling: Resampling
) -> EventsAgreed:
    """Match events or bouts of one label.

    Args:
        participants: Of each, times of the reference and of the other side, as of `match_events`.
        tolerance_s: Events match up to this distance.
        resampling: Draws, seed and confidence.
    """
    found = [match_events(reference, other, tolerance_s) for reference, other in participants]
    counts = np.array(
        [(one.n_matched, one.n_reference, one.n_other) for one in found], np.int64
    ).reshape(-1, 3)

    def of(figure: Callable[[EventFigures], float | None]) -> Estimate:
        return estimate_over(
            len(counts),
            lambda places: figure(event_figures(*counts[places].sum(axis=0).tolist())),
            resampling,
        )

    n_matched, n_reference, n_other = counts.sum(axis=0).tolist()
    return EventsAgreed(
        n_matched=n_matched,
        n_reference=n_reference,
        n_other=n_other,
        precision=of(lambda figures: figures.precision),
        recall=of(lambda figures: figures.recall),
        f1=of(lambda figures: figures.f1),
    )


def _kappa(confusions: Codes, resampling: Resampling) -> Estimate:
    """Of participants' confusion matrices `(P, L, L)`."""
    # Single labels are not looked at in resamples.
    return estimate_over(
        len(confusions),
        lambda places: agreement_of(confusions[places].sum(axis=0), ()).kappa,
        resampling,
    )


def _against_others(confusions: Codes, place: int) -> Codes:
    """One label and all others: `(P, 2, 2)`."""
    both = confusions[:, place, place]
    of_a, of_b = confusions[:, place].sum(axis=1), confusions[:, :, place].sum(axis=1)
    rest = confusions.sum(axis=(1, 2)) - of_a - of_b + both
    return np.stack([np.stack([both, of_a - both], 1), np.stack([of_b - both, rest], 1)], 1)
