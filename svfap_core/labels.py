"""Names of emotions and dimensions, label orders of published models, and emotions as points.

Knows nothing of networks, files or languages of the user interface.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias

from svfap_core.facial_actions import ACTION_PREFIX

EMOTIONS = (
    "neutral",
    "happy",
    "sad",
    "angry",
    "surprise",
    "fear",
    "disgust",
    "contempt",
    "anxiety",
    "helplessness",
    "disappointment",
)
"""Every emotion name the product has a colour and a translation for, in the order of display."""

AFFECT_DIMENSIONS = ("valence", "arousal", "dominance")
BIG_FIVE = ("openness", "conscientiousness", "extraversion", "agreeableness", "neuroticism")
DIMENSIONS = AFFECT_DIMENSIONS + BIG_FIVE
"""Every dimension a model may regress, in the order of display."""

DimensionsOrigin: TypeAlias = Literal["learned", "derived"]
"""Regressed by the model, or made of the emotions it tells."""

Range: TypeAlias = tuple[float, float]
"""Lowest and highest value."""


def usual_range(dimension: str) -> Range:
    """0..1 for the Big Five and for columns of facial actions, -1..1 for all others.

    The scale of training, of no certain model.
    """
    from_zero = dimension in BIG_FIVE or dimension.startswith(ACTION_PREFIX)
    return (0.0 if from_zero else -1.0), 1.0


def common_scale(dimensions: Collection[str], ranges: Mapping[str, Range]) -> Range:
    """The scale that holds all dimensions; the usual range where none is known."""
    known = [ranges.get(name, usual_range(name)) for name in dimensions] or [(-1.0, 1.0)]
    return min(low for low, _ in known), max(high for _, high in known)


_DFEW_ORDER = ("happy", "sad", "neutral", "angry", "surprise", "disgust", "fear")

OFFICIAL_LABELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "dfew": _DFEW_ORDER,
        "ferv39k": _DFEW_ORDER,
        "mafw": (
            "angry",
            "disgust",
            "fear",
            "happy",
            "neutral",
            "sad",
            "surprise",
            "contempt",
            "anxiety",
            "helplessness",
            "disappointment",
        ),
    }
)
"""Output order of the published SVFAP models, by the data set they were fine-tuned on."""

EMOTION_PAD: Mapping[str, tuple[float, float, float]] = MappingProxyType(
    {
        "neutral": (0.0, 0.0, 0.0),
        "happy": (0.81, 0.51, 0.46),
        "sad": (-0.63, -0.27, -0.33),
        "angry": (-0.51, 0.59, 0.25),
        "surprise": (0.40, 0.67, -0.13),
        "fear": (-0.64, 0.60, -0.43),
        "disgust": (-0.60, 0.35, 0.11),
    }
)
"""Mean pleasure, arousal and dominance ratings in -1..1 of the words happy, sad, angry, surprised,
fearful and disgusted: J. A. Russell and A. Mehrabian (1977), "Evidence for a three-factor theory of
emotions", Journal of Research in Personality 11, 273-294. Neutral is the origin by definition."""


def derived_dimensions(probabilities: Mapping[str, float]) -> dict[str, float]:
    """Valence, arousal and dominance as the expectation over the emotions' published points.

    Args:
        probabilities: Emotion -> probability; they sum to one.

    Returns:
        Each of `AFFECT_DIMENSIONS` in -1..1, or nothing when there are no probabilities or some
        emotion has no published point: leaving it out would pull the rest towards it silently.
    """
    if not has_derived_dimensions(probabilities):
        return {}
    return {
        name: sum(p * EMOTION_PAD[emotion][axis] for emotion, p in probabilities.items())
        for axis, name in enumerate(AFFECT_DIMENSIONS)
    }


def vote_shares(probabilities: Mapping[str, float], temperature: float) -> dict[str, float]:
    """The shares of raters' votes that a model learned, from its calibrated probabilities.

    The share softmax(z) of the raters who would say so is less extreme than the probability
    softmax(z / T) that most of them would. softmax(z / T) ** T is softmax(z), up to its sum.

    Args:
        probabilities: Label -> probability; they sum to one.
        temperature: T, by which the model's outputs were divided.
    """
    most = max(probabilities.values(), default=1.0)
    powers = {name: (p / most) ** temperature for name, p in probabilities.items()}
    total = sum(powers.values())
    return {name: power / total for name, power in powers.items()}


def ambiguity(shares: Mapping[str, float]) -> float | None:
    """How much raters would disagree: the entropy of the shares of their votes over log of K.

    0: all of them would say the same; 1: each of the K classes is as likely as any other. `None`
    with fewer than two classes.
    """
    if len(shares) < 2:
        return None
    entropy = -sum(p * math.log(p) for p in shares.values() if p > 0)
    return min(1.0, max(0.0, entropy / math.log(len(shares))))


def has_derived_dimensions(emotions: Collection[str]) -> bool:
    """Whether `derived_dimensions` gives anything for these emotions."""
    return bool(emotions) and all(name in EMOTION_PAD for name in emotions)
