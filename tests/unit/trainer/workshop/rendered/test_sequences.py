from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from trainer.specs import RATE_FPS, default_spec
from trainer.workshop.lessons import SIZE_PX
from trainer.workshop.rendered.expressions import emotion_shares, true_actions
from trainer.workshop.rendered.head import Geometry
from trainer.workshop.rendered.sequences import (
    META,
    Order,
    Sequence,
    frames_of_a_window,
    held_out_persons,
    lessons,
    orders,
    rendered,
)


@pytest.fixture(scope="module")
def sequence(geometry: Geometry) -> Sequence:
    """Of somebody who shows an emotion."""
    return rendered(geometry, Order(seed=5, number=8, duration_s=1.2))


def test_windows_are_as_long_as_the_models(sequence: Sequence) -> None:
    spec = default_spec("tiny", 2)
    assert frames_of_a_window() / RATE_FPS == pytest.approx(0.64) == spec.span_s
    for lesson in lessons(sequence, "train"):
        assert lesson.images.shape == (16, SIZE_PX, SIZE_PX)
        assert lesson.times_s == pytest.approx(np.arange(16) * 0.04)
    assert set(np.diff(sequence.starts())) <= {3, 4, 5}


def test_emotions_are_those_of_the_middle_and_actions_the_mean(sequence: Sequence) -> None:
    acting = sequence.acting
    assert acting.emotion
    assert acting.weight.max() > 0.2
    for start, lesson in zip(sequence.starts(), lessons(sequence, "test"), strict=True):
        weight = float(acting.weight[start + 8])
        assert lesson.shares == emotion_shares(acting.emotion, weight)
        each = [true_actions(acting.weights(frame)) for frame in range(start, start + 16)]
        mean = {name: np.mean([one[name] for one in each]) for name in each[0]}
        assert lesson.actions == pytest.approx(mean)
        assert lesson.middle_actions == each[8]
        assert tuple(lesson.meta) == META
        assert float(lesson.meta["weight"]) == pytest.approx(weight, abs=0.001)
        assert float(lesson.meta["time_s"]) == pytest.approx(start / RATE_FPS + 0.32, abs=0.001)
        assert (lesson.subject, lesson.split) == ("person00004", "test")


def test_a_model_is_not_chosen_by_the_emotions_of_renders(sequence: Sequence) -> None:
    for lesson in lessons(sequence, "val"):
        assert not lesson.shares
        assert lesson.actions


def test_the_first_window_of_a_long_sequence_is_neutral(geometry: Geometry) -> None:
    first = next(lessons(rendered(geometry, Order(seed=5, number=4)), "train"))
    assert float(first.meta["weight"]) < 0.01
    assert first.shares["neutral"] > 0.96


def test_a_sequence_moves_and_can_be_made_again(geometry: Geometry, sequence: Sequence) -> None:
    again = rendered(geometry, sequence.order)
    assert np.array_equal(again.images, sequence.images)
    assert again.starts() == sequence.starts()
    assert np.abs(np.diff(sequence.images.astype(float), axis=0)).max() > 20


def test_all_parts_have_persons_of_their_own() -> None:
    judged = held_out_persons(orders(600, 0))
    assert Counter(judged.values()) == {"test": 36, "val": 18}
    persons = {order.person for order in orders(600, 0)}
    assert judged.keys() < persons
    assert held_out_persons(orders(600, 0)) == judged != held_out_persons(orders(600, 1))
    assert list(held_out_persons(orders(4, 0)).values()) == ["test"]
    assert not held_out_persons(orders(1, 0))
