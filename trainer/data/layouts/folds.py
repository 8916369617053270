"""Folds of cross-validation: published ones from their lists, or made so that groups stay whole.

Knows no data set and no file format.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from svfap_core.messages import Message
from svfap_core.sources.images import natural_key
from trainer.data.catalogue import Item
from trainer.data.layouts.common import Gathering, material_of

Rows = list[tuple[str, str]]
"""Of a list: clip and label, as written there."""


def deal(groups: Iterable[str], folds: int) -> dict[str, int]:
    """Groups dealt out in turn, in natural order: group -> fold, from 1."""
    ordered = sorted(set(groups), key=natural_key)
    return {group: place % folds + 1 for place, group in enumerate(ordered)}


def gather_folds(
    found: Gathering,
    tests: Mapping[int, Rows],
    trains: Mapping[int, Rows],
    *,
    classes: Mapping[str, str],
    clips: Mapping[str, Path],
    folder: Path,
    votes: Mapping[str, Mapping[str, int]] = MappingProxyType({}),
) -> None:
    """Items from one test list per fold; clips on which lists disagree become problems.

    Args:
        found: Where items and problems go.
        tests: Fold -> its test list.
        trains: Fold -> its training list, as far as there are any; to check the others by.
        classes: Label as written -> class.
        clips: All clips on disk.
        folder: Where a clip that is not on disk should be.
        votes: Clip -> class -> how many raters chose it, as far as that is known.
    """
    tested, trained = _folds_of(tests), _folds_of(trains)
    labels: dict[str, set[str]] = {}
    for rows in (*tests.values(), *trains.values()):
        for clip, label in rows:
            labels.setdefault(clip, set()).add(label)
    for clip, names in labels.items():
        folds = tested.get(clip, set())
        if reason := _disagreement(names, folds, trained.get(clip, set())):
            found.miss(clip, reason)
        elif (label := classes.get(written := min(names))) is None:
            found.miss(clip, Message("has the unknown label %1", f"{written!r}"))
        else:
            source = clips.get(clip, folder / clip)
            material = material_of(source)
            found.add(
                Item(
                    clip=clip,
                    source=source,
                    material=material,
                    label=label,
                    votes=votes.get(clip, {}),
                    fold=min(folds),
                )
            )
    for clip in clips.keys() - labels.keys():
        found.miss(clip, "has no label: it is in no list")


def _folds_of(lists: Mapping[int, Rows]) -> dict[str, set[int]]:
    folds: dict[str, set[int]] = {}
    for fold, rows in lists.items():
        for clip, _ in rows:
            folds.setdefault(clip, set()).add(fold)
    return folds


def _disagreement(labels: set[str], tested: set[int], trained: set[int]) -> str | None:
    if len(labels) > 1:
        return Message("is labelled differently in different lists: %1", ", ".join(sorted(labels)))
    if not tested:
        return "is in no test list, so that it has no fold"
    if len(tested) > 1:
        return Message("is tested in several folds: %1", ", ".join(map(str, sorted(tested))))
    if both := tested & trained:
        return Message("is in both lists, training and test, of fold %1", min(both))
    return None
