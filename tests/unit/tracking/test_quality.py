"""Measures and what curves make of them, on drawn faces under all kinds of damage."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svfap_core.quality_curves import QualityCurves
from svfap_core.tracking.quality import face_measures, interocular, measure_texture
from svfap_core.tracking.sharpness import block_edges
from svfap_core.types import RGB, FaceMeasures, Points
from tests.damage import DAMAGES, Damage, blurred, eyes_px, jpeg, masked, moved, noisy, rescaled
from tests.drawn import ANNA, BEN, EXPRESSIONS, Mood, drawn_face

TEMPLATE = ((0.314, 0.405), (0.686, 0.405), (0.5, 0.602), (0.349, 0.747), (0.651, 0.747))
SIZE_PX = 112
CURVES = QualityCurves()
CALM = Mood(0, 0, 0)
SLACK = 0.02
"""Noise and rounding move a measure by so much at random."""
BETWEEN = 0.05
"""The same where a face is all but gone: the grid of a smaller frame lies on it by chance."""
FACES = [
    (ANNA, CALM, 90.0), (BEN, EXPRESSIONS["smiling"], 90.0), (ANNA, EXPRESSIONS["frowning"], 45.0),
    (BEN, EXPRESSIONS["wondering"], 45.0), (ANNA, EXPRESSIONS["smiling"], 25.0),
]  # fmt: skip

drawn = lru_cache(drawn_face)


def measured(rgb: RGB, points_px: Points, template=TEMPLATE, size_px=SIZE_PX) -> FaceMeasures:
    return face_measures(points_px, measure_texture(rgb, points_px, template, size_px))


def quality(rgb: RGB, points_px: Points) -> float:
    return CURVES.overall(measured(rgb, points_px))


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
@settings(max_examples=12, deadline=None)
@given(face=st.sampled_from(FACES), shares=st.tuples(*[st.floats(0, 1)] * 2))
def test_more_damage_never_raises_quality(damage: Damage, face, shares):
    """Clearly more: by half a step of the benchmark's strengths at least."""
    look, mood, size = face
    rgb, points_px = drawn(look, mood, eyes_px=size)
    steps = np.arange(len(damage.strengths))
    first = shares[0] * max(len(steps) - 1.5, 0)
    second = min(first + 0.5 + shares[1] * len(steps), len(steps) - 1)
    milder, stronger = (float(np.interp(at, steps, damage.strengths)) for at in (first, second))
    whole = quality(rgb, points_px)
    less = quality(*damage.apply(rgb, points_px, milder))
    assert less <= whole + SLACK
    assert quality(*damage.apply(rgb, points_px, stronger)) <= less + BETWEEN


@pytest.mark.parametrize("face", FACES)
def test_undamaged_faces_are_good(face):
    look, mood, size = face
    assert quality(*drawn(look, mood, eyes_px=size)) > CURVES.threshold + 0.1


def test_a_face_blurred_beyond_recognition_is_low():
    """A blur of 10 px on a face of 226 px, which has some 90 px between the eyes."""
    rgb, points_px = drawn(ANNA, CALM, eyes_px=90)
    assert quality(*blurred(rgb, points_px, 10 / 90)) < CURVES.threshold


def test_a_tiny_face_is_low_enlarged_or_not():
    """Of 16 px, with some 6 px between the eyes."""
    rgb, points_px = drawn(BEN, CALM, eyes_px=90)
    assert quality(*rescaled(rgb, points_px, 6.4)) < CURVES.threshold
    small = next(damage for damage in DAMAGES if damage.name == "size")
    assert quality(*small.apply(rgb, points_px, 6.4)) < CURVES.threshold


def test_a_masked_mouth_is_low():
    rgb, points_px = drawn(ANNA, CALM, eyes_px=90)
    assert quality(*masked(rgb, points_px, 190)) < CURVES.threshold


def test_noise_is_no_detail():
    rgb, points_px = drawn(ANNA, CALM, eyes_px=60)
    soft, _ = blurred(rgb, points_px, 0.1)
    for face in (rgb, soft, np.full_like(rgb, 128)):
        values = [measured(*noisy(face, points_px, d)).sharpness for d in (0, 5, 20, 60, 120)]
        assert max(values) <= values[0] + SLACK
    assert measured(*noisy(np.full_like(rgb, 128), points_px, 40)).sharpness < 0.1


@pytest.mark.parametrize("size", [25.0, 45.0, 90.0])
def test_motion_counts_as_blur_whatever_its_direction(size):
    rgb, points_px = drawn(ANNA, EXPRESSIONS["smiling"], eyes_px=size)
    whole = measured(rgb, points_px).sharpness
    assert measured(*moved(rgb, points_px, 0.5)).sharpness < whole - 0.1
    down = moved(np.ascontiguousarray(rgb.transpose(1, 0, 2)), points_px[:, ::-1], 0.5)[0]
    assert measured(down.transpose(1, 0, 2), points_px).sharpness < whole - 0.1


def test_edges_of_blocks_are_no_detail():
    rgb, points_px = drawn(BEN, EXPRESSIONS["wondering"], eyes_px=45)
    coarse, _ = jpeg(rgb, points_px, 2)
    assert block_edges(rgb, points_px) < 0.01
    assert block_edges(coarse, points_px) > 0.05
    assert measured(coarse, points_px).sharpness < 0.5 * measured(rgb, points_px).sharpness
    shifted = np.roll(coarse, (3, 5), axis=(0, 1))
    moved_px = np.add(points_px, (5, 3), dtype=np.float32)
    assert block_edges(shifted, moved_px) == pytest.approx(block_edges(coarse, points_px), abs=0.03)


def test_dim_light_is_no_blur():
    rgb, points_px = drawn(ANNA, CALM, eyes_px=60)
    plain = measured(rgb, points_px)
    dim = measured((rgb * 0.4).round().astype(np.uint8), points_px)
    assert dim.sharpness == pytest.approx(plain.sharpness, abs=0.05)
    assert dim.brightness == pytest.approx(0.4 * plain.brightness, abs=0.01)
    assert dim.contrast == pytest.approx(0.4 * plain.contrast, abs=0.01)


def test_measures_do_not_depend_on_the_frame_around_the_face():
    rgb, points_px = drawn(ANNA, CALM, eyes_px=60)
    wide = cv2.copyMakeBorder(rgb, 40, 80, 120, 16, cv2.BORDER_CONSTANT, value=(255, 0, 0))
    there = measured(wide, np.add(points_px, (120, 40), dtype=np.float32))
    assert there == measured(rgb, points_px)


def test_size_is_plain_geometry():
    for size in (20.0, 60.0):
        rgb, points_px = drawn(ANNA, CALM, eyes_px=size)
        assert measured(rgb, points_px).interocular_px == pytest.approx(size, abs=1e-3)
        assert interocular(points_px) == eyes_px(points_px) == pytest.approx(size, abs=1e-3)


@pytest.mark.parametrize(("template", "size_px"), [
    (TEMPLATE, 224),
    (((0.34, 0.46), (0.66, 0.46), (0.5, 0.64), (0.37, 0.81), (0.63, 0.81)), 160),
])  # fmt: skip
def test_models_with_large_crops_measure_alike(template, size_px):
    rgb, points_px = drawn(ANNA, CALM, eyes_px=90)
    here, there = measured(rgb, points_px), measured(rgb, points_px, template, size_px)
    assert there.sharpness == pytest.approx(here.sharpness, abs=0.03)
    assert there.brightness == pytest.approx(here.brightness, abs=0.03)


def test_a_model_with_a_small_crop_sees_less():
    rgb, points_px = drawn(ANNA, CALM, eyes_px=90)
    assert measured(rgb, points_px, size_px=32).sharpness < measured(rgb, points_px).sharpness - 0.1


@given(st.integers(0, 2**32), st.sampled_from([1, 16, 64, 300]))
def test_anything_can_be_measured(seed, side):
    random = np.random.default_rng(seed)
    rgb = random.integers(0, 256, (side, side + seed % 7, 3), np.uint8)
    points_px = random.normal(side / 2, side * random.choice([0, 0.01, 0.3, 3]), (5, 2))
    found = measured(rgb, points_px.astype(np.float32))
    assert 0 <= found.sharpness <= 1
    assert 0 <= found.brightness <= 1
    assert 0 <= found.contrast <= 0.5
    assert 0 <= CURVES.overall(found) <= 1


def test_points_on_one_spot_are_worth_little():
    spot = np.full((5, 2), 9, np.float32)
    found = measured(np.zeros((64, 64, 3), np.uint8), spot)
    assert found == FaceMeasures(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    assert CURVES.overall(found) < 0.3
