"""Holm's correction against statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from svfap_core.study.comparing.family import holm


@given(p_values=st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_it_is_that_of_statsmodels(p_values: list[float]) -> None:
    assert holm(p_values) == pytest.approx(multipletests(p_values, method="holm")[1])


def test_by_hand() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert holm([]) == ()


@pytest.mark.parametrize("wrong", [-0.1, 1.1, np.nan])
def test_what_is_no_p_value_is_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="outside 0 to 1"):
        holm([0.5, wrong])
