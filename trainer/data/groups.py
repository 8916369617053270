"""Which clips belong together, so that no cross-validation parts them. Reads no images."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from trainer.data.catalogue import Split
from trainer.data.manifest import Manifest
from trainer.plan import Plan

BONDS = ("subject", "group", "source")
"""Columns whose equal values connect clips."""


def groups_of(plan: Plan, split: Split) -> NDArray[np.int64]:
    """`(N,)` number of each clip's group in a part: no subject, group or video is in two of them.

    Clips of different data sets are never connected.
    """
    found: list[NDArray[np.int64]] = []
    first = 0
    for manifest, rows in zip(plan.manifests, plan.rows[split], strict=True):
        numbers = _connected(manifest, rows)
        found.append(numbers + first)
        first += int(numbers.max(initial=-1)) + 1
    return np.concatenate(found)


def _connected(manifest: Manifest, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    count = len(rows)
    # Stills, which are clips of one image, come from one file by the thousand.
    still = manifest.table["num_frames"].to_numpy()[rows] == 1
    clips: list[NDArray[np.int64]] = []
    values: list[NDArray[np.int64]] = []
    end = count
    for name in BONDS:
        column: Any = manifest.table[name].take(rows).combine_chunks()
        coded = column.dictionary_encode()
        numbers = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
        empty = [place for place, text in enumerate(coded.dictionary.to_pylist()) if not text]
        known = (numbers >= 0) & ~np.isin(numbers, empty)
        if name == "source":
            known &= ~still
        clips.append(np.flatnonzero(known))
        values.append(numbers[known] + end)
        end += len(coded.dictionary)
    edges = np.concatenate(clips), np.concatenate(values)
    graph = coo_array((np.ones(len(edges[0]), bool), edges), shape=(end, end))
    labels = connected_components(graph, directed=False)[1][:count]
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)
