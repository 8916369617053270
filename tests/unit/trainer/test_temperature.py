from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from trainer import temperature
from trainer.temperature import best_temperature, is_bound_temperature


def drawn(n: int, true: float, seed: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Outputs of a model whose probabilities are right at the temperature `true`, and labels."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(size=(n, 7)) * 2
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    return logits * true, (p.cumsum(axis=1) < rng.random((n, 1))).sum(axis=1)


def test_few_clips_keep_near_to_what_models_are_like() -> None:
    few = [best_temperature(*drawn(4, 0.63, seed)) for seed in range(30)]
    assert not any(map(is_bound_temperature, few))
    assert 0.6 < min(few) < max(few) < 1.3
    some = [best_temperature(*drawn(30, 0.63, seed)) for seed in range(30)]
    assert 0.65 < np.median(some) < 0.8 < np.median(few) < 1


def test_many_clips_decide_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    worlds = [drawn(1000, 0.63, seed) for seed in range(4)]
    found = [best_temperature(*world) for world in worlds]
    monkeypatch.setattr(temperature, "PRIOR_SD", 1e9)
    assert found == pytest.approx([best_temperature(*world) for world in worlds], rel=0.02)
    # What four clips say by themselves: anything, up to the edges.
    alone = [best_temperature(*drawn(4, 0.63, seed)) for seed in range(30)]
    assert min(alone) == 0.2
    assert max(alone) > 1.4


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
