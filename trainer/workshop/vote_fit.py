"""Lets a trained model's shares of votes follow raters as closely as one scale and offsets can.

A student also learns from renders, on which emotions are more frequent and surer than on stills.
Knows no network and no file. N stills, K emotions.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import log_softmax, xlogy

from trainer.doubt import disagreement_threshold
from trainer.finished import Correction
from trainer.predictions import Predictions
from trainer.temperature import shared_temperature

Floats = NDArray[np.float64]


def fitted(found: Predictions, votes: Floats) -> Correction:
    """The correction after which shares diverge least from votes.

    A scale and one offset per class, as in bias-corrected temperature scaling (Alexandari et al.
    2020, "Maximum likelihood with bias-corrected calibration"): eight numbers for seven emotions.

    Args:
        found: What a model says of N stills at temperature 1.
        votes: `(N, K)` raters' shares, NaN in a row that nobody rated.
    """
    rated = np.isfinite(votes).all(axis=1)
    said, wanted = found.log_probabilities[rated], votes[rated]

    def divergence(numbers: Floats) -> float:
        given = log_softmax(np.exp(numbers[0]) * said + numbers[1:], axis=1)
        return float((xlogy(wanted, wanted) - wanted * given).sum(axis=1).mean())

    best = minimize(divergence, np.zeros(1 + votes.shape[1]), method="L-BFGS-B").x
    scale, offsets = float(np.exp(best[0])), best[1:] - best[1:].mean()
    after = replace(
        found, log_probabilities=log_softmax(scale * found.log_probabilities + offsets, axis=1)
    )
    return Correction(
        scale=scale,
        offsets=dict(zip(found.classes, offsets.tolist(), strict=True)),
        temperature=shared_temperature([(after.log_probabilities, after.labels)]),
        ambiguity_threshold=disagreement_threshold(after),
    )
