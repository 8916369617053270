from __future__ import annotations

import pytest

from svfap_core.codes.coding import Code, CodeDefinition, Coding, Scheme, Tier
from svfap_core.codes.emotions import (
    coded_emotions,
    comparable_tiers,
    emotion_called,
    emotion_stretches,
)
from svfap_core.results.stretches import Stretch

EMOTIONS = ("neutral", "happy", "sad", "fear")
CODING = Coding(
    scheme=Scheme(
        tiers=(
            Tier(name="face", definitions=(CodeDefinition(name="Joy"), CodeDefinition(name="sad"))),
            Tier(name="hands", definitions=(CodeDefinition(name="touch"),)),
        )
    ),
    codes=(
        Code(tier="face", label="joy", start_s=1, end_s=2),
        Code(tier="face", label="sad", start_s=3, end_s=None),
        Code(tier="face", label="odd", start_s=4, end_s=5),
        Code(tier="face", label="Fear", start_s=6, end_s=7),
        Code(tier="face", label="fear", start_s=8, end_s=8),
    ),
)


@pytest.mark.parametrize(
    ("label", "emotion"),
    [("Happy ", "happy"), ("JOY", "happy"), ("sadness", "sad"), ("smile", None), ("", None)],
)
def test_labels_name_emotions(label: str, emotion: str | None) -> None:
    assert emotion_called(label, EMOTIONS) == emotion


def test_results_may_have_other_words_too() -> None:
    assert emotion_called("happy", ("happiness", "anger")) == "happiness"


def test_tiers_that_name_emotions_can_be_compared() -> None:
    assert comparable_tiers(CODING, EMOTIONS) == ("face",)
    assert coded_emotions(CODING, "face", EMOTIONS) == {"happy", "sad", "fear"}
    assert coded_emotions(CODING, "hands", EMOTIONS) == frozenset()


def test_finished_intervals_are_stretches() -> None:
    assert emotion_stretches(CODING, "face", EMOTIONS) == [
        Stretch(1, 2, "happy"),
        Stretch(6, 7, "fear"),
    ]
