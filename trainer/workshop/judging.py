"""Scores stills of a prepared FER+ with runs of the workshop, helpers included."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from svfap_core.clips.preprocess import to_batch
from svfap_core.errors import ModelError
from svfap_core.inference.checkpoint import load_model
from svfap_core.inference.store import find_model
from svfap_core.models import HeadKind
from trainer.config import DataConfig
from trainer.data.catalogue import Split
from trainer.data.loader import ClipSet
from trainer.data.manifest import read_manifest
from trainer.data.rendering import render
from trainer.initial import run_heads
from trainer.plan import plan_judging
from trainer.scoring import score, window_batches
from trainer.specs import run_spec
from trainer.workshop.building import trained_run
from trainer.workshop.raters import (
    Figures,
    answers_of,
    figures,
    fitted_power,
    sharpened,
)


def judge_runs(runs: Sequence[Path], data: Path, split: Split) -> Figures:
    """How well the mean of what runs say agrees with raters.

    Shares of votes are what the runs learned. The probabilities that most raters say so are the
    shares sharpened by the power that suits `val` best.

    Args:
        runs: Of the workshop, with the same classes.
        data: A prepared FER+.
        split: The part that is judged.

    Raises:
        ModelError: A run has no checkpoint, or they tell different things.
        SourceError: The data cannot be read.
    """
    emotions = _emotions(runs)
    manifest = read_manifest(data)
    answers, shares = answers_of(manifest, split, emotions), mean_shares(runs, data, split)
    known, chosen = answers, shares
    if split != "val":
        known, chosen = answers_of(manifest, "val", emotions), mean_shares(runs, data, "val")
    power = fitted_power(known, chosen)
    return figures(answers, shares, sharpened(shares, power), emotions)


def judge_model(name: Path, data: Path, split: Split) -> Figures:
    """How well a model's shares of votes and calibrated probabilities agree with raters.

    Args:
        name: Its folder, or the name of a stored model.
        data: A prepared FER+.
        split: The part that is judged.

    Raises:
        ModelError: There is none.
        SourceError: The data cannot be read.
    """
    loaded = load_model(name if name.exists() else find_model(name))
    card = loaded.card
    plan = plan_judging(DataConfig(manifests=(data,)), card.heads, card.input)
    scored = score(loaded, plan, split, device=torch.device("cpu"))
    probabilities = np.exp(scored.log_probabilities)
    answers = answers_of(read_manifest(data), split, card.emotion_names)
    shares = sharpened(probabilities, card.temperature)  # Undoes it: outputs as they were learned.
    return figures(answers, shares, probabilities, card.emotion_names)


@torch.no_grad()
def mean_shares(runs: Sequence[Path], data: Path, split: Split) -> NDArray[np.float64]:
    """What runs say of each still of a part and of its mirror image, `(N, K)`, on average."""
    total: list[NDArray[np.float64]] = []
    for run in runs:
        config, network = trained_run(run)
        own = {"frames": network.frames, "size_px": network.size_px}
        spec = run_spec(config).model_copy(update=own)
        plan = plan_judging(DataConfig(manifests=(data,)), run_heads(run), spec)
        clips = ClipSet(plan, split)
        said: list[Tensor] = []
        for batch in window_batches(clips, range(len(clips)), 1, paper=False):
            rendered = render(clips.window_batch(batch).pictures, spec, plan.template)
            images = to_batch(rendered, spec, torch.device("cpu"))
            logits = torch.stack((network(images), network(images.flip(-1))))
            said.append(logits.double().softmax(dim=-1).mean(dim=0))
        total.append(torch.cat(said).numpy())
    return np.mean(total, axis=0)


def _emotions(runs: Sequence[Path]) -> tuple[str, ...]:
    told = {tuple((head.kind, head.names) for head in run_heads(run)) for run in runs}
    (first, *others) = told
    if others or first[0][0] is not HeadKind.CLASSES:
        raise ModelError(
            "these runs tell different things, or no classes",
            hint="Judge runs together that have the same classes in the same order.",
        )
    return first[0][1]
