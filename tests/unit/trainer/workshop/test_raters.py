"""Agreement with raters: by hand, and beside the same counted still by still."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.workshop.raters import Answers, figures, fitted_power, sharpened, table

EMOTIONS = ("angry", "happy", "neutral")


def answers(*stills: tuple[list[int], int, int]) -> Answers:
    """Votes for the emotions, for the most frequent other answer, and the old label."""
    votes, others, labels = zip(*stills, strict=True)
    return Answers(
        votes=np.array(votes),
        others=np.array(others),
        labels=np.array(labels),
    )


KNOWN = answers(
    ([0, 8, 2], 0, 1),
    ([0, 5, 5], 0, 1),  # A tie.
    ([1, 2, 3], 4, 2),  # Most say something else.
    ([5, 0, 4], 0, 0),
    ([0, 0, 10], 0, 1),
    ([0, 0, 0], 10, -1),
    ([2, 2, 5], 1, -1),  # Fewer than six agree.
)


def test_majorities_are_clear_ones() -> None:
    assert KNOWN.majority.tolist() == [1, -1, -1, 0, 2, -1, 2]
    assert KNOWN.shares[0].tolist() == [0.0, 0.8, 0.2]


def test_figures_by_hand() -> None:
    said = np.array(
        [
            [0.1, 0.8, 0.1],
            [0.1, 0.8, 0.1],
            [0.1, 0.1, 0.8],
            [0.1, 0.1, 0.8],
            [0.1, 0.1, 0.8],
            [1 / 3, 1 / 3, 1 / 3],
            [0.1, 0.8, 0.1],
        ]
    )
    found = figures(KNOWN, said, said, EMOTIONS)
    assert found.majority == pytest.approx((1 / 2, (0 + 1 + 1 / 2) / 3))
    assert found.agreed == (1.0, 1.0)
    assert found.label == pytest.approx((3 / 5, (0 + 2 / 3 + 1) / 3))
    assert found.neutral == 1.0
    assert found.ece == pytest.approx(0.8 - 1 / 2)
    assert found.recall == {"angry": 0.0, "happy": 1.0, "neutral": 0.5}
    assert found.by_agreement == {5: (0.0, 2), 8: (1.0, 1), 10: (1.0, 1)}
    counted = {"majority": 4, "agreed": 2, "label": 5, "neutral": 1, "divergence": 6}
    assert found.stills == counted
    rated = [0, 1, 2, 3, 4, 6]
    own = np.log(KNOWN.shares[rated] + 1e-300) - np.log(said[rated])
    assert found.divergence == pytest.approx(np.nansum(KNOWN.shares[rated] * own, axis=1).mean())
    assert "majority, WAR / UAR, of 4: 50.0 / 50.0 %" in table(found)


VOTES = st.lists(st.integers(0, 10), min_size=3, max_size=3)


@given(st.lists(st.tuples(VOTES, st.integers(0, 10), st.integers(-1, 2)), min_size=1, max_size=9))
def test_majorities_are_those_of_counting(stills: list[tuple[list[int], int, int]]) -> None:
    for (votes, other, _), found in zip(stills, answers(*stills).majority.tolist(), strict=True):
        counts = Counter(dict(enumerate([*votes, other])))
        (first, most), (_, second) = counts.most_common(2)
        assert found == (first if most > second and first < 3 else -1)


@given(st.floats(0.2, 6), st.lists(st.floats(0.01, 1), min_size=3, max_size=3))
def test_sharpening_keeps_the_order_and_the_sum(power: float, given_: list[float]) -> None:
    shares = np.array([given_]) / sum(given_)
    found = sharpened(shares, power)
    assert found.sum() == pytest.approx(1)
    assert (np.argsort(found, kind="stable") == np.argsort(shares, kind="stable")).all()
    assert sharpened(shares, 1.0) == pytest.approx(shares)


def test_the_fitted_power_makes_probabilities_true() -> None:
    """Ten raters drawn from known shares: the majority is surer than any single one of them."""
    rng = np.random.default_rng(0)
    shares = rng.dirichlet((1.5, 1.5, 1.5), 4000)
    votes = np.array([rng.multinomial(10, p) for p in shares])
    known = Answers(
        votes=votes,
        others=np.zeros(4000, np.int64),
        labels=np.full(4000, -1),
    )
    power = fitted_power(known, shares)
    assert 2.5 < power < 3.5
    found = figures(known, shares, sharpened(shares, power), EMOTIONS)
    assert found.ece < 0.03 < figures(known, shares, shares, EMOTIONS).ece
