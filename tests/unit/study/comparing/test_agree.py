"""Agreement over participants: pooled figures, and intervals that draw whole participants."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.inter_rater import cohens_kappa

from svfap_core.results.agreement import label_agreement, score_agreement
from svfap_core.study.comparing.agree import (
    agree_by_alpha,
    agree_on_events,
    agree_on_labels,
    agree_on_scores,
)
from svfap_core.study.comparing.alpha import Scale, alpha
from svfap_core.study.comparing.resampling import Resampling

FEW = Resampling(resamples=299)
LABELS = ("happy", "neutral", "sad")


def coded(persons: int = 12, units: int = 60, same: float = 0.7) -> list[tuple[np.ndarray, ...]]:
    """Labels of two coders, who agree by more than chance; some units are not coded."""
    rng = np.random.default_rng(4)
    found = []
    for _ in range(persons):
        a = rng.integers(0, 3, units)
        b = np.where(rng.random(units) < same, a, rng.integers(0, 3, units))
        b[:3] = -1
        found.append((a, b))
    return found


def test_labels() -> None:
    participants = coded()
    found = agree_on_labels(participants, LABELS, FEW)
    a, b = (np.concatenate(side) for side in zip(*participants, strict=True))
    whole = label_agreement(a, b, LABELS)
    assert found.pooled.confusion.tolist() == whole.confusion.tolist()
    assert found.kappa.value == whole.kappa
    assert found.kappa.value == pytest.approx(cohens_kappa(whole.confusion).kappa)
    assert found.pooled.kappa_max == whole.kappa_max
    assert found.kappa.n == 12
    assert [each.value for each in found.each] == [each.kappa for each in whole.each]
    for each in (found.kappa, *found.each):
        assert each.low is not None
        assert each.value is not None
        assert each.high is not None
        assert each.low < each.value < each.high
    assert [one.n for one in found.by_participant] == [57] * 12


def test_scores() -> None:
    rng = np.random.default_rng(6)
    participants = [(x, x + rng.normal(0.2, 0.5, 40)) for x in rng.normal(0, 1, (11, 40))]
    participants[0][0][:5] = np.nan
    found = agree_on_scores(participants, FEW)
    a, b = (np.concatenate(side) for side in zip(*participants, strict=True))
    assert found.pooled == score_agreement(a, b)
    assert found.ccc.value == found.pooled.ccc
    assert found.ccc.low is not None
    assert found.ccc.high is not None
    assert found.pooled.ccc is not None
    assert found.ccc.low < found.pooled.ccc < found.ccc.high < 1
    assert found.by_participant[0].n == 35


@pytest.mark.parametrize("scale", list(Scale))
def test_alpha(scale: Scale) -> None:
    participants = [
        np.where(np.stack(pair) < 0, np.nan, np.stack(pair)).astype(float) for pair in coded()
    ]
    found = agree_by_alpha(participants, scale, FEW)
    assert found.value == pytest.approx(alpha(np.concatenate(participants, axis=1), scale))
    assert found.low is not None
    assert found.high is not None
    assert found.value is not None
    assert found.low < found.value < found.high


def test_events() -> None:
    # Of each participant four events, of which three are found, and one that is none.
    reference = np.array([[1.0], [5.0], [9.0], [14.0]])
    other = np.array([[1.2], [4.9], [9.3], [20.0], [30.0]])
    found = agree_on_events([(reference, other)] * 11 + [(reference, other[:3])], 0.5, FEW)
    assert (found.n_matched, found.n_reference, found.n_other) == (36, 48, 58)
    assert found.recall.value == 0.75
    assert "agree" in found.recall.note, "all participants have the same"
    assert found.precision.value == pytest.approx(36 / 58)
    assert found.f1.value == pytest.approx(72 / 106)
    assert found.f1.low is not None
    assert found.f1.high is not None
    assert found.f1.low <= 72 / 106 <= found.f1.high


def test_events_of_different_participants_are_never_matched() -> None:
    empty, one = np.zeros((0, 1)), np.ones((1, 1))
    found = agree_on_events([(one, empty), (empty, one)], 10, FEW)
    assert (found.n_matched, found.recall.value, found.f1.value) == (0, 0, 0)


def test_intervals_are_over_participants_not_units() -> None:
    # More units of the same participants make no interval narrower.
    participants = coded(same=0.6)
    for person, (a, b) in enumerate(participants):
        b[:] = np.where(np.arange(60) < 5 * person, a, b)  # Participants differ.
    repeated = [(np.tile(a, 20), np.tile(b, 20)) for a, b in participants]
    few, many = (agree_on_labels(x, LABELS, FEW).kappa for x in (participants, repeated))
    assert (few.low, few.high) == pytest.approx((many.low, many.high))


def test_without_participants_nothing_is_defined() -> None:
    assert agree_on_labels([], LABELS, FEW).kappa.value is None
    assert agree_on_scores([], FEW).ccc.value is None
    assert agree_by_alpha([], Scale.NOMINAL, FEW).value is None
    assert agree_on_events([], 1, FEW).f1.value is None
