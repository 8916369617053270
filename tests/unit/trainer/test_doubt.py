"""Doubt against its definitions, clip by clip, and against scipy."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats
from scipy.special import xlogy

from tests.unit.trainer.test_metrics import predictions
from trainer import doubt
from trainer.doubt import disagreement_threshold, risk_coverage, vote_bins, vote_figures
from trainer.intervals import Draws
from trainer.predictions import Predictions


def sure(confidence: list[float], right: list[bool]) -> Predictions:
    """Clips of class a, with these probabilities of the answer, which is a or b."""
    p = np.array(
        [[c if r else 1 - c, 1 - c if r else c, 0] for c, r in zip(confidence, right, strict=True)]
    )
    return predictions([0] * len(right), np.log(p.clip(1e-12)))


def draws(made: Predictions, resamples: int = 0) -> Draws:
    return Draws(made.units(), resamples, seed=0)


def mean_risk(wrong: list[bool]) -> float:
    """Geifman & El-Yaniv: the risk of the surest clip, of the surest two, ..., averaged."""
    return float(np.mean([np.mean(wrong[:n]) for n in range(1, len(wrong) + 1)]))


def test_the_mean_risk_by_hand() -> None:
    found = risk_coverage(
        made := sure([0.9, 0.8, 0.7, 0.6], [True, False, True, True]), draws(made)
    )
    assert found.aurc.value == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 4) / 4)
    assert found.best == pytest.approx((0 + 0 + 0 + 1 / 4) / 4)
    assert found.excess == pytest.approx((1 / 2 + 1 / 3) / 4)
    assert found.curve == ((0.25, 0), (0.5, 0.5), (0.75, pytest.approx(1 / 3)), (1, 0.25))
    assert found.aurc.n == 4


@given(st.lists(st.tuples(st.sampled_from([0.6, 0.7, 0.8]), st.booleans()), max_size=6, min_size=1))
def test_clips_of_equal_confidence_come_in_any_order(clips: list[tuple[float, bool]]) -> None:
    confidence, right = (list(each) for each in zip(*clips, strict=True))
    made = sure(confidence, right)
    orders = [
        order
        for order in itertools.permutations(range(len(clips)))
        if all(confidence[a] >= confidence[b] for a, b in itertools.pairwise(order))
    ]
    expected = np.mean([mean_risk([not right[i] for i in order]) for order in orders])
    found = risk_coverage(made, draws(made))
    assert found.aurc.value == pytest.approx(expected)
    every = [mean_risk([not r for r in order]) for order in itertools.permutations(right)]
    assert found.best == pytest.approx(min(every))
    assert found.excess >= 0


def test_its_resamples_are_those_of_clips_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    made = sure(rng.uniform(0.5, 1, 40).tolist(), (rng.random(40) < 0.7).tolist())
    wrong, confidence = ~made.right(), made.log_probabilities.max(axis=1)
    of = draws(made, 20)
    values = doubt.aurcs(wrong, confidence, np.ones(40, bool), of)
    (times,) = of.times()
    for value, drawn in zip(values[1:], times, strict=True):
        again = np.repeat(np.arange(40), drawn.astype(int))
        copies = sure(np.exp(confidence[again]).tolist(), made.right()[again].tolist())
        assert risk_coverage(copies, draws(copies)).aurc.value == pytest.approx(value)
    monkeypatch.setattr(doubt, "_CLIPS_AT_ONCE", 7 * 40)
    np.testing.assert_array_equal(values, doubt.aurcs(wrong, confidence, np.ones(40, bool), of))


def test_a_model_without_mistakes_has_no_risk_and_no_interval() -> None:
    made = sure([0.9] * 20, [True] * 20)
    found = risk_coverage(made, draws(made, 50))
    assert (found.aurc.value, found.best, found.excess) == (0, 0, 0)
    assert (found.aurc.low, found.aurc.note) == (None, "all resamples agree")
    assert found.curve == ((1, 0),)


def test_a_long_curve_is_thinned_and_keeps_its_end() -> None:
    rng = np.random.default_rng(1)
    made = sure(rng.uniform(0.5, 1, 999).tolist(), (rng.random(999) < 0.7).tolist())
    curve = risk_coverage(made, draws(made)).curve
    assert len(curve) == 101
    assert curve[-1] == (1, pytest.approx(1 - made.right().mean()))


def rated(shares: NDArray[np.float64], p: NDArray[np.float64]) -> Predictions:
    made = predictions([0] * len(p), np.log(p), classes=tuple("abcdefg"[: p.shape[1]]))
    fields = {name: getattr(made, name) for name in made.__dataclass_fields__}
    return Predictions(**(fields | {"shares": shares}))


def test_divergence_is_scipys_and_clips_without_votes_do_not_count() -> None:
    rng = np.random.default_rng(2)
    votes, p = rng.dirichlet([0.3] * 4, 30).round(1), rng.dirichlet([1] * 4, 30)
    votes /= votes.sum(axis=1, keepdims=True)
    votes[20:] = 0
    made = rated(votes, p)
    found = vote_figures(made, draws(made, 100))
    expected = stats.entropy(votes[:20], p[:20], axis=1)
    assert found.kl.value == pytest.approx(expected.mean())
    assert (found.n, found.kl.n) == (20, 20)
    assert found.kl.low is not None
    assert found.kl.low < expected.mean()
    assert found.kl_of_mean == pytest.approx(
        stats.entropy(votes[:20], votes[:20].mean(axis=0)[None], axis=1).mean()
    )
    same = rated(p, p)
    assert vote_figures(same, draws(same)).kl.value == pytest.approx(0, abs=1e-12)
    assert vote_figures(same, draws(same)).gap == pytest.approx(0)


def test_pairs_of_clip_and_class_are_binned_by_probability() -> None:
    p = np.array([[0.5, 0.3, 0.2], [0.5, 0.3, 0.2]])
    votes = np.array([[1.0, 0, 0], [0.5, 0.5, 0]])
    bins = vote_bins(p, votes)
    assert [(b.pairs, b.probability, b.share) for b in bins] == [
        (2, pytest.approx(0.2), 0), (2, pytest.approx(0.3), 0.25), (2, 0.5, 0.75),
    ]  # fmt: skip
    made = rated(votes, p)
    assert vote_figures(made, draws(made)).gap == pytest.approx((0.2 + 0.05 + 0.25) / 3)


def doubting(ambiguities: list[float], agreed: list[float]) -> Predictions:
    """Two classes: clips of which the model expects so much ambiguity, and so many raters agree."""
    doubts = np.linspace(0.5, 1, 5001)
    entropies = -(doubts * np.log2(doubts) + xlogy(1 - doubts, 1 - doubts) / np.log(2))
    most = np.interp(ambiguities, entropies[::-1], doubts[::-1])
    shares = np.column_stack((agreed, 1 - np.array(agreed)))
    return rated(shares, np.column_stack((most, 1 - most)).clip(1e-9))


def test_raters_disagree_from_the_threshold_on() -> None:
    told = [0.1] * 40 + [0.5] * 40 + [0.8] * 30 + [0.9] * 20
    agreed = [1.0] * 40 + [0.6] * 40 + [0.5] * 50
    assert disagreement_threshold(doubting(told, agreed)) == pytest.approx(0.8, abs=0.01)


def test_too_few_clips_have_no_threshold() -> None:
    told = [0.1] * 40 + [0.9] * 29
    assert disagreement_threshold(doubting(told, [1.0] * 40 + [0.5] * 29)) is None
    assert disagreement_threshold(doubting(told, [1.0] * 69)) is None


@given(st.integers(0, 10_000))
def test_no_threshold_is_wrong_about_fewer_clips(seed: int) -> None:
    rng = np.random.default_rng(seed)
    told = rng.uniform(0.01, 0.99, 120)
    agreed = np.where(rng.uniform(size=120) < told, 0.55, 0.9)
    kinds = agreed < 0.6
    found = disagreement_threshold(doubting(told.tolist(), agreed.tolist()))
    if found is None:
        assert min(kinds.sum(), (~kinds).sum()) < 30
        return

    def errors(threshold: float) -> int:
        return int(((told >= threshold) != kinds).sum())

    # Told ambiguities are rounded to a thousandth by the way to shares and back.
    assert min(errors(found + d) for d in (-0.002, 0.0, 0.002)) <= min(map(errors, told)) + 2
