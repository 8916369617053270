from __future__ import annotations

import cv2
import numpy as np
import pytest

from trainer.workshop.lessons import TEMPLATE
from trainer.workshop.rendered import image
from trainer.workshop.rendered.head import Geometry, Person
from trainer.workshop.rendered.image import Scene, drawn, photograph, turned, viewed


def test_a_photograph_is_framed_by_the_five_points(geometry: Geometry) -> None:
    rng = np.random.default_rng(1)
    mesh, scene = Person(geometry, rng).mesh({}), Scene.chance(rng)
    grey, points_px = photograph(
        geometry, mesh, scene, turned(0, 0), template=np.array(TEMPLATE), size_px=64
    )
    assert grey.shape == (64, 64)
    assert np.abs(points_px - 64 * np.array(TEMPLATE)).max() < 4
    assert grey.std() > 5


def test_roll_changes_no_framing(geometry: Geometry) -> None:
    mesh, wanted = Person(geometry, np.random.default_rng(1)).mesh({}), np.array(TEMPLATE) * 64
    upright = viewed(geometry, mesh, 80, turned(10, 5), wanted)
    rolled = viewed(geometry, mesh, 80, turned(10, 5, 20), wanted)
    assert rolled.points_px == pytest.approx(upright.points_px, abs=0.01)


@pytest.mark.parametrize("actions", [{}, {"jawOpen": 0.7}, {"mouthSmile": 1, "mouthUpperUp": 0.5}])
def test_what_is_behind_skin_need_not_be_drawn(
    geometry: Geometry, actions: dict[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(2)
    mesh, scene = Person(geometry, rng).mesh(actions), Scene.chance(rng)
    view = viewed(geometry, mesh, 80, turned(20, -5), np.array(TEMPLATE) * 192)
    fast = drawn(geometry, mesh, scene, view, 192)
    monkeypatch.setattr(image, "_BEYOND_CM", 100.0)
    whole = drawn(geometry, mesh, scene, view, 192)
    fast, whole = (cv2.resize(one, (64, 64), interpolation=cv2.INTER_AREA) for one in (fast, whole))
    assert (np.abs(fast - whole) > 0.02).mean() < 0.002
