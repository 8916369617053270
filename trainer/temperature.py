"""The temperature by which a model's class outputs become calibrated probabilities."""

from __future__ import annotations

import numpy as np
from scipy.special import log_softmax

from trainer.predictions import Floats, Integers

_TEMPERATURES: list[float] = np.logspace(-0.7, 0.7, 325).tolist()


def is_bound_temperature(temperature: float) -> bool:
    """Whether `best_temperature` ended at the edge of its grid: a better one may lie beyond."""
    return temperature in {round(_TEMPERATURES[0], 3), round(_TEMPERATURES[-1], 3)}


def best_temperature(log_p: Floats, labels: Integers) -> float:
    """The temperature with the lowest cross entropy (Guo et al. 2017, section 4.2), to 1 %.

    The loss has a single minimum in 1 / temperature, so a grid from 0.2 to 5 finds it.

    Args:
        log_p: `(N, K)` logits or log-probabilities at temperature 1.
        labels: `(N,)` true classes; rows of label -1 do not count.

    Raises:
        ValueError: No row has a label.
    """
    rows, truth = log_p[labels >= 0], labels[labels >= 0]
    if not len(rows):
        raise ValueError("no clip has a label: a temperature needs labelled clips")
    right = np.arange(len(truth)), truth
    losses = [
        -log_softmax(rows / temperature, axis=1)[right].mean() for temperature in _TEMPERATURES
    ]
    return round(_TEMPERATURES[int(np.argmin(losses))], 3)
