"""Quality of faces on real clips and rendered heads, found and followed as analysis does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from functools import lru_cache, partial
from itertools import islice, pairwise

import av
import cv2
import numpy as np
import pytest

from svfap_core.inference.store import open_model
from svfap_core.settings import TrackerSettings
from svfap_core.tracking.centerface import CenterFace
from svfap_core.tracking.pose import HeadPose, head_pose
from svfap_core.tracking.quality import face_measures, measure_texture
from svfap_core.tracking.tracker import FaceTracker
from svfap_core.types import RGB, FaceMeasures, Frame
from tests import heads
from tests.damage import DAMAGES, h264, masked, noisy
from tests.shared_data import shared

RATE_FPS = 25
FACE_PX = 226
SLACK = 0.02
COUNT = 6
BY_NAME = {damage.name: damage for damage in DAMAGES}


@pytest.fixture(scope="module")
def detector() -> CenterFace:
    return CenterFace()


@lru_cache
def frames(clip: str, first: int, count: int) -> tuple[RGB, ...]:
    with av.open(str(shared(f"data/clips/{clip}"))) as container:
        decoded = islice(container.decode(video=0), first, first + count)
        return tuple(picture.to_ndarray(format="rgb24") for picture in decoded)


def measured(detector: CenterFace, pictures: Sequence[RGB]) -> FaceMeasures | None:
    """Medians of the largest face; `None` where there is none."""
    spec = open_model().card.input
    tracker = FaceTracker(detector, TrackerSettings(faces="largest", min_size_px=8), spec)
    found = [
        astuple(face.measures)
        for index, rgb in enumerate(pictures)
        for face in tracker.update(Frame(index, index / RATE_FPS, index / RATE_FPS, rgb)).faces
    ]
    return FaceMeasures(*np.median(found, axis=0).tolist()) if found else None


def quality(detector: CenterFace, pictures: Sequence[RGB]) -> float | None:
    found = measured(detector, pictures)
    return None if found is None else open_model().card.quality.overall(found)


def threshold() -> float:
    return open_model().card.quality.threshold


def resized(rgb: RGB, share: float) -> RGB:
    way = cv2.INTER_AREA if share < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(rgb, None, fx=share, fy=share, interpolation=way), np.uint8)


def face_side_px(detector: CenterFace, rgb: RGB) -> float:
    box = max(detector.detect(rgb), key=lambda found: found.box.width).box
    return max(box.width, box.height)


@pytest.mark.parametrize(
    ("clip", "first"),
    [
        ("single_face.mp4", 0),
        ("single_face.mp4", 60),
        ("expression_change.mp4", 0),
        ("expression_change.mp4", 300),
        ("none_then_face_vfr.mov", 150),
    ],
)
def test_undamaged_faces_are_clearly_good(detector, clip, first):
    found = quality(detector, frames(clip, first, COUNT))
    assert found is not None
    assert found > threshold() + 0.05


def test_a_face_blurred_beyond_recognition_is_low(detector):
    plain = frames("single_face.mp4", 0, COUNT)
    share = FACE_PX / face_side_px(detector, plain[0])
    blurred = [cv2.GaussianBlur(resized(rgb, share), (0, 0), 10) for rgb in plain]
    found = quality(detector, blurred)
    assert found is None or found < threshold()


def test_a_face_of_16_px_enlarged_is_low(detector):
    plain = frames("single_face.mp4", 0, COUNT)
    share = 16 / face_side_px(detector, plain[0])
    enlarged = [resized(resized(rgb, share), FACE_PX / 16) for rgb in plain]
    found = quality(detector, enlarged)
    assert found is None or found < threshold()


def test_masks_are_low(detector):
    plain = frames("single_face.mp4", 0, COUNT)
    points_px = max(detector.detect(plain[0]), key=lambda found: found.box.width).points_px
    for luma in (190, 30):
        found = quality(detector, [masked(rgb, points_px, luma)[0] for rgb in plain])
        assert found is None or found < threshold()


@pytest.mark.parametrize(
    "clip", ["single_face.mp4", pytest.param("expression_change.mp4", marks=pytest.mark.slow)]
)
@pytest.mark.parametrize("name", ["blur", "noise", "down and up", "darkness", "H.264"])
def test_no_damage_raises_quality(detector, clip, name):
    plain = frames(clip, 0, COUNT)
    points_px = max(detector.detect(plain[0]), key=lambda found: found.box.width).points_px
    found = [quality(detector, plain)]
    if name == "H.264":
        found += [quality(detector, h264(plain, crf)) for crf in (30, 42, 51)]
    else:
        damage = BY_NAME[name]
        found += [
            quality(detector, [damage.apply(rgb, points_px, strength)[0] for rgb in plain])
            for strength in damage.strengths[1::2]
        ]
    seen = [value for value in found if value is not None]
    assert len(seen) > 1
    assert all(value <= min(seen[:i]) + SLACK for i, value in enumerate(seen) if i)


def test_noise_never_counts_as_sharp(detector):
    """As low light makes it, and kept by a codec."""
    plain = frames("expression_change.mp4", 0, COUNT)
    points_px = np.zeros((5, 2), np.float32)
    found = [
        quality(detector, h264([noisy(rgb, points_px, d)[0] for rgb in plain], 12))
        for d in (0, 15, 30, 45)
    ]
    assert found[0] is not None
    assert all(value is None or value <= found[0] + SLACK for value in found[1:])


def on_head(detector: CenterFace, colours: np.ndarray, pose: HeadPose) -> FaceMeasures:
    spec = open_model().card.input
    rgb, _ = heads.render(colours, pose, eyes_px=70, light=0.5)
    points_px = detector.detect(rgb)[0].points_px
    return face_measures(points_px, measure_texture(rgb, points_px, spec.template, spec.size_px))


@lru_cache
def colours(bearer: str) -> np.ndarray:
    if bearer == "painted":
        return heads.painted()
    (rgb,) = frames(bearer, 300, 1)
    return heads.textured(rgb, CenterFace().detect(rgb)[0].points_px)


@pytest.mark.parametrize(
    "bearer", ["painted", pytest.param("expression_change.mp4", marks=pytest.mark.slow)]
)
@pytest.mark.parametrize("side", [-1, 1])
def test_quality_falls_as_a_head_turns_and_is_low_at_70_degrees(detector, bearer, side):
    curves = open_model().card.quality
    turned = partial(on_head, detector, colours(bearer))
    found = [turned(HeadPose(side * yaw, 0, 0)) for yaw in (0, 20, 40, 55, 70)]
    assert abs(found[0].yaw_deg) < 8
    for yaw, measures in zip((20, 40, 55, 70), found[1:], strict=True):
        assert measures.yaw_deg * side == pytest.approx(yaw, abs=20)
    worth = [curves.overall(measures) for measures in found]
    assert all(b <= a + SLACK for a, b in pairwise(worth))
    assert worth[0] > curves.threshold + 0.05
    assert worth[-1] < curves.threshold


def test_signs_of_drawn_heads(detector):
    """Towards the person's own left, up, and the left shoulder."""
    turned = partial(on_head, detector, colours("painted"))
    front = turned(HeadPose(0, 0, 0))
    assert turned(HeadPose(30, 0, 0)).yaw_deg > 20
    assert turned(HeadPose(-30, 0, 0)).yaw_deg < -20
    assert turned(HeadPose(0, 30, 0)).pitch_deg > front.pitch_deg + 8
    assert turned(HeadPose(0, -30, 0)).pitch_deg < front.pitch_deg - 8
    assert turned(HeadPose(0, 0, 25)).roll_deg == pytest.approx(25, abs=6)
    assert turned(HeadPose(0, 0, -25)).roll_deg == pytest.approx(-25, abs=6)


def test_a_turning_head_comes_round_to_the_camera(detector):
    pictures = frames("turning_head.mp4", 0, 41)
    early, late = (measured(detector, part) for part in (pictures[:4], pictures[-6:]))
    assert early is not None
    assert late is not None
    assert abs(early.yaw_deg) > 45
    assert abs(late.yaw_deg) < 15


def test_true_points_of_a_rendered_head_give_its_yaw():
    for yaw in (-60, -30, 30, 60):
        _, points_px = heads.render(heads.painted(), HeadPose(yaw, 0, 0))
        assert head_pose(points_px).yaw_deg == pytest.approx(yaw, abs=12)
