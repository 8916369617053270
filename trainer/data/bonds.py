"""What connects clips: a subject, a group, a source video, a content. Reads no images.

Clips that are connected belong into one part; what official parts share is a leak.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from svfap_core.messages import Message
from trainer.data.catalogue import Split
from trainer.data.manifest import Manifest

Bond: TypeAlias = Literal["subject", "group", "source", "content"]
Bonds: TypeAlias = "Mapping[Bond, NDArray[np.int64]]"
"""Of each kind the number of every clip's value, -1 where it has none."""

BONDS: tuple[Bond, ...] = get_args(Bond)
"""Columns whose equal values connect clips."""

_LEAKS: dict[Bond, str] = {
    "subject": Message("%1: %2 subject(s) are in both %3 and %4 (%5 clips of %4)"),
    "group": Message("%1: %2 group(s) are in both %3 and %4 (%5 clips of %4)"),
    "source": Message("%1: %2 source(s) are in both %3 and %4 (%5 clips of %4)"),
    "content": Message("%1: copies of %2 source(s) are in both %3 and %4 (%5 clips of %4)"),
}


@dataclass(frozen=True, slots=True)
class Leak:
    """What two official parts share.

    Attributes:
        bond: What kind of thing.
        parts: Their names: what is learned or chosen by first, what is judged on last.
        shared: How many things of the kind are in both.
        clips: How many clips of the second part these are.
    """

    bond: Bond
    parts: tuple[Split, Split]
    shared: int
    clips: int


def leak_text(data_set: str, leak: Leak) -> str:
    """A leak as a sentence."""
    return Message(_LEAKS[leak.bond], data_set, leak.shared, *leak.parts, leak.clips)


def bonds_of(manifest: Manifest) -> Bonds:
    """What connects the clips of a manifest."""
    found: dict[Bond, NDArray[np.int64]] = {}
    # Stills, which are clips of one image, come from one file by the thousand.
    still = manifest.table["num_frames"].to_numpy() == 1
    for name in BONDS:
        column: Any = manifest.table[name].combine_chunks()
        numbers = column.dictionary_encode().indices.fill_null(-1).to_numpy(zero_copy_only=False)
        none = pc.equal(column, "").fill_null(False).to_numpy(zero_copy_only=False)  # noqa: FBT003  # pyright: ignore[reportAttributeAccessIssue]  # made at import
        if name == "source":
            none = none | still
        found[name] = np.where(none, -1, numbers).astype(np.int64)
    return found


def leaks_between(parts: NDArray[np.str_], bonds: Bonds) -> tuple[Leak, ...]:
    """What parts share, given the part of every clip."""
    found: list[Leak] = []
    for one, other in combinations(get_args(Split), 2):
        for bond, numbers in bonds.items():
            first, second = numbers[parts == one], numbers[parts == other]
            shared = np.intersect1d(first[first >= 0], second)
            if len(shared):
                clips = int(np.isin(second, shared).sum())
                found.append(Leak(bond, (one, other), len(shared), clips))
    return tuple(found)


def leaks_of_folds(manifest: Manifest) -> tuple[Leak, ...]:
    """What clips of one fold share with those of others, which are learned when it is tested."""
    folds = manifest.table["fold"].fill_null(0).to_numpy()
    found: list[Leak] = []
    for bond, numbers in bonds_of(manifest).items():
        known = (numbers >= 0) & (folds > 0)
        pairs = np.unique(np.stack((numbers[known], folds[known])), axis=1)
        values, count = np.unique(pairs[0], return_counts=True)
        if len(shared := values[count > 1]):
            clips = int(np.isin(numbers[known], shared).sum())
            found.append(Leak(bond, ("train", "test"), len(shared), clips))
    return tuple(found)


def connected(bonds: Bonds, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number of the group of connected clips, from 0, that each of the rows belongs to."""
    count = len(rows)
    clips: list[NDArray[np.int64]] = []
    values: list[NDArray[np.int64]] = []
    end = count
    for numbers in bonds.values():
        of_rows = numbers[rows]
        known = np.flatnonzero(of_rows >= 0)
        clips.append(known)
        values.append(of_rows[known] + end)
        end += int(of_rows.max(initial=-1)) + 1
    edges = (np.concatenate(clips), np.concatenate(values))
    graph = coo_array((np.ones(len(edges[0]), bool), edges), shape=(end, end))
    return connected_components(graph, directed=False)[1][:count].astype(np.int64)
