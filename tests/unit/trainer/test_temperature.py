from __future__ import annotations

import numpy as np
import pytest

from trainer.temperature import best_temperature, is_bound_temperature


def test_temperature_is_found_again() -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(size=(4000, 7)) * 2
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    truth = (p.cumsum(axis=1) < rng.random((4000, 1))).sum(axis=1)
    assert best_temperature(logits, truth) == pytest.approx(1.0, rel=0.05)
    assert best_temperature(logits * 2.5, truth) == pytest.approx(2.5, rel=0.05)
    half = np.where(np.arange(4000) < 2000, truth, -1)
    assert best_temperature(logits, half) == best_temperature(logits[:2000], truth[:2000])
    assert not is_bound_temperature(best_temperature(logits, truth))
    sure = best_temperature(logits, logits.argmax(axis=1))
    lost = best_temperature(logits, logits.argmin(axis=1))
    assert (sure, lost) == (0.2, 5.012)
    assert is_bound_temperature(sure)
    assert is_bound_temperature(lost)
    with pytest.raises(ValueError, match="labelled clips"):
        best_temperature(logits, np.full(4000, -1))
