from __future__ import annotations

import numpy as np
import pytest

from svfap_core.inference.agreement import LIMITS, Apart, apart


def test_what_is_compared() -> None:
    exact = np.array([[0.6, 0.4, 0.1], [0.45, 0.55, 0.2]])
    found = np.array([[0.6, 0.4, 0.4], [0.51, 0.49, 0.2]])
    figures = apart(found, exact, slice(2))
    assert figures.most == pytest.approx(0.3)
    assert figures.mean == pytest.approx(0.42 / 6)
    assert figures.other_labels == 0.5
    assert apart(found, exact, slice(0)).other_labels == 0


def test_each_figure_has_its_limit() -> None:
    limit = Apart(0.1, 0.01, 0.05)
    assert Apart(0.1, 0.01, 0.05).within(limit)
    for index in range(3):
        above = list(limit)
        above[index] *= 1.01
        assert not Apart(*above).within(limit)


def test_scores_that_are_no_numbers_are_not_near() -> None:
    exact = np.full((2, 3), 1 / 3)
    for bad in (np.nan, np.inf):
        found = exact.copy()
        found[1, 1] = bad
        assert not any(apart(found, exact).within(limit) for limit in LIMITS.values())


def test_coarser_numbers_may_differ_more() -> None:
    finest_first = [LIMITS[n].most for n in ("float32", "float16", "bfloat16", "int8")]
    assert finest_first == sorted(finest_first)
