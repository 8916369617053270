"""Settings that carry rules: the curves that say what measures of a face are worth."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from svfap_core.quality_curves import QualityCurves
from svfap_core.types import FaceMeasures

GOOD = FaceMeasures(90.0, 1.0, 0.5, 0.2, 0.0, 0.0, 0.0)
CURVES = QualityCurves()
BETTER_MORE = ("interocular_px", "sharpness", "contrast")
BETTER_LESS = ("yaw_deg", "pitch_deg", "roll_deg")
FLAT = ((0.0, 1.0),)
ALL_FLAT = QualityCurves(
    interocular_px=FLAT, sharpness=FLAT, brightness=FLAT, contrast=FLAT,
    yaw_deg=FLAT, pitch_deg=FLAT, roll_deg=FLAT,
)  # fmt: skip


def test_a_good_face_is_worth_all():
    assert CURVES.overall(GOOD) == 1


def test_the_curves_multiply():
    small, soft = replace(GOOD, interocular_px=9.0), replace(GOOD, sharpness=0.3)
    both = replace(small, sharpness=0.3)
    assert CURVES.overall(small) < 1
    assert CURVES.overall(soft) < 1
    assert CURVES.overall(both) == pytest.approx(CURVES.overall(small) * CURVES.overall(soft))


def test_a_curve_is_straight_between_its_knots_and_level_beyond():
    curves = ALL_FLAT.model_copy(update={"sharpness": ((0.2, 0.5), (0.6, 0.7), (0.8, 1.0))})
    places = (0.0, 0.2, 0.3, 0.6, 0.7, 0.8, 0.9)
    found = [curves.overall(replace(GOOD, sharpness=at)) for at in places]
    assert found == pytest.approx([0.5, 0.5, 0.55, 0.7, 0.85, 1.0, 1.0])


@pytest.mark.parametrize("name", BETTER_MORE)
@given(values=st.lists(st.floats(0, 200), min_size=2, max_size=20))
def test_more_is_never_worse(name, values):
    found = [CURVES.overall(replace(GOOD, **{name: value})) for value in sorted(values)]
    assert all(a <= b + 1e-9 for a, b in pairwise(found))


@pytest.mark.parametrize("name", BETTER_LESS)
@given(values=st.lists(st.floats(0, 180), min_size=2, max_size=20))
def test_an_angle_counts_on_both_sides_alike(name, values):
    found = [CURVES.overall(replace(GOOD, **{name: value})) for value in sorted(values)]
    assert all(a >= b - 1e-9 for a, b in pairwise(found))
    other = [CURVES.overall(replace(GOOD, **{name: -value})) for value in sorted(values)]
    assert other == found


def test_light_may_be_too_little_and_too_much():
    found = [CURVES.overall(replace(GOOD, brightness=at)) for at in (0.02, 0.1, 0.5, 0.9, 0.99)]
    assert found[0] < found[1] < found[2] == 1 > found[3] >= found[4]


@pytest.mark.parametrize(
    ("curves", "words"),
    [
        ({"sharpness": ()}, "at least 1"),
        ({"sharpness": ((0.5, 0.5), (0.5, 1.0))}, "a place of its own"),
        ({"sharpness": ((0.5, 0.5), (0.2, 1.0))}, "rising order"),
        ({"sharpness": ((float("nan"), 0.5),)}, "finite"),
        ({"sharpness": ((0.1, 1.5),)}, "less than or equal to 1"),
        ({"sharpness": ((0.1, -0.5),)}, "greater than or equal to 0"),
        ({"interocular_px": ((5.0, 1.0), (9.0, 0.5))}, "must not fall"),
        ({"contrast": ((0.0, 1.0), (0.1, 0.5))}, "must not fall"),
        ({"yaw_deg": ((0.0, 0.5), (60.0, 1.0))}, "must not rise"),
        ({"pitch_deg": ((0.0, 0.5), (60.0, 1.0))}, "must not rise"),
        ({"roll_deg": ((0.0, 0.5), (60.0, 1.0))}, "must not rise"),
        ({"brightness": ((0.1, 1.0), (0.5, 0.5), (0.9, 1.0))}, "one peak"),
        ({"threshold": 1.1}, "threshold"),
        ({"size": ((0.0, 1.0),)}, "size"),
    ],
)
def test_curves_that_mean_nothing_are_refused(curves, words):
    with pytest.raises(ValidationError, match=words):
        QualityCurves(**curves)
