"""Into which folds a cross-validation divides a data set: official ones, or its own.

Own folds part nothing that is connected (`bonds`): no subject, group, source video or content is in
two of them. Names decide where ties fall, so that nothing depends on chance or on the order of
files. Reads no images.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from svfap_core.errors import SourceError
from svfap_core.messages import Message
from svfap_core.sources.images import natural_key
from trainer.data.bonds import bonds_of, connected
from trainer.data.holding import order_by_names
from trainer.data.manifest import Manifest

Folds: TypeAlias = int | Literal["subject"]
"""How many own folds, or one for each subject."""


def folds_of(manifest: Manifest, own: Folds | None = None) -> NDArray[np.int64]:
    """`(N,)` fold of each clip, from 1; 0 where it is in none.

    Args:
        manifest: The data set.
        own: Its own folds, of all clips outside an official test part; none: the official ones,
            which few data sets have.

    Raises:
        SourceError: The data set cannot be divided so.
    """
    if own is None:
        return np.array([number or 0 for number in manifest.column("fold")], np.int64)
    numbers = np.zeros(len(manifest), np.int64)
    rows = np.flatnonzero([part != "test" for part in manifest.column("split")])
    groups = np.unique(connected(bonds_of(manifest), rows), return_inverse=True)[1]
    count = int(groups.max(initial=-1)) + 1
    if own == "subject":
        numbers[rows] = 1 + _by_subject(manifest, rows, groups)
    elif count < own:
        raise SourceError(
            Message(
                "%1 has %2 subjects or unconnected clips: too few for %3 folds",
                manifest.info.data_set,
                count,
                own,
            ),
            hint="Ask for fewer folds.",
        )
    else:
        names = manifest.table["clip"].combine_chunks().take(rows)
        strata = manifest.choices()[rows]
        numbers[rows] = 1 + fold_numbers(groups, strata, own, order_by_names(groups, names))
    return numbers


def _by_subject(
    manifest: Manifest, rows: NDArray[np.int64], groups: NDArray[np.int64]
) -> NDArray[np.int64]:
    """`(n,)` fold of each of the rows, from 0, in the order of the subjects' names."""
    subjects: list[str | None] = manifest.table["subject"].take(rows).to_pylist()
    if unknown := sum(not subject for subject in subjects):
        raise SourceError(
            Message("%1 does not say whom %2 clips show", manifest.info.data_set, unknown),
            hint="Name the subject of every clip, or ask for a number of folds.",
        )
    first: dict[int, str] = {}
    for group, subject in zip(groups.tolist(), subjects, strict=True):
        first[group] = min(str(subject), first.get(group, str(subject)))
    if len(first) < 2:
        raise SourceError(
            Message(
                "all clips of %1 belong together: no subject can be left out",
                manifest.info.data_set,
            ),
            hint="Subjects that share a group, a source video or a copy count as one.",
        )
    order = sorted(first, key=lambda group: natural_key(first[group]))
    ranks = {group: rank for rank, group in enumerate(order)}
    return np.array([ranks[group] for group in groups.tolist()], np.int64)


def known_folds(manifest: Manifest, own: Folds | None = None) -> list[int]:
    """The folds of a data set, rising; none where it is not judged by cross-validation."""
    return sorted({*folds_of(manifest, own).tolist()} - {0})


def fold_numbers(
    groups: NDArray[np.int64], strata: NDArray[np.int64], count: int, order: NDArray[np.int64]
) -> NDArray[np.int64]:
    """`(N,)` fold of each clip, from 0: whole groups, large ones first, to where they are rare.

    Args:
        groups: `(N,)` group of each clip.
        strata: `(N,)` class of each clip, of which each fold is to have its share.
        count: Of folds.
        order: `(G,)` places of the groups, by rising number, in the order in which equals are
            tried.
    """
    names, places = np.unique(groups, return_inverse=True)
    _, classes = np.unique(strata, return_inverse=True)
    table = np.zeros((len(names), int(classes.max()) + 1))
    np.add.at(table, (places, classes), 1)
    table /= table.sum(axis=0)  # Shares of each class: a rare one counts as much as others.
    order = order[np.argsort(-table[order].sum(axis=1), kind="stable")]
    held = np.zeros((count, table.shape[1]))
    fold_of = np.zeros(len(names), np.int64)
    for group in order:
        excess = held @ table[group] / table[group].sum()
        fold = int(np.lexsort((held.sum(axis=1), excess.round(9)))[0])
        held[fold] += table[group]
        fold_of[group] = fold
    return fold_of[places]
