"""Judges models and teachers by the stills of a prepared FER+, and models by rendered faces."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from svfap_core.facial_actions import ACTION_PREFIX
from svfap_core.inference.card import ModelCard
from svfap_core.inference.checkpoint import load_model
from svfap_core.inference.model_folder import LoadedModel
from svfap_core.inference.store import find_model
from trainer.config import DataConfig
from trainer.data.catalogue import Split
from trainer.data.loader import ClipSet
from trainer.data.manifest import read_manifest
from trainer.finished import correct_emotions
from trainer.plan import Plan, plan_judging
from trainer.predictions import Predictions
from trainer.scoring import score
from trainer.workshop.raters import (
    Figures,
    answers_of,
    figures,
    fitted_power,
    sharpened,
)
from trainer.workshop.rendered.sequences import META
from trainer.workshop.teachers import Teacher, read_teachers
from trainer.workshop.time_courses import Following, Windows, following
from trainer.workshop.vote_fit import fitted


def judge_teachers(paths: Sequence[Path], data: Path, split: Split) -> Figures:
    """How well the mean of what teachers say agrees with raters.

    Shares of votes are what they learned. The probabilities that most raters say so are the shares
    sharpened by the power that suits `val` best.

    Args:
        paths: Runs of cnns or kept files, of the same emotions.
        data: A prepared FER+.
        split: The part that is judged.

    Raises:
        ModelError: One is no teacher, or they score different things.
        SourceError: The data cannot be read.
    """
    teachers, manifest = read_teachers(paths), read_manifest(data)
    emotions = teachers[0].about.emotions
    answers, shares = answers_of(manifest, split, emotions), _shares(teachers, data, split)
    known, chosen = answers, shares
    if split != "val":
        known, chosen = answers_of(manifest, "val", emotions), _shares(teachers, data, "val")
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
    card, _, scored = _scored(_card_and_network(name), data, split)
    probabilities = np.exp(scored.log_probabilities)
    answers = answers_of(read_manifest(data), split, card.emotion_names)
    return figures(answers, _unsharpened(card, probabilities), probabilities, card.emotion_names)


def judge_courses(name: Path, data: Path, split: Split) -> Following:
    """How well a model follows rendered faces through time.

    Args:
        name: Its folder, or the name of a stored model.
        data: What `render` wrote.
        split: The part that is judged.

    Raises:
        ModelError: There is no such model.
        SourceError: The data cannot be read.
    """
    card, plan, scored = _scored(_card_and_network(name), data, split)
    clips = ClipSet(plan, split)
    probabilities = np.exp(scored.log_probabilities)
    windows = Windows(
        emotions=card.emotion_names,
        sequences=np.array(clips.column("meta_sequence")),
        times_s=np.array(clips.column("meta_time_s"), float),
        expressions=np.array(clips.column("meta_expression")),
        weights=np.array(clips.column("meta_weight"), float),
        true_shares=scored.shares,
        shares=_unsharpened(card, probabilities),
        probabilities=probabilities,
        actions=tuple(value.removeprefix(ACTION_PREFIX) for value in scored.values),
        true_actions=scored.truth,
        said_actions=scored.predicted,
    )
    return following(windows, card.ambiguity_threshold)


def is_rendered(data: Path) -> bool:
    """Whether a prepared data set is what `render` wrote.

    Raises:
        SourceError: It cannot be read.
    """
    return set(META) <= set(read_manifest(data).info.meta)


def fit_votes(folder: Path, data: Path) -> ModelCard:
    """Let a model's shares of votes follow the raters of `val` as closely as its outputs allow.

    Args:
        folder: Of the model; changed in place.
        data: A prepared FER+.

    Returns:
        The new card, whose temperature and ambiguity threshold are measured on the same stills.

    Raises:
        ModelError: There is no such model, or it cannot be written.
        SourceError: The data cannot be read.
    """
    loaded = load_model(folder)
    plain = LoadedModel(loaded.model, loaded.card.model_copy(update={"temperature": 1.0}))
    card, _, scored = _scored(plain, data, "val")
    answers = answers_of(read_manifest(data), "val", card.emotion_names)
    return correct_emotions(folder, fitted(scored, answers.shares))


def _card_and_network(name: Path) -> LoadedModel:
    return load_model(name if name.exists() else find_model(name))


def _scored(loaded: LoadedModel, data: Path, split: Split) -> tuple[ModelCard, Plan, Predictions]:
    card = loaded.card
    plan = plan_judging(DataConfig(manifests=(data,)), card.heads, card.input)
    return card, plan, score(loaded, plan, split, device=torch.device("cpu"))


def _unsharpened(card: ModelCard, probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shares of votes, as they were learned: without the temperature of probabilities."""
    return sharpened(probabilities, card.temperature)


def _shares(teachers: Sequence[Teacher], data: Path, split: Split) -> NDArray[np.float64]:
    """What teachers say of each still of a part on average, `(N, K)`."""
    (first, *_) = teachers
    plan = plan_judging(DataConfig(manifests=(data,)), first.about.heads, first.about.spec)
    clips = ClipSet(plan, split)
    whole = [(place, np.zeros(1, np.int64)) for place in range(len(clips))]
    images = clips.window_batch(whole).pictures[:, 0, :, :, 0].numpy()
    return np.mean([teacher.say(images, plan.template) for teacher in teachers], axis=0)
