"""The temperature by which a model's class outputs become calibrated probabilities."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from scipy.special import log_softmax

from trainer.predictions import Floats, Integers

PRIOR_SD = 0.35
"""Of the logarithm of temperatures, before any clip is seen: 19 of 20 lie within half to twice.

Those of networks as they are trained mostly do (Guo et al. 2017 report 1 to 2.5; label smoothing
and mixing of clips give below 1). Four clips hardly move a temperature against that, thirty halve
the distance, a thousand decide it.
"""

_TEMPERATURES = np.logspace(-0.7, 0.7, 325)


def is_bound_temperature(temperature: float) -> bool:
    """Whether `best_temperature` ended at the edge of its grid: a better one may lie beyond."""
    return temperature in np.round(_TEMPERATURES[[0, -1]], 3)


def shared_temperature(answers: Iterable[tuple[Floats, Integers]]) -> float:
    """The temperature that suits several class heads together; see `best_temperature`.

    Args:
        answers: `log_p` and `labels` of each head.

    Raises:
        ValueError: No row has a label.
    """
    losses = [_losses(log_p, labels) for log_p, labels in answers if (labels >= 0).any()]
    if not losses:
        raise ValueError("no clip has a label: a temperature needs labelled clips")
    total = np.sum(losses, axis=0) + 0.5 * (np.log(_TEMPERATURES) / PRIOR_SD) ** 2
    return round(float(_TEMPERATURES[int(np.argmin(total))]), 3)


def _losses(log_p: Floats, labels: Integers) -> Floats:
    """Of labelled rows together, at each temperature."""
    rows, truth = log_p[labels >= 0], labels[labels >= 0]
    right = np.arange(len(truth)), truth
    return np.array(
        [-log_softmax(rows / temperature, axis=1)[right].sum() for temperature in _TEMPERATURES]
    )


def best_temperature(log_p: Floats, labels: Integers) -> float:
    """The most probable temperature, to 1 %.

    That of the lowest cross entropy (Guo et al. 2017, section 4.2), drawn towards 1 as far as clips
    are few: the logarithm of the temperature is taken for normal around 0 with `PRIOR_SD`. A grid
    from 0.2 to 5 finds it.

    Args:
        log_p: `(N, K)` logits or log-probabilities at temperature 1.
        labels: `(N,)` true classes; rows of label -1 do not count.

    Raises:
        ValueError: No row has a label.
    """
    return shared_temperature([(log_p, labels)])
