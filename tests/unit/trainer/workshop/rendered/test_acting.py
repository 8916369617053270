from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from trainer.specs import RATE_FPS
from trainer.workshop.rendered.acting import DECK, Acting, Style, Theme, acted
from trainer.workshop.rendered.expressions import MEANINGLESS, PROTOTYPES

FRAMES = 62


def some(count: int) -> list[Acting]:
    style = Style.chance(np.random.default_rng(0))
    return [
        acted(Theme.of(0, number), style, FRAMES, np.random.default_rng(number))
        for number in range(count)
    ]


MANY = some(150)


def test_a_sequence_begins_without_expression() -> None:
    for acting in MANY:
        assert acting.weight[:5].max() < 0.01
        assert acting.weight.min() >= 0


def test_the_curve_of_an_expression_is_smooth() -> None:
    # The least jerk changes by 15/8 of its height over the time it takes, 0.15 s or more.
    for acting in MANY:
        most = 15 / 8 * acting.weight.max() / 0.15 / RATE_FPS
        assert np.abs(np.diff(acting.weight)).max() <= most + 1e-9


def test_kinds_are_even_and_all_actions_take_turns() -> None:
    themes = [Theme.of(7, number) for number in range(8 * len(DECK))]
    kinds = Counter(theme.kind for theme in themes)
    assert kinds == {kind: 8 * count for kind, count in Counter(DECK).items()}
    assert [theme.kind for theme in themes[:30]] != [theme.kind for theme in themes[30:60]]
    turns = {theme.turn % len(MEANINGLESS) for theme in themes if theme.kind == "action"}
    assert len(turns) == len(MEANINGLESS)


def test_most_expressions_are_mild_expressions_are_mild() -> None:
    peaks = [acting.weight.max() for acting in MANY if acting.emotion]
    assert np.mean(np.array(peaks) < 0.65) > 0.5
    assert min(peaks) >= 0.2
    assert max(peaks) <= 1.2
    assert 0.5 < np.mean([acting.speech for acting in MANY]) < 0.8


def test_without_speech_and_expression_a_mouth_is_at_rest() -> None:
    silent = [acting for acting in MANY if acting.kind == "neutral" and not acting.speech]
    assert silent
    for acting in silent:
        assert "jawOpen" not in acting.shapes
        assert acting.shapes["mouthSmile_L"].max() < 0.35


def test_visemes_come_and_go() -> None:
    jaws = [acting.shapes["jawOpen"] for acting in MANY if acting.speech and not acting.emotion]
    assert np.mean([jaw.std() for jaw in jaws]) > 0.05
    assert max(np.abs(np.diff(jaw)).max() for jaw in jaws) < 0.5


def test_shapes_stay_possible() -> None:
    for acting in MANY:
        for name, curve in acting.shapes.items():
            assert curve.shape == (FRAMES,)
            assert curve.min() >= 0, name
            assert curve.max() <= 1.5, name
        if "mouthClose" in acting.shapes:
            assert (acting.shapes["mouthClose"] <= acting.shapes["jawOpen"] + 1e-9).all()
        assert np.abs(acting.turn_deg).max() <= 35


def test_a_person_keeps_a_style() -> None:
    first, again = (Style.chance(np.random.default_rng(4)) for _ in range(2))
    other = Style.chance(np.random.default_rng(5))
    assert first.prototypes == again.prototypes
    assert first.prototypes != other.prototypes


@pytest.mark.parametrize("emotion", PROTOTYPES)
def test_the_actions_that_define_an_emotion_are_never_left_out(emotion: str) -> None:
    for seed in range(20):
        own = Style.chance(np.random.default_rng(seed)).prototypes[emotion]
        for mine, usual in zip(own, PROTOTYPES[emotion], strict=True):
            assert list(mine)[:2] == list(usual)[:2]
            for name, weight in mine.items():
                assert 0.7 <= weight / usual[name] <= 1.3
