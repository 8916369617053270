from __future__ import annotations

import pytest

from svfap_core.labels import (
    AFFECT_DIMENSIONS,
    EMOTION_PAD,
    EMOTIONS,
    OFFICIAL_LABELS,
    common_scale,
    derived_dimensions,
    has_derived_dimensions,
    usual_range,
)


def test_ranges_of_dimensions() -> None:
    assert usual_range("arousal") == (-1, 1)
    assert usual_range("openness") == (0, 1)
    assert common_scale(["valence", "arousal"], {"valence": (1, 9)}) == (-1, 9)
    assert common_scale(["openness"], {}) == (0, 1)
    assert common_scale([], {}) == (-1, 1)


def test_official_orders_hold_known_names_once() -> None:
    assert {name: len(labels) for name, labels in OFFICIAL_LABELS.items()} == {
        "dfew": 7,
        "ferv39k": 7,
        "mafw": 11,
    }
    for labels in OFFICIAL_LABELS.values():
        assert len(set(labels)) == len(labels)
        assert set(labels) <= set(EMOTIONS)


def test_official_orders_are_the_reference_ones() -> None:
    assert OFFICIAL_LABELS["dfew"][:3] == ("happy", "sad", "neutral")
    assert OFFICIAL_LABELS["dfew"][-2:] == ("disgust", "fear")
    assert OFFICIAL_LABELS["mafw"][3:5] == ("happy", "neutral")


@pytest.mark.parametrize("emotion", EMOTION_PAD)
def test_a_certain_emotion_lies_at_its_point(emotion: str) -> None:
    probabilities = {name: float(name == emotion) for name in EMOTION_PAD}
    assert tuple(derived_dimensions(probabilities).values()) == EMOTION_PAD[emotion]


def test_expectation_is_linear_and_neutral_is_the_origin() -> None:
    found = derived_dimensions({"happy": 0.5, "neutral": 0.5})
    assert found == pytest.approx({"valence": 0.405, "arousal": 0.255, "dominance": 0.23})
    assert tuple(found) == AFFECT_DIMENSIONS


def test_a_label_without_a_point_derives_nothing() -> None:
    assert derived_dimensions({"happy": 0.9, "contempt": 0.1}) == {}
    assert not has_derived_dimensions(OFFICIAL_LABELS["mafw"])
    assert has_derived_dimensions(OFFICIAL_LABELS["dfew"])


def test_no_probabilities_derive_nothing() -> None:
    assert derived_dimensions({}) == {}
