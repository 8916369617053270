"""Names of actions fit the shapes they are made of."""

from __future__ import annotations

import re

import pytest

from svfap_core.facial_actions import ACTIONS, SHAPES, actions_of


def test_the_landmarker_has_52_distinct_shapes() -> None:
    assert len(set(SHAPES)) == len(SHAPES) == 52
    assert (SHAPES[9], SHAPES[25], SHAPES[44], SHAPES[51]) == (
        "eyeBlinkLeft",
        "jawOpen",
        "mouthSmileLeft",
        "noseSneerRight",
    )


def test_every_action_is_made_of_shapes_and_no_shape_counts_twice() -> None:
    used = [shape for action in ACTIONS.values() for shape in action.shapes]
    assert set(used) < set(SHAPES)
    assert len(set(used)) == len(used)


def test_an_action_is_the_mean_of_both_sides() -> None:
    shapes = [0.0] * 52
    shapes[SHAPES.index("mouthSmileLeft")] = 0.8
    shapes[SHAPES.index("jawOpen")] = 0.3
    found = actions_of(shapes)
    assert tuple(found) == tuple(ACTIONS)
    assert (found["mouth_smile"], found["jaw_open"]) == (0.4, 0.3)


def test_a_mirrored_face_has_the_same_actions() -> None:
    shapes = {name: (7 * i % 52) / 52 for i, name in enumerate(SHAPES)}
    swap = {"Left": "Right", "Right": "Left"}
    mirrored = [shapes[re.sub("Left$|Right$", lambda side: swap[side[0]], name)] for name in SHAPES]
    assert actions_of(mirrored) == pytest.approx(actions_of([*shapes.values()]))
