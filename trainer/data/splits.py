"""Which clips of a manifest a run learns from, chooses by and is judged on.

Official parts are kept as they are, and what they share is reported. Parts that are cut out here
share no subject, no group, no source video and no content (`BONDS`): clips that any of these
connects stay together. No model is ever chosen on `test`: where a data set has no validation part,
one is cut out of its training part. Reads no images.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from svfap_core.errors import SourceError
from svfap_core.messages import Message
from trainer.data.catalogue import Split
from trainer.data.manifest import Manifest

Rows: TypeAlias = NDArray[np.int64]
Bond: TypeAlias = Literal["subject", "group", "source", "content"]

SPLITS: tuple[Split, ...] = get_args(Split)

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


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """The parts of one data set.

    Attributes:
        data_set: Its name.
        rows: Part -> its rows, in the manifest's order.
        counts: Part -> class -> how many of its clips are of it, by label or most of the raters.
        leaks: What official parts share.
    """

    data_set: str
    rows: Mapping[Split, Rows]
    counts: Mapping[str, Mapping[str, int]]
    leaks: tuple[Leak, ...]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What speaks against figures on these parts, in sentences with counts."""
        leaks = (leak_text(self.data_set, leak) for leak in self.leaks)
        return (*leaks, *absence_texts(self.data_set, self.counts))


def leak_text(data_set: str, leak: Leak) -> str:
    """A leak as a sentence."""
    return Message(_LEAKS[leak.bond], data_set, leak.shared, *leak.parts, leak.clips)


def absence_texts(data_set: str, counts: Mapping[str, Mapping[str, int]]) -> list[str]:
    """Sentences on classes that some parts have and others lack.

    Args:
        data_set: Its name.
        counts: Part -> class -> clips, with the same classes everywhere.
    """
    totals = Counter[str]()
    for of_part in counts.values():
        totals.update(of_part)
    return [
        Message(
            "%1: no clip of %2 is of the class %3, which has %4 in other parts",
            data_set,
            part,
            name,
            totals[name],
        )
        for part, of_part in counts.items()
        if any(of_part.values())
        for name, count in of_part.items()
        if not count and totals[name]
    ]


def parts_of(
    manifest: Manifest, *, fold: int | None, val_share: float, test_share: float = 0.0
) -> Parts:
    """The parts of a data set.

    Args:
        manifest: The data set.
        fold: Test fold of a cross-validation, from 1; without effect on data sets without folds.
        val_share: Share of the training part, in 0..1, that becomes `val` where the data set has
            no such part. Groups of connected clips stay whole, classes keep their shares, and none
            loses its last clip of `train`.
        test_share: The same for `test`, cut out before `val` is.

    Raises:
        SourceError: The data set has folds and none was chosen, or has no such fold.
    """
    named = _official_parts(manifest, fold)
    choices = manifest.choices()
    bonds = _bonds(manifest)
    leaks = _leaks(named, bonds)
    # Numbered by the classes' names, so that nothing depends on their order in the catalogue.
    ranks = np.argsort(np.argsort(np.array([*manifest.info.classes, ""])))
    clips = _Clips(manifest.column("clip"), ranks[choices], bonds)
    if test_share and "test" not in named:
        _cut(named, "test", test_share, clips)
    if val_share and "val" not in named:
        _cut(named, "val", val_share, clips)
    rows: dict[Split, Rows] = {split: np.flatnonzero(named == split) for split in SPLITS}
    classes = manifest.info.classes
    counts: dict[str, dict[str, int]] = {}
    for split, of_part in rows.items():
        found = np.bincount(choices[of_part] + 1, minlength=len(classes) + 1)[1:]
        counts[split] = dict(zip(classes, found.tolist(), strict=True))
    return Parts(manifest.info.data_set, rows, counts, leaks)


def known_folds(manifest: Manifest) -> list[int]:
    """The folds of a data set, rising; none where it is not judged by cross-validation."""
    return sorted({number for number in manifest.column("fold") if number is not None})


def leaks_of_folds(manifest: Manifest) -> tuple[Leak, ...]:
    """What clips of one fold share with those of others, which are learned when it is tested."""
    folds = np.array([number or 0 for number in manifest.column("fold")])
    found: list[Leak] = []
    for bond, numbers in _bonds(manifest).items():
        known = (numbers >= 0) & (folds > 0)
        pairs = np.unique(np.stack((numbers[known], folds[known])), axis=1)
        values, count = np.unique(pairs[0], return_counts=True)
        if len(shared := values[count > 1]):
            clips = int(np.isin(numbers[known], shared).sum())
            found.append(Leak(bond, ("train", "test"), len(shared), clips))
    return tuple(found)


def _official_parts(manifest: Manifest, fold: int | None) -> NDArray[np.str_]:
    parts = np.array([part or "train" for part in manifest.column("split")], "U5")
    if not (known := known_folds(manifest)):
        return parts
    if fold is None:
        raise SourceError(
            Message(
                "%1 is judged by cross-validation over folds %2", manifest.info.data_set, known
            ),
            hint="Choose the fold to test on: --set data.fold=1, or --fold 1 in evaluate",
        )
    if fold not in known:
        raise SourceError(Message("%1 has no fold %2, but %3", manifest.info.data_set, fold, known))
    # An official part keeps its meaning beside folds: its test clips are never learned from.
    parts[[number == fold for number in manifest.column("fold")]] = "test"
    return parts


# -- what connects clips -------------------------------------------------------------------------


def _bonds(manifest: Manifest) -> dict[Bond, NDArray[np.int64]]:
    """For each column the number of every clip's value, -1 where it has none."""
    found: dict[Bond, NDArray[np.int64]] = {}
    # Stills, which are clips of one image, come from one file by the thousand.
    still = manifest.table["num_frames"].to_numpy() == 1
    for name in BONDS:
        column: Any = manifest.table[name].combine_chunks()
        coded = column.dictionary_encode()
        numbers = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
        empty = coded.dictionary.to_pylist()
        if "" in empty:
            numbers[numbers == empty.index("")] = -1
        found[name] = np.where(still, -1, numbers) if name == "source" else numbers
    return found


def _leaks(parts: NDArray[np.str_], bonds: Mapping[Bond, NDArray[np.int64]]) -> tuple[Leak, ...]:
    found: list[Leak] = []
    for one, other in combinations(SPLITS, 2):
        for bond, numbers in bonds.items():
            first, second = numbers[parts == one], numbers[parts == other]
            shared = np.intersect1d(first[first >= 0], second)
            if len(shared):
                clips = int(np.isin(second, shared).sum())
                found.append(Leak(bond, (one, other), len(shared), clips))
    return tuple(found)


def connected(manifest: Manifest, rows: Rows) -> NDArray[np.int64]:
    """Number, from 0, of the group of connected clips that each of the rows belongs to."""
    return _connected(_bonds(manifest), rows)


def _connected(bonds: Mapping[Bond, NDArray[np.int64]], rows: Rows) -> NDArray[np.int64]:
    """Number of the group of connected clips that each of the rows belongs to."""
    count = len(rows)
    clips: list[Rows] = []
    values: list[Rows] = []
    end = count
    for numbers in bonds.values():
        of_rows = numbers[rows]
        known = np.flatnonzero(of_rows >= 0)
        clips.append(known)
        values.append(of_rows[known] + end)
        end += int(of_rows.max(initial=-1)) + 1
    edges = (np.concatenate(clips), np.concatenate(values))
    graph = coo_array((np.ones(len(edges[0]), bool), edges), shape=(end, end))
    return connected_components(graph, directed=False)[1][:count]


# -- parts that are cut out ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Clips:
    """What decides of each clip where it goes."""

    names: list[str]
    classes: NDArray[np.int64]
    bonds: Mapping[Bond, NDArray[np.int64]]


def _cut(parts: NDArray[np.str_], part: Split, share: float, clips: _Clips) -> None:
    """Give a share of `train` to a part: to `test` nothing that is connected to an official `val`.

    What an official `test` shares with `train` it may share with `val` too: nothing is learned
    from that.
    """
    rows = np.flatnonzero((parts == "train") | ((parts == "val") & (part == "test")))
    groups = _connected(clips.bonds, rows)
    learned = parts[rows] == "train"
    bound = set(groups[~learned].tolist())
    rows, groups = rows[learned], groups[learned]
    counts: dict[int, Counter[int]] = {}
    first: dict[int, str] = {}
    for row, group in zip(rows.tolist(), groups.tolist(), strict=True):
        name = clips.names[row]
        counts.setdefault(group, Counter())[int(clips.classes[row])] += 1
        first[group] = min(first.setdefault(group, name), name)
    order = sorted(counts, key=lambda group: _digest(first[group]))
    holding = _Holding({group: counts[group] for group in order}, share, bound)
    holding.hold()
    parts[rows[np.isin(groups, list(holding.taken))]] = part


class _Holding:
    """Takes whole groups until each class has its share, rare classes first.

    A group is taken if that brings each of its classes closer to its share. Of every class with two
    groups or more at least one is taken, and one is left.

    Args:
        counts: Group -> class -> clips, in the order in which they are tried.
        share: Of each class.
        bound: Groups that are not to be taken.
    """

    def __init__(
        self, counts: Mapping[int, Counter[int]], share: float, bound: Collection[int]
    ) -> None:
        self._counts = counts
        self._share = share
        self._bound = bound
        self._totals: Counter[int] = Counter()
        self._groups: dict[int, list[int]] = defaultdict(list)
        for group, count in counts.items():
            self._totals += count
            for number in count:
                self._groups[number].append(group)
        self._held: Counter[int] = Counter()
        self.taken: set[int] = set()

    def hold(self) -> None:
        """Take them."""
        for number in sorted(self._totals, key=lambda number: (self._totals[number], number)):
            for group in self._groups[number]:
                if self._held[number] >= self._share * self._totals[number]:
                    break
                if self._is_free(group) and not self._excess(group):
                    self._take(group)
            if not self._held[number]:
                free = filter(self._is_free, self._groups[number])
                if (best := min(free, key=self._excess, default=None)) is not None:
                    self._take(best)

    def _is_free(self, group: int) -> bool:
        return not (group in self.taken or group in self._bound) and all(
            self._held[number] + count < self._totals[number]
            for number, count in self._counts[group].items()
        )

    def _excess(self, group: int) -> float:
        """How far the group, if taken, leaves its classes beyond their shares, in all."""
        return sum(
            max(0.0, self._held[number] + count / 2 - self._share * self._totals[number])
            / self._totals[number]
            for number, count in sorted(self._counts[group].items())
        )

    def _take(self, group: int) -> None:
        self.taken.add(group)
        self._held += self._counts[group]


def _digest(name: str) -> str:
    """Sorts names in an order without meaning that is the same everywhere."""
    return hashlib.sha256(name.encode()).hexdigest()
