from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svfap_core.facial_actions import ACTIONS
from trainer.workshop.lessons import EMOTIONS
from trainer.workshop.rendered.expressions import (
    MEANINGLESS,
    PROTOTYPES,
    emotion_shares,
    meaningless_shares,
    true_actions,
)
from trainer.workshop.rendered.head import Geometry


@given(st.sampled_from([None, *PROTOTYPES]), st.floats(0, 2))
def test_shares_are_shares(emotion: str | None, weight: float) -> None:
    for shares in (emotion_shares(emotion, weight), meaningless_shares(weight)):
        assert list(shares) == list(EMOTIONS)
        assert sum(shares.values()) == pytest.approx(1)
        assert min(shares.values()) >= 0


@given(st.sampled_from(list(PROTOTYPES)), st.floats(0, 1.2), st.floats(0, 0.2))
def test_a_stronger_expression_is_seen_by_more(emotion: str, weight: float, more: float) -> None:
    stronger, weaker = emotion_shares(emotion, weight + more), emotion_shares(emotion, weight)
    assert stronger[emotion] >= weaker[emotion]
    assert stronger["neutral"] <= weaker["neutral"] + 1e-12


@pytest.mark.parametrize("emotion", PROTOTYPES)
def test_shares_by_weight(emotion: str) -> None:
    assert emotion_shares(emotion, 0)["neutral"] == pytest.approx(0.97, abs=0.001)
    assert emotion_shares(emotion, 0.25)[emotion] == pytest.approx(0.5)
    assert emotion_shares(emotion, 0.7)[emotion] == pytest.approx(0.93)
    assert emotion_shares(emotion, 1.2) == emotion_shares(emotion, 0.7)


def test_fear_is_taken_for_surprise_and_nothing_else() -> None:
    shares = emotion_shares("fear", 0.4)
    assert shares["surprise"] > 10 * max(shares["angry"], shares["happy"], shares["sad"])


def test_what_means_nothing_stays_neutral() -> None:
    assert meaningless_shares(0)["neutral"] == pytest.approx(0.97)
    assert meaningless_shares(1)["neutral"] == pytest.approx(0.85)


def test_all_shapes_can_be_rendered(geometry: Geometry) -> None:
    used = {n for many in PROTOTYPES.values() for one in many for n in one}
    used |= {name for one in MEANINGLESS for name in one}
    known = {name.removesuffix("_L").removesuffix("_R") for name in geometry.actions}
    assert {name.removesuffix("_L").removesuffix("_R") for name in used} <= known


def test_every_action_is_known_by_the_name_of_its_shape(geometry: Geometry) -> None:
    every = true_actions(dict.fromkeys(geometry.actions, 0.6))
    assert every == pytest.approx(dict.fromkeys(ACTIONS, 0.6))


def test_actions_are_means_of_both_sides_in_0_to_1() -> None:
    found = true_actions({"mouthSmile_L": 0.8, "mouthSmile_R": 0.4, "jawOpen": 1.2})
    assert found["mouth_smile"] == pytest.approx(0.6)
    assert found["jaw_open"] == 1
    assert np.count_nonzero(list(found.values())) == 2
