"""Which clips of a manifest a run learns from, chooses by and is judged on.

The three parts never share a subject where subjects are known, and no model is ever chosen on
`test`: where a data set has no validation part, one is cut out of its training part. Reads no
pictures.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from svfap_core.errors import SourceError
from svfap_core.messages import Message
from trainer.data.catalogue import Split
from trainer.data.manifest import Manifest

Rows: TypeAlias = NDArray[np.int64]

SPLITS: tuple[Split, ...] = ("train", "val", "test")


def divide(manifest: Manifest, *, fold: int | None, val_share: float) -> dict[Split, Rows]:
    """Rows of every part, in the manifest's order.

    Args:
        manifest: The data set.
        fold: Test fold of a cross-validation, from 1; without effect on data sets without folds.
        val_share: Share of the training part, in 0..1, that becomes `val` where the data set has
            no such part; by subject where subjects are known, otherwise evenly over labels. 0:
            there is none then.

    Raises:
        SourceError: The data set has folds and none was chosen, or has no such fold.
    """
    parts = _official_parts(manifest, fold)
    if "val" not in set(parts) and val_share > 0:
        learn = np.flatnonzero(parts == "train")
        parts[learn[_held_out(manifest, learn, val_share)]] = "val"
    return {split: np.flatnonzero(parts == split) for split in SPLITS}


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


def known_folds(manifest: Manifest) -> list[int]:
    """The folds of a data set, rising; none where it is not judged by cross-validation."""
    return sorted({number for number in manifest.column("fold") if number is not None})


def _held_out(manifest: Manifest, rows: Rows, share: float) -> NDArray[np.bool_]:
    """Which of the rows to keep back: whole groups, in an order that their names decide.

    Of two groups or more at least one is kept back, and one is not.
    """
    subjects, labels, clips = (manifest.column(name) for name in ("subject", "label", "clip"))
    strata: dict[object, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    by_subject = any(subjects[row] for row in rows)
    for place, row in enumerate(rows):
        group = subjects[row] or clips[row] if by_subject else clips[row]
        strata[None if by_subject else labels[row]][group].append(place)
    held = np.zeros(len(rows), bool)
    for groups in strata.values():
        wanted = share * sum(map(len, groups.values()))
        names = sorted(groups, key=_digest)[: len(groups) - 1]
        taken: list[int] = []
        for name in names:
            if len(taken) + len(groups[name]) / 2 <= wanted:
                taken += groups[name]
        if names and not taken:
            taken = min((groups[name] for name in names), key=len)
        held[taken] = True
    return held


def _digest(name: str) -> str:
    """Sorts names in an order without meaning that is the same everywhere."""
    return hashlib.sha256(name.encode()).hexdigest()
