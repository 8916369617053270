"""Which clips of a manifest a run learns from, chooses by and is judged on.

Official parts are kept as they are, and what they share is reported. Parts that are cut out here
share no subject, no group, no source video and no content (`bonds`): clips that any of these
connects stay together. No model is ever chosen on `test`: where a data set has no validation part,
one is cut out of its training part. Reads no images.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from svfap_core.errors import SourceError
from svfap_core.messages import Message
from trainer.data.bonds import Bonds, Leak, bonds_of, connected, leak_text, leaks_between
from trainer.data.catalogue import Split
from trainer.data.folds import Folds, folds_of
from trainer.data.holding import held_out
from trainer.data.manifest import Manifest

Rows: TypeAlias = NDArray[np.int64]

SPLITS: tuple[Split, ...] = get_args(Split)


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
    manifest: Manifest,
    *,
    fold: int | None,
    folds: Folds | None = None,
    val_share: float,
    test_share: float = 0.0,
) -> Parts:
    """The parts of a data set.

    Args:
        manifest: The data set.
        fold: Test fold of a cross-validation, from 1, or 0: all folds are learned from; without
            effect on data sets without folds.
        folds: Its own folds, in place of official ones (`folds_of`).
        val_share: Share of the training part, in 0..1, that becomes `val` where the data set has
            no such part. Groups of connected clips stay whole, classes keep their shares, and none
            loses its last clip of `train`.
        test_share: The same for `test`, cut out before `val` is.

    Raises:
        SourceError: The data set has folds and none was chosen, or has no such fold, or cannot be
            divided so.
    """
    named = _named_parts(manifest, fold, folds)
    choices = manifest.choices()
    bonds = bonds_of(manifest)
    leaks = leaks_between(named, bonds)
    for split, share in (("test", test_share), ("val", val_share)):
        if share and split not in named:
            _cut(manifest, named, split, share=share, bonds=bonds, choices=choices)
    rows: dict[Split, Rows] = {split: np.flatnonzero(named == split) for split in SPLITS}
    classes = manifest.info.classes
    counts: dict[str, dict[str, int]] = {}
    for split, of_part in rows.items():
        found = np.bincount(choices[of_part] + 1, minlength=len(classes) + 1)[1:]
        counts[split] = dict(zip(classes, found.tolist(), strict=True))
    return Parts(manifest.info.data_set, rows, counts, leaks)


def _named_parts(manifest: Manifest, fold: int | None, folds: Folds | None) -> NDArray[np.str_]:
    """`(N,)` part of each clip; empty where it is in none."""
    parts = np.array([part or "train" for part in manifest.column("split")], "U5")
    numbers = folds_of(manifest, folds)
    known = sorted({*numbers.tolist()} - {0})
    if not known:
        return parts
    if fold is None:
        raise SourceError(
            Message(
                "%1 is judged by cross-validation over folds %2", manifest.info.data_set, known
            ),
            hint="Use svfap-train cross-validate, or choose the fold to test on: "
            "--set data.fold=1, or --fold 1 in evaluate",
        )
    if fold not in (0, *known):
        raise SourceError(Message("%1 has no fold %2, but %3", manifest.info.data_set, fold, known))
    if folds is not None:
        parts = np.where(numbers > 0, "train", "").astype("U5")
    # An official part keeps its meaning beside folds: its test clips are never learned from.
    parts[(numbers == fold) & (numbers > 0)] = "test"
    return parts


def _cut(
    manifest: Manifest,
    parts: NDArray[np.str_],
    part: str,
    *,
    share: float,
    bonds: Bonds,
    choices: NDArray[np.int64],
) -> None:
    """Give a share of `train` to a part: to `test` nothing that is connected to an official `val`.

    What an official `test` shares with `train` it may share with `val` too: nothing is learned
    from that.
    """
    rows = np.flatnonzero((parts == "train") | ((parts == "val") & (part == "test")))
    groups = connected(bonds, rows)
    learned = parts[rows] == "train"
    bound = groups[~learned]
    rows, groups = rows[learned], groups[learned]
    # Numbered by the classes' names, so that nothing depends on their order in the catalogue.
    ranks = np.argsort(np.argsort(np.array([*manifest.info.classes, ""])))
    names = manifest.table["clip"].combine_chunks().take(rows)
    parts[rows[held_out(groups, ranks[choices[rows]], names, share, bound)]] = part
