"""The landmarker on real faces and on rendered heads whose actions and poses are known."""

from __future__ import annotations

from functools import cache
from itertools import islice

import av
import numpy as np
import pytest

from svfap_core.facial_actions import ACTIONS, SHAPES, actions_of
from svfap_core.tracking.centerface import CenterFace
from svfap_core.tracking.landmarker import FaceLandmarker, FaceLandmarks
from svfap_core.tracking.pose import HeadPose
from svfap_core.types import RGB, Points
from tests.heads import Rendered, render, shaped, textured
from tests.shared_data import shared

LEVEL = HeadPose(0, 0, 0)
MIRRORED_IN_RIG = {"Left": "_L", "Right": "_R"}


@cache
def landmarker() -> FaceLandmarker:
    return FaceLandmarker(shared("data/face_landmarker/face_landmarker.task"))


@cache
def frame(clip: str, index: int) -> tuple[RGB, Points]:
    """A frame, and the points of the most certain face in it."""
    with av.open(str(shared(f"data/clips/{clip}"))) as container:
        rgb = next(islice(container.decode(video=0), index, None)).to_ndarray(format="rgb24")
    return rgb, max(CenterFace().detect(rgb), key=lambda face: face.score).points_px


def found_in(clip: str, index: int) -> FaceLandmarks:
    found = landmarker().analyse(*frame(clip, index))
    assert found is not None
    return found


def head(pose: HeadPose = LEVEL, **shapes: float) -> Rendered:
    rgb, points_px = frame("single_face.mp4", 0)
    vertices = shaped({name: strength for shape in shapes for name, strength in _rig(shape)})
    return render(textured(rgb, points_px), pose, eyes_px=90, light=0.4, vertices=vertices)


def _rig(shape: str) -> list[tuple[str, float]]:
    """Names that a shape has in the rig, which has a left and a right of more shapes."""
    side = next((s for s in MIRRORED_IN_RIG if shape.endswith(s)), "")
    name = shape.removesuffix(side)
    if side:
        return [(name + MIRRORED_IN_RIG[side], 1.0)]
    return [(name + "_L", 1.0), (name + "_R", 1.0)] if name.startswith("brow") else [(name, 1.0)]


def test_arrays_are_read_only_and_scores_in_range() -> None:
    found = found_in("single_face.mp4", 0)
    assert (found.points_px.shape, found.shapes.shape) == ((478, 3), (52,))
    assert not found.points_px.flags.writeable
    assert not found.shapes.flags.writeable
    assert found.shapes.min() >= 0
    assert found.shapes.max() <= 1
    assert found.presence > 0.9


def test_points_lie_where_the_detector_has_them() -> None:
    _, five = frame("single_face.mp4", 0)
    mesh = found_in("single_face.mp4", 0).points_px[:, :2]
    irises = mesh[[468, 473]]
    between = np.hypot(*(five[1] - five[0]))
    assert np.abs(irises - five[:2]).max() < 0.15 * between
    assert np.abs(mesh[[61, 291]] - five[3:]).max() < 0.15 * between


def test_a_smile_comes_and_the_eyes_blink() -> None:
    before, smile, blink = (actions_of(found_in("single_face.mp4", i).shapes) for i in (5, 36, 27))
    assert before["mouth_smile"] < 0.1
    assert smile["mouth_smile"] > 0.7
    assert blink["eye_blink"] > smile["eye_blink"] + 0.3


@pytest.mark.parametrize(
    "action",
    ["brow_inner_up", "brow_outer_up", "eye_blink", "mouth_smile", "mouth_pucker", "jaw_open"],
)
def test_raising_an_action_of_a_rendered_head_raises_its_score(action: str) -> None:
    calm = landmarker().analyse(*head())
    moved = landmarker().analyse(*head(**dict.fromkeys(ACTIONS[action].shapes, 1.0)))
    assert calm is not None
    assert moved is not None
    assert actions_of(moved.shapes)[action] > actions_of(calm.shapes)[action] + 0.3


def test_left_is_the_persons_own_left() -> None:
    found = landmarker().analyse(*head(browOuterUpLeft=1.0))
    assert found is not None
    left, right = (found.shapes[SHAPES.index(f"browOuterUp{side}")] for side in ("Left", "Right"))
    assert left > right + 0.2


@pytest.mark.parametrize(
    "pose", [LEVEL, HeadPose(20, 0, 0), HeadPose(-40, 0, 0), HeadPose(0, 20, 0), HeadPose(0, 0, 30)]
)
def test_the_pose_of_a_rendered_head_is_found(pose: HeadPose) -> None:
    found = landmarker().analyse(*head(pose))
    assert found is not None
    assert (found.yaw_deg, found.pitch_deg, found.roll_deg) == pytest.approx(pose, abs=8)


def test_where_there_is_no_face_nothing_is_found() -> None:
    _, five = frame("single_face.mp4", 0)
    assert landmarker().analyse(np.full((480, 640, 3), 90, np.uint8), five) is None


def test_points_without_extent_or_far_outside_are_no_face() -> None:
    rgb, five = frame("single_face.mp4", 0)
    assert landmarker().analyse(rgb, np.zeros((5, 2), np.float32)) is None
    assert landmarker().analyse(rgb, five + np.float32(9000)) is None
