from __future__ import annotations

import numpy as np

from trainer.workshop.lessons import TEMPLATE
from trainer.workshop.rendered.head import Geometry, Person
from trainer.workshop.rendered.image import turned, viewed
from trainer.workshop.rendered.obstacles import Glasses, Hand


def test_glasses_are_before_the_eyes_and_turn_with_the_head(geometry: Geometry) -> None:
    person = Person(geometry, np.random.default_rng(0))
    glasses = Glasses.chance(geometry, person.shape, np.random.default_rng(0))
    for yaw_deg in (-30, 0, 30):
        wanted = np.array(TEMPLATE) * 160
        view = viewed(geometry, person.mesh({}), 80, turned(yaw_deg, 0), wanted)
        canvas = np.full((160, 160), 0.5, np.float32)
        glasses.draw(canvas, view)
        rows, columns = np.nonzero(np.abs(canvas - 0.5) > 0.01)
        eyes = view.points_px[:2]
        assert columns.min() < eyes[0, 0] < eyes[1, 0] < columns.max()
        assert abs(rows.mean() - eyes[:, 1].mean()) < 12


def test_a_hand_comes_covers_and_goes() -> None:
    hand = Hand(over="mouth", side=1, begin=0.2, end=0.8, fingers=4, light=0.2, size=0.5)
    points = np.array(TEMPLATE) * 160
    x, y = points[3:].mean(axis=0).astype(int)

    def covered(at: float) -> bool:
        canvas = np.ones((160, 160), np.float32)
        hand.draw(canvas, points, at)
        return bool(canvas[y, x] < 0.5)

    assert [covered(at) for at in (0.0, 0.19, 0.5, 0.81, 1.0)] == [False, False, True, False, False]
