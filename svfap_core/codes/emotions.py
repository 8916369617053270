"""Codes that name emotions, in the words of results, so that coder and model can be compared."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from svfap_core.codes.coding import Coding
from svfap_core.results.stretches import Stretch

_SAME: Mapping[str, str] = MappingProxyType(
    {
        "happiness": "happy",
        "joy": "happy",
        "sadness": "sad",
        "anger": "angry",
        "surprised": "surprise",
        "fearful": "fear",
        "afraid": "fear",
        "disgusted": "disgust",
        "neutrality": "neutral",
    }
)
"""Other words for an emotion, as models and coding schemes have them."""


def emotion_called(label: str, emotions: Collection[str]) -> str | None:
    """The emotion of a result that a label names, in any case; `None` if it names none."""
    word = label.strip().casefold()
    meant = _SAME.get(word, word)
    return next((e for e in emotions if _SAME.get(e.casefold(), e.casefold()) == meant), None)


def comparable_tiers(coding: Coding, emotions: Collection[str]) -> tuple[str, ...]:
    """Tiers with at least one code that names an emotion of a result."""
    used: dict[str, set[str]] = {tier: set() for tier in coding.tier_names}
    for code in coding.codes:
        used[code.tier].add(code.label)
    return tuple(t for t, labels in used.items() if _named(coding, t, labels, emotions))


def coded_emotions(coding: Coding, tier: str, emotions: Collection[str]) -> frozenset[str]:
    """The emotions of a result that a coder could have coded, or has coded, on a tier."""
    return _named(coding, tier, {code.label for code in coding.on_tier(tier)}, emotions)


def _named(
    coding: Coding, tier: str, labels: Collection[str], emotions: Collection[str]
) -> frozenset[str]:
    """Emotions that labels, and those of the scheme's tier, name."""
    scheme_tier = coding.scheme.tier(tier)
    defined = [] if scheme_tier is None else [d.name for d in scheme_tier.definitions]
    found = (emotion_called(label, emotions) for label in (*defined, *labels))
    return frozenset(emotion for emotion in found if emotion is not None)


def emotion_stretches(coding: Coding, tier: str, emotions: Collection[str]) -> list[Stretch]:
    """When a coder coded which emotion on a tier, in order of starts; open codes are left out."""
    found: list[Stretch] = []
    for code in coding.on_tier(tier):
        emotion = emotion_called(code.label, emotions)
        if emotion is not None and code.end_s is not None and not code.is_point:
            found.append(Stretch(code.start_s, code.end_s, emotion))
    return found
