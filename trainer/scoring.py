"""Scores a part of a data set with a model, through the predictor that analysis uses.

Every clip is scored by windows over its whole length, whose probabilities are averaged. Many
processes share the clips (torchrun) and put the scores together before any figure is computed, so
that figures do not depend on how many there are. Knows nothing of training.

N clips, K classes, D dimensions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import torch
import torch.distributed as dist
from numpy.typing import NDArray
from torch.utils.data import DataLoader, Dataset

from svfap_core.errors import SourceError
from svfap_core.facial_actions import ACTION_PREFIX
from svfap_core.inference.model_folder import LoadedModel
from svfap_core.inference.predictor import Predictor
from svfap_core.runtime.torch_runtime import TorchRuntime
from svfap_core.types import RGB
from trainer.data.catalogue import Split
from trainer.data.loader import Batch, ClipSet, Windows
from trainer.data.manifest import Manifest
from trainer.data.rendering import render
from trainer.heads import targets_of
from trainer.plan import Plan, true_classes
from trainer.predictions import Answers, Predictions
from trainer.specs import Template

BATCH = 16
LEAST_PROBABILITY = 1e-12


def score(
    loaded: LoadedModel,
    plan: Plan,
    split: Split,
    *,
    device: torch.device,
    windows: int | None = None,
    paper: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Predictions:
    """Score one part of one or more data sets.

    Args:
        loaded: The model; its card says what its outputs mean.
        plan: The data sets, for a model with these outputs.
        split: The part.
        device: Where to compute.
        windows: Windows of each clip; none: enough to cover it.
        paper: Windows as the reference code takes them, by default head and tail.
        progress: Hears how many clips are done, and how many there are, in this process.

    Raises:
        ModelError: The part has no clip.
        SourceError: A clip cannot be read: it is never left out or replaced.
    """
    plan.require(split)
    clips = ClipSet(plan, split)
    rank, world = _place()
    places = range(rank, len(clips), world)
    batches = window_batches(clips, places, windows, paper=paper)
    predictor = Predictor(loaded.card, TorchRuntime(loaded, device))
    found: dict[int, NDArray[np.float64]] = {}
    for done, (place, scores) in enumerate(
        _scores(predictor, clips, batches, plan.template, plan.data.workers), 1
    ):
        found[place] = scores
        if progress is not None:
            progress(done, len(places))
    return predictions_of(_gathered(found), clips, plan)


def window_batches(
    clips: ClipSet, places: Sequence[int], windows: int | None, *, paper: bool
) -> list[Windows]:
    """The windows of all clips in order, by batches."""
    batches: list[Windows] = []
    for place in places:
        for indices in clips.covering(place, windows, paper=paper):
            # Stills are read once, video window by window: both have one shape within a batch.
            full = not batches or len(batches[-1]) == BATCH
            if full or len(batches[-1][0][1]) != len(indices):
                batches.append([])
            batches[-1].append((place, indices))
    return batches


class _Reading(Dataset["Batch | SourceError"]):
    """Batches of windows, read in worker processes."""

    def __init__(self, clips: ClipSet, batches: Sequence[Windows]) -> None:
        self._clips = clips
        self._batches = batches

    def __len__(self) -> int:
        return len(self._batches)

    def __getitem__(self, index: int) -> Batch | SourceError:
        """Batch `index`, or why it cannot be read: raised, a worker would wrap it in its trace."""
        try:
            return self._clips.window_batch(self._batches[index])
        except SourceError as error:
            return error


def read_windows(
    clips: ClipSet, batches: Sequence[Windows], template: Template | None, workers: int
) -> Iterator[tuple[list[int], RGB]]:
    """Clips of windows as the card describes them, `(B, T, S, S, 3)`, and their places.

    Raises:
        SourceError: A clip cannot be read.
    """
    workers = max(0, min(workers, len(batches) - 1))  # A single batch leaves nothing to read ahead.
    reading = DataLoader(
        _Reading(clips, batches),
        batch_size=None,
        num_workers=workers,
        multiprocessing_context="spawn" if workers else None,
    )
    for batch in reading:
        if isinstance(batch, SourceError):
            raise batch
        rendered = render(batch.pictures, clips.spec, template).contiguous().numpy()
        yield batch.places.tolist(), rendered


def _scores(
    predictor: Predictor,
    clips: ClipSet,
    batches: Sequence[Windows],
    template: Template | None,
    workers: int,
) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Mean probabilities, dimensions and further probabilities of each clip, in this order."""
    names = (*predictor.emotion_names, *targets_of(predictor.card.heads).values)
    counts = Counter(place for batch in batches for place, _ in batch)
    sums: dict[int, list[NDArray[np.float64]]] = {}
    for places, rendered in read_windows(clips, batches, template, workers):
        for place, scores in zip(places, predictor.predict(list(rendered)), strict=True):
            actions = {ACTION_PREFIX + name: value for name, value in scores.actions.items()}
            values = {**scores.emotions, **scores.dimensions, **actions}
            further = [p for of_head in scores.classes.values() for p in of_head.values()]
            whole = np.array([*(values[name] for name in names), *further])
            sums.setdefault(place, []).append(whole)
            if len(sums[place]) == counts[place]:
                yield place, np.mean(sums.pop(place), axis=0)


def predictions_of(
    found: Mapping[int, NDArray[np.float64]], clips: ClipSet, plan: Plan
) -> Predictions:
    """Scores of each place in a set, with what is known of its clips.

    Args:
        found: Of each place `(K + D + K of each further label,)`.
        clips: The set.
        plan: That the scores are of.
    """
    classes, values = plan.targets.classes, plan.targets.values
    scores = np.stack([found[place] for place in range(len(clips))])
    plain = len(classes) + len(values)
    further: dict[str, Answers] = {}
    first = plain
    for (name, names), labels in zip(plan.targets.further.items(), clips.further.T, strict=True):
        p = scores[:, first : first + len(names)]
        further[name] = Answers(names, _log_probabilities(p), labels.copy())
        first += len(names)
    return Predictions(
        clips=clips.names(),
        subjects=tuple(clips.column("subject")),
        folds=_folds(clips, plan),
        groups=_groups(clips, plan.manifests),
        classes=classes,
        log_probabilities=_log_probabilities(scores[:, : len(classes)]),
        labels=true_classes(clips.labels, clips.shares),
        values=values,
        predicted=scores[:, len(classes) : plain],
        truth=clips.values.astype(np.float64),
        shares=_shares(clips),
        further=further,
    )


def _log_probabilities(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Logarithms of mean probabilities `(N, K)`, none too small to be one."""
    probabilities = scores.clip(min=LEAST_PROBABILITY)
    if scores.shape[1]:
        probabilities = probabilities / probabilities.sum(axis=1, keepdims=True)
    return np.log(probabilities)


def _folds(clips: ClipSet, plan: Plan) -> tuple[int | None, ...]:
    """The fold in which each clip is tested; of own folds only that of this run is known."""
    if plan.data.folds is None:
        return tuple(clips.column("fold"))
    return (plan.data.fold if clips.split == "test" else None,) * len(clips)


def _shares(clips: ClipSet) -> NDArray[np.float64]:
    """Of the raters who chose one of the model's classes; zeros where nobody did."""
    total = clips.shares.sum(axis=1, keepdims=True, dtype=np.float64)
    return np.divide(clips.shares, total, out=np.zeros(clips.shares.shape), where=total > 0)


def _groups(clips: ClipSet, manifests: Sequence[Manifest]) -> tuple[str | None, ...]:
    if not all("group" in manifest.table.column_names for manifest in manifests):
        return (None,) * len(clips)  # As older versions prepared them.
    rows = zip(clips.names(), clips.column("clip"), clips.column("group"), strict=True)
    return tuple(group and f"{name.removesuffix(clip)}{group}" for name, clip, group in rows)


def _place() -> tuple[int, int]:
    """Number of this process, and how many there are."""
    if dist.is_available() and dist.is_initialized():
        return dist.get_rank(), dist.get_world_size()
    return 0, 1


def _gathered(found: dict[int, NDArray[np.float64]]) -> dict[int, NDArray[np.float64]]:
    """The scores of all processes together."""
    _, world = _place()
    if world == 1:
        return found
    parts: list[Any] = [None] * world
    dist.all_gather_object(parts, found)
    return {place: scores for part in parts for place, scores in part.items()}
