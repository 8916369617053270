"""Which groups of clips are held out of those that a model learns by. Knows no manifest.

Names decide the order in which groups are tried, so that nothing depends on chance or on the order
of files, and a few new clips move few others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray


def held_out(
    groups: NDArray[np.int64],
    classes: NDArray[np.int64],
    names: Any,
    share: float,
    bound: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """Which clips to hold out: whole groups, until each class has its share, rare ones first.

    A group is taken if that brings each of its classes closer to its share. Of every class with two
    groups or more at least one is taken, and one is left.

    Args:
        groups: `(N,)` group of each clip.
        classes: `(N,)` class of each clip, from 0.
        names: `(N,)` name of each clip, an Arrow array.
        share: Of each class, 0..1.
        bound: Groups that are not to be taken.
    """
    if not len(groups):
        return np.zeros(0, bool)
    ids, places = np.unique(groups, return_inverse=True)
    holding = _Holding(places, classes, share, np.isin(ids, bound))
    holding.hold(order_by_names(places, names))
    return holding.taken[places]


def order_by_names(groups: NDArray[np.int64], names: Any) -> NDArray[np.int64]:
    """Groups in the order of the digests of their first clips' names.

    Args:
        groups: `(N,)` group of each clip, from 0 without gaps.
        names: `(N,)` name of each clip, an Arrow array.
    """
    order = pc.sort_indices(names).to_numpy().astype(np.int64)  # pyright: ignore[reportAttributeAccessIssue]  # made at import
    ranks = np.empty_like(order)
    ranks[order] = np.arange(len(order))
    first = np.full(int(groups.max()) + 1, len(order))
    np.minimum.at(first, groups, ranks)
    digests = [_digest(name) for name in names.take(pa.array(order[first])).to_pylist()]
    return np.array(sorted(range(len(digests)), key=digests.__getitem__))


def _digest(name: str) -> bytes:
    """Sorts names in an order without meaning that is the same everywhere."""
    return hashlib.sha256(name.encode()).digest()


class _Holding:
    """Takes one group after another.

    Args:
        groups: Of each clip, from 0.
        classes: Of each clip, from 0.
        share: Of each class.
        bound: Of each group, whether it must stay.
    """

    def __init__(
        self,
        groups: NDArray[np.int64],
        classes: NDArray[np.int64],
        share: float,
        bound: NDArray[np.bool_],
    ) -> None:
        count = int(classes.max()) + 1
        pairs, sizes = np.unique(groups * count + classes, return_counts=True)
        self._of_group, self._of_class = np.divmod(pairs, count)
        self._starts: list[int] = np.searchsorted(
            self._of_group, np.arange(len(bound) + 1)
        ).tolist()
        self._numbers: list[int] = self._of_class.tolist()
        self._sizes: list[int] = sizes.tolist()
        self._totals: list[int] = np.bincount(classes).tolist()
        self._wanted = [share * total for total in self._totals]
        self._held = [0] * count
        self._bound = bound
        self.taken = np.zeros(len(bound), bool)

    def hold(self, order: NDArray[np.int64]) -> None:
        """Take them, tried in this order."""
        ranks = np.empty_like(order)
        ranks[order] = np.arange(len(order))
        known = [number for number, total in enumerate(self._totals) if total]
        for number in sorted(known, key=lambda number: (self._totals[number], number)):
            own = self._of_group[self._of_class == number]
            own = own[np.argsort(ranks[own])]
            self._hold_class(number, own)

    def _hold_class(self, number: int, own: NDArray[np.int64]) -> None:
        for group in map(int, own):
            if self._held[number] >= self._wanted[number]:
                return
            if self._is_free(group) and not self._excess(group):
                self._take(group)
        if not self._held[number]:
            free = filter(self._is_free, map(int, own))
            if (best := min(free, key=self._excess, default=None)) is not None:
                self._take(best)

    def _content(self, group: int) -> Sequence[tuple[int, int]]:
        """Its classes, and how many clips of each."""
        part = slice(self._starts[group], self._starts[group + 1])
        return tuple(zip(self._numbers[part], self._sizes[part], strict=True))

    def _is_free(self, group: int) -> bool:
        return not (self.taken[group] or self._bound[group]) and all(
            self._held[number] + size < self._totals[number]
            for number, size in self._content(group)
        )

    def _excess(self, group: int) -> float:
        """How far the group, if taken, leaves its classes beyond their shares, in all."""
        return sum(
            max(0.0, self._held[number] + size / 2 - self._wanted[number]) / self._totals[number]
            for number, size in self._content(group)
        )

    def _take(self, group: int) -> None:
        self.taken[group] = True
        for number, size in self._content(group):
            self._held[number] += size
