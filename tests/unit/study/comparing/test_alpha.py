"""Krippendorff's alpha against the published example, and what must hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from svfap_core.study.comparing.alpha import Scale, alpha, alpha_of, disagreements

# K. Krippendorff (2011), Computing Krippendorff's alpha-reliability, example C: four observers,
# twelve units, missing values.
_ = np.nan
PUBLISHED = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
        [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
    ]
)


@pytest.mark.parametrize(("scale", "published"), [(Scale.NOMINAL, 0.743), (Scale.INTERVAL, 0.849)])
def test_the_published_example(scale: Scale, published: float) -> None:
    assert alpha(PUBLISHED, scale) == pytest.approx(published, abs=0.0005)


def test_binary_data_of_two_observers() -> None:
    # The same paper, example A: ten articles, 0.095.
    a = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    b = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert alpha(np.array([a, b], float), Scale.NOMINAL) == pytest.approx(0.095, abs=0.0005)


def by_pairs(ratings: np.ndarray, scale: Scale) -> float | None:
    """The definition: every pair of values, one after the other."""

    def apart(v: float, w: float) -> float:
        return float(v != w) if scale is Scale.NOMINAL else (v - w) ** 2

    units = [unit[np.isfinite(unit)] for unit in ratings.T]
    units = [unit for unit in units if len(unit) > 1]
    values = np.concatenate([np.zeros(0), *units])
    within = sum(sum(apart(v, w) for v in u for w in u) / (len(u) - 1) for u in units)
    n = len(values)
    whole = sum(apart(v, w) for v in values for w in values)
    return 1 - (n - 1) * within / whole if whole else None


@given(
    ratings=arrays(np.float64, (3, 7), elements=st.sampled_from([0.0, 1.0, 2.5, np.nan])),
    scale=st.sampled_from(list(Scale)),
    offset=st.sampled_from([0.0, -3.0, 1e6]),
)
def test_it_is_what_the_definition_says(ratings: np.ndarray, scale: Scale, offset: float) -> None:
    expected = by_pairs(ratings, scale)
    found = alpha(ratings + offset, scale)
    assert (found is None) == (expected is None)
    if found is not None:
        assert found == pytest.approx(expected, abs=1e-6)


@given(cut=st.integers(0, 12), scale=st.sampled_from(list(Scale)))
def test_parts_add_up_to_the_whole(cut: int, scale: Scale) -> None:
    parts = disagreements([PUBLISHED[:, :cut], PUBLISHED[:, cut:]], scale)
    assert alpha_of(parts) == pytest.approx(alpha(PUBLISHED, scale))


def test_equal_values_throughout_say_nothing() -> None:
    for scale in Scale:
        assert alpha(np.full((2, 5), 0.3), scale) is None
        assert alpha(np.full((2, 5), np.nan), scale) is None
        assert alpha(np.zeros((2, 0)), scale) is None
