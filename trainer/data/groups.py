"""Which clips belong together, so that no cross-validation parts them. Reads no images."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trainer.data.catalogue import Split
from trainer.data.splits import connected
from trainer.plan import Plan


def groups_of(plan: Plan, split: Split) -> NDArray[np.int64]:
    """`(N,)` number of each clip's group in a part: what `splits.BONDS` name is in one group only.

    Clips of different data sets are never connected.
    """
    found: list[NDArray[np.int64]] = []
    first = 0
    for manifest, rows in zip(plan.manifests, plan.rows[split], strict=True):
        numbers = np.unique(connected(manifest, rows), return_inverse=True)[1].astype(np.int64)
        found.append(numbers + first)
        first += int(numbers.max(initial=-1)) + 1
    return np.concatenate(found)
