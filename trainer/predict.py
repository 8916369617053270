"""Scores a part of a data set with a model, through the predictor that analysis uses.

Every clip is scored by windows over its whole length, whose probabilities are averaged. Many
processes share the clips (torchrun) and put the scores together before any figure is computed, so
that figures do not depend on how many there are. Knows nothing of training.

N clips, K classes, D dimensions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import torch
import torch.distributed as dist
from numpy.typing import NDArray

from svfap_core.errors import ModelError
from svfap_core.inference.checkpoint import LoadedModel
from svfap_core.inference.predictor import Predictor
from trainer.config import DataConfig
from trainer.data.catalogue import Split
from trainer.data.loader import ClipSet, Targets
from trainer.data.manifest import Manifest
from trainer.data.rendering import render
from trainer.predictions import Predictions
from trainer.runs import common_template

BATCH = 16
LEAST_PROBABILITY = 1e-12


def predict(
    loaded: LoadedModel,
    manifests: Sequence[Manifest],
    split: Split,
    config: DataConfig,
    *,
    device: torch.device,
    windows: int | None = None,
    paper: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Predictions:
    """Score one part of one or more data sets.

    Args:
        loaded: The model; its card says what its outputs mean.
        manifests: The data sets.
        split: The part.
        config: Folds and stride; the manifests it names are not read.
        device: Where to compute.
        windows: Windows of each clip; none: enough to cover it.
        paper: Windows as the reference code takes them, by default head and tail.
        progress: Hears how many clips are done, and how many there are, in this process.

    Raises:
        ModelError: The part has no clip.
        SourceError: A clip cannot be read: it is never left out or replaced.
    """
    card = loaded.card
    clips = ClipSet(
        manifests,
        split,
        config,
        card.input,
        Targets(classes=card.emotion_names, values=card.dimension_names),
    )
    if not len(clips):
        raise ModelError(f"the data has no clips in the part {split}")
    rank, world = _place()
    places = range(rank, len(clips), world)
    template = common_template(manifests)
    predictor = Predictor(loaded, device)
    found: dict[int, NDArray[np.float64]] = {}
    for done, (place, scores) in enumerate(
        _scores(predictor, clips, places, template, windows, paper=paper), 1
    ):
        found[place] = scores
        if progress is not None:
            progress(done, len(places))
    return _predictions(_gathered(found), clips, loaded)


def _scores(
    predictor: Predictor,
    clips: ClipSet,
    places: Sequence[int],
    template: Any,
    windows: int | None,
    *,
    paper: bool,
) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Mean probabilities and dimensions of each clip, `(K + D,)`."""
    names = (*predictor.emotion_names, *predictor.card.dimension_names)
    waiting: list[tuple[int, int, NDArray[np.int64]]] = []
    sums: dict[int, list[NDArray[np.float64]]] = {}

    def scored() -> Iterator[tuple[int, NDArray[np.float64]]]:
        batch = clips.window_batch([(place, indices) for place, _, indices in waiting])
        rendered = render(batch.pictures, clips.spec, template).contiguous().numpy()
        for (place, count, _), scores in zip(
            waiting, predictor.predict(list(rendered)), strict=True
        ):
            values = {**scores.emotions, **scores.dimensions}
            sums.setdefault(place, []).append(np.array([values[name] for name in names]))
            if len(sums[place]) == count:
                yield place, np.mean(sums.pop(place), axis=0)
        waiting.clear()

    for place in places:
        chosen = clips.covering(place, windows, paper=paper)
        for indices in chosen:
            # Stills are read once, video window by window: both have one shape within a batch.
            if waiting and len(waiting[0][2]) != len(indices):
                yield from scored()
            waiting.append((place, len(chosen), indices))
            if len(waiting) == BATCH:
                yield from scored()
    if waiting:
        yield from scored()


def _predictions(
    found: dict[int, NDArray[np.float64]], clips: ClipSet, loaded: LoadedModel
) -> Predictions:
    classes, values = loaded.card.emotion_names, loaded.card.dimension_names
    scores = np.stack([found[place] for place in range(len(clips))])
    probabilities = scores[:, : len(classes)].clip(min=LEAST_PROBABILITY)
    if len(classes):
        probabilities = probabilities / probabilities.sum(axis=1, keepdims=True)
    return Predictions(
        clips=clips.names(),
        subjects=tuple(clips.column("subject")),
        folds=tuple(clips.column("fold")),
        classes=classes,
        log_probabilities=np.log(probabilities),
        labels=clips.labels,
        values=values,
        predicted=scores[:, len(classes) :],
        truth=clips.values.astype(np.float64),
    )


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
