"""Scores windows of faces with a model on a device. Knows nothing of files, tracks or threads."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from svfap_core.errors import ModelError
from svfap_core.inference.card import ModelCard
from svfap_core.labels import (
    AFFECT_DIMENSIONS,
    DimensionsOrigin,
    ambiguity,
    derived_dimensions,
    has_derived_dimensions,
    vote_shares,
)
from svfap_core.messages import Message
from svfap_core.models import HeadKind, split_outputs
from svfap_core.runtime.window_network import Runtime
from svfap_core.settings import ClipSpec
from svfap_core.types import RGB

_BATCH = 8
"""Clips at a time, so that thousands need no more memory than a few."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Of one window: label -> probability, and dimension -> value; either may be empty.

    `vote_shares` are the shares of raters expected to choose each emotion, and `ambiguity` is their
    disagreement, 0..1, where the model learned from these; `emotions` are the probabilities that
    most of them would.
    `classes` has the named class heads: name -> label -> probability.
    `actions` has the facial actions, name -> 0..1, of a model that learned them.
    `features` are those of the encoder, `(D,)`; see `Predictor.features`.
    """

    emotions: Mapping[str, float] = field(default_factory=dict[str, float])
    dimensions: Mapping[str, float] = field(default_factory=dict[str, float])
    ambiguity: float | None = None
    classes: Mapping[str, Mapping[str, float]] = field(
        default_factory=dict[str, Mapping[str, float]]
    )
    features: NDArray[np.float32] | None = field(default=None, compare=False)
    actions: Mapping[str, float] = field(default_factory=dict[str, float])
    vote_shares: Mapping[str, float] = field(default_factory=dict[str, float])


class Predictor:
    """A model with what runs it, ready to score. One thread at a time may use it.

    Attributes:
        card: The model's card.
        device: The device and arithmetic really in use, for people.
        precision: The arithmetic as far as it changes scores; see `Runtime`.
        emotion_names: Keys of `Scores.emotions`, in order; empty without a class head for them.
        dimension_names: Keys of `Scores.dimensions`, in order.
        action_names: Keys of `Scores.actions`, in order; empty without such a head.
        dimensions_origin: "learned" where the model regresses them, "derived" where they are the
            expectation over published emotion coordinates, `None` where there are none.
    """

    def __init__(self, card: ModelCard, runtime: Runtime) -> None:
        self.card = card
        self.device = runtime.device
        self.precision = runtime.precision
        self._runtime = runtime
        self.emotion_names = self.card.emotion_names
        self.action_names = self.card.action_names
        learned = self.card.dimension_names
        derived = not learned and has_derived_dimensions(self.emotion_names)
        self.dimension_names: tuple[str, ...] = AFFECT_DIMENSIONS if derived else learned
        self.dimensions_origin: DimensionsOrigin | None = (
            "derived" if derived else "learned" if learned else None
        )

    @property
    def spec(self) -> ClipSpec:
        """What a window must look like."""
        return self.card.input

    @property
    def sha256(self) -> str:
        """Of the weights."""
        return self.card.sha256

    @property
    def num_features(self) -> int:
        """Length of a window's features."""
        return self.card.encoder.embed_dim

    def warm_up(self) -> None:
        """Score a window of noise, so that the first real one does not pay for preparations.

        Raises:
            ModelError: The model gives no usable scores.
        """
        shape = (self.spec.frames, self.spec.size_px, self.spec.size_px, 3)
        window = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
        (scores,) = self.predict([window])
        groups = scores.emotions, scores.dimensions, scores.actions, *scores.classes.values()
        if not all(math.isfinite(score) for group in groups for score in group.values()):
            raise ModelError(
                Message("the model %1 gives no usable scores for a test window", self.card.name),
                hint="Its training broke down. Remove it, or export an earlier checkpoint.",
            )

    def predict(self, windows: Sequence[RGB]) -> list[Scores]:
        """Score windows together.

        Args:
            windows: Each `(T, S, S, 3)` uint8 RGB, T and S as in `spec`.

        Returns:
            As many scores, in the same order.

        Raises:
            ValueError: A window has another shape.
        """
        if len(windows) == 0:  # An array is a sequence, too.
            return []
        outputs = self._runtime.run(np.stack(windows))
        heads = self._head_scores(outputs.raw)
        rows = zip(*heads, strict=True)
        return [self._scores(*row) for row in zip(rows, outputs.features, strict=True)]

    def features(self, clips: Sequence[RGB]) -> NDArray[np.float32]:
        """What the encoder makes of windows: the input of the model's linear head.

        The mean over the tokens of the last stage, after the final norm, by the same network and
        preprocessing as `predict`; where the card says `mirrored`, the mean of the features of a
        window and its mirror image, as for scores. With the weights of `head` in
        `model.safetensors`, `features @ weight.T + bias` are the raw outputs, before temperature,
        softmax and the like.

        Args:
            clips: Each `(T, S, S, 3)` uint8 RGB, T and S as in `spec`.

        Returns:
            `(N, D)` float32, D as in `num_features`; without a unit, of any sign.

        Raises:
            ValueError: A clip has another shape.
        """
        batches = (clips[first : first + _BATCH] for first in range(0, len(clips), _BATCH))
        found = [self._runtime.run(np.stack(batch)).features.copy() for batch in batches]
        return np.concatenate([np.zeros((0, self.num_features), np.float32), *found])

    def _head_scores(self, outputs: NDArray[np.float32]) -> list[list[list[float]]]:
        """Per head, per window, its scores."""
        per_head: list[list[list[float]]] = []
        for head, raw in zip(self.card.heads, split_outputs(outputs, self.card.heads), strict=True):
            calibrated = raw / self.card.temperature if head.kind is HeadKind.CLASSES else raw
            per_head.append(head.scores(calibrated).tolist())
        return per_head

    def _scores(self, row: tuple[list[float], ...], features: NDArray[np.float32]) -> Scores:
        emotions: dict[str, float] = {}
        dimensions: dict[str, float] = {}
        classes: dict[str, dict[str, float]] = {}
        actions: dict[str, float] = {}
        targets = {HeadKind.CLASSES: emotions, HeadKind.ACTIONS: actions}
        for head, values in zip(self.card.heads, row, strict=True):
            target = targets.get(head.kind, dimensions)
            if head.name:
                target = classes.setdefault(head.name, {})
            target.update(zip(head.names, values, strict=True))
        if self.dimensions_origin == "derived":
            dimensions = derived_dimensions(emotions)
        shares: dict[str, float] = {}
        if self.card.has_ambiguity:
            shares = vote_shares(emotions, self.card.temperature)
        return Scores(
            emotions, dimensions, ambiguity(shares), classes, features, actions, vote_shares=shares
        )
