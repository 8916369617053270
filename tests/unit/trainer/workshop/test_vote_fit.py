"""What is fitted to votes: a scale and offsets that were lost are found again."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import log_softmax, softmax

from trainer.data.layouts.fer2013 import LABELS
from trainer.predictions import Predictions
from trainer.workshop.vote_fit import fitted

N, K = 400, len(LABELS)


def test_a_scale_and_offsets_are_found_again() -> None:
    rng = np.random.default_rng(0)
    true = rng.normal(0, 1.5, (N, K))
    shares = softmax(true, axis=1)
    offsets = np.linspace(-0.6, 0.6, K)
    told = Predictions(
        clips=tuple(map(str, range(N))),
        subjects=(None,) * N,
        folds=(None,) * N,
        groups=(None,) * N,
        classes=LABELS,
        log_probabilities=log_softmax((true - offsets) / 1.7, axis=1),
        labels=shares.argmax(axis=1),
        values=(),
        predicted=np.zeros((N, 0)),
        truth=np.zeros((N, 0)),
        shares=shares,
    )
    votes = shares.copy()
    votes[:9] = np.nan  # Nobody rated these.
    found = fitted(told, votes)
    assert found.scale == pytest.approx(1.7, abs=0.02)
    assert [*found.offsets] == [*LABELS]
    assert [*found.offsets.values()] == pytest.approx(offsets.tolist(), abs=0.02)
    assert found.temperature < 1  # The largest share is the majority here, always.
    assert found.ambiguity_threshold is not None
