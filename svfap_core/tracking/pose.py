"""Says how a head is turned, by the five points of its face. Knows nothing of pixels or tracks."""

from __future__ import annotations

import math
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from svfap_core.types import Points

GENERIC_FACE = np.array(
    [
        [-0.500, 0.000, 0.00],
        [0.500, 0.000, 0.00],
        [0.000, -0.590, 0.40],
        [-0.374, -1.080, 0.00],
        [0.374, -1.080, 0.00],
    ]
)
"""The five points `(5, 3)` of a face in distances between its eyes: x to the image's right, y up,
z towards the camera.

Fitted to where a detector (CenterFace) puts the points on 31 rendered heads of known pose. It is a
little shorter than the frontal face of most people: on one that is longer than theirs, a lack of
length would read as a nod, up or down by chance, where the nose alone should decide.
"""
_DISTANCE = 12.0
"""Of the camera, in distances between the eyes: about 0.75 m. Lens and crop are not known; between
0.5 m and infinity, a turn of 60 degrees changes by 3."""
_TO_CAMERA = np.diag([1.0, -1.0, -1.0])
"""From the axes above to those of OpenCV: x right, y down, z away. Its own inverse."""
_SMALLEST = 1e-6


class HeadPose(NamedTuple):
    """Angles of a head against the line of sight, in degrees, signed as in `FaceMeasures`.

    The head first nods (pitch), then turns (yaw), then tilts in the image plane (roll): turning
    the image changes the roll alone. Yaw lies in -90..90, the others in -180..180.
    """

    yaw_deg: float
    pitch_deg: float
    roll_deg: float


def head_pose(points_px: Points) -> HeadPose:
    """The pose in which a generic face shows its points where they were found.

    The principal point is taken to lie in the face, so the angles are those against the line of
    sight to it, wherever it is in the frame and however the frame was cropped. Points without
    extent have a pose of zeros.

    On rendered heads with the points of CenterFace, nine tenths of yaws are right within 9 degrees
    up to 30, and within 16 beyond (`tests/benchmarks/pose.py`). Nods are understated, those up
    most: the detector's points hardly move with them. Beyond 70 degrees of yaw, nod and tilt are
    noise.

    Args:
        points_px: `(5, 2)`.
    """
    points = np.asarray(points_px, np.float64)
    centred = points - points.mean(axis=0)
    spread = math.sqrt(float((centred * centred).sum()))
    if not _SMALLEST < spread < math.inf:
        return HeadPose(0.0, 0.0, 0.0)
    flat = GENERIC_FACE[:, :2] - GENERIC_FACE[:, :2].mean(axis=0)
    focal = _DISTANCE / math.sqrt(float((flat * flat).sum()))
    camera = np.array([[focal, 0.0, 0.0], [0.0, focal, 0.0], [0.0, 0.0, 1.0]])
    # The one solver of OpenCV that takes five points of any arrangement and needs no first guess.
    found, rotation, _ = cv2.solvePnP(
        GENERIC_FACE @ _TO_CAMERA,
        (centred / spread)[:, None],
        camera,
        None,
        flags=cv2.SOLVEPNP_SQPNP,
    )
    if not found:
        return HeadPose(0.0, 0.0, 0.0)
    turned = np.asarray(cv2.Rodrigues(rotation)[0], np.float64)
    return pose_of(_TO_CAMERA @ turned @ _TO_CAMERA)


def rotation_of(pose: HeadPose) -> NDArray[np.float64]:
    """The rotation `(3, 3)` of a head, in the axes of `GENERIC_FACE`."""
    yaw, pitch, roll = np.deg2rad(pose)
    nod = [
        [1, 0, 0],
        [0, np.cos(pitch), np.sin(pitch)],
        [0, -np.sin(pitch), np.cos(pitch)],
    ]
    turn = [[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]]
    tilt = [[np.cos(roll), np.sin(roll), 0], [-np.sin(roll), np.cos(roll), 0], [0, 0, 1]]
    return np.array(tilt) @ np.array(turn) @ np.array(nod)


def pose_of(rotation: NDArray[np.float64]) -> HeadPose:
    """The pose of a head turned by `(3, 3)`: the inverse of `rotation_of`."""
    yaw = math.asin(min(max(-float(rotation[2, 0]), -1.0), 1.0))
    pitch = math.atan2(-rotation[2, 1], rotation[2, 2])
    roll = math.atan2(-rotation[1, 0], rotation[0, 0])
    return HeadPose(math.degrees(yaw), math.degrees(pitch), math.degrees(roll))
